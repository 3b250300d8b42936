//! Frame and pictures of a bundle within its limits: one typesetting run and one link tell how large
//! the whole is. Only where that is too much are pictures made smaller, and the bundle cut into volumes.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::parts::{Piece, Unpacked, pieces};
use super::pictures::Wholes;
use super::session::{Progress, Ready};
use super::smaller::Plan;
use crate::link::{self, Attachment, LinkError, Linked, Part, What};
use crate::plan::Exhibit;
use crate::plan::context::Source;
use crate::plan::layout::{Layout, Pages, Reduced};
use crate::plan::manifest::{self, Facts};
use crate::render::{Document, Engine, EngineError};

/// What a bundle is fitted from.
pub struct Job<'j> {
    /// The case and its files.
    pub ready: &'j Ready,
    /// The files inside its files.
    pub inside: &'j Unpacked,
    /// Photos that PDF does not know, as JPEG.
    pub wholes: &'j Wholes,
    /// The data of templates.
    pub source: &'j Source<'j>,
    /// `sha256:…` of the inputs.
    pub fingerprint: &'j str,
    /// What typesets.
    pub engine: &'j dyn Engine,
    /// How long a document may take.
    pub limit: Duration,
    /// Where smaller pictures are kept.
    pub kept: &'j Path,
}

/// A bundle that is ready to be linked.
#[derive(Debug, Default)]
pub struct Fitted {
    /// The frame of each volume.
    pub frames: Vec<Vec<u8>>,
    /// How many pages each has.
    pub totals: Vec<usize>,
    /// Where exhibits stand.
    pub pages: Pages,
    /// Pictures that are shown smaller, by slot.
    pub reduced: BTreeMap<u32, Reduced>,
    /// Their files, by slot.
    pub(super) shown: BTreeMap<u32, (What, Vec<u8>)>,
    /// What exhibits cost in bytes, where that was asked.
    pub weights: BTreeMap<usize, u64>,
    /// What each picture among it costs as it is, by slot.
    pub(super) pictures: BTreeMap<u32, u64>,
    /// Exhibits none of whose pictures can be made smaller.
    pub stubborn: Vec<usize>,
    /// How many pictures were decoded.
    pub decoded: usize,
    /// It was taken to be small enough by the sizes of its files, without linking it.
    pub presumed: bool,
}

/// Why a bundle could not be fitted.
#[derive(Debug)]
pub enum FitError {
    /// Typesetting failed.
    Engine(EngineError),
    /// Linking failed.
    Link(LinkError),
}

impl From<EngineError> for FitError {
    fn from(error: EngineError) -> Self {
        FitError::Engine(error)
    }
}

impl From<LinkError> for FitError {
    fn from(error: LinkError) -> Self {
        match error {
            LinkError::Frame(detail) => FitError::Engine(EngineError::Failed(LinkError::Frame(detail).to_string())),
            error => FitError::Link(error),
        }
    }
}

/// Bytes of so many MB, as sellers' and Amazon's programs count them.
pub fn bytes_of(mb: f64) -> u64 {
    (mb * 1e6).clamp(0.0, 1e15) as u64
}

/// How often sizes are tried again, once what was expected has turned out otherwise.
const TRIES: usize = 5;

/// Makes a bundle fit. Where its files are small it is only typeset, unless it shall be `certain` that
/// it fits.
///
/// # Errors
/// See [`FitError`].
pub fn fit(job: &Job<'_>, certain: bool, progress: Progress<'_>) -> Result<Fitted, FitError> {
    let settings = &job.ready.settings;
    let (whole, file) = (bytes_of(settings.bundle_mb), bytes_of(settings.file_mb));
    let mut fitted = Fitted::default();
    fitted.typeset(job, &[everything(job)])?;
    if !certain && presumably(job, &fitted) <= whole.min(file) {
        fitted.presumed = true;
        return Ok(fitted);
    }
    let sizes = fitted.sizes(job)?;
    let total: u64 = sizes.iter().sum();
    if total <= whole.min(file) {
        return Ok(fitted);
    }
    fitted.weigh(job)?;
    let mut plan = Plan::new(job, &fitted, total);
    if total > whole || plan.groups.iter().any(|group| plan.cost(group, &fitted.weights) > file) {
        plan.pictures(job, &mut fitted, progress)?;
    }
    for _ in 0..TRIES {
        let before = plan.decision.clone();
        plan.decide(&fitted.weights, whole, file);
        if before == plan.decision {
            break;
        }
        plan.show(&mut fitted);
        fitted.typeset(job, &plan.decision.1)?;
        let sizes = fitted.sizes(job)?;
        let fits = sizes.iter().zip(&plan.decision.1).all(|(size, numbers)| *size <= file || plan.is_one(numbers));
        if fits && sizes.iter().sum::<u64>() <= whole {
            break;
        }
        plan.learn(&sizes, &fitted.weights);
    }
    let now = plan.now(&fitted.weights);
    fitted.weights = now;
    Ok(fitted)
}

