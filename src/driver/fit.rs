//! Frame and pictures of a bundle within its limits: one typesetting run and one link tell how large
//! the whole is. Only where that is too much are pictures made smaller, and the bundle cut into volumes.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use super::Step;
use super::parts::{Unpacked, at_way, what};
use super::pictures::{self, Ladder, Shelf, Wholes};
use super::session::{Progress, Ready};
use crate::check::case::Evidence;
use crate::evidence::Content;
use crate::link::{self, Attachment, LinkError, Linked, Part, What};
use crate::options::Secret;
use crate::picture::Class;
use crate::plan::Exhibit;
use crate::plan::context::Source;
use crate::plan::layout::{Layout, Pages, Reduced};
use crate::plan::manifest::{self, Facts};
use crate::plan::reduce::{self, Picture, Size};
use crate::plan::volumes;
use crate::read;
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
    /// Pictures that are shown smaller, by exhibit.
    pub reduced: BTreeMap<usize, Reduced>,
    /// Their files, by slot.
    shown: BTreeMap<u32, (What, Vec<u8>)>,
    /// What exhibits cost in bytes, where that was asked.
    pub weights: BTreeMap<usize, u64>,
    /// Exhibits whose pictures cannot be made smaller.
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
    for exhibit in job.source.exhibits {
        let parts = parts(job, &fitted, |number| number == exhibit.number);
        fitted.weights.insert(exhibit.number, link::weigh(&parts)? as u64);
    }
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
        plan.show(job, &mut fitted);
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

/// A picture of an exhibit, with what it can be made into.
struct Shrinkable<'j> {
    number: usize,
    slot: u32,
    from: (u32, u32),
    source: pictures::Source<'j>,
    ladder: Ladder,
}

/// Which size each picture has, and which exhibits each volume.
type Decision = (Vec<usize>, Vec<Vec<usize>>);

/// What is decided from, and what is decided.
struct Plan<'j> {
    /// Exhibits that stand together.
    groups: Vec<Vec<usize>>,
    /// What the frame costs for each exhibit's pages.
    frames: BTreeMap<usize, u64>,
    /// What every volume costs beside its exhibits.
    front: u64,
    /// What the whole costs beside the pictures that can be made smaller.
    rest: u64,
    choices: Vec<Picture>,
    shrinkable: Vec<Shrinkable<'j>>,
    shelf: Shelf<'j>,
    decision: Decision,
}

