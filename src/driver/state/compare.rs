//! Whether what is remembered of a case still holds. The system is asked for sizes and times; what it says
//! otherwise than before is read and hashed before that is believed.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use super::{Entry, Facts, Known, Record, remember};
use crate::driver::why::Reason;
use crate::options::{EngineChoice, Options};
use crate::read;
use crate::read::git::{Git, Mark};
use crate::read::stat::{self, Hash, Moment, Stat};
use crate::templates::Templates;

/// What holds for all cases of a run.
pub struct Now<'n> {
    /// What the run may vary.
    pub options: &'n Options,
    /// A moment before anything was read; none where nothing will be remembered.
    pub moment: Option<Moment>,
    /// The workspace's own templates, and the built-in ones.
    pub templates: Templates,
    /// What flags say of levels.
    levels: Hash,
    git: Option<Mark>,
    /// Folders that were looked into just now, and whether settings lie there.
    walked: &'n BTreeMap<String, bool>,
}

impl<'n> Now<'n> {
    /// Looks at what all cases share.
    pub fn new(options: &'n Options, moment: Option<Moment>, walked: &'n BTreeMap<String, bool>) -> Self {
        Self {
            options,
            moment,
            templates: Templates::new(read::templates(&options.root)),
            levels: remember::levels(&options.levels),
            git: Mark::of(&options.root),
            walked,
        }
    }
}

/// What became of a comparison.
#[derive(Debug)]
pub enum Verdict {
    /// Nothing has changed.
    Same,
    /// Times have changed, and nothing else; what is to be remembered now.
    Touched(Vec<u8>),
    /// Something has changed, so that the case must be looked at: what.
    Changed(Reason),
}

/// Compares cases one after the other; what it has asked for once it does not ask for again.
pub struct Comparer<'n> {
    now: &'n Now<'n>,
    chains: BTreeMap<String, Vec<String>>,
    folders: BTreeMap<String, bool>,
    templates: BTreeMap<String, Hash>,
    fonts: BTreeMap<Vec<String>, Hash>,
    git: Option<Option<Git>>,
    /// Files that several cases use, and what the system said of them just now.
    shared: BTreeMap<String, Stat>,
    room: Vec<u8>,
}

/// Whether an entry still holds what it did.
enum Look {
    Same,
    /// Its times have changed.
    Touched,
    Gone,
    /// What it holds now.
    Other(Option<Hash>),
}

impl<'n> Comparer<'n> {
    /// Begins.
    pub fn new(now: &'n Now<'n>) -> Self {
        Self {
            now,
            chains: BTreeMap::new(),
            folders: BTreeMap::new(),
            templates: BTreeMap::new(),
            fonts: BTreeMap::new(),
            git: None,
            shared: BTreeMap::new(),
            room: Vec::new(),
        }
    }

    /// Whether the case is as it was.
    pub fn compare(&mut self, case: &str, known: &Known<'_>) -> Verdict {
        let Some(mut record) = known.record.and_then(Record::read) else {
            return Verdict::Changed(Reason::new("why-no-record"));
        };
        let mut touched = false;
        if let Some(reason) = self.differs(case, &mut record.facts, &mut touched) {
            return Verdict::Changed(reason);
        }
        match self.now.moment {
            Some(moment) if touched => {
                // Everything was looked at after that moment, and is what it was.
                (record.facts.seen, record.facts.written) = (moment, moment);
                Verdict::Touched(record.bytes())
            }
            _ => Verdict::Same,
        }
    }

