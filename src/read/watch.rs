//! Hears which files of a workspace changed: from the system, or by looking again and again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::tree::{Tree, is_below};

/// So long nothing may be told before what was told counts: whoever saves writes several times.
const QUIET: Duration = Duration::from_millis(20);
/// The same where a file was closed or renamed: whoever saves is done then, as a rule.
const CLOSED: Duration = Duration::from_millis(4);
/// After so long it counts in any case.
const LONGEST: Duration = Duration::from_millis(250);

/// Which files changed.
pub struct Watcher {
    tree: Tree,
    source: Source,
    /// Folders that the system tells of.
    known: BTreeSet<String>,
}

enum Source {
    /// The system tells.
    System(RecommendedWatcher, Receiver<notify::Result<Event>>),
    /// All files are looked at, at such a distance.
    Poll(Duration),
}

/// What the system told.
#[derive(Default)]
struct Told {
    paths: BTreeSet<PathBuf>,
    /// What went or came under these names may be a folder, of which it does not tell any more.
    moved: BTreeSet<PathBuf>,
    /// It lost count.
    all: bool,
}

impl Watcher {
    /// Begins, for the files that are not left out. Without `poll` the system is asked to tell; where it
    /// cannot, files are looked at all the same, every `usual`, and the reason is given.
    pub fn new(tree: Tree, poll: Option<Duration>, usual: Duration) -> (Self, Option<String>) {
        let mut reason = None;
        let source = match poll {
            Some(distance) => Source::Poll(distance),
            None => system().unwrap_or_else(|error| {
                reason = Some(error.to_string());
                Source::Poll(usual)
            }),
        };
        let mut watcher = Self { tree, source, known: BTreeSet::new() };
        watcher.tree.look("");
        if let Err(error) = watcher.follow() {
            reason = Some(error.to_string());
            watcher.source = Source::Poll(usual);
        }
        (watcher, reason)
    }

    /// The files.
    pub fn tree(&mut self) -> &mut Tree {
        &mut self.tree
    }

    /// Waits until files change, and gives them.
    pub fn wait(&mut self) -> Vec<String> {
        loop {
            let mut changed = BTreeSet::new();
            match self.follow() {
                Ok(new) if !new.is_empty() => return new,
                _ => {}
            }
            let told = match &self.source {
                Source::System(_, events) => heard(events),
                Source::Poll(distance) => {
                    std::thread::sleep(*distance);
                    Told { all: true, ..Told::default() }
                }
            };
            if told.all {
                changed.extend(self.tree.look(""));
            }
            let root = self.tree.root().to_path_buf();
            for path in told.moved.iter().filter(|path| path.starts_with(&root)) {
                let path = super::relative(&root, path);
                self.known.retain(|folder| !is_below(folder, &path));
            }
            for path in told.paths.iter().filter(|path| path.starts_with(&root)) {
                changed.extend(self.tree.look(&super::relative(&root, path)));
            }
            match self.follow() {
                Ok(more) => changed.extend(more),
                Err(_) => self.source = Source::Poll(LONGEST),
            }
            if !changed.is_empty() {
                return changed.into_iter().collect();
            }
        }
    }

    /// Has the system tell of folders that are new; gives what changed in them meanwhile.
    fn follow(&mut self) -> notify::Result<Vec<String>> {
        let mut changed = Vec::new();
        let Source::System(system, _) = &mut self.source else { return Ok(changed) };
        if !cfg!(target_os = "linux") {
            // One watch for all that is below.
            if self.known.insert(String::new()) {
                system.watch(self.tree.root(), RecursiveMode::Recursive)?;
                changed.extend(self.tree.look(""));
            }
            return Ok(changed);
        }
        // A folder that went and came again has no watch any more.
        self.known.retain(|folder| self.tree.folders().contains(folder));
        loop {
            let new: Vec<String> = self.tree.folders().difference(&self.known).cloned().collect();
            if new.is_empty() {
                return Ok(changed);
            }
            for folder in new {
                let full = self.tree.root().join(&folder);
                let full: &Path = if folder.is_empty() { self.tree.root() } else { &full };
                match system.watch(full, RecursiveMode::NonRecursive) {
                    // It may be gone already.
                    Err(error) if full.is_dir() => return Err(error),
                    _ => {}
                }
                self.known.insert(folder.clone());
                changed.extend(self.tree.look(&folder));
            }
        }
    }
}

fn system() -> notify::Result<Source> {
    let (send, events) = mpsc::channel();
    let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // That files are read is no news, least of all when workers read them.
        let read = event.as_ref().is_ok_and(
            |event| matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write)),
        );
        if !read {
            let _ = send.send(event);
        }
    })?;
    Ok(Source::System(watcher, events))
}

/// What the system tells until it is quiet.
fn heard(events: &Receiver<notify::Result<Event>>) -> Told {
    let mut told = Told::default();
    let Ok(first) = events.recv() else {
        // Nobody tells any more.
        std::thread::sleep(LONGEST);
        return Told { all: true, ..told };
    };
    let started = Instant::now();
    let mut wait = told.add(first);
    while started.elapsed() < LONGEST {
        match events.recv_timeout(wait) {
            Ok(event) => wait = told.add(event),
            Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
        }
    }
    told
}

impl Told {
    /// Notes what was told; gives how long to wait for more.
    fn add(&mut self, event: notify::Result<Event>) -> Duration {
        let Ok(event) = event else {
            // What went wrong is not known: everything is looked at.
            self.all = true;
            return QUIET;
        };
        self.all |= event.need_rescan();
        let closed = matches!(
            event.kind,
            EventKind::Access(AccessKind::Close(AccessMode::Write))
                | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both))
        );
        if matches!(event.kind, EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            self.moved.extend(event.paths.iter().cloned());
        }
        self.paths.extend(event.paths);
        if closed { CLOSED } else { QUIET }
    }
}
