//! The stages of one case, and what cases share: settings, templates, fonts, the engine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::check::case::{Case, EvidenceFile};
use crate::check::evidence::{Files, Found, invoices, is_called_invoice, wanted};
use crate::check::settings::Settings;
use crate::check::{self};
use crate::diag::{Finding, Level, Report};
use crate::evidence::{self, Inspected, Problem, Refusal};
use crate::fix;
use crate::fonts::{Chosen, Fonts};
use crate::history::Past;
use crate::issue_type::IssueTypes;
use crate::lint;
use crate::options::{EngineChoice, Options, Secret, Task};
use crate::parse;
use crate::plan::Exhibit;
use crate::plan::context::{Source, evidence_text, printed_text};
use crate::plan::printed;
use crate::plan::reported;
use crate::read;
use crate::read::git::{Git, Mark};
use crate::read::stat::Hash;
use crate::render::cli::Cli;
use crate::render::embedded::Embedded;
use crate::render::letter::{Letters, TemplateError};
use crate::render::{Engine, EngineError};
use crate::source::{Place, SourceFile};
use crate::templates::Templates;

use super::build::{Done, Job};
use super::state::remember::{self, Moved, Trace};
use super::{CaseOutcome, CaseResult, Status, Step, duplicates, length, manner, outputs, past, redacted, reports};

/// Told before each step that could kill the process.
pub type Progress<'p> = &'p mut dyn FnMut(Step);

/// What the cases of a run share.
pub struct Session {
    /// What this run may vary.
    pub options: Options,
    /// Built-in templates and the workspace's own.
    pub templates: Templates,
    types: IssueTypes,
    settings: BTreeMap<Vec<String>, (Settings, Vec<SourceFile>, Vec<Finding>)>,
    fonts: BTreeMap<Vec<String>, std::sync::Arc<Fonts>>,
    engine: Option<Result<Rc<dyn Engine>, EngineError>>,
    letters: BTreeMap<String, Result<Letters, TemplateError>>,
    /// The settings files that count for a folder.
    chains: BTreeMap<String, Vec<String>>,
    /// The repository around the workspace, once it was looked for.
    git: Option<(Option<Mark>, Option<Git>)>,
    /// Which fonts this machine has, by the folders that settings name.
    font_marks: BTreeMap<Vec<String>, Hash>,
    /// What is noted of the case at hand.
    pub(super) trace: Trace,
    /// Reports that several cases share, read once.
    pub(super) reports: reports::Shelf,
    /// Another period than the case's.
    ask: reports::Ask,
}

/// A checked case with everything that its outputs are made from.
pub struct Ready {
    /// The case.
    pub case: Case,
    /// Its settings.
    pub settings: Settings,
    /// Fonts that its characters need.
    pub fonts: Chosen,
    /// What opens those that are locked, by path from the root.
    pub passwords: BTreeMap<String, Secret>,
    /// The texts that it was read from.
    pub sources: Vec<SourceFile>,
    /// Reports that were there themselves.
    pub reports: Vec<reports::Raw>,
    /// What happened to it before.
    pub past: Past,
    /// The first and the last day on which the same is to be told of it.
    pub days: (Date, Date),
    /// Whether gaps are marked.
    pub draft: bool,
}

impl Ready {
    /// What the data of templates are made from.
    pub fn source<'r>(&'r self, exhibits: &'r [Exhibit], today: Date) -> Source<'r> {
        Source { case: &self.case, exhibits, settings: &self.settings, fonts: &self.fonts, today, draft: self.draft }
    }

    /// Puts much evidence away while pages are laid out, which takes much memory itself: it is needed only when
    /// it is linked in.
    fn put_away(&mut self, root: &Path) {
        let files = || self.case.evidence.iter().filter_map(|evidence| evidence.file.as_ref());
        if files().map(|file| file.bytes).sum::<u64>() < MUCH {
            return;
        }
        // What was made by blacking out has no file.
        let own = |file: &&mut EvidenceFile| file.original.is_none() && !file.path.is_empty();
        for file in self.case.evidence.iter_mut().filter_map(|evidence| evidence.file.as_mut()).filter(own) {
            file.content = file.content.put_away(root.join(&file.path));
        }
    }

    /// A file that was put away and is not what it was, or not there.
    pub fn lost(&self) -> Option<Moved> {
        let mut files = self.case.evidence.iter().filter_map(|evidence| evidence.file.as_ref());
        files.find_map(|file| Some(Moved { path: file.path.clone(), gone: file.content.lost()? == read::Lost::Gone }))
    }
}

