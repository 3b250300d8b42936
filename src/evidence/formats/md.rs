use crate::evidence::extension;

use super::{Format, text};

/// Markdown. It is shown as written: evidence is not interpreted.
pub static FORMAT: Format = Format {
    id: "md",
    media_type: "text/markdown",
    extensions: &["md", "markdown"],
    sniff: |bytes, name| FORMAT.extensions.contains(&extension(name)) && text::is_text(bytes),
    inspect: |bytes, _, _| text::inspect(FORMAT.id, bytes),
};
