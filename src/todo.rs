//! What a case still lacks, whose it is, and by when: out of the diagnostics of `check` and the evidence that
//! its type wants.

use jiff::civil::Date;

use crate::diag::{Arg, Diagnostic, Level, Report};
use crate::issue_type::IssueType;
use crate::locale::{Args, Locale};
use crate::options::Lang;
use crate::parse::raw::{RawAction, RawCase, RawEvidence, RawShared};
use crate::report::Words;
use crate::source::{Place, Spanned};

/// Who can close a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// Whoever keeps the seller account.
    Seller,
    /// Who checks units.
    Quality,
    /// Who stores and packs them.
    Warehouse,
    /// Who makes them.
    Supplier,
}

impl Party {
    /// As JSON spells it.
    pub fn name(self) -> &'static str {
        match self {
            Party::Seller => "seller",
            Party::Quality => "quality",
            Party::Warehouse => "warehouse",
            Party::Supplier => "supplier",
        }
    }

    /// Who has evidence of a kind.
    pub fn of_kind(kind: &str) -> Self {
        match kind {
            "supplier-correspondence" | "certificate" | "bill-of-materials" | "packaging-spec" | "manual" => {
                Party::Supplier
            }
            "lab-report" | "inspection-report" | "batch-test" | "calibration-record" | "sop" => Party::Quality,
            "photo" | "training-record" | "video" | "disposal-record" => Party::Warehouse,
            // Screenshots, reports, orders, invoices: all are in the account or its mail.
            _ => Party::Seller,
        }
    }

    /// Who acts in an area.
    fn of_area(area: &str) -> Self {
        match area {
            "sourcing" => Party::Supplier,
            "quality-control" => Party::Quality,
            "packaging" | "shipping" | "returns" => Party::Warehouse,
            _ => Party::Seller,
        }
    }
}

/// One thing that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What it is, in words.
    pub what: String,
    /// Whose kind of work it is.
    pub party: Party,
    /// Who is named for it in the case.
    pub owner: Option<String>,
    /// The rule that misses it; none for what the type's checklist wants.
    pub code: Option<String>,
    /// Where it is missing.
    pub place: Option<(String, usize)>,
}

/// What a case says, for looking up where a diagnostic stands.
pub struct Said<'c> {
    /// Its own file.
    pub case: &'c RawCase,
    /// What it includes.
    pub included: &'c [RawShared],
    /// Its type.
    pub kind: Option<&'c IssueType>,
}

/// Warnings that say what is missing rather than what is wrong.
const MISSING: &[&str] = &["A001", "A008", "A009", "A010", "C002", "E012", "E014", "L006"];

impl<'c> Said<'c> {
    fn shared(&self) -> impl Iterator<Item = &'c RawShared> {
        std::iter::once(&self.case.shared).chain(self.included)
    }

    /// The table that a place lies in: the last one of its file that begins before it.
    fn around<T>(
        &self,
        place: &Place,
        of: impl Fn(&'c RawShared) -> &'c [T],
        header: impl Fn(&T) -> &Place,
    ) -> Option<&'c T> {
        let all = self.headers();
        let begins = all.iter().filter(|header| header.file == place.file && header.start <= place.start);
        let nearest = begins.max_by_key(|header| header.start)?;
        self.shared().flat_map(of).find(|one| header(one) == *nearest)
    }

    /// Where each table begins.
    fn headers(&self) -> Vec<&'c Place> {
        let mut all: Vec<&Place> = Vec::new();
        for shared in self.shared() {
            all.extend(shared.causes.iter().map(|one| &one.header.place));
            all.extend(shared.actions.iter().map(|one| &one.header.place));
            all.extend(shared.evidence.iter().map(|one| &one.header.place));
        }
        all.extend(self.case.arguments.iter().map(|one| &one.header.place));
        all.extend(self.case.items.iter().map(|one| &one.header.place));
        all.extend(self.case.stock.iter().map(|one| &one.header.place));
        all.extend(self.case.complaints.iter().map(|one| &one.header.place));
        all
    }

    fn action(&self, place: &Place) -> Option<&'c RawAction> {
        self.around(place, |shared| &shared.actions, |action| &action.header.place)
    }

    fn evidence(&self, place: &Place) -> Option<&'c RawEvidence> {
        self.around(place, |shared| &shared.evidence, |one| &one.header.place)
    }

    /// The action that cites a piece of evidence first.
    fn citing(&self, id: &str) -> Option<&'c RawAction> {
        self.shared()
            .flat_map(|shared| &shared.actions)
            .find(|action| action.evidence.iter().any(|cite| cite.value == id))
    }
}

