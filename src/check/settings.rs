//! The settings of a case: every `appealc.toml` from the root down, the nearer over the farther.

use crate::diag::{Finding, Setting};
use crate::evidence::Limits;
use crate::options::WorkerLimits;
use crate::parse::keys;
use crate::parse::raw::{RawConfig, RawTop};
use crate::prose::{Lists, Words};
use crate::source::{Place, Spanned};

/// Files in files in files: each level takes a part of the stack.
const MOST_NESTING: usize = 20;

/// Settings.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who signs.
    pub seller_name: Option<Spanned<String>>,
    /// The seller account's name.
    pub store: Option<Spanned<String>>,
    /// Defaults of top-level keys.
    pub defaults: RawTop,
    /// `[limits] bundle_mb`; see the contract: a profile, no promise.
    pub bundle_mb: f64,
    /// `[limits] file_mb`.
    pub file_mb: f64,
    /// `[limits] file_types`: what may be attached.
    pub file_types: Vec<Spanned<String>>,
    /// `[limits] letter_words`.
    pub letter_words: u64,
    /// Where that is said.
    pub letter_words_place: Option<Place>,
    /// What workers may take.
    pub workers: WorkerLimits,
    /// Largest evidence file that is read, in MB.
    pub evidence_mb: u64,
    /// How much of an evidence file is accepted.
    pub evidence: Limits,
    /// MB of smaller pictures that are kept.
    pub cache_mb: u64,
    /// Levels by rule or group, in order of growing weight, with their places.
    pub lints: Vec<(String, Setting, Place)>,
    /// The seller's own phrases for the rules of wording.
    pub words: Words,
    /// Where outputs go, from the root.
    pub output_dir: String,
    /// Where that is said.
    pub output_place: Option<Place>,
    /// The paper, if set.
    pub paper: Option<String>,
    /// Whether only what was signed off is sent.
    pub approval: bool,
    /// Extra font folders.
    pub font_paths: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            seller_name: None,
            store: None,
            defaults: RawTop::default(),
            bundle_mb: 10.0,
            file_mb: 5.0,
            file_types: Vec::new(),
            letter_words: 500,
            letter_words_place: None,
            workers: WorkerLimits::default(),
            evidence_mb: 512,
            evidence: Limits::default(),
            cache_mb: 500,
            lints: Vec::new(),
            words: Words::default(),
            output_dir: "build".to_owned(),
            output_place: None,
            paper: None,
            approval: false,
            font_paths: Vec::new(),
        }
    }
}

impl Settings {
    /// Lays settings over each other; the last is nearest to the case.
    pub fn new(configs: Vec<RawConfig>, out: &mut Vec<Finding>) -> Self {
        let mut all = Self::default();
        let mut lists = Lists::default();
        for raw in configs {
            all.seller_name = raw.seller_name.or(all.seller_name);
            all.store = raw.store.or(all.store);
            all.defaults = raw.defaults.or(&all.defaults);
            all.bundle_mb = raw.bundle_mb.map_or(all.bundle_mb, |n| n.value);
            all.file_mb = raw.file_mb.map_or(all.file_mb, |n| n.value);
            all.file_types = raw.file_types.unwrap_or(all.file_types);
            if let Some(words) = raw.letter_words {
                all.letter_words = words.value;
                all.letter_words_place = Some(words.place);
            }
            let limits = &mut all.workers;
            limits.case_seconds = raw.case_seconds.map_or(limits.case_seconds, |n| n.value.max(1));
            limits.worker_mb = raw.worker_mb.map_or(limits.worker_mb, |n| n.value.max(256));
            limits.file_seconds = raw.file_seconds.map_or(limits.file_seconds, |n| n.value.max(1));
            all.evidence_mb = raw.evidence_mb.map_or(all.evidence_mb, |n| n.value);
            all.cache_mb = raw.cache_mb.map_or(all.cache_mb, |n| n.value);
            let limits = &mut all.evidence;
            let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
            limits.pixels = raw.megapixels.map_or(limits.pixels, |n| n.value.saturating_mul(1_000_000));
            limits.pages = raw.pages.map_or(limits.pages, |n| size(n.value));
            limits.depth = raw.nesting.map_or(limits.depth, |n| size(n.value).min(MOST_NESTING));
            limits.unpacked_mb = raw.unpacked_mb.map_or(limits.unpacked_mb, |n| n.value);
            if let Some(dir) = raw.output_dir {
                all.output_place = Some(dir.place.clone());
                all.output_dir = output_dir(dir, out).unwrap_or(all.output_dir);
            }
            if let Some(paper) = raw.paper {
                all.paper = super::choice(&paper, "paper", keys::PAPERS, out).or(all.paper);
            }
            all.approval = raw.approval.map_or(all.approval, |flag| flag.value);
            if let Some(paths) = raw.font_paths {
                all.font_paths = paths.into_iter().map(|path| path.value).collect();
            }
            // Phrases add up: a client's file adds to the workspace's.
            let prose = raw.prose;
            for (list, more) in [
                (&mut lists.vague, prose.vague),
                (&mut lists.planned, prose.planned),
                (&mut lists.blame, prose.blame),
                (&mut lists.emotive, prose.emotive),
                (&mut lists.concrete, prose.concrete),
                (&mut lists.ignore, prose.ignore),
            ] {
                list.extend(more.into_iter().flatten().map(|phrase| phrase.value));
            }
            for (name, level) in raw.lints {
                let setting = match level.value.as_str() {
                    "allow" => Setting::Allow,
                    "warn" => Setting::Warn,
                    "deny" => Setting::Deny,
                    _ => {
                        super::choice(&level, "lints", &["allow", "warn", "deny"], out);
                        continue;
                    }
                };
                all.lints.push((name.value, setting, name.place));
            }
        }
        if lists != Lists::default() {
            all.words = Words::new(&lists);
        }
        all
    }
}

/// A directory inside the workspace: relative, without `..`.
fn output_dir(dir: Spanned<String>, out: &mut Vec<Finding>) -> Option<String> {
    let plain: Vec<&str> = dir.value.split(['/', '\\']).filter(|part| !part.is_empty() && *part != ".").collect();
    let leaves = plain.contains(&"..") || dir.value.contains(':') || dir.value.starts_with("//");
    if leaves || plain.is_empty() {
        out.push(Finding::new("E002", dir.place).arg("path", dir.value));
        return None;
    }
    Some(plain.join("/"))
}
