//! `<report>.tally.json`: what was taken from a report, kept beside it, so that a clone without the
//! report builds the same bytes. It is read as if a stranger had written it.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::dates;
use super::quotes;
use super::reading::Reading;
use super::reasons;
use super::taken::{Fared, Ncx, OfAsin, Quote, Ratings, Return, Taken, UnknownCode};

/// What is added to a report's name.
pub const SUFFIX: &str = ".tally.json";
/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 64 << 20;
/// Most returns that are kept of one report; ASINs with the fewest complaints are left out beyond it,
/// unless the case is about them.
pub const MAX_RETURNS: usize = 200_000;
/// Most sets of readings that are kept beside the case's own.
const MAX_SETS: usize = 40;
const VERSION: u32 = 1;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    tally: u32,
    report: String,
    sha256: String,
    bytes: u64,
    encoding: String,
    rows: Fared,
    dates: Option<(Date, Date)>,
    partial: bool,
    unknown: Vec<UnknownCode>,
    codes: Vec<String>,
    gradings: Vec<String>,
    feedback: Vec<Ratings>,
    /// By ASIN, by day: for each return its code, its grading, its units, its mark.
    asins: BTreeMap<String, FileAsin>,
    readings: Vec<FileSet>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileAsin {
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    returns: BTreeMap<Date, Vec<(u16, u8, u16, u16)>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    ncx: Vec<Ncx>,
    /// What buyers wrote, where a case quotes it: day, code, text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    quotes: Option<Vec<(Date, u16, String)>>,
}

/// Which returns bear which of a case's readings: by ASIN, the number of the return and of the reading.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileSet {
    readings: Vec<Reading>,
    asins: BTreeMap<String, Vec<(u32, u8)>>,
}

/// Why what was kept is of no use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// It is no such file, or was changed by hand: in what.
    Damaged(String),
    /// It was made for other readings of comments.
    Readings,
    /// It was made without what buyers wrote.
    Quotes,
    /// ASINs were left out, this one among them.
    LeftOut(String),
}

fn damaged(what: impl Into<String>) -> Problem {
    Problem::Damaged(what.into())
}

/// What was kept, as it was taken, for these ASINs and readings, and with what buyers wrote if `quote`.
///
/// # Errors
/// See [`Problem`].
pub fn read(bytes: &[u8], asins: &[&str], readings: &[Reading], quote: bool) -> Result<Taken, Problem> {
    let file: File = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
    check(&file)?;
    let set = file.readings.iter().find(|set| set.readings == readings);
    let (report, sha256, encoding) = (file.report, file.sha256, file.encoding);
    let mut taken = Taken {
        report,
        sha256,
        bytes: file.bytes,
        encoding,
        rows: file.rows,
        dates: file.dates,
        unknown: file.unknown,
        codes: file.codes,
        gradings: file.gradings,
        asins: Vec::new(),
        feedback: file.feedback,
        readings: readings.to_vec(),
        partial: file.partial,
    };
    for (asin, of) in file.asins {
        let mut returns = Vec::new();
        for (date, rows) in of.returns {
            let day = u32::try_from(dates::day_of(date)).unwrap_or(0);
            for (code, grading, units, mark) in rows {
                returns.push(Return { day, code, grading, reading: 0, units, mark });
            }
        }
        for (at, reading) in set.and_then(|set| set.asins.get(&asin)).into_iter().flatten() {
            let row = returns.get_mut(*at as usize).ok_or_else(|| damaged("readings"))?;
            row.reading = *reading;
        }
        let quotes = of.quotes.map(|quotes| {
            let day = |date| u32::try_from(dates::day_of(date)).unwrap_or(0);
            quotes.into_iter().map(|(date, code, text)| Quote { day: day(date), code, text }).collect()
        });
        taken.asins.push(OfAsin { asin, product: String::new(), returns, ncx: of.ncx, quotes });
    }
    if let Some(asin) = asins.iter().find(|asin| taken.partial && taken.of(asin).is_none()) {
        return Err(Problem::LeftOut((*asin).to_owned()));
    }
    let counted = asins.iter().any(|asin| taken.of(asin).is_some_and(|of| !of.returns.is_empty()));
    if set.is_none() && !readings.is_empty() && counted {
        return Err(Problem::Readings);
    }
    let unquoted = |of: &OfAsin| !of.returns.is_empty() && of.quotes.is_none();
    if quote && asins.iter().any(|asin| taken.of(asin).is_some_and(unquoted)) {
        return Err(Problem::Quotes);
    }
    Ok(taken)
}

