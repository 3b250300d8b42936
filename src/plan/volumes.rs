//! A bundle that is larger than one file may be is cut between exhibits.

use std::ops::Range;

/// Cuts a row of exhibits (or of what stands together) into as few volumes as hold at most `most` bytes
/// each, so that the largest is as small as can be. What is larger alone gets a volume of its own.
pub fn cut(sizes: &[u64], most: u64) -> Vec<Range<usize>> {
    let few = filled(sizes, most);
    let sum: u64 = sizes.iter().sum();
    // Of the same number of volumes the most even: the smallest limit that still does.
    let (mut low, mut high) = (sum / (few.len() as u64).max(1), most.min(sum));
    while low < high {
        let middle = low.midpoint(high);
        if filled(sizes, middle).len() <= few.len() {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    filled(sizes, high)
}

/// Volumes filled one after the other.
fn filled(sizes: &[u64], most: u64) -> Vec<Range<usize>> {
    let mut volumes: Vec<Range<usize>> = Vec::new();
    let mut bytes = 0_u64;
    for (at, size) in sizes.iter().enumerate() {
        match volumes.last_mut() {
            Some(volume) if bytes.saturating_add(*size) <= most => {
                volume.end = at + 1;
                bytes = bytes.saturating_add(*size);
            }
            _ => {
                volumes.push(at..at + 1);
                bytes = *size;
            }
        }
    }
    volumes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_and_even() {
        assert_eq!(cut(&[1, 1, 1, 1], 4), vec![0..4]);
        assert_eq!(cut(&[2, 2, 2, 2], 6), vec![0..2, 2..4]);
        assert_eq!(cut(&[1, 9, 1], 5), vec![0..1, 1..2, 2..3]);
        assert_eq!(cut(&[], 5), Vec::<Range<usize>>::new());
    }

    #[test]
    fn nothing_is_lost_and_what_can_fit_fits() {
        let mut state = 9_u64;
        for _ in 0..500 {
            let mut next = |end: u64| {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (state >> 33) % end
            };
            let sizes: Vec<u64> = (0..=next(30)).map(|_| next(60)).collect();
            let most = 20 + next(100);
            let volumes = cut(&sizes, most);
            assert_eq!(volumes.iter().cloned().flatten().collect::<Vec<_>>(), (0..sizes.len()).collect::<Vec<_>>());
            for volume in &volumes {
                assert!(volume.len() == 1 || sizes[volume.clone()].iter().sum::<u64>() <= most);
            }
        }
    }
}
