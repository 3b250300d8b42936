//! The form of `history.toml`: its tables and keys, as [`crate::parse::keys`] has those of a case.

use super::event::{Answer, Field};
use crate::parse::keys::{Key, Kind, Table, choice, key};

/// What can happen.
pub const KINDS: &[&str] = &["submitted", "outcome", "note", "approved"];

/// `[[events]]`
pub static EVENT: Table = Table {
    name: "[[events]]",
    keys: &[
        choice("kind", KINDS, "what happened", "发生了什么"),
        key("date", Kind::Date, "the day", "日期"),
        key("marketplace", Kind::Text, "where; default: the case's own", "站点;默认为案件所属站点"),
        key("n", Kind::Count, "the number of the submission", "第几次提交"),
        key("case_id", Kind::Text, "Amazon's case id", "亚马逊案件编号"),
        key("letter", Kind::Text, "hash of letter.txt", "letter.txt 的哈希"),
        key("letter_pdf", Kind::Text, "hash of letter.pdf", "letter.pdf 的哈希"),
        key("form", Kind::Text, "hash of form.txt", "form.txt 的哈希"),
        key("bundle", Kind::Texts, "hashes of the bundle's files", "证据包各文件的哈希"),
        key("manifest", Kind::Text, "hash of the manifest that is kept", "留存的 manifest.json 的哈希"),
        key("printed", Kind::Date, "the date that letter and bundle bear", "信件和证据包上印的日期"),
        key("exhibits", Kind::Count, "how many exhibits", "证据份数"),
        key("pages", Kind::Count, "how many pages the bundle has", "证据包页数"),
        key("commit", Kind::Text, "the git commit that was checked out", "提交时所在的 git 提交"),
        key("dirty", Kind::Flag, "whether that commit lacked something", "该 git 提交是否缺少部分文件"),
        key("tool", Kind::Text, "version of appealc", "appealc 的版本"),
        key("engine", Kind::Text, "what typeset it", "排版引擎"),
        key("same", Kind::Text, "why the same was sent again", "原样重发的理由"),
        choice("result", Answer::NAMES, "what Amazon answered", "亚马逊的答复"),
        key("reply", Kind::Text, "where the reply is kept", "答复的存放位置"),
        Key {
            name: "fields",
            kind: Kind::Texts,
            values: Field::NAMES,
            en: "what the reply attacks",
            zh: "答复点名的部分",
        },
        key("reinstated", Kind::Texts, "the ASINs that were reinstated", "已恢复的 ASIN"),
        key("text", Kind::Text, "the note", "备注"),
        key("by", Kind::Text, "who signed off", "签核人"),
    ],
};

/// `history.toml`
pub static HISTORY: Table = Table {
    name: "top",
    keys: &[key("events", Kind::Tables(&EVENT), "what happened, in order", "按顺序记录的事件")],
};
