//! What case files and manifests say, as far as a list shows it: quickly, and of any file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::Site;
use super::state::{Built, Case, Head, Life, Turn};
use crate::check;
use crate::check::settings::Settings;
use crate::driver::past;
use crate::history::event::What;
use crate::history::thread::State;
use crate::issue_type::IssueTypes;
use crate::market::Marketplace;
use crate::parse;
use crate::parse::raw::{RawCase, RawShared, RawTop};
use crate::read::{self, built};
use crate::source::Spanned;
use crate::templates::Templates;
use crate::write;

/// Longest text of a case that a list shows, in characters.
const LONGEST: usize = 300;

/// Reads cases, and what they share once.
pub struct Gatherer {
    types: IssueTypes,
    chains: BTreeMap<String, Vec<String>>,
    settings: BTreeMap<Vec<String>, Arc<Settings>>,
    included: BTreeMap<String, Arc<Option<RawShared>>>,
}

impl Gatherer {
    /// Begins; what is shared is read as it is now.
    pub fn new(root: &Path) -> Self {
        let types = IssueTypes::new(&Templates::new(read::templates(root)));
        Self { types, chains: BTreeMap::new(), settings: BTreeMap::new(), included: BTreeMap::new() }
    }

    /// The names of the types in both languages, by id.
    pub fn kinds(&self) -> Vec<(String, BTreeMap<String, String>)> {
        self.types.iter().map(|kind| (kind.id.clone(), kind.name.clone())).collect()
    }

    /// Looks at a case again.
    pub fn refresh(&mut self, site: &Site, case: &str) {
        let root = &site.setup.options.root;
        let head = self.head(root, case);
        let built = built(root, &head.out);
        let life = life(root, case, &head.marketplace);
        site.book.change(case, |known: &mut Case| {
            let same = *known.head == head && known.built.as_deref() == built.as_ref() && *known.life == life;
            (known.head, known.built, known.life) = (Arc::new(head), built.map(Arc::new), Arc::new(life));
            !same
        });
    }

    fn head(&mut self, root: &Path, case: &str) -> Head {
        let settings = self.settings(root, case);
        let out = write::folder(Path::new(&settings.output_dir), case);
        let out = read::relative(Path::new(""), &out);
        let raw = read::text(root, &read::join(case, read::CASE_FILE)).ok();
        let Some(raw) = raw.and_then(|text| parse::case(&text, &mut Vec::new())) else {
            let top = settings.defaults.clone();
            return self.worded(Head { out, ..Head::default() }, case, &top);
        };
        let uses = self.uses(root, case, &raw);
        let top = raw.top.or(&settings.defaults);
        let first = |text: &Option<Spanned<String>>| text.as_ref().map(|text| clipped(&text.value));
        let mut asins: Vec<String> = raw.items.iter().filter_map(|item| first(&item.asin)).collect();
        if asins.is_empty() {
            let listed = top.asins.iter().flatten().map(|asin| clipped(&asin.value));
            asins = first(&top.asin).into_iter().chain(listed).collect();
        }
        let of_item = raw.items.iter().find_map(|item| first(&item.product));
        let product = of_item.or_else(|| first(&top.product)).unwrap_or_default();
        self.worded(Head { readable: true, asins, product, out, uses, ..Head::default() }, case, &top)
    }

    /// Adds what the settings may say as well, and what is searched.
    fn worded(&self, head: Head, case: &str, top: &RawTop) -> Head {
        let text = |text: &Option<Spanned<String>>, usual: &str| {
            text.as_ref().map_or_else(|| usual.to_owned(), |text| clipped(&text.value))
        };
        let kind = text(&top.kind, "");
        let kind = self.types.find(&kind).map_or(kind, |found| found.id.clone());
        let marketplace = text(&top.marketplace, "US");
        let marketplace = Marketplace::find(&marketplace).map_or(marketplace, |found| found.code.to_owned());
        let case_id = text(&top.case_id, "");
        let sku = text(&top.sku, "");
        let mut words = head.asins.clone();
        words.extend([case, &head.product, &kind, &marketplace, &case_id, &sku].map(str::to_owned));
        Head {
            kind,
            stance: text(&top.stance, "appeal"),
            marketplace,
            language: text(&top.language, "en"),
            case_id,
            notified: top.notified.as_ref().map(|day| day.value),
            respond_by: top.respond_by.as_ref().map(|day| day.value),
            words: words.join("\n").to_lowercase(),
            ..head
        }
    }