    fn differs(&mut self, case: &str, facts: &mut Facts, touched: &mut bool) -> Option<Reason> {
        let options = self.now.options;
        if facts.levels != self.now.levels {
            return Some(Reason::new("why-levels"));
        }
        if let Some(reason) = date(facts, options.today_given.then_some(options.today), options.today) {
            return Some(reason);
        }
        if options.engine != EngineChoice::Embedded {
            return Some(Reason::new("why-engine-asked"));
        }
        if facts.templates != self.own_templates(&facts.kind) {
            return Some(Reason::new("why-templates"));
        }
        if let Some((paths, before)) = &facts.fonts
            && self.fonts(paths) != *before
        {
            return Some(Reason::new("why-fonts"));
        }
        let folder = match &options.out {
            Some(out) => crate::driver::outputs::shown(&options.root, &crate::write::folder(out, case)),
            None => facts.folder.clone(),
        };
        if facts.elsewhere != options.out.is_some() || facts.folder != folder {
            return Some(Reason::new("why-folder"));
        }
        if let Some(reason) = self.inputs(case, facts, touched) {
            return Some(reason);
        }
        if let Some(path) = facts.absent.iter().find(|path| !stat::is_absent(&options.root.join(path))) {
            return Some(Reason::new("why-input-new").arg("path", path.as_str()));
        }
        self.outputs(facts, touched).or_else(|| self.git(facts, touched))
    }

    fn inputs(&mut self, case: &str, facts: &mut Facts, touched: &mut bool) -> Option<Reason> {
        let root = &self.now.options.root;
        let (mut found, mut known) = (Vec::new(), None);
        for entry in &mut facts.inputs {
            let folder = entry.path.rsplit_once('/').map_or("", |(folder, _)| folder);
            if known.as_deref() != Some(folder) {
                if !self.now.walked.contains_key(folder) && !real(root, folder, &mut self.folders) {
                    return Some(Reason::new("why-input-gone").arg("path", entry.path.as_str()));
                }
                found.extend(configs(self.now, folder, &mut self.chains));
                known = Some(folder.to_owned());
            }
            // What lies elsewhere other cases use too: the system is asked once.
            let shared = !folder.starts_with(case);
            if shared
                && self.shared.get(&entry.path).is_some_and(|stat| *stat == entry.stat && stat.is_before(facts.seen))
            {
                continue;
            }
            if let Some(reason) = input(root, entry, facts.seen, touched, &mut self.room) {
                return Some(reason);
            }
            if shared {
                self.shared.insert(entry.path.clone(), entry.stat);
            }
        }
        found.extend(configs(self.now, case, &mut self.chains));
        found.sort_unstable();
        found.dedup();
        if let Some(path) = found.iter().find(|path| !facts.configs.contains(path)) {
            return Some(Reason::new("why-input-new").arg("path", path.as_str()));
        }
        if let Some(path) = facts.configs.iter().find(|path| !found.contains(path)) {
            return Some(Reason::new("why-input-gone").arg("path", path.as_str()));
        }
        facts.beside.iter_mut().find_map(|entry| input(root, entry, facts.seen, touched, &mut self.room))
    }

    fn outputs(&mut self, facts: &mut Facts, touched: &mut bool) -> Option<Reason> {
        // A whole path stays what it is.
        let folder = self.now.options.root.join(&facts.folder);
        let gone = |path: &str| Reason::new("why-output-gone").arg("path", path);
        let is_there = match facts.elsewhere {
            true => stat::is_folder(&folder),
            false => real(&self.now.options.root, &facts.folder, &mut self.folders),
        };
        if !is_there {
            return Some(gone(&facts.folder));
        }
        let mut inner = None;
        for entry in &mut facts.outputs {
            if let Some((around, _)) = entry.path.rsplit_once('/')
                && !*inner.get_or_insert_with(|| stat::is_folder(&folder.join(around)))
            {
                return Some(gone(&entry.path));
            }
            match look(&folder.join(&entry.path), entry, facts.written, &mut self.room) {
                Look::Same => {}
                Look::Touched => *touched = true,
                Look::Gone => return Some(gone(&entry.path)),
                Look::Other(now) => return Some(Reason::changed("why-output-changed", &entry.path, entry.hash, now)),
            }
        }
        None
    }

