use std::io::Write;

use encoding_rs::{Encoding, GB18030, SHIFT_JIS, WINDOWS_1252};
use jiff::civil::{Date, date};

use super::reading::Reading;
use super::reasons::Topic;
use super::take::{Refusal, take, take_quoting};
use super::taken::{Health, Taken};
use super::tally::{Counts, tally};
use super::{Tally, kept};

/// Twelve returns of a lamp and a stand: made up, in the form of the API.
const RETURNS: &str = "\
return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\tdetailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments
2026-07-06T08:11:09+00:00\t111-0000001-0000001\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t1\tONT8\tSELLABLE\tDEFECTIVE\tUnit returned to inventory\tLPNAA00000001\tflickers
2026-07-07T08:11:09+00:00\t111-0000002-0000002\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t2\tONT8\tDEFECTIVE\tDEFECTIVE\tUnit returned to inventory\tLPNAA00000002\tno manual
2026-07-07T09:11:09+00:00\t111-0000002-0000002\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t2\tONT8\tDEFECTIVE\tDEFECTIVE\tUnit returned to inventory\tLPNAA00000002\tno manual
2026-07-13T08:11:09+00:00\t111-0000003-0000003\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t1\tONT8\tSELLABLE\tCR-QUALITY_UNACCEPTABLE\tUnit returned to inventory\tLPNAA00000003\tfeels \"cheap
2026-07-14T08:11:09+00:00\t111-0000004-0000004\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t1\tONT8\tSELLABLE\tUNWANTED_ITEM\tUnit returned to inventory\tLPNAA00000004\t
2026-08-03T08:11:09+00:00\t111-0000005-0000005\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t1\tONT8\tCARRIER DAMAGED\tDAMAGED_BY_CARRIER (运输损坏)\tReimbursed\tLPNAA00000005\tbox crushed
2026-08-04T08:11:09+00:00\t111-0000006-0000006\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t1\tONT8\tSELLABLE\tBRAND_NEW_CODE\tUnit returned to inventory\tLPNAA00000006\t
2026-08-05T08:11:09+00:00\t111-0000007-0000007\tSTD-1\tB0CSTAND01\tX00STAND01\tPhone stand\t3\tONT8\tSELLABLE\tNOT_AS_DESCRIBED\tUnit returned to inventory\t\tsmaller
2026-08-05T10:11:09+00:00\t111-0000007-0000007\tSTD-1\tB0CSTAND01\tX00STAND01\tPhone stand\t3\tONT8\tSELLABLE\tNOT_AS_DESCRIBED\tUnit returned to inventory\t\tsmaller
2026-08-06T08:11:09+00:00\t111-0000008-0000008\tSTD-1\tB0CSTAND01\tX00STAND01\tPhone stand\tmany\tONT8\tSELLABLE\tDEFECTIVE\tUnit returned to inventory\tLPNAA00000009\t

2026-08-07T08:11:09+00:00\t111-0000009-0000009\tLMP-1\tB0CLAMP001\tX00LAMP001\tDesk lamp, größe M\t1\tONT8\tDEFECTIVE\tDEFECTIVE\tUnit returned to inventory\tLPNAA00000010
";

fn taken(bytes: &[u8]) -> Taken {
    take(bytes, &[]).expect("a report")
}

fn lamp(taken: &Taken) -> Tally {
    tally(&[("reports/fba.tsv", taken)], &["B0CLAMP001"], None, None)
}

fn reasons(counts: &Counts) -> Vec<(&str, u32)> {
    counts.reasons.iter().map(|of| (of.code.as_str(), of.units)).collect()
}

