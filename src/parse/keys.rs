//! The format: every table and every key of `case.toml` and `appealc.toml`, with its type and
//! what it means. Reading, "did you mean" and the JSON Schema all come from here: to add a key,
//! add its line here and a field where its table is read.

mod history;

pub use history::{SUBMISSIONS, WORKFLOW};

/// The type of a key's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    Text,
    /// A TOML date without a time, or the same as a string.
    Date,
    /// A whole number that is not negative.
    Count,
    /// A number greater than zero.
    Number,
    /// `true` or `false`.
    Flag,
    /// A list of strings; a single string is accepted.
    Texts,
    /// Four numbers: left, top, width, height.
    Rect,
    /// Table.
    Table(&'static Table),
    /// List of tables; a single table is accepted.
    Tables(&'static Table),
    /// Rule or group name = level.
    Levels,
}

/// A key.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// Its name.
    pub name: &'static str,
    /// Its type.
    pub kind: Kind,
    /// The values that it may have, where they are few and fixed.
    pub values: &'static [&'static str],
    /// What it means, in English.
    pub en: &'static str,
    /// What it means, in Chinese.
    pub zh: &'static str,
}

/// A table.
#[derive(Debug, PartialEq, Eq)]
pub struct Table {
    /// Its name in messages: `top`, `[[actions]]` …
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

impl Table {
    /// The key of a name.
    pub fn key(&self, name: &str) -> Option<&'static Key> {
        self.keys.iter().find(|key| key.name == name)
    }
}

/// Whether a name is that of a table which a file has once, and not of a list of tables.
pub fn is_one_table(name: &str) -> bool {
    let keys = CASE.keys.iter().chain(CONFIG.keys);
    let mut named = keys.filter(|key| key.name == name);
    !named.any(|key| matches!(key.kind, Kind::Tables(_)))
}

/// A key of any value.
pub(crate) const fn key(name: &'static str, kind: Kind, en: &'static str, zh: &'static str) -> Key {
    Key { name, kind, values: &[], en, zh }
}

/// A key of few values.
pub(crate) const fn choice(
    name: &'static str,
    values: &'static [&'static str],
    en: &'static str,
    zh: &'static str,
) -> Key {
    Key { name, kind: Kind::Text, values, en, zh }
}

/// Stances.
pub const STANCES: &[&str] = &["appeal", "dispute"];
/// Routes, see `domain.md`'s table of routes.
pub const ROUTES: &[&str] = &["account-health", "voice-of-the-customer", "compliance", "deactivation"];
/// What Amazon is asked for.
pub const REQUESTS: &[&str] = &["reinstate", "remove-violation"];
/// Phases of actions.
pub const PHASES: &[&str] = &["corrective", "preventive"];
/// Languages that a letter can be written in: those that the built-in templates exist in.
pub const LANGUAGES: &[&str] = &["en"];
/// Papers.
pub const PAPERS: &[&str] = &["us-letter", "a4"];
/// The areas of a seller's process in which a cause or an action lies.
pub const AREAS: &[&str] =
    &["sourcing", "listing", "quality-control", "instructions", "packaging", "shipping", "returns", "after-sales"];

use Kind::{Count, Date, Levels, Number, Rect, Tables, Text, Texts};

const EVIDENCE_LIST: Key = key(
    "evidence",
    Texts,
    "ids of [[evidence]] tables, or paths (short for a table of their own)",
    "[[evidence]] 的 id,或文件路径(相当于另写一个 [[evidence]])",
);
const ZH: Key = key("zh", Text, "the same in Chinese, for colleagues; never printed", "中文说明,给同事看,不会打印");
const ASINS: Key =
    key("asins", Texts, "the ASINs that this concerns; default: all of the case", "涉及的 ASIN;默认全部");
const AREA: Key = choice("area", AREAS, "the part of your process", "所属环节");

/// `[[root_cause]]`
pub static ROOT_CAUSE: Table = Table {
    name: "[[root_cause]]",
    keys: &[
        key("id", Text, "name to refer to; not needed for a single cause", "供引用的 id;只有一个原因时可省略"),
        AREA,
        key("statement", Text, "what in your process failed, with figures", "流程中哪一步出了问题,附数据"),
        EVIDENCE_LIST,
        ZH,
        ASINS,
    ],
};

