//! Rules: what makes an appeal fail, one file per rule.
//!
//! A rule is a file in `rules/` and its line in [`crate::lint::rules::ALL`]. What earlier stages find while
//! they read (a key that does not exist, a file that is missing) arrives as
//! [`crate::diag::Finding`]s that bear the rule's code; a rule that judges the whole case has a
//! function of its own.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

use jiff::civil::Date;

use crate::check::case::Case;
use crate::check::settings::Settings;
use crate::diag::{Diagnostic, Edit, Finding, Level, LevelFrom, Setting};
use crate::fix;
use crate::fonts::Chosen;
use crate::history::Past;
use crate::options::Lang;
use crate::prose::text::{Sentence, sentences};
use crate::source::{Place, SourceFile, Spanned};

/// Comments that silence a rule for one statement.
pub mod allow;

/// Today, and how long what is made of it holds.
pub mod clock;

/// Numbers in texts.
pub mod figures;

/// The submission that was refused.
pub mod past;

/// The rules.
pub mod rules;

pub use clock::Clock;

/// A group of rules, by which levels can be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// The form of the case file.
    Schema,
    /// The evidence files.
    Evidence,
    /// Appeal or dispute.
    Stance,
    /// Root causes.
    Cause,
    /// Actions.
    Action,
    /// The letter.
    Letter,
    /// What was sent before.
    History,
}

impl Group {
    /// The name of the group in `[lints]`.
    pub fn name(self) -> &'static str {
        match self {
            Group::Schema => "schema",
            Group::Evidence => "evidence",
            Group::Stance => "stance",
            Group::Cause => "cause",
            Group::Action => "action",
            Group::Letter => "letter",
            Group::History => "history",
        }
    }
}

/// Judges a case.
pub type Judge = fn(&Context<'_>, &mut Vec<Finding>);

/// A text of the seller with its sentences.
pub type Said<'a> = (Part, &'a Spanned<String>, Vec<Sentence<'a>>);

/// What a rule may look at.
pub struct Context<'a> {
    /// The case.
    pub case: &'a Case,
    /// Its settings.
    pub settings: &'a Settings,
    /// Fonts that its printed characters need, and characters that none has.
    pub fonts: &'a Chosen,
    /// Today; rules ask [`Context::today`] or [`Context::is_after`].
    clock: Clock,
    /// The files that places point into.
    pub sources: &'a [SourceFile],
    /// What happened to the case before.
    pub past: Option<&'a Past>,
    /// The seller's sentences, once a rule asked for them.
    said: OnceCell<Vec<Said<'a>>>,
}

/// What a text of the seller is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The statement of a root cause.
    Cause,
    /// What an action did.
    Action,
    /// The claim of an argument; whether it cites evidence.
    Argument(bool),
    /// A note on an exhibit.
    Note,
    /// What buyers say; the translation of a document. Others' words.
    Quoted,
}

impl<'a> Context<'a> {
    /// What rules look at.
    pub fn new(
        case: &'a Case,
        settings: &'a Settings,
        fonts: &'a Chosen,
        today: Date,
        sources: &'a [SourceFile],
    ) -> Self {
        Self { case, settings, fonts, clock: Clock::new(today), sources, past: None, said: OnceCell::new() }
    }

    /// The same, of a case that things happened to before.
    #[must_use]
    pub fn after(mut self, past: &'a Past) -> Self {
        self.past = Some(past);
        self
    }

    /// See [`Clock::today`].
    pub fn today(&self) -> Date {
        self.clock.today()
    }

    /// See [`Clock::is_after`].
    pub fn is_after(&self, day: Date) -> bool {
        self.clock.is_after(day)
    }

    /// See [`Clock::days`].
    pub fn days(&self) -> (Date, Date) {
        self.clock.days()
    }

    /// As [`Context::texts`], each with its sentences.
    pub fn said(&self) -> &[Said<'a>] {
        self.said.get_or_init(|| self.texts().map(|(part, text)| (part, text, sentences(text))).collect())
    }

    /// The seller's sentences, in the order of the file's tables.
    pub fn texts(&self) -> impl Iterator<Item = (Part, &'a Spanned<String>)> {
        let case = self.case;
        let causes = case.causes.iter().filter_map(|cause| Some((Part::Cause, cause.statement.as_ref()?)));
        let actions = case.actions.iter().filter_map(|action| Some((Part::Action, action.what.as_ref()?)));
        let arguments = case
            .arguments
            .iter()
            .filter_map(|argument| Some((Part::Argument(!argument.cites.is_empty()), argument.claim.as_ref()?)));
        let notes = case.evidence.iter().filter_map(|evidence| Some((Part::Note, evidence.note.as_ref()?)));
        let translations =
            case.evidence.iter().filter_map(|evidence| Some((Part::Quoted, evidence.translation.as_ref()?)));
        let complaint = case.complaint.iter().map(|text| (Part::Quoted, text));
        causes.chain(actions).chain(arguments).chain(notes).chain(translations).chain(complaint)
    }