impl<'j> Plan<'j> {
    fn new(job: &Job<'j>, fitted: &Fitted, total: u64) -> Self {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        for exhibit in job.source.exhibits {
            match (groups.last_mut(), exhibit.pair) {
                (Some(group), Some(pair)) if group.contains(&pair.with) => group.push(exhibit.number),
                _ => groups.push(vec![exhibit.number]),
            }
        }
        let frame = fitted.frames.iter().map(Vec::len).sum::<usize>() as u64;
        let pages = (fitted.totals.iter().sum::<usize>() as u64).max(1);
        let frames: BTreeMap<usize, u64> =
            fitted.pages.iter().map(|(number, place)| (*number, place.pages as u64 * frame / pages)).collect();
        let front = frame.saturating_sub(frames.values().sum());
        let decision = (Vec::new(), Vec::new());
        let shelf = Shelf::new(job.kept);
        Self { groups, frames, front, rest: total, choices: Vec::new(), shrinkable: Vec::new(), shelf, decision }
    }

    /// What a group makes of a volume that holds nothing else.
    fn cost(&self, group: &[usize], weights: &BTreeMap<usize, u64>) -> u64 {
        let of = |number: &usize| weights.get(number).unwrap_or(&0) + self.frames.get(number).unwrap_or(&0);
        self.front + group.iter().map(of).sum::<u64>()
    }

    /// Whether a volume holds nothing that could stand apart.
    fn is_one(&self, numbers: &[usize]) -> bool {
        self.groups.iter().any(|group| group == numbers)
    }

    /// Finds out what pictures can be made into.
    fn pictures(&mut self, job: &Job<'j>, fitted: &mut Fitted, progress: Progress<'_>) -> Result<(), FitError> {
        let printed = link::printed_sizes(fitted.frames.first().map_or(&[], Vec::as_slice))?;
        for exhibit in job.source.exhibits {
            let evidence = &job.ready.case.evidence[exhibit.evidence];
            let Some((source, from)) = picture(evidence) else { continue };
            let Some((slot, _)) = exhibit.slots.first() else { continue };
            let Some((width, _)) = printed.get(slot) else { continue };
            let path = evidence.file.as_ref().map(|file| file.path.clone()).unwrap_or_default();
            progress(Step::Evidence { place: evidence.path_place.clone(), path });
            let ladder = self.shelf.ladder(&source);
            let bytes = fitted.weights.get(&exhibit.number).copied().unwrap_or(0);
            self.rest = self.rest.saturating_sub(bytes);
            if ladder.steps.is_empty() {
                fitted.stubborn.push(exhibit.number);
            }
            let first = Size { width: from.0, quality: None, bytes };
            let smaller = ladder.steps.iter().map(|step| Size {
                width: step.width,
                quality: step.quality,
                bytes: step.bytes + AROUND,
            });
            self.choices.push(Picture {
                printed: *width,
                photo: source.class == Class::Photo,
                group: self.groups.iter().position(|group| group.contains(&exhibit.number)).unwrap_or(0),
                sizes: std::iter::once(first).chain(smaller).collect(),
            });
            self.shrinkable.push(Shrinkable { number: exhibit.number, slot: *slot, from, source, ladder });
        }
        fitted.decoded = self.shelf.decoded;
        progress(Step::Outputs { place: job.ready.case.place.clone() });
        Ok(())
    }

    /// What exhibits cost with their pictures as decided.
    fn now(&self, weights: &BTreeMap<usize, u64>) -> BTreeMap<usize, u64> {
        self.with(&self.decision.0, weights)
    }

    /// What exhibits cost with their pictures in these sizes.
    fn with(&self, chosen: &[usize], weights: &BTreeMap<usize, u64>) -> BTreeMap<usize, u64> {
        let mut now = weights.clone();
        for ((one, picture), at) in self.shrinkable.iter().zip(&self.choices).zip(chosen) {
            if let Some(size) = picture.sizes.get(*at) {
                now.insert(one.number, size.bytes);
            }
        }
        now
    }

    fn decide(&mut self, weights: &BTreeMap<usize, u64>, whole: u64, file: u64) {
        // What a group costs that cannot be changed.
        let shrinkable: Vec<usize> = self.shrinkable.iter().map(|one| one.number).collect();
        let mut fixed = weights.clone();
        fixed.retain(|number, _| !shrinkable.contains(number));
        let room = |group: usize| {
            let cost = self.groups.get(group).map_or(0, |group| self.cost(group, &fixed));
            file.saturating_sub(cost)
        };
        let decision = |whole: u64| -> Decision {
            let chosen = reduce::choose(&self.choices, whole.saturating_sub(self.rest), room);
            let now = self.with(&chosen, weights);
            let sizes: Vec<u64> = self.groups.iter().map(|group| self.cost(group, &now) - self.front).collect();
            let ranges = volumes::cut(&sizes, file.saturating_sub(self.front));
            let numbers = |range: &std::ops::Range<usize>| {
                self.groups.get(range.clone()).unwrap_or_default().iter().flatten().copied().collect()
            };
            (chosen, ranges.iter().map(numbers).collect())
        };
        // A few bytes less can save a volume that would hold little.
        let few = usize::try_from(whole.div_ceil(file.max(1))).unwrap_or(usize::MAX);
        let slack = [0, 20, 40].map(|part| whole - whole / 1000 * part);
        let mut tried = slack.into_iter().map(decision);
        let first = tried.next().unwrap_or_default();
        let decided = if first.1.len() <= few || self.choices.is_empty() {
            first
        } else {
            tried.find(|decision| decision.1.len() <= few).unwrap_or(first)
        };
        self.decision = decided;
    }

    /// Puts pictures into the sizes that were decided.
    fn show(&mut self, job: &Job<'_>, fitted: &mut Fitted) {
        fitted.reduced.clear();
        let mut before = std::mem::take(&mut fitted.shown);
        for (one, at) in self.shrinkable.iter().zip(&self.decision.0) {
            let Some(at) = at.checked_sub(1) else { continue };
            let Some(step) = one.ladder.steps.get(at) else { continue };
            let same = before.remove(&one.slot).filter(|(_, bytes)| bytes.len() as u64 == step.bytes);
            let what = if step.quality.is_some() { What::Jpeg } else { What::Png };
            let file = same.map(|(_, bytes)| bytes).or_else(|| self.shelf.file(&one.source, &one.ladder, at));
            let Some(bytes) = file else { continue };
            let (to, quality) = ((step.width, step.height), step.quality);
            fitted.reduced.insert(one.number, Reduced { from: one.from, to, quality, bytes: step.bytes });
            fitted.shown.insert(one.slot, (what, bytes));
        }
        // One picture in several exhibits is one picture in the bundle.
        debug_assert!(fitted.shown.len() <= job.source.exhibits.len());
        fitted.decoded = self.shelf.decoded;
    }

    /// Takes over what volumes really came to.
    fn learn(&mut self, sizes: &[u64], weights: &BTreeMap<usize, u64>) {
        let pictures: u64 =
            self.choices.iter().zip(&self.decision.0).filter_map(|(p, at)| p.sizes.get(*at)).map(|s| s.bytes).sum();
        let total: u64 = sizes.iter().sum();
        // A little more than it came to: other pictures make other pages.
        self.rest = total.saturating_sub(pictures) + total / 1000;
        // What a volume has beyond what was expected belongs to its exhibits, by what they cost.
        let now = self.now(weights);
        for (size, numbers) in sizes.iter().zip(&self.decision.1) {
            let cost = |number: &usize| now.get(number).unwrap_or(&0) + self.frames.get(number).unwrap_or(&0);
            let costs: Vec<u64> = numbers.iter().map(cost).collect();
            let all = costs.iter().sum::<u64>().max(1);
            let more = size.saturating_sub(self.front + all);
            for (number, cost) in numbers.iter().zip(costs) {
                *self.frames.entry(*number).or_default() += (more * cost).div_ceil(all);
            }
        }
    }
}

