//! Random cases: what stands in the case file, and what a bundle of it has to hold.

use std::fmt::Write as _;

use super::evidence::{File, Maker, Shape};
use crate::made::dice::Dice;

/// An exhibit, in the order of the case file.
pub struct Exhibit {
    pub id: String,
    pub caption: String,
    pub file: File,
    /// The source pages that are asked for, from 1; none: all of them.
    pub pages: Vec<usize>,
    pub note: Option<String>,
    /// The exhibit beside which it stands, by its place in the case file.
    pub after: Option<usize>,
    /// What is blacked out: all its shown pages then are pictures.
    pub redact: Option<Blackened>,
}

/// What is blacked out of an exhibit.
#[derive(Clone, Debug)]
pub struct Blackened {
    /// The page, if the file has pages.
    page: Option<usize>,
    /// A word, or else a box in the middle of the page.
    word: Option<String>,
}

impl Blackened {
    /// Its lines in the case file.
    fn lines(&self) -> String {
        let page = self.page.map(|page| format!("page = {page}\n")).unwrap_or_default();
        let what = match &self.word {
            Some(word) => format!("search = \"{word}\""),
            None => "rect = [40, 45, 20, 10]".to_owned(),
        };
        format!("\n[[evidence.redact]]\n{page}{what}\n")
    }
}

/// A case.
pub struct Case {
    /// Its folder below `cases/`.
    pub name: String,
    pub asins: Vec<String>,
    pub case_id: Option<String>,
    pub exhibits: Vec<Exhibit>,
    /// What the statements of the letter cite, in the letter's order, by places in the case file.
    pub cites: Vec<Vec<usize>>,
    /// Megabytes of the whole bundle and of one file.
    pub limits: (f64, f64),
    paper: &'static str,
    text: String,
}

impl Case {
    /// Every file of its folder.
    pub fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut all = vec![("case.toml".to_owned(), self.text.clone().into_bytes())];
        let (bundle, file) = self.limits;
        let settings =
            format!("[limits]\nbundle_mb = {bundle}\nfile_mb = {file}\n\n[output]\npaper = \"{}\"\n", self.paper);
        all.push(("appealc.toml".to_owned(), settings.into_bytes()));
        let files = self.exhibits.iter().map(|exhibit| &exhibit.file);
        let path =
            |file: &File| if file.name == REPORT { REPORT.to_owned() } else { format!("evidence/{}", file.name) };
        all.extend(files.map(|file| (path(file), file.bytes.clone())));
        all
    }

    /// The exhibits in the order of their numbers, by places in the case file: as the letter first
    /// cites them, the halves of a pair together.
    pub fn order(&self) -> Vec<usize> {
        let mut order = Vec::new();
        let all = 0..self.exhibits.len();
        for at in self.cites.iter().flatten().copied().chain(all) {
            let both = match self.pair(at) {
                Some((before, after)) => vec![before, after],
                None => vec![at],
            };
            for at in both {
                if !order.contains(&at) {
                    order.push(at);
                }
            }
        }
        order
    }

    /// The pair that an exhibit is half of.
    pub fn pair(&self, at: usize) -> Option<(usize, usize)> {
        let pairs = self.exhibits.iter().enumerate().filter_map(|(after, exhibit)| Some((exhibit.after?, after)));
        pairs.into_iter().find(|(before, after)| *before == at || *after == at)
    }
}

const AREAS: [&str; 4] = ["packaging", "quality-control", "shipping", "sourcing"];

const KINDS: [&str; 6] = ["batch-test", "sop", "inspection-report", "supplier-correspondence", "lab-report", "other"];

/// The case that a seed makes.
pub fn random(seed: u64, number: usize) -> Case {
    let mut maker = Maker::new(Dice(seed));
    let exhibits = exhibits(&mut maker);
    let dice = &mut maker.dice;
    let name = format!("c{number:04}");
    let count = if dice.once_in(4) { dice.from(2, 9) } else { 1 };
    let asins: Vec<String> =
        (0..count).map(|n| format!("B0{:06}{}", number, char::from(b'A' + n as u8)) + "X").collect();
    let case_id = dice.once_in(2).then(|| format!("2134{:07}", dice.below(9_999_999)));
    let total: usize = exhibits.iter().map(|exhibit| exhibit.file.bytes.len()).sum();
    // Sometimes there is too little room for everything as it is.
    let mb = |part: f64| (total as f64 * part / 1e6 * 1000.0).ceil() / 1000.0;
    let limits = match dice.below(4) {
        0 => (mb(0.75) + 0.2, mb(0.4) + 0.15),
        1 => (50.0, mb(0.35) + 0.12),
        _ => (10.0, 5.0),
    };
    let paper = dice.of(&["a4", "us-letter"]);
    let mut exhibits = exhibits;
    exhibits.extend(reported(&mut Dice(seed ^ 0x5eed), &asins));
    let mut case = Case { name, asins, case_id, exhibits, cites: Vec::new(), limits, paper, text: String::new() };
    write(&mut case, dice);
    case
}

