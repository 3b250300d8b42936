//! Takes the exhibits out of the volumes of a bundle, in a worker, and writes them as files.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::pool::Death;
use crate::diag::Arg;
use crate::evidence::pages;
use crate::link::shown::{Kind, Shown};
use crate::link::taken::{self, Picture};
use crate::locale::Args;
use crate::plan::sizes;
use crate::read::built;
use crate::start::Fault;
use crate::verify::manifest::Entry;
use crate::verify::pdf::{self, Found};
use crate::write;

/// What to take out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wanted {
    /// The bundle, or volumes of one.
    pub bundles: Vec<PathBuf>,
    /// Where files go.
    pub out: PathBuf,
    /// Whether files that exist are replaced.
    pub force: bool,
}

/// What an exhibit became.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Form {
    /// A JPEG file with the picture's data as they stand in the bundle.
    Jpeg,
    /// A PNG file, likewise.
    Png,
    /// A PDF file with its pages as they were before they were stamped.
    Pdf,
    /// A PDF file with the bundle's pages, for its text was typeset.
    Printed,
    /// Nothing: it stands in a volume that was not given.
    Elsewhere,
    /// Nothing: what should be there is not.
    Damaged,
}

/// An exhibit that was taken out, or was not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// Its number.
    pub number: usize,
    /// Its id.
    pub id: String,
    /// Its volume.
    pub volume: usize,
    /// What it became.
    pub form: Form,
    /// The file that was written.
    pub path: Option<PathBuf>,
    /// How many pages that has.
    pub pages: usize,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extracted {
    /// Every exhibit, in order.
    pub taken: Vec<Taken>,
    /// Why nothing was written, or not all: a message and its values.
    pub refused: Option<(String, Args)>,
}

impl Extracted {
    /// Nothing, for a reason.
    pub fn refused(id: &str, path: &std::path::Path, detail: &str) -> Self {
        let mut args = Args::from([("path".into(), Arg::from(path.display().to_string()))]);
        args.insert("detail".into(), Arg::from(detail));
        Self { taken: Vec::new(), refused: Some((id.to_owned(), args)) }
    }

    /// What is told where a worker died over bundles.
    pub fn lost(wanted: &Wanted, death: &Death) -> Self {
        let Fault { message, mut args } = death.fault();
        let first = wanted.bundles.first().map(|path| path.display().to_string());
        args.insert("path".into(), Arg::from(first.unwrap_or_default()));
        Self { taken: Vec::new(), refused: Some((message, args)) }
    }
}

/// A file to write.
struct Made {
    form: Form,
    bytes: Vec<u8>,
    pages: usize,
}

/// Takes exhibits out and writes them.
pub fn run(wanted: &Wanted) -> Extracted {
    let mut volumes: Vec<(Vec<u8>, Found)> = Vec::new();
    for path in &wanted.bundles {
        let bytes = match built::file(path) {
            Ok(bytes) => bytes,
            Err(error) => return Extracted::refused("tool-read-failed", path, &error.to_string()),
        };
        let Ok(found) = pdf::read(&bytes) else { return Extracted::refused("tool-no-bundle", path, "") };
        if volumes.iter().any(|(_, other)| !other.manifest.differences(&found.manifest).is_empty()) {
            return Extracted::refused("tool-other-bundle", path, "");
        }
        volumes.push((bytes, found));
    }
    let Some((_, first)) = volumes.first() else { return Extracted::default() };
    let exhibits = &first.manifest.exhibits;
    let mut files = Vec::new();
    let mut taken = Vec::new();
    for exhibit in exhibits {
        let volume = volumes.iter().find(|(_, found)| found.volume == exhibit.volume);
        let made = volume.map(|(bytes, found)| make(bytes, found, exhibit));
        let form = match &made {
            None => Form::Elsewhere,
            Some(None) => Form::Damaged,
            Some(Some(made)) => made.form,
        };
        let made = made.flatten();
        let path = made.as_ref().map(|made| wanted.out.join(name(exhibit, exhibits.len(), made.form)));
        let pages = made.as_ref().map_or(0, |made| made.pages);
        taken.push(Taken {
            number: exhibit.number,
            id: exhibit.id.clone(),
            volume: exhibit.volume,
            form,
            path: path.clone(),
            pages,
        });
        files.extend(path.zip(made));
    }
    if let Some((path, _)) = files.iter().find(|(path, _)| !wanted.force && built::exists(path)) {
        return Extracted::refused("tool-exists", path, "");
    }
    for (path, made) in &files {
        if let Err(error) = write::file(path, &made.bytes, wanted.force) {
            return Extracted::refused("tool-write-failed", path, &error.to_string());
        }
    }
    Extracted { taken, refused: None }
}

