//! Which cases changed since a revision: their own files, and the shared ones that they use. What is not committed,
//! or not even added, counts.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::parse;
use crate::parse::raw::{RawEvidence, RawShared};
use crate::read::commits::Commits;
use crate::read::git::{Git, Untracked};
use crate::read::{self, built};
use crate::source::Spanned;

/// Why that cannot be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unknown {
    /// There is no repository.
    NoRepository,
    /// There is no such revision.
    NoRevision(String),
    /// The clone is shallow, and the revision is not in it.
    Shallow,
}

/// The cases that changed since a revision.
///
/// # Errors
/// See [`Unknown`].
pub fn changed(root: &Path, cases: &[String], revision: &str) -> Result<Vec<String>, Unknown> {
    let commits = Commits::around(root).ok_or(Unknown::NoRepository)?;
    let commit = commits.find(revision).map_err(|detail| match commits.is_shallow() {
        true => Unknown::Shallow,
        false => Unknown::NoRevision(detail),
    })?;
    let mut since = Since { root, commits, commit, git: Git::around(root), shared: BTreeMap::new() };
    // Every letter is made from templates.
    if since.folder("templates") {
        return Ok(cases.to_vec());
    }
    Ok(cases.iter().filter(|case| since.touched(case)).cloned().collect())
}

struct Since<'s> {
    root: &'s Path,
    commits: Commits,
    commit: String,
    git: Option<Git>,
    /// Files that several cases use: whether each changed.
    shared: BTreeMap<String, bool>,
}

impl Since<'_> {
    fn touched(&mut self, case: &str) -> bool {
        self.folder(case) || self.used(case).into_iter().any(|path| self.file(path))
    }

    /// Whether a file changed.
    fn file(&mut self, path: String) -> bool {
        if let Some(known) = self.shared.get(&path) {
            return *known;
        }
        let differs = self.commits.differ(&self.commit, std::slice::from_ref(&path));
        let differs = !differs.is_ok_and(|files| files.is_empty());
        self.shared.insert(path, differs);
        differs
    }

    /// Whether something in a folder changed; what git is told to ignore does not count.
    fn folder(&mut self, folder: &str) -> bool {
        let Ok(then) = self.commits.listed(&self.commit, folder) else { return true };
        let now: BTreeSet<String> =
            built::all(&self.root.join(folder)).into_iter().map(|name| read::join(folder, &name)).collect();
        let gone = then.keys().any(|path| !now.contains(path));
        let git = &mut self.git;
        let mut ignored = |path: &str| {
            let why = git.as_mut().and_then(|git| git.untracked(path));
            matches!(why, Some(Untracked::Ignored { .. }))
        };
        let new = now.iter().any(|path| !then.contains_key(path) && !ignored(path));
        let both: Vec<String> = now.into_iter().filter(|path| then.contains_key(path)).collect();
        gone || new || !self.commits.differ(&self.commit, &both).is_ok_and(|files| files.is_empty())
    }

    /// The files outside a case's folder that it uses: settings, shared texts, evidence, notice, reports.
    fn used(&self, case: &str) -> Vec<String> {
        let mut used: Vec<String> = Vec::new();
        let mut folder = case;
        loop {
            used.push(read::join(folder, read::CONFIG_FILE));
            match folder.rsplit_once('/') {
                Some((above, _)) => folder = above,
                None if folder.is_empty() => break,
                None => folder = "",
            }
        }
        let Ok(text) = read::text(self.root, &read::join(case, read::CASE_FILE)) else { return used };
        let Some(raw) = parse::case(&text, &mut Vec::new()) else { return used };
        let mut named: Vec<(String, String)> = Vec::new();
        let mut add = |base: &str, paths: &mut dyn Iterator<Item = &Spanned<String>>| {
            named.extend(
                paths.filter(|path| path.contains(['/', '.'])).map(|path| (base.to_owned(), path.value.clone())),
            );
        };
        let cited = |shared: &RawShared| -> Vec<Spanned<String>> {
            let evidence = shared.evidence.iter().filter_map(|evidence: &RawEvidence| evidence.path.clone());
            let causes = shared.causes.iter().flat_map(|cause| cause.evidence.iter().cloned());
            let actions = shared.actions.iter().flat_map(|action| action.evidence.iter().cloned());
            evidence.chain(causes).chain(actions).collect()
        };
        add(case, &mut raw.top.notice.iter());
        add(case, &mut raw.include.iter());
        add(case, &mut cited(&raw.shared).iter());
        add(case, &mut raw.arguments.iter().flat_map(|argument| &argument.evidence));
        add(case, &mut raw.stock.iter().flat_map(|stock| &stock.evidence));
        let reports = raw.complaints.iter().flat_map(|complaints| &complaints.reports);
        let kept = |path: &Spanned<String>| {
            let kept = format!("{}{}", path.value, crate::complaints::kept::SUFFIX);
            Spanned::new(kept, path.place.clone())
        };
        // What was counted in a report is what git keeps of it.
        add(case, &mut reports.map(kept).collect::<Vec<_>>().iter());
        for include in &raw.include {
            let Ok(full) = read::resolve(self.root, case, include) else { continue };
            let path = read::relative(self.root, &full);
            let base = path.rsplit_once('/').map_or("", |(base, _)| base).to_owned();
            let shared = read::text(self.root, &path).ok().and_then(|text| parse::shared(&text, &mut Vec::new()));
            add(&base, &mut shared.as_ref().map(cited).unwrap_or_default().iter());
        }
        used.extend(named.into_iter().filter_map(|(base, path)| {
            let plain = |base: &str, path: &str| -> Option<String> {
                let from = if path.starts_with('/') { "" } else { base };
                let mut parts: Vec<&str> = Vec::new();
                for part in from.split('/').chain(path.split('/')) {
                    match part {
                        "" | "." => {}
                        ".." => drop(parts.pop()?),
                        part => parts.push(part),
                    }
                }
                Some(parts.join("/"))
            };
            match read::resolve(self.root, &base, &path) {
                Ok(full) => Some(read::relative(self.root, &full)),
                // What is missing now may have been there.
                Err(_) => plain(&base, &path),
            }
        }));
        let own = if case.is_empty() { String::new() } else { format!("{case}/") };
        used.retain(|path| own.is_empty() || !path.starts_with(&own));
        used.sort();
        used.dedup();
        used
    }
}