#[test]
fn returns_are_counted() {
    let taken = taken(RETURNS.as_bytes());
    let rows = taken.rows;
    assert_eq!((rows.read, rows.duplicates.count, rows.duplicates.line), (11, 2, 4));
    assert_eq!((rows.unreadable.count, rows.unreadable.line), (1, 11));
    assert_eq!((rows.blank.count, rows.blank.line, rows.headers.count), (1, 12, 0));
    assert_eq!(taken.dates, Some((date(2026, 7, 6), date(2026, 8, 7))));
    assert_eq!((taken.unknown[0].raw.as_str(), taken.unknown[0].line), ("BRAND_NEW_CODE", 8));
    let tally = lamp(&taken);
    let all = &tally.all;
    assert_eq!((all.units, all.fault, all.unknown), (8, 6, 1));
    assert_eq!(
        reasons(all),
        [
            ("DEFECTIVE", 4),
            ("BRAND_NEW_CODE", 1),
            ("DAMAGED_BY_CARRIER", 1),
            ("QUALITY_UNACCEPTABLE", 1),
            ("UNWANTED_ITEM", 1)
        ]
    );
    let topics: Vec<_> = all.topics.iter().map(|of| (of.topic, of.units)).collect();
    assert_eq!(topics[..2], [(Topic::Quality, 5), (Topic::Damage, 1)]);
    assert_eq!(all.graded("DEFECTIVE", "SELLABLE"), (1, 4));
    assert_eq!(all.graded("DAMAGED_BY_CARRIER", "CARRIER_DAMAGED"), (1, 1));
    let weeks: Vec<_> = all.weeks.iter().map(|of| (of.week.as_str(), of.units, of.fault)).collect();
    assert_eq!(
        weeks,
        [("2026-W28", 3, 3), ("2026-W29", 2, 1), ("2026-W30", 0, 0), ("2026-W31", 0, 0), ("2026-W32", 3, 2)]
    );
    assert_eq!((tally.sources[0].own, tally.sources[0].outside), (7, 0));
    assert_eq!(all.share(), Some(0.75));
}

#[test]
fn a_period_and_other_asins() {
    let taken = taken(RETURNS.as_bytes());
    let of = |from: Option<Date>, to: Option<Date>| {
        let tally = tally(&[("a", &taken)], &["B0CSTAND01", "B0CLAMP001", "B0NOTHING0"], from, to);
        tally.asins.iter().map(|of| of.counts.units).collect::<Vec<_>>()
    };
    assert_eq!(of(None, None), [3, 8, 0]);
    assert_eq!(of(Some(date(2026, 8, 3)), None), [3, 3, 0]);
    assert_eq!(of(Some(date(2026, 7, 7)), Some(date(2026, 8, 3))), [0, 5, 0]);
}

#[test]
fn every_encoding_and_delimiter_gives_the_same() {
    let wanted = lamp(&taken(RETURNS.as_bytes()));
    let comma: String = RETURNS
        .lines()
        .map(|line| {
            let cells = line.split('\t').map(|cell| match cell.contains([',', '"']) {
                true => format!("\"{}\"", cell.replace('"', "\"\"")),
                false => cell.to_owned(),
            });
            cells.collect::<Vec<_>>().join(",") + "\r\n"
        })
        .collect();
    let packed = |text: &str| {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(text.as_bytes()).and_then(|()| packer.finish()).expect("gzip")
    };
    let encoded = |text: &str, encoding: &'static Encoding| encoding.encode(text).0.into_owned();
    let wide = |text: &str, swap: bool| -> Vec<u8> {
        let bytes = |unit: u16| if swap { unit.to_be_bytes() } else { unit.to_le_bytes() };
        format!("\u{feff}{text}").encode_utf16().flat_map(bytes).collect()
    };
    let japanese = RETURNS.replace("größe M", "電気スタンド①").replace("运输损坏", "配送中に破損しました");
    let chinese = RETURNS.replace("größe M", "护眼台灯，大号").replace("feels", "质量很差，用了两天就坏了");
    let latin = RETURNS.replace("(运输损坏)", "").replace("flickers", "flackert für zwei Stunden, größer als gedacht");
    let crs = RETURNS.replace('\n', "\r");
    let forms: [(&str, Vec<u8>, &str); 12] = [
        ("tab", RETURNS.into(), "UTF-8"),
        ("comma", comma.clone().into(), "UTF-8"),
        ("semicolon", comma.replace(',', ";").into(), "UTF-8"),
        ("mark", format!("\u{feff}{comma}").into(), "UTF-8 with BOM"),
        ("UTF-16LE", wide(RETURNS, false), "UTF-16LE"),
        ("UTF-16BE", wide(&comma, true), "UTF-16BE"),
        ("UTF-16LE without mark", wide(&latin, false).split_off(2), "UTF-16LE"),
        ("Windows-1252", encoded(&latin, WINDOWS_1252), "Windows-1252"),
        ("cp932", encoded(&japanese, SHIFT_JIS), "cp932"),
        ("GB18030", encoded(&chinese, GB18030), "GB18030"),
        ("gzip", packed(&comma), "UTF-8"),
        ("old Mac", crs.into(), "UTF-8"),
    ];
    for (name, bytes, encoding) in &forms {
        let taken = taken(bytes);
        let mut found = lamp(&taken);
        assert_eq!(taken.encoding, *encoding, "{name}");
        assert_eq!((found.sources[0].bytes, found.sources[0].sha256.len()), (bytes.len() as u64, 64));
        found.sources.clone_from(&wanted.sources);
        assert_eq!(found, wanted, "{name}");
        assert_eq!(taken.rows, taken_rows(), "{name}");
    }
}

