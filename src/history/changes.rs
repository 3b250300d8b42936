//! What changed between two submissions, or since the last one.

use std::collections::BTreeSet;

use serde::Serialize;

use super::event::Field;
use super::said::{Point, Proof, Said, plain};

/// A part of a letter that is made of points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Root causes.
    Cause,
    /// Corrective actions.
    Corrective,
    /// Preventive actions.
    Preventive,
    /// Arguments.
    Argument,
}

impl Part {
    /// All, in the order of the letter.
    pub const ALL: [Part; 4] = [Part::Cause, Part::Corrective, Part::Preventive, Part::Argument];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Part::Cause => "cause",
            Part::Corrective => "corrective",
            Part::Preventive => "preventive",
            Part::Argument => "argument",
        }
    }

    /// Its points.
    pub fn of(self, said: &Said) -> &[Point] {
        match self {
            Part::Cause => &said.causes,
            Part::Corrective => &said.corrective,
            Part::Preventive => &said.preventive,
            Part::Argument => &said.arguments,
        }
    }
}

/// What became of a point: its number before and after, from 1.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum OfPoint {
    /// It is new.
    Added {
        /// Where.
        part: Part,
        /// Its number.
        to: usize,
    },
    /// It is gone.
    Dropped {
        /// Where.
        part: Part,
        /// Its number.
        from: usize,
    },
    /// It says something else.
    Reworded {
        /// Where.
        part: Part,
        /// Its number before.
        from: usize,
        /// Its number now.
        to: usize,
    },
    /// It says the same and cites something else.
    Proof {
        /// Where.
        part: Part,
        /// Its number before.
        from: usize,
        /// Its number now.
        to: usize,
    },
}

impl OfPoint {
    /// Where it stands.
    pub fn part(&self) -> Part {
        match self {
            OfPoint::Added { part, .. }
            | OfPoint::Dropped { part, .. }
            | OfPoint::Reworded { part, .. }
            | OfPoint::Proof { part, .. } => *part,
        }
    }
}

/// What became of an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "change", rename_all = "lowercase")]
pub enum OfExhibit {
    /// It is new.
    Added {
        /// The exhibit.
        id: String,
        /// Its number.
        to: usize,
    },
    /// It is gone.
    Dropped {
        /// The exhibit.
        id: String,
        /// Its number before.
        from: usize,
    },
    /// Another file, or other pages, under the same id.
    Replaced {
        /// The exhibit.
        id: String,
        /// Its number before.
        from: usize,
        /// Its number now.
        to: usize,
    },
    /// The same file; caption or slip say something else.
    Described {
        /// The exhibit.
        id: String,
        /// Its number before.
        from: usize,
        /// Its number now.
        to: usize,
    },
}

/// What changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// Points.
    pub points: Vec<OfPoint>,
    /// Exhibits.
    pub exhibits: Vec<OfExhibit>,
    /// Whether numbers of stock or ASINs changed.
    pub figures: bool,
    /// What else changed: `type`, `stance`, `route`, `asins`.
    pub frame: Vec<&'static str>,
}

/// Compares two letters.
pub fn changes(from: &Said, to: &Said) -> Changes {
    let mut frame = Vec::new();
    for (name, changed) in [
        ("type", from.kind != to.kind),
        ("stance", from.stance != to.stance),
        ("route", from.route != to.route),
        ("asins", set(&from.asins) != set(&to.asins)),
    ] {
        if changed {
            frame.push(name);
        }
    }
    let figures = |said: &Said| -> Vec<String> { said.figures.iter().map(|line| plain(line)).collect() };
    Changes {
        points: Part::ALL.into_iter().flat_map(|part| points(part, from, to)).collect(),
        exhibits: exhibits(from, to),
        figures: figures(from) != figures(to),
        frame,
    }
}

fn set(values: &[String]) -> BTreeSet<&str> {
    values.iter().map(String::as_str).collect()
}

/// How alike two texts must be to be one that was reworded.
const ALIKE: f64 = 0.5;

