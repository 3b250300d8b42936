//! Amazon's reports, changed at random, and what must hold when they are read.

use appealc::complaints::kept;
use appealc::complaints::quotes;
use appealc::complaints::reading::Reading;
use appealc::complaints::take::{take, take_quoting};
use appealc::complaints::tally::tally;
use appealc::complaints::worst::worst;

use super::mutate::Random;

/// One of each kind, made up.
const REPORTS: &[&str] = &[
    "return-date\torder-id\tsku\tasin\tfnsku\tproduct-name\tquantity\tfulfillment-center-id\tdetailed-disposition\treason\tstatus\tlicense-plate-number\tcustomer-comments\n\
     2026-07-06T08:11:09+00:00\t111-0000001-0000001\tL\tB0CLAMP001\tX0\tLamp, größe\t1\tONT8\tSELLABLE\tDEFECTIVE\tback\tLPNAA00000001\tno manual\n\
     2026-07-07\t111-0000002-0000002\tL\tB0CLAMP001\tX0\tLamp\t2\tONT8\tDEFECTIVE\tCR-DEFECTIVE (x)\tback\t\tflickers\n\
     07-AUG-2026\t111-0000003-0000003\tL\tB0CLAMP002\tX0\t24\" Lamp\t1\tONT8\tCARRIER DAMAGED\tDAMAGED_BY_CARRIER\tback\tLPNAA00000003\t\n",
    "return-date,order-id,sku,asin,quantity,detailed-disposition,reason\r\n03/04/2026,111-1,\"a, b\",B0CLAMP001,1,SELLABLE,\"NEW \"\"ONE\"\"\"\r\n14/04/2026,111-2,s,B0CLAMP001,3,,WARRANTY\r\n",
    "Order ID\tReturn request date\tASIN\tMerchant SKU\tReturn quantity\tReturn Reason\n111-1\t10-Jul-2025\tB0CLAMP001\ts\t1\tSWITCHEROO\n",
    "<?xml version=\"1.0\"?><AmazonEnvelope><Message><return_details><item_details><item_name>A &amp; B</item_name><asin>B0CLAMP001</asin><return_reason_code>CR-DEFECTIVE</return_reason_code><return_quantity>1</return_quantity></item_details><order_id>111-1</order_id><return_request_date>2025-07-11T12:44:17Z</return_request_date></return_details></Message></AmazonEnvelope>",
    "商品名称,ASIN,SKU,买家不满意率,买家不满意订单数,订单总数,退货率,上次更新时间,买家满意度状况\n台灯,B0CLAMP001,L,1.2%,3,\"1,000\",2%,2026/10/01,优秀\n台灯,B0CLAMP001,M,--,--,--,N/A,--,--\n",
    "Datum\tBewertung\tKommentare\tAntwort\tBestellnummer\tE-Mail des Bewerters\n05/10/26\t1\tdefekt\t\t302-3000001-1000001\ta@b.de\n06/10/26\t5\tgut\t\t302-3000001-1000002\ta@b.de\n",
];

const PIECES: &[&[u8]] = &[
    b"\"",
    b"\"\"",
    b"\t",
    b",",
    b";",
    b"\n",
    b"\r",
    b"\r\n",
    b"\0",
    b"\xff",
    b"\xfe",
    b"\xef\xbb\xbf",
    b"<",
    b">",
    b"&#x41;",
    b"&lt;",
    b"</item_details>",
    b"99999999999",
    b"-1",
    b"31/12/2026",
    b"12/31/2026",
    b"02/30/2026",
    b"%",
    b"\x81\x40",
    b"\xb0\xa1",
    b"(",
    b"LPN",
];

