//! Reads outputs back: everything that a bundle says of itself is found again in its pages, and every
//! file is as its manifest says.
//!
//! [`pdf`](crate::verify::pdf) checks a bundle by the manifest inside it, [`folder`](crate::verify::folder) a case's output folder,
//! [`stale`](crate::verify::stale) says why outputs no longer match their case. Each difference is a finding.

use std::sync::Arc;

use crate::diag::{Diagnostic, Finding, Level, LevelFrom};
use crate::source::Place;

/// A case's output folder.
pub mod folder;

/// The manifest.
pub mod manifest;

/// A bundle, checked by the manifest inside it.
pub mod pdf;

/// A bundle as it is found.
pub mod reader;

/// Why outputs no longer match their case.
pub mod stale;

/// The text of pages.
pub mod text;

/// The codes of differences and their names.
pub const NAMES: &[(&str, &str)] = &[
    ("V001", "unreadable"),
    ("V002", "output-differs"),
    ("V003", "manifest-differs"),
    ("V004", "page-count"),
    ("V005", "exhibit-moved"),
    ("V006", "stamp-differs"),
    ("V007", "index-differs"),
    ("V008", "page-label-differs"),
    ("V009", "bookmark-differs"),
    ("V010", "link-differs"),
    ("V011", "evidence-differs"),
    ("V012", "original-differs"),
    ("V013", "volume-differs"),
    ("V014", "stale"),
    ("V015", "more-differences"),
    ("V016", "submission-differs"),
    ("V017", "not-made-again"),
];

/// So many differences of a file are told one by one.
const MOST: usize = 100;

/// Differences that were found in a file.
#[derive(Debug)]
pub struct Differences {
    file: Arc<str>,
    list: Vec<Finding>,
    more: usize,
}

impl Differences {
    /// None yet, in this file.
    pub fn new(file: &str) -> Self {
        Self { file: file.into(), list: Vec::new(), more: 0 }
    }

    /// The file as a whole.
    pub fn place(&self) -> Place {
        Place { file: self.file.clone(), start: 0, end: 0 }
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        if self.list.len() < MOST {
            self.list.push(finding);
        } else {
            self.more += 1;
        }
    }

    /// All of them.
    pub fn finish(mut self) -> Vec<Finding> {
        if self.more > 0 {
            self.list.push(Finding::new("V015", self.place()).arg("count", self.more));
        }
        self.list
    }
}

/// Differences as diagnostics: each is an error.
pub fn diagnostics(findings: Vec<Finding>) -> Vec<Diagnostic> {
    let all = findings.into_iter().map(|finding| {
        let name = NAMES.iter().find(|(code, _)| *code == finding.code).map_or("", |(_, name)| name);
        Diagnostic { rule: name.to_owned(), level: Level::Error, level_from: LevelFrom::Default, finding }
    });
    all.collect()
}