fn check(file: &File) -> Result<(), Problem> {
    if file.tally != VERSION {
        return Err(damaged(format!("version {}", file.tally)));
    }
    let hex = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    if file.sha256.len() != 64 || !file.sha256.bytes().all(hex) {
        return Err(damaged("sha256"));
    }
    if !super::formats::FORMATS.iter().any(|format| format.id == file.report) {
        return Err(damaged("report"));
    }
    if file.encoding.len() > 40 || file.codes.iter().chain(&file.gradings).any(|word| word.len() > 400) {
        return Err(damaged("codes"));
    }
    for (asin, of) in &file.asins {
        if asin.len() != 10 || !asin.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase()) {
            return Err(damaged("asins"));
        }
        for (code, grading, units, _) in of.returns.values().flatten() {
            let known = usize::from(*code) < file.codes.len() && usize::from(*grading) < file.gradings.len();
            if !known || !(1..=10_000).contains(units) {
                return Err(damaged(asin.as_str()));
            }
        }
        let scrubbed = |text: &str| quotes::scrub(text).as_deref() == Some(text);
        let quotes = of.quotes.iter().flatten();
        if quotes.clone().any(|(_, code, text)| usize::from(*code) >= file.codes.len() || !scrubbed(text)) {
            return Err(damaged(asin.as_str()));
        }
        let share = |value: Option<f64>, most: f64| value.is_none_or(|value| (0.0..=most).contains(&value));
        let fits = |ncx: &Ncx| share(ncx.rate, 1.0) && share(ncx.returned, 1.0) && share(ncx.stars, 5.0);
        if !of.ncx.iter().all(fits) {
            return Err(damaged(asin.as_str()));
        }
    }
    let numbers = |set: &FileSet| {
        set.asins.values().flatten().all(|(_, reading)| (1..=set.readings.len()).contains(&usize::from(*reading)))
    };
    if !file.readings.iter().all(numbers) {
        return Err(damaged("readings"));
    }
    Ok(())
}

