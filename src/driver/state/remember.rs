//! What is remembered of a case that a worker has looked at. Nothing is, where something counts that cannot
//! be asked for without opening it: links, passwords, another engine.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::Date;

use super::{Entry, Facts, Record, Told};
use crate::diag::Setting;
use crate::driver::CaseResult;
use crate::driver::outputs::{Made, shown};
use crate::driver::session::{Ready, Session};
use crate::options::EngineChoice;
use crate::read;
use crate::read::git::{Git, Untracked};
use crate::read::stat::{self, Hash, Moment};
use crate::templates::Templates;

/// What a worker notes while it looks at a case, beside what the case itself says.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// Files that were read: path from the root and hash.
    pub files: Vec<(String, String)>,
    /// Files that must not be there, for another is used in their place.
    pub absent: Vec<String>,
    /// What is used in their place.
    pub instead: Vec<String>,
    /// Evidence that it does not keep, and why.
    pub strangers: Vec<(String, Option<Untracked>)>,
    /// Whether fonts of this machine were looked for.
    pub fonts: bool,
    /// Whether something counts that cannot be asked for: a link, a password.
    pub opaque: bool,
}

impl Trace {
    /// Notes a file that a path of the case led to.
    pub fn file(&mut self, base: &str, written: &str, path: &str, hash: &str) {
        self.led(base, written, path);
        self.files.push((path.to_owned(), hash.to_owned()));
    }

    /// Notes where a path of the case led: over a link, if not where it says.
    pub fn led(&mut self, base: &str, written: &str, path: &str) {
        self.opaque |= read::plainly(base, written).as_deref() != Some(path);
    }

    /// Notes a file that was read, or was not there to be read.
    pub fn note(&mut self, path: String, bytes: Option<&[u8]>) {
        match bytes {
            Some(bytes) => self.files.push((path, read::sha256(bytes))),
            None => self.absent.push(path),
        }
    }

    /// Notes what git says of a file.
    pub fn git(&mut self, path: &str, git: Option<&mut Git>, why: Option<&Untracked>) {
        if git.is_some_and(|git| !git.is_kept(path)) {
            self.strangers.push((path.to_owned(), why.cloned()));
        }
    }
}

/// What flags say of levels.
pub fn levels(levels: &[(String, Setting)]) -> Hash {
    Hash::new(serde_json::to_string(levels).unwrap_or_default().as_bytes())
}

/// The workspace's own templates that a type uses, and the types that it has of its own.
pub fn own_templates(templates: &Templates, kind: &str) -> Hash {
    let mut text = String::new();
    for (name, template) in templates.iter().filter(|(_, template)| template.own) {
        if crate::driver::outputs::uses(kind, name) || name.ends_with("/type.toml") {
            text.push_str(&format!("{name}\0{}\n", Hash::new(template.text.as_bytes())));
        }
    }
    Hash::new(text.as_bytes())
}

/// An input that changed while the case was built, or has gone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// Its path from the root.
    pub path: String,
    /// Whether it is not there any more.
    pub gone: bool,
}

/// Looks at everything that the case was read from once more: what was last touched before the run began
/// is what was read, and what was touched since is read again.
pub fn moved(session: &Session, ready: &Ready, since: Moment) -> Option<Moved> {
    let root = &session.options.root;
    let mut room = Vec::new();
    let moved = |path: &str, gone| Some(Moved { path: path.to_owned(), gone });
    for source in &ready.sources {
        let full = root.join(&*source.path);
        if stat::stat(&full).is_some_and(|stat| stat.is_before(since)) {
            continue;
        }
        match read::text(root, &source.path) {
            Ok(now) if now.text == source.text => {}
            Ok(_) => return moved(&source.path, false),
            Err(_) => return moved(&source.path, true),
        }
    }
    for (path, hash) in &session.trace.files {
        let full = root.join(path);
        if stat::stat(&full).is_some_and(|stat| stat.is_before(since)) {
            continue;
        }
        match Hash::of_file(&full, &mut room) {
            Ok(now) if Hash::parse(hash) == Some(now) => {}
            Ok(_) => return moved(path, false),
            Err(error) => return moved(path, error.kind() == std::io::ErrorKind::NotFound),
        }
    }
    None
}

