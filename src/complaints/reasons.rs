//! Amazon's codes for why a buyer sent something back, by what would answer them.

use serde::{Deserialize, Serialize};

/// What a complaint is about. The first six are complaints about the product or the offer; the next
/// three arise from a seller's own readings of comments only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// It does not work, or not for long.
    Quality,
    /// It is not what the page promised.
    Listing,
    /// Buyers do not know how to use it.
    Instructions,
    /// It arrived broken.
    Damage,
    /// Something else arrived, or not all of it.
    WrongItem,
    /// It does not fit.
    Fit,
    /// What it is made of (readings only).
    Sourcing,
    /// How returns were handled (readings only).
    Returns,
    /// How buyers were helped (readings only).
    AfterSales,
    /// The buyer's own choice: nobody's fault.
    Buyer,
    /// Late or lost on the way: not the product's fault.
    Delivery,
    /// A code that is not known: never a complaint.
    Unknown,
}

/// Every topic, in the order in which equals are told.
pub const TOPICS: &[Topic] = &[
    Topic::Quality,
    Topic::Listing,
    Topic::Instructions,
    Topic::Damage,
    Topic::WrongItem,
    Topic::Fit,
    Topic::Sourcing,
    Topic::Returns,
    Topic::AfterSales,
    Topic::Buyer,
    Topic::Delivery,
    Topic::Unknown,
];

impl Topic {
    /// Whether it counts as a complaint about the product or the offer.
    pub fn is_fault(self) -> bool {
        !matches!(self, Topic::Buyer | Topic::Delivery | Topic::Unknown)
    }

    /// The areas of a seller's process that answer it, the likeliest first.
    pub fn areas(self) -> &'static [&'static str] {
        match self {
            Topic::Quality => &["quality-control"],
            Topic::Listing | Topic::Fit => &["listing"],
            Topic::Instructions => &["instructions"],
            Topic::Damage => &["packaging", "shipping"],
            Topic::WrongItem => &["sourcing", "shipping"],
            Topic::Sourcing => &["sourcing"],
            Topic::Returns => &["returns"],
            Topic::AfterSales => &["after-sales"],
            Topic::Buyer | Topic::Delivery | Topic::Unknown => &[],
        }
    }

    /// Whether a cause in this area may well be behind it. More than [`Topic::areas`]: what fails early
    /// may have been bought so, and what differs from the page may have been made so.
    pub fn answered_by(self, area: &str) -> bool {
        let also: &[&str] = match self {
            Topic::Quality => &["sourcing"],
            Topic::Listing | Topic::Fit => &["quality-control", "sourcing"],
            Topic::WrongItem => &["quality-control", "packaging", "listing"],
            _ => &[],
        };
        self.areas().contains(&area) || also.contains(&area)
    }

    /// The topic of comments that a seller reads as a matter of this area.
    pub fn of_area(area: &str) -> Topic {
        match area {
            "quality-control" => Topic::Quality,
            "listing" => Topic::Listing,
            "instructions" => Topic::Instructions,
            "packaging" | "shipping" => Topic::Damage,
            "sourcing" => Topic::Sourcing,
            "returns" => Topic::Returns,
            "after-sales" => Topic::AfterSales,
            _ => Topic::Unknown,
        }
    }

    /// The name, as JSON and messages (`topic-…`) spell it.
    pub fn name(self) -> &'static str {
        match self {
            Topic::Quality => "quality",
            Topic::Listing => "listing",
            Topic::Instructions => "instructions",
            Topic::Damage => "damage",
            Topic::WrongItem => "wrong-item",
            Topic::Fit => "fit",
            Topic::Sourcing => "sourcing",
            Topic::Returns => "returns",
            Topic::AfterSales => "after-sales",
            Topic::Buyer => "buyer",
            Topic::Delivery => "delivery",
            Topic::Unknown => "unknown",
        }
    }

    /// The type of case that suits it, where one must be guessed.
    pub fn suggested_type(self) -> &'static str {
        match self {
            Topic::Listing | Topic::Fit => "defective/not-as-described",
            Topic::Instructions => "onpe/missing-instructions",
            Topic::Damage => "defective/damaged",
            Topic::WrongItem => "onpe/expectation-gap",
            _ => "defective/quality-control",
        }
    }
}

