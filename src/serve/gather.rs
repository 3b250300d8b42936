//! What case files and manifests say, as far as a list shows it: quickly, and of any file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::Site;
use super::state::{Built, Case, Head, Life, Other, Turn};
use crate::check;
use crate::check::settings::Settings;
use crate::driver::past;
use crate::driver::status::{self, CaseStatus};
use crate::history::thread::State;
use crate::issue_type::IssueTypes;
use crate::market::Marketplace;
use crate::parse;
use crate::parse::raw::{RawCase, RawShared, RawTop};
use crate::read::{self, built};
use crate::source::Spanned;
use crate::templates::Templates;

/// Longest text of a case that a list shows, in characters.
const LONGEST: usize = 300;

/// Most marketplaces of a case that are looked at: there are fewer.
const MARKETS: usize = 50;

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

    /// Looks at cases again.
    pub fn refresh(&mut self, site: &Site, cases: &[String]) {
        let root = &site.setup.options.root;
        let mut stands: BTreeMap<String, Vec<CaseStatus>> = BTreeMap::new();
        for one in status::status(root, cases, (site.setup.today)()) {
            stands.entry(one.case.clone()).or_default().push(one);
        }
        for case in cases {
            let head = self.head(root, case);
            let own = built(root, &head.out);
            let others = head.others.iter().filter_map(|other| Some((other.market.clone(), built(root, &other.out)?)));
            let elsewhere: BTreeMap<String, Built> = others.collect();
            let life = life(&stands.remove(case).unwrap_or_default());
            site.book.change(case, |known: &mut Case| {
                let same = *known.head == head
                    && known.built.as_deref() == own.as_ref()
                    && *known.elsewhere == elsewhere
                    && *known.life == life;
                (known.head, known.built, known.life) = (Arc::new(head), own.map(Arc::new), Arc::new(life));
                known.elsewhere = Arc::new(elsewhere);
                !same
            });
        }
    }

    fn head(&mut self, root: &Path, case: &str) -> Head {
        let settings = self.settings(root, case);
        let out_of = |market| read::relative(Path::new(""), &past::outputs(Path::new(""), case, &settings, market));
        let out = out_of(None);
        let raw = read::text(root, &read::join(case, read::CASE_FILE)).ok();
        let Some(raw) = raw.and_then(|text| parse::case(&text, &mut Vec::new())) else {
            let top = settings.defaults.clone();
            return self.worded(Head { out, ..Head::default() }, case, &top);
        };
        let uses = self.uses(root, case, &raw);
        let others = raw.submissions_to.iter().filter_map(|one| {
            let market = Marketplace::find(one.marketplace.as_ref()?)?.code;
            Some(Other {
                market: market.to_owned(),
                case_id: one.case_id.as_ref().map(|id| clipped(&id.value)).unwrap_or_default(),
                respond_by: one.respond_by.as_ref().map(|day| day.value),
                out: out_of(Some(market)),
            })
        });
        let mut others: Vec<Other> = others.take(MARKETS).collect();
        let top = raw.top.or(&settings.defaults);
        let first = |text: &Option<Spanned<String>>| text.as_ref().map(|text| clipped(&text.value));
        let mut asins: Vec<String> = raw.items.iter().filter_map(|item| first(&item.asin)).collect();
        if asins.is_empty() {
            let listed = top.asins.iter().flatten().map(|asin| clipped(&asin.value));
            asins = first(&top.asin).into_iter().chain(listed).collect();
        }
        let of_item = raw.items.iter().find_map(|item| first(&item.product));
        let product = of_item.or_else(|| first(&top.product)).unwrap_or_default();
        let head = Head { readable: true, asins, product, out, uses, ..Head::default() };
        let head = self.worded(head, case, &top);
        // Each once, and none that is the case's own.
        let mut seen = BTreeSet::from([head.marketplace.clone()]);
        others.retain(|other| seen.insert(other.market.clone()));
        Head { others, ..head }
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

/// Where a case stands: of several marketplaces the most urgent one, which stands first.
fn life(all: &[CaseStatus]) -> Life {
    let Some(first) = all.first() else { return Life::default() };
    let turn = match first.state {
        state if state.is_closed() => Turn::Nobody,
        state if state.waits_for_seller() => Turn::Seller,
        _ => Turn::Amazon,
    };
    let last = all.iter().filter_map(|one| one.last.as_ref()).max_by_key(|last| last.date);
    let last = last.map(|last| {
        let answer = last.what.as_deref().filter(|_| last.kind == "outcome");
        (last.date, answer.unwrap_or(last.kind).to_owned())
    });
    let markets = all.iter().filter(|_| all.len() > 1).map(|one| (one.marketplace.clone(), one.state.name()));
    Life {
        // Whether unsent outputs are still right, the check knows better.
        state: Some(first.state).filter(|state| !matches!(state, State::Draft | State::Ready)).map(State::name),
        turn,
        due: first.days_left.and(first.respond_by),
        last,
        markets: markets.collect(),
    }
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
