//! Lists and notices from strangers: any bytes give cases, faults or a refusal, and never a panic.

use appealc::issue_type::IssueTypes;
use appealc::locale::Locale;
use appealc::options::Lang;
use appealc::start::listing::{Defaults, listing};
use appealc::start::{Draft, example, notice};
use appealc::templates::Templates;

use super::kit::{Space, corpus, files, skipped};

/// Numbers that are the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("a number") % most
    }
}

const LIST: &str = "asin,product,type,notified,respond_by,case_id,orders,站点\nB0CHX3QBCH,\"Board, \"\"3\"\"\",\
    ONPE/包装问题,2026-10-02,\"October 19, 2026\",21340329531,302-5550143-5550177,US\nB0CHX3QBCJ,x,,03/04/2026,,,,\n";
const NOTICE: &str = "Date: October 2, 2026\nAmazon.com, Account Health: packaging issues\nASIN: B0CHX3QBCH\nTitle: 竹砧板\n\
    within seventeen (17) days, by 2026年10月19日\n请在 17 天内提交\nCase ID 21340329531, order 302-5550143-5550177\n";

/// Changes some bytes, drops some, doubles some.
fn mangled(text: &[u8], dice: &mut Dice) -> Vec<u8> {
    let signs: &[&[u8]] =
        &[b"\"", b",", b"\n", b"\r", b"\0", b"\xff", b"\xe4", "\u{202e}".as_bytes(), b"{n}", b"99999999", b"\t"];
    let mut bytes = text.to_vec();
    for _ in 0..=dice.below(8) {
        let at = dice.below(bytes.len().max(1));
        match dice.below(4) {
            0 if !bytes.is_empty() => drop(bytes.remove(at.min(bytes.len() - 1))),
            1 => {
                let sign = signs[dice.below(signs.len())];
                bytes.splice(at..at, sign.iter().copied());
            }
            2 => {
                let end = (at + dice.below(40)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece);
            }
            _ => bytes.truncate(at.max(1)),
        }
    }
    bytes
}

/// A draft always becomes a case file that is TOML, and says what the draft says.
fn becomes_a_case(draft: &Draft, templates: &Templates) {
    let name = format!("{}/example.toml", draft.kind);
    let text = &templates.get(&name).expect("an example").text;
    for lang in [Lang::En, Lang::Zh] {
        let made = example::text(text, draft, lang);
        let case: toml::Table = made.parse().unwrap_or_else(|error| panic!("{error}\n{made}"));
        for (key, given) in &draft.keys {
            assert_eq!(case.get(*key).map(ToString::to_string), Some(given.value.to_string()), "{key}\n{made}");
        }
        assert!(case.contains_key("asin") || case.contains_key("asins"));
    }
}

#[test]
fn mangled_lists_and_notices() {
    let templates = Templates::new(Vec::new());
    let types = IssueTypes::new(&templates);
    let locale = Locale::new(Lang::En);
    let mut dice = Dice(7);
    let (mut good, mut bad, mut refused, mut guessed) = (0, 0, 0, 0);
    for _ in 0..1000 {
        let bytes = mangled(LIST.as_bytes(), &mut dice);
        match listing(&bytes, "list.csv", &types, &Defaults { kind: Some("onpe/packaging"), dispute: false }) {
            Ok(list) => {
                for row in list.rows {
                    assert!(row.line >= 1);
                    match row.draft {
                        Ok(draft) => {
                            becomes_a_case(&draft, &templates);
                            good += 1;
                        }
                        Err(faults) => {
                            assert!(!faults.is_empty());
                            for fault in &faults {
                                assert_ne!(locale.text(&fault.message, &fault.args), fault.message);
                            }
                            bad += 1;
                        }
                    }
                }
            }
            Err(_) => refused += 1,
        }
        let bytes = mangled(NOTICE.as_bytes(), &mut dice);
        let found = notice::notice(&String::from_utf8_lossy(&bytes), None);
        if !found.asins.is_empty() {
            becomes_a_case(&found.draft("onpe/packaging", "/notice.txt", true, &locale), &templates);
            guessed += 1;
        }
    }
    assert!(good > 100 && bad > 300 && refused > 50 && guessed > 200, "{good} {bad} {refused} {guessed}");
}

#[test]
fn real_files_as_lists_and_notices() {
    let Some(corpus) = corpus() else { return skipped("corpus") };
    let space = Space::new();
    let mut tried = 0;
    for folder in ["tables", "email", "text", "chat", "docs"] {
        for name in files(&corpus.join(folder)) {
            let path = corpus.join(folder).join(&name);
            let path = path.to_str().expect("a path");
            for flag in ["--from", "--notice"] {
                let run = space.run(&["new", flag, path, "--dir", "out"]);
                assert!((0..=2).contains(&run.code), "{flag} {name}: {}{}", run.out, run.err);
                assert!(run.code == 0 || !run.err.is_empty(), "{flag} {name}");
                tried += 1;
            }
        }
    }
    assert!(tried > 60, "only {tried} files");
}
