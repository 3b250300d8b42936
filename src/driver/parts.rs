//! What stands in the placeholders of a bundle: evidence files, and files inside them.

use std::collections::BTreeMap;

use super::session::Ready;
use crate::evidence::{Content, Inspected, enclosed, raster};
use crate::link::What;
use crate::plan::Exhibit;

/// What of a file stands in a placeholder.
pub fn what(file: &Inspected, page: usize) -> What {
    match (&file.content, file.format) {
        (_, format) if raster::is_raster(format) => What::Raster { format, page: page.saturating_sub(1) },
        (Content::Pages(_), _) => What::PdfPage { index: page.saturating_sub(1) },
        (_, "svg") => What::Drawing,
        (_, "png") => What::Png,
        _ => What::Jpeg,
    }
}

/// Files inside evidence files, by the path of the file and the way to them.
pub type Unpacked = BTreeMap<(String, Vec<usize>), Vec<u8>>;

/// The bytes of every file inside that has a placeholder.
pub fn unpacked(exhibits: &[Exhibit], ready: &Ready) -> Unpacked {
    let mut all = Unpacked::new();
    for exhibit in exhibits {
        let Some(file) = ready.case.evidence[exhibit.evidence].file.as_ref() else { continue };
        for place in &exhibit.inside {
            for depth in 1..=place.way.len() {
                let (around, own) = (&place.way[..depth - 1], &place.way[..depth]);
                if all.contains_key(&(file.path.clone(), own.to_vec())) {
                    continue;
                }
                let bytes = match around {
                    [] => Some(&*file.content),
                    way => all.get(&(file.path.clone(), way.to_vec())),
                };
                let format = at_way(&file.inspected, around).map_or("", |found| found.format);
                let found = bytes.map(|bytes| enclosed::unpack(format, bytes)).unwrap_or_default();
                for (at, bytes) in found.into_iter().enumerate() {
                    let mut way = around.to_vec();
                    way.push(at);
                    all.insert((file.path.clone(), way), bytes);
                }
            }
        }
    }
    all
}

/// What the file at the end of a way is.
pub fn at_way<'f>(file: &'f Inspected, way: &[usize]) -> Option<&'f Inspected> {
    way.iter().try_fold(file, |file, at| file.content.enclosed().get(*at)?.inspected.as_deref())
}