/// `[[actions]]`
pub static ACTIONS: Table = Table {
    name: "[[actions]]",
    keys: &[
        choice("phase", PHASES, "corrective (default) or preventive", "纠正(默认)或预防"),
        AREA,
        key("started", Date, "the day it began", "开始日期"),
        key("done", Date, "the day it was completed or took effect", "完成或生效日期"),
        key(
            "what",
            Text,
            "what was done: who, what, how many, by which document",
            "做了什么:谁、什么、多少、依据哪份文件",
        ),
        key("addresses", Texts, "ids of the root causes that it answers", "所对应的根本原因 id"),
        key("owner", Text, "who is responsible", "负责人"),
        key("frequency", Text, "how often", "频率"),
        EVIDENCE_LIST,
        ZH,
        ASINS,
    ],
};

/// `[[arguments]]`
pub static ARGUMENTS: Table = Table {
    name: "[[arguments]]",
    keys: &[key("claim", Text, "why Amazon's finding is wrong", "亚马逊的判定为何有误"), EVIDENCE_LIST, ZH, ASINS],
};

/// `[[evidence]]`
pub static EVIDENCE: Table = Table {
    name: "[[evidence]]",
    keys: &[
        key("id", Text, "name to refer to", "供引用的 id"),
        key(
            "path",
            Text,
            "relative to the case; a leading / = from the workspace root",
            "相对于案件目录的路径;以 / 开头表示从工作区根目录起",
        ),
        choice("kind", KINDS, "what it is", "证据类别"),
        key("caption", Text, "title of the exhibit", "证据标题"),
        key("date", Date, "when it was made", "形成日期"),
        key("pages", Text, "pages to show, such as \"1-3,7\"", "要展示的页码,如 \"1-3,7\""),
        key("after", Text, "id of the exhibit that it improves on; shown side by side", "与哪份“整改前”证据并排展示"),
        key("note", Text, "printed on the exhibit's slip", "打印在证据说明页上的备注"),
        key("translation", Text, "translation of a foreign document's key lines, on the slip", "外文文件关键行的译文"),
        choice(
            "proves",
            &["action"],
            "what an invoice or shipping document proves, where it is more than provenance",
            "发票或物流单据除来源外还证明什么",
        ),
        key(
            "password_env",
            Text,
            "variable of the environment that holds a PDF's password; begins with APPEALC_",
            "存放 PDF 打开密码的环境变量名,以 APPEALC_ 开头",
        ),
        key(
            "redact",
            Tables(&REDACT),
            "what is blacked out: PDF pages and pictures only; such pages go out as pictures, also in exhibits/",
            "需要涂黑的内容(仅限 PDF 页和图片);涂黑的文件以图片形式提交,exhibits/ 里也是",
        ),
        key(
            "unmask",
            Texts,
            "columns of a table to print as they are, though they look like buyers' data",
            "表格中看似买家信息、但仍要原样打印的列名",
        ),
        history::CONFIDENTIAL,
        ZH,
        ASINS,
    ],
};

/// `[[evidence.redact]]`
pub static REDACT: Table = Table {
    name: "[[evidence.redact]]",
    keys: &[
        key(
            "page",
            Count,
            "page of the file, from 1; with search, default all shown pages; a picture needs none",
            "文件中的页码,从 1 起;配合 search 时默认所有展示的页;图片不用写",
        ),
        key(
            "rect",
            Rect,
            "box to black out: [left, top, width, height] in percent of the page as shown, from its top left corner",
            "涂黑的方框:[左, 上, 宽, 高],按显示页面宽高的百分比,从左上角量起",
        ),
        key(
            "search",
            Text,
            "text to black out wherever the page shows it, also within words, in capitals or not",
            "要涂黑的文字:页面上每一处都涂黑,不分大小写",
        ),
    ],
};

/// Kinds of evidence; see [`crate::evidence`].
pub const KINDS: &[&str] = &[
    "photo",
    "screenshot",
    "listing-screenshot",
    "inspection-report",
    "batch-test",
    "lab-report",
    "training-record",
    "manual",
    "sop",
    "packaging-spec",
    "supplier-correspondence",
    "customer-correspondence",
    "certificate",
    "calibration-record",
    "bill-of-materials",
    "returns-analysis",
    "removal-order",
    "disposal-record",
    "order-record",
    "invoice",
    "shipping-document",
    "video",
    "other",
];

/// `[[items]]`
pub static ITEMS: Table = Table {
    name: "[[items]]",
    keys: &[
        key("asin", Text, "the ASIN", "ASIN"),
        key("product", Text, "the product's name", "商品名称"),
        key("sku", Text, "your SKU", "您的 SKU"),
        key("sold", Count, "units sold", "已售数量"),
        key("checked", Count, "units checked", "已检数量"),
        key("failed", Count, "units that failed the check", "不合格数量"),
    ],
};