/// So many bytes of evidence are much.
const MUCH: u64 = 32 << 20;

/// Looks into a file, with what the variable of its password holds.
fn inspect(
    file: &read::Loaded,
    limits: &evidence::Limits,
    variable: Option<&String>,
    secret: Option<&Secret>,
) -> Result<Inspected, Refusal> {
    let password = secret.map_or("", Secret::reveal);
    let found = evidence::inspect_locked(&file.bytes, &file.name, limits, password);
    match (found, variable.cloned()) {
        (Err(Refusal::Unreadable { reader, problem: Problem::NeedsPassword }), Some(variable)) => {
            let unset = password.is_empty();
            let problem = if unset { Problem::PasswordUnset { variable } } else { Problem::WrongPassword { variable } };
            Err(Refusal::Unreadable { reader, problem })
        }
        (found, _) => found,
    }
}

impl Session {
    /// Begins a run.
    pub fn new(options: Options) -> Self {
        let templates = Templates::new(read::templates(&options.root));
        Self {
            types: IssueTypes::new(&templates),
            templates,
            options,
            settings: BTreeMap::new(),
            fonts: BTreeMap::new(),
            engine: None,
            letters: BTreeMap::new(),
            chains: BTreeMap::new(),
            git: None,
            font_marks: BTreeMap::new(),
            trace: Trace::default(),
            reports: reports::Shelf::default(),
            ask: reports::Ask::default(),
        }
    }

    /// The types of complaint.
    pub(super) fn types(&self) -> &IssueTypes {
        &self.types
    }

    /// Checks a case and, if asked and it has no errors, builds it.
    pub fn run(&mut self, case: &str, progress: Progress<'_>) -> CaseResult {
        let job = Job { case: case.to_owned(), since: None, locked: false, run: "alone".to_owned() };
        super::build::commit(&self.options.root.clone(), vec![(self.build(&job, progress), Vec::new())])
            .remove(0)
            .result
    }

    /// As [`Session::run`], but that outputs still wait beside their place.
    pub fn build(&mut self, job: &Job, progress: Progress<'_>) -> Done {
        let started = Instant::now();
        let case = job.case.as_str();
        self.trace = Trace::default();
        self.reports.begin(&job.run);
        let mut findings = Vec::new();
        let mut sources = Vec::new();
        let mut ready = self.check(case, &mut findings, &mut sources, progress);
        let settings = ready.as_ref().map(|ready| ready.settings.clone()).unwrap_or_default();
        // A case that is over stands in no other's way.
        let open = ready.as_ref().filter(|ready| !ready.past.thread().is_closed());
        let keys = open.map(|ready| duplicates::keys(&ready.case, &ready.settings)).unwrap_or_default();
        let levels = self.options.levels.clone();
        // What a broken statement says is not known: it may be what an allowance speaks of.
        let judged = ready.is_some() && !findings.iter().any(|finding| finding.code == "S001");
        let settled = |findings: Vec<Finding>, sources: &[SourceFile]| {
            let mut diagnostics = lint::settle(findings, &settings, &levels);
            let of_allowances = lint::allow::apply(&mut diagnostics, sources, judged);
            diagnostics.extend(lint::settle(of_allowances, &settings, &levels));
            lint::sort(&mut diagnostics);
            fix::settle(&mut diagnostics, sources, &read::join(case, read::CASE_FILE));
            Report { sources: sources.to_vec(), diagnostics }
        };
        let mut report = settled(findings.clone(), &sources);
        let mut outcome = CaseOutcome::new(case, Status::Checked);
        let checked = started.elapsed();
        let draft = self.options.manner.draft && self.options.build;
        let mut made = None;
        match &mut ready {
            Some(ready) if report.count(Level::Error) == 0 || draft && ready.case.kind.is_some() => {
                let done = if self.options.build {
                    progress(Step::Outputs { place: ready.case.place.clone() });
                    let mut approve = |found: Vec<Finding>| {
                        if !found.is_empty() {
                            report = settled(findings.iter().cloned().chain(found).collect(), &sources);
                        }
                        // A draft has errors; what was blacked out stays so all the same.
                        let fatal = report.diagnostics.iter().any(|found| found.finding.code.starts_with('X'));
                        report.count(Level::Error) == 0 || draft && !fatal
                    };
                    ready.put_away(&self.options.root);
                    outputs::build(self, ready, job, progress, &mut approve).map(|found| {
                        outcome.status = if found.fresh { Status::Fresh } else { Status::Built };
                        outcome.status = if self.options.dry_run { Status::Checked } else { outcome.status };
                        (outcome.outputs, outcome.sizes) = (found.paths.clone(), found.sizes.clone());
                        (outcome.why, outcome.pictures) = (found.why.clone(), found.pictures);
                        made = Some(found);
                    })
                } else {
                    if self.options.task == Task::Glance && outputs::are_right(self, ready) {
                        outcome.status = Status::Fresh;
                    }
                    outputs::foresee(self, ready, progress).map(|found| {
                        if !found.is_empty() {
                            report = settled(findings.iter().cloned().chain(found).collect(), &sources);
                        }
                    })
                };
                if let Err(failure) = done {
                    let (finding, more) = *failure;
                    report.sources.extend(more);
                    report.diagnostics.extend(lint::settle(vec![finding], &settings, &[]));
                    outcome.status = Status::Failed;
                } else if report.count(Level::Error) > 0 && !draft {
                    let pictures = outcome.pictures;
                    outcome = CaseOutcome { pictures, ..CaseOutcome::new(case, Status::Failed) };
                }
            }
            _ => outcome.status = Status::Failed,
        }
        let made = made.filter(|_| outcome.status != Status::Failed);
        // Only the files that are pointed into travel on.
        let named: BTreeSet<_> = report
            .diagnostics
            .iter()
            .flat_map(|d| std::iter::once(&d.finding.place).chain(d.finding.labels.iter().map(|label| &label.place)))
            .map(|place| place.file.clone())
            .collect();
        report.sources.retain(|source| named.contains(&source.path));
        let result = CaseResult { outcome, report, keys };
        let record = ready
            .as_ref()
            .zip(made.as_ref())
            .zip(job.since)
            .and_then(|((ready, made), since)| remember::record(self, ready, made, &result, since));
        let staged = made.filter(|made| made.written).and_then(|made| made.place);
        Done { result, record, staged, checked, all: started.elapsed() }
    }

