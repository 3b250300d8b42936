//! Amazon's marketplaces, and dates as their readers write them.
//!
//! Source of ids and domains: Amazon's Selling Partner API documentation, "Marketplace IDs".

use jiff::civil::Date;
use serde::Serialize;

use crate::tidy;

/// A marketplace.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Marketplace {
    /// Country code.
    pub code: &'static str,
    /// Marketplace id.
    #[serde(skip)]
    pub id: &'static str,
    /// Domain.
    pub domain: &'static str,
}

macro_rules! marketplaces {
    ($($code:literal $id:literal $domain:literal),* $(,)?) => {
        /// All marketplaces.
        pub static ALL: &[Marketplace] = &[$(Marketplace { code: $code, id: $id, domain: $domain }),*];
    };
}

marketplaces! {
    "US" "ATVPDKIKX0DER" "amazon.com", "CA" "A2EUQ1WTGCTBG2" "amazon.ca", "MX" "A1AM78C64UM0Y8" "amazon.com.mx",
    "BR" "A2Q3Y263D00KWC" "amazon.com.br", "UK" "A1F83G8C2ARO7P" "amazon.co.uk", "DE" "A1PA6795UKMFR9" "amazon.de",
    "FR" "A13V1IB3VIYZZH" "amazon.fr", "IT" "APJ6JRA9NG5V4" "amazon.it", "ES" "A1RKKUPIHCS9HS" "amazon.es",
    "NL" "A1805IZSGTT6HS" "amazon.nl", "SE" "A2NODRKZP88ZB9" "amazon.se", "ZA" "AE08WJ6YKNBMC" "amazon.co.za",
    "PL" "A1C3SOZRARQ6R3" "amazon.pl", "BE" "AMEN7PMS3EDWL" "amazon.com.be", "IE" "A28R8C7NBKEWEA" "amazon.ie",
    "TR" "A33AVAJ2PDY3EV" "amazon.com.tr", "AE" "A2VIGQ35RCS4UG" "amazon.ae", "SA" "A17E79C6D8DWNP" "amazon.sa",
    "EG" "ARBP9OOSHTCHU" "amazon.eg", "IN" "A21TJRUUN4KGV" "amazon.in", "JP" "A1VC38T7YXB528" "amazon.co.jp",
    "AU" "A39IBJ37TRP1C6" "amazon.com.au", "SG" "A19VAU5U5O7RUS" "amazon.sg",
}

impl Marketplace {
    /// The marketplace of a country code, a domain (with or without `www.` and `https://`) or an id.
    pub fn find(name: &str) -> Option<&'static Marketplace> {
        let plain = name.trim().to_lowercase();
        let plain = plain.trim_start_matches("https://").trim_start_matches("www.").trim_end_matches('/');
        ALL.iter().find(|m| {
            m.code.eq_ignore_ascii_case(plain)
                || m.domain == plain
                || m.id.eq_ignore_ascii_case(plain)
                || (m.code == "UK" && plain == "gb")
        })
    }

    /// Whether letters there go on US Letter paper.
    pub fn us_letter(&self) -> bool {
        matches!(self.code, "US" | "CA" | "MX")
    }
}

/// The marketplace that a country's name or a misspelt domain means, as its code or domain.
pub fn meant(name: &str) -> Option<&'static str> {
    const NAMES: &[(&str, &[&str])] = &[
        ("US", &["usa", "united states", "united states of america", "america", "美国"]),
        ("CA", &["canada", "加拿大"]),
        ("MX", &["mexico", "墨西哥"]),
        ("BR", &["brazil", "brasil", "巴西"]),
        ("UK", &["united kingdom", "great britain", "england", "英国"]),
        ("DE", &["germany", "deutschland", "德国"]),
        ("FR", &["france", "法国"]),
        ("IT", &["italy", "italia", "意大利"]),
        ("ES", &["spain", "españa", "西班牙"]),
        ("NL", &["netherlands", "荷兰"]),
        ("SE", &["sweden", "瑞典"]),
        ("PL", &["poland", "波兰"]),
        ("TR", &["turkey", "türkiye", "土耳其"]),
        ("AE", &["united arab emirates", "uae", "阿联酋"]),
        ("SA", &["saudi arabia", "沙特", "沙特阿拉伯"]),
        ("IN", &["india", "印度"]),
        ("JP", &["japan", "日本"]),
        ("AU", &["australia", "澳大利亚"]),
        ("SG", &["singapore", "新加坡"]),
    ];
    let plain = tidy::ascii(name).to_lowercase().replace('.', " ");
    let plain = plain.trim().trim_start_matches("amazon ").trim_end_matches('站');
    let known = NAMES.iter().find(|(_, names)| names.contains(&plain)).map(|(code, _)| *code);
    known.or_else(|| tidy::meant(name, ALL.iter().map(|market| market.domain)))
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date in the forms that templates use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Day {
    /// `2026-10-07`
    pub iso: String,
    /// `October 7, 2026` in the US, `7 October 2026` elsewhere.
    pub long: String,
    /// `Oct 7, 2026` or `7 Oct 2026`.
    pub short: String,
}

impl Day {
    /// Writes a date for the readers of a marketplace, in English.
    pub fn new(date: Date, market: &Marketplace) -> Self {
        let index = usize::try_from(date.month() - 1).unwrap_or(0);
        let month = MONTHS.get(index).copied().unwrap_or_default();
        let brief = &month[..month.len().min(3)];
        let (day, year) = (date.day(), date.year());
        let write = |month: &str| {
            if market.code == "US" { format!("{month} {day}, {year}") } else { format!("{day} {month} {year}") }
        };
        Self { iso: date.to_string(), long: write(month), short: write(brief) }
    }
}
