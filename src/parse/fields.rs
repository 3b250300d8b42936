//! Reads one table by its line in [`crate::parse::keys`]: unknown keys and wrong types are told here,
//! once, so that a caller only takes what is there.

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use super::keys::{Key, Kind, Table};
use super::mend;
use crate::diag::{Arg, Edit, Finding, Fix};
use crate::source::{Place, SourceFile, Spanned};
use crate::tidy;

/// Where a table begins, and which of its keys were tried but not understood: no second message
/// says that these are missing.
#[derive(Debug, Clone)]
pub struct Header {
    /// The table's header, or the start of the file.
    pub place: Place,
    /// Keys that are there with a wrong value or under a misspelt name.
    pub tried: Vec<&'static str>,
}

impl Header {
    /// Whether a key is there, rightly or wrongly spelt.
    pub fn tried(&self, key: &str) -> bool {
        self.tried.contains(&key)
    }
}

/// The keys of one table, checked against its specification.
pub struct Fields<'a> {
    file: &'a SourceFile,
    table: &'a DeTable<'a>,
    spec: &'static Table,
    /// Where the table begins and what was tried.
    pub header: Header,
}

impl<'a> Fields<'a> {
    /// Checks names and types of all keys of `table`.
    pub fn new(
        file: &'a SourceFile,
        table: &'a DeTable<'a>,
        spec: &'static Table,
        place: Place,
        out: &mut Vec<Finding>,
    ) -> Self {
        let mut tried = Vec::new();
        let mut entries: Vec<_> = table.iter().collect();
        entries.sort_by_key(|(name, _)| name.span().start);
        for (name, value) in entries {
            let at = file.at(name.span());
            let name = name.get_ref().as_ref();
            match spec.key(name) {
                Some(key) => {
                    let before = out.len();
                    if !fits(file, key, value, out) {
                        tried.push(key.name);
                        let free = |key: &str| spec.key(key).is_some() && !table.contains_key(key);
                        mend_value(file, key, &at, value, &mut out[before..], free);
                    }
                }
                None => {
                    let present = |key: &str| table.contains_key(key);
                    let nearest = nearest(name, spec.keys.iter().map(|key| key.name).filter(|key| !present(key)));
                    let finding = Finding::new("S002", at).arg("key", name).arg("table", spec.name);
                    out.push(match nearest {
                        Some(nearest) => {
                            tried.push(nearest);
                            let free = spec.keys.iter().map(|key| key.name).filter(|key| !present(key));
                            let edit = tidy::meant(name, free)
                                .map(|name| Edit::Key { place: finding.place.clone(), name: name.to_owned() });
                            let finding = finding.variant("similar").arg("nearest", nearest);
                            match edit {
                                Some(edit) => finding.edit(edit),
                                None => finding,
                            }
                        }
                        None => finding,
                    });
                }
            }
        }
        Self { file, table, spec, header: Header { place, tried } }
    }

    fn value(&self, key: &str) -> Option<(&'a DeValue<'a>, Place)> {
        debug_assert!(self.spec.key(key).is_some(), "{} has no key {key}", self.spec.name);
        let value = self.table.get(key)?;
        Some((value.get_ref(), self.file.at(value.span())))
    }

    /// Whether the key is there at all.
    pub fn place(&self, key: &str) -> Option<Place> {
        self.value(key).map(|(_, place)| place)
    }

    /// A string.
    pub fn text(&self, key: &str) -> Option<Spanned<String>> {
        let (value, place) = self.value(key)?;
        value.as_str().map(|text| Spanned::new(text.to_owned(), place))
    }

    /// A date.
    pub fn date(&self, key: &str) -> Option<Spanned<Date>> {
        let (value, place) = self.value(key)?;
        to_date(value).map(|date| Spanned::new(date, place))
    }

    /// A whole number.
    pub fn count(&self, key: &str) -> Option<Spanned<u64>> {
        let (value, place) = self.value(key)?;
        to_count(value).map(|count| Spanned::new(count, place))
    }

    /// A number.
    pub fn number(&self, key: &str) -> Option<Spanned<f64>> {
        let (value, place) = self.value(key)?;
        to_number(value).map(|number| Spanned::new(number, place))
    }

