//! Makes the templates part of the program, and a Chinese font if the build is given one.
#![allow(clippy::disallowed_methods, reason = "runs before the program exists")]

use std::{env, fs, path::PathBuf};

fn main() {
    println!("cargo:rerun-if-changed=templates");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=APPEALC_CJK_FONT");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("cjk-font");
    let font = match env::var_os("APPEALC_CJK_FONT") {
        Some(path) if !path.is_empty() => fs::read(&path).expect("APPEALC_CJK_FONT names a font file"),
        _ => Vec::new(),
    };
    fs::write(out, font).expect("OUT_DIR can be written");
}