/// What to keep of a report that was just read for a case about these ASINs. What `before` has of the
/// same report for other cases stays.
pub fn write(taken: &Taken, asins: &[&str], before: Option<&[u8]>) -> Vec<u8> {
    let before = before.and_then(|bytes| serde_json::from_slice::<File>(bytes).ok());
    let before = before.filter(|file| check(file).is_ok() && file.sha256 == taken.sha256);
    let wanted = |asin: &str| {
        asins.contains(&asin) || before.as_ref().is_some_and(|file| file.partial && file.asins.contains_key(asin))
    };
    let kept = chosen(taken, &wanted);
    let mut of_asins = BTreeMap::new();
    let mut own = FileSet { readings: taken.readings.clone(), asins: BTreeMap::new() };
    for of in &kept {
        let mut returns: BTreeMap<Date, Vec<(u16, u8, u16, u16)>> = BTreeMap::new();
        for (at, row) in of.returns.iter().enumerate() {
            let day = dates::date(i32::try_from(row.day).unwrap_or(0));
            returns.entry(day).or_default().push((row.code, row.grading, row.units, row.mark));
            if row.reading > 0 {
                let at = u32::try_from(at).unwrap_or(u32::MAX);
                own.asins.entry(of.asin.clone()).or_default().push((at, row.reading));
            }
        }
        let date = |day: u32| dates::date(i32::try_from(day).unwrap_or(0));
        let own_quotes = of.quotes.as_ref().map(|quotes| {
            quotes.iter().map(|quote| (date(quote.day), quote.code, quote.text.clone())).collect::<Vec<_>>()
        });
        // Another case may quote what is no concern of this one.
        let others = || before.as_ref()?.asins.get(&of.asin)?.quotes.clone();
        let quotes = if asins.contains(&of.asin.as_str()) { own_quotes } else { others() };
        of_asins.insert(of.asin.clone(), FileAsin { returns, ncx: of.ncx.clone(), quotes });
    }
    let mut readings: Vec<FileSet> = before.map(|file| file.readings).unwrap_or_default();
    readings.retain(|set| set.readings != own.readings && set.asins.keys().all(|asin| of_asins.contains_key(asin)));
    readings.truncate(MAX_SETS);
    if !own.readings.is_empty() {
        readings.push(own);
    }
    readings.sort_by(|a, b| a.readings.cmp(&b.readings));
    text(&File {
        tally: VERSION,
        report: taken.report.clone(),
        sha256: taken.sha256.clone(),
        bytes: taken.bytes,
        encoding: taken.encoding.clone(),
        rows: taken.rows,
        dates: taken.dates,
        partial: kept.len() < taken.asins.len(),
        unknown: taken.unknown.iter().map(nameless).collect(),
        codes: taken.codes.clone(),
        gradings: taken.gradings.clone(),
        feedback: taken.feedback.clone(),
        asins: of_asins,
        readings,
    })
}

/// A code that is not known, without words that may name a buyer.
fn nameless(unknown: &UnknownCode) -> UnknownCode {
    let raw = if reasons::is_code(unknown.raw.trim()) { &unknown.raw } else { &unknown.code };
    UnknownCode { raw: raw.clone(), ..unknown.clone() }
}

/// The ASINs that are kept: all, or those wanted and those with the most complaints.
fn chosen<'t>(taken: &'t Taken, wanted: &dyn Fn(&str) -> bool) -> Vec<&'t OfAsin> {
    let total: usize = taken.asins.iter().map(|of| of.returns.len()).sum();
    if total <= MAX_RETURNS {
        return taken.asins.iter().collect();
    }
    let fault: Vec<bool> = taken.codes.iter().map(|code| reasons::topic(code).is_fault()).collect();
    let complaints = |of: &OfAsin| {
        let is_fault = |row: &&Return| fault.get(usize::from(row.code)) == Some(&true);
        of.returns.iter().filter(is_fault).map(|row| u64::from(row.units)).sum::<u64>()
    };
    let mut ranked: Vec<(u64, &OfAsin)> = taken.asins.iter().map(|of| (complaints(of), of)).collect();
    ranked.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.asin.cmp(&b.1.asin)));
    let mut room = MAX_RETURNS;
    let mut kept: Vec<&OfAsin> = Vec::new();
    for (_, of) in ranked {
        if of.returns.len() <= room {
            room -= of.returns.len();
            kept.push(of);
        } else if wanted(&of.asin) {
            kept.push(of);
        }
    }
    kept.sort_by(|a, b| a.asin.cmp(&b.asin));
    kept
}

/// JSON with a line for each ASIN, so that a difference shows what changed.
fn text(file: &File) -> Vec<u8> {
    let Ok(serde_json::Value::Object(parts)) = serde_json::to_value(file) else { return Vec::new() };
    let mut lines = Vec::new();
    for (name, value) in &parts {
        let name = serde_json::Value::from(name.as_str());
        match value {
            serde_json::Value::Object(asins) if name == "asins" && !asins.is_empty() => {
                let each = asins.iter().map(|(asin, of)| format!("  {}: {of}", serde_json::Value::from(asin.as_str())));
                lines.push(format!(" {name}: {{\n{}\n }}", each.collect::<Vec<_>>().join(",\n")));
            }
            value => lines.push(format!(" {name}: {value}")),
        }
    }
    format!("{{\n{}\n}}\n", lines.join(",\n")).into_bytes()
}
