//! Voice of the Customer, as sellers download it; in English or Chinese, with columns that come and go.

use super::{Columns, Decode, Format, Shape};
use crate::complaints::dates;
use crate::complaints::rows::Row;
use crate::complaints::take::{Taker, Unreadable, whole};
use crate::complaints::taken::{Health, Ncx};
use crate::complaints::tally::rounded;

/// Voice of the Customer.
pub static FORMAT: Format = Format {
    id: "voice-of-the-customer",
    looked_for: "ASIN, NCX rate (买家不满意率), NCX orders, Total orders, CX Health",
    shape: Shape::Table { columns, row, told: |_| None },
};

const NAMES: &[&[&str]] = &[
    &["asin", "商品编码", "商品asin"],
    &["sku", "merchant-sku", "卖家sku", "msku"],
    &["condition", "状况", "商品状况"],
    &["fulfilled-by", "fulfillment", "fulfilment", "配送方式", "配送方"],
    &["ncx-rate", "negative-customer-experience-rate", "ncx-rate-(%)", "买家不满意率"],
    &["ncx-orders", "negative-customer-experience-orders", "买家不满意订单数", "买家不满意订单"],
    &["total-orders", "orders", "订单总数", "总订单数"],
    &["star-rating", "stars", "星级评定", "星级", "评分"],
    &["return-rate", "退货率"],
    &["top-ncx-reason", "top-negative-customer-experience-reason", "造成负面买家体验的主要原因"],
    &["last-updated", "上次更新时间", "最后更新时间"],
    &["cx-health", "cx-health-|-status", "cx-health-status", "status", "买家满意度状况", "买家满意度状况-|-状态"],
    &["product-name", "商品名称"],
];

const ASIN: usize = 0;
const OFFER: std::ops::RangeInclusive<usize> = 1..=3;
const RATE: usize = 4;
const ORDERS: usize = 5;
const TOTAL: usize = 6;
const STARS: usize = 7;
const RETURNED: usize = 8;
const REASON: usize = 9;
const UPDATED: usize = 10;
const HEALTH: usize = 11;

fn columns(header: &[String], _: Option<&[String]>) -> Option<Columns> {
    let found = Columns::find(header, NAMES);
    (found.has(ASIN) && (found.has(RATE) || found.has(ORDERS))).then_some(found)
}

/// Nothing, in the words of the download.
fn is_null(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    ["", "-", "--", "—", "n/a", "na", "not available", "不可用", "不适用", "无", "暂无"].contains(&text.as_str())
}

/// A number and whether it bears a sign of percent.
fn number(text: &str) -> Option<(f64, bool)> {
    let text = text.trim();
    let plain = text.trim_end_matches(['%', '％']).trim_end();
    // A comma is a decimal sign where no point is and not three digits follow.
    let comma = plain.rfind(',').is_some_and(|at| plain.len() - at != 4 && !plain.contains('.'));
    let plain = if comma { plain.replace(',', ".") } else { plain.replace(',', "") };
    let value: f64 = plain.parse().ok()?;
    (value.is_finite() && (0.0..1e9).contains(&value))
        .then_some((value, plain.len() != text.len() && text.ends_with(['%', '％'])))
}

/// A share from 0 to 1. Without a sign of percent it is decided by what is known to be `near` it; else
/// a number above one can only be percent, and a smaller one is not known.
fn share(text: &str, near: Option<f64>) -> Option<f64> {
    let (value, percent) = number(text)?;
    let share = match near {
        _ if percent => value / 100.0,
        Some(near) if (value / 100.0 - near).abs() < (value - near).abs() => value / 100.0,
        Some(_) => value,
        None if value > 1.0 => value / 100.0,
        None if value == 0.0 => 0.0,
        None => return None,
    };
    (0.0..=1.0).contains(&share).then_some(rounded(share))
}

fn health(text: &str) -> Option<Health> {
    let text = text.to_lowercase();
    let first = text.split('|').next().unwrap_or_default().trim();
    Some(match first {
        "excellent" | "极好" | "优秀" => Health::Excellent,
        "good" | "良好" => Health::Good,
        "fair" | "一般" => Health::Fair,
        "poor" | "较差" => Health::Poor,
        "very poor" | "非常差" => Health::VeryPoor,
        _ => return None,
    })
}

fn row(row: &Row<'_>, columns: &Columns, taker: &mut Taker, decode: Decode<'_>) -> Result<(), Unreadable> {
    let cell = |column| columns.cell(row, column);
    let text = |column| Some(decode(cell(column))).filter(|text| !is_null(text));
    let count = |column| text(column).and_then(|text| whole(text.trim().as_bytes()));
    let (orders, total) = (count(ORDERS), count(TOTAL));
    let near = match (orders, total) {
        (Some(orders), Some(total)) if total > 0 => Some(f64::from(orders) / f64::from(total)),
        _ => None,
    };
    let updated = text(UPDATED).and_then(|text| dates::parse(text.trim().as_bytes())).and_then(dates::When::day);
    let rate = text(RATE).and_then(|text| share(&text, near));
    let stars = text(STARS).and_then(|text| number(text.split(['/', ' ']).next().unwrap_or_default()));
    let ncx = Ncx {
        updated: updated.map(dates::date),
        rate,
        orders,
        total,
        stars: stars.map(|(stars, _)| rounded(stars)).filter(|stars| *stars <= 5.0),
        returned: text(RETURNED).and_then(|text| share(&text, None)),
        health: text(HEALTH).and_then(|text| health(&text)),
        reason: text(REASON).map(|text| text.trim().chars().filter(|c| !c.is_control()).take(80).collect()),
    };
    let offer: Vec<&[u8]> = OFFER.map(cell).collect();
    taker.take_ncx(cell(ASIN), &offer, ncx, row.line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates() {
        assert_eq!(share("3.5%", None), Some(0.035));
        assert_eq!(share("3,5 %", None), Some(0.035));
        assert_eq!(share("3.5", Some(7.0 / 200.0)), Some(0.035));
        assert_eq!(share("0.035", Some(7.0 / 200.0)), Some(0.035));
        assert_eq!(share("0.5", Some(0.005)), Some(0.005));
        assert_eq!(share("0.5", None), None);
        assert_eq!(share("12", None), Some(0.12));
        assert_eq!(share("--", None), None);
        assert_eq!(number("1,204"), Some((1204.0, false)));
        assert_eq!(health("Very Poor | At risk"), Some(Health::VeryPoor));
        assert_eq!(health("优秀"), Some(Health::Excellent));
    }
}
