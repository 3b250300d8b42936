//! Tests of the whole: the program is run as a seller runs it, and what it writes is read with
//! other programs.
//!
//! A test that wants a program or a folder that is not there prints `skipped: …` and passes;
//! with `APPEALC_CI` set it fails. The corpus of real files is `../shared/corpus`, or what
//! `APPEALC_CORPUS` names.

#![allow(clippy::print_stdout, reason = "says what was skipped")]
#![allow(clippy::disallowed_methods, reason = "tests look at the repository and run programs")]

mod browser;
mod bundle;
mod campaign;
mod census;
mod cli;
mod complaints;
mod corpus;
mod documents;
mod documents_pdf;
mod engines;
mod examples;
mod extract;
mod faults;
mod faults_io;
mod fix;
mod formats;
mod fragments;
mod fuzz;
mod gates;
mod gates_words;
mod git;
mod history;
mod hostile;
mod incremental;
mod kit;
mod life;
mod limits;
#[path = "../made/mod.rs"]
mod made;
mod parts;
mod pdf;
mod photos;
mod pool;
mod private;
mod prose;
mod readme;
mod redact;
mod repeat;
mod reported;
mod rules;
mod rules_apart;
mod schema;
mod seller_text;
mod serve;
mod serve_kit;
mod serve_markets;
mod serve_page;
mod settable;
mod shipped;
mod smaller;
mod start;
mod start_hostile;
mod start_list;
mod start_shell;
mod tutorial;
mod verify;
mod watch;
