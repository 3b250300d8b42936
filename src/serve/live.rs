//! What changes on the disk. The system tells of most of it; what it does not tell of (a network drive, more
//! folders than it can watch) is found by looking at the files of cases every few seconds.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::Site;
use crate::read::{self, built};

/// How long a change waits for the next: editors write in several steps.
const SETTLE: Duration = Duration::from_millis(120);
/// How long it waits at most.
const LONGEST: Duration = Duration::from_millis(600);
/// How often the files of cases are looked at, at least.
const GLANCE: Duration = Duration::from_secs(3);
/// Looking takes at most so small a part of the time: one in so many.
const SHARE: u32 = 40;

/// What the watcher keeps.
struct Watch<'s> {
    site: &'s Site,
    root: PathBuf,
    /// Where the outputs of each case go, and the stamps of its file, its history, its manifest.
    stamps: BTreeMap<String, (String, Stamps)>,
    today: jiff::civil::Date,
}

/// The stamps of a case.
type Stamps = [Option<built::Stamp>; 3];

/// Watches as long as the program runs.
pub fn watch(site: &Site) {
    let root = site.setup.options.root.clone();
    let (send, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        let _ = send.send(event);
    })
    .ok();
    let mut folders = |root: &Path| {
        let Some(watcher) = &mut watcher else { return };
        let _ = watcher.watch(root, RecursiveMode::NonRecursive);
        for folder in built::watched(root) {
            let _ = watcher.watch(&folder, RecursiveMode::Recursive);
        }
    };
    folders(&root);
    let mut watch = Watch { site, root: root.clone(), stamps: BTreeMap::new(), today: (site.setup.today)() };
    watch.glance();
    let mut pause = GLANCE;
    let mut last = Instant::now();
    loop {
        let left = pause.saturating_sub(last.elapsed());
        match events.recv_timeout(left) {
            Ok(first) => {
                let changed = settle(first, &events);
                if changed.iter().any(|path| path.parent() == Some(root.as_path()) && built::is_folder(path)) {
                    folders(&root);
                }
                watch.told(&changed);
            }
            Err(RecvTimeoutError::Timeout) => {
                last = Instant::now();
                watch.glance();
                pause = GLANCE.max(last.elapsed() * SHARE);
                last = Instant::now();
            }
            // Nobody watches: only looking is left.
            Err(RecvTimeoutError::Disconnected) => {
                std::thread::sleep(left);
                watch.glance();
                last = Instant::now();
            }
        }
    }
}

/// The paths of an event and of those that follow close behind.
fn settle(first: notify::Result<Event>, events: &mpsc::Receiver<notify::Result<Event>>) -> BTreeSet<PathBuf> {
    let mut changed = BTreeSet::new();
    let mut add = |event: notify::Result<Event>| {
        // Reading is no change: workers read all the time.
        changed.extend(event.ok().filter(|event| !matches!(event.kind, EventKind::Access(_))).map(|e| e.paths));
    };
    let until = Instant::now() + LONGEST;
    add(first);
    while Instant::now() < until {
        match events.recv_timeout(SETTLE) {
            Ok(event) => add(event),
            Err(_) => break,
        }
    }
    changed.into_iter().flatten().collect()
}

