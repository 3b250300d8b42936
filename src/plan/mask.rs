//! Buyers' data in tables: columns that hold them are masked in print, and so are order ids that the
//! case does not name and e-mail addresses in any other cell. Columns about firms, products and
//! the seller's own people stay as they are.

use super::printed::one_line;
use crate::check::case::{Case, Evidence};
use crate::evidence::sheet::name_words as words;
use crate::source::Spanned;

/// What stands in the place of a datum.
const MASK: &str = "***";

/// What is not masked.
#[derive(Debug, Clone, Copy, Default)]
pub struct Rules<'a> {
    /// Orders that the case names.
    pub orders: &'a [String],
    /// Columns that the seller wants printed.
    pub unmask: &'a [Spanned<String>],
}

impl<'a> Rules<'a> {
    /// Those of an exhibit.
    pub fn of(case: &'a Case, evidence: &'a Evidence) -> Self {
        Self { orders: &case.orders, unmask: &evidence.unmask }
    }
}

/// Whom a column is about, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum About {
    /// A buyer: masked.
    Buyer,
    /// Somebody: masked where the table is about buyers.
    Somebody,
    /// A name and nothing else: masked beside other data of somebody.
    Name,
    /// Orders.
    Order,
    /// A firm, a product, a colleague.
    Business,
    /// None of this.
    Other,
}

const ROLES: &[&str] =
    &["buyer", "customer", "recipient", "consignee", "receiver", "purchaser", "shopper", "addressee"];
const SHIP: &[&str] = &["ship", "shipping", "bill", "billing", "delivery", "shipto", "billto"];
const DATA: &[&str] = &[
    "name",
    "firstname",
    "lastname",
    "surname",
    "email",
    "mail",
    "phone",
    "mobile",
    "tel",
    "telephone",
    "address",
    "street",
    "city",
    "postal",
    "postcode",
    "zip",
    "zipcode",
    "comment",
    "comments",
    "message",
    "note",
    "notes",
    "feedback",
    "vat",
];
const BUSINESS: &[&str] = &[
    "supplier",
    "vendor",
    "factory",
    "manufacturer",
    "seller",
    "merchant",
    "inspector",
    "operator",
    "carrier",
    "product",
    "item",
    "sku",
    "brand",
    "company",
    "warehouse",
    "fulfillment",
    "owner",
    "staff",
    "employee",
    "trainer",
    "lab",
    "laboratory",
    "store",
    "file",
    "sheet",
];
/// What is counted or sorted tells of nobody.
const COUNTED: &[&str] = &[
    "group", "groups", "count", "share", "rate", "percent", "total", "type", "category", "reason", "reasons", "number",
    "sum",
];
const ROLES_ZH: &[&str] = &["买家", "顾客", "客户", "收件人", "收货人", "用户", "消费者"];
const DATA_ZH: &[&str] = &[
    "姓名",
    "名字",
    "名称",
    "邮箱",
    "邮件",
    "电话",
    "手机",
    "联系方式",
    "地址",
    "邮编",
    "城市",
    "留言",
    "评论",
    "评价",
    "备注",
    "反馈",
];
const BUSINESS_ZH: &[&str] = &[
    "供应商",
    "工厂",
    "厂家",
    "厂商",
    "质检",
    "检验",
    "操作",
    "员工",
    "负责人",
    "公司",
    "品牌",
    "产品",
    "商品",
    "物流",
    "承运",
    "店铺",
    "卖家",
    "仓库",
    "培训",
    "文件",
];

