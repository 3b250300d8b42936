//! What an invoice says of itself in its text: its date, and whether it is a pro forma invoice. Only
//! a date that bears the label of an invoice's date counts.

use jiff::civil::Date;

use super::word::Block;
use super::written_date::{Order, date};
use super::{Content, Inspected, enclosed, text_layer};

/// Pages of a file that are read.
const PAGES: usize = 60;
/// Characters of a page that are read.
const TEXT: usize = 200_000;

/// An invoice, or several in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Invoice {
    /// What its pages say; a file without pages counts as one.
    pages: Vec<Facts>,
}

/// What a page says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Facts {
    /// The latest date with a label.
    date: Option<Date>,
    /// Whether it is headed as an invoice.
    invoice: bool,
    /// Whether it is headed as a pro forma invoice.
    pro_forma: bool,
}

impl Invoice {
    /// The latest date of an invoice on these pages (from 1; none: all).
    pub fn date(&self, pages: &[usize]) -> Option<Date> {
        self.of(pages).filter_map(|facts| facts.date).max()
    }

    /// Whether there are only pro forma invoices on these pages.
    pub fn is_pro_forma(&self, pages: &[usize]) -> bool {
        self.of(pages).any(|facts| facts.pro_forma) && !self.of(pages).any(|facts| facts.invoice)
    }

    fn of<'i>(&'i self, pages: &'i [usize]) -> impl Iterator<Item = &'i Facts> {
        let wanted = |number: &usize| pages.is_empty() || pages.contains(number);
        (1..).zip(&self.pages).filter(move |(number, _)| wanted(number)).map(|(_, facts)| facts)
    }
}

/// Reads the text of an invoice, whatever its format is. A picture has none.
pub fn read(bytes: &[u8], inspected: &Inspected) -> Invoice {
    let mut pages = Vec::new();
    texts(bytes, inspected, &mut pages);
    Invoice { pages: pages.iter().map(|text| facts(text)).collect() }
}

/// The texts of a file's pages: lines, with tabs between cells.
fn texts(bytes: &[u8], inspected: &Inspected, out: &mut Vec<String>) {
    let row = |cells: &[String]| {
        let cells = cells.iter().map(|cell| cell.replace(['\n', '\t'], " "));
        cells.collect::<Vec<_>>().join("\t")
    };
    match &inspected.content {
        Content::Pages(_) if inspected.format == "pdf" => out.extend(text_layer::pages(bytes, PAGES)),
        Content::Text { text, .. } => out.push(text.clone()),
        Content::Table { rows, .. } => out.push(rows.iter().map(|cells| row(cells)).collect::<Vec<_>>().join("\n")),
        Content::Sheets(sheets) => {
            let rows = sheets.iter().flat_map(|sheet| &sheet.rows).map(|cells| row(&cells.cells));
            out.push(rows.collect::<Vec<_>>().join("\n"));
        }
        Content::Document(document) => {
            let mut lines = Vec::new();
            for block in &document.blocks {
                match block {
                    Block::Heading { text, .. } => lines.push(text.clone()),
                    Block::Paragraph(runs) | Block::Item { runs, .. } => {
                        lines.push(runs.iter().map(|run| run.text.as_str()).collect());
                    }
                    Block::Table { rows, .. } => {
                        let texts = |cells: &Vec<super::word::Cell>| -> Vec<String> {
                            cells.iter().map(|cell| cell.text.clone()).collect()
                        };
                        lines.extend(rows.iter().map(|cells| row(&texts(cells))));
                    }
                    Block::Picture { .. } => {}
                }
            }
            out.push(lines.join("\n"));
        }
        Content::Mail(mail) => {
            out.push(mail.text.clone());
            let files = enclosed::unpack(inspected.format, bytes);
            for (one, bytes) in mail.attachments.iter().zip(&files) {
                if let Some(inside) = &one.inspected {
                    texts(bytes, inside, out);
                }
            }
        }
        Content::Pages(_) | Content::Image(_) | Content::Video(_) => {}
    }
}

