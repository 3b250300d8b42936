//! Which cases a change concerns.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::CaseResult;
use super::duplicates::{CaseKey, Seen};
use super::pool::{self, Death, Warm};
use crate::options::{Options, Task};
use crate::read;
use crate::read::tree::is_below;

/// What is known of the cases that are watched.
#[derive(Debug, Default)]
pub struct Watched {
    /// The paths that each names.
    names: BTreeMap<String, BTreeSet<String>>,
    /// What each is about.
    keys: BTreeMap<String, Vec<CaseKey>>,
}

/// What a change means.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Settings, templates or fonts changed, which workers read once.
    pub restart: bool,
    /// Cases to do again, new ones among them.
    pub cases: BTreeSet<String>,
    /// Cases that are not there any more.
    pub gone: Vec<String>,
}

impl Plan {
    /// Whether it means nothing.
    pub fn is_empty(&self) -> bool {
        !self.restart && self.cases.is_empty() && self.gone.is_empty()
    }

    /// Adds what a later change means.
    pub fn add(&mut self, later: Plan) {
        self.restart |= later.restart;
        self.cases.extend(later.cases);
        self.cases.retain(|case| !later.gone.contains(case));
        self.gone.extend(later.gone);
    }
}

impl Watched {
    /// What it means that these files changed. `cases` are those that there are now; `fonts` the folders
    /// with fonts of the workspace.
    pub fn plan(&self, changed: &[String], cases: &[String], fonts: &[String]) -> Plan {
        let mut plan = Plan::default();
        let now: BTreeSet<&str> = cases.iter().map(String::as_str).collect();
        plan.gone = self.names.keys().filter(|case| !now.contains(case.as_str())).cloned().collect();
        plan.cases.extend(cases.iter().filter(|case| !self.names.contains_key(*case)).cloned());
        for path in changed.iter().filter(|path| !is_passing(path)) {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let template = is_below(path, "templates") && (name.ends_with(".tera") || name.ends_with(".toml"));
            if template || fonts.iter().any(|folder| is_below(path, folder.trim_start_matches('/'))) {
                plan.restart = true;
                plan.cases.extend(cases.iter().cloned());
            } else if name == read::CONFIG_FILE {
                plan.restart = true;
                plan.cases.extend(cases.iter().filter(|case| is_below(case, folder)).cloned());
            }
            plan.cases.extend(nearest(folder, &now).map(str::to_owned));
        }
        let changed: BTreeSet<&String> = changed.iter().collect();
        let naming = self.names.iter().filter(|(case, names)| {
            // From the side on which there are fewer.
            let named = match changed.len() < names.len() {
                true => changed.iter().any(|path| names.contains(*path)),
                false => names.iter().any(|path| changed.contains(path)),
            };
            named && now.contains(case.as_str())
        });
        plan.cases.extend(naming.map(|(case, _)| case.clone()));
        plan
    }

    /// Forgets a case.
    pub fn forget(&mut self, case: &str) {
        self.names.remove(case);
        self.keys.remove(case);
    }

    /// Files that a build writes beside reports, of these cases.
    pub fn written(&self, cases: &BTreeSet<String>) -> Vec<String> {
        let names = cases.iter().filter_map(|case| self.names.get(case)).flatten();
        names.filter(|path| path.ends_with(crate::complaints::kept::SUFFIX)).cloned().collect()
    }

    /// What the cases are about that are not among these.
    pub fn others(&self, cases: &BTreeSet<String>) -> Seen {
        let mut seen = Seen::default();
        for (case, keys) in self.keys.iter().filter(|(case, _)| !cases.contains(*case)) {
            seen.judge(case, keys);
        }
        seen
    }

    /// Notes what a case is about.
    pub fn note(&mut self, result: &CaseResult) {
        self.keys.insert(result.outcome.case.clone(), result.keys.clone());
    }

