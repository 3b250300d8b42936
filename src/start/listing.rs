//! A list of ASINs as sellers keep it: CSV in any encoding, or a spreadsheet. Each row becomes a draft, or
//! says what is wrong with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Draft, Fault};
use crate::check::evidence::refusal_finding;
use crate::check::ident::{self, AsinProblem};
use crate::complaints::dates::{self, Orders, When};
use crate::complaints::rows::Rows;
use crate::complaints::source::Text;
use crate::diag::Arg;
use crate::evidence::formats::{csv, text};
use crate::evidence::{self, Content, Limits, Problem, Refusal};
use crate::issue_type::IssueTypes;
use crate::market::{self, Marketplace};
use crate::parse::fields::nearest;
use crate::parse::keys::{REQUESTS, ROUTES};
use crate::source::{Place, Spanned};
use crate::tidy;

/// Rows that are read; nobody appeals for more at once.
const ROWS: usize = 20_000;
/// Rows at the top among which the header may be.
const TOP: usize = 10;
/// Most characters of a name.
const NAME: usize = 500;
/// Most characters of a cell that a fault quotes.
const QUOTED: usize = 100;
/// Most faults of a row that are told.
const FAULTS: usize = 10;
/// The formats of spreadsheets.
const TABLES: &[&str] = &["xlsx", "xls", "ods"];

/// The columns, with the names that they have in lists. `_`, `-`, blanks and letter case do not count.
const COLUMNS: &[(&str, &[&str])] = &[
    ("asin", &["asin", "asins", "child asin", "asin码", "子asin", "商品asin", "亚马逊编码"]),
    ("sku", &["sku", "msku", "seller sku", "卖家sku", "商家编码", "货号"]),
    (
        "product",
        &["product", "product name", "title", "item name", "name", "商品名称", "产品名称", "商品标题", "品名", "标题"],
    ),
    ("type", &["type", "issue", "issue type", "complaint type", "类型", "投诉类型", "问题类型", "申诉类型"]),
    ("stance", &["stance", "立场", "申诉或争议", "申诉方式"]),
    ("marketplace", &["marketplace", "country", "site", "站点", "国家", "市场"]),
    ("notified", &["notified", "notice date", "date of notice", "通知日期", "收到通知日期", "收到通知的日期"]),
    ("respond_by", &["respond by", "deadline", "due", "due date", "截止日期", "截止", "截止时间", "回复期限"]),
    ("case_id", &["case id", "amazon case id", "案件编号", "案例编号", "case编号", "案件id"]),
    ("complaint", &["complaint", "买家投诉", "投诉内容", "买家反馈"]),
    ("orders", &["orders", "order id", "order ids", "order", "订单", "订单号", "订单编号"]),
    ("route", &["route", "渠道", "申诉渠道"]),
    ("request", &["request", "请求", "诉求"]),
];

/// A list, row by row.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Listing {
    /// The rows that hold something, in their order.
    pub rows: Vec<Row>,
    /// Columns that are not known, by their names.
    pub ignored: Vec<String>,
}

/// A row.
#[derive(Debug, Serialize, Deserialize)]
pub struct Row {
    /// Its line in the file, or its number in the sheet, from 1.
    pub line: u64,
    /// What it says, or what is wrong with it.
    pub draft: Result<Draft, Vec<Fault>>,
}

/// What holds where a row says nothing.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Defaults {
    /// The id of the type.
    pub kind: Option<String>,
    /// The stance.
    pub dispute: bool,
}

type Cells = Vec<String>;

/// Reads a list, within `limits` where it is a spreadsheet.
///
/// # Errors
/// What keeps all of it from being read.
pub fn listing(
    bytes: &[u8],
    name: &str,
    types: &IssueTypes,
    defaults: &Defaults,
    limits: &Limits,
) -> Result<Listing, Fault> {
    let mut rows = table(bytes, name, limits)?.into_iter();
    let mut seen = Vec::new();
    let columns = loop {
        let Some((_, cells)) = rows.next().filter(|_| seen.len() < TOP) else {
            return Err(Fault::new("start-no-asin-column").arg("found", shown(seen.first().map_or("", String::as_str))));
        };
        let mut columns: Vec<Option<&'static str>> = Vec::new();
        for cell in &cells {
            // Of two columns that mean the same the first counts.
            let column = column(cell).filter(|column| !columns.contains(&Some(*column)));
            columns.push(column);
        }
        if columns.contains(&Some("asin")) {
            let ignored = cells.iter().zip(&columns).filter(|(cell, column)| column.is_none() && !cell.is_empty());
            break (ignored.map(|(cell, _)| shown(cell)).collect::<Vec<_>>(), columns);
        }
        seen.push(cells.join(", "));
    };
    let (ignored, columns) = columns;
    let rows: Vec<(u64, Cells)> = rows.collect();
    let orders = date_orders(&rows, &columns);
    let mut first: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut listing = Listing { rows: Vec::new(), ignored };
    for (line, cells) in rows {
        let mut draft =
            Reader { columns: &columns, cells: &cells, types, defaults, orders: &orders, faults: Vec::new() }.draft();
        if let Ok(made) = &draft {
            let twice = made.asins.iter().find_map(|asin| {
                let key = (asin.clone(), made.kind.clone());
                first.get(&key).map(|line| (asin.clone(), *line))
            });
            match twice {
                Some((asin, line)) => {
                    let line = usize::try_from(line).unwrap_or(usize::MAX);
                    draft = Err(vec![Fault::new("start-row-twice").arg("asin", asin).arg("line", line)]);
                }
                None => first.extend(made.asins.iter().map(|asin| ((asin.clone(), made.kind.clone()), line))),
            }
        }
        listing.rows.push(Row { line, draft });
    }
    Ok(listing)
}

