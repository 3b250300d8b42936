//! Frame PDF and evidence become the bundle.
