//! FBA customer returns (`GET_FBA_FULFILLMENT_CUSTOMER_RETURNS_DATA`): tab from the API, comma from the
//! button.

use super::{Columns, Decode, Format, Shape};
use crate::complaints::rows::Row;
use crate::complaints::take::{Cells, Taker, Unreadable};

/// FBA customer returns.
pub static FORMAT: Format = Format {
    id: "fba-returns",
    looked_for: "return-date, asin, quantity, detailed-disposition, reason",
    shape: Shape::Table { columns, row, told: |_| None },
};

const NAMES: &[&[&str]] = &[
    &["return-date"],
    &["order-id", "amazon-order-id"],
    &["sku", "merchant-sku"],
    &["asin"],
    &["product-name"],
    &["quantity"],
    &["detailed-disposition", "disposition"],
    &["reason"],
    &["license-plate-number", "lpn"],
    &["customer-comments"],
    &["fulfillment-center-id"],
];

fn columns(header: &[String], _: Option<&[String]>) -> Option<Columns> {
    let found = Columns::find(header, NAMES);
    let has = |column| found.has(column);
    (has(0) && has(3) && has(7) && (has(6) || has(8) || has(10))).then_some(found)
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
        grading: cell(6),
        reason: cell(7),
        plate: cell(8),
        comment: cell(9),
    };
    taker.take_return(&cells, row.line, decode)
}
