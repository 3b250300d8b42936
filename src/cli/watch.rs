//! `watch`: builds, then builds again what a change concerns, with workers that stay.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use super::args::{Format, many};
use super::tell::Teller;
use super::{Console, GOOD, build, part};
use crate::check::settings::Settings;
use crate::diag::Arg;
use crate::driver::build::Done;
use crate::driver::incremental;
use crate::driver::pool::Warm;
use crate::driver::watch::{Plan, Watched};
use crate::locale::Args;
use crate::options::{EngineChoice, Options};
use crate::read::tree::{self, Sign, Tree, is_below};
use crate::read::watch::Watcher;
use crate::read::{self, Workspace};
use crate::report::parts as told;
use crate::write;

/// How often files are looked at where the system does not tell of changes, in ms.
const POLL: u64 = 500;
/// The shortest distance between two looks, in ms.
const LEAST: u64 = 20;
/// So many cases are named when they are built; more are counted.
const NAMED: usize = 20;

/// Builds, and builds again. Ends only where it cannot begin or go on.
pub fn watch(flags: &many::Watch, console: &Console) -> u8 {
    match run(flags, console) {
        Ok(()) => GOOD,
        Err(code) => code,
    }
}

fn run(flags: &many::Watch, console: &Console) -> Result<(), u8> {
    let workspace = read::workspace(&flags.check.cases.paths).map_err(|error| build::refuse(&error, console))?;
    let levels = build::levels(&flags.check, console)?;
    let settings = build::root_settings(&workspace, &levels, console)?;
    let (today, today_given) = build::today(flags.check.cases.today.as_deref(), console)?;
    let (program, jobs) = build::workers(flags.check.cases.jobs)?;
    let out = flags.typesetting.out.as_ref().map(|out| std::path::absolute(out).unwrap_or_else(|_| out.clone()));
    let own = out.as_ref().unwrap_or(&workspace.root).join(".appealc");
    let engine = flags.typesetting.choice();
    let needs_scratch = matches!(engine, EngineChoice::Cli(_));
    let scratch = if needs_scratch { Some(write::scratch(&own)) } else { None };
    let scratch = scratch.transpose().map_err(|error| part::refuse_io(&(own.clone(), error), console))?;
    let options = Options {
        build: true,
        engine,
        today_given,
        levels,
        out,
        scratch: scratch.as_ref().map(|folder| folder.path().to_path_buf()).unwrap_or_default(),
        kept: own.join("cache"),
        limits: settings.workers,
        passwords: build::passwords(),
        ..Options::looking(workspace.root.clone(), today)
    };
    let places = flags.check.cases.paths.iter().filter_map(|path| Place::of(&workspace.root, path)).collect();
    let tree = Tree::new(&workspace.root, left_out(&options, std::slice::from_ref(&settings.output_dir)));
    let mut watch = Watch {
        flags,
        console,
        program,
        jobs,
        warm: Warm::default(),
        names: Warm::default(),
        watched: Watched::default(),
        output_dir: settings.output_dir.clone(),
        cache_mb: settings.cache_mb,
        fonts: Vec::new(),
        places,
        index: tree::git_index(&workspace.root),
        own,
        sound: true,
        options,
    };
    let poll = flags.poll.map(|ms| Duration::from_millis(ms.max(LEAST)));
    let (mut watcher, reason) = Watcher::new(tree, poll, Duration::from_millis(POLL));
    if let Some(reason) = reason {
        let ms = usize::try_from(POLL).unwrap_or_default();
        watch.say("watch-polls", &Args::from([("detail".into(), Arg::from(reason)), ("ms".into(), Arg::from(ms))]));
    }
    watch.know_folders(&settings, watcher.tree());
    let mut plan = Plan { cases: workspace.cases.iter().cloned().collect(), ..Plan::default() };
    if let Some(revision) = &flags.check.changed_since {
        // The others are built once something that they name is saved, for then they have changed too.
        let changed = build::changed_since(&workspace, revision, console)?;
        let others: BTreeSet<String> = plan.cases.iter().filter(|case| !changed.contains(case)).cloned().collect();
        watch.watched.learn(&mut watch.names, &watch.program, &watch.options, &others, watch.jobs);
        plan.cases = changed.into_iter().collect();
    }
    // As a build does, the first one takes cases away that went meanwhile.
    let mut asked = workspace.asked;
    loop {
        if watch.sound {
            let plan = std::mem::take(&mut plan);
            asked.extend(plan.gone.iter().cloned());
            watch.build(plan, std::mem::take(&mut asked), watcher.tree())?;
        }
        watch.wait(&mut watcher, &mut plan);
        if plan.restart {
            watch.read_settings(watcher.tree());
        }
    }
}

