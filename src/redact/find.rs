//! What stands where in the text of a page.

use super::layer::{Glyph, Layer};
use crate::prose::fold::{Needle, fold, is_han};

/// How far a box reaches beyond the letters that it hides, in points.
const AROUND: f64 = 0.7;
/// Which part of a glyph has to lie under a box to count as hidden by it.
const PART: f64 = 0.3;

/// How far apart two words of a line stand that runs to the left, in heights of a letter.
const NEAR: f64 = 1.0;

/// What stands between two letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gap {
    None,
    Blank,
    Line,
}

/// A letter and its glyph.
struct Letter {
    c: char,
    glyph: usize,
    gap: Gap,
}

impl Layer {
    /// The text, a line a line.
    pub fn text(&self) -> String {
        let all: Vec<usize> = (0..self.glyphs.len()).collect();
        self.phrases(&all).join("\n")
    }

    /// The boxes over a text, wherever it stands: left, top, right, bottom as parts of the page.
    pub fn find(&self, needle: &Needle) -> Vec<[f64; 4]> {
        let drawn: Vec<usize> = (0..self.glyphs.len()).collect();
        let mut found = Vec::new();
        // Programs draw text in any order; readers see lines.
        for order in [drawn, self.lines()] {
            let letters = self.letters(&order);
            for start in 0..letters.len() {
                let Some(end) = fits(&letters, start, needle) else { continue };
                let mut glyphs: Vec<usize> =
                    letters.get(start..end).unwrap_or_default().iter().map(|letter| letter.glyph).collect();
                glyphs.dedup();
                found.extend(self.boxes(&glyphs));
            }
        }
        found.sort_by(|a: &[f64; 4], b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
        found.dedup();
        let within =
            |a: &[f64; 4], b: &[f64; 4]| a != b && a[0] >= b[0] && a[1] >= b[1] && a[2] <= b[2] && a[3] <= b[3];
        let all = found.clone();
        found.retain(|one| !all.iter().any(|other| within(one, other)));
        found
    }

    /// The lines of text under a box.
    pub fn under(&self, area: [f64; 4]) -> Vec<String> {
        let [left, top, right, bottom] = area;
        let hidden: Vec<usize> = (0..self.glyphs.len())
            .filter(|at| {
                let [x0, y0, x1, y1] = self.glyphs[*at].area;
                let wide = (x1.min(right) - x0.max(left)).max(0.0);
                let high = (y1.min(bottom) - y0.max(top)).max(0.0);
                wide * high >= PART * (x1 - x0) * (y1 - y0)
            })
            .collect();
        let phrases = self.phrases(&hidden).into_iter().map(|text| text.trim().to_owned());
        phrases.filter(|text| Needle::new(text).is_worth_it()).collect()
    }

    /// Glyphs as lines of text; where one that is not among them stands between, a new line begins.
    fn phrases(&self, glyphs: &[usize]) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        let mut last: Option<usize> = None;
        for at in glyphs {
            let glyph = &self.glyphs[*at];
            let before = last.map(|before| &self.glyphs[before]);
            let near = last.is_some_and(|last| *at <= last + 4);
            let follows = near && before.is_some_and(|before| self.beside(before, glyph));
            match (lines.last_mut(), before) {
                (Some(line), Some(before)) if follows => {
                    if self.is_apart(before, glyph) {
                        line.push(' ');
                    }
                    line.push_str(&glyph.text);
                }
                _ => lines.push(glyph.text.clone()),
            }
            last = Some(*at);
        }
        lines
    }

    /// Whether there is a space between two glyphs, though none is drawn.
    fn is_apart(&self, before: &Glyph, glyph: &Glyph) -> bool {
        let (width, height) = self.size;
        let wide = (glyph.area[2] - glyph.area[0]) * width;
        let high = (glyph.area[3] - glyph.area[1]) * height;
        let right = (glyph.area[0] - before.area[2]) * width;
        if same_line(before, glyph) {
            return right > high * 0.15 || right < -high * 2.0;
        }
        let down = (glyph.area[1] - before.area[3]).max(before.area[1] - glyph.area[3]) * height;
        down > wide * 0.15
    }

