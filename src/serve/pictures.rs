//! Pages of bundles as pictures: drawn by workers, which a damaged file may kill or hold up without harm, and
//! kept by content.

use std::collections::{BTreeMap, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, PoisonError};

use tokio::sync::oneshot;

use super::Site;
use crate::driver::look::{Drawn, Wanted};
use crate::driver::pool;
use crate::options::{Options, Task, WorkerLimits};
use crate::read::{self, built};

/// Most bytes of pictures that are kept.
const KEPT: usize = 64 << 20;
/// Most pages that one round draws: what is asked for meanwhile waits no longer than for these.
const ROUND: usize = 8;
/// Seconds that a page may take.
const SECONDS: u64 = 15;
/// MB of memory that a page may take.
const MEMORY: u64 = 1024;
/// Most files whose hashes are kept.
const HASHES: usize = 20_000;

/// What a page is kept by: the SHA-256 of its file, its number, its size.
type Key = (String, usize, u32);

/// A picture: a PNG file, and whether something on the page could not be drawn.
#[derive(Debug, Clone)]
pub struct Picture {
    /// The file.
    pub png: Arc<Vec<u8>>,
    /// Whether something is missing on it.
    pub lacks: bool,
}

/// Pictures that are kept, and pages that wait to be drawn.
#[derive(Default)]
pub struct Pictures {
    kept: Mutex<Kept>,
    waiting: Mutex<VecDeque<Waiting>>,
    more: Condvar,
    hashes: Mutex<BTreeMap<PathBuf, (built::Stamp, String)>>,
}

struct Waiting {
    key: Key,
    wanted: Wanted,
    answer: oneshot::Sender<Option<Picture>>,
}

#[derive(Default)]
struct Kept {
    pictures: BTreeMap<Key, Picture>,
    /// The one that was longest not asked for stands first.
    order: VecDeque<Key>,
    bytes: usize,
}

impl Kept {
    fn get(&mut self, key: &Key) -> Option<Picture> {
        let found = self.pictures.get(key)?.clone();
        self.order.retain(|other| other != key);
        self.order.push_back(key.clone());
        Some(found)
    }

    fn put(&mut self, key: Key, picture: Picture, most: usize) {
        if picture.png.len() > most {
            return;
        }
        self.bytes += picture.png.len();
        if let Some(old) = self.pictures.insert(key.clone(), picture) {
            self.bytes -= old.png.len();
            self.order.retain(|other| *other != key);
        }
        self.order.push_back(key);
        while self.bytes > most {
            let Some(oldest) = self.order.pop_front() else { break };
            self.bytes -= self.pictures.remove(&oldest).map_or(0, |picture| picture.png.len());
        }
    }
}

impl Pictures {
    /// The SHA-256 of an output, read again only when it changed.
    pub fn sha256(&self, folder: &Path, name: &str) -> Option<String> {
        let path = folder.join(name);
        let stamp = built::stamp(&path)?;
        let known = self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, sha256)) = known.get(&path).filter(|(of, _)| *of == stamp) {
            return Some(sha256.clone());
        }
        drop(known);
        let sha256 = read::sha256(&built::output(folder, name).ok()?);
        let mut known = self.hashes.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= HASHES {
            known.clear();
        }
        known.insert(path, (stamp, sha256.clone()));
        Some(sha256)
    }

    /// A picture of a page, now or when it is drawn.
    pub fn ask(&self, sha256: String, wanted: Wanted) -> Result<Picture, oneshot::Receiver<Option<Picture>>> {
        let key = (sha256, wanted.page, wanted.side);
        if let Some(found) = self.kept.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Ok(found);
        }
        let (answer, heard) = oneshot::channel();
        let waiting = Waiting { key, wanted, answer };
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push_back(waiting);
        self.more.notify_one();
        Err(heard)
    }

    /// Some that wait, those that nobody waits for left out; the large ones first, for somebody looks at them.
    fn round(&self) -> Vec<Waiting> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let mut waiting = self.more.wait_while(waiting, |all| all.is_empty()).unwrap_or_else(PoisonError::into_inner);
        waiting.retain(|one| !one.answer.is_closed());
        let mut all: Vec<Waiting> = waiting.drain(..).collect();
        all.sort_by_key(|one| std::cmp::Reverse(one.wanted.side));
        waiting.extend(all.split_off(all.len().min(ROUND)));
        all
    }
}

/// Draws what is asked for.
pub fn draw(site: &Site) {
    let usual = &site.setup.options;
    let options = Options {
        task: Task::Look,
        limits: WorkerLimits {
            case_seconds: usual.limits.case_seconds.min(SECONDS),
            worker_mb: usual.limits.worker_mb.min(MEMORY),
            ..usual.limits
        },
        ..usual.clone()
    };
    loop {
        let mut round: VecDeque<Waiting> = site.pictures.round().into();
        let jobs: Vec<Wanted> = round.iter().map(|one| one.wanted.clone()).collect();
        if jobs.is_empty() {
            continue;
        }
        let lost = |_: &Wanted, _: &pool::Death, _| Drawn::default();
        pool::each(&site.setup.program, &options, &jobs, site.setup.jobs, &lost, &|_| {}, &mut |drawn: Drawn| {
            let Some(one) = round.pop_front() else { return };
            let drawn = Some(drawn).filter(|drawn| !drawn.png.is_empty());
            let picture = drawn.map(|drawn| Picture { png: Arc::new(drawn.png), lacks: drawn.lacks });
            if let Some(picture) = &picture {
                let mut kept = site.pictures.kept.lock().unwrap_or_else(PoisonError::into_inner);
                kept.put(one.key, picture.clone(), KEPT);
            }
            let _ = one.answer.send(picture);
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_longest_not_asked_for_goes() {
        let mut kept = Kept::default();
        let key = |page: usize| ("a".to_owned(), page, 1);
        let picture = |size: usize| Picture { png: Arc::new(vec![0; size]), lacks: false };
        kept.put(key(1), picture(4), 10);
        kept.put(key(2), picture(4), 10);
        assert!(kept.get(&key(1)).is_some());
        kept.put(key(3), picture(4), 10);
        let there = [1, 2, 3].map(|page| kept.get(&key(page)).is_some());
        assert_eq!((there, kept.bytes), ([true, false, true], 8));
        kept.put(key(3), picture(2), 10);
        kept.put(key(4), picture(11), 10);
        assert_eq!((kept.bytes, kept.order.len(), kept.pictures.len()), (6, 2, 2));
    }
}