fn taken_rows() -> super::taken::Fared {
    taken(RETURNS.as_bytes()).rows
}

#[test]
fn readings_move_units_to_their_area() {
    let readings = [Reading { area: "instructions".to_owned(), words: vec!["manual".to_owned()] }];
    let taken = take(RETURNS.as_bytes(), &readings).expect("a report");
    let all = lamp(&taken).all;
    let topics: Vec<_> = all.faults().map(|of| (of.topic, of.units)).collect();
    assert_eq!(topics, [(Topic::Quality, 3), (Topic::Instructions, 2), (Topic::Damage, 1)]);
    assert_eq!((all.fault, all.readings[0].units), (6, 2));
    assert_eq!(reasons(&all)[0], ("DEFECTIVE", 4));
}

#[test]
fn what_is_kept_gives_the_same_tally() {
    let readings = [Reading { area: "instructions".to_owned(), words: vec!["manual".to_owned()] }];
    let raw = take(RETURNS.as_bytes(), &readings).expect("a report");
    let file = kept::write(&raw, &["B0CLAMP001"], None);
    let text = String::from_utf8(file.clone()).expect("UTF-8");
    for secret in ["111-00", "LPN", "flickers", "crushed", "no manual"] {
        assert!(!text.contains(secret), "{secret}: {text}");
    }
    let again = kept::read(&file, &["B0CLAMP001"], &readings, false).expect("kept");
    assert_eq!(lamp(&again), lamp(&raw));
    assert_eq!(kept::read(&file, &["B0CLAMP001"], &[], false).map(|taken| lamp(&taken).all.fault), Ok(6));
    let others = [Reading { area: "packaging".to_owned(), words: vec!["box".to_owned()] }];
    assert_eq!(kept::read(&file, &["B0CLAMP001"], &others, false).err(), Some(kept::Problem::Readings));
    // Another case's readings of the same report stand beside them.
    let other = take(RETURNS.as_bytes(), &others).expect("a report");
    let both = kept::write(&other, &["B0CLAMP001"], Some(&file));
    assert!(kept::read(&both, &["B0CLAMP001"], &readings, false).is_ok());
    assert!(kept::read(&both, &["B0CLAMP001"], &others, false).is_ok());
    assert_eq!(kept::write(&raw, &["B0CLAMP001"], Some(&both)), both);
    for (from, to) in
        [("\"tally\":1", "\"tally\":9"), ("B0CLAMP001", "b0clamp001"), ("fba-returns", "x"), ("[0,", "[99,")]
    {
        let changed = text.replace("\"tally\": 1", "\"tally\":1").replacen(from, to, 1);
        assert!(
            matches!(kept::read(changed.as_bytes(), &[], &[], false), Err(kept::Problem::Damaged(_))),
            "{from}: {changed}"
        );
    }
    for end in 0..text.len() - 2 {
        assert!(kept::read(&text.as_bytes()[..end], &[], &[], false).is_err(), "{end}");
    }
}