/// What stands around a picture in a PDF file.
const AROUND: u64 = 400;

/// The picture of an exhibit, and its size in pixels.
fn picture<'r>(evidence: &'r Evidence) -> Option<(pictures::Source<'r>, (u32, u32))> {
    let file = evidence.file.as_ref()?;
    let Content::Image(image) = &file.inspected.content else { return None };
    let bytes = &file.content;
    let class = Class::of(&evidence.kind);
    let source = pictures::Source { bytes, sha256: file.sha256(), inspected: &file.inspected, class };
    Some((source, (image.width, image.height)))
}

/// What goes into the placeholders of some exhibits.
fn parts<'p>(job: &Job<'p>, fitted: &'p Fitted, wanted: impl Fn(usize) -> bool) -> Vec<Part<'p>> {
    let mut parts = Vec::new();
    for exhibit in job.source.exhibits.iter().filter(|exhibit| wanted(exhibit.number)) {
        let Some(file) = job.ready.case.evidence[exhibit.evidence].file.as_ref() else { continue };
        let bytes = &file.content;
        // What was blacked out was opened for it, and is not locked any more.
        let locked = file.original.is_none();
        let password = job.ready.passwords.get(&file.path).filter(|_| locked).map(Secret::reveal);
        for (slot, page) in &exhibit.slots {
            if let Some((what, bytes)) = fitted.shown.get(slot) {
                parts.push(Part { slot: *slot, bytes, what: *what, password: None });
                continue;
            }
            let what = what(&file.inspected, *page);
            parts.push(match what {
                What::Raster { .. } if job.wholes.contains_key(file.sha256()) => {
                    jpeg(*slot, &job.wholes[file.sha256()])
                }
                what => Part { slot: *slot, bytes, what, password },
            });
        }
        for place in &exhibit.inside {
            let Some(bytes) = job.inside.get(&(file.path.clone(), place.way.clone())) else { continue };
            let Some(inspected) = at_way(&file.inspected, &place.way) else { continue };
            let what = what(inspected, place.page);
            // Hashed only where there may be one.
            let raster = matches!(what, What::Raster { .. }) && !job.wholes.is_empty();
            parts.push(match raster.then(|| job.wholes.get(&read::sha256(bytes))).flatten() {
                Some(whole) => jpeg(place.slot, whole),
                None => Part { slot: place.slot, bytes, what, password: None },
            });
        }
    }
    parts
}

fn jpeg(slot: u32, bytes: &[u8]) -> Part<'_> {
    Part { slot, bytes, what: What::Jpeg, password: None }
}

impl Fitted {
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