/// Codes and their topics.
const CODES: &[(&str, Topic)] = &[
    ("DEFECTIVE", Topic::Quality),
    ("QUALITY_UNACCEPTABLE", Topic::Quality),
    ("WARRANTY", Topic::Quality),
    ("NOT_AS_DESCRIBED", Topic::Listing),
    ("BAD_DESC", Topic::Listing),
    ("NOT_AS_EXPECTED", Topic::Listing),
    ("NOT_COMPATIBLE", Topic::Listing),
    ("PART_NOT_COMPATIBLE", Topic::Listing),
    ("DIFFERENT_PRODUCT", Topic::Listing),
    ("EXCESSIVE_INSTALLATION", Topic::Instructions),
    ("PRODUCT_NOT_ITALIAN", Topic::Instructions),
    ("PRODUCT_NOT_SPANISH", Topic::Instructions),
    ("DAMAGED_BY_FC", Topic::Damage),
    ("DAMAGED_BY_CARRIER", Topic::Damage),
    ("MISSING_PARTS", Topic::WrongItem),
    ("SWITCHEROO", Topic::WrongItem),
    ("EXTRA_ITEM", Topic::WrongItem),
    ("APPAREL_TOO_SMALL", Topic::Fit),
    ("APPAREL_TOO_LARGE", Topic::Fit),
    ("WRONG_SIZE", Topic::Fit),
    ("POOR_FIT", Topic::Fit),
    ("UNWANTED_ITEM", Topic::Buyer),
    ("ORDERED_WRONG_ITEM", Topic::Buyer),
    ("MISORDERED", Topic::Buyer),
    ("FOUND_BETTER_PRICE", Topic::Buyer),
    ("NO_REASON_GIVEN", Topic::Buyer),
    ("UNAUTHORIZED_PURCHASE", Topic::Buyer),
    ("APPAREL_STYLE", Topic::Buyer),
    ("MISSED_ESTIMATED_DELIVERY", Topic::Delivery),
    ("NEVER_ARRIVED", Topic::Delivery),
];

/// Beginnings of codes and their topics; the first that fits counts.
const BEGINNINGS: &[(&str, Topic)] = &[
    ("JEWELRY_TOO_", Topic::Fit),
    ("JEWELRY_", Topic::Quality),
    ("DID_NOT_LIKE_", Topic::Buyer),
    ("UNDELIVERABLE_", Topic::Delivery),
];

/// A code as reports spell it, in one form: no translation in brackets, no `RO_` or `CR-` before it.
pub fn normal(raw: &str) -> String {
    let plain = raw.split(['(', '（']).next().unwrap_or_default().trim();
    let plain = plain.replace(' ', "_").to_uppercase();
    let plain = plain.strip_prefix("RO_").or_else(|| plain.strip_prefix("CR-")).unwrap_or(&plain);
    plain.to_owned()
}

/// What stands for words that may be anything: a cell that slipped into the column can name a buyer.
pub const OTHER: &str = "OTHER";

/// Whether a word is written as Amazon writes codes: capitals, `_` and `-`.
pub fn is_code(word: &str) -> bool {
    (2..=60).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase() || matches!(byte, b'_' | b'-'))
}

/// The code of a word as it is kept: its normal form if that is known, or looks like a code.
pub fn kept(raw: &str) -> String {
    let code = normal(raw);
    if topic(&code) == Topic::Unknown && !is_code(raw.trim()) { OTHER.to_owned() } else { code }
}

/// The topic of a code in its normal form.
pub fn topic(code: &str) -> Topic {
    // Seller-fulfilled returns have codes such as AMZ-PG-APP-TOO-SMALL.
    let own = code.strip_prefix("AMZ-PG-").map(|rest| match rest.strip_prefix("APP-") {
        Some(rest) => format!("APPAREL_{}", rest.replace('-', "_")),
        None => rest.replace('-', "_"),
    });
    let code = own.as_deref().unwrap_or(code);
    let exact = CODES.iter().find(|(known, _)| *known == code);
    let begins = || BEGINNINGS.iter().find(|(start, _)| code.len() > start.len() && code.starts_with(start));
    exact.or_else(begins).map_or(Topic::Unknown, |(_, topic)| *topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_in_their_forms() {
        assert_eq!(normal(" CR-DEFECTIVE "), "DEFECTIVE");
        assert_eq!(normal("RO_not_as_described (与描述不符)"), "NOT_AS_DESCRIBED");
        assert_eq!(topic("AMZ-PG-APP-TOO-SMALL"), Topic::Fit);
        assert_eq!(topic("AMZ-PG-APP-STYLE"), Topic::Buyer);
        assert_eq!(topic("AMZ-PG-BAD-DESC"), Topic::Listing);
        assert_eq!(topic("JEWELRY_TARNISHED"), Topic::Quality);
        assert_eq!(topic("JEWELRY_TOO_LARGE"), Topic::Fit);
        assert_eq!(topic("DID_NOT_LIKE_COLOR"), Topic::Buyer);
        assert_eq!(topic("UNDELIVERABLE_REFUSED"), Topic::Delivery);
        assert_eq!(topic("SOME_NEW_CODE"), Topic::Unknown);
        assert!(!Topic::Unknown.is_fault());
    }

    #[test]
    fn areas_exist() {
        for topic in TOPICS.iter().filter(|topic| topic.is_fault()) {
            assert!(topic.areas().iter().all(|area| topic.answered_by(area)), "{topic:?}");
        }
        for area in crate::parse::keys::AREAS {
            assert!(Topic::of_area(area).answered_by(area), "{area}");
        }
    }
}