    /// Files that a case uses.
    fn uses(&mut self, root: &Path, case: &str, raw: &RawCase) -> Vec<String> {
        let mut uses = BTreeSet::new();
        let mut included = Vec::new();
        for include in &raw.include {
            let Some(path) = named(case, &include.value) else { continue };
            let known = self.included.entry(path.clone()).or_insert_with(|| {
                let full = read::resolve(root, "", &path).ok();
                let text = full.and_then(|full| read::text(root, &read::relative(root, &full)).ok());
                Arc::new(text.and_then(|text| parse::shared(&text, &mut Vec::new())))
            });
            included.extend(known.as_ref().clone());
            uses.insert(path);
        }
        let wanted = check::evidence::wanted(raw, &included, raw.top.notice.as_ref());
        let reports = raw.complaints.iter().flat_map(|complaints| complaints.reports.iter().cloned());
        for path in wanted.into_iter().chain(reports) {
            uses.extend(named(check::evidence::base(&path.place), &path.value));
        }
        uses.into_iter().collect()
    }

    fn settings(&mut self, root: &Path, case: &str) -> Arc<Settings> {
        let chain = read::configs(root, case, &mut self.chains);
        let made = self.settings.entry(chain.clone()).or_insert_with(|| {
            let texts = chain.iter().filter_map(|path| read::text(root, path).ok());
            let raw = texts.filter_map(|text| parse::config(&text, &mut Vec::new())).collect();
            Arc::new(Settings::new(raw, &mut Vec::new()))
        });
        made.clone()
    }
}

/// What a path means, by its name alone: from the root.
fn named(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let from = if path.starts_with('/') { "" } else { base };
    for part in from.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

fn clipped(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}

/// What the manifest of an output folder says.
fn built(root: &Path, out: &str) -> Option<Built> {
    let folder = root.join(out);
    if !built::lies_inside(root, &folder) {
        return None;
    }
    let manifest = built::manifest(&folder)?;
    let volumes = manifest["volumes"].as_array().map(Vec::as_slice).unwrap_or_default();
    let pages = volumes.iter().filter_map(|volume| volume["pages"].as_u64()).fold(0, u64::saturating_add);
    Some(Built {
        date: manifest["date"].as_str().map(clipped).unwrap_or_default(),
        exhibits: manifest["exhibits"].as_array().map_or(0, Vec::len),
        pages: usize::try_from(pages).unwrap_or(usize::MAX),
    })
}

/// What became of a case. Of several marketplaces the one counts in which it is the seller's turn.
fn life(root: &Path, case: &str, own: &str) -> Life {
    let Ok(book) = past::book(root, case) else { return Life::default() };
    let history = &book.history;
    let mut markets: Vec<&str> = history.events.iter().filter_map(|event| event.marketplace.as_deref()).collect();
    markets.retain(|market| *market != own);
    markets.sort_unstable();
    markets.dedup();
    let stands = |market: &str| {
        let thread = history.thread(market, own);
        let state = thread.state();
        let turn = match state {
            Some(state) if state.is_closed() => Turn::Nobody,
            Some(state) if !state.waits_for_seller() => Turn::Amazon,
            _ => Turn::Seller,
        };
        let answer = thread.last_sent().and_then(|sent| thread.answer_to(sent.n));
        (state.map(State::name), turn, answer.map(|(_, date)| date))
    };
    let others = markets.iter().filter_map(|market| Some(((*market).to_owned(), stands(market).0?))).collect();
    let all = std::iter::once(own).chain(markets.iter().copied()).map(stands);
    let (state, turn, answered) = all.min_by_key(|(_, turn, _)| *turn).unwrap_or((None, Turn::Seller, None));
    let last = history.events.last().map(|event| match &event.what {
        What::Answered(answered) => (event.date, answered.result.name()),
        _ => (event.date, event.kind()),
    });
    Life { state, turn, answered, last, markets: others }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_by_their_names() {
        assert_eq!(named("cases/a", "evidence/x.jpg").as_deref(), Some("cases/a/evidence/x.jpg"));
        assert_eq!(named("cases/a", "../../shared/x").as_deref(), Some("shared/x"));
        assert_eq!(named("cases/a", "/shared/./x").as_deref(), Some("shared/x"));
        assert_eq!(named("cases/a", "../../../x"), None);
    }
}
