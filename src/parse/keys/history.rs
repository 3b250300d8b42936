//! Keys of what is sent: to whom, what a client may see, who signs off.

use super::Kind::{Date, Flag, Tables, Text};
use super::{Key, Table, key};

/// `[workflow]`
pub static WORKFLOW: Table = Table {
    name: "[workflow]",
    keys: &[key(
        "approval",
        Flag,
        "submit only what `appealc approve` signed off",
        "只有经 `appealc approve` 签核的内容才能提交",
    )],
};

/// `[[submissions_to]]`
pub static SUBMISSIONS: Table = Table {
    name: "[[submissions_to]]",
    keys: &[
        key("marketplace", Text, "country code, domain or marketplace id", "国家代码、域名或站点 id"),
        key("case_id", Text, "Amazon's case id there", "该站点的亚马逊案件编号"),
        key("respond_by", Date, "the deadline that the notice there states", "该站点通知规定的截止日期"),
    ],
};

/// The key that names them.
pub const SUBMISSIONS_KEY: Key = key(
    "submissions_to",
    Tables(&SUBMISSIONS),
    "other marketplaces that the same problem is appealed in, each with a history of its own",
    "同一问题还要申诉的其他站点，各有自己的经过",
);

/// Evidence that stays in the house.
pub const CONFIDENTIAL: Key = key(
    "confidential",
    Flag,
    "true: `appealc share` withholds it; Amazon still gets it",
    "true 表示 `appealc share` 不给客户看；提交亚马逊时照常包含",
);