/// What a bundle hardly ever exceeds: its frame and its files, those that are written anew twice.
fn presumably(job: &Job<'_>, fitted: &Fitted) -> u64 {
    const EACH: u64 = 4_000;
    let shown = |exhibit: &&Exhibit| !exhibit.slots.is_empty() || !exhibit.inside.is_empty();
    let files = job.source.exhibits.iter().filter(shown).map(|exhibit| {
        let file = job.ready.case.evidence[exhibit.evidence].file.as_ref();
        file.map_or(0, |file| match file.inspected.format {
            "jpeg" => file.bytes,
            "png" | "pdf" => file.bytes * 2,
            _ if job.wholes.contains_key(file.sha256()) => job.wholes[file.sha256()].len() as u64,
            // Decoded and packed anew, its size is anybody's guess.
            _ => file.bytes * 16,
        })
    });
    let frame = fitted.frames.iter().map(Vec::len).sum::<usize>() as u64;
    frame + files.sum::<u64>() + EACH * (job.source.exhibits.len() as u64 + 5)
}

fn everything(job: &Job<'_>) -> Vec<usize> {
    job.source.exhibits.iter().map(|exhibit| exhibit.number).collect()
}

/// What goes into the placeholders of some exhibits.
fn parts<'p>(job: &Job<'p>, fitted: &'p Fitted, wanted: impl Fn(usize) -> bool) -> Vec<Part<'p>> {
    let exhibits = job.source.exhibits.iter().filter(|exhibit| wanted(exhibit.number));
    let pieces = exhibits.flat_map(|exhibit| pieces(exhibit, job.ready, job.inside));
    let part = |Piece { slot, bytes, what, password, picture }: Piece<'p>| {
        if let Some((what, bytes)) = fitted.shown.get(&slot) {
            return Part { slot, bytes, what: *what, password: None };
        }
        let raster = picture.filter(|_| matches!(what, What::Raster { .. }));
        match raster.and_then(|picture| job.wholes.get(picture.sha256)) {
            Some(whole) => Part { slot, bytes: whole, what: What::Jpeg, password: None },
            None => Part { slot, bytes, what, password },
        }
    };
    pieces.map(part).collect()
}

impl Fitted {
    /// Weighs exhibits, and each of their pictures.
    fn weigh(&mut self, job: &Job<'_>) -> Result<(), LinkError> {
        let (mut weights, mut pictures) = (BTreeMap::new(), BTreeMap::new());
        for exhibit in job.source.exhibits {
            let parts = parts(job, self, |number| number == exhibit.number);
            let is_picture = |part: &Part<'_>| matches!(part.what, What::Jpeg | What::Png | What::Raster { .. });
            let (alone, together): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_picture);
            let mut weight = if together.is_empty() { 0 } else { link::weigh(&together)? as u64 };
            for part in alone {
                let slot = part.slot;
                let bytes = link::weigh(&[part])? as u64;
                pictures.insert(slot, bytes);
                weight += bytes;
            }
            weights.insert(exhibit.number, weight);
        }
        (self.weights, self.pictures) = (weights, pictures);
        Ok(())
    }

    /// Typesets volumes of these exhibits, until the pages that they name are the pages that they have.
    fn typeset(&mut self, job: &Job<'_>, cut: &[Vec<usize>]) -> Result<(), FitError> {
        super::volumes::typeset(self, job, cut)
    }

    /// The manifest as it stands inside each volume.
    pub fn manifest(&self, job: &Job<'_>) -> serde_json::Map<String, serde_json::Value> {
        manifest::manifest(&Facts {
            case: &job.ready.case,
            exhibits: job.source.exhibits,
            pages: &self.pages,
            volumes: &self.totals,
            reduced: &self.reduced,
            weights: &self.weights,
            stubborn: &self.stubborn,
            fingerprint: job.fingerprint,
            date: job.source.today.to_string(),
        })
    }

    /// Links all volumes.
    ///
    /// # Errors
    /// See [`LinkError`].
    pub fn link_all<'f>(&'f self, job: &Job<'f>) -> Result<Vec<Linked<'f>>, LinkError> {
        let manifest = serde_json::to_vec_pretty(&self.manifest(job)).unwrap_or_default();
        (0..self.frames.len()).map(|at| self.link(job, at, &manifest)).collect()
    }

    /// Links a volume, from 0.
    fn link<'f>(&'f self, job: &Job<'f>, at: usize, manifest: &[u8]) -> Result<Linked<'f>, LinkError> {
        let here = |number: usize| self.pages.get(&number).is_some_and(|place| place.volume == at + 1);
        let attachment = Attachment {
            name: "manifest.json",
            media_type: "application/json",
            description: "What this bundle was made from",
            bytes: manifest,
        };
        let frame = self.frames.get(at).map_or(&[][..], Vec::as_slice);
        link::link(frame, &parts(job, self, here), &[attachment])
    }

    /// How many bytes each volume has.
    ///
    /// # Errors
    /// See [`LinkError`].
    pub fn sizes(&self, job: &Job<'_>) -> Result<Vec<u64>, LinkError> {
        Ok(self.link_all(job)?.iter().map(|volume| volume.pdf.size() as u64).collect())
    }
}

/// The exhibits of a list of numbers.
pub(super) fn exhibits<'e>(all: &'e [Exhibit], numbers: &[usize]) -> Vec<&'e Exhibit> {
    all.iter().filter(|exhibit| numbers.contains(&exhibit.number)).collect()
}

/// A document of the bundle.
pub(super) fn document<'d>(job: &Job<'d>, layout: &Layout<'_>) -> Document<'d> {
    Document {
        main: "bundle.typ",
        data: serde_json::to_vec(&job.source.bundle(layout)).unwrap_or_default(),
        setting: serde_json::to_vec(&job.source.setting()).unwrap_or_default(),
        fonts: &job.ready.fonts,
        date: job.source.today,
        limit: job.limit,
    }
}
