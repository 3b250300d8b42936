//! What commands share that look at one case and write its history.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde_json::Value;

use super::{Console, ERRORS, build, tell, verify};
use crate::check::settings::Settings;
use crate::diag::{Arg, Report};
use crate::driver::now::Now;
use crate::driver::past::{self, Book, Glance, Shelf};
use crate::driver::pool::{self, Death};
use crate::fix;
use crate::history::append::append;
use crate::history::event::Event;
use crate::history::record;
use crate::lint;
use crate::locale::Args;
use crate::market::Marketplace;
use crate::options::{Manner, Task};
use crate::read::{self, PathProblem, built};
use crate::source::SourceFile;
use crate::verify::manifest::Manifest;
use crate::write;

/// One case, with its past.
pub(super) struct Desk {
    /// The workspace's root.
    pub root: PathBuf,
    /// The case, from the root.
    pub case: String,
    /// What its file says at first sight.
    pub glance: Glance,
    /// What happened.
    pub book: Book,
}

/// Values for a message.
pub(super) fn args<const N: usize>(values: [(&str, Arg); N]) -> Args {
    values.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

/// The case that a PATH means, with its past.
pub(super) fn desk(path: &Path, console: &Console) -> Result<Desk, u8> {
    let (root, case) = one_case(path, console)?;
    let settings = Shelf::default().settings(&root, &case);
    let unreadable = |detail: String| {
        let file = past::file(&case);
        console.refuse("tool-read-failed", &args([("path", file.into()), ("detail", detail.into())]))
    };
    let book = past::book(&root, &case).map_err(|problem| {
        unreadable(match problem {
            PathProblem::Link => console.locale.word("history-leads-out"),
            PathProblem::Io(detail) => detail,
            other => format!("{other:?}"),
        })
    })?;
    let glance = past::glance(&root, &case, settings).ok_or_else(|| unreadable(read::CASE_FILE.to_owned()))?;
    Ok(Desk { root, case, glance, book })
}

/// The case that a PATH means.
pub(super) fn one_case(path: &Path, console: &Console) -> Result<(PathBuf, String), u8> {
    let workspace = read::workspace(&[path.to_path_buf()]).map_err(|error| build::refuse(&error, console))?;
    let own = built::root_of(path).ok().map(|(_, full)| full);
    let folder = own.as_deref().map(|full| if full.is_file() { full.parent().unwrap_or(full) } else { full });
    let own = folder.map(|folder| read::relative(&workspace.root, folder));
    match workspace.cases.as_slice() {
        [one] => Ok((workspace.root.clone(), one.clone())),
        many => match many.iter().find(|case| Some(*case) == own.as_ref()) {
            Some(case) => Ok((workspace.root.clone(), case.clone())),
            None => {
                let count = Arg::from(many.len());
                let path = Arg::from(path.display().to_string());
                Err(console.refuse("history-one-case", &args([("path", path), ("count", count)])))
            }
        },
    }
}

impl Desk {
    /// The marketplace of a flag, else the case's own; one that the case does not name is refused.
    pub fn market(&self, named: Option<&str>, console: &Console) -> Result<&'static Marketplace, u8> {
        let Some(name) = named else { return Ok(self.glance.market) };
        let refused = |id: &str| console.refuse(id, &args([("value", Arg::from(name))]));
        let found = Marketplace::find(name).ok_or_else(|| refused("history-no-market"))?;
        let named = self.glance.others.iter().any(|(market, ..)| market.code == found.code);
        if found.code != self.glance.market.code && !named {
            return Err(refused("history-other-market"));
        }
        Ok(found)
    }

    /// The manner in which outputs for a marketplace are made.
    pub fn manner(&self, market: &Marketplace) -> Manner {
        let other = (market.code != self.glance.market.code).then(|| market.code.to_owned());
        Manner { market: other, ..Manner::default() }
    }

    /// The folder of its outputs for a marketplace.
    pub fn folder(&self, market: &Marketplace) -> PathBuf {
        past::outputs(&self.root, &self.case, self.settings(), self.manner(market).market.as_deref())
    }

    /// What it says now; none where it cannot be told.
    pub fn now(&self, console: &Console) -> Result<Option<Now>, u8> {
        let options = verify::options(self.root.clone(), Task::Now, console)?;
        let (program, _) = build::workers(Some(1))?;
        let mut found = None;
        let lost = |_: &String, _: &Death, _| None;
        pool::each(&program, &options, std::slice::from_ref(&self.case), 1, &lost, &|_| {}, &mut |now: Option<Now>| {
            found = now;
        });
        Ok(found)
    }

    /// Its settings.
    pub fn settings(&self) -> &Settings {
        &self.glance.settings
    }

    /// Tells what is wrong with the history, and goes on.
    pub fn warn(&self, console: &Console) {
        let sources: Vec<_> = self.book.source.iter().cloned().collect();
        let mut diagnostics = lint::settle(self.book.findings.clone(), self.settings(), &[]);
        fix::settle(&mut diagnostics, &sources, &past::file(&self.case));
        let report = Report { sources, diagnostics };
        console.message(&tell::diagnostics(&report, console));
        console.message(&tell::document(&[report], console));
    }

    /// Refuses where the history cannot be understood: nothing is added to what is broken.
    pub fn sound(&self, console: &Console) -> Result<(), u8> {
        if !self.book.is_broken() {
            return Ok(());
        }
        self.warn(console);
        console.refuse("history-broken", &args([("path", past::file(&self.case).into())]));
        Err(ERRORS)
    }

    /// Adds to the history: whole or not at all, and only to what was read.
    pub fn record(&self, events: &[Event], console: &Console) -> Result<(), u8> {
        let known = self.book.source.as_ref().map(|source| source.text.to_string()).unwrap_or_default();
        let added = append(&known, events);
        let path = past::file(&self.case);
        let mut findings = Vec::new();
        let now = record::history(&SourceFile::new(path.as_str(), added.as_str()), &mut findings);
        if now.events.len() != self.book.history.events.len() + events.len() {
            // A list that is written on one line takes no tables.
            console.refuse("history-no-tables", &args([("path", path.into())]));
            return Err(ERRORS);
        }
        let moved = Cell::new(false);
        let made = |before: Option<&[u8]>| -> Vec<u8> {
            let before = before.unwrap_or_default();
            if before.strip_prefix(b"\xef\xbb\xbf").unwrap_or(before) != known.as_bytes() {
                moved.set(true);
                return before.to_vec();
            }
            [before, &added.as_bytes()[known.len()..]].concat()
        };
        let done = write::beside(&self.root, &path, &made);
        let failed = |detail: String| {
            console.refuse("tool-write-failed", &args([("path", path.clone().into()), ("detail", detail.into())]))
        };
        done.map_err(|error| failed(error.to_string()))?;
        if moved.get() { Err(failed(console.locale.word("history-moved"))) } else { Ok(()) }
    }

    /// Keeps a file of a submission with the case; gives its path from the case.
    pub fn keep(&self, n: u64, name: &str, bytes: &[u8], console: &Console) -> Result<String, u8> {
        let own = format!("{}/{n}/{name}", crate::history::FOLDER);
        let path = read::join(&self.case, &own);
        write::inside(&self.root, &path, bytes).map_err(|error| {
            let detail = Arg::from(error.to_string());
            console.refuse("tool-write-failed", &args([("path", path.clone().into()), ("detail", detail)]))
        })?;
        Ok(own)
    }
}

