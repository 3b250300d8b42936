//! SARIF 2.1.0, for code-scanning services (OASIS, "Static Analysis Results Interchange Format").
//! The whole run is one document.

use serde_json::{Value, json};

use crate::diag::{Diagnostic, Level, Report};
use crate::lint::rules;
use crate::locale::Locale;
use crate::source::Place;

use super::{Positions, Words};

/// All diagnostics of a run.
pub fn document(reports: &[Report], locale: &Locale) -> String {
    let mut results = Vec::new();
    for report in reports {
        let files: Vec<Positions> = report.sources.iter().map(Positions::new).collect();
        let find =
            |place: &Place| report.sources.iter().position(|s| s.path == place.file).and_then(|at| files.get(at));
        results.extend(report.diagnostics.iter().map(|diagnostic| result(diagnostic, locale, &find)));
    }
    let described = rules::ALL.iter().map(|rule| {
        json!({
            "id": rule.code,
            "name": rule.name,
            "defaultConfiguration": {"level": level(rule.level)},
            "help": {"text": rule.page(locale.lang()), "markdown": rule.page(locale.lang())},
            "properties": {"group": rule.group.name()},
        })
    });
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "appealc",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": described.collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn result<'a>(diagnostic: &Diagnostic, locale: &Locale, find: &impl Fn(&Place) -> Option<&'a Positions<'a>>) -> Value {
    let words = Words::new(diagnostic, locale);
    let mut text = words.message;
    for more in [words.note, words.help].into_iter().flatten() {
        text.push('\n');
        text.push_str(&more);
    }
    let related = words.labels.iter().map(|(place, message)| {
        let mut location = location(place, find);
        location["message"] = json!({"text": message});
        location
    });
    let mut result = json!({
        "ruleId": diagnostic.finding.code,
        "level": level(diagnostic.level),
        "message": {"text": text},
        "locations": [location(&diagnostic.finding.place, find)],
        "relatedLocations": related.collect::<Vec<_>>(),
    });
    // What reading outputs back finds has no rule.
    if let Some(at) = rules::ALL.iter().position(|rule| rule.code == diagnostic.finding.code) {
        result["ruleIndex"] = json!(at);
    }
    result
}

fn location<'a>(place: &Place, find: &impl Fn(&Place) -> Option<&'a Positions<'a>>) -> Value {
    let mut physical = json!({"artifactLocation": {"uri": uri(&place.file), "uriBaseId": "%SRCROOT%"}});
    if let Some(file) = find(place) {
        let (start, end) = file.of(place);
        physical["region"] = json!({
            "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
        });
    }
    json!({"physicalLocation": physical})
}

fn level(level: Level) -> &'static str {
    level.name()
}

/// A path as a relative URI reference (RFC 3986): what is not unreserved is percent-encoded.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn paths_become_uris() {
        assert_eq!(super::uri("cases/包 1/case.toml"), "cases/%E5%8C%85%201/case.toml");
    }
}