/// Labels of an invoice's date, in lower case, with the order of numbers in their language.
const LABELS: &[(&str, Order)] = &[
    ("commercial invoice date", Order::Unknown),
    ("tax invoice date", Order::Unknown),
    ("invoice issue date", Order::Unknown),
    ("invoice date", Order::Unknown),
    ("date of invoice", Order::Unknown),
    ("date of issue", Order::Unknown),
    ("issue date", Order::Unknown),
    ("rechnungsdatum", Order::DayFirst),
    ("date de facturation", Order::DayFirst),
    ("date de la facture", Order::DayFirst),
    ("date de facture", Order::DayFirst),
    ("date d'émission", Order::DayFirst),
    ("date d’émission", Order::DayFirst),
    ("fecha de la factura", Order::DayFirst),
    ("fecha de factura", Order::DayFirst),
    ("fecha factura", Order::DayFirst),
    ("fecha de emisión", Order::DayFirst),
    ("data della fattura", Order::DayFirst),
    ("data fattura", Order::DayFirst),
    ("factuurdatum", Order::DayFirst),
    ("data wystawienia", Order::DayFirst),
    ("fatura tarihi", Order::DayFirst),
    ("fakturadatum", Order::Unknown),
    ("开票日期", Order::Unknown),
    ("发票日期", Order::Unknown),
    ("开具日期", Order::Unknown),
    ("填开日期", Order::Unknown),
    ("開票日期", Order::Unknown),
    ("發票日期", Order::Unknown),
    ("請求書発行日", Order::Unknown),
    ("請求日", Order::Unknown),
    ("発行日", Order::Unknown),
];

/// Headings of a pro forma invoice, of letters only.
const PRO_FORMA: &[&str] = &[
    "proforma",
    "proformainvoice",
    "proformarechnung",
    "factureproforma",
    "facturaproforma",
    "fatturaproforma",
    "proformafactuur",
    "形式发票",
    "形式發票",
    "形式发票proformainvoice",
    "proformainvoice形式发票",
];

/// Headings of an invoice.
const INVOICE: &[&str] = &[
    "invoice",
    "commercialinvoice",
    "taxinvoice",
    "salesinvoice",
    "rechnung",
    "facture",
    "factura",
    "fattura",
    "factuur",
    "发票",
    "商业发票",
    "增值税专用发票",
    "增值税普通发票",
    "電子发票",
    "电子发票",
    "發票",
    "請求書",
    "invoice发票",
    "发票invoice",
    "commercialinvoice商业发票",
    "商业发票commercialinvoice",
];

fn facts(text: &str) -> Facts {
    let text: String = text.chars().take(TEXT).map(narrow).collect();
    let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split('\t').map(str::trim).collect()).collect();
    let mut facts = Facts::default();
    for (at, row) in rows.iter().enumerate() {
        for (column, cell) in row.iter().enumerate() {
            let heading: String = cell.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
            facts.pro_forma |= PRO_FORMA.contains(&heading.as_str());
            facts.invoice |= INVOICE.contains(&heading.as_str());
            let below = rows.get(at + 1).filter(|below| below.len() == row.len()).and_then(|below| below.get(column));
            let found = labelled(cell, row.get(column + 1).copied(), below.copied());
            facts.date = facts.date.max(found);
        }
    }
    facts
}

/// Full-width digits, letters and signs as others.
fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        _ => c,
    }
}

/// The latest labelled date of a cell; where a label is all that stands in it, or ends it, the date is
/// that of the cell to the right, else of the one below.
fn labelled(cell: &str, right: Option<&str>, below: Option<&str>) -> Option<Date> {
    let lower = cell.to_lowercase();
    // Lower case of a few letters is longer; then places differ.
    if lower.len() != cell.len() {
        return None;
    }
    let mut latest = None;
    for (label, order) in LABELS {
        for (start, _) in lower.match_indices(label) {
            if !begins(&lower[..start]) {
                continue;
            }
            let (rest, order) = after_label(&lower[start + label.len()..], *order);
            let whole = start == 0 && rest.is_empty();
            let found = date(rest, order)
                .or_else(|| date(right?, order).filter(|_| rest.is_empty()))
                .or_else(|| date(below?, order).filter(|(_, more)| whole && more.is_empty()));
            latest = latest.max(found.map(|(date, _)| date));
        }
    }
    latest
}

/// Whether what stands before a label leaves it a label of its own: `original invoice date` is that of
/// another invoice, and so is 原发票日期.
fn begins(before: &str) -> bool {
    !before.trim_end().ends_with(char::is_alphabetic)
}

