//! What git keeps of the workspace over time: commits, and files as they were in one. Like
//! `super::git`, without the `git` program.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use gix::ObjectId;
use gix::bstr::ByteSlice;
use gix::objs::Kind;
use jiff::civil::Date;

/// Memory for objects that are looked at again and again, in bytes.
const CACHE: usize = 64 << 20;

/// The repository around a workspace.
pub struct Commits {
    repository: gix::Repository,
    /// The way from the root of the working tree to the workspace: empty, or it ends with `/`.
    prefix: String,
    /// The workspace's root.
    root: PathBuf,
}

/// A commit that touched something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: String,
    /// When it was made, where its author was.
    pub date: Date,
    /// Seconds since 1970.
    pub seconds: i64,
    /// Who made it.
    pub author: String,
    /// The first line of its message.
    pub summary: String,
}

/// Commits that touched something, youngest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// The commits.
    pub commits: Vec<Commit>,
    /// Whether older ones are not in this clone.
    pub shallow: bool,
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}

/// Takes a file of a commit, by its path and content; or says why it cannot.
pub type Each<'e> = &'e mut dyn FnMut(&str, Vec<u8>) -> Result<(), String>;

impl Commits {
    /// The repository around a workspace, if there is one with a working tree.
    pub fn around(root: &Path) -> Option<Self> {
        let upwards = gix::discover::upwards::Options { dot_git_only: true, ..Default::default() };
        let found = gix::ThreadSafeRepository::discover_opts(root, upwards, gix::sec::trust::Mapping::default());
        let mut repository = found.ok()?.to_thread_local();
        repository.object_cache_size_if_unset(CACHE);
        let tree = std::fs::canonicalize(repository.workdir()?).ok()?;
        let mut prefix = super::relative(&tree, root.strip_prefix(&tree).map(|_| root).ok()?);
        if !prefix.is_empty() {
            prefix.push('/');
        }
        Some(Self { repository, prefix, root: root.to_path_buf() })
    }

    /// The commit that is checked out; none before the first.
    pub fn head(&self) -> Option<String> {
        Some(self.repository.head_id().ok()?.to_hex().to_string())
    }

    /// Whether older commits are not in this clone.
    pub fn is_shallow(&self) -> bool {
        self.repository.is_shallow().unwrap_or(false)
    }

    /// The commit that a revision means.
    ///
    /// # Errors
    /// There is none, in the words of the reader.
    pub fn find(&self, revision: &str) -> Result<String, String> {
        let id = self.repository.rev_parse_single(revision.as_bytes().as_bstr()).map_err(text)?;
        let commit = id.object().map_err(text)?.peel_to_kind(Kind::Commit).map_err(text)?;
        Ok(commit.id.to_hex().to_string())
    }

