//! Tells results in the order of the cases, wherever they come from, and remembers them.

use std::collections::{BTreeMap, BTreeSet};

use super::build::Done;
use super::duplicates::Seen;
use super::incremental::Run;
use super::outputs::shown;
use super::session::Session;
use super::state::compare::Verdict;
use super::state::{Known, Record, State, Told, Writer};
use super::why::Reason;
use super::{CaseOutcome, CaseResult, Status};
use crate::diag::{Finding, Report};
use crate::lint;
use crate::options::Options;
use crate::read;
use crate::read::built::{self, MANIFEST};
use crate::source::SourceFile;
use crate::write;

/// Tells results in the order of the cases, and remembers them.
pub(super) struct Teller<'t> {
    run: &'t Run<'t>,
    state: &'t State,
    /// What became of the comparison of each case.
    verdicts: Vec<Verdict>,
    /// So many cases were told.
    told: usize,
    twins: &'t BTreeMap<&'t str, &'t str>,
    seen: Seen,
    /// Knows the settings of cases, once it is asked.
    session: Option<Session>,
    writer: Option<Writer>,
    /// Whether [`Teller::foretell`] was called.
    foretold: bool,
    done: &'t mut dyn FnMut(CaseResult),
}

impl<'t> Teller<'t> {
    /// One that knows of no verdicts yet.
    pub fn new(
        run: &'t Run<'t>,
        state: &'t State,
        twins: &'t BTreeMap<&'t str, &'t str>,
        seen: Seen,
        done: &'t mut dyn FnMut(CaseResult),
    ) -> Self {
        let verdicts = Vec::new();
        Self { run, state, verdicts, told: 0, twins, seen, session: None, writer: None, foretold: false, done }
    }

    /// Tells and remembers what needs no worker, while workers are at the rest.
    pub fn begin(&mut self, verdicts: Vec<Verdict>, remembers: bool, gone: &BTreeSet<String>) {
        self.verdicts = verdicts;
        let news = self.verdicts.iter().filter(|verdict| !matches!(verdict, Verdict::Same)).count();
        let news = news + gone.len() + self.twins.len();
        if remembers && news > 0 {
            let (own, state) = (self.run.own, self.state);
            let grown = state.may_grow(news).then(|| Writer::grow(own, state).ok()).flatten();
            // Without it the next run takes longer, and no more.
            self.writer = grown.or_else(|| Writer::new(own, self.run.program).ok());
            self.carry_over(gone);
            self.remember_fresh();
        }
        self.fresh();
    }

    /// What is remembered of cases that were not asked for stays.
    fn carry_over(&mut self, gone: &BTreeSet<String>) {
        let there: BTreeSet<&str> = self.run.workspace.cases.iter().map(String::as_str).collect();
        let state = self.state;
        for case in state.cases().filter(|case| !there.contains(case) && !gone.contains(*case)) {
            self.keep(case);
        }
    }

    /// What is remembered of cases that are as they were stays, but for times.
    fn remember_fresh(&mut self) {
        let (run, state) = (self.run, self.state);
        let verdicts = std::mem::take(&mut self.verdicts);
        for (case, verdict) in run.workspace.cases.iter().zip(&verdicts) {
            match (verdict, state.find(case)) {
                _ if self.twins.contains_key(case.as_str()) => self.keep(case),
                (Verdict::Same, Some(known)) => self.again(case, &known),
                (Verdict::Touched(bytes), Some(known)) => {
                    self.remember(case, &Known { folder: known.folder, record: Some(bytes) });
                }
                _ => {}
            }
        }
        self.verdicts = verdicts;
    }

    /// Remembers where outputs go to before they are put there: what a run leaves that is killed, the next one knows.
    pub fn foretell(&mut self) {
        if self.writer.is_none() || std::mem::replace(&mut self.foretold, true) {
            return;
        }
        let (run, state) = (self.run, self.state);
        let left = run.workspace.cases.iter().zip(&self.verdicts).skip(self.told);
        let is_job = |case: &str, verdict: &Verdict| {
            matches!(verdict, Verdict::Changed(_)) && !self.twins.contains_key(case) && state.find(case).is_none()
        };
        let new: Vec<&str> =
            left.filter(|(case, verdict)| is_job(case, verdict)).map(|(case, _)| case.as_str()).collect();
        let new: Vec<(&str, String)> = new.into_iter().map(|case| (case, self.place(case))).collect();
        if new.is_empty() {
            return;
        }
        let bare = |folder| Known { folder, record: None };
        if let Some(writer) = self.writer.as_mut().filter(|writer| writer.grows) {
            let mut add = || new.iter().try_for_each(|(case, folder)| writer.add(case, &bare(folder)));
            if add().and_then(|()| writer.seal()).is_err() {
                self.writer = None;
            }
            return;
        }
        let write = || -> std::io::Result<()> {
            let mut writer = Writer::new(run.own, run.program)?;
            for (case, known) in state.cases().filter_map(|case| Some((case, state.find(case)?))) {
                writer.add(case, &known)?;
            }
            new.iter().try_for_each(|(case, folder)| writer.add(case, &bare(folder)))?;
            writer.finish()
        };
        let _ = write();
    }

    /// Where outputs of a case go to by the settings of now.
    fn place(&mut self, case: &str) -> String {
        let options = self.run.options;
        let session = self.session.get_or_insert_with(|| Session::new(options.clone()));
        let settings = session.settings(case, &mut Vec::new(), &mut Vec::new());
        shown(&options.root, &write::folder(&session.out(&settings), case))
    }