/// What follows a label: colons, the same label in another language and hints in brackets left out.
fn after_label(mut rest: &str, mut order: Order) -> (&str, Order) {
    for _ in 0..4 {
        rest = rest.trim_start_matches([' ', ':', '.', '-', '–', '—', '#', '/', '|', '*', '=']);
        if let Some((label, more)) = LABELS.iter().find(|(label, _)| rest.starts_with(label)) {
            rest = &rest[label.len()..];
            order = if order == Order::Unknown { *more } else { order };
        }
        if let Some((inside, after)) = rest.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
            let hint: String = inside.chars().filter(char::is_ascii_alphabetic).collect();
            order = match hint.as_str() {
                "ddmmyyyy" | "dmy" | "ttmmjjjj" | "jjmmaaaa" => Order::DayFirst,
                "mmddyyyy" | "mdy" => Order::MonthFirst,
                _ => order,
            };
            rest = after;
        }
    }
    (rest, order)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Option<String> {
        facts(text).date.map(|date| date.to_string())
    }

    #[test]
    fn labelled_dates_are_found() {
        for text in [
            "Invoice date: 12 March 2025",
            "INVOICE DATE 2025-03-12   DUE DATE 2026-04-11",
            "Invoice No: 4471 Invoice Date: March 12, 2025",
            "Date of issue: March 12, 2025",
            "开票日期：2025年3月12日",
            "发票日期 Invoice Date: 2025/03/12",
            "Invoice Date 开票日期：２０２５年０３月１２日",
            "Rechnungsdatum: 12.03.2025",
            "Invoice Date (DD/MM/YYYY): 12/03/2025",
            "Invoice Date (mm/dd/yyyy)\t03/12/2025",
            "Invoice No.\tInvoice date\tDue date\n4471\t12 Mar 2025\t11 Apr 2026",
            "Invoice date\n12 Mar 2025",
            "Invoice date:\t2025-03-12",
            "Date d'émission : 12/03/2025",
            "Order date: 1 May 2026\nInvoice date: 12 March 2025",
        ] {
            assert_eq!(day(text).as_deref(), Some("2025-03-12"), "{text}");
        }
    }

    #[test]
    fn other_dates_are_not() {
        for text in [
            "Date: 12 March 2025",
            "Order date: 12 March 2025",
            "Due date: 12 March 2025",
            "Original invoice date: 12 March 2025",
            "原发票日期：2025年3月12日",
            "Invoice date: 03/04/2025",
            "Invoice date: see above",
            "Our invoice dated 12 March 2025 is unpaid",
            "Invoice date\tOrder date\n4471\t12 Mar 2025\t1",
            "Invoice date is that of shipment. 12 March 2025",
            "Payable within 30 days of the invoice date. 12 March 2025",
            "Certificate issue date: 12 March 2025",
        ] {
            assert_eq!(day(text), None, "{text}");
        }
    }

    #[test]
    fn the_latest_counts() {
        let text = "Invoice date: 12 March 2025\nInvoice date: 4 May 2026";
        assert_eq!(day(text).as_deref(), Some("2026-05-04"));
        let invoice = Invoice { pages: vec![facts("Invoice date: 2025-03-12"), facts("Invoice date: 2026-05-04")] };
        let date = |pages: &[usize]| invoice.date(pages).map(|date| date.to_string());
        assert_eq!(date(&[1]).as_deref(), Some("2025-03-12"));
        assert_eq!(date(&[]).as_deref(), Some("2026-05-04"));
        assert_eq!(date(&[3]), None);
    }

    #[test]
    fn pro_forma_is_a_heading() {
        let is = |text: &str| Invoice { pages: vec![facts(text)] }.is_pro_forma(&[]);
        assert!(is("Shenzhen Box Co.\nPROFORMA INVOICE\nNo. 12"));
        assert!(is("Pro-forma invoice\tPage 1"));
        assert!(is("形式发票 PROFORMA INVOICE"));
        assert!(!is("COMMERCIAL INVOICE\nProforma invoice no. 12 of 3 March"));
        assert!(!is("Invoice\nas per\nProforma Invoice"));
        assert!(!is("The proforma invoice was paid in advance."));
    }

    #[test]
    fn nothing_is_too_odd() {
        for text in
            ["", "\t\t", "Invoice date", "Invoice date:", "İnvoice date: 2025-03-12", "invoice date(", "开票日期（"]
        {
            let _ = facts(text);
        }
        let _ = facts(&"Invoice date: ".repeat(50_000));
    }
}
