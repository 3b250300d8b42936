//! How large the pictures and pages of an exhibit are: by this a bundle is checked later.

use std::collections::BTreeMap;

use super::Exhibit;
use super::layout::Reduced;
use crate::evidence::{Content, Inspected};

/// The sizes of what an exhibit shows, in the order of its placeholders: `1600x1200 px` for a picture,
/// `595.28x841.89 pt` for a page.
pub fn sizes(exhibit: &Exhibit, file: &Inspected, reduced: &BTreeMap<u32, Reduced>) -> Vec<String> {
    let size = |slot: u32, file: &Inspected, page| match (reduced.get(&slot), &file.content) {
        (Some(reduced), Content::Image(_)) => format!("{}x{} px", reduced.to.0, reduced.to.1),
        // A page keeps its size, whatever it is printed from.
        _ => size(file, page),
    };
    let own = exhibit.slots.iter().map(|(slot, page)| size(*slot, file, *page));
    let inside = exhibit.inside.iter().map(|place| {
        let found = place.way.iter().try_fold(file, |file, at| file.content.enclosed().get(*at)?.inspected.as_deref());
        found.map_or_else(String::new, |found| size(place.slot, found, place.page))
    });
    own.chain(inside).collect()
}

/// The size of a page, from 1, or of a picture.
fn size(file: &Inspected, page: usize) -> String {
    let short = |length: f64| (length * 100.0).round() / 100.0;
    match &file.content {
        Content::Image(info) => format!("{}x{} px", info.width, info.height),
        Content::Pages(pages) => match page.checked_sub(1).and_then(|at| pages.get(at)) {
            Some(page) => format!("{}x{} pt", short(page.width), short(page.height)),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// Width and height of a size that is written so, and whether they are pixels.
pub fn read(size: &str) -> Option<(f64, f64, bool)> {
    let (lengths, unit) = size.split_once(' ')?;
    let (width, height) = lengths.split_once('x')?;
    let (width, height): (f64, f64) = (width.parse().ok()?, height.parse().ok()?);
    let sane = |length: f64| length.is_finite() && length > 0.0;
    (sane(width) && sane(height)).then_some((width, height, unit == "px"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_are_read_back() {
        assert_eq!(read("1600x1200 px"), Some((1600.0, 1200.0, true)));
        assert_eq!(read("595.28x841.89 pt"), Some((595.28, 841.89, false)));
        for wrong in ["", "x", "1x2", "-1x2 px", "NaNx1 pt", "infx1 pt", "1x px"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