/// `[stock]`
pub static STOCK: Table = Table {
    name: "[stock]",
    keys: &[
        key("as_of", Date, "the day of these figures", "数据日期"),
        key(
            "at_amazon",
            Count,
            "units in Amazon's warehouses when the problem was found",
            "问题发现时亚马逊仓库内数量",
        ),
        key("recalled", Count, "units recalled by removal order", "已下移除订单召回的数量"),
        key("received", Count, "units received back", "已收回数量"),
        key("sellable", Count, "units that buyers can order now", "目前仍可售数量"),
        EVIDENCE_LIST,
    ],
};

/// `[complaints]`
pub static COMPLAINTS: Table = Table {
    name: "[complaints]",
    keys: &[
        key(
            "reports",
            Texts,
            "Amazon's own reports: returns, Voice of the Customer, seller feedback",
            "亚马逊自己的报告：退货报告、买家之声、卖家反馈",
        ),
        key("from", Date, "first day that counts", "统计起始日"),
        key("to", Date, "last day that counts", "统计截止日"),
        key(
            "quote",
            Kind::Flag,
            "print some of what buyers wrote, shortened, without names, numbers and addresses (default: false)",
            "打印部分买家评论：会缩短，并去掉姓名、号码和地址（默认 false）",
        ),
        key("reading", Tables(&READING), "what comments mean, by their words", "按用词判断买家评论属于哪个环节"),
    ],
};

/// `[[complaints.reading]]`
pub static READING: Table = Table {
    name: "[[complaints.reading]]",
    keys: &[
        choice("area", AREAS, "the part of your process that these comments are about", "这些评论所说的环节"),
        key("match", Texts, "words or phrases, any of which is enough", "词语或短语，出现任何一个即可"),
    ],
};

macro_rules! case_keys {
    ($($more:expr),* $(,)?) => {
        &[
            key("asin", Text, "the ASIN that was taken down", "被下架的 ASIN"),
            key("asins", Texts, "several ASINs with one problem", "同一问题的多个 ASIN"),
            key("type", Text, "what buyers complained of; see the table of types", "投诉类型,见类型表"),
            choice("stance", STANCES, "appeal (default): admit, mend, prove; dispute: the finding is wrong", "appeal(默认)=承认并整改;dispute=判定有误"),
            key("marketplace", Text, "country code, domain or marketplace id; default US", "国家代码、域名或站点 id;默认 US"),
            choice("language", LANGUAGES, "of the letter; default en", "信件语言;默认 en"),
            key("product", Text, "the product's name", "商品名称"),
            key("sku", Text, "your SKU", "您的 SKU"),
            choice("route", ROUTES, "where the appeal goes; default account-health", "申诉渠道;默认 account-health"),
            key("case_id", Text, "Amazon's case id", "亚马逊案件编号"),
            key("notified", Date, "the day of Amazon's notice", "收到通知的日期"),
            key("respond_by", Date, "the deadline that the notice states", "通知规定的截止日期"),
            key("notice", Text, "path of the notice", "通知文件的路径"),
            key("complaint", Text, "one line: what buyers say", "一句话:买家怎么说"),
            choice("request", REQUESTS, "reinstate (default) or remove-violation", "恢复销售(默认)或移除违规"),
            key("orders", Texts, "orders that the notice names; printed in full", "通知中点名的订单号;完整打印"),
            $($more),*
        ]
    };
}

/// `case.toml`
pub static CASE: Table = Table {
    name: "top",
    keys: case_keys![
        key(
            "include",
            Texts,
            "files with causes, actions and evidence that several cases share",
            "多个案件共用的原因、措施、证据文件"
        ),
        key("root_cause", Tables(&ROOT_CAUSE), "what in your process failed (appeals)", "根本原因(申诉)"),
        key("actions", Tables(&ACTIONS), "what was done about it (appeals)", "已采取的措施(申诉)"),
        key("arguments", Tables(&ARGUMENTS), "what proves the finding wrong (disputes)", "证明判定有误的理由(争议)"),
        key("evidence", Tables(&EVIDENCE), "the exhibits", "证据"),
        key(
            "items",
            Tables(&ITEMS),
            "several ASINs, one table each, instead of asin, asins, product and sku",
            "多个 ASIN 时逐个填写"
        ),
        history::SUBMISSIONS_KEY,
        key("stock", Kind::Table(&STOCK), "can bad units still ship?", "问题库存的处理情况"),
        key("complaints", Kind::Table(&COMPLAINTS), "Amazon's own reports", "亚马逊自己的报告"),
    ],
};

/// A file named by `include`.
pub static SHARED: Table = Table {
    name: "top",
    keys: &[
        key("root_cause", Tables(&ROOT_CAUSE), "shared causes", "共用的根本原因"),
        key("actions", Tables(&ACTIONS), "shared actions", "共用的措施"),
        key("evidence", Tables(&EVIDENCE), "shared evidence", "共用的证据"),
    ],
};