    /// What Amazon's reports say about a case, for `appealc complaints`.
    pub fn complaints(&mut self, asked: &reports::Asked, progress: Progress<'_>) -> reports::Answer {
        self.ask = asked.ask.clone();
        let (mut findings, mut sources) = (Vec::new(), Vec::new());
        let ready = self.check(&asked.case, &mut findings, &mut sources, progress);
        self.ask = reports::Ask::default();
        let settings = ready.as_ref().map(|ready| ready.settings.clone()).unwrap_or_default();
        let complaints = ready.and_then(|ready| ready.case.complaints);
        let of_reports =
            |place: &Place| complaints.iter().flat_map(|all| &all.reports).any(|path| path.place == *place);
        findings.retain(|finding| of_reports(&finding.place) || finding.code == "S001");
        let diagnostics = lint::settle(findings, &settings, &self.options.levels.clone());
        reports::Answer {
            case: asked.case.clone(),
            report: Report { sources, diagnostics },
            named: complaints.is_some(),
            tally: complaints.and_then(|all| all.tally),
        }
    }

    /// Reads, parses, checks and judges a case. `None` where its text could not be read at all.
    pub(super) fn check(
        &mut self,
        path: &str,
        out: &mut Vec<Finding>,
        sources: &mut Vec<SourceFile>,
        progress: Progress<'_>,
    ) -> Option<Ready> {
        let root = self.options.root.clone();
        let settings = self.settings(path, out, sources);
        let file_path = read::join(path, read::CASE_FILE);
        let file = match read::current(&self.options, &file_path) {
            Ok(file) => file,
            Err(error) => {
                let file = SourceFile::new(file_path.as_str(), "");
                out.push(
                    Finding::new("E004", file.at(0..0))
                        .variant("io")
                        .arg("path", file_path)
                        .arg("detail", error.to_string()),
                );
                sources.push(file);
                return None;
            }
        };
        sources.push(file.clone());
        let mut raw = parse::case(&file, out)?;
        let own = past::own_market(&raw.top, &settings);
        manner::market(&mut raw, &self.options.manner);
        let mut included = Vec::new();
        for include in &raw.include {
            let base = check::evidence::base(&include.place).to_owned();
            match read::resolve(&root, &base, include) {
                Ok(full) => {
                    check::evidence::untidy(include, out);
                    let path = read::relative(&root, &full);
                    self.trace.led(&base, include, &path);
                    match read::current(&self.options, &path) {
                        Ok(text) => {
                            sources.push(text.clone());
                            included.extend(parse::shared(&text, out));
                        }
                        Err(_) => self.trace.opaque = true,
                    }
                }
                Err(problem) => out.push(check::evidence::path_finding(include, &problem)),
            }
        }
        let notice = raw.top.notice.as_ref().or(settings.defaults.notice.as_ref());
        let mut files = Files::default();
        let mut folders = read::Folders::default();
        let limits = evidence::Limits { table_rows: printed::ROWS + 1, ..settings.evidence.clone() };
        let invoices = invoices(&raw, &included);
        let variables = check::evidence::variables(&raw, &included);
        self.trace.opaque |= !variables.is_empty();
        let mut passwords = BTreeMap::new();
        for wanted in wanted(&raw, &included, notice) {
            progress(Step::Evidence { place: wanted.place.clone(), path: wanted.value.clone() });
            let base = check::evidence::base(&wanted.place).to_owned();
            let found = read::evidence(&root, &base, &wanted, settings.evidence_mb, &mut folders).map(|file| {
                let named = (base.clone(), wanted.value.clone());
                let variable = variables.get(&named);
                let secret = variable.and_then(|variable| self.options.passwords.get(variable));
                let inspected = inspect(&file, &limits, variable, secret);
                if let (Some(secret), true) = (secret, inspected.as_ref().is_ok_and(|found| found.locked)) {
                    passwords.insert(file.path.clone(), secret.clone());
                }
                let of_invoice = |found| evidence::invoice::read(&file.bytes, found);
                let is_invoice = invoices.contains(&named) || is_called_invoice(&file.name);
                let invoice = inspected.as_ref().ok().filter(|_| is_invoice).map(of_invoice);
                let (_, git) = self.git.get_or_insert_with(|| (Mark::of(&root), Git::around(&root)));
                let untracked = git.as_mut().and_then(|git| git.untracked(&file.path));
                if self.options.build {
                    self.trace.file(&base, &wanted, &file.path, file.bytes.sha256());
                    self.trace.git(&file.path, git.as_mut(), untracked.as_ref());
                }
                Found { file, inspected: inspected.map(Arc::new), untracked, invoice }
            });
            if let Some(other) = found.as_ref().ok().and_then(|found| self.other_client(path, &found.file.path)) {
                let finding = Finding::new("E016", wanted.place).arg("path", wanted.value.as_str());
                out.push(finding.arg("file", other));
            }
            files.0.insert((base, wanted.value), found);
        }
        progress(Step::Rules { place: file.at(0..0) });
        let mut case = check::check(path, raw, included, &settings, &self.types, &files, out);
        redacted::apply(&mut case, &passwords, &self.options.kept, progress, out);
        let ask = self.ask.clone();
        let reports = reports::tally(self, &mut case, &ask, progress, out);
        progress(Step::Rules { place: file.at(0..0) });
        let fonts = self.choose_fonts(&case, &settings);
        let past = past::read(&self.options, &case, own, &mut self.trace, out, sources);
        let context = lint::Context::new(&case, &settings, &fonts, self.options.today, sources).after(&past);
        lint::judge(&context, out);
        let days = context.days();
        out.extend(length::judge(self, &case, &settings, &fonts));
        manner::apply(&mut case, &self.options.manner);
        let draft = self.options.manner.draft;
        Some(Ready { case, settings, fonts, passwords, sources: sources.clone(), reports, past, days, draft })
    }