fn exhibits(maker: &mut Maker) -> Vec<Exhibit> {
    let count = maker.dice.from(1, 9);
    let mut all: Vec<Exhibit> = Vec::new();
    for number in 1..=count {
        let file = match maker.dice.below(7) {
            0..=2 => maker.image(number),
            3 | 4 => maker.pages(number),
            _ => maker.text(number),
        };
        let dice = &mut maker.dice;
        let pages = match &file.shape {
            Shape::Pages(pages) if dice.once_in(3) => {
                let wanted: Vec<usize> = (1..=pages.len()).filter(|_| dice.once_in(2)).collect();
                if wanted.is_empty() { vec![dice.from(1, pages.len())] } else { wanted }
            }
            _ => Vec::new(),
        };
        let picture = |file: &File| matches!(file.shape, Shape::Picture(_));
        let before = all.len().checked_sub(1).filter(|at| {
            let last = &all[*at];
            picture(&last.file) && last.after.is_none() && last.redact.is_none()
        });
        let after = before.filter(|_| picture(&file) && dice.once_in(2));
        let words = ["Box after the drop test", "Corner “B” of lot #7 – <before>", "Größe & Gewicht: 30 × 20 cm, 5 %"];
        let caption = match dice.below(8) {
            0 => {
                format!("{} {number} {}", words[0], "with all of its parts and what was found in it ".repeat(4).trim())
            }
            _ => format!("{}, no. {number}", dice.of(&words)),
        };
        let length = dice.of(&[1, 1, 3, 25]);
        let note =
            dice.once_in(4).then(|| "See line 3: batch and date of the boards. ".repeat(length).trim().to_owned());
        let redact = if after.is_none() && dice.once_in(5) { blackened(&file, &pages, dice) } else { None };
        all.push(Exhibit { id: format!("e{number}"), caption, file, pages, note, after, redact });
    }
    all
}

/// Something to black out of a file, if it is shown as it looks.
fn blackened(file: &File, pages: &[usize], dice: &mut Dice) -> Option<Blackened> {
    match &file.shape {
        // Drawings are laid out anew, and their words with them.
        Shape::Picture(_) if file.name.ends_with("svg") => None,
        Shape::Picture(_) => Some(Blackened { page: None, word: None }),
        Shape::Pages(all) => {
            let shown: Vec<usize> = if pages.is_empty() { (1..=all.len()).collect() } else { pages.to_vec() };
            let page = dice.of(&shown);
            let word = all[page - 1].words.first().filter(|_| dice.once_in(2)).cloned();
            Some(Blackened { page: Some(page), word })
        }
        Shape::Flow { .. } => None,
    }
}

/// Where the report of returns lies.
pub const REPORT: &str = "reports/returns.tsv";

/// The page made from a report of returns, in some cases.
fn reported(dice: &mut Dice, asins: &[String]) -> Option<Exhibit> {
    if !dice.once_in(3) {
        return None;
    }
    let mut report = "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\t\
        detailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments\n"
        .to_owned();
    let reasons = ["DEFECTIVE", "DAMAGED_BY_CARRIER", "UNWANTED_ITEM", "NOT_AS_DESCRIBED", "MISSING_PARTS", "NEW_CODE"];
    for n in 0..dice.from(1, 300) {
        let (month, day) = (dice.from(6, 11), dice.from(1, 30));
        let (asin, reason) = (&asins[dice.below(asins.len())], dice.of(&reasons));
        let grading = dice.of(&["SELLABLE", "CUSTOMER_DAMAGED"]);
        _ = writeln!(
            report,
            "2026-{month:02}-{day:02}T08:11:09+00:00\t112-0000000-{n:07}\tS\t{asin}\tX\tBoard\t1\tONT8\t{grading}\t\
             {reason}\tUnit returned to inventory\tLPN{n:07}\tsplit"
        );
    }
    let shape = Shape::Flow { words: Vec::new(), pictures: Vec::new() };
    Some(Exhibit {
        id: "@complaints".to_owned(),
        caption: "What buyers reported".to_owned(),
        file: File { name: REPORT.to_owned(), bytes: report.into_bytes(), shape },
        pages: Vec::new(),
        note: None,
        after: None,
        redact: None,
    })
}