    fn commit(&self, id: &str) -> Result<gix::Commit<'_>, String> {
        let id = self.find(id)?;
        let id = ObjectId::from_hex(id.as_bytes()).map_err(text)?;
        self.repository.find_commit(id).map_err(text)
    }

    fn full(&self, path: &str) -> String {
        let full = format!("{}{path}", self.prefix);
        full.trim_end_matches('/').to_owned()
    }

    /// What a tree holds under a path from the workspace's root.
    fn at(&self, tree: &gix::Tree<'_>, path: &str) -> Option<(ObjectId, bool)> {
        let full = self.full(path);
        if full.is_empty() {
            return Some((tree.id, true));
        }
        let entry = tree.lookup_entry_by_path(&full).ok()??;
        Some((entry.object_id(), entry.mode().is_tree()))
    }

    /// Those of some files, named from the root, that a commit does not have as they are on the disk.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn differ(&self, commit: &str, files: &[String]) -> Result<Vec<String>, String> {
        let tree = self.commit(commit)?.tree().map_err(text)?;
        let kept = |path: &&String| match self.at(&tree, path) {
            Some((id, false)) => self.is_on_disk(id, path),
            Some((_, true)) => false,
            None => !super::built::exists(&self.root.join(path)),
        };
        Ok(files.iter().filter(|path| !kept(path)).cloned().collect())
    }

    /// Whether a file on the disk has the content of a blob, line ends aside where git turns them; a pointer of
    /// Git LFS stands for what it points at.
    fn is_on_disk(&self, id: ObjectId, path: &str) -> bool {
        let Ok(bytes) = std::fs::read(self.root.join(path)) else { return false };
        let hash = |bytes: &[u8]| gix::objs::compute_hash(self.repository.object_hash(), Kind::Blob, bytes).ok();
        if hash(&bytes) == Some(id) {
            return true;
        }
        if bytes.contains(&b'\r') && hash(&bytes.replace(b"\r\n", b"\n")) == Some(id) {
            return true;
        }
        let small = self.repository.find_header(id).is_ok_and(|header| header.size() < 1024);
        let blob = if small { self.repository.find_object(id).ok() } else { None };
        blob.is_some_and(|blob| pointer(&blob.data).is_some_and(|sha256| super::sha256(&bytes) == sha256))
    }

    /// The commits that touched a folder or file, youngest first.
    ///
    /// # Errors
    /// The history cannot be read.
    pub fn log(&self, path: &str) -> Result<Log, String> {
        let mut log = Log { shallow: self.is_shallow(), ..Log::default() };
        let Ok(head) = self.repository.head_id() else { return Ok(log) };
        let order = gix::revision::walk::Sorting::ByCommitTime(Default::default());
        let walk = self.repository.rev_walk([head.detach()]).sorting(order).all().map_err(text)?;
        let mut seen: HashMap<ObjectId, Option<ObjectId>> = HashMap::new();
        let mut holds = |id: ObjectId| -> Option<ObjectId> {
            if let Some(found) = seen.get(&id) {
                return *found;
            }
            let tree = self.repository.find_commit(id).ok()?.tree().ok()?;
            let found = self.at(&tree, path).map(|(id, _)| id);
            seen.insert(id, found);
            found
        };
        for info in walk {
            let info = info.map_err(text)?;
            let own = holds(info.id);
            let parents: Vec<Option<ObjectId>> = info.parent_ids.iter().map(|parent| holds(*parent)).collect();
            // A merge that took one side as it was touched nothing.
            let same = parents.contains(&own) || (parents.is_empty() && own.is_none());
            if !same {
                log.commits.extend(self.repository.find_commit(info.id).ok().map(|commit| described(&commit)));
            }
        }
        Ok(log)
    }

    /// Hands on the files of a commit, named from the workspace's root, that are `wanted`, one by one.
    ///
    /// # Errors
    /// The commit cannot be read, or what `each` says.
    pub fn files(&self, commit: &str, wanted: &dyn Fn(&str) -> bool, each: Each<'_>) -> Result<(), String> {
        for (path, id) in self.listed(commit, "")? {
            if wanted(&path) {
                let blob = self.repository.find_object(id).map_err(text)?.detach().data;
                each(&path, self.smudged(blob))?;
            }
        }
        Ok(())
    }

    /// The files of a commit below a folder, named from the workspace's root, with their ids.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn listed(&self, commit: &str, folder: &str) -> Result<BTreeMap<String, ObjectId>, String> {
        let tree = self.commit(commit)?.tree().map_err(text)?;
        let mut found = BTreeMap::new();
        let Some((id, true)) = self.at(&tree, folder) else { return Ok(found) };
        let mut open = vec![(folder.to_owned(), id)];
        while let Some((folder, id)) = open.pop() {
            let tree = self.repository.find_tree(id).map_err(text)?;
            for entry in tree.iter() {
                let entry = entry.map_err(text)?;
                let path = super::join(&folder, &entry.filename().to_str_lossy());
                if entry.mode().is_tree() {
                    open.push((path, entry.object_id()));
                } else if entry.mode().is_blob() {
                    found.insert(path, entry.object_id());
                }
            }
        }
        Ok(found)
    }

    /// What a pointer of Git LFS stands for, where this clone has it.
    fn smudged(&self, blob: Vec<u8>) -> Vec<u8> {
        let Some(sha256) = pointer(&blob) else { return blob };
        let store = self.repository.common_dir().join("lfs/objects").join(&sha256[..2]).join(&sha256[2..4]);
        std::fs::read(store.join(sha256)).unwrap_or(blob)
    }
}

/// The hash that a pointer of Git LFS bears.
fn pointer(blob: &[u8]) -> Option<&str> {
    if !blob.starts_with(b"version https://git-lfs.github.com/spec/") || blob.len() >= 1024 {
        return None;
    }
    let text = std::str::from_utf8(blob).ok()?;
    let hash = text.lines().find_map(|line| line.strip_prefix("oid sha256:"))?;
    (hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(hash)
}

fn described(commit: &gix::Commit<'_>) -> Commit {
    let summary = commit.message().map(|message| message.summary().to_str_lossy().into_owned());
    let author = commit.author().map(|author| author.name.to_str_lossy().into_owned());
    let time = commit.time().unwrap_or_default();
    let offset = jiff::tz::Offset::from_seconds(time.offset).unwrap_or(jiff::tz::Offset::UTC);
    let stamp = jiff::Timestamp::from_second(time.seconds).unwrap_or_default();
    Commit {
        id: commit.id.to_hex().to_string(),
        date: offset.to_datetime(stamp).date(),
        seconds: time.seconds,
        author: author.unwrap_or_default(),
        summary: summary.unwrap_or_default(),
    }
}