/// The rows that hold something, each with its line.
fn table(bytes: &[u8], name: &str, limits: &Limits) -> Result<Vec<(u64, Cells)>, Fault> {
    let too_many = || Fault::new("start-too-many-rows").arg("limit", ROWS);
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(Fault::new("start-empty-list"));
    }
    if text::is_text(bytes) {
        let (decoded, _) = text::decode(bytes).ok_or_else(|| Fault::new("start-unknown-encoding"))?;
        return lines(&decoded).ok_or_else(too_many);
    }
    let limits = Limits { table_rows: ROWS + 1, ..limits.clone() };
    let found = evidence::inspect(bytes, name, &limits).map_err(|refusal| refused(&refusal))?;
    let Content::Sheets(sheets) = found.content else { return Err(Fault::new("start-no-table")) };
    let is_list = |sheet: &&evidence::sheet::Sheet| {
        let mut top = sheet.rows.iter().take(TOP).flat_map(|row| &row.cells);
        top.any(|cell| column(cell) == Some("asin"))
    };
    let shown = sheets.iter().filter(|sheet| !sheet.hidden);
    let Some(sheet) = shown.clone().find(is_list).or_else(|| shown.clone().next()) else {
        return Err(Fault::new("start-no-table"));
    };
    if sheet.total_rows > ROWS {
        return Err(too_many());
    }
    let rows = sheet.rows.iter().map(|row| {
        let cells = row.cells.iter().map(|cell| cell.trim().to_owned());
        (u64::from(row.number), cells.collect::<Cells>())
    });
    Ok(rows.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())).collect())
}

/// Why a file is no list; the path is for who knows it.
fn refused(refusal: &Refusal) -> Fault {
    match refusal {
        Refusal::Unreadable { reader, problem } if TABLES.contains(reader) => match problem {
            Problem::NeedsPassword => Fault::new("start-list-locked"),
            Problem::NoCells => Fault::new("start-empty-list"),
            _ => {
                let finding = refusal_finding(&Spanned::new(String::new(), Place::of("")), refusal);
                Fault { message: finding.message, args: finding.args }
            }
        },
        _ => Fault::new("start-no-table"),
    }
}

/// The rows of a text; none where there are too many.
fn lines(decoded: &str) -> Option<Vec<(u64, Cells)>> {
    let delimiter = csv::guess(decoded);
    // As many cells as most rows have: by that a quotation mark that is never closed is told.
    let header = decoded.lines().find(|line| column_names(line, delimiter) > 0);
    let width = header.map_or(0, |line| line.matches(char::from(delimiter)).count() + 1);
    let mut rows = Rows::new(Text::new(decoded.as_bytes()).ok()?, delimiter, width, 0).ok()?;
    let mut all = Vec::new();
    while rows.advance().ok()? {
        let row = rows.row();
        if row.is_blank() && row.count() > 0 {
            continue;
        }
        let cell = |at| String::from_utf8_lossy(row.cell(at)).replace("\"\"", "\"").trim().to_owned();
        all.push((row.line, (0..row.count()).map(cell).collect()));
        if all.len() > ROWS {
            return None;
        }
    }
    Some(all)
}

fn column_names(line: &str, delimiter: u8) -> usize {
    line.split(char::from(delimiter)).filter(|cell| column(cell.trim_matches('"')).is_some()).count()
}

/// A cell as it is quoted: a stranger's may be as long as a book.
fn shown(cell: &str) -> String {
    match cell.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}…", &cell[..end]),
        None => cell.to_owned(),
    }
}

fn plain(name: &str) -> String {
    let name = tidy::ascii(name).to_lowercase();
    name.chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '\n' | '*' | ':')).collect()
}