    /// Whether git still keeps what it kept, and still leaves out what it left out, for the same reason.
    fn git(&mut self, facts: &mut Facts, touched: &mut bool) -> Option<Reason> {
        let same = facts.git.is_some() && facts.git == self.now.git;
        if same && facts.strangers.is_empty() {
            return None;
        }
        let root = &self.now.options.root;
        let mut git = self.git.get_or_insert_with(|| Git::around(root)).as_mut();
        for (path, before) in &facts.strangers {
            let now = git.as_mut().and_then(|git| git.untracked(path));
            if now != *before {
                return Some(Reason::new("why-git").arg("path", path.as_str()));
            }
        }
        if same {
            return None;
        }
        let told = |path: &str| facts.strangers.iter().any(|(stranger, _)| stranger == path);
        for path in facts.inputs.iter().map(|entry| &entry.path).filter(|path| !told(path)) {
            if git.as_mut().is_some_and(|git| !git.is_kept(path)) {
                return Some(Reason::new("why-git").arg("path", path.as_str()));
            }
        }
        if facts.git != self.now.git {
            facts.git.clone_from(&self.now.git);
            *touched = true;
        }
        None
    }

    fn own_templates(&mut self, kind: &str) -> Hash {
        if let Some(found) = self.templates.get(kind) {
            return *found;
        }
        let hash = remember::own_templates(&self.now.templates, kind);
        self.templates.insert(kind.to_owned(), hash);
        hash
    }

    fn fonts(&mut self, paths: &[String]) -> Hash {
        let root = &self.now.options.root;
        *self.fonts.entry(paths.to_vec()).or_insert_with(|| read::fonts::mark(root, paths))
    }
}

/// The settings files that count for a folder, as [`read::configs`] finds them.
fn configs(now: &Now<'_>, folder: &str, known: &mut BTreeMap<String, Vec<String>>) -> Vec<String> {
    let Some(has_config) = now.walked.get(folder) else { return read::configs(&now.options.root, folder, known) };
    let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
    let mut found = if folder.is_empty() { Vec::new() } else { configs(now, above, known) };
    if *has_config {
        found.push(read::join(folder, read::CONFIG_FILE));
    }
    found
}

/// What the date has to do with it.
fn date(facts: &Facts, given: Option<Date>, today: Date) -> Option<Reason> {
    if facts.date != given {
        let shown = |date: Option<Date>| date.map_or_else(|| "-".to_owned(), |date| date.to_string());
        return Some(Reason::new("why-date").arg("old", shown(facts.date)).arg("new", shown(given)));
    }
    let (from, to) = facts.days;
    let same = given.is_some() || (from <= today && today <= to);
    (!same).then(|| Reason::new("why-day").arg("new", today.to_string()))
}

/// Whether a folder of the workspace and those above it are folders and no links.
fn real(root: &Path, folder: &str, known: &mut BTreeMap<String, bool>) -> bool {
    if folder.is_empty() {
        return true;
    }
    if let Some(found) = known.get(folder) {
        return *found;
    }
    let above = folder.rsplit_once('/').map_or("", |(above, _)| above);
    let is_real = real(root, above, known) && stat::is_folder(&root.join(folder));
    known.insert(folder.to_owned(), is_real);
    is_real
}

fn input(root: &Path, entry: &mut Entry, seen: Moment, touched: &mut bool, room: &mut Vec<u8>) -> Option<Reason> {
    match look(&root.join(&entry.path), entry, seen, room) {
        Look::Same => None,
        Look::Touched => {
            *touched = true;
            None
        }
        Look::Gone => Some(Reason::new("why-input-gone").arg("path", entry.path.as_str())),
        Look::Other(now) => Some(Reason::changed("why-input-changed", &entry.path, entry.hash, now)),
    }
}

/// Looks at a file; where its stat is another, or was noted too early to be believed, at its content.
fn look(path: &Path, entry: &mut Entry, moment: Moment, room: &mut Vec<u8>) -> Look {
    let Some(now) = stat::stat(path) else { return Look::Gone };
    if now == entry.stat && now.is_before(moment) {
        return Look::Same;
    }
    if now.size != entry.stat.size {
        return Look::Other(Hash::of_file(path, room).ok());
    }
    match Hash::of_file(path, room) {
        Ok(hash) if hash == entry.hash => {
            entry.stat = now;
            Look::Touched
        }
        Ok(hash) => Look::Other(Some(hash)),
        Err(_) => Look::Other(None),
    }
}