    /// Whether a glyph stands on the line of another, or below or above it where text runs that way.
    fn beside(&self, before: &Glyph, glyph: &Glyph) -> bool {
        if same_line(before, glyph) {
            return true;
        }
        let ([x0, y0, x1, y1], [left, top, right, bottom]) = (before.area, glyph.area);
        let narrow = (x1 - x0).min(right - left);
        let over = (x1.min(right) - x0.max(left)) * 2.0 >= narrow;
        over && (top - y1).max(y0 - bottom) * self.size.1 < 0.4 * narrow * self.size.0
    }

    fn letters(&self, order: &[usize]) -> Vec<Letter> {
        let mut letters = Vec::new();
        let mut gap = Gap::None;
        let mut last: Option<&Glyph> = None;
        for at in order {
            let Some(glyph) = self.glyphs.get(*at) else { continue };
            if last.is_some_and(|last| !self.beside(last, glyph)) {
                gap = Gap::Line;
            }
            for c in fold(&glyph.text) {
                if c == ' ' {
                    gap = if gap == Gap::None { Gap::Blank } else { gap };
                } else {
                    letters.push(Letter { c, glyph: *at, gap });
                    gap = Gap::None;
                }
            }
            last = Some(glyph);
        }
        letters
    }

    /// The glyphs as they are read: line by line, from left to right.
    fn lines(&self) -> Vec<usize> {
        let middle = |at: usize| (self.glyphs[at].area[1] + self.glyphs[at].area[3]) / 2.0;
        let mut order: Vec<usize> = (0..self.glyphs.len()).collect();
        order.sort_by(|a, b| middle(*a).total_cmp(&middle(*b)));
        let mut lines: Vec<Vec<usize>> = Vec::new();
        for at in order {
            match lines.last_mut() {
                Some(line) if line.first().is_some_and(|first| same_line(&self.glyphs[*first], &self.glyphs[at])) => {
                    line.push(at);
                }
                _ => lines.push(vec![at]),
            }
        }
        for line in &mut lines {
            line.sort_by(|a, b| self.glyphs[*a].area[0].total_cmp(&self.glyphs[*b].area[0]));
        }
        lines.concat()
    }

    /// Boxes over glyphs: one for each line of them.
    fn boxes(&self, glyphs: &[usize]) -> Vec<[f64; 4]> {
        let (width, height) = self.size;
        let (x, y) = (AROUND / width, AROUND / height);
        let mut boxes: Vec<[f64; 4]> = Vec::new();
        let mut last: Option<&Glyph> = None;
        for glyph in glyphs.iter().filter_map(|at| self.glyphs.get(*at)) {
            let [x0, y0, x1, y1] = glyph.area;
            let own = [(x0 - x).max(0.0), (y0 - y).max(0.0), (x1 + x).min(1.0), (y1 + y).min(1.0)];
            // On a page that lies upside down text runs to the left; what is far to the left is another column.
            let far = |last: &Glyph| same_line(last, glyph) && (last.area[0] - x1) * width > NEAR * (y1 - y0) * height;
            let follows = last.is_some_and(|last| self.beside(last, glyph) && !far(last));
            match boxes.last_mut() {
                Some([left, top, right, bottom]) if follows => {
                    (*left, *top) = (left.min(own[0]), top.min(own[1]));
                    (*right, *bottom) = (right.max(own[2]), bottom.max(own[3]));
                }
                _ => boxes.push(own),
            }
            last = Some(glyph);
        }
        boxes
    }
}

/// Whether two glyphs stand on one line.
fn same_line(a: &Glyph, b: &Glyph) -> bool {
    let high = (a.area[3].min(b.area[3]) - a.area[1].max(b.area[1])).max(0.0);
    high * 2.0 >= (a.area[3] - a.area[1]).min(b.area[3] - b.area[1])
}

