//! What is blacked out: each box and each text, against the file that it lies on.

use super::case::{Area, EvidenceFile, Redaction};
use crate::diag::Finding;
use crate::evidence::Content;
use crate::parse::raw::RawRedact;

/// A side of a page, in percent; what a seller measures may be off by a little.
const WHOLE: f64 = 100.5;

/// Checks what shall be blacked out of a file of which the pages `shown` are shown (empty: all).
pub(super) fn redactions(
    raw: Vec<RawRedact>,
    file: Option<&EvidenceFile>,
    shown: &[usize],
    out: &mut Vec<Finding>,
) -> Vec<Redaction> {
    let Some(file) = file else { return Vec::new() };
    raw.into_iter().filter_map(|raw| redaction(raw, file, shown, out)).collect()
}

fn redaction(raw: RawRedact, file: &EvidenceFile, shown: &[usize], out: &mut Vec<Finding>) -> Option<Redaction> {
    let header = raw.header.place.clone();
    // What could not be read was told.
    if ["page", "rect", "search"].iter().any(|key| raw.header.tried(key)) {
        return None;
    }
    let count = match &file.inspected.content {
        Content::Image(_) => 1,
        Content::Pages(sizes) => sizes.len(),
        _ => {
            let format = format!("format-{}", file.inspected.format);
            out.push(Finding::new("E019", header).variant("format").arg_message("format", format));
            return None;
        }
    };
    let picture = matches!(file.inspected.content, Content::Image(_));
    let shown: Vec<usize> = if shown.is_empty() { (1..=count).collect() } else { shown.to_vec() };
    let pages = match &raw.page {
        Some(page) => {
            let number = usize::try_from(page.value).unwrap_or(usize::MAX);
            if number == 0 || number > count {
                let finding = Finding::new("E011", page.place.clone()).arg("path", file.name.clone());
                out.push(finding.variant("redact").arg("pages", page.value.to_string()).arg("count", count));
                return None;
            }
            if !shown.contains(&number) {
                out.push(Finding::new("E019", page.place.clone()).variant("page-not-shown").arg("page", number));
                return None;
            }
            vec![number]
        }
        None => shown,
    };
    let (area, place) = match (raw.rect, raw.search) {
        (Some(rect), None) => {
            let [left, top, width, height] = rect.value;
            let right = width > 0.0 && left >= 0.0 && left + width <= WHOLE;
            if !right || height <= 0.0 || top < 0.0 || top + height > WHOLE {
                out.push(Finding::new("E019", rect.place).variant("outside"));
                return None;
            }
            if raw.page.is_none() && pages.len() > 1 {
                out.push(Finding::new("E019", rect.place).variant("which-page").arg("count", count));
                return None;
            }
            (Area::Rect(rect.value), rect.place)
        }
        (None, Some(search)) => {
            if search.trim().is_empty() {
                out.push(Finding::new("E019", search.place).variant("empty"));
                return None;
            }
            if picture || file.inspected.format != "pdf" {
                out.push(Finding::new("E019", search.place).variant("picture").arg("path", file.name.clone()));
                return None;
            }
            (Area::Text(search.value), search.place)
        }
        (None, None) => {
            out.push(Finding::new("E019", header).variant("nothing"));
            return None;
        }
        (Some(_), Some(search)) => {
            out.push(Finding::new("E019", search.place).variant("both"));
            return None;
        }
    };
    Some(Redaction { pages, area, place })
}