/// What to remember of a case that was built, or whose outputs were right; `folder` is where they stand
/// now, be it their place or not yet.
pub fn record(session: &mut Session, ready: &Ready, made: &Made, result: &CaseResult, since: Moment) -> Option<Record> {
    let trace = std::mem::take(&mut session.trace);
    let options = &session.options;
    if trace.opaque || options.engine != EngineChoice::Embedded || options.dry_run {
        return None;
    }
    let root = options.root.clone();
    let mut room = Vec::new();
    let mut inputs = Vec::new();
    // Texts are hashed as they are on the disk, which is what was read if nobody touched them since.
    let texts = ready.sources.iter().map(|source| source.path.to_string()).chain(trace.instead);
    for path in texts {
        let entry = entry(&root, &path, None, &mut room).filter(|entry| entry.stat.is_before(since))?;
        inputs.push(entry);
    }
    for (path, hash) in trace.files {
        inputs.push(entry(&root, &path, Some(Hash::parse(&hash)?), &mut room)?);
    }
    inputs.sort_by(|a: &Entry, b| a.path.cmp(&b.path));
    inputs.dedup_by(|a, b| a.path == b.path);
    let mut beside = Vec::new();
    for report in &ready.reports {
        let path = format!("{}{}", report.path, crate::complaints::kept::SUFFIX);
        beside.push(entry(&root, &path, None, &mut room)?);
    }
    let place = made.place.as_ref()?;
    let (own, staged) = (place.folder(), place.staging());
    let at = if made.fresh { &own } else { &staged };
    let mut outputs = Vec::new();
    for (path, hash) in &made.files {
        let stat = stat::stat(&at.join(path))?;
        outputs.push(Entry { path: path.clone(), stat, hash: *hash });
    }
    let case = &ready.case.path;
    let mut folders: BTreeSet<&str> = inputs.iter().map(|entry| folder_of(&entry.path)).collect();
    folders.insert(case);
    let mut configs: Vec<String> = Vec::new();
    for folder in folders {
        configs.extend(session.configs(folder));
    }
    configs.sort_unstable();
    configs.dedup();
    let kind = ready.case.kind.as_ref()?.id.clone();
    let options = &session.options;
    let (today, given) = (options.today, options.today_given.then_some(options.today));
    let own =
        session.templates.iter().any(|(name, template)| template.own && crate::driver::outputs::uses(&kind, name));
    // What a template of one's own makes of the day nobody knows.
    let days: (Date, Date) = if own { (today, today) } else { ready.days };
    let fonts = trace.fonts.then(|| {
        let paths = ready.settings.font_paths.clone();
        let mark = session.font_mark(&paths);
        (paths, mark)
    });
    let diagnostics = if result.report.diagnostics.is_empty() {
        String::new()
    } else {
        serde_json::to_string(&result.report.diagnostics).ok()?
    };
    Some(Record {
        facts: Facts {
            seen: since,
            written: since,
            levels: levels(&session.options.levels),
            date: given,
            days,
            templates: own_templates(&session.templates, &kind),
            kind,
            fonts,
            inputs,
            absent: trace.absent,
            configs,
            beside,
            git: session.git_mark(),
            strangers: trace.strangers,
            folder: shown(&root, &place.folder()),
            elsewhere: session.options.out.is_some(),
            outputs,
        },
        told: Told {
            diagnostics,
            keys: result.keys.clone(),
            sizes: made.sizes.clone(),
            reduced: made.pictures.reduced,
        },
    })
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn entry(root: &Path, path: &str, hash: Option<Hash>, room: &mut Vec<u8>) -> Option<Entry> {
    let full = root.join(path);
    let stat = stat::stat(&full)?;
    let hash = match hash {
        Some(hash) => hash,
        None => Hash::of_file(&full, room).ok()?,
    };
    Some(Entry { path: path.to_owned(), stat, hash })
}
