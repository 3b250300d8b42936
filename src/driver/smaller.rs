//! Which pictures of a bundle are shown smaller, and which exhibits each volume holds.

use std::collections::BTreeMap;

use super::Step;
use super::fit::{FitError, Fitted, Job};
use super::parts::{Piece, pieces};
use super::pictures::{Ladder, Shelf, Source};
use super::session::Progress;
use crate::link::{self, What};
use crate::picture::Class;
use crate::plan::layout::Reduced;
use crate::plan::reduce::{self, Picture, Size};
use crate::plan::volumes;

/// What stands around a picture in a PDF file.
const AROUND: u64 = 400;

/// A picture in a placeholder, with what it can be made into.
struct Shrinkable<'j> {
    exhibit: usize,
    slot: u32,
    source: Source<'j>,
    ladder: Ladder,
}

/// Which size each picture has, and which exhibits each volume.
pub type Decision = (Vec<usize>, Vec<Vec<usize>>);

/// What is decided from, and what is decided.
pub struct Plan<'j> {
    /// Exhibits that stand together.
    pub groups: Vec<Vec<usize>>,
    /// What the frame costs for each exhibit's pages.
    frames: BTreeMap<usize, u64>,
    /// What every volume costs beside its exhibits.
    front: u64,
    /// What the whole costs beside the pictures that can be made smaller.
    rest: u64,
    choices: Vec<Picture>,
    shrinkable: Vec<Shrinkable<'j>>,
    shelf: Shelf<'j>,
    /// What is decided.
    pub decision: Decision,
}

impl<'j> Plan<'j> {
    /// What is known of a bundle of `total` bytes before any picture is made smaller.
    pub fn new(job: &Job<'j>, fitted: &Fitted, total: u64) -> Self {
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
    pub fn cost(&self, group: &[usize], weights: &BTreeMap<usize, u64>) -> u64 {
        let of = |number: &usize| weights.get(number).unwrap_or(&0) + self.frames.get(number).unwrap_or(&0);
        self.front + group.iter().map(of).sum::<u64>()
    }

    /// Whether a volume holds nothing that could stand apart.
    pub fn is_one(&self, numbers: &[usize]) -> bool {
        self.groups.iter().any(|group| group == numbers)
    }

    /// Finds out what pictures can be made into: those of exhibits, pages of faxes and scans, and pictures
    /// inside mails and documents.
    ///
    /// # Errors
    /// A frame that cannot be read.
    pub fn pictures(&mut self, job: &Job<'j>, fitted: &mut Fitted, progress: Progress<'_>) -> Result<(), FitError> {
        let printed = link::printed_sizes(fitted.frames.first().map_or(&[], Vec::as_slice))?;
        for exhibit in job.source.exhibits {
            let evidence = &job.ready.case.evidence[exhibit.evidence];
            let path = evidence.file.as_ref().map(|file| file.path.clone()).unwrap_or_default();
            let (mut some, mut smaller) = (false, false);
            for Piece { slot, picture, .. } in pieces(exhibit, job.ready, job.inside) {
                let Some(source) = picture else { continue };
                let (Some(printed), Some(bytes)) = (printed.get(&slot), fitted.pictures.get(&slot)) else { continue };
                progress(Step::Evidence { place: evidence.path_place.clone(), path: path.clone() });
                let ladder = self.shelf.ladder(&source);
                (some, smaller) = (true, smaller || !ladder.steps.is_empty());
                self.rest = self.rest.saturating_sub(*bytes);
                let first = Size { width: ladder.own.0, height: ladder.own.1, quality: None, bytes: *bytes };
                let steps = ladder.steps.iter().map(|step| Size {
                    width: step.width,
                    height: step.height,
                    quality: step.quality,
                    bytes: step.bytes + AROUND,
                });
                self.choices.push(Picture {
                    printed: *printed,
                    photo: source.class == Class::Photo,
                    group: self.groups.iter().position(|group| group.contains(&exhibit.number)).unwrap_or(0),
                    sizes: std::iter::once(first).chain(steps).collect(),
                });
                self.shrinkable.push(Shrinkable { exhibit: exhibit.number, slot, source, ladder });
            }
            if some && !smaller {
                fitted.stubborn.push(exhibit.number);
            }
        }
        fitted.decoded = self.shelf.decoded;
        progress(Step::Outputs { place: job.ready.case.place.clone() });
        Ok(())
    }

    /// What exhibits cost with their pictures as decided.
    pub fn now(&self, weights: &BTreeMap<usize, u64>) -> BTreeMap<usize, u64> {
        self.with(&self.decision.0, weights)
    }

    /// What exhibits cost with their pictures in these sizes.
    fn with(&self, chosen: &[usize], weights: &BTreeMap<usize, u64>) -> BTreeMap<usize, u64> {
        let mut now = weights.clone();
        for ((one, picture), at) in self.shrinkable.iter().zip(&self.choices).zip(chosen) {
            if let (Some(first), Some(size)) = (picture.sizes.first(), picture.sizes.get(*at)) {
                let cost = now.entry(one.exhibit).or_default();
                *cost = (*cost + size.bytes).saturating_sub(first.bytes);
            }
        }
        now
    }

    /// Decides anew, so that all files together have at most `whole` bytes and each at most `file`.
    pub fn decide(&mut self, weights: &BTreeMap<usize, u64>, whole: u64, file: u64) {
        // What a group costs that cannot be changed.
        let mut fixed = weights.clone();
        for (one, picture) in self.shrinkable.iter().zip(&self.choices) {
            if let (Some(first), Some(cost)) = (picture.sizes.first(), fixed.get_mut(&one.exhibit)) {
                *cost = cost.saturating_sub(first.bytes);
            }
        }
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
    pub fn show(&mut self, fitted: &mut Fitted) {
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
            fitted.reduced.insert(one.slot, Reduced { from: one.ladder.own, to, quality, bytes: step.bytes });
            fitted.shown.insert(one.slot, (what, bytes));
        }
        fitted.decoded = self.shelf.decoded;
    }

    /// Takes over what volumes really came to.
    pub fn learn(&mut self, sizes: &[u64], weights: &BTreeMap<usize, u64>) {
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
