//! The linker on small files made in code.

/// Small PDF files made in code.
mod made;

use std::io::Read;

use appealc::evidence::{Content, Inspected, LeftOut, Limits, PageSize, Problem, Refusal, inspect};
use appealc::link::{Attachment, LinkError, Part, What, layout, link};
use made::{frame, pdf, stream};

const SIZE: PageSize = PageSize { width: 100.0, height: 50.0 };

const JPEG: &[u8] = b"\xFF\xD8\xFF\xE1\0\x09GPS-at\
    \x37\xFF\xC0\0\x0B\x08\0\x02\0\x03\x01\x01\x11\0\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\x12\xFF\xD9tail";

fn jpeg(slot: u32) -> Part<'static> {
    Part { slot, bytes: JPEG, what: What::Jpeg, password: None }
}

/// A source with one page object, listed as often as `kids` says, with this much in the catalog
/// and in the page.
fn source(kids: &str, count: usize, catalog: &str, page: &str) -> Vec<u8> {
    pdf(&[
        format!("<</Type/Catalog/Pages 2 0 R{catalog}>>").into_bytes(),
        format!("<</Type/Pages/Kids[{kids}]/Count {count}/MediaBox[0 0 200 100]/Rotate 90>>").into_bytes(),
        format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R{page}>>").into_bytes(),
        stream("", b"0 0 10 10 re f"),
        b"<</Type/OCG/Name(a)>>".to_vec(),
        b"<</Type/OCG/Name(b)>>".to_vec(),
    ])
}

fn look(bytes: &[u8]) -> Result<Inspected, Refusal> {
    inspect(bytes, "x.pdf", &Limits::default())
}

fn problem(bytes: &[u8]) -> Option<Problem> {
    match look(bytes) {
        Err(Refusal::Unreadable { problem, .. }) => Some(problem),
        _ => None,
    }
}

/// The bundle as text, its compressed streams unpacked behind it.
fn readable(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    for start in memchr::memmem::find_iter(bytes, b"stream\nx") {
        let mut unpacked = Vec::new();
        let mut zlib = flate2::read::ZlibDecoder::new(&bytes[start + 7..]);
        if zlib.read_to_end(&mut unpacked).is_ok() {
            text.push_str(&String::from_utf8_lossy(&unpacked));
        }
    }
    text
}

fn linked(source: &[u8], index: usize) -> String {
    let part = Part { slot: 0, bytes: source, what: What::PdfPage { index }, password: None };
    let bundle = link(&frame(&[SIZE]), &[part], &[]).expect("it links");
    readable(&bundle.pdf.concat())
}

#[test]
fn attachments_and_destinations() {
    let frame = frame(&[SIZE]);
    let first = |pdf: &[u8]| layout(pdf).map(|(pages, all)| (pages, all.get("first").copied()));
    assert_eq!(first(&frame), Ok((1, Some(1))));
    let attachments = ["b.txt", "a.txt"].map(|name| Attachment {
        name,
        media_type: "text/plain",
        description: "Größe",
        bytes: b"hello",
    });
    let linked = link(&frame, &[jpeg(0)], &attachments).expect("it links");
    assert_eq!(first(&linked.pdf.concat()), Ok((1, Some(1))));
    let text = readable(&linked.pdf.concat());
    assert!(text.contains("/EmbeddedFiles<</Names[(a.txt)"));
    let found = look(&linked.pdf.concat()).expect("the bundle is a PDF itself");
    let name = String::from("a.txt");
    assert!(found.left_out.contains(&LeftOut::EmbeddedFile { name }));
}

