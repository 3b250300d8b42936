//! `[[submissions_to]]`: other marketplaces, each named once.

use super::ident;
use crate::diag::Finding;
use crate::market::{self, Marketplace};
use crate::parse::raw::{RawSubmission, RawTop};
use crate::source::Place;
use crate::tidy;

/// Says what is wrong with them.
pub(super) fn check(all: &[RawSubmission], top: &RawTop, out: &mut Vec<Finding>) {
    let own = top.marketplace.as_ref();
    let own_market = own.map_or(Some(&market::ALL[0]), |name| Marketplace::find(name));
    let own_place = own.map(|name| name.place.clone());
    let mut seen: Vec<(&'static str, Option<Place>)> =
        own_market.into_iter().map(|market| (market.code, own_place.clone())).collect();
    for one in all {
        if let Some(id) = one.case_id.as_ref().filter(|id| !ident::case_id(id)) {
            let finding = Finding::new("S007", id.place.clone()).variant("case-id").arg("value", id.value.clone());
            out.push(finding.meant(Some(tidy::case_id(id)).filter(|id| ident::case_id(id))));
        }
        let Some(name) = &one.marketplace else {
            super::missing(&one.header, "[[submissions_to]]", "marketplace", out);
            continue;
        };
        let Some(market) = Marketplace::find(name) else {
            let finding = Finding::new("S007", name.place.clone()).arg("value", name.value.clone());
            out.push(match market::meant(name) {
                Some(near) => finding.variant("marketplace-similar").arg("nearest", near).meant(Some(near)),
                None => finding.variant("marketplace"),
            });
            continue;
        };
        match seen.iter().find(|(code, _)| *code == market.code) {
            Some((_, first)) => {
                let finding = Finding::new("S008", name.place.clone()).variant("marketplace").arg("value", market.code);
                out.push(match first {
                    Some(first) => finding.label(first.clone(), "first"),
                    None => finding,
                });
            }
            None => seen.push((market.code, Some(name.place.clone()))),
        }
    }
}