/// The name in an `owner` key, unless it is a blank itself.
fn owner(action: Option<&RawAction>) -> Option<String> {
    let owner = action?.owner.as_ref()?.value.trim();
    (!owner.is_empty() && !owner.contains("TODO")).then(|| owner.to_owned())
}

/// What is missing, by parties.
pub fn gaps(said: &Said<'_>, report: &Report, locale: &Locale) -> Vec<Gap> {
    let mut all: Vec<Gap> = Vec::new();
    for diagnostic in &report.diagnostics {
        let code = diagnostic.finding.code.as_str();
        if diagnostic.level == Level::Error || MISSING.contains(&code) && diagnostic.level == Level::Warning {
            let Some(gap) = gap(said, diagnostic, report, locale) else { continue };
            // Three actions without a photo are one photo that is missing.
            if !all.iter().any(|known| known.what == gap.what && known.code == gap.code) {
                all.push(gap);
            }
        }
    }
    for wanted in said.kind.into_iter().flat_map(|kind| &kind.checklist) {
        let there = |one: &RawEvidence| one.kind.as_ref().is_some_and(|kind| kind.value == wanted.kind);
        if said.shared().flat_map(|shared| &shared.evidence).any(there) {
            continue;
        }
        let what = if locale.lang() == Lang::Zh { &wanted.zh } else { &wanted.en };
        let args = Args::from([("what".into(), what.as_str().into()), ("kind".into(), wanted.kind.as_str().into())]);
        let what = locale.text("start-todo-wanted", &args);
        all.push(Gap { what, party: Party::of_kind(&wanted.kind), owner: None, code: None, place: None });
    }
    all.sort_by_key(|gap| gap.party);
    all
}

/// A diagnostic as a gap; none where another gap says the same.
fn gap(said: &Said<'_>, diagnostic: &Diagnostic, report: &Report, locale: &Locale) -> Option<Gap> {
    let finding = &diagnostic.finding;
    let place = &finding.place;
    let action = said.action(place);
    let evidence = said.evidence(place);
    let line = report.source(place).map(|source| (place.file.to_string(), source.position(place.start).line));
    let new = |what: String, party: Party, owner: Option<String>| {
        Some(Gap { what, party, owner, code: Some(finding.code.clone()), place: line.clone() })
    };
    let message = || Words::new(diagnostic, locale).message;
    let text = |name: &str| match finding.args.get(name) {
        Some(Arg::Text(text)) => text.clone(),
        _ => String::new(),
    };
    match (finding.code.as_str(), evidence) {
        ("E001" | "E003" | "E004" | "E006" | "E007", Some(one)) => {
            let of = |text: &Option<Spanned<String>>| text.as_ref().map_or(String::new(), |text| text.value.clone());
            let kind = of(&one.kind);
            let action = one.id.as_ref().and_then(|id| said.citing(id));
            if finding.code != "E001" {
                return new(message(), Party::of_kind(&kind), owner(action));
            }
            let caption = one.caption.as_ref().and_then(|caption| {
                let source = report.source(&caption.place)?;
                explained(&source.text, caption.place.start, locale.lang())
            });
            let args = Args::from([
                ("kind".into(), Arg::from(kind.as_str())),
                ("caption".into(), Arg::from(caption.unwrap_or_else(|| of(&one.caption)))),
                ("path".into(), Arg::from(of(&one.path))),
            ]);
            new(locale.text("start-todo-file", &args), Party::of_kind(&kind), owner(action))
        }
        ("L001", _) => {
            let blank = report.source(place).and_then(|source| statement(&source.text, place.start, locale.lang()));
            let (key, what) = blank.unwrap_or_else(|| (String::new(), message()));
            let undone = key == "what" && action.is_some_and(|action| action.done.is_none());
            let id = match key.as_str() {
                "what" if undone => "start-todo-what-and-when",
                "what" | "statement" | "claim" | "" => "start-todo-what",
                _ => "start-todo-write",
            };
            let args = Args::from([("key".into(), Arg::from(key)), ("what".into(), Arg::from(what))]);
            let party = action.and_then(|action| action.area.as_ref()).map(|area| Party::of_area(area));
            new(locale.text(id, &args), party.unwrap_or(Party::Seller), owner(action))
        }
        ("S004", _) => {
            let (key, table) = (text("key"), text("table"));
            let args =
                Args::from([("key".into(), Arg::from(key.as_str())), ("table".into(), Arg::from(table.as_str()))]);
            let party = action.and_then(|action| action.area.as_ref()).map(|area| Party::of_area(area));
            let what = action.and_then(|action| action.what.as_ref()).filter(|_| key == "done");
            let words = match what {
                // The blank that stands there asks for the day too.
                Some(what) if what.contains("TODO") => return None,
                Some(what) => {
                    locale.text("start-todo-done", &Args::from([("what".into(), Arg::from(what.value.as_str()))]))
                }
                _ if table == "top" || table.is_empty() => locale.text("start-todo-key", &args),
                _ => locale.text("start-todo-key-of", &args),
            };
            new(words, party.unwrap_or(Party::Seller), owner(action))
        }
        _ => {
            let area = action.and_then(|action| action.area.as_ref()).map(|area| Party::of_area(area));
            let kind = evidence.and_then(|one| one.kind.as_ref()).map(|kind| Party::of_kind(kind));
            new(message(), area.or(kind).unwrap_or(Party::Seller), owner(action))
        }
    }
}