/// A frame of three pages, numbered 1, 9 and 10, with a heading and a link to this address.
fn with_link(address: &str) -> Vec<u8> {
    let page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".to_vec();
    pdf(&[
        b"<</Type/Catalog/Pages 2 0 R/PageLabels<</Nums[0<</S/D>>1<</S/D/St 9>>]>>\
            /Names<</Dests<</Names[(bare)[3 0 R/XYZ 0 0 0](ex-2)6 0 R]>>>>>>"
            .to_vec(),
        b"<</Type/Pages/Kids[3 0 R 4 0 R 5 0 R]/Count 3>>".to_vec(),
        page.clone(),
        page.clone(),
        page,
        b"[5 0 R/XYZ 0 7 0]".to_vec(),
        b"<</Title(Exhibit 2)/Dest 6 0 R>>".to_vec(),
        format!("<</Type/Annot/Subtype/Link/Rect[1 2 3 4]/Contents({address})/A<</S/URI/URI({address})>>>>")
            .into_bytes(),
        // A note of the seller that looks like an address.
        b"<</Type/StructElem/Alt(appealc:ex-9)>>".to_vec(),
    ])
}

#[test]
fn links_get_the_destinations_that_they_name() {
    let made = |address: &str| link(&with_link(address), &[], &[]).map(|linked| readable(&linked.pdf.concat()));
    let text = made("appealc:ex-2").expect("it links");
    assert!(text.contains("/Rect [1 2 3 4]") && text.contains("/Dest(ex-2)/Contents(Exhibit 2, page 10)>>"), "{text}");
    assert!(!text.contains("/URI") && text.contains("/Alt(appealc:ex-9)"), "{text}");
    let text = made("appealc:bare").expect("it links");
    assert!(text.contains("/Dest(bare)/Contents(page 1)>>"), "{text}");
    let text = made("https://example.com/appealc:ex-2").expect("it links");
    assert!(text.contains("/URI(https://example.com/appealc:ex-2)"), "{text}");
    assert!(matches!(made("appealc:ex-3"), Err(LinkError::Frame(what)) if what.contains("ex-3")));
}