/// The outputs of a case, as they were just built.
pub(super) struct Outputs {
    /// Their folder.
    pub folder: PathBuf,
    /// The manifest as it stands.
    pub text: Vec<u8>,
    /// The manifest, read.
    pub manifest: Manifest,
}

impl Outputs {
    /// Reads the manifest of outputs.
    pub fn read(folder: PathBuf, console: &Console) -> Result<Self, u8> {
        let path = folder.join(built::MANIFEST);
        let refused = |detail: String| {
            let path = Arg::from(path.display().to_string());
            console.refuse("tool-read-failed", &args([("path", path), ("detail", detail.into())]))
        };
        let text = built::file(&path).map_err(|error| refused(error.to_string()))?;
        let manifest = Manifest::read(&text).map_err(|problem| refused(format!("{problem:?}")))?;
        Ok(Self { folder, text, manifest })
    }

    /// A value of the manifest.
    pub fn value(&self, key: &str) -> &Value {
        self.manifest.value.get(key).unwrap_or(&Value::Null)
    }

    /// `sha256:…` of an output.
    pub fn hash(&self, name: &str) -> Option<String> {
        let found = self.manifest.outputs.iter().find(|output| output.path == name);
        found.map(|output| format!("sha256:{}", output.sha256))
    }

    /// The names of the bundle's volumes, in order.
    pub fn bundles(&self) -> Vec<&str> {
        let names = self.manifest.outputs.iter().map(|output| output.path.as_str());
        let mut bundles: Vec<&str> = names.filter(|name| name.starts_with("bundle") && !name.contains('/')).collect();
        // `bundle-10-of-12.pdf` comes after `bundle-9-of-12.pdf`.
        bundles.sort_by_key(|name| (name.len(), *name));
        bundles
    }

    /// `sha256:…` of the bundle's volumes, in order.
    pub fn bundle_hashes(&self) -> Vec<String> {
        self.bundles().into_iter().filter_map(|name| self.hash(name)).collect()
    }

    /// The date that is printed.
    pub fn date(&self) -> Option<Date> {
        self.value("date").as_str().and_then(|date| date.parse().ok())
    }
}

/// The day of an event: the flag, else today.
pub(super) fn day(flag: Option<&str>, console: &Console) -> Result<Date, u8> {
    build::today(flag, console).map(|(date, _)| date)
}