fn about(name: &str) -> About {
    let (words, whole) = words(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let zh = |list: &[&str]| list.iter().any(|word| whole.contains(word));
    let email = has(&["email"]) || whole.contains("email");
    let data = has(DATA) || email || zh(DATA_ZH);
    let order = has(&["order"]) && (has(&["id", "number", "no", "nr", "ids", "numbers"]) || words.len() == 1);
    let order_zh = whole.contains("订单") && ["号", "编号", "id"].iter().any(|end| whole.ends_with(end));
    if order || whole == "orderid" || whole == "amazonorderid" || order_zh {
        return About::Order;
    }
    let phone = has(&["phone", "telephone", "mobile"]);
    if (has(COUNTED) && !phone)
        || ["数量", "比例", "类别", "类型", "分类", "次数"].iter().any(|end| whole.ends_with(end))
    {
        return About::Other;
    }
    let role = has(ROLES) || ROLES.iter().any(|role| whole.starts_with(role) && whole.len() > role.len() && data);
    if (role || zh(ROLES_ZH)) && (data || ROLES.contains(&whole.as_str()) || ROLES_ZH.contains(&whole.as_str())) {
        return About::Buyer;
    }
    if has(BUSINESS) || zh(BUSINESS_ZH) {
        return About::Business;
    }
    let ship = has(SHIP) || ["收货", "送货", "收件"].iter().any(|word| whole.starts_with(word));
    if ship && data {
        return About::Buyer;
    }
    let bare = ["name", "fullname", "姓名", "名字"].contains(&whole.as_str());
    let words_of = |list: &[&str]| list.contains(&whole.as_str());
    let somebody = email
        || words_of(&[
            "phone",
            "phonenumber",
            "mobile",
            "tel",
            "telephone",
            "address",
            "addressline",
            "street",
            "postcode",
            "zip",
        ])
        || words_of(&["zipcode", "postalcode", "firstname", "lastname", "surname"])
        || words_of(&[
            "邮箱",
            "电子邮箱",
            "电子邮件",
            "电话",
            "手机",
            "手机号",
            "联系电话",
            "联系方式",
            "地址",
            "邮编",
        ]);
    match (bare, somebody) {
        (true, _) => About::Name,
        (_, true) => About::Somebody,
        _ => About::Other,
    }
}

/// Which columns of a table are masked, and how its other cells are.
#[derive(Debug, Clone, Default)]
pub struct Mask<'a> {
    columns: Vec<bool>,
    /// Columns in which nothing is masked.
    free: Vec<bool>,
    /// Whether e-mail addresses in other cells may be those of buyers.
    addresses: bool,
    orders: &'a [String],
}

impl<'a> Mask<'a> {
    /// That of a table with these names of columns.
    pub fn new(names: &[String], rules: Rules<'a>) -> Self {
        let unmasked = |name: &str| rules.unmask.iter().any(|one| words(one).1 == words(name).1);
        let kinds: Vec<About> = names.iter().map(|name| about(name)).collect();
        let buyers = kinds.iter().any(|kind| matches!(kind, About::Buyer | About::Order));
        let business = kinds.contains(&About::Business) && !buyers;
        let beside = buyers && kinds.iter().any(|kind| matches!(kind, About::Buyer | About::Somebody));
        let masked = |kind: &About| match kind {
            About::Buyer => true,
            About::Somebody => !business,
            About::Name => beside,
            About::Order | About::Business | About::Other => false,
        };
        let free: Vec<bool> = names.iter().map(|name| unmasked(name)).collect();
        let columns = kinds.iter().zip(&free).map(|(kind, free)| masked(kind) && !free).collect();
        let free = free.iter().zip(&kinds).map(|(free, kind)| *free || *kind == About::Business).collect();
        Self { columns, free, addresses: !business, orders: rules.orders }
    }

    /// A cell as it is printed, and whether something in it was masked.
    pub fn cell(&self, column: usize, text: &str) -> (String, bool) {
        if text.trim().is_empty() {
            return (text.to_owned(), false);
        }
        if self.columns.get(column) == Some(&true) {
            return (MASK.to_owned(), true);
        }
        if self.free.get(column) == Some(&true) {
            return (text.to_owned(), false);
        }
        self.text(text)
    }

    /// Text that stands in no column, and whether something in it was masked.
    pub fn text(&self, text: &str) -> (String, bool) {
        let hidden = orders(text, self.orders);
        let hidden = if self.addresses { addresses(&hidden) } else { hidden };
        let masked = hidden != text;
        (hidden, masked)
    }

    /// A row, and the columns in which something was masked.
    pub fn row(&self, cells: &[String], masked: &mut Vec<usize>) -> Vec<String> {
        let one = |(at, text): (usize, &String)| {
            let (text, hidden) = self.cell(at, text);
            if hidden && !masked.contains(&at) {
                masked.push(at);
            }
            text
        };
        cells.iter().enumerate().map(one).collect()
    }
}

/// A table whose first row names its columns, as it is printed; the names of columns in which
/// something is masked are added to `masked`.
pub fn table(rows: &[Vec<String>], rules: Rules<'_>, masked: &mut Vec<String>) -> Vec<Vec<String>> {
    let Some(names) = rows.first() else { return Vec::new() };
    let mask = Mask::new(names, rules);
    let mut columns = Vec::new();
    let body = rows.iter().skip(1).map(|row| mask.row(row, &mut columns));
    let shown = std::iter::once(names.iter().map(|name| mask.text(name).0).collect()).chain(body).collect();
    masked.extend(named(names, columns));
    shown
}

/// The names of columns, as a note names them.
pub fn named(names: &[String], mut columns: Vec<usize>) -> Vec<String> {
    columns.sort_unstable();
    let name = |at: usize| match names.get(at).map(|name| one_line(name)).filter(|name| !name.is_empty()) {
        Some(name) => name.chars().take(60).collect(),
        None => format!("column {}", at + 1),
    };
    columns.into_iter().map(name).collect()
}