#[test]
fn slots_and_parts_pair_up() {
    let two = frame(&[SIZE, SIZE]);
    let error = |parts: &[Part<'_>]| link(&two, parts, &[]).err();
    assert_eq!(error(&[jpeg(0)]), Some(LinkError::MissingPart(1)));
    let parts = [jpeg(0), jpeg(1), jpeg(2)];
    assert_eq!(error(&parts), Some(LinkError::UnusedPart(2)));
    let parts = [jpeg(0), jpeg(1), jpeg(1)];
    assert_eq!(error(&parts), Some(LinkError::TwiceTheSlot(1)));
    assert_eq!(error(&[jpeg(0), jpeg(1)]), None);
}

#[test]
fn a_frame_of_another_kind_is_refused() {
    for bytes in [&b"%PDF-2.0\n"[..], b"rubbish", b"%PDF-1.7\nstartxref\n9\n%%EOF"] {
        assert!(matches!(link(bytes, &[], &[]), Err(LinkError::Frame(_))));
    }
}

#[test]
fn a_photo_keeps_its_data_and_loses_its_segments() {
    let bundle = link(&frame(&[SIZE]), &[jpeg(0)], &[]).expect("it links");
    assert!(memchr::memmem::find(&bundle.pdf.concat(), b"GPS-at").is_none());
    assert!(memchr::memmem::find(&bundle.pdf.concat(), b"tail").is_none());
    let kept = &JPEG[JPEG.len() - 30..JPEG.len() - 4];
    assert!(memchr::memmem::find(&bundle.pdf.concat(), kept).is_some());
}

#[test]
fn what_is_shown_twice_is_stored_once() {
    let two = frame(&[SIZE, SIZE]);
    let bundle = link(&two, &[jpeg(0), jpeg(1)], &[]).expect("it links");
    let images = memchr::memmem::find_iter(&bundle.pdf.concat(), b"/DCTDecode").count();
    assert_eq!(images, 1);
}

#[test]
fn a_page_listed_twice_is_two_pages() {
    let bytes = source("3 0 R 3 0 R", 2, "", "");
    let turned = PageSize { width: 100.0, height: 200.0 };
    let pages = look(&bytes).map(|found| found.content);
    assert_eq!(pages, Ok(Content::Pages(vec![turned, turned])));
    let text = linked(&bytes, 1);
    assert!(text.contains("/Matrix[0 -0.005 0.01 0 0 1]"), "{text}");
}

#[test]
fn page_trees_that_are_none() {
    let stated = |stated, found| Some(Problem::PageCount { stated, found });
    assert_eq!(problem(&source("3 0 R", 7, "", "")), stated(7, 1));
    assert_eq!(problem(&source("", 0, "", "")), Some(Problem::NoPages));
    let circular = problem(&source("3 0 R 2 0 R", 2, "", ""));
    assert!(matches!(circular, Some(Problem::Damaged { .. })));
    let whole = source("3 0 R", 1, "", "");
    let cut = problem(&whole[..whole.len() - 20]);
    assert!(matches!(cut, Some(Problem::Truncated { .. })));
}

#[test]
fn scripts_and_actions_stay_behind() {
    let bytes = source(
        "3 0 R",
        1,
        "/OpenAction<</S/JavaScript/JS(evil)>>",
        "/AA<</O<</S/Launch/F(evil)>>>>/Annots[<</Subtype/Link/Rect[0 0 9 9]/Border[0 0 1]\
         /A<</S/URI/URI(http://evil)>>>>]",
    );
    let found = look(&bytes).expect("it is accepted");
    let uri = String::from("http://evil");
    let expected = [LeftOut::JavaScript, LeftOut::OpenAction, LeftOut::RemoteLink { uri }];
    assert_eq!(found.left_out, expected);
    let text = linked(&bytes, 0);
    assert!(!text.contains("evil"));
    assert!(text.contains("/A0 Do"), "the link's frame is drawn");
}

#[test]
fn hidden_layers_stay_hidden() {
    let bytes = source(
        "3 0 R",
        1,
        "/OCProperties<</OCGs[5 0 R 6 0 R]/D<</BaseState/OFF/ON[6 0 R]>>>>",
        "/Resources<</Properties<</A 5 0 R/B 6 0 R>>>>",
    );
    let text = linked(&bytes, 0);
    let at = text.find("/OCProperties").expect("layers are carried");
    let rest = &text[at..];
    let groups = &rest[rest.find("OCGs[").unwrap_or(0) + 5..rest.find("]/D").unwrap_or(0)];
    let (first, _) = groups.split_at(groups.find('R').unwrap_or(0) + 1);
    assert!(rest.contains(&format!("/OFF[{first}]")), "{rest}");
}

#[test]
fn marks_without_a_look_get_one() {
    let bytes = source(
        "3 0 R",
        1,
        "",
        "/Annots[<</Subtype/Highlight/C[1 1 0]/Rect[0 0 9 9]/QuadPoints[0 9 9 9 0 0 9 0]>>\
         <</Subtype/Square/F 2/Rect[0 0 9 9]>><</Subtype/Popup/Rect[0 0 9 9]>>\
         <</Subtype/FreeText/Contents(typed)/Rect[0 0 90 20]>>]",
    );
    let text = linked(&bytes, 0);
    assert!(text.contains("/BM/Multiply"));
    assert!(text.contains("(typed) Tj"));
    assert!(text.contains("/A1 Do") && !text.contains("/A2 Do"));
}

#[test]
fn mutations_neither_panic_nor_hang() {
    let whole = source("3 0 R", 1, "", "/Annots[<</Subtype/Square/Rect[0 0 9 9]>>]");
    let frame = frame(&[SIZE]);
    let mut seed = 0x9E37_79B9_u32;
    for (bytes, what) in [(whole.as_slice(), What::PdfPage { index: 0 }), (JPEG, What::Jpeg)] {
        for _ in 0..3000 {
            let mut changed = bytes.to_vec();
            for _ in 0..3 {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (seed >> 8) as usize % changed.len();
                changed[at] ^= 1 << (seed % 8);
            }
            let slot = 0;
            let part = Part { slot, bytes: &changed, what, password: None };
            let _ = look(&changed);
            let _ = link(&frame, &[part], &[]);
        }
    }
}
