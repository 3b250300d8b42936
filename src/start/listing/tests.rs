use super::*;
use crate::templates::Templates;

fn read(text: &[u8]) -> Result<Listing, Fault> {
    let types = IssueTypes::new(&Templates::new(Vec::new()));
    let defaults = Defaults { kind: Some("onpe/packaging".to_owned()), dispute: false };
    listing(text, "list.csv", &types, &defaults, &Limits::default())
}

/// Lines with the messages of their faults.
fn faults(text: &str) -> Vec<(u64, Vec<String>)> {
    let rows = read(text.as_bytes()).expect("a list").rows;
    let told = |faults: &Vec<Fault>| faults.iter().map(|fault| fault.message.clone()).collect();
    rows.iter().filter_map(|row| Some((row.line, row.draft.as_ref().err().map(told)?))).collect()
}

#[test]
fn rows_become_drafts() {
    let text = "商品名称;ASIN;Case ID;截止日期;投诉类型;站点;备注\n\n杯子;b0chx3qbch;21340329531;2026年10月19日;\
        ONPE/缺少说明书;美国站;x\n";
    let list = read(text.as_bytes()).expect("a list");
    assert_eq!(list.ignored, ["备注"]);
    let row = &list.rows[0];
    let draft = row.draft.as_ref().expect("a draft");
    assert_eq!((row.line, draft.asins.as_slice()), (3, &["B0CHX3QBCH".to_owned()][..]));
    assert_eq!(draft.kind, "onpe/missing-instructions");
    let shown: Vec<String> = draft.keys.iter().map(|(key, given)| format!("{key}={}", given.value)).collect();
    let wanted = ["case_id=\"21340329531\"", "marketplace=\"US\"", "product=\"杯子\"", "respond_by=2026-10-19"];
    assert_eq!(shown, wanted);
    let (gbk, ..) = encoding_rs::GB18030.encode(text);
    assert_eq!(read(&gbk).expect("a list").rows[0].draft.as_ref().ok(), Some(draft));
    let wide: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&wide).expect("a list").rows[0].draft.as_ref().ok(), Some(draft));
}

#[test]
fn each_fault_is_told_with_its_line() {
    let text = "asin,type,notified,respond_by,case_id\nB0CHX3QBC,,,,\nB0CHX3QBCH,onpe/packging,,,\n\
        B0CHX3QBCJ,,2026-13-40,,\nB0CHX3QBCK,,2026-10-19,2026-10-02,\nB0CHX3QBCL,,,,2.13E+10\n,,,,\n\
        B0CHX3QBCM,,03/04/2026,,\nB0CHX3QBCN,,,,,x\nB0CHX3QBCP\nB0CHX3QBCP,,,,\n";
    let wanted: &[(u64, &str)] = &[
        (2, "start-asin-length"),
        (3, "start-row-type-similar"),
        (4, "start-row-date"),
        (5, "start-row-deadline"),
        (6, "start-row-rounded"),
        (8, "start-row-date-twofold"),
        (9, "start-row-long"),
        (11, "start-row-twice"),
    ];
    let found = faults(text);
    let found: Vec<(u64, &str)> = found.iter().map(|(line, all)| (*line, all[0].as_str())).collect();
    assert_eq!(found, wanted);
    // A date elsewhere in the column says which number is the month.
    let text = "asin,notified\nB0CHX3QBCM,03/04/2026\nB0CHX3QBCN,03/14/2026\n";
    let list = read(text.as_bytes()).expect("a list");
    let draft = list.rows[0].draft.as_ref().expect("a draft");
    assert_eq!(draft.keys["notified"].value.to_string(), "2026-03-04");
}

#[test]
fn what_is_no_list() {
    for (bytes, message) in [
        (&b""[..], "start-empty-list"),
        (b"a,b\n1,2\n", "start-no-asin-column"),
        (b"\x89PNG\r\n\x1a\n\0\0", "start-no-table"),
    ] {
        assert_eq!(read(bytes).err().map(|fault| fault.message).as_deref(), Some(message));
    }
}

#[test]
fn a_quotation_mark_that_is_never_closed_spoils_one_row() {
    let text = "asin,product\nB0CHX3QBCH,\"24\"\" lamp\"\nB0CHX3QBCJ,\"24 inch\nB0CHX3QBCK,x\n";
    let list = read(text.as_bytes()).expect("a list");
    let good: Vec<&Draft> = list.rows.iter().filter_map(|row| row.draft.as_ref().ok()).collect();
    assert_eq!(good[0].keys["product"].value.as_str(), Some("24\" lamp"));
    assert_eq!((good.len(), good[1].asins.as_slice()), (2, &["B0CHX3QBCK".to_owned()][..]));
    assert_eq!(faults(text), [(3, vec!["start-row-quote".to_owned()])]);
}

#[test]
fn a_list_crosses_between_processes_and_quotes_little() {
    let long = "x".repeat(30_000);
    let text = format!(
        "asin,product,notified,orders,{long}\nB0CHX3QBCH,杯子,2026-10-02,302-5550143-5550177,\n{long},,,{},\n",
        "302-55 ".repeat(3_000)
    );
    let list = read(text.as_bytes()).expect("a list");
    let line = serde_json::to_string(&list).expect("JSON");
    assert!(line.len() < 4_000, "{}", line.len());
    let back: Listing = serde_json::from_str(&line).expect("a list");
    let draft = back.rows[0].draft.as_ref().expect("a draft");
    assert_eq!(Some(draft), list.rows[0].draft.as_ref().ok());
    assert_eq!(draft.keys["notified"].value.to_string(), "2026-10-02");
    assert_eq!(back.rows[1].draft.as_ref().err().map(Vec::len), Some(FAULTS));
}