/// Where a text ends that begins at a letter. A blank that is drawn has to be in the text, one that
/// is in the text need not be drawn: programs leave gaps instead. A line may end anywhere, also
/// after a hyphen that the text does not have.
fn fits(letters: &[Letter], start: usize, needle: &Needle) -> Option<usize> {
    let mut at = start;
    let mut before = None;
    for (index, (wanted, blank)) in needle.letters.iter().enumerate() {
        let mut letter = letters.get(at)?;
        if index > 0 && letter.c == '-' && *wanted != '-' && letters.get(at + 1).is_some_and(|n| n.gap == Gap::Line) {
            at += 1;
            letter = letters.get(at)?;
        }
        if letter.c != *wanted {
            return None;
        }
        let han = is_han(letter.c) && before.is_some_and(is_han);
        if index > 0 && letter.gap == Gap::Blank && !blank && !han {
            return None;
        }
        before = Some(letter.c);
        at += 1;
    }
    (at > start).then_some(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of a page of 100 by 100 points, each a point wide, at a place.
    fn layer(lines: &[(f64, f64, &str)]) -> Layer {
        let glyphs = lines.iter().flat_map(|(x, y, text)| {
            text.chars().enumerate().map(move |(at, c)| {
                let left = (x + at as f64) / 100.0;
                Glyph { text: c.to_string(), area: [left, y / 100.0, left + 0.01, y / 100.0 + 0.02] }
            })
        });
        Layer { size: (100.0, 100.0), glyphs: glyphs.collect(), unknown: 0 }
    }

    fn found(layer: &Layer, text: &str) -> Vec<[f64; 4]> {
        layer.find(&Needle::new(text))
    }

    #[test]
    fn finds_text_in_pieces() {
        let page = layer(&[(10.0, 10.0, "Ship to Jane"), (23.0, 10.0, "DOE, Leeds"), (10.0, 20.0, "Jane does")]);
        assert_eq!(found(&page, "jane doe").len(), 2);
        assert_eq!(found(&page, "Leeds").len(), 1);
        assert!(found(&page, "tojane").is_empty(), "a blank stands there");
        assert!(found(&page, "John").is_empty());
        let [left, top, right, bottom] = found(&page, "Ship")[0];
        assert!(left < 0.1 && top < 0.1 && right > 0.14 && bottom > 0.12 && right < 0.16);
    }

    #[test]
    fn lines_may_end_anywhere() {
        let page = layer(&[(10.0, 10.0, "order 112-5550111-"), (10.0, 14.0, "5550122 of Smith-"), (10.0, 18.0, "son")]);
        assert_eq!(found(&page, "112-5550111-5550122").len(), 2, "a box for each line");
        assert_eq!(found(&page, "Smithson").len(), 2);
    }

    #[test]
    fn order_of_drawing_does_not_matter() {
        let page = layer(&[(14.0, 10.0, "Doe"), (10.0, 10.0, "Jane")]);
        assert_eq!(found(&page, "Jane Doe").len(), 1);
    }

    #[test]
    fn text_may_run_to_the_left() {
        let upside_down: String = "Jane".chars().rev().collect();
        let mut page = layer(&[(16.0, 10.0, &upside_down), (11.0, 10.0, "eoD")]);
        page.glyphs[..4].reverse();
        page.glyphs[4..].reverse();
        let [[left, _, right, _]] = found(&page, "jane doe")[..] else { panic!("not one box") };
        assert!(left < 0.11 && right > 0.2);
    }

    #[test]
    fn under_a_box() {
        let page = layer(&[(10.0, 10.0, "Ship to Jane Doe"), (10.0, 20.0, "Total")]);
        assert_eq!(page.under([0.175, 0.09, 0.5, 0.13]), ["Jane Doe"]);
        assert_eq!(page.under([0.0, 0.5, 1.0, 1.0]), Vec::<String>::new());
    }
}
