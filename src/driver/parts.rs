//! What stands in the placeholders of a bundle: evidence files, and files inside them.

use std::collections::BTreeMap;

use super::pictures::Source;
use super::session::Ready;
use crate::evidence::enclosed::Enclosed;
use crate::evidence::{Content, Inspected, enclosed, raster};
use crate::link::What;
use crate::options::Secret;
use crate::picture::Class;
use crate::plan::Exhibit;

/// What stands in a placeholder, as it was found.
#[derive(Debug, Clone, Copy)]
pub struct Piece<'r> {
    /// The placeholder.
    pub slot: u32,
    /// The file.
    pub bytes: &'r [u8],
    /// What of it is shown.
    pub what: What,
    /// What opens it, where it is locked.
    pub password: Option<&'r str>,
    /// It is a picture.
    pub picture: Option<Source<'r>>,
}

/// What stands in the placeholders of an exhibit: its picture or pages, and those of files inside its file.
pub fn pieces<'r>(exhibit: &Exhibit, ready: &'r Ready, inside: &'r Unpacked) -> Vec<Piece<'r>> {
    let evidence = &ready.case.evidence[exhibit.evidence];
    let Some(file) = evidence.file.as_ref() else { return Vec::new() };
    // What was blacked out was opened for it, and is not locked any more.
    let locked = file.original.is_none();
    let password = ready.passwords.get(&file.path).filter(|_| locked).map(Secret::reveal);
    let class = Class::of(&evidence.kind);
    let piece = |slot, bytes: &'r [u8], sha256: &'r str, inspected: &Inspected, page| {
        let what = what(inspected, page);
        let page = match what {
            What::Jpeg | What::Png => Some(0),
            What::Raster { page, .. } => Some(page),
            What::Drawing | What::PdfPage { .. } => None,
        };
        let picture = page.map(|page| Source { bytes, sha256, format: inspected.format, page, class });
        Piece { slot, bytes, what, password: None, picture }
    };
    let own = exhibit
        .slots
        .iter()
        .map(|(slot, page)| Piece { password, ..piece(*slot, &file.content, file.sha256(), &file.inspected, *page) });
    let inner = exhibit.inside.iter().filter_map(|place| {
        let bytes = inside.get(&(file.path.clone(), place.way.clone()))?;
        let found = enclosed_at(&file.inspected, &place.way)?;
        Some(piece(place.slot, bytes, &found.sha256, found.inspected.as_deref()?, place.page))
    });
    own.chain(inner).collect()
}

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
fn at_way<'f>(file: &'f Inspected, way: &[usize]) -> Option<&'f Inspected> {
    way.iter().try_fold(file, |file, at| file.content.enclosed().get(*at)?.inspected.as_deref())
}

/// The file at the end of a way.
fn enclosed_at<'f>(file: &'f Inspected, way: &[usize]) -> Option<&'f Enclosed> {
    let (last, around) = way.split_last()?;
    at_way(file, around)?.content.enclosed().get(*last)
}