/// Pairs the points of a part: those with one id, else those that say the same, else the most alike.
fn points(part: Part, before: &Said, after: &Said) -> Vec<OfPoint> {
    let (old, new) = (part.of(before), part.of(after));
    let mut partner: Vec<Option<usize>> = vec![None; new.len()];
    let mut taken = vec![false; old.len()];
    let words = |points: &[Point]| -> Vec<String> { points.iter().map(Point::words).collect() };
    let (old_words, new_words) = (words(old), words(new));
    let same_id = |at: usize, with: usize| new[at].id.is_some() && new[at].id == old[with].id;
    let same_words = |at: usize, with: usize| new_words[at] == old_words[with];
    for same in [&same_words as &dyn Fn(usize, usize) -> bool, &same_id] {
        for (at, partner) in partner.iter_mut().enumerate().filter(|(_, partner)| partner.is_none()) {
            if let Some(with) = (0..old.len()).find(|with| !taken[*with] && same(at, *with)) {
                (*partner, taken[with]) = (Some(with), true);
            }
        }
    }
    // Long lists are those of a machine: what is alike in them is not looked for.
    let mut alike: Vec<(f64, usize, usize)> = Vec::new();
    if new.len() * old.len() <= 2500 {
        for at in (0..new.len()).filter(|at| partner[*at].is_none()) {
            for with in (0..old.len()).filter(|with| !taken[*with]) {
                alike.push((likeness(&old_words[with], &new_words[at]), at, with));
            }
        }
    }
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    for (score, at, with) in alike {
        if score >= ALIKE && partner[at].is_none() && !taken[with] {
            (partner[at], taken[with]) = (Some(with), true);
        }
    }
    let mut found = Vec::new();
    for (at, point) in new.iter().enumerate() {
        let to = at + 1;
        match partner[at] {
            None => found.push(OfPoint::Added { part, to }),
            Some(with) if old_words[with] != new_words[at] => {
                found.push(OfPoint::Reworded { part, from: with + 1, to });
            }
            Some(with) if before.shown(&old[with]) != after.shown(point) => {
                found.push(OfPoint::Proof { part, from: with + 1, to });
            }
            Some(_) => {}
        }
    }
    let gone = taken.iter().enumerate().filter(|(_, taken)| !**taken);
    found.extend(gone.map(|(at, _)| OfPoint::Dropped { part, from: at + 1 }));
    found
}

/// How many of the words of two texts are in both, from 0 to 1. A Chinese sentence has no blanks: its
/// characters count.
fn likeness(a: &str, b: &str) -> f64 {
    let parts = |text: &str| -> Vec<String> {
        let han = |c: char| matches!(u32::from(c), 0x3400..=0x9fff);
        let mut parts: Vec<String> = text
            .split(|c: char| c == ' ' || han(c))
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .chain(text.chars().filter(|c| han(*c)).map(String::from))
            .collect();
        parts.sort_unstable();
        parts
    };
    let (a, b) = (parts(a), parts(b));
    let (mut i, mut j, mut both) = (0, 0, 0usize);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        match left.cmp(right) {
            std::cmp::Ordering::Less => i += 1,
            std::cmp::Ordering::Greater => j += 1,
            std::cmp::Ordering::Equal => (i, j, both) = (i + 1, j + 1, both + 1),
        }
    }
    let most = a.len().max(b.len());
    if most == 0 { 1.0 } else { both as f64 / most as f64 }
}

fn exhibits(before: &Said, after: &Said) -> Vec<OfExhibit> {
    let mut found = Vec::new();
    let mut kept = BTreeSet::new();
    for proof in &after.exhibits {
        // Another id for the same file is no news.
        let same = |old: &&Proof| old.content() == proof.content() && !kept.contains(&old.number);
        let own = before.exhibit(&proof.id).filter(|old| !kept.contains(&old.number));
        let old = own.filter(|old| same(old)).or_else(|| before.exhibits.iter().find(same)).or(own);
        let Some(old) = old else {
            found.push(OfExhibit::Added { id: proof.id.clone(), to: proof.number });
            continue;
        };
        kept.insert(old.number);
        let (id, from, to) = (proof.id.clone(), old.number, proof.number);
        if old.content() != proof.content() {
            found.push(OfExhibit::Replaced { id, from, to });
        } else if (plain(&old.caption), plain(&old.slip)) != (plain(&proof.caption), plain(&proof.slip)) {
            found.push(OfExhibit::Described { id, from, to });
        }
    }
    let gone = before.exhibits.iter().filter(|old| !kept.contains(&old.number));
    found.extend(gone.map(|old| OfExhibit::Dropped { id: old.id.clone(), from: old.number }));
    found
}

impl Changes {
    /// Whether nothing changed that a reviewer would weigh: no word of a point, no exhibit, no number. Captions
    /// alone do not count; what a slip points at does.
    pub fn nothing_of_substance(&self, from: &Said, to: &Said) -> bool {
        let slips =
            |said: &Said| -> BTreeSet<String> { said.exhibits.iter().map(|proof| plain(&proof.slip)).collect() };
        let described = |change: &OfExhibit| matches!(change, OfExhibit::Described { .. });
        self.points.is_empty()
            && self.exhibits.iter().all(described)
            && !self.figures
            && self.frame.is_empty()
            && slips(from) == slips(to)
    }