    /// Asks workers that stay what cases name.
    pub fn learn(
        &mut self,
        warm: &mut Warm<BTreeSet<String>>,
        program: &Path,
        options: &Options,
        cases: &BTreeSet<String>,
        jobs: usize,
    ) {
        let options = Options { task: Task::Names, build: false, ..options.clone() };
        let list: Vec<String> = cases.iter().cloned().collect();
        let mut left = list.iter();
        let lost = |_: &String, _: &Death, _| BTreeSet::new();
        pool::each_warm(warm, (program, &options, jobs), &list, &lost, &|_| {}, &mut |names: BTreeSet<String>| {
            let Some(case) = left.next() else { return };
            let known = self.names.entry(case.clone()).or_default();
            // What a case named while it could be read is still of interest while it cannot.
            if !names.is_empty() {
                *known = names;
            }
        });
    }
}

/// The case in whose folder a folder lies.
fn nearest<'c>(folder: &str, cases: &BTreeSet<&'c str>) -> Option<&'c str> {
    let mut at = folder;
    loop {
        if let Some(case) = cases.get(at) {
            return Some(case);
        }
        match at.rsplit_once('/') {
            Some((above, _)) => at = above,
            None if at.is_empty() => return None,
            None => at = "",
        }
    }
}

/// Files that editors and browsers make in passing.
fn is_passing(path: &str) -> bool {
    let name = path.rsplit_once('/').map_or(path, |(_, name)| name);
    let ends = ["~", ".tmp", ".swp", ".swx", ".part", ".crdownload", ".bak"].iter().any(|end| name.ends_with(end));
    ends || name.starts_with("~$") || name.starts_with('#') || name == "4913"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(list: &[&str]) -> BTreeSet<String> {
        list.iter().map(|text| (*text).to_owned()).collect()
    }

    #[test]
    fn a_change_concerns_whoever_names_the_file() {
        let mut watched = Watched::default();
        watched.names.insert("cases/a".into(), set(&["cases/a/evidence/x.jpg", "shared/sop.pdf"]));
        watched.names.insert("cases/b".into(), set(&["shared/sop.pdf", "shared/fix.toml"]));
        watched.names.insert("clients/c/cases/d".into(), set(&["clients/c/missing.pdf"]));
        let cases: Vec<String> = watched.names.keys().cloned().collect();
        let plan = |changed: &[&str]| {
            let changed: Vec<String> = changed.iter().map(|path| (*path).to_owned()).collect();
            watched.plan(&changed, &cases, &["/fonts".to_owned()])
        };
        assert_eq!(plan(&["cases/a/case.toml"]).cases, set(&["cases/a"]));
        assert_eq!(plan(&["cases/a/evidence/new.jpg"]).cases, set(&["cases/a"]));
        assert_eq!(plan(&["shared/sop.pdf"]).cases, set(&["cases/a", "cases/b"]));
        assert_eq!(plan(&["shared/fix.toml"]).cases, set(&["cases/b"]));
        assert_eq!(plan(&["clients/c/missing.pdf"]).cases, set(&["clients/c/cases/d"]));
        assert!(plan(&["shared/other.pdf", "cases/a/case.toml~", "cases/b/~$x.xlsx", "README.md"]).is_empty());
        assert!(!plan(&["shared/sop.pdf"]).restart);
        let client = plan(&["clients/c/appealc.toml"]);
        assert!(client.restart && client.cases == set(&["clients/c/cases/d"]), "{client:?}");
        for all in ["appealc.toml", "templates/base/appeal.en.tera", "fonts/a.otf"] {
            assert!(plan(&[all]).restart && plan(&[all]).cases.len() == 3, "{all}");
        }
        // One came, one went.
        let now = ["cases/a".to_owned(), "cases/e".to_owned(), "clients/c/cases/d".to_owned()];
        let plan = watched.plan(&["cases/b/case.toml".to_owned(), "cases/e/case.toml".to_owned()], &now, &[]);
        assert_eq!((plan.cases, plan.gone), (set(&["cases/e"]), vec!["cases/b".to_owned()]));
    }
}
