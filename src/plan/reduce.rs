//! Which pictures are shown smaller, so that a bundle keeps within its limits: those first that give
//! the most bytes for the least loss of legibility.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What a picture of a thing never has less of, in dots an inch at its printed size.
pub const PHOTO_DPI: f64 = 90.0;
/// What a picture of writing never has less of.
pub const WRITING_DPI: f64 = 150.0;
/// Beyond this nobody sees more.
const ENOUGH: f64 = 300.0;
/// Savings below this part of a picture are not worth touching it.
const WORTH: f64 = 0.95;

/// A picture in one of its sizes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Its width in pixels, upright.
    pub width: u32,
    /// Its height in pixels, upright.
    pub height: u32,
    /// The quality of a JPEG that was written anew.
    pub quality: Option<u8>,
    /// Its bytes.
    pub bytes: u64,
}

/// A picture in a bundle.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// How wide and how high it is printed, in points.
    pub printed: (f64, f64),
    /// Whether it shows things, not writing.
    pub photo: bool,
    /// What stands together in one file, whatever happens.
    pub group: usize,
    /// Its sizes: the original, then what it can be made into, from large to small.
    pub sizes: Vec<Size>,
}

impl Picture {
    /// Dots an inch, printed in a size. Faxes have more of them across than down: what counts is the fewer,
    /// to a pixel, as sides are whole ones.
    pub fn dpi(&self, size: &Size) -> f64 {
        let along = |pixels: u32, points: f64| f64::from(pixels) * 72.0 / points.max(0.1);
        let across = along(size.width, self.printed.0);
        across.min(along(size.height.saturating_add(1), self.printed.1))
    }

    /// How much is lost: nothing above what eyes see, then more with every step down; writing suffers
    /// twice. A JPEG that is written anew loses a little of itself.
    fn loss(&self, at: usize) -> f64 {
        let Some(size) = self.sizes.get(at) else { return f64::MAX };
        if at == 0 {
            return 0.0;
        }
        let of = |size: &Size| (ENOUGH / self.dpi(size)).log2().max(0.0).powi(2);
        let coarser = (of(size) - self.sizes.first().map_or(0.0, of)).max(0.0);
        let coded = size.quality.map_or(0.001, |quality| f64::from(100_u8.saturating_sub(quality)) / 200.0);
        coarser * if self.photo { 1.0 } else { 2.0 } + coded
    }

    /// Whether it may be shown in a size: as it is, else not below its floor and worth it.
    fn allowed(&self, at: usize) -> bool {
        let floor = if self.photo { PHOTO_DPI } else { WRITING_DPI };
        let (Some(first), Some(size)) = (self.sizes.first(), self.sizes.get(at)) else { return false };
        let smaller = (size.bytes as f64) < first.bytes as f64 * WORTH;
        at == 0 || (self.dpi(size) >= floor && smaller)
    }

    /// The best step from one size: the index of a smaller one and the bytes that it gives for each
    /// part of loss.
    fn step(&self, from: usize) -> Option<(f64, usize)> {
        let now = self.sizes.get(from)?;
        let steps = (0..self.sizes.len()).filter(|to| *to != from && self.allowed(*to)).filter_map(|to| {
            let less = now.bytes.checked_sub(self.sizes.get(to)?.bytes).filter(|less| *less > 0)?;
            let lost = self.loss(to) - self.loss(from);
            Some((less as f64 / lost.max(1e-6), to))
        });
        steps.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    }
}

/// The size of each picture, as an index into [`Picture::sizes`]: those of each group together take at
/// most `group(g)` bytes and all of them at most `all`, where floors allow that.
pub fn choose(pictures: &[Picture], all: u64, group: impl Fn(usize) -> u64) -> Vec<usize> {
    let mut chosen = vec![0; pictures.len()];
    let mut groups: Vec<usize> = pictures.iter().map(|picture| picture.group).collect();
    groups.sort_unstable();
    groups.dedup();
    for one in groups {
        shrink(pictures, &mut chosen, group(one), |picture| picture.group == one);
    }
    shrink(pictures, &mut chosen, all, |_| true);
    chosen
}

/// A step that a picture can take. The most worthwhile is the largest, of equal ones the first picture's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Step {
    /// The bytes that it gives for each part of loss. The bits of numbers above zero have their order.
    worth: u64,
    picture: Reverse<usize>,
    to: usize,
}