#[test]
fn the_same_return_in_two_reports_counts_once() {
    let first = taken(RETURNS.as_bytes());
    let later = RETURNS.lines().filter(|line| !line.starts_with("2026-07")).collect::<Vec<_>>().join("\n")
        + "\n2026-08-08T08:11:09+00:00\t111-0000010-0000010\tLMP-1\tB0CLAMP001\tX\tLamp\t5\tONT8\tDEFECTIVE\tDEFECTIVE\tx\tLPNAA00000077\tdead\n";
    let second = taken(later.as_bytes());
    let both = tally(&[("a", &first), ("b", &second)], &["B0CLAMP001"], None, None);
    assert_eq!(both.all.units, 8 + 5);
    assert_eq!((both.sources[0].again, both.sources[1].again, both.sources[1].own), (0, 3, 4));
}

#[test]
fn seller_fulfilled_returns() {
    let header = "Order ID\tOrder date\tReturn request date\tReturn request status\tAmazon RMA ID\tMerchant RMA ID\tLabel type\tLabel cost\tCurrency code\tReturn carrier\tTracking ID\tLabel to be paid by\tA-to-Z Claim\tIs prime\tASIN\tMerchant SKU\tItem Name\tReturn quantity\tReturn Reason\tIn policy\tReturn type\tResolution";
    let row = |order: u32, date: &str, units: &str, reason: &str| {
        format!(
            "111-0000001-{order:07}\t1-Jul-2025\t{date}\tApproved\tR1\t\tU\t0\tUSD\tUPS\t\tCustomer\tN\tN\tB0CLAMP001\tLMP-1\tLamp\t{units}\t{reason}"
        )
    };
    let text = [
        header.to_owned(),
        row(1, "10-Jul-2025", "1", "CR-DEFECTIVE"),
        header.to_owned(),
        row(1, "10-Jul-2025", "1", "CR-DEFECTIVE"),
        row(2, "11-Jul-2025", "2", "AMZ-PG-BAD-DESC"),
        row(3, "12-Jul-2025", "1", "CR-UNWANTED_ITEM") + "\tY\tC-Returns\tRefund",
    ];
    let flat = taken(text.join("\n").as_bytes());
    assert_eq!((flat.report.as_str(), flat.rows.read, flat.rows.headers.line), ("seller-returns", 5, 3));
    assert_eq!((flat.rows.duplicates.count, flat.rows.duplicates.line), (1, 4));
    let counts = lamp(&flat).all;
    assert_eq!((counts.units, counts.fault), (4, 3));
    let item = |reason: &str| {
        format!(
            "<item_details><item_name>Lamp &amp; \u{e9}</item_name><asin>B0CLAMP001</asin><return_reason_code>{reason}</return_reason_code><merchant_sku>LMP-1</merchant_sku><return_quantity>2</return_quantity></item_details>"
        )
    };
    let details = |order: u32, items: &str| {
        format!(
            "<return_details>{items}<order_id>111-0000001-{order:07}</order_id>\n<return_request_date>2025-07-11T12:44:17Z</return_request_date></return_details>"
        )
    };
    let xml = format!(
        "<?xml version=\"1.0\"?>\n<AmazonEnvelope><Message>{}{}</Message></AmazonEnvelope>",
        details(8, &(item("CR-DEFECTIVE") + &item("CR-DEFECTIVE"))),
        details(9, &item("SWITCHEROO"))
    );
    let found = taken(xml.as_bytes());
    assert_eq!((found.report.as_str(), found.rows.read, found.rows.duplicates.count), ("seller-returns-xml", 3, 1));
    assert_eq!(reasons(&lamp(&found).all), [("DEFECTIVE", 2), ("SWITCHEROO", 2)]);
    assert_eq!(found.asins[0].product, "Lamp & \u{e9}");
    for end in [xml.len() - 1, xml.len() - 20, xml.len() / 2, 40] {
        assert_eq!(take(&xml.as_bytes()[..end], &[]).err(), Some(Refusal::Truncated), "{}", &xml[..end]);
    }
    let crossed = xml.replace("</Message>", "</Massage>");
    assert!(matches!(take(crossed.as_bytes(), &[]), Err(Refusal::Damaged(_))));
}