/// Writes the case file.
fn write(case: &mut Case, dice: &mut Dice) {
    let mut text = String::new();
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let dispute = dice.once_in(4);
    let product = "Bamboo cutting board, set of 3";
    match case.asins.as_slice() {
        [one] => _ = writeln!(text, "asin = \"{one}\"\nproduct = \"{product}\""),
        many => _ = writeln!(text, "asins = {many:?}\nproduct = \"{product}\""),
    }
    text += "type = \"onpe/packaging\"\nnotified = 2026-10-02\n";
    if dispute {
        text += "stance = \"dispute\"\n";
    }
    if let Some(id) = &case.case_id {
        _ = writeln!(text, "case_id = \"{id}\"");
    }
    let count = case.exhibits.len();
    let cite = |dice: &mut Dice, cites: &mut Vec<Vec<usize>>, least: usize| -> String {
        let mut list: Vec<usize> = Vec::new();
        for _ in 0..dice.from(least, 4) {
            let at = dice.below(count);
            if !list.contains(&at) {
                list.push(at);
            }
        }
        let ids: Vec<String> = list.iter().map(|at| case.exhibits[*at].id.clone()).collect();
        cites.push(list);
        format!("evidence = {ids:?}\n")
    };
    let mut cites = Vec::new();
    if dispute {
        for n in 0..dice.from(1, 3) {
            let units = 700 + 36 * n;
            _ = writeln!(text, "\n[[arguments]]\nclaim = \"All {units} units checked on 3 October 2026 passed.\"");
            text += &cite(dice, &mut cites, 1);
        }
    } else {
        let causes = dice.from(1, 3);
        for (n, area) in AREAS.iter().enumerate().take(causes) {
            let failed = 54 + n;
            _ = writeln!(
                text,
                "\n[[root_cause]]\nid = \"cause-{n}\"\narea = \"{area}\"\nstatement = \"The box of line {n} was never \
                 drop-tested: {failed} of 736 boards checked on 3 October 2026 had a split corner.\""
            );
            text += &cite(dice, &mut cites, 0);
        }
        let actions = dice.from(causes, 5);
        // Corrective actions come first in the letter, whatever their order in the file.
        let mut later = Vec::new();
        for n in 0..actions {
            let preventive = dice.once_in(3);
            let (phase, more) = match preventive {
                true => ("preventive", "owner = \"Packing lead\"\nfrequency = \"every batch\"\n"),
                false => ("corrective", ""),
            };
            _ = writeln!(
                text,
                "\n[[actions]]\nphase = \"{phase}\"\narea = \"packaging\"\ndone = 2026-10-{:02}\naddresses = \
                 [\"cause-{}\"]\nwhat = \"Packing lead replaced the box of {} units in stock by a double-wall box.\"\n{more}",
                5 + n,
                n % causes,
                1100 + n
            );
            text += &cite(dice, if preventive { &mut later } else { &mut cites }, 1);
        }
        cites.append(&mut later);
    }
    if dice.once_in(4) {
        text += "\n[stock]\nas_of = 2026-11-18\nat_amazon = 1148\nrecalled = 1148\n";
        let mut stock = Vec::new();
        text += &cite(dice, &mut stock, 1);
        // It stands before the arguments.
        let at = if dispute { 0 } else { cites.len() };
        cites.splice(at..at, stock);
    }
    case.cites = cites;
    for exhibit in &case.exhibits {
        if exhibit.file.name == REPORT {
            _ = writeln!(text, "\n[complaints]\nreports = [\"{REPORT}\"]");
            continue;
        }
        let kind = match &exhibit.file.shape {
            Shape::Picture(_) => dice.of(&["photo", "photo", "screenshot"]),
            _ if exhibit.file.name.ends_with("mp4") => "video",
            _ => dice.of(&KINDS),
        };
        _ = writeln!(
            text,
            "\n[[evidence]]\nid = \"{}\"\npath = {}\nkind = \"{kind}\"\ncaption = {}",
            exhibit.id,
            quoted(&format!("evidence/{}", exhibit.file.name)),
            quoted(&exhibit.caption)
        );
        if dice.once_in(2) {
            _ = writeln!(text, "date = 2026-10-{:02}", dice.from(5, 28));
        }
        if !exhibit.pages.is_empty() {
            let pages: Vec<String> = exhibit.pages.iter().map(usize::to_string).collect();
            _ = writeln!(text, "pages = \"{}\"", pages.join(","));
        }
        if let Some(after) = exhibit.after {
            _ = writeln!(text, "after = \"{}\"", case.exhibits[after].id);
        }
        if let Some(note) = &exhibit.note {
            _ = writeln!(text, "note = {}", quoted(note));
        }
        if let Some(redact) = &exhibit.redact {
            text += &redact.lines();
        }
    }
    case.text = text;
}