/// The name of an exhibit's file. Its id is what a stranger may have written.
fn name(exhibit: &Entry, total: usize, form: Form) -> String {
    let digits = total.to_string().len().max(2);
    let id: String = exhibit.id.chars().take(64).collect();
    let id = id.replace(|c: char| !c.is_ascii_alphanumeric() && c != '-', "_");
    let extension = match form {
        Form::Jpeg => "jpg",
        Form::Png => "png",
        _ => "pdf",
    };
    format!("Exhibit {:0digits$} - {id}.{extension}", exhibit.number)
}

/// The file of an exhibit; none where what should be there is not.
fn make(bytes: &[u8], found: &Found, exhibit: &Entry) -> Option<Made> {
    if exhibit.shown == 0 {
        let list: Vec<(usize, (f64, f64))> = found
            .pages_of(exhibit)
            .filter_map(|page| Some((page - 1, found.bundle.pages.get(page - 1)?.size)))
            .collect();
        if list.len() != exhibit.pages {
            return None;
        }
        let bytes = taken::sheets(bytes, &list).ok()?;
        return Some(Made { form: Form::Printed, bytes, pages: list.len() });
    }
    let own = own(found, exhibit)?;
    let pdf = pages::open(bytes).ok()?;
    if let [(one, _)] = own.as_slice()
        && let Some(picture) = taken::picture(&pdf, one)
    {
        let (form, bytes) = match picture {
            Picture::Jpeg(bytes) => (Form::Jpeg, bytes),
            Picture::Png(bytes) => (Form::Png, bytes),
        };
        return Some(Made { form, bytes, pages: 1 });
    }
    let bytes = taken::pages(&pdf, &own).ok()?;
    Some(Made { form: Form::Pdf, bytes, pages: own.len() })
}

/// The pictures and pages of an exhibit, each with its size in points.
fn own(found: &Found, exhibit: &Entry) -> Option<Vec<(Shown, (f64, f64))>> {
    let groups = pdf::together(found);
    let group = groups.iter().find(|group| group.iter().any(|one| one.number == exhibit.number))?;
    // The halves of a pair are drawn one after the other.
    let before = group.iter().take_while(|one| one.number != exhibit.number).map(|one| one.sizes.len()).sum();
    let all: Vec<Shown> = found.evidence(exhibit).collect();
    let wanted: usize = group.iter().map(|one| one.sizes.len()).sum();
    if all.len() != wanted || exhibit.sizes.len() < exhibit.shown {
        return None;
    }
    let own = all.into_iter().skip(before).zip(&exhibit.sizes).take(exhibit.shown);
    Some(own.map(|(shown, size)| (shown, points(&shown, size))).collect())
}

/// The size of a page in points. Pictures count 96 pixels an inch.
fn points(shown: &Shown, size: &str) -> (f64, f64) {
    let (width, height, pixels) = match sizes::read(size) {
        Some(known) => known,
        None => (shown.size().0, shown.size().1, matches!(shown.kind, Kind::Picture { .. })),
    };
    let scale = if pixels { 0.75 } else { 1.0 };
    (width * scale, height * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_else() {
        let exhibit = |id: &str| Entry {
            number: 3,
            id: id.to_owned(),
            caption: String::new(),
            sha256: None,
            volume: 1,
            first: 1,
            pages: 1,
            label: 1,
            shown: 1,
            sizes: Vec::new(),
        };
        assert_eq!(name(&exhibit("box-after"), 5, Form::Jpeg), "Exhibit 03 - box-after.jpg");
        assert_eq!(name(&exhibit("../../x"), 100, Form::Pdf), "Exhibit 003 - ______x.pdf");
        assert!(name(&exhibit(&"a".repeat(900)), 5, Form::Printed).len() < 90);
    }
}