/// `[defaults]` of `appealc.toml`: the top-level keys of a case.
pub static DEFAULTS: Table = Table { name: "[defaults]", keys: case_keys![] };

/// `[seller]`
pub static SELLER: Table = Table {
    name: "[seller]",
    keys: &[key("name", Text, "who signs", "署名人"), key("store", Text, "the seller account's name", "店铺名称")],
};

/// `[limits]`
pub static LIMITS: Table = Table {
    name: "[limits]",
    keys: &[
        key("bundle_mb", Number, "all attachments of one submission together, in MB", "一次提交的全部附件上限(MB)"),
        key("file_mb", Number, "one file, in MB", "单个文件上限(MB)"),
        key("letter_words", Count, "words of a letter", "信件词数上限"),
        key("file_types", Texts, "file types that may be attached", "可附文件类型"),
        key("case_seconds", Count, "time that one case may take; default 120", "单个案件的时间上限(秒);默认 120"),
        key(
            "worker_mb",
            Count,
            "memory that one worker process may take; default 3072",
            "单个工作进程的内存上限(MB);默认 3072",
        ),
        key(
            "file_seconds",
            Count,
            "time that one evidence file may take; default 30",
            "单个证据文件的时间上限(秒);默认 30",
        ),
        key("evidence_mb", Count, "one evidence file, in MB; default 512", "单个证据文件的大小上限(MB);默认 512"),
        key(
            "megapixels",
            Count,
            "one picture, in millions of pixels; default 300",
            "单张图片的像素上限(百万);默认 300",
        ),
        key("pages", Count, "pages of one evidence file; default 5000", "单个证据文件的页数上限;默认 5000"),
        key("nesting", Count, "how deep files in files are looked into; default 3", "文件中嵌套文件的层数上限;默认 3"),
        key(
            "unpacked_mb",
            Count,
            "what one Office document may unpack to, in MB; default 192",
            "单个 Office 文档解压后的大小上限(MB);默认 192",
        ),
        key(
            "cache_mb",
            Count,
            "smaller pictures that are kept in .appealc/cache, in MB; default 500",
            ".appealc/cache 里保留的缩小图片上限(MB);默认 500",
        ),
    ],
};

/// `[output]`
pub static OUTPUT: Table = Table {
    name: "[output]",
    keys: &[
        key("dir", Text, "where outputs go; default build", "输出目录;默认 build"),
        choice("paper", PAPERS, "default: follows the marketplace", "纸张;默认随站点"),
    ],
};

/// `[fonts]`
pub static FONTS: Table = Table {
    name: "[fonts]",
    keys: &[key("paths", Texts, "folders or files of extra fonts, from the workspace root", "额外字体的文件夹或文件")],
};

/// `[prose]`
pub static PROSE: Table = Table {
    name: "[prose]",
    keys: &[
        key("vague", Texts, "more phrases that say nothing (vague-action)", "更多空话(vague-action)"),
        key("planned", Texts, "more phrases that promise (planned-action)", "更多表示计划的说法(planned-action)"),
        key("blame", Texts, "more phrases that blame others (blames-others)", "更多推责的说法(blames-others)"),
        key("emotive", Texts, "more emotive phrases (emotive-language)", "更多情绪化的说法(emotive-language)"),
        key("concrete", Texts, "more words that make a sentence concrete", "更多让句子具体的词"),
        key(
            "ignore",
            Texts,
            "names and terms in which the rules of wording find nothing",
            "措辞规则不检查的名称和术语",
        ),
    ],
};

/// `appealc.toml`
pub static CONFIG: Table = Table {
    name: "top",
    keys: &[
        key("seller", Kind::Table(&SELLER), "who sends", "卖家"),
        key("defaults", Kind::Table(&DEFAULTS), "defaults for top-level keys of cases", "案件顶层键的默认值"),
        key(
            "limits",
            Kind::Table(&LIMITS),
            "a profile; Amazon publishes none of these",
            "限制(亚马逊并未公布,仅为经验值)",
        ),
        key("lints", Levels, "allow, warn or deny, by rule name or group", "按规则名或分组设置级别"),
        key("prose", Kind::Table(&PROSE), "phrases of your own for the rules of wording", "措辞规则的自定义词语"),
        key("output", Kind::Table(&OUTPUT), "outputs", "输出"),
        key("workflow", Kind::Table(&WORKFLOW), "who signs off", "签核流程"),
        key("fonts", Kind::Table(&FONTS), "extra fonts", "字体"),
    ],
};