/// A report, changed.
fn report(random: &mut Random) -> Vec<u8> {
    let text = REPORTS[random.below(REPORTS.len())];
    let mut bytes = match random.below(8) {
        0 => encoding_rs::GB18030.encode(text).0.into_owned(),
        1 => encoding_rs::SHIFT_JIS.encode(text).0.into_owned(),
        2 => encoding_rs::WINDOWS_1252.encode(text).0.into_owned(),
        3 => format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect(),
        4 => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        _ => text.as_bytes().to_vec(),
    };
    if random.below(20) == 0 {
        bytes = bytes.repeat(1 + random.below(2000));
    }
    for _ in 0..random.below(12) {
        let at = random.below(bytes.len() + 1);
        match random.below(6) {
            0 => {
                let piece = PIECES[random.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
            1 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
            }
            2 => {
                let end = (at + random.below(200)).min(bytes.len());
                let copy = bytes[at..end].to_vec();
                let to = random.below(bytes.len() + 1);
                bytes.splice(to..to, copy);
            }
            3 => bytes.truncate(at),
            _ => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
        }
    }
    if random.below(6) == 0 {
        use std::io::Write;
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        bytes = packer.write_all(&bytes).and_then(|()| packer.finish()).unwrap_or_default();
        if random.below(2) == 0 {
            let at = random.below(bytes.len());
            bytes[at] ^= 1 << random.below(8);
        }
        if random.below(3) == 0 {
            bytes.truncate(random.below(bytes.len() + 1));
        }
    }
    bytes
}

/// Reads the report of a seed; panics where something does not hold.
pub fn run(seed: u64) {
    let mut random = Random(seed);
    let bytes = report(&mut random);
    let readings = [Reading { area: "instructions".to_owned(), words: vec!["manual".to_owned()] }];
    let Ok(taken) = take(bytes.as_slice(), &readings) else { return };
    let rows = &taken.rows;
    let left = rows.duplicates.count + rows.unreadable.count + rows.headers.count;
    assert!(left + rows.ambiguous.count <= rows.read, "{rows:?}");
    assert_eq!(taken.bytes, bytes.len() as u64);
    let asins: Vec<&str> = taken.asins.iter().map(|of| of.asin.as_str()).collect();
    let found = tally(&[("r", &taken)], &asins, None, None);
    let sum: u32 = found.asins.iter().map(|of| of.counts.units).sum();
    assert_eq!(sum, found.all.units);
    assert_eq!(found.all.reasons.iter().map(|of| of.units).sum::<u32>(), sum);
    assert_eq!(found.all.weeks.iter().map(|of| of.units).sum::<u32>(), sum);
    assert_eq!(worst(&taken, None, None).iter().map(|of| of.units).sum::<u32>(), sum);
    // Twice the same report says no more than once.
    let twice = tally(&[("r", &taken), ("r", &taken)], &asins, None, None);
    assert_eq!(twice.all, found.all);
    let quoted = take_quoting(bytes.as_slice(), &readings, &asins).expect("as without quotations");
    assert_eq!(tally(&[("r", &quoted)], &asins, None, None).all, found.all);
    let texts = quoted.asins.iter().flat_map(|of| of.quotes.iter().flatten());
    texts.for_each(|quote| assert_eq!(quotes::scrub(&quote.text).as_ref(), Some(&quote.text)));
    let file = kept::write(&quoted, &asins, None);
    assert!(kept::read(&file, &asins, &readings, true).is_ok(), "what was kept with quotations");
    let mut file = kept::write(&taken, &asins, None);
    let again = kept::read(&file, &asins, &readings, false);
    let again = again.unwrap_or_else(|problem| panic!("what was kept cannot be read: {problem:?}"));
    assert_eq!(tally(&[("r", &again)], &asins, None, None), found);
    for _ in 0..1 + random.below(4) {
        if file.is_empty() {
            break;
        }
        let at = random.below(file.len());
        match random.below(3) {
            0 => file[at] = b"0123456789\",[]{}:-"[random.below(18)],
            1 => drop(file.remove(at)),
            _ => file.truncate(at.max(1)),
        }
    }
    if let Ok(changed) = kept::read(&file, &asins, &readings, random.below(2) == 0) {
        let _ = tally(&[("r", &changed)], &asins, None, None);
        let _ = kept::write(&changed, &asins, Some(&file));
    }
}