impl Watch<'_> {
    /// Hears of paths that changed.
    fn told(&mut self, changed: &BTreeSet<PathBuf>) {
        let paths = changed.iter().filter_map(|path| path.strip_prefix(&self.root).ok());
        let paths: Vec<String> = paths.map(|path| read::relative(Path::new(""), path)).collect();
        let paths: Vec<&String> = paths.iter().filter(|path| !is_hidden(path)).collect();
        if paths.is_empty() {
            return;
        }
        let (concerned, moved) = self.site.book.read(|cases| {
            // Before a case is read for the first time, nobody knows where its outputs go.
            let known = cases.all.iter().filter(|(_, known)| !known.head.out.is_empty());
            let outs: BTreeMap<&str, &String> = known.map(|(case, known)| (known.head.out.as_str(), case)).collect();
            let mut concerned = BTreeSet::new();
            let mut moved = false;
            for path in &paths {
                let mut found = false;
                for folder in ancestors(path) {
                    if let Some(case) = outs.get(folder) {
                        concerned.insert((*case).clone());
                        found = true;
                    }
                    if cases.all.contains_key(folder) {
                        concerned.insert(folder.to_owned());
                        found = true;
                    }
                }
                let name = path.rsplit('/').next().unwrap_or_default();
                let above = path.rsplit_once('/').map_or("", |(above, _)| above);
                if name == read::CONFIG_FILE {
                    concerned.extend(cases.all.keys().filter(|case| lies_below(case, above)).cloned());
                } else if lies_below(path, "templates") {
                    concerned.extend(cases.all.keys().cloned());
                } else if !found {
                    let users = cases.all.iter().filter(|(_, known)| known.head.uses.iter().any(|used| used == *path));
                    concerned.extend(users.map(|(case, _)| case.clone()));
                }
                // A folder that came, went or was renamed may have held cases; so may what is now gone.
                moved |= name == read::CASE_FILE || !found && cases.all.keys().any(|case| lies_below(case, path));
                moved |= !found && built::is_folder(&self.root.join(path));
                moved |= cases.all.contains_key(path.as_str());
            }
            (concerned, moved)
        });
        let new = if moved { self.look_for_cases() } else { (Vec::new(), false) };
        self.site.todo.add(concerned.into_iter().chain(new.0), new.1);
    }

    /// Looks for cases; gives those that are new, and whether any came or went.
    fn look_for_cases(&self) -> (Vec<String>, bool) {
        let found = read::workspace(&self.site.setup.paths).map(|found| found.cases).unwrap_or_default();
        let before = self.site.book.read(|cases| cases.shape);
        let new = self.site.book.reshape(&found);
        (new, self.site.book.read(|cases| cases.shape) != before)
    }

    /// Looks at the files of all cases.
    fn glance(&mut self) {
        let first = self.stamps.is_empty();
        let (new, shape) = if first { (Vec::new(), false) } else { self.look_for_cases() };
        let cases: Vec<(String, String)> = self
            .site
            .book
            .read(|cases| cases.all.iter().map(|(case, known)| (case.clone(), known.head.out.clone())).collect());
        let today = (self.site.setup.today)();
        let all_again = !first && today != self.today;
        self.today = today;
        let mut concerned: BTreeSet<String> = new.into_iter().collect();
        let mut stamps = BTreeMap::new();
        for (case, out) in cases {
            let stamp = |path: String| built::stamp(&self.root.join(path));
            let manifest = if out.is_empty() { None } else { stamp(read::join(&out, built::MANIFEST)) };
            let own = [read::CASE_FILE, HISTORY].map(|name| stamp(read::join(&case, name)));
            let now = [own[0], own[1], manifest];
            let same = self.stamps.get(&case).is_none_or(|(of, before)| {
                // Where outputs go elsewhere now, the case was read meanwhile.
                before[..2] == now[..2] && (*of != out || before[2] == now[2])
            });
            if all_again || !same {
                concerned.insert(case.clone());
            }
            stamps.insert(case, (out, now));
        }
        self.stamps = stamps;
        if shape || !concerned.is_empty() {
            self.site.todo.add(concerned, shape);
        }
    }
}

/// The name of a case's history.
const HISTORY: &str = "history.toml";

/// Whether a part of a path is hidden.
fn is_hidden(path: &str) -> bool {
    path.split('/').any(|part| part.starts_with('.'))
}

/// A path and the folders that it lies in, the nearest first; last the root.
fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |at| match at.rsplit_once('/') {
        Some((above, _)) => Some(above),
        None if at.is_empty() => None,
        None => Some(""),
    })
}

/// Whether a path is a folder's, or lies in it.
fn lies_below(path: &str, folder: &str) -> bool {
    folder.is_empty() || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_and_their_folders() {
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["a/b/c", "a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
        assert!(lies_below("a/b", "a") && lies_below("a", "a") && lies_below("a", ""));
        assert!(!lies_below("ab", "a") && !lies_below("a", "a/b"));
        assert!(is_hidden("a/.git/b") && is_hidden(".appealc") && !is_hidden("a.b/c"));
    }
}
