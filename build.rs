//! Makes the templates part of the program, and a Chinese font if the build is given one; reads the phrase
//! lists, so that no run has to.
#![allow(clippy::disallowed_methods, reason = "runs before the program exists")]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/prose/index.rs"]
#[allow(dead_code, unreachable_pub, reason = "the program reads what is made here")]
mod index;
#[path = "src/prose/lists.rs"]
#[allow(unreachable_pub, reason = "a file of the program")]
mod lists;
#[path = "src/prose/needles.rs"]
#[allow(unreachable_pub, reason = "a file of the program")]
mod needles;

fn main() {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=src/prose/data");
    println!("cargo:rerun-if-changed=src/prose/index.rs");
    println!("cargo:rerun-if-changed=src/prose/lists.rs");
    println!("cargo:rerun-if-changed=src/prose/needles.rs");
    println!("cargo:rerun-if-env-changed=APPEALC_CJK_FONT");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let font = match env::var_os("APPEALC_CJK_FONT") {
        Some(path) if !path.is_empty() => fs::read(&path).expect("APPEALC_CJK_FONT names a font file"),
        _ => Vec::new(),
    };
    fs::write(out.join("cjk-font"), font).expect("OUT_DIR can be written");
    let lexicon = [("EN", lists::Lang::En, "en"), ("ZH", lists::Lang::Zh, "zh")].map(|of| lexicon(of, &out)).concat();
    fs::write(out.join("lexicon.rs"), lexicon).expect("OUT_DIR can be written");
}

/// The phrase lists of a language and the automaton of their needles, as Rust.
fn lexicon((name, lang, folder): (&str, lists::Lang, &str), out: &Path) -> String {
    let mut builder = index::Builder::new(lang);
    let mut classes = String::new();
    for file in lists::FILES {
        let path = format!("src/prose/data/{folder}/{file}.txt");
        let list = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        classes.push_str("&[");
        for (section, lines) in lists::sections(&list) {
            let split = lines.iter().flat_map(|line| needles::split(line.trim()));
            let phrases: Vec<&str> = split.filter(|phrase| !phrase.is_empty()).collect();
            let first = builder.phrases();
            phrases.iter().for_each(|phrase| builder.add(phrase));
            let _ = write!(classes, "Section{{name:{section:?},first:{first},texts:&{phrases:?}}},");
        }
        classes.push_str("],");
    }
    let made = builder.finish();
    // Too long to be read as Rust.
    fs::write(out.join(format!("{folder}.states")), &made.next).expect("OUT_DIR can be written");
    let needles: Vec<String> = made.needles.iter().map(|needle| format!("index::{needle:?}")).collect();
    let list = |list: &dyn std::fmt::Debug| format!("Cow::Borrowed(&{list:?})");
    let index = format!(
        "Index{{classes:{},count:{},next:Cow::Borrowed(include_bytes!(concat!(env!(\"OUT_DIR\"),\"/{folder}.states\"))),\
         ends:{},ended:{},needles:Cow::Borrowed(&[{}]),asked:{},further:{},clauses:{},one_of:{},always:{}}}",
        list(&made.classes),
        made.count,
        list(&made.ends),
        list(&made.ended),
        needles.join(","),
        list(&made.asked),
        list(&made.further),
        list(&made.clauses),
        list(&made.one_of),
        list(&made.always),
    );
    format!("pub(super) static {name}: Lists = Lists{{classes:[{classes}],index:{index}}};\n")
}