#[test]
fn voice_of_the_customer() {
    let english = "Product name,ASIN,SKU,Condition,Fulfilled by,NCX rate,NCX orders,Total orders,Star rating,Return rate,Top NCX reason,Last updated,CX Health | Status,Return Badge Displayed\n\
        \"Lamp, M\",B0CLAMP001,LMP-1,New,Amazon,3.5,7,200,4.1,8%,Defective,2026-07-01,Poor,No\n\
        \"Lamp, M\",B0CLAMP001,LMP-1-FBM,New,Merchant,0.02,2,100,--,N/A,Not available,2026-07-01,Good,No\n\
        \"Lamp, M\",B0CLAMP001,LMP-1-FBM,New,Merchant,0.02,2,100,--,N/A,Not available,2026-07-01,Good,No\n\
        Stand,B0CSTAND01,STD-1,New,Amazon,--,--,--,--,--,--,--,--,--\n";
    let chinese = "商品名称,ASIN,SKU,买家不满意率,买家不满意订单数,订单总数,退货率,造成负面买家体验的主要原因,上次更新时间,买家满意度状况\n台灯,B0CLAMP001,LMP-1,1%,3,\"1,000\",2%,商品有缺陷,2026/10/01,优秀\n";
    let before = taken(english.as_bytes());
    let after = taken(&GB18030.encode(chinese).0);
    assert_eq!((before.rows.read, before.rows.duplicates.count), (4, 1));
    assert_eq!(after.encoding, "GB18030");
    let found = tally(&[("after.csv", &after), ("before.csv", &before)], &["B0CLAMP001", "B0CSTAND01"], None, None);
    let ncx = &found.asins[0].counts.ncx;
    assert_eq!((ncx[0].orders, ncx[0].total, ncx[0].rate), (Some(9), Some(300), Some(0.03)));
    assert_eq!(
        (ncx[0].stars, ncx[0].health, ncx[0].reason.as_deref()),
        (Some(4.1), Some(Health::Poor), Some("Defective"))
    );
    assert_eq!((ncx[1].orders, ncx[1].total, ncx[1].rate), (Some(3), Some(1000), Some(0.003)));
    assert_eq!((ncx[1].health, ncx[1].source), (Some(Health::Excellent), 0));
    assert_eq!(found.asins[1].counts.ncx[0].rate, None);
    let file = kept::write(&before, &["B0CLAMP001"], None);
    assert_eq!(kept::read(&file, &["B0CLAMP001"], &[], false).expect("kept").asins[0].ncx, before.asins[0].ncx);
}

