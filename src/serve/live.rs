//! What changes on the disk. The system tells of most of it; what it does not tell of (a network drive, more
//! folders than it can watch) is found by looking at the files of cases every few seconds.

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecursiveMode, Watcher};

use super::Site;
use super::state::Cases;
use crate::history;
use crate::read::commits::Commits;
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
    /// Where the outputs of each case go, and the stamps of its files.
    stamps: BTreeMap<String, (String, Stamps)>,
    /// Whether the system watches everything: then only what is looked at most is looked at besides.
    told_of_all: bool,
    today: jiff::civil::Date,
}

/// The stamps of a case: of its manifest, its file, its history, its manifests for other marketplaces, and of
/// what else it uses.
type Stamps = Vec<Option<built::Stamp>>;

/// Watches as long as the program runs.
pub fn watch(site: &Site) {
    let root = site.setup.options.root.clone();
    let (send, events) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        let _ = send.send(event);
    })
    .ok();
    // Says whether all of it is watched.
    let mut folders = |root: &Path| {
        let Some(watcher) = &mut watcher else { return false };
        let own = watcher.watch(root, RecursiveMode::NonRecursive).is_ok();
        let watched = built::watched(root);
        watched.iter().fold(own, |all, folder| watcher.watch(folder, RecursiveMode::Recursive).is_ok() && all)
    };
    let told_of_all = folders(&root);
    let today = (site.setup.today)();
    let mut watch = Watch { site, root: root.clone(), stamps: BTreeMap::new(), told_of_all, today };
    watch.glance();
    let mut pause = GLANCE;
    let mut last = Instant::now();
    loop {
        let left = pause.saturating_sub(last.elapsed());
        match events.recv_timeout(left) {
            Ok(first) => {
                let changed = settle(first, &events);
                if changed.iter().any(|path| path.parent() == Some(root.as_path()) && built::is_folder(path)) {
                    watch.told_of_all &= folders(&root);
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
            let outs: BTreeMap<&str, &String> =
                known.flat_map(|(case, known)| known.head.outs().map(move |out| (out, case))).collect();
            let users = OnceCell::new();
            let mut concerned = BTreeSet::new();
            let mut moved = false;
            for path in &paths {
                let (mut found, mut output) = (false, false);
                for folder in ancestors(path) {
                    if let Some(case) = outs.get(folder) {
                        concerned.insert((*case).clone());
                        (found, output) = (true, true);
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
                } else if !output {
                    let of = users.get_or_init(|| users_of(cases)).get(path.as_str());
                    concerned.extend(of.into_iter().flatten().map(|case| (*case).to_owned()));
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
        let cases: Vec<_> = self
            .site
            .book
            .read(|cases| cases.all.iter().map(|(case, known)| (case.clone(), known.head.clone())).collect());
        let today = (self.site.setup.today)();
        let all_again = !first && today != self.today;
        self.today = today;
        let mut concerned: BTreeSet<String> = new.into_iter().collect();
        let mut stamps = BTreeMap::new();
        for (case, head) in cases {
            let stamp = |path: &str| built::stamp(&self.root.join(path));
            let manifest = (!head.out.is_empty()).then(|| stamp(&read::join(&head.out, built::MANIFEST))).flatten();
            let mut now = vec![manifest];
            now.extend([read::CASE_FILE, history::FILE].map(|name| stamp(&read::join(&case, name))));
            now.extend(head.outs().skip(1).map(|out| stamp(&read::join(out, built::MANIFEST))));
            if !self.told_of_all {
                now.extend(head.uses.iter().map(|path| stamp(path)));
            }
            let same = self.stamps.get(&case).is_none_or(|(out, before)| {
                // What was read meanwhile says of more files than before, or of others.
                let read = *out != head.out || before.len() != now.len();
                if read { before.get(1..3) == now.get(1..3) } else { *before == now }
            });
            if all_again || !same {
                concerned.insert(case.clone());
            }
            stamps.insert(case, (head.out.clone(), now));
        }
        self.stamps = stamps;
        self.site.book.checked_out(Commits::around(&self.root).and_then(|commits| commits.head()));
        if shape || !concerned.is_empty() {
            self.site.todo.add(concerned, shape);
        }
    }
}

/// The cases that use a file, by its path.
fn users_of(cases: &Cases) -> BTreeMap<&str, Vec<&str>> {
    let mut users: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (case, known) in &cases.all {
        for path in &known.head.uses {
            users.entry(path).or_default().push(case);
        }
    }
    users
}

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
#[allow(clippy::disallowed_methods, reason = "tests make workspaces")]
mod tests {
    use std::fs;

    use super::*;
    use crate::locale::Locale;
    use crate::options::{Lang, Options};
    use crate::serve::gather::Gatherer;
    use crate::serve::{Setup, checks, guard, pictures, state};

    fn site(root: &Path) -> Site {
        let today = jiff::civil::date(2026, 11, 23);
        let options = Options::looking(root.to_path_buf(), today);
        let cases = vec!["cases/a".to_owned(), "cases/b".to_owned()];
        Site {
            book: state::Book::new(&cases),
            setup: Setup {
                paths: vec![root.join("cases")],
                cases,
                program: PathBuf::new(),
                options,
                jobs: 1,
                port: 0,
                lang: Lang::En,
                today: Box::new(move || today),
            },
            keys: guard::Keys::new(0),
            pictures: pictures::Pictures::default(),
            todo: checks::Todo::default(),
            english: Locale::new(Lang::En),
            chinese: Locale::new(Lang::Zh),
        }
    }

    #[test]
    fn looking_finds_what_nobody_tells_of() -> std::io::Result<()> {
        let dir = tempfile::tempdir()?;
        let root = fs::canonicalize(dir.path())?;
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap_or(&root))?;
            fs::write(path, text)
        };
        write("appealc.toml", "")?;
        let evidence = "[[evidence]]\nid = \"x\"\npath = \"x.txt\"\n[[evidence]]\nid = \"y\"\npath = \"/y.txt\"\n";
        write("cases/b/case.toml", evidence)?;
        write("cases/b/x.txt", "x")?;
        write("y.txt", "y")?;
        write("cases/a/case.toml", "asin = \"B0CHX3QBCH\"\n[[submissions_to]]\nmarketplace = \"DE\"\n")?;
        let site = site(&root);
        let today = (site.setup.today)();
        let mut watch = Watch { site: &site, root: root.clone(), stamps: BTreeMap::new(), told_of_all: false, today };
        let found = |watch: &mut Watch<'_>| {
            watch.glance();
            let found = site.todo.waiting();
            let mut gatherer = Gatherer::new(&root);
            gatherer.refresh(&site, &found);
            found
        };
        assert_eq!(found(&mut watch), [""; 0]);
        Gatherer::new(&root).refresh(&site, &site.setup.cases);
        // What was read meanwhile is no change.
        assert_eq!(found(&mut watch), [""; 0]);
        for (path, case) in [
            ("build/DE/cases/a/manifest.json", "cases/a"),
            ("cases/a/case.toml", "cases/a"),
            ("cases/a/history.toml", "cases/a"),
            ("build/cases/a/manifest.json", "cases/a"),
            ("cases/b/x.txt", "cases/b"),
            ("y.txt", "cases/b"),
            ("cases/c/case.toml", "cases/c"),
        ] {
            write(path, "# longer than before")?;
            assert_eq!(found(&mut watch), [case], "{path}");
            assert_eq!(found(&mut watch), [""; 0], "{path}");
        }
        fs::remove_dir_all(root.join("cases/a"))?;
        found(&mut watch);
        assert_eq!(site.book.read(|cases| cases.all.keys().cloned().collect::<Vec<_>>()), ["cases/b", "cases/c"]);
        // With another day come other deadlines.
        watch.today = jiff::civil::date(2026, 11, 22);
        assert_eq!(found(&mut watch), ["cases/b", "cases/c"]);
        Ok(())
    }

    #[test]
    fn paths_and_their_folders() {
        assert_eq!(ancestors("a/b/c").collect::<Vec<_>>(), ["a/b/c", "a/b", "a", ""]);
        assert_eq!(ancestors("").collect::<Vec<_>>(), [""]);
        assert!(lies_below("a/b", "a") && lies_below("a", "a") && lies_below("a", ""));
        assert!(!lies_below("ab", "a") && !lies_below("a", "a/b"));
        assert!(is_hidden("a/.git/b") && is_hidden(".appealc") && !is_hidden("a.b/c"));
    }
}
