//! What a run may vary: everything that is not in the workspace itself. Arguments become these
//! once; workers get them as JSON.

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diag::Setting;

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// English.
    En,
    /// Chinese.
    Zh,
}

/// Which engine typesets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EngineChoice {
    /// Typst inside the program.
    Embedded,
    /// The `typst` program: by this path, else by the environment.
    Cli(Option<PathBuf>),
}

/// A password: nothing shows it by accident.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("…")
    }
}

/// What the names of variables begin with that may hold passwords.
pub const PREFIX: &str = "APPEALC_";

/// What workers do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// Check or build cases.
    #[default]
    Cases,
    /// Build cases, leaving outputs beside their place.
    Build,
    /// Read outputs back.
    Verify,
    /// Take evidence out of bundles.
    Extract,
    /// Say what Amazon's reports hold.
    Complaints,
    /// Weigh cases.
    Weigh,
    /// Say what cases name.
    Names,
    /// Check cases, and say of their outputs whether they are still right.
    Glance,
    /// Draw pages of bundles.
    Look,
    /// Say what cases say now.
    Now,
    /// Read lists of ASINs.
    List,
    /// Read what Amazon wrote.
    Message,
    /// Read one of Amazon's reports, without a case.
    Report,
}

/// In what manner a case is made, where that is not the usual one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Manner {
    /// In spite of gaps: they are marked, and every page says DRAFT.
    pub draft: bool,
    /// For a client: what is confidential is withheld.
    pub share: bool,
    /// For one of the other marketplaces that the case names.
    pub market: Option<String>,
}

impl Manner {
    /// What it adds to the inputs of outputs; nothing in the usual one.
    pub fn name(&self) -> Option<String> {
        let parts = [self.draft.then_some("draft"), self.share.then_some("share"), self.market.as_deref()];
        let named: Vec<&str> = parts.into_iter().flatten().collect();
        (!named.is_empty()).then(|| named.join(" "))
    }
}

/// What a worker may take before it is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkerLimits {
    /// Seconds that one case may take.
    pub case_seconds: u64,
    /// MB of memory that one worker may take.
    pub worker_mb: u64,
    /// Seconds that one evidence file may take.
    pub file_seconds: u64,
}

impl Default for WorkerLimits {
    fn default() -> Self {
        Self { case_seconds: 120, worker_mb: 3072, file_seconds: 30 }
    }
}

/// What a run may vary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    /// The workspace's root.
    pub root: PathBuf,
    /// What workers do.
    #[serde(default)]
    pub task: Task,
    /// Write outputs, or check only.
    pub build: bool,
    /// Make everything, and write none of it.
    pub dry_run: bool,
    /// Which engine typesets.
    pub engine: EngineChoice,
    /// Today.
    pub today: Date,
    /// Whether today was given rather than read from the clock: outputs of another date are then stale.
    pub today_given: bool,
    /// Levels by rule or group from flags, in order.
    pub levels: Vec<(String, Setting)>,
    /// Where outputs go instead of the workspace's own folder.
    pub out: Option<PathBuf>,
    /// Scratch folder of this run.
    pub scratch: PathBuf,
    /// Where smaller pictures and redacted files are kept for later runs.
    pub kept: PathBuf,
    /// What workers may take.
    pub limits: WorkerLimits,
    /// Passwords of evidence, by the name of the variable in the environment. They go to the workers
    /// and nowhere else.
    pub passwords: BTreeMap<String, Secret>,
    /// In what manner cases are made.
    #[serde(default)]
    pub manner: Manner,
    /// Texts that count instead of those on the disk, by path from the root: what `fix` has made of
    /// them so far.
    pub mended: BTreeMap<String, String>,
}

impl Options {
    /// Looks at the cases of a workspace as of a day, and writes nothing. Whoever wants more says what.
    pub fn looking(root: PathBuf, today: Date) -> Self {
        Self {
            kept: root.join(".appealc").join("cache"),
            root,
            task: Task::Cases,
            build: false,
            dry_run: false,
            engine: EngineChoice::Embedded,
            today,
            today_given: false,
            levels: Vec::new(),
            out: None,
            scratch: PathBuf::new(),
            limits: WorkerLimits::default(),
            passwords: BTreeMap::new(),
            manner: Manner::default(),
            mended: BTreeMap::new(),
        }
    }
}
