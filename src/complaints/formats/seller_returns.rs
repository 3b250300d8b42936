//! Seller-fulfilled returns as a flat file (`GET_FLAT_FILE_RETURNS_DATA_BY_RETURN_DATE`): 32 columns,
//! rows often shorter, no comments.

use super::{Columns, Decode, Format, Shape};
use crate::complaints::rows::Row;
use crate::complaints::take::{Cells, Taker, Unreadable};

/// Seller-fulfilled returns, flat file.
pub static FORMAT: Format = Format {
    id: "seller-returns",
    looked_for: "Order ID, Return request date, ASIN, Return quantity, Return Reason",
    shape: Shape::Table { columns, row, told: |_| None },
};

const NAMES: &[&[&str]] = &[
    &["return-request-date"],
    &["order-id"],
    &["merchant-sku"],
    &["asin"],
    &["item-name"],
    &["return-quantity"],
    &["return-reason"],
];

fn columns(header: &[String], _: Option<&[String]>) -> Option<Columns> {
    let found = Columns::find(header, NAMES);
    (found.has(0) && found.has(3) && found.has(6)).then_some(found)
}

fn row(row: &Row<'_>, columns: &Columns, taker: &mut Taker, decode: Decode<'_>) -> Result<(), Unreadable> {
    let cell = |column| columns.cell(row, column);
    let cells = Cells {
        date: cell(0),
        order: cell(1),
        sku: cell(2),
        asin: cell(3),
        product: cell(4),
        units: cell(5),
        reason: cell(6),
        ..Cells::default()
    };
    taker.take_return(&cells, row.line, decode)
}