    /// Adds a finding for each phrase that `find` gives, with the phrase, in the parts that are
    /// `wanted`.
    pub fn each_phrase(
        &self,
        code: &'static str,
        wanted: impl Fn(Part) -> bool,
        find: impl Fn(&[Sentence<'_>], Part) -> Vec<Range<usize>>,
        out: &mut Vec<Finding>,
    ) {
        for (part, text, said) in self.said().iter().filter(|(part, ..)| wanted(*part)) {
            for hit in find(said, *part) {
                out.push(Finding::new(code, self.span(text, &hit)).arg("phrase", &text[hit.clone()]));
            }
        }
    }

    /// The place of bytes of a text as they stand in the file; where the file spells the text
    /// another way (escapes), the place of those words, or of all of it.
    pub fn span(&self, text: &Spanned<String>, range: &Range<usize>) -> Place {
        let place = &text.place;
        let source = self.sources.iter().find(|source| source.path == place.file);
        let raw = source.and_then(|source| source.text.get(place.start..place.end));
        match raw.and_then(|raw| raw.find(text.value.as_str())) {
            Some(at) => place.within(at + range.start, range.len()),
            None => self.within(place, text.value.get(range.clone()).unwrap_or_default()),
        }
    }
    /// The place of `part` inside the text at `place`, as it stands in the file; all of it where
    /// the file spells it another way (escapes).
    pub fn within(&self, place: &Place, part: &str) -> Place {
        let text = self.sources.iter().find(|source| source.path == place.file);
        let raw = text.and_then(|source| source.text.get(place.start..place.end));
        match raw.and_then(|raw| raw.find(part)) {
            Some(at) => place.within(at, part.len()),
            None => place.clone(),
        }
    }
}

/// Judges a case by every rule.
pub fn judge(context: &Context<'_>, out: &mut Vec<Finding>) {
    for judge in rules::ALL.iter().filter_map(|rule| rule.judge) {
        judge(context, out);
    }
}

/// Gives findings their levels: the rule's own, then `[lints]`, then flags, the last that speaks of
/// the rule or its group. What is allowed away is gone; the rest is sorted by place.
pub fn settle(findings: Vec<Finding>, settings: &Settings, flags: &[(String, Setting)]) -> Vec<Diagnostic> {
    let mut all: Vec<Diagnostic> = Vec::new();
    let mut places = BTreeSet::new();
    for finding in findings {
        let Some(rule) = rules::find(&finding.code) else { continue };
        let mut level = Some(finding.level.unwrap_or(rule.level));
        let mut level_from = LevelFrom::Default;
        let config = settings.lints.iter().map(|(name, set, at)| (name, set, LevelFrom::Config(at.file.to_string())));
        let flags = flags.iter().map(|(name, set)| (name, set, LevelFrom::Flag));
        for (_, set, from) in config.chain(flags).filter(|(name, ..)| speaks_of(name, rule)) {
            if rule.can_be_allowed() {
                level = match set {
                    Setting::Allow => None,
                    Setting::Warn => Some(Level::Warning),
                    Setting::Deny => Some(Level::Error),
                };
                level_from = from;
            }
        }
        let Some(level) = level else { continue };
        let diagnostic = Diagnostic { rule: rule.name.to_owned(), level, level_from, finding };
        // A file of junk has many findings: all are compared only where one may be there already.
        let fresh = places.insert((diagnostic.finding.place.clone(), diagnostic.finding.message.clone()));
        if fresh || !all.contains(&diagnostic) {
            all.push(diagnostic);
        }
    }
    sort(&mut all);
    all
}

/// Sorts by place, then by code.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| (&a.finding.place, &a.finding.code).cmp(&(&b.finding.place, &b.finding.code)));
}

/// Whether a name that a seller writes means a rule: its name, its code, its group.
fn speaks_of(name: &str, rule: &Rule) -> bool {
    name == rule.name || name == rule.group.name() || name.eq_ignore_ascii_case(rule.code)
}

/// Names in `[lints]` that no rule and no group bears.
pub fn check_names(settings: &Settings, out: &mut Vec<Finding>) {
    for (name, setting, place) in &settings.lints {
        if let Some(rule) = rules::find(name).filter(|rule| *setting == Setting::Allow && !rule.can_be_allowed()) {
            out.push(Finding::new("S010", place.clone()).variant("unallowable").arg("rule", rule.name));
        }
        let known = rules::ALL.iter().any(|rule| speaks_of(name, rule));
        if !known {
            let finding = Finding::new("S002", place.clone()).arg("key", name.as_str()).arg("table", "[lints]");
            out.push(match rules::nearest(name) {
                Some(near) => {
                    let edit = rules::meant(name)
                        .map(|meant| Edit::Key { place: finding.place.clone(), name: meant.to_owned() });
                    let finding = finding.variant("similar").arg("nearest", near.name);
                    match edit {
                        Some(edit) => finding.edit(edit),
                        None => finding,
                    }
                }
                None => finding,
            });
        }
    }
}

/// A rule: its names, its page and, if it judges whole cases, its function.
pub struct Rule {
    /// The code, such as `S002`.
    pub code: &'static str,
    /// The name, which describes the problem, such as `unknown-key`.
    pub name: &'static str,
    /// The level where nothing else is said.
    pub level: Level,
    /// The group.
    pub group: Group,
    /// The page in English, Markdown.
    pub page_en: &'static str,
    /// The page in Chinese, Markdown.
    pub page_zh: &'static str,
    /// Judges a case; none where earlier stages find the problem while they read.
    pub judge: Option<Judge>,
}

impl Rule {
    /// The page in a language.
    pub fn page(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.page_en,
            Lang::Zh => self.page_zh,
        }
    }

    /// The messages whose findings `appealc fix` can mend; see [`crate::fix::FIXABLE`].
    pub fn fixable(&self) -> &'static [&'static str] {
        fix::fixable(self.code)
    }

    /// Whether `allow` can silence it: no rule of the schema, none of E001 to E004, and no failure
    /// of the typesetter or of a template.
    pub fn can_be_allowed(&self) -> bool {
        let evidence = matches!(self.code, "E001" | "E002" | "E003" | "E004");
        !matches!(self.group, Group::Schema) && !evidence && !self.code.starts_with('X')
    }
}
