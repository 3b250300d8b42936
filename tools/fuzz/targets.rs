//! What is done with a changed case file, and what must hold then.

use std::path::Path;

use appealc::diag::{Finding, Fix, Report};
use appealc::driver::session::Session;
use appealc::fix;
use appealc::lint;
use appealc::locale::Locale;
use appealc::options::{Lang, Options};
use appealc::report::{github, human, json, sarif, short};
use appealc::source::SourceFile;

/// Where the changed case stands; its folder need not exist.
const CASE: &str = "cases/fuzz";

/// What is fuzzed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Text into raw values, for each of the three files.
    Parse,
    /// Everything that `check` does, its formats, and `fix`.
    Rules,
}

/// A run of one target.
pub struct Fuzz {
    target: Target,
    session: Session,
    locales: [Locale; 2],
}

impl Fuzz {
    /// Begins a run; `root` is a workspace whose evidence the cases name.
    pub fn new(target: Target, root: &Path) -> Self {
        let options = Options::looking(root.to_owned(), jiff::civil::date(2026, 11, 23));
        Self { target, session: Session::new(options), locales: [Locale::new(Lang::En), Locale::new(Lang::Zh)] }
    }

    /// Does it with one text; panics where something does not hold.
    pub fn run(&mut self, text: &str) {
        match self.target {
            Target::Parse => parse(text),
            Target::Rules => self.rules(text),
        }
    }

    fn rules(&mut self, text: &str) {
        let path = format!("{CASE}/case.toml");
        let mut now = text.to_owned();
        // As `fix` does: until nothing is left to mend.
        for _ in 0..8 {
            self.session.options.mended.insert(path.clone(), now.clone());
            let report = self.session.run(CASE, &mut |_| {}).report;
            self.show(&report);
            let of_case = report.diagnostics.iter().map(|diagnostic| &diagnostic.finding);
            let fixes: Vec<&Fix> = of_case
                .filter(|finding| *finding.place.file == *path)
                .filter_map(|finding| finding.fix.as_ref())
                .collect();
            let (next, made) = fix::apply_all(&now, &fixes);
            assert_eq!(made.is_empty(), next == now, "a fix that changes nothing, or a change that no fix made");
            assert!(fixes.is_empty() || !made.is_empty(), "none of {} fixes can be made", fixes.len());
            if made.is_empty() {
                return;
            }
            assert!(toml::de::DeTable::parse(&next).is_ok(), "a fix leaves no TOML: {next}");
            now = next;
        }
    }

    fn show(&self, report: &Report) {
        for diagnostic in &report.diagnostics {
            let places = diagnostic.finding.labels.iter().map(|label| &label.place);
            for place in places.chain([&diagnostic.finding.place]) {
                let Some(source) = report.source(place) else { panic!("no source for {place:?}") };
                assert!(place.start <= place.end && place.end <= source.text.len(), "{place:?}");
            }
        }
        for locale in &self.locales {
            let reports = std::slice::from_ref(report);
            let shown = [
                human::diagnostics(report, locale, true),
                short::diagnostics(report, locale),
                json::diagnostics(report, locale),
                github::annotations(reports, locale),
            ];
            for text in shown {
                assert!(!text.contains(['\u{202e}', '\0', '\u{200b}']), "a control character is shown: {text:?}");
            }
            assert!(serde_json::from_str::<serde_json::Value>(&sarif::document(reports, locale)).is_ok());
        }
    }
}

fn parse(text: &str) {
    let file = SourceFile::new("case.toml", text);
    let mut out: Vec<Finding> = Vec::new();
    let case = appealc::parse::case(&file, &mut out).is_some();
    assert!(case || !out.is_empty(), "a file that cannot be read, and nothing is said");
    let syntax = out.iter().any(|finding| finding.code == "S001");
    assert_eq!(syntax, toml::de::DeTable::parse(text).is_err() || text.contains('\u{fffd}') || !case);
    for finding in &out {
        assert!(lint::rules::find(&finding.code).is_some(), "{}", finding.code);
        for place in finding.labels.iter().map(|label| &label.place).chain([&finding.place]) {
            assert!(place.start <= place.end && place.end <= text.len(), "{finding:?}");
        }
    }
    let _ = appealc::parse::shared(&file, &mut out);
    let _ = appealc::parse::config(&file, &mut out);
}