    /// Whether anything proves more, or other things, than before.
    pub fn new_proof(&self) -> bool {
        self.exhibits.iter().any(|change| matches!(change, OfExhibit::Added { .. } | OfExhibit::Replaced { .. }))
    }

    /// Whether a field changed.
    pub fn touches(&self, field: Field, from: &Said, to: &Said) -> bool {
        let any = |parts: &[Part]| self.points.iter().any(|change| parts.contains(&change.part()));
        match field {
            Field::RootCause => any(&[Part::Cause]),
            Field::Actions => any(&[Part::Corrective]) || self.figures,
            Field::Prevention => any(&[Part::Preventive]),
            Field::Arguments => any(&[Part::Argument]),
            Field::Evidence => !self.exhibits.is_empty(),
            Field::Implementation => days(from) != days(to) || shown(from) != shown(to),
        }
    }
}

/// When actions were done.
fn days(said: &Said) -> Vec<String> {
    let actions = said.corrective.iter().chain(&said.preventive);
    let mut days: Vec<String> = actions.map(|action| format!("{:?} {:?}", action.started, action.done)).collect();
    days.sort_unstable();
    days
}

/// What actions cite.
fn shown(said: &Said) -> BTreeSet<(&str, &[usize])> {
    said.corrective.iter().chain(&said.preventive).flat_map(|action| said.shown(action)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said() -> Said {
        let point = |text: &str, exhibits: &[&str]| Point {
            text: text.to_owned(),
            exhibits: exhibits.iter().map(|id| (*id).to_owned()).collect(),
            ..Point::default()
        };
        let proof = |number: usize, id: &str| Proof {
            number,
            id: id.to_owned(),
            sha256: format!("{id}-1"),
            ..Proof::default()
        };
        Said {
            stance: "appeal".to_owned(),
            asins: vec!["B0CHX3QBCH".to_owned()],
            causes: vec![point("The single-wall box was never drop-tested.", &["returns"])],
            corrective: vec![point("Replaced the box of all 1,148 units.", &["box"])],
            preventive: vec![point("Ten boxes of every batch are dropped from 76 cm.", &["test"])],
            exhibits: vec![proof(1, "returns"), proof(2, "box"), proof(3, "test")],
            ..Said::default()
        }
    }

    #[test]
    fn blanks_and_order_change_nothing() {
        let (old, mut new) = (said(), said());
        new.causes[0].text = "The  single-wall box was never drop-tested".to_owned();
        new.exhibits[0].caption = "Another caption".to_owned();
        new.exhibits[0].id = "return-report".to_owned();
        new.causes[0].exhibits = vec!["return-report".to_owned()];
        let found = changes(&old, &new);
        assert!(found.nothing_of_substance(&old, &new), "{found:?}");
        assert!(!found.touches(Field::RootCause, &old, &new));
        new.exhibits[1].slip = "see line 3".to_owned();
        assert!(!changes(&old, &new).nothing_of_substance(&old, &new));
    }

    #[test]
    fn what_changed_is_told_apart() {
        let (old, mut new) = (said(), said());
        new.preventive[0].text = "Ten boxes of every batch are dropped from 100 cm; the record is QC-12.".to_owned();
        new.corrective.insert(0, Point { text: "Recalled 903 units.".to_owned(), ..Point::default() });
        new.exhibits[2].sha256 = "test-2".to_owned();
        new.exhibits.push(Proof {
            number: 4,
            id: "recall".to_owned(),
            sha256: "recall-1".to_owned(),
            ..Proof::default()
        });
        let found = changes(&old, &new);
        assert_eq!(
            found.points,
            [
                OfPoint::Added { part: Part::Corrective, to: 1 },
                OfPoint::Reworded { part: Part::Preventive, from: 1, to: 1 },
            ]
        );
        assert_eq!(
            found.exhibits,
            [
                OfExhibit::Replaced { id: "test".to_owned(), from: 3, to: 3 },
                OfExhibit::Added { id: "recall".to_owned(), to: 4 },
            ]
        );
        let touched = |field| found.touches(field, &old, &new);
        assert!(touched(Field::Prevention) && touched(Field::Evidence) && touched(Field::Implementation));
        assert!(touched(Field::Actions) && !touched(Field::RootCause));
        let back = changes(&new, &old);
        assert!(back.points.contains(&OfPoint::Dropped { part: Part::Corrective, from: 1 }), "{back:?}");
        assert!(back.exhibits.contains(&OfExhibit::Dropped { id: "recall".to_owned(), from: 4 }), "{back:?}");
        assert!(found.new_proof() && back.new_proof());
    }
}