    /// Four numbers.
    pub fn rect(&self, key: &str) -> Option<Spanned<[f64; 4]>> {
        let (value, place) = self.value(key)?;
        to_rect(value).map(|rect| Spanned::new(rect, place))
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<Spanned<bool>> {
        self.value(key).and_then(|(value, place)| Some(Spanned::new(value.as_bool()?, place)))
    }

    /// A list of strings, or one string.
    pub fn texts(&self, key: &str) -> Option<Vec<Spanned<String>>> {
        let (value, place) = self.value(key)?;
        match value {
            DeValue::String(text) => Some(vec![Spanned::new(text.to_string(), place)]),
            DeValue::Array(items) => Some(
                items
                    .iter()
                    .filter_map(|item| {
                        let text = item.get_ref().as_str()?;
                        Some(Spanned::new(text.to_owned(), self.file.at(item.span())))
                    })
                    .collect(),
            ),
            _ => None,
        }
    }

    /// The tables under a key, each with the place of its header.
    pub fn tables(&self, key: &str) -> Vec<(&'a DeTable<'a>, Place)> {
        match self.value(key) {
            Some((DeValue::Table(table), place)) => vec![(table, self.header_of(key, place))],
            Some((DeValue::Array(items), _)) => items
                .iter()
                .filter_map(|item| match item.get_ref() {
                    DeValue::Table(table) => Some((table, self.header_of(key, self.file.at(item.span())))),
                    _ => None,
                })
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The levels of `[lints]`: names and values, each with its place.
    pub fn pairs(&self, key: &str) -> Vec<(Spanned<String>, Spanned<String>)> {
        let Some((DeValue::Table(table), _)) = self.value(key) else { return Vec::new() };
        let mut pairs: Vec<_> = table
            .iter()
            .filter_map(|(name, value)| {
                Some((
                    Spanned::new(name.get_ref().to_string(), self.file.at(name.span())),
                    Spanned::new(value.get_ref().as_str()?.to_owned(), self.file.at(value.span())),
                ))
            })
            .collect();
        pairs.sort_by_key(|(name, _)| name.place.start);
        pairs
    }

    /// The header line `[[actions]]` of a table, from what the parser gives as its span.
    fn header_of(&self, key: &str, place: Place) -> Place {
        let text: &str = &self.file.text;
        let line_end = text[place.start..].find('\n').map_or(text.len(), |at| place.start + at);
        let line = &text[place.start..line_end];
        let long = line.trim_end().len();
        if line.starts_with('[') && line.contains(key) {
            place.within(0, long.min(place.end - place.start))
        } else {
            place
        }
    }
}

/// The nearest of several names, if one is near enough to be what was meant.
pub fn nearest<'n>(name: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let lower = name.to_lowercase().replace([' ', '_'], "-");
    names
        .map(|candidate| {
            let plain = candidate.replace('_', "-");
            (strsim::damerau_levenshtein(&lower, &plain.to_lowercase()), candidate)
        })
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count() / 3).max(1))
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}

/// Adds to the findings of a value (of each element of a list) what was meant.
fn mend_value(
    file: &SourceFile,
    key: &Key,
    name: &Place,
    value: &toml::Spanned<DeValue<'_>>,
    found: &mut [Finding],
    free: impl Fn(&str) -> bool,
) {
    let elements = match (key.kind, value.get_ref()) {
        (Kind::Texts, DeValue::Array(items)) => &items[..],
        _ => std::slice::from_ref(value),
    };
    for finding in found {
        let item = elements.iter().find(|item| item.span().start == finding.place.start);
        if let Some(edit) = item.and_then(|item| mend::value(file, key, name, item, &free)) {
            finding.fix = Some(Fix { edits: vec![edit] });
        }
    }
}