/// Where cases are looked for, from the root.
struct Place {
    folder: String,
    /// A case file was named: only that one.
    only: bool,
}

impl Place {
    fn of(root: &Path, path: &Path) -> Option<Self> {
        let inside = read::inside(root, path)?;
        if path.is_file() {
            let folder = inside.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
            return Some(Self { folder, only: true });
        }
        Some(Self { folder: inside, only: false })
    }

    fn has(&self, case: &str) -> bool {
        if self.only { case == self.folder } else { is_below(case, &self.folder) }
    }
}

/// What stays between builds.
struct Watch<'w> {
    flags: &'w many::Watch,
    console: &'w Console,
    options: Options,
    program: PathBuf,
    jobs: usize,
    warm: Warm<Done>,
    /// Workers that say what cases name.
    names: Warm<BTreeSet<String>>,
    watched: Watched,
    /// Where outputs go, by the settings at the root.
    output_dir: String,
    /// MB of smaller pictures that are kept.
    cache_mb: u64,
    /// Folders with fonts, from the root.
    fonts: Vec<String>,
    /// Where cases are looked for.
    places: Vec<Place>,
    /// What git keeps, as workers know it.
    index: Option<Sign>,
    /// The folder of the lock and of what is kept.
    own: PathBuf,
    /// Whether the settings can be used.
    sound: bool,
}

/// Folders in which outputs are, from the root.
fn left_out(options: &Options, dirs: &[String]) -> Vec<String> {
    let given = options.out.as_ref().filter(|out| out.starts_with(&options.root) && **out != options.root);
    dirs.iter().cloned().chain(given.map(|out| read::relative(&options.root, out))).collect()
}

