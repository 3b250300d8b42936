//! Where exhibits stand in a bundle, and in which size its pictures are shown.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Exhibit;

/// Where an exhibit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The volume, from 1.
    pub volume: usize,
    /// Its first page within that volume, from 1.
    pub first: usize,
    /// How many pages it has.
    pub pages: usize,
    /// The number of its first page, counted over all volumes: what stamps and letter say.
    pub label: usize,
}

/// Where each exhibit stands, by its number.
pub type Pages = BTreeMap<usize, Place>;

/// One of several volumes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Volume {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// How many pages stand in those before it.
    pub offset: usize,
}

/// A picture that is shown smaller than it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reduced {
    /// Pixels of the original, upright.
    pub from: (u32, u32),
    /// Pixels that are shown.
    pub to: (u32, u32),
    /// The quality of the JPEG; a PNG has none.
    pub quality: Option<u8>,
    /// How many bytes it has now.
    pub bytes: u64,
}

impl Reduced {
    /// As the manifest says it; `at` is its place among the exhibit's `sizes`, from 1.
    pub fn entry(&self, at: usize) -> Value {
        let mut entry = json!({"at": at, "width": self.to.0, "height": self.to.1, "bytes": self.bytes});
        entry["of"] = json!({"width": self.from.0, "height": self.from.1});
        entry["format"] = json!(if self.quality.is_some() { "jpeg" } else { "png" });
        if let Some(quality) = self.quality {
            entry["quality"] = json!(quality);
        }
        entry
    }
}

/// So many different sizes are named on the page of an exhibit.
const SIZES: usize = 6;

/// The smaller pictures of an exhibit, as templates get them: how many there are, whether they are all that
/// the exhibit shows, and their sizes, each with the number of pictures that have it.
pub fn reduced(exhibit: &Exhibit, reduced: &BTreeMap<u32, Reduced>) -> Value {
    let found: Vec<&Reduced> = exhibit.placeholders().filter_map(|slot| reduced.get(&slot)).collect();
    if found.is_empty() {
        return Value::Null;
    }
    // From, to, how many.
    let mut sizes: Vec<(_, _, usize)> = Vec::new();
    for one in &found {
        match sizes.iter_mut().find(|(from, to, _)| (*from, *to) == (one.from, one.to)) {
            Some((_, _, count)) => *count += 1,
            None => sizes.push((one.from, one.to, 1)),
        }
    }
    let size = |(width, height): (u32, u32)| format!("{width} × {height}");
    let named = sizes.iter().take(SIZES);
    let named = named
        .map(|(from, to, count)| json!({"count": count, "from": size(*from), "to": size(*to), "same": from == to}));
    let named: Vec<Value> = named.collect();
    let more: usize = sizes.iter().skip(SIZES).map(|(_, _, count)| count).sum();
    json!({"count": found.len(), "all": exhibit.placeholders().count() == found.len(), "sizes": named, "more": more})
}

/// What typesetting a bundle has to know beside the case.
#[derive(Debug, Clone, Copy)]
pub struct Layout<'a> {
    /// The volume that is typeset; none where there is one file.
    pub volume: Option<Volume>,
    /// Where exhibits stand, those of other volumes above all.
    pub pages: &'a Pages,
    /// Pictures that are shown smaller, by slot.
    pub reduced: &'a BTreeMap<u32, Reduced>,
}

/// How many volumes exhibits stand in.
pub fn volumes(pages: &Pages) -> usize {
    pages.values().map(|place| place.volume).max().unwrap_or(1)
}

/// Where exhibits are to be found: `bundle pp. 4, 5`, or `volume 1, p. 4; volume 2, pp. 31, 33`. Empty
/// where nobody knows.
pub fn cited_at(pages: &Pages, exhibits: impl Iterator<Item = usize>) -> String {
    let mut at: Vec<Place> = exhibits.filter_map(|number| pages.get(&number).copied()).collect();
    at.dedup_by_key(|place| place.label);
    let list = |labels: &[usize]| {
        let all: Vec<String> = labels.iter().map(usize::to_string).collect();
        format!("{} {}", if all.len() == 1 { "p." } else { "pp." }, all.join(", "))
    };
    if at.is_empty() {
        return String::new();
    }
    if volumes(pages) == 1 {
        return format!("bundle {}", list(&at.iter().map(|place| place.label).collect::<Vec<_>>()));
    }
    let mut by_volume: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for place in at {
        by_volume.entry(place.volume).or_default().push(place.label);
    }
    let parts: Vec<String> =
        by_volume.iter().map(|(volume, labels)| format!("volume {volume}, {}", list(labels))).collect();
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn volumes_are_named_where_there_are_several() {
        let place = |volume, label| Place { volume, first: 1, pages: 1, label };
        let one = Pages::from([(1, place(1, 4)), (2, place(1, 4)), (3, place(1, 9))]);
        assert_eq!(cited_at(&one, [1].into_iter()), "bundle p. 4");
        assert_eq!(cited_at(&one, [1, 2, 3].into_iter()), "bundle pp. 4, 9");
        assert_eq!(cited_at(&one, [7].into_iter()), "");
        let two = Pages::from([(1, place(1, 4)), (2, place(2, 31)), (3, place(2, 33))]);
        assert_eq!(cited_at(&two, [1, 2, 3].into_iter()), "volume 1, p. 4; volume 2, pp. 31, 33");
    }
}