/// Order ids that the case does not name keep their last seven digits: rows can be told apart.
fn orders(text: &str, known: &[String]) -> String {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let shape = (0..19).all(|n| if n == 3 || n == 11 { bytes.get(at + n) == Some(&b'-') } else { digit(at + n) });
        let alone = !digit(at + 19) && !at.checked_sub(1).is_some_and(digit);
        match text.get(at..at + 19).filter(|_| shape && alone) {
            Some(order) if known.iter().any(|known| known == order) => out.push_str(order),
            Some(order) => {
                out.push_str("***-*******-");
                out.push_str(order.get(12..).unwrap_or_default());
            }
            None => {
                let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
                out.push(c);
                at += c.len_utf8();
                continue;
            }
        }
        at += 19;
    }
    out
}

/// E-mail addresses become the mask.
fn addresses(text: &str) -> String {
    if !text.contains(['@', '＠']) {
        return text.to_owned();
    }
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%' | '@' | '＠');
    let mut out = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let length = rest.find(|c: char| !part(c)).unwrap_or(rest.len());
        let (run, more) = rest.split_at(length);
        let mail = run.split_once(['@', '＠']).is_some_and(|(name, domain)| {
            !name.is_empty() && domain.trim_end_matches('.').split_once('.').is_some_and(|(host, _)| !host.is_empty())
        });
        out.push_str(if mail { MASK } else { run });
        let next = more.find(part).unwrap_or(more.len());
        out.push_str(more.get(..next).unwrap_or_default());
        rest = more.get(next..).unwrap_or_default();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(names: &str, cells: &str) -> String {
        let split = |text: &str| text.split('|').map(str::to_owned).collect::<Vec<_>>();
        let known = ["302-5550143-5550177".to_owned()];
        let names = split(names);
        Mask::new(&names, Rules { orders: &known, unmask: &[] }).row(&split(cells), &mut Vec::new()).join("|")
    }

    #[test]
    fn reports_of_amazon() {
        let names = "return-date|order-id|sku|asin|fnsku|product-name|quantity|fulfillment-center-id|detailed-disposition|reason|license-plate-number|customer-comments";
        let cells = "2026-07-01|112-5550111-5550122|BCB-3|B0CHX3QBCH|X001|Cutting board|1|LEX1|DEFECTIVE|QUALITY|LPN123|broke, write to jo@example.com";
        let shown =
            "2026-07-01|***-*******-5550122|BCB-3|B0CHX3QBCH|X001|Cutting board|1|LEX1|DEFECTIVE|QUALITY|LPN123|***";
        assert_eq!(masked(names, cells), shown);
        let names = "amazon-order-id|merchant-order-id|buyer-email|buyer-name|buyer-phone-number|sku|product-name|recipient-name|ship-address-1|ship-city|ship-state|ship-postal-code|ship-country|carrier";
        let cells = "302-5550143-5550177|7|a@b.co|Jo Doe|555|S|Mug|Jo Doe|1 Road|Leeds|WY|LS1|GB|UPS";
        assert_eq!(masked(names, cells), "302-5550143-5550177|7|***|***|***|S|Mug|***|***|***|WY|***|GB|UPS");
    }

    #[test]
    fn chinese_headers() {
        assert_eq!(
            masked("订单号|买家姓名|收货地址|联系电话|商品名称|数量", "1|张三|杭州|138|砧板|2"),
            "1|***|***|***|砧板|2"
        );
        assert_eq!(masked("供应商名称|联系电话|地址|质检员姓名", "甲厂|0571|杭州|李四"), "甲厂|0571|杭州|李四");
    }

    #[test]
    fn others_stay() {
        for names in
            ["Supplier|Contact|Phone|Email", "Inspector name|Product name|Item|Factory address", "Name|Qty|Unit|Note"]
        {
            assert_eq!(masked(names, "a|b|c|d"), "a|b|c|d", "{names}");
        }
        assert_eq!(masked("Supplier|Phone|Email", "x|1|sales@factory.example"), "x|1|sales@factory.example");
        assert_eq!(masked("Date|Remark", "1|asked by jo@example.com."), "1|asked by ***");
        assert_eq!(masked("Order|Name|Email", "1|Jo|x"), "1|***|***");
        assert_eq!(masked("buyer_comment_group|orders|share_percent", "too small|3|4"), "too small|3|4");
        assert_eq!(masked("customer returns|customer complaints", "3|4"), "3|4");
    }
}
