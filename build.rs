//! Makes the templates part of the program, and a Chinese font if the build is given one; reads the phrase
//! lists, so that no run has to.
#![allow(clippy::disallowed_methods, reason = "runs before the program exists")]

use std::fmt::Write as _;
use std::{env, fs, path::PathBuf};

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
    let lexicon = [("EN", lists::Lang::En, "en"), ("ZH", lists::Lang::Zh, "zh")].map(lexicon).concat();
    fs::write(out.join("lexicon.rs"), lexicon).expect("OUT_DIR can be written");
}

/// The phrase lists of a language and the tree of their needles, as Rust.
fn lexicon((name, lang, folder): (&str, lists::Lang, &str)) -> String {
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
    let index = format!(
        "Index{{classes:&{:?},count:{},singles:[&{:?},&{:?}],pairs:[&{:?},&{:?}],edges:&{:?},bytes:&{:?},next:&{:?},\
         ends:&{:?},owners:&{:?},wanted:&{:?},always:&{:?}}}",
        made.classes,
        made.count,
        made.singles[0],
        made.singles[1],
        made.pairs[0],
        made.pairs[1],
        made.edges,
        made.bytes,
        made.next,
        made.ends,
        made.owners,
        made.wanted,
        made.always,
    );
    format!("pub(super) static {name}: Lists = Lists{{classes:[{classes}],index:{index}}};\n")
}
