//! Seller feedback (`GET_SELLER_FEEDBACK_DATA`): six columns, always in this order, headers in the
//! store's language. It names orders and no ASIN, so it speaks of the store. The rater's e-mail is never
//! looked at.

use super::{Columns, Decode, Format, Shape};
use crate::complaints::dates::{self, Order};
use crate::complaints::rows::Row;
use crate::complaints::take::{Taker, Unreadable};

/// Seller feedback.
pub static FORMAT: Format = Format {
    id: "seller-feedback",
    looked_for: "Date, Rating, Comments, Your Response, Order ID, Rater Email",
    shape: Shape::Table { columns, row, told },
};

/// The first two headers in the languages of the marketplaces, and where the day comes before the month.
const HEADERS: &[(&str, &str, Option<Order>)] = &[
    ("date", "rating", None),
    ("datum", "bewertung", Some(Order::DayFirst)),
    ("date", "note", Some(Order::DayFirst)),
    ("date", "évaluation", Some(Order::DayFirst)),
    ("data", "valutazione", Some(Order::DayFirst)),
    ("data", "punteggio", Some(Order::DayFirst)),
    ("fecha", "puntuación", Some(Order::DayFirst)),
    ("fecha", "valoración", Some(Order::DayFirst)),
    ("fecha", "calificación", Some(Order::DayFirst)),
    ("datum", "beoordeling", Some(Order::DayFirst)),
    ("datum", "betyg", Some(Order::DayFirst)),
    ("data", "ocena", Some(Order::DayFirst)),
    ("data", "avaliação", Some(Order::DayFirst)),
    ("data", "classificação", Some(Order::DayFirst)),
    ("tarih", "derecelendirme", Some(Order::DayFirst)),
    ("tarih", "puan", Some(Order::DayFirst)),
    ("日付", "評価", None),
    ("日期", "评分", None),
    ("日期", "评级", None),
    ("日期", "評分", None),
];

fn header_of(header: &[String]) -> Option<&'static (&'static str, &'static str, Option<Order>)> {
    HEADERS.iter().find(|(date, rating, _)| {
        header.first().is_some_and(|h| h == date) && header.get(1).is_some_and(|h| h == rating)
    })
}

fn columns(header: &[String], next: Option<&[String]>) -> Option<Columns> {
    if !(5..=8).contains(&header.len()) {
        return None;
    }
    let shaped = |next: &[String]| {
        let cell = |at: usize| next.get(at).map_or("", String::as_str);
        let stars = matches!(cell(1), "1" | "2" | "3" | "4" | "5");
        stars && dates::parse(cell(0).as_bytes()).is_some() && is_order(cell(4))
    };
    (header_of(header).is_some() || next.is_some_and(shaped)).then(|| Columns::in_order(5))
}

fn is_order(text: &str) -> bool {
    let lengths = text.split('-').map(|part| if part.bytes().all(|b| b.is_ascii_digit()) { part.len() } else { 0 });
    lengths.eq([3, 7, 7])
}

fn told(header: &[String]) -> Option<Order> {
    header_of(header).and_then(|(.., order)| *order)
}

fn row(row: &Row<'_>, columns: &Columns, taker: &mut Taker, _: Decode<'_>) -> Result<(), Unreadable> {
    let [stars @ b'1'..=b'5'] = columns.cell(row, 1) else { return Err(Unreadable) };
    let date = columns.cell(row, 0);
    let when = dates::parse(date).ok_or(Unreadable)?;
    taker.take_rating(date, when, columns.cell(row, 4), stars - b'0', row.line);
    Ok(())
}
