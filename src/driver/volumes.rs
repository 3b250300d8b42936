//! The frames of a bundle: of one file, or of volumes that name each other's pages.

use super::fit::{FitError, Fitted, Job, document, exhibits};
use crate::link::{self, LinkError};
use crate::plan::layout::{Layout, Pages, Place, Volume};
use crate::render::EngineError;

/// After so many rounds pages that still move never come to rest.
const ROUNDS: usize = 6;

/// Typesets volumes of these exhibits and says where each stands. Volumes are typeset again until the
/// pages that their indexes name are those that exhibits have.
pub(super) fn typeset(fitted: &mut Fitted, job: &Job<'_>, cut: &[Vec<usize>]) -> Result<(), FitError> {
    let [_, _, ..] = cut else {
        let nowhere = Pages::new();
        let layout = Layout { volume: None, pages: &nowhere, reduced: &fitted.reduced };
        let frame = job.engine.typeset(&document(job, &layout))?;
        let all: Vec<usize> = job.source.exhibits.iter().map(|exhibit| exhibit.number).collect();
        let mut pages = Pages::new();
        let total = place(&frame, job, &all, Volume { number: 1, of: 1, offset: 0 }, &mut pages)?;
        (fitted.frames, fitted.totals, fitted.pages) = (vec![frame], vec![total], pages);
        return Ok(());
    };
    let (mut pages, mut totals) = guess(&fitted.pages, &fitted.totals, cut);
    for _ in 0..ROUNDS {
        let mut frames = Vec::new();
        let (mut found, mut counts) = (Pages::new(), Vec::new());
        let mut expected = 0;
        let mut offset = 0;
        for (at, numbers) in cut.iter().enumerate() {
            let own = Volume { number: at + 1, of: cut.len(), offset: expected };
            let layout = Layout { volume: Some(own), pages: &pages, reduced: &fitted.reduced };
            let frame = job.engine.typeset(&document(job, &layout))?;
            let count = place(&frame, job, numbers, Volume { offset, ..own }, &mut found)?;
            frames.push(frame);
            counts.push(count);
            expected += totals.get(at).copied().unwrap_or(1);
            offset += count;
        }
        let settled = found == pages && counts == totals;
        (pages, totals) = (found, counts);
        if settled {
            (fitted.frames, fitted.totals, fitted.pages) = (frames, totals, pages);
            return Ok(());
        }
    }
    Err(FitError::Engine(EngineError::Failed("the pages of the volumes do not come to rest".to_owned())))
}

/// Where exhibits will stand, as far as an earlier layout tells: a page or two in front of each volume
/// but the first, which has the claims too.
fn guess(before: &Pages, totals: &[usize], cut: &[Vec<usize>]) -> (Pages, Vec<usize>) {
    let front = before.values().map(|place| place.first).min().unwrap_or(2).saturating_sub(1);
    let shown: usize = before.values().map(|place| place.pages).sum();
    let tail = totals.iter().sum::<usize>().saturating_sub(front + shown);
    let (mut pages, mut counts) = (Pages::new(), Vec::new());
    let mut offset = 0;
    for (at, numbers) in cut.iter().enumerate() {
        let mut next = if at == 0 { front } else { 1 } + 1;
        let mut last = None;
        for number in numbers {
            let Some(old) = before.get(number) else { continue };
            // The halves of a pair share a page.
            let first = if last == Some((old.volume, old.first)) { next - old.pages } else { next };
            pages.insert(*number, Place { volume: at + 1, first, pages: old.pages, label: offset + first });
            next = first + old.pages;
            last = Some((old.volume, old.first));
        }
        let count = next - 1 + if at + 1 == cut.len() { tail } else { 0 };
        counts.push(count);
        offset += count;
    }
    (pages, counts)
}

/// Where each exhibit of a volume stands, from the frame's named destinations; gives the number of pages.
fn place(
    frame: &[u8],
    job: &Job<'_>,
    numbers: &[usize],
    volume: Volume,
    pages: &mut Pages,
) -> Result<usize, LinkError> {
    let (total, destinations) = link::layout(frame)?;
    let here = exhibits(job.source.exhibits, numbers);
    let first = |number: usize| destinations.get(&format!("ex-{number}")).copied();
    let end =
        ["timeline", "hashes"].iter().filter_map(|name| destinations.get(*name)).min().copied().unwrap_or(total + 1);
    for exhibit in &here {
        let start = first(exhibit.number)
            .ok_or_else(|| LinkError::Frame(format!("exhibit {} has no heading", exhibit.number)))?;
        let next = here.iter().filter_map(|other| first(other.number)).filter(|page| *page > start).min();
        let count = next.unwrap_or(end).saturating_sub(start).max(1);
        let label = volume.offset + start;
        pages.insert(exhibit.number, Place { volume: volume.number, first: start, pages: count, label });
    }
    Ok(total)
}