    /// The settings files that count for a folder.
    pub(super) fn configs(&mut self, folder: &str) -> Vec<String> {
        read::configs(&self.options.root, folder, &mut self.chains)
    }

    /// The repository as it was before git was asked.
    pub(super) fn git_mark(&self) -> Option<Mark> {
        match &self.git {
            Some((mark, _)) => mark.clone(),
            None => Mark::of(&self.options.root),
        }
    }

    /// Which fonts this machine has.
    pub(super) fn font_mark(&mut self, paths: &[String]) -> Hash {
        let root = &self.options.root;
        *self.font_marks.entry(paths.to_vec()).or_insert_with(|| read::fonts::mark(root, paths))
    }

    /// The settings file of another client, where a file lies in that client's folder.
    pub(super) fn other_client(&mut self, case: &str, file: &str) -> Option<String> {
        let root = &self.options.root;
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut chain = |folder: &str| read::configs(root, folder, &mut self.chains);
        let own = chain(case);
        chain(folder).into_iter().find(|settings| !own.contains(settings))
    }

    /// The settings of a case; what is wrong in them is told with every case that they concern.
    pub(super) fn settings(&mut self, case: &str, out: &mut Vec<Finding>, sources: &mut Vec<SourceFile>) -> Settings {
        let paths = read::configs(&self.options.root, case, &mut self.chains);
        let options = &self.options;
        let (settings, texts, findings) = self.settings.entry(paths.clone()).or_insert_with(|| {
            let mut findings = Vec::new();
            let texts: Vec<SourceFile> = paths.iter().filter_map(|path| read::current(options, path).ok()).collect();
            let raw = texts.iter().filter_map(|text| parse::config(text, &mut findings)).collect();
            let settings = Settings::new(raw, &mut findings);
            lint::check_names(&settings, &mut findings);
            (settings, texts, findings)
        });
        out.extend(findings.iter().cloned());
        sources.extend(texts.iter().cloned());
        settings.clone()
    }