#[test]
fn seller_feedback() {
    let german = "Datum\tBewertung\tKommentare\tAntwort\tBestellnummer\tE-Mail des Bewerters\n\
        05/10/26\t1\tLampe defekt\t\t302-3000001-1000001\tabc@marketplace.amazon.de\n\
        06/10/26\t5\tgut\t\t302-3000001-1000002\tabd@marketplace.amazon.de\n\
        06/10/26\t5\tgut\t\t302-3000001-1000002\tabd@marketplace.amazon.de\n\
        06/10/26\tviel\tgut\t\t302-3000001-1000003\tabd@marketplace.amazon.de\n";
    let bytes: Vec<u8> = format!("\u{feff}{german}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let found = taken(&bytes);
    assert_eq!((found.report.as_str(), found.rows.read, found.rows.duplicates.line), ("seller-feedback", 4, 4));
    assert_eq!((found.rows.unreadable.count, found.rows.unreadable.line), (1, 5));
    assert_eq!(found.dates, Some((date(2026, 10, 5), date(2026, 10, 6))));
    assert_eq!(lamp(&found).feedback, Some([1, 0, 0, 0, 1]));
    assert!(!String::from_utf8_lossy(&kept::write(&found, &[], None)).contains("marketplace"));
    // Told by what stands below a header in a language that is not known; nothing proves the order.
    let odd = german.replace("Datum\tBewertung", "Kuupäev\tHinnang");
    let odd = taken(odd.as_bytes());
    assert_eq!((odd.report.as_str(), odd.rows.ambiguous.count, odd.rows.ambiguous.line), ("seller-feedback", 2, 2));
}

#[test]
fn what_is_no_report_is_refused_in_words() {
    let refused = |bytes: &[u8]| take(bytes, &[]).err();
    assert_eq!(refused(b""), Some(Refusal::Empty));
    assert_eq!(refused(b"PK\x03\x04rest"), Some(Refusal::Binary(Some("workbook"))));
    assert_eq!(refused(b"\x7fELF\0\0\x01\x02\x03\x04"), Some(Refusal::Binary(None)));
    assert_eq!(refused(b"month,returned\n2026-07,17\n"), Some(Refusal::Unknown(None)));
    assert_eq!(refused(b"<html></html>"), Some(Refusal::Unknown(None)));
    let replacements = b"shipment-date\tsku\tasin\tquantity\treplacement-reason-code\n";
    assert_eq!(refused(replacements), Some(Refusal::Unknown(Some("replacements"))));
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(RETURNS.repeat(50).as_bytes()).expect("gzip");
    let packed = packer.finish().expect("gzip");
    assert_eq!(refused(&packed[..packed.len() / 2]), Some(Refusal::Truncated));
    assert_eq!(refused(&packed[..3]), Some(Refusal::Truncated));
    let mut flipped = packed.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0xff;
    assert!(refused(&flipped).is_some());
    // A text that is cut keeps its whole rows; the last is told.
    let cut = taken(&RETURNS.as_bytes()[..RETURNS.len() - 150]);
    assert_eq!(cut.rows.unreadable.count, 2);
}

#[test]
fn what_buyers_wrote_is_taken_only_when_asked_for() {
    let asins = ["B0CLAMP001"];
    let quoted = take_quoting(RETURNS.as_bytes(), &[], &asins).expect("a report");
    let said = |taken: &Taken| {
        let tally = tally(&[("reports/fba.tsv", taken), ("again.tsv", taken)], &asins, None, None);
        tally.quotes.into_iter().map(|quote| (quote.day, quote.code, quote.text)).collect::<Vec<_>>()
    };
    let one = |day, code: &str, text: &str| (day, code.to_owned(), text.to_owned());
    let wanted = [
        one(date(2026, 7, 7), "DEFECTIVE", "no manual"),
        one(date(2026, 7, 6), "DEFECTIVE", "flickers"),
        one(date(2026, 8, 3), "DAMAGED_BY_CARRIER", "box crushed"),
        one(date(2026, 7, 13), "QUALITY_UNACCEPTABLE", "feels \"cheap"),
    ];
    assert_eq!(said(&quoted), wanted, "the leading complaint first, each text once, nothing of other ASINs");
    assert!(quoted.of("B0CSTAND01").is_some_and(|of| of.quotes.is_none()));
    assert!(said(&taken(RETURNS.as_bytes())).is_empty());

    let file = kept::write(&quoted, &asins, None);
    let again = kept::read(&file, &asins, &[], true).expect("kept");
    assert_eq!(said(&again), wanted);
    let without = kept::write(&taken(RETURNS.as_bytes()), &asins, None);
    assert!(kept::read(&without, &asins, &[], false).is_ok());
    assert_eq!(kept::read(&without, &asins, &[], true).err(), Some(kept::Problem::Quotes));
    // A case of another ASIN leaves them; this one without quotations takes them out.
    let other = kept::write(&taken(RETURNS.as_bytes()), &["B0CSTAND01"], Some(&file));
    assert_eq!(said(&kept::read(&other, &asins, &[], true).expect("kept")), wanted);
    let off = kept::write(&taken(RETURNS.as_bytes()), &asins, Some(&file));
    assert!(!String::from_utf8_lossy(&off).contains("flickers"));
    // What somebody wrote into it that would not have been kept.
    let changed = String::from_utf8_lossy(&file).replace("flickers", "flickers, jo.doe@example.com");
    assert!(matches!(kept::read(changed.as_bytes(), &asins, &[], true), Err(kept::Problem::Damaged(_))));
}