    /// What was known of a case is so still: its outputs are those of before. Of one of which nothing was, they may
    /// stand there all the same.
    pub fn keep(&mut self, case: &str) {
        if let Some(known) = self.state.find(case) {
            self.again(case, &known);
        } else if self.writer.is_some() {
            let folder = self.place(case);
            if !built::owned(&self.run.options.root.join(&folder)).is_empty() {
                self.remember(case, &Known { folder: &folder, record: None });
            }
        }
    }

    /// What is remembered stays, which needs no word where that is added to.
    fn again(&mut self, case: &str, known: &Known<'_>) {
        if self.writer.as_ref().is_some_and(|writer| !writer.grows) {
            self.remember(case, known);
        }
    }

    /// The outputs of a case that is gone were removed.
    pub fn forget(&mut self, case: &str) {
        if self.writer.as_mut().filter(|writer| writer.grows).is_some_and(|writer| writer.forget(case).is_err()) {
            self.writer = None;
        }
    }

    fn remember(&mut self, case: &str, known: &Known<'_>) {
        if self.writer.as_mut().is_some_and(|writer| writer.add(case, known).is_err()) {
            // The disk is full: better no record than half of one.
            self.writer = None;
        }
    }

    fn tell(&mut self, mut result: CaseResult) {
        self.seen.add(&mut result, self.run.options);
        (self.done)(result);
    }

    /// Tells a case that a worker looked at, after those before it that are as they were.
    pub fn built(&mut self, mut done: Done) {
        let case = done.result.outcome.case.clone();
        let asked = self.up_to(Some(&case));
        if done.result.outcome.why.is_empty()
            && let Some(reason) = asked.filter(|_| done.result.outcome.status == Status::Fresh)
        {
            done.result.outcome.why.push(Reason::new("why-same"));
            done.result.outcome.why.push(reason);
        }
        let outcome = &done.result.outcome;
        match (&done.record, outcome.outputs.iter().find_map(|path| path.strip_suffix(MANIFEST)?.strip_suffix('/'))) {
            (Some(record), _) => {
                self.remember(&case, &Known { folder: &record.facts.folder, record: Some(&record.bytes()) });
            }
            (None, Some(folder)) => self.remember(&case, &Known { folder, record: None }),
            (None, None) => self.keep(&case),
        }
        self.tell(done.result);
        self.fresh();
    }

    /// Tells what is left.
    pub fn rest(&mut self) {
        self.up_to(None);
    }

    /// Tells cases up to one that a worker looked at; gives why it did.
    fn up_to(&mut self, case: Option<&str>) -> Option<Reason> {
        loop {
            self.fresh();
            let name = self.run.workspace.cases.get(self.told)?;
            let verdict = self.next_verdict()?;
            match verdict {
                Verdict::Changed(reason) if case == Some(name.as_str()) => return Some(reason),
                // Its result was lost; there is nothing to tell.
                _ => self.keep(name),
            }
        }
    }

    fn next_verdict(&mut self) -> Option<Verdict> {
        let verdict = std::mem::replace(self.verdicts.get_mut(self.told)?, Verdict::Same);
        self.told += 1;
        Some(verdict)
    }

    /// Tells cases that are as they were, up to the next one for a worker.
    fn fresh(&mut self) {
        let (run, state) = (self.run, self.state);
        while let Some((name, verdict)) = run.workspace.cases.get(self.told).zip(self.verdicts.get(self.told)) {
            let twin = self.twins.get(name.as_str()).copied();
            if matches!(verdict, Verdict::Changed(_)) && twin.is_none() {
                return;
            }
            let verdict = self.next_verdict();
            if let Some(earlier) = twin {
                self.tell(twin_of(run.options, name, earlier));
                continue;
            }
            let known = state.find(name);
            let (bytes, why) = match &verdict {
                Some(Verdict::Touched(bytes)) => (bytes.as_slice(), "why-touched"),
                _ => (known.and_then(|known| known.record).unwrap_or_default(), "why-unchanged"),
            };
            let Some(told) = Told::read(bytes) else { continue };
            let mut result = told.result(&run.options.root, name);
            result.outcome.why.push(Reason::new(why));
            if run.lists {
                result.outcome.outputs = Record::read(bytes).map(|record| record.outputs()).unwrap_or_default();
            }
            self.tell(result);
        }
    }

    /// Puts what the next run will know into its place.
    pub fn finish(&mut self) {
        let known = self.state.cases().next().is_some();
        if let Some(writer) = self.writer.take().filter(|writer| writer.count > 0 || known) {
            let _ = writer.finish();
        }
    }
}

/// A case whose outputs would be another's.
fn twin_of(options: &Options, case: &str, earlier: &str) -> CaseResult {
    let path = read::join(case, read::CASE_FILE);
    let file = read::text(&options.root, &path).unwrap_or_else(|_| SourceFile::new(path.as_str(), ""));
    let finding = Finding::new("X004", file.at(0..0)).variant("twin").arg("case", earlier);
    let diagnostics = lint::settle(vec![finding], &crate::check::settings::Settings::default(), &[]);
    let report = Report { sources: vec![file], diagnostics };
    CaseResult { outcome: CaseOutcome::new(case, Status::Failed), report, keys: Vec::new() }
}