    fn choose_fonts(&mut self, case: &Case, settings: &Settings) -> Chosen {
        let mut chars = BTreeSet::new();
        for text in printed_text(case, settings) {
            chars.extend(text.chars().filter(|c| !c.is_ascii_graphic() && *c != ' '));
        }
        chars.extend(reported::text(case).chars().filter(|c| !c.is_ascii_graphic() && *c != ' '));
        for evidence in &case.evidence {
            chars.extend(evidence_text(evidence).chars().filter(|c| !c.is_ascii_graphic() && *c != ' '));
        }
        if chars.iter().all(|c| crate::fonts::needs_no_glyph(*c)) {
            return Chosen::default();
        }
        let chosen = self.fonts(settings).choose(&chars);
        self.trace.fonts = !chosen.extras.is_empty() || !chosen.missing.is_empty();
        chosen
    }

    /// The fonts that settings allow, opened once.
    pub fn fonts(&mut self, settings: &Settings) -> std::sync::Arc<Fonts> {
        let root = self.options.root.clone();
        let made = self.fonts.entry(settings.font_paths.clone());
        made.or_insert_with(|| std::sync::Arc::new(Fonts::new(&root, &settings.font_paths))).clone()
    }

    /// The engine of this run, found once.
    ///
    /// # Errors
    /// See [`EngineError`].
    pub fn engine(&mut self, settings: &Settings) -> Result<Rc<dyn Engine>, EngineError> {
        if self.engine.is_none() {
            let made: Result<Rc<dyn Engine>, EngineError> = match &self.options.engine {
                EngineChoice::Embedded => Ok(Rc::new(Embedded::new(self.fonts(settings).embedded.clone()))),
                EngineChoice::Cli(path) => {
                    Cli::new(path.as_deref(), &self.options.scratch).map(|cli| Rc::new(cli) as Rc<dyn Engine>)
                }
            };
            self.engine = Some(made);
        }
        match &self.engine {
            Some(Ok(engine)) => Ok(engine.clone()),
            Some(Err(error)) => Err(error.clone()),
            None => Err(EngineError::Failed(String::new())),
        }
    }

    /// How long a document may take.
    pub fn limit(&self) -> Duration {
        Duration::from_secs(self.options.limits.case_seconds.div_ceil(3).max(1))
    }

    /// The letter templates of a type, read once.
    ///
    /// # Errors
    /// A template with wrong syntax.
    pub fn letters(&mut self, kind: &str) -> Result<&Letters, TemplateError> {
        let templates = &self.templates;
        let made = self.letters.entry(kind.to_owned()).or_insert_with(|| Letters::new(templates, kind));
        made.as_ref().map_err(Clone::clone)
    }

    /// Where outputs go: those made in another manner have a folder of their own, so that they stand in the way
    /// of none.
    pub fn out(&self, settings: &Settings) -> PathBuf {
        let out = self.options.out.clone().unwrap_or_else(|| self.options.root.join(&settings.output_dir));
        let manner = &self.options.manner;
        let out = manner.market.iter().fold(out, |out, market| out.join(market));
        if manner.draft { out.join("draft") } else { out }
    }
}