/// Steps down, the most worthwhile step first, until what is concerned fits.
fn shrink(pictures: &[Picture], chosen: &mut [usize], most: u64, concerned: impl Fn(&Picture) -> bool) {
    let bytes = |at: usize, size: usize| pictures.get(at).and_then(|one| one.sizes.get(size)).map_or(0, |s| s.bytes);
    let next = |at: usize, size: usize| {
        let (worth, to) = pictures.get(at)?.step(size)?;
        Some(Step { worth: worth.to_bits(), picture: Reverse(at), to })
    };
    let members = || pictures.iter().zip(chosen.iter()).enumerate().filter(|(_, (picture, _))| concerned(picture));
    let mut sum: u64 = members().map(|(at, (_, size))| bytes(at, *size)).sum();
    let mut steps: BinaryHeap<Step> = members().filter_map(|(at, (_, size))| next(at, *size)).collect();
    while sum > most {
        let Some(Step { picture: Reverse(at), to, .. }) = steps.pop() else { return };
        let Some(size) = chosen.get_mut(at) else { continue };
        sum = sum - bytes(at, *size) + bytes(at, to);
        *size = to;
        steps.extend(next(at, to));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers without a pattern.
    fn noise(state: &mut u64, end: u64) -> u64 {
        *state ^= *state << 13;
        *state ^= *state >> 7;
        *state ^= *state << 17;
        (*state >> 11) % end
    }

    fn picture(state: &mut u64, group: usize) -> Picture {
        let width = 400 + u32::try_from(noise(state, 6000)).unwrap_or(0);
        let bytes = u64::from(width) * u64::from(width) * (1 + noise(state, 6)) / 8;
        let photo = noise(state, 2) == 0;
        let tall = |width: u32| width / 4 * 3;
        let mut sizes = vec![Size { width, height: tall(width), quality: None, bytes }];
        for side in [2000_u32, 1600, 1300, 1050, 850, 700, 560, 300] {
            if side < width {
                let most = u64::from(side) * u64::from(side) / 4;
                let (quality, bytes) = (photo.then_some(80), most + noise(state, 9000));
                sizes.push(Size { width: side, height: tall(side), quality, bytes });
            }
        }
        let wide = 100.0 + noise(state, 400) as f64;
        Picture { printed: (wide, wide * 0.75), photo, group, sizes }
    }

    fn total(pictures: &[Picture], chosen: &[usize]) -> u64 {
        pictures.iter().zip(chosen).map(|(picture, at)| picture.sizes[*at].bytes).sum()
    }

    #[test]
    fn never_below_the_floor_and_within_the_limit_where_possible() {
        let mut state = 88_172_645_463_325_252;
        for round in 0..300 {
            let count = 1 + usize::try_from(noise(&mut state, 12)).unwrap_or(0);
            let pictures: Vec<Picture> = (0..count).map(|at| picture(&mut state, at / 2)).collect();
            let smallest: u64 = pictures
                .iter()
                .map(|p| (0..p.sizes.len()).filter(|at| p.allowed(*at)).map(|at| p.sizes[at].bytes).min().unwrap_or(0))
                .sum();
            let whole = total(&pictures, &vec![0; count]);
            let mut before = u64::MAX;
            for part in 0..=10 {
                let limit = whole - whole * part / 10;
                let chosen = choose(&pictures, limit, |_| u64::MAX);
                let bytes = total(&pictures, &chosen);
                assert!(bytes <= limit.max(smallest), "{round}: {bytes} for {limit}, {smallest} is possible");
                assert!(bytes <= before, "{round}: less room, more bytes");
                before = bytes;
                for (picture, at) in pictures.iter().zip(&chosen) {
                    let floor = if picture.photo { PHOTO_DPI } else { WRITING_DPI };
                    let size = &picture.sizes[*at];
                    assert!(*at == 0 || picture.dpi(size) >= floor, "{round}: {:.0} dpi", picture.dpi(size));
                    assert!(size.bytes <= picture.sizes[0].bytes, "{round}: larger than it was");
                }
                if part == 0 {
                    assert!(chosen.iter().all(|at| *at == 0), "{round}: reduced without need");
                }
            }
        }
    }

    #[test]
    fn groups_keep_their_own_limit() {
        let mut state = 4_101_842_887_655_102_017;
        let pictures: Vec<Picture> = (0..10).map(|at| picture(&mut state, at / 2)).collect();
        let chosen = choose(&pictures, u64::MAX, |group| if group == 1 { 0 } else { u64::MAX });
        for (at, (picture, size)) in pictures.iter().zip(&chosen).enumerate() {
            let last =
                (0..picture.sizes.len()).filter(|at| picture.allowed(*at)).min_by_key(|at| picture.sizes[*at].bytes);
            assert_eq!(*size, if at / 2 == 1 { last.unwrap_or(0) } else { 0 }, "{at}");
        }
    }

    #[test]
    fn the_coarser_direction_counts() {
        // A fax: 204 dots an inch across, 98 down.
        let size = |width, height, bytes| Size { width, height, quality: None, bytes };
        let sizes = vec![size(1700, 1078, 900_000), size(1275, 808, 500_000)];
        let fax = Picture { printed: (600.0, 792.0), photo: false, group: 0, sizes };
        assert_eq!(choose(std::slice::from_ref(&fax), 0, |_| u64::MAX), vec![0]);
        let square = Picture { printed: (600.0, 380.0), ..fax };
        assert_eq!(choose(&[square], 0, |_| u64::MAX), vec![1]);
    }

    #[test]
    fn alike_pictures_go_down_together() {
        let one = |width: u32, bytes: u64| Size { width, height: width, quality: Some(80), bytes };
        let sizes = vec![one(4000, 4_000_000), one(2000, 700_000), one(1300, 300_000), one(900, 150_000)];
        let same = Picture { printed: (480.0, 480.0), photo: true, group: 0, sizes };
        let pictures = vec![same; 10];
        let chosen = choose(&pictures, 5_000_000, |_| u64::MAX);
        assert!(chosen.iter().all(|at| *at == 1 || *at == 2), "{chosen:?}");
        // Photos first, where writing is as large.
        let mut mixed = pictures[..2].to_vec();
        mixed[0].photo = false;
        assert_eq!(choose(&mixed, 1_100_000, |_| u64::MAX), vec![1, 2]);
    }
}