/// The key and the blank around a place in a file: `what = "TODO: which part …"`. In Chinese the comment that
/// explains the blank, if there is one.
fn statement(text: &str, at: usize, lang: Lang) -> Option<(String, String)> {
    let line = line_at(text, at)?;
    let (key, value) = line.split_once('=')?;
    let value = value.trim().trim_start_matches('"');
    let end = value.find("\"  ").or_else(|| value.rfind('"')).unwrap_or(value.len());
    let said = unmarked(&value[..end]).to_owned();
    Some((key.trim().to_owned(), explained(text, at, lang).unwrap_or(said)))
}

/// The line around a place, to the end of the text.
fn lines_from(text: &str, at: usize) -> Option<std::str::Lines<'_>> {
    let at = (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at))?;
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    Some(text[start..].lines())
}

fn line_at(text: &str, at: usize) -> Option<&str> {
    lines_from(text, at)?.next()
}

/// For a Chinese reader: the comment in Chinese behind the line of a place, or below it.
fn explained(text: &str, at: usize, lang: Lang) -> Option<String> {
    let mut lines = lines_from(text, at).filter(|_| lang == Lang::Zh)?;
    let behind = lines.next()?.rsplit_once("# ").map(|(_, comment)| comment);
    let below = lines.next().and_then(|line| line.strip_prefix("# "));
    let is_chinese = |text: &&str| text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'));
    behind.filter(is_chinese).or(below.filter(is_chinese)).map(|comment| comment.trim().to_owned())
}

/// A blank without the word that marks it.
fn unmarked(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix("TODO").map_or(text, |rest| rest.trim_start_matches([':', ' ', '：']))
}

/// When an answer is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The day.
    pub date: Date,
    /// Days until then; negative when it is past.
    pub days: i64,
}

impl Due {
    /// As of today.
    pub fn new(date: Date, today: Date) -> Self {
        let days = today.until(date).map_or(0, |span| i64::from(span.get_days()));
        Self { date, days }
    }

    /// In words.
    pub fn words(self, locale: &Locale) -> String {
        let id = if self.days < 0 { "start-todo-over" } else { "start-todo-due" };
        let args = Args::from([
            ("date".into(), Arg::from(self.date.to_string())),
            ("days".into(), Arg::Number(self.days.abs())),
        ]);
        locale.text(id, &args)
    }
}

/// The gaps of a case as they can be pasted into a chat: under the names of those whose they are, and with
/// the lines that lack something if those are wanted.
pub fn chat(title: &str, due: Option<Due>, gaps: &[Gap], places: bool, locale: &Locale) -> String {
    let due = due.map_or_else(|| locale.word("start-todo-no-due"), |due| due.words(locale));
    let mut text = format!("{title}\n{due}\n");
    let mut last = None;
    let mut number = 0;
    let mut sorted: Vec<&Gap> = gaps.iter().collect();
    sorted.sort_by(|a, b| (a.party, &a.owner).cmp(&(b.party, &b.owner)));
    for gap in sorted {
        if last != Some((gap.party, &gap.owner)) {
            last = Some((gap.party, &gap.owner));
            let args = Args::from([("who".into(), Arg::from(whose(gap, locale)))]);
            text.push_str(&format!("\n{}\n", locale.text("start-todo-whose", &args)));
        }
        number += 1;
        let place = gap.place.as_ref().filter(|_| places).map(|(file, line)| {
            let args = Args::from([("file".into(), Arg::from(file.as_str())), ("line".into(), Arg::from(*line))]);
            locale.text("start-todo-place", &args)
        });
        text.push_str(&format!("{number}. {}{}\n", gap.what, place.unwrap_or_default()));
    }
    text
}

/// Who is asked for a gap.
pub fn whose(gap: &Gap, locale: &Locale) -> String {
    let party = locale.word(&format!("start-todo-party-{}", gap.party.name()));
    match &gap.owner {
        Some(owner) => {
            let args = Args::from([("owner".into(), Arg::from(owner.as_str())), ("party".into(), Arg::from(party))]);
            locale.text("start-todo-owner", &args)
        }
        None => party,
    }
}