fn fits(file: &SourceFile, key: &Key, value: &toml::Spanned<DeValue<'_>>, out: &mut Vec<Finding>) -> bool {
    let at = file.at(value.span());
    let mut wrong = |expected: &str, found: &DeValue<'_>, at: Place| {
        out.push(
            Finding::new("S003", at)
                .arg("key", key.name)
                .arg_message("expected", expected)
                .arg_message("found", type_of(found)),
        );
        false
    };
    let item = value.get_ref();
    match key.kind {
        Kind::Text if item.as_str().is_none() => wrong("type-string", item, at),
        Kind::Date => match item {
            DeValue::Datetime(_) if to_date(item).is_some() => true,
            DeValue::Datetime(_) => {
                let written = &file.text[at.start..at.end];
                out.push(Finding::new("S003", at.clone()).variant("date").arg("key", key.name).arg("value", written));
                false
            }
            _ => wrong("type-date", item, at),
        },
        Kind::Count | Kind::Number => {
            let good = if key.kind == Kind::Count { to_count(item).is_some() } else { to_number(item).is_some() };
            match item {
                _ if good => true,
                DeValue::Float(_) if key.kind == Kind::Count => wrong("type-integer", item, at),
                DeValue::Integer(_) | DeValue::Float(_) => {
                    let written = &file.text[at.start..at.end];
                    out.push(
                        Finding::new("S003", at.clone()).variant("range").arg("key", key.name).arg("value", written),
                    );
                    false
                }
                _ => wrong("type-integer", item, at),
            }
        }
        Kind::Rect if to_rect(item).is_none() => wrong("type-rect", item, at),
        Kind::Flag if item.as_bool().is_none() => wrong("type-boolean", item, at),
        Kind::Texts => match item {
            DeValue::String(_) => true,
            DeValue::Array(items) => {
                let mut good = true;
                for item in items.iter().filter(|item| item.get_ref().as_str().is_none()) {
                    good = wrong("type-string", item.get_ref(), file.at(item.span()));
                }
                good
            }
            _ => wrong("type-strings", item, at),
        },
        Kind::Table(_) if !matches!(item, DeValue::Table(_)) => wrong("type-table", item, at),
        Kind::Levels => match item {
            DeValue::Table(table) => {
                let mut good = true;
                for (_, value) in table.iter().filter(|(_, value)| value.get_ref().as_str().is_none()) {
                    good = wrong("type-string", value.get_ref(), file.at(value.span()));
                }
                good
            }
            _ => wrong("type-table", item, at),
        },
        Kind::Tables(_) => match item {
            DeValue::Table(_) => true,
            DeValue::Array(items) => {
                let mut good = true;
                for item in items.iter().filter(|item| !matches!(item.get_ref(), DeValue::Table(_))) {
                    good = wrong("type-table", item.get_ref(), file.at(item.span()));
                }
                good
            }
            _ => wrong("type-tables", item, at),
        },
        Kind::Text | Kind::Flag | Kind::Rect | Kind::Table(_) => true,
    }
}

fn type_of(value: &DeValue<'_>) -> Arg {
    let id = match value {
        DeValue::String(_) => "type-string",
        DeValue::Integer(_) => "type-integer",
        DeValue::Float(_) => "type-float",
        DeValue::Boolean(_) => "type-boolean",
        DeValue::Datetime(_) => "type-datetime",
        DeValue::Array(_) => "type-array",
        DeValue::Table(_) => "type-table",
    };
    Arg::Message { message: id.to_owned() }
}

/// A plain date between 1995, the year that Amazon opened, and 2100.
fn to_date(value: &DeValue<'_>) -> Option<Date> {
    let DeValue::Datetime(datetime) = value else { return None };
    let date = datetime.date.filter(|_| datetime.time.is_none() && datetime.offset.is_none())?;
    let date = Date::new(i16::try_from(date.year).ok()?, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    date.ok().filter(|date| (1995..=2100).contains(&date.year()))
}

fn to_count(value: &DeValue<'_>) -> Option<u64> {
    let DeValue::Integer(integer) = value else { return None };
    let plain = integer.as_str().replace('_', "");
    u64::from_str_radix(plain.trim_start_matches('+'), integer.radix()).ok().filter(|count| *count <= 1_000_000_000_000)
}

/// A number greater than zero.
fn to_number(value: &DeValue<'_>) -> Option<f64> {
    let number = match value {
        DeValue::Integer(_) => to_count(value).map(|count| count as f64),
        DeValue::Float(float) => float.as_str().replace('_', "").parse().ok(),
        _ => None,
    };
    number.filter(|number: &f64| number.is_finite() && *number > 0.0)
}

/// Four numbers, whatever their signs.
fn to_rect(value: &DeValue<'_>) -> Option<[f64; 4]> {
    let DeValue::Array(items) = value else { return None };
    let number = |item: &toml::Spanned<DeValue<'_>>| -> Option<f64> {
        let text = match item.get_ref() {
            DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
            DeValue::Float(float) => float.as_str(),
            _ => return None,
        };
        text.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
    };
    let numbers: Vec<f64> = items.iter().map(number).collect::<Option<_>>()?;
    numbers.try_into().ok()
}