/// The column that a header names.
fn column(header: &str) -> Option<&'static str> {
    let wanted = plain(header);
    let found = COLUMNS.iter().find(|(_, names)| names.iter().any(|name| plain(name) == wanted));
    found.map(|(column, _)| *column)
}

/// What the columns of dates give away about `03/04/2026`.
fn date_orders(rows: &[(u64, Cells)], columns: &[Option<&'static str>]) -> Orders {
    let mut orders = Orders::default();
    for (_, cells) in rows {
        for (cell, column) in cells.iter().zip(columns) {
            if matches!(column, Some("notified" | "respond_by"))
                && let Some(when) = dates::parse(cell.as_bytes())
            {
                orders.add(cell.as_bytes(), when);
            }
        }
    }
    orders
}

/// Reads a row.
struct Reader<'r> {
    columns: &'r [Option<&'static str>],
    cells: &'r [String],
    types: &'r IssueTypes,
    defaults: &'r Defaults,
    orders: &'r Orders,
    faults: Vec<Fault>,
}

impl Reader<'_> {
    /// The cell of a column; empty where there is none.
    fn cell(&self, column: &str) -> &str {
        let at = self.columns.iter().position(|name| *name == Some(column));
        at.and_then(|at| self.cells.get(at)).map_or("", String::as_str)
    }

    fn fault(&mut self, mut fault: Fault) {
        for (name, value) in &mut fault.args {
            if let Arg::Text(text) = value
                && name != "allowed"
            {
                *text = shown(text);
            }
        }
        if self.faults.len() < FAULTS {
            self.faults.push(fault);
        }
    }

    fn draft(mut self) -> Result<Draft, Vec<Fault>> {
        if self.cells.is_empty() {
            return Err(vec![Fault::new("start-row-unreadable")]);
        }
        let more = self.cells.get(self.columns.len()..).unwrap_or_default();
        if more.iter().any(|cell| !cell.is_empty()) {
            let wanted = self.columns.len();
            return Err(vec![Fault::new("start-row-long").arg("count", self.cells.len()).arg("wanted", wanted)]);
        }
        if self.cells.iter().any(|cell| cell.contains('\u{fffd}')) {
            return Err(vec![Fault::new("start-row-encoding")]);
        }
        if self.cells.iter().any(|cell| cell.starts_with('"')) {
            return Err(vec![Fault::new("start-row-quote")]);
        }
        let mut draft = Draft { dispute: self.stance(), ..Draft::default() };
        draft.asins = self.asins();
        draft.kind = self.kind();
        for column in ["sku", "product", "complaint"] {
            let text = self.cell(column).split_whitespace().collect::<Vec<_>>().join(" ");
            if text.chars().count() > NAME {
                self.fault(Fault::new("start-row-too-long").arg("column", column).arg("limit", NAME));
            } else if text.contains(crate::quote::is_unsafe) {
                self.fault(Fault::new("start-row-control").arg("column", column));
            } else {
                draft.set(column, &text);
            }
        }
        self.marketplace(&mut draft);
        self.choice("route", ROUTES, &mut draft);
        self.choice("request", REQUESTS, &mut draft);
        let notified = self.date("notified", &mut draft);
        let respond_by = self.date("respond_by", &mut draft);
        if let (Some(notified), Some(by)) = (notified, respond_by)
            && by < notified
        {
            self.fault(Fault::new("start-row-deadline").arg("by", by).arg("notified", notified));
        }
        self.case_id(&mut draft);
        self.orders(&mut draft);
        if self.faults.is_empty() { Ok(draft) } else { Err(self.faults) }
    }

    fn asins(&mut self) -> Vec<String> {
        let cell = self.cell("asin").to_owned();
        if cell.is_empty() {
            self.fault(Fault::new("start-row-no-asin"));
        }
        let whole = tidy::asin(&cell);
        if ident::asin(&whole).is_ok() {
            return vec![whole];
        }
        let mut asins: Vec<String> = Vec::new();
        for part in cell.split([',', ';', '、', '，', '；', '|', ' ', '\n']).filter(|part| !part.trim().is_empty()) {
            let asin = tidy::asin(part);
            match ident::asin(&asin) {
                Ok(()) if asins.contains(&asin) => {}
                Ok(()) => asins.push(asin),
                Err(problem) => self.fault(asin_fault(part, &problem)),
            }
        }
        asins
    }

    fn kind(&mut self) -> String {
        let cell = self.cell("type").to_owned();
        let name = if cell.is_empty() { self.defaults.kind.as_deref().unwrap_or_default() } else { &cell };
        if name.is_empty() {
            self.fault(Fault::new("start-row-no-type"));
        } else if let Some(found) = self.types.find(name) {
            return found.id.clone();
        } else {
            let fault = match self.types.nearest(name).or_else(|| self.types.meant(name)) {
                Some(near) => Fault::new("start-row-type-similar").arg("nearest", near),
                None => Fault::new("start-row-type"),
            };
            self.fault(fault.arg("value", name));
        }
        String::new()
    }

    fn stance(&mut self) -> bool {
        let cell = tidy::ascii(self.cell("stance")).to_lowercase();
        match cell.as_str() {
            "" => self.defaults.dispute,
            "appeal" | "申诉" => false,
            "dispute" | "争议" => true,
            _ => {
                self.fault(bad("stance", &cell, "appeal, dispute"));
                false
            }
        }
    }

    fn marketplace(&mut self, draft: &mut Draft) {
        let cell = self.cell("marketplace").to_owned();
        if cell.is_empty() {
            return;
        }
        match Marketplace::find(&cell).or_else(|| Marketplace::find(market::meant(&cell)?)) {
            Some(found) => draft.set("marketplace", found.code),
            None => {
                let known: Vec<&str> = market::ALL.iter().map(|market| market.code).collect();
                self.fault(bad("marketplace", &cell, &known.join(", ")));
            }
        }
    }

    fn choice(&mut self, column: &'static str, values: &[&'static str], draft: &mut Draft) {
        let cell = tidy::table_id(self.cell(column));
        if cell.is_empty() {
            return;
        }
        match values.iter().find(|value| **value == cell) {
            Some(value) => draft.set(column, value),
            None => self.fault(match nearest(&cell, values.iter().copied()) {
                Some(near) => {
                    Fault::new("start-row-value-similar").arg("column", column).arg("value", cell).arg("nearest", near)
                }
                None => bad(column, &cell, &values.join(", ")),
            }),
        }
    }

    fn date(&mut self, column: &'static str, draft: &mut Draft) -> Option<String> {
        let cell = self.cell(column).to_owned();
        if cell.is_empty() {
            return None;
        }
        let when = || dates::parse(tidy::ascii(&cell).as_bytes());
        let settled = |when: When| self.orders.settle(when).map(|day| dates::date(day).to_string());
        let day = tidy::date(&cell).or_else(|| when().and_then(settled));
        let Some(day) = day else {
            let message = if when().is_some() { "start-row-date-twofold" } else { "start-row-date" };
            self.fault(Fault::new(message).arg("column", column).arg("value", cell));
            return None;
        };
        let value: Option<toml::value::Datetime> = day.parse().ok();
        draft.give(column, value?.into());
        Some(day)
    }

    fn case_id(&mut self, draft: &mut Draft) {
        let cell = self.cell("case_id").to_owned();
        let id = tidy::case_id(&cell);
        if id.is_empty() {
            return;
        }
        if ident::case_id(&id) {
            draft.set("case_id", &id);
        } else if id.to_ascii_uppercase().contains("E+") {
            self.fault(Fault::new("start-row-rounded").arg("column", "case_id").arg("value", cell));
        } else {
            self.fault(Fault::new("start-row-case-id").arg("value", cell));
        }
    }

    fn orders(&mut self, draft: &mut Draft) {
        let cell = self.cell("orders").to_owned();
        let mut orders: Vec<String> = Vec::new();
        for part in cell.split([',', ';', '、', '，', '；', '|', '\n', ' ']).filter(|part| !part.trim().is_empty()) {
            match tidy::order(part) {
                Some(order) if orders.contains(&order) => {}
                Some(order) => orders.push(order),
                None => self.fault(Fault::new("start-row-order").arg("value", part)),
            }
        }
        if !orders.is_empty() {
            draft.give("orders", orders.into());
        }
    }
}

fn bad(column: &str, value: &str, allowed: &str) -> Fault {
    Fault::new("start-row-value").arg("column", column).arg("value", value).arg("allowed", allowed)
}

/// What is wrong with an ASIN, in words.
pub fn asin_fault(asin: &str, problem: &AsinProblem) -> Fault {
    let fault = match problem {
        AsinProblem::Length(length) => Fault::new("start-asin-length").arg("length", *length),
        AsinProblem::Case(upper) => Fault::new("start-asin-case").arg("upper", upper.as_str()),
        AsinProblem::Character(bad) => Fault::new("start-asin-character").arg("found", bad.to_string()),
        AsinProblem::CheckDigit(digit) => Fault::new("start-asin-check-digit").arg("expected", digit.to_string()),
        AsinProblem::Placeholder => Fault::new("start-asin-placeholder"),
    };
    fault.arg("asin", asin)
}

#[cfg(test)]
mod tests;