impl Watch<'_> {
    fn say(&self, id: &str, args: &Args) {
        if self.console.format == Format::Human && !self.console.quiet {
            self.console.message(&(self.console.locale.text(id, args) + "\n"));
        }
    }

    fn event(&self, line: &str) {
        if self.console.format == Format::Json {
            self.console.result(line);
        }
    }

    /// Reads the settings again; while they have errors nothing is built.
    fn read_settings(&mut self, tree: &mut Tree) {
        let (root, walked) = (self.options.root.clone(), BTreeMap::new());
        let workspace = Workspace { root, cases: Vec::new(), asked: Vec::new(), walked };
        match build::root_settings(&workspace, &self.options.levels, self.console) {
            Ok(settings) => {
                self.sound = true;
                self.cache_mb = settings.cache_mb;
                self.output_dir.clone_from(&settings.output_dir);
                self.options.limits = settings.workers;
                self.know_folders(&settings, tree);
            }
            Err(_) => {
                self.sound = false;
                self.say("watch-settings", &Args::new());
            }
        }
    }

    /// Learns from all settings files where outputs and fonts are.
    fn know_folders(&mut self, root: &Settings, tree: &mut Tree) {
        let mut outputs = vec![root.output_dir.clone()];
        let mut fonts = root.font_paths.clone();
        let mut known = BTreeMap::new();
        for folder in tree.folders_with(read::CONFIG_FILE) {
            let paths = read::configs(&self.options.root, &folder, &mut known);
            let texts = paths.iter().filter_map(|path| read::text(&self.options.root, path).ok()).collect();
            let (settings, _) = build::judge_settings(texts, &[]);
            outputs.push(settings.output_dir);
            fonts.extend(settings.font_paths);
        }
        outputs.sort();
        outputs.dedup();
        self.fonts = fonts;
        tree.leave_out(left_out(&self.options, &outputs));
        // What was left out so far is no news.
        tree.look("");
    }

    /// The cases that there are.
    fn cases(&self, tree: &Tree) -> Vec<String> {
        let all = tree.folders_with(read::CASE_FILE).into_iter();
        let mut cases: Vec<String> = all.filter(|case| self.places.iter().any(|place| place.has(case))).collect();
        cases.sort();
        cases
    }

    /// Does what a change asks for.
    fn build(&mut self, plan: Plan, asked: Vec<String>, tree: &mut Tree) -> Result<(), u8> {
        let started = Instant::now();
        let today: (Date, bool) = build::today(self.flags.check.cases.today.as_deref(), self.console)?;
        let index = tree::git_index(&self.options.root);
        if plan.restart || today.0 != self.options.today || index != self.index {
            self.warm.end();
            self.names.end();
            (self.options.today, self.index) = (today.0, index);
        }
        plan.gone.iter().for_each(|case| self.watched.forget(case));
        if plan.cases.is_empty() && plan.gone.is_empty() {
            return Ok(());
        }
        let root = self.options.root.clone();
        let locks = build::locks(&self.own, &root, false, self.console)?;
        let cases = plan.cases.iter().cloned().collect();
        let workspace = Workspace { root: root.clone(), cases, asked, walked: BTreeMap::new() };
        let usual = root.join(&self.output_dir);
        let run = incremental::Run {
            program: &self.program,
            options: &self.options,
            workspace: &workspace,
            own: &self.own,
            out: self.options.out.as_deref().unwrap_or(&usual),
            since: locks.first().map(|lock| lock.moment),
            locked: false,
            workers: self.jobs,
            lists: self.console.format == Format::Json,
        };
        let bar = build::progress_bar(plan.cases.len(), self.console);
        let mut teller = Teller::new(self.console, &bar, None).with_names(plan.cases.len() <= NAMED);
        let seen = self.watched.others(&plan.cases);
        let (watched, progress) = (&mut self.watched, build::Progress::new(&bar));
        let ended = incremental::run_warm(&run, &mut self.warm, seen, &progress, &mut |result| {
            watched.note(&result);
            teller.tell(result);
        });
        bar.finish_and_clear();
        drop(locks);
        ended.gone.iter().for_each(|(case, removed)| teller.gone(case, removed));
        let told = |case: &String| ended.gone.iter().any(|(gone, _)| gone == case);
        for case in plan.gone.iter().filter(|case| !told(case)) {
            self.say("watch-gone", &Args::from([("case".into(), Arg::from(case.as_str()))]));
        }
        let (summary, _) = teller.finish(started.elapsed());
        self.watched.learn(&mut self.names, &self.program, &self.options, &plan.cases, self.jobs);
        // What was written beside reports is no news.
        for path in self.watched.written(&plan.cases) {
            tree.look(&path);
        }
        if summary.built > 0 {
            // What cannot be removed is no reason to fail.
            let _ = write::prune(&self.options.kept, self.cache_mb.saturating_mul(1_000_000));
        }
        Ok(())
    }

    /// Waits for a change that means something, and adds what it means.
    fn wait(&mut self, watcher: &mut Watcher, plan: &mut Plan) {
        let count = self.cases(watcher.tree()).len();
        self.say("watch-waiting", &Args::from([("count".into(), Arg::from(count))]));
        self.event(&told::waiting(count));
        loop {
            let changed = watcher.wait();
            let cases = self.cases(watcher.tree());
            let means = self.watched.plan(&changed, &cases, &self.fonts);
            if means.is_empty() {
                continue;
            }
            if let Some(first) = changed.first() {
                let mut args = Args::from([("path".into(), Arg::from(first.as_str()))]);
                args.insert("count".into(), Arg::from(changed.len() - 1));
                self.say(if changed.len() > 1 { "watch-changed-more" } else { "watch-changed" }, &args);
            }
            self.event(&told::changed(&changed, &means));
            plan.add(means);
            return;
        }
    }
}
