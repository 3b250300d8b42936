//! What pictures and documents tell of place, camera and editing is not in the bundle; colour profiles
//! are. Every file here holds a position, a serial number, a thumbnail and descriptions.

use std::fmt::Write as _;
use std::io::Read;

use super::kit::{PHOTO, Space};
use super::pdf;

/// Stands in every hidden place.
const SERIAL: &[u8] = b"SN-4711-SECRET";

/// What must not be found: the serial number, and what positions, thumbnails and editors look like.
const TOLD: &[&[u8]] =
    &[SERIAL, b"Exif\0\0", b"GPSLatitude", b"http://ns.adobe.com/", b"Photoshop 3.0", b"<x:xmpmeta", b"MPF\0"];

/// A TIFF block: orientation, the camera's serial number, a position.
fn exif() -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x03\0".to_vec();
    let serial = u32::try_from(SERIAL.len()).expect("short");
    for (tag, kind, count, value) in [(0x0112_u16, 3_u16, 1_u32, 1_u32), (0x8825, 4, 1, 64), (0xA431, 2, serial, 50)] {
        block.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        block.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    }
    block.extend([0; 4]);
    block.extend(SERIAL);
    // The position: which half of the globe, and how far.
    block.resize(64, 0);
    block.extend(b"\x02\0\x01\0\x02\0\x02\0\0\0N\0\0\0\x02\0\x05\0\x03\0\0\0\x5E\0\0\0\0\0\0\0");
    block.extend([31_u32, 1, 13, 1, 59, 1].into_iter().flat_map(u32::to_le_bytes));
    block
}

fn xmp() -> Vec<u8> {
    [b"<x:xmpmeta xmlns:x='adobe:ns:meta/'><exif:GPSLatitude>31,13N</exif:GPSLatitude>", SERIAL, b"</x:xmpmeta>"]
        .concat()
}

/// A colour profile that readers take for one.
fn profile() -> Vec<u8> {
    let mut icc = vec![0; 132];
    icc[..4].copy_from_slice(&132_u32.to_be_bytes());
    icc[12..16].copy_from_slice(b"mntr");
    icc[16..20].copy_from_slice(b"RGB ");
    icc[36..40].copy_from_slice(b"acsp");
    icc
}

fn jpeg() -> Vec<u8> {
    let segment = |code: u8, body: &[u8]| {
        let length = u16::try_from(body.len() + 2).expect("short").to_be_bytes();
        [&[0xFF, code], &length[..], body].concat()
    };
    let parts = [
        segment(0xE1, &[b"Exif\0\0", &exif()[..]].concat()),
        segment(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", &xmp()[..]].concat()),
        segment(0xE2, &[b"ICC_PROFILE\0\x01\x01", &profile()[..]].concat()),
        segment(0xE2, &[b"MPF\0", SERIAL].concat()),
        segment(0xED, &[b"Photoshop 3.0\0", SERIAL].concat()),
        segment(0xFE, SERIAL),
    ];
    // And once more behind its end, as phones keep a second picture there.
    [&PHOTO[..2], &parts.concat(), &PHOTO[2..], SERIAL, &segment(0xE1, &exif())].concat()
}

fn chunk(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(kind);
    crc.update(body);
    let length = u32::try_from(body.len()).expect("short").to_be_bytes();
    [&length[..], kind, body, &crc.sum().to_be_bytes()].concat()
}

fn png() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, 40, 30);
    encoder.set_color(png::ColorType::Rgb);
    let pixels: Vec<u8> = (0..40 * 30 * 3).map(|n| u8::try_from(n * 7 % 256).expect("a byte")).collect();
    let mut writer = encoder.write_header().expect("a header");
    writer.write_image_data(&pixels).expect("pixels");
    writer.finish().expect("an end");
    let told = [
        chunk(b"iCCP", &[b"own\0\0", &deflated(&profile())[..]].concat()),
        chunk(b"eXIf", &exif()),
        chunk(b"tEXt", &[b"Comment\0", SERIAL].concat()),
        chunk(b"zTXt", &[b"Comment\0\0", &deflated(SERIAL)[..]].concat()),
        chunk(b"iTXt", &[b"XML:com.adobe.xmp\0\0\0\0\0", &xmp()[..]].concat()),
    ];
    // Behind the header, which has 13 bytes.
    [&file[..33], &told.concat(), &file[33..]].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut zlib = flate2::read::ZlibEncoder::new(bytes, flate2::Compression::fast());
    let mut out = Vec::new();
    zlib.read_to_end(&mut out).expect("bytes");
    out
}

fn webp() -> Vec<u8> {
    let mut file = Vec::new();
    let pixels: Vec<u8> = (0..40 * 30 * 3).map(|n| u8::try_from(n * 11 % 256).expect("a byte")).collect();
    let mut encoder = image_webp::WebPEncoder::new(&mut file);
    encoder.set_exif_metadata(exif());
    encoder.set_xmp_metadata(xmp());
    encoder.set_icc_profile(profile());
    encoder.encode(&pixels, 40, 30, image_webp::ColorType::Rgb8).expect("it encodes");
    file
}

/// 8 × 4 colours with a position, a serial number, descriptions and a profile.
fn tiff() -> Vec<u8> {
    let (serial, text, icc) = (SERIAL, xmp(), profile());
    let pixels: Vec<u8> = (0..96).collect();
    let count = 13_usize;
    let start = 8 + 2 + count * 12 + 4;
    let number = |number: usize| u32::try_from(number).expect("short");
    let mut behind: Vec<u8> = Vec::new();
    let mut put = |bytes: &[u8]| {
        let at = number(start + behind.len());
        behind.extend(bytes);
        at
    };
    let (bits, strip) = (put(&[8, 0, 8, 0, 8, 0]), put(&pixels));
    let (software, packet, colours) = (put(serial), put(&text), put(&icc));
    let position = put(b"\x01\0\x01\0\x02\0\x02\0\0\0N\0\0\0\0\0\0\0");
    let entries = [
        (256_u16, 4_u16, 1, 8),
        (257, 4, 1, 4),
        (258, 3, 3, bits),
        (259, 3, 1, 1),
        (262, 3, 1, 2),
        (273, 4, 1, strip),
        (277, 3, 1, 3),
        (278, 4, 1, 4),
        (279, 4, 1, 96),
        (305, 2, number(serial.len()), software),
        (700, 1, number(text.len()), packet),
        (0x8773, 7, number(icc.len()), colours),
        (0x8825, 4, 1, position),
    ];
    let mut file = b"II*\0\x08\0\0\0".to_vec();
    file.extend(u16::try_from(count).expect("few").to_le_bytes());
    for (tag, kind, count, value) in entries {
        file.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        file.extend([u32::to_le_bytes(count), u32::to_le_bytes(value)].concat());
    }
    file.extend([0; 4]);
    file.extend(behind);
    file
}

/// A scan: a page that is a photo, as scanners and phones write it, and all that hangs on it.
fn scan() -> Vec<u8> {
    let stream = |entries: &str, data: &[u8]| {
        [format!("<<{entries}/Length {}>>\nstream\n", data.len()).as_bytes(), data, b"\nendstream"].concat()
    };
    let image = "/Type/XObject/Subtype/Image/Width 640/Height 480/BitsPerComponent 8/ColorSpace/DeviceRGB";
    let objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R/Metadata 5 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Thumb 6 0 R/Metadata 5 0 R/PieceInfo<</Own<</Private(SN-4711-SECRET)>>>>\
          /Resources<</XObject<</I 7 0 R/J 8 0 R>>/Properties<</M<</Metadata 5 0 R>>>>>>>>"
            .to_vec(),
        stream("", b"/Own /M BDC q 500 0 0 375 40 400 cm /I Do Q q 100 0 0 75 40 40 cm /J Do Q EMC"),
        stream("/Type/Metadata/Subtype/XML", &xmp()),
        stream("/Width 1/Height 1/BitsPerComponent 8/ColorSpace/DeviceRGB", &SERIAL[..3]),
        stream(&format!("{image}/Metadata 5 0 R/Filter/DCTDecode"), &jpeg()),
        stream(&format!("{image}/PieceInfo<</A(SN-4711-SECRET)>>/Filter[/FlateDecode/DCTDecode]"), &deflated(&jpeg())),
    ];
    let mut file = b"%PDF-1.6\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 2);
    let info = b"<</Author(SN-4711-SECRET)/Creator(SN-4711-SECRET)>>".to_vec();
    for (at, body) in (1..).zip(objects.iter().chain([&info])) {
        let _ = writeln!(table, "{:010} 00000 n ", file.len());
        file.extend([format!("{at} 0 obj\n").as_bytes(), body, b"\nendobj\n"].concat());
    }
    let start = file.len();
    let size = objects.len() + 2;
    file.extend(format!("{table}trailer\n<</Size {size}/Root 1 0 R/Info 9 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// A file as it stands, everything in it that is packed unpacked behind it.
fn readable(bytes: &[u8]) -> Vec<u8> {
    let mut all = bytes.to_vec();
    for start in memchr::memmem::find_iter(bytes, b"stream\n") {
        let _ = flate2::read::ZlibDecoder::new(&bytes[start + 7..]).read_to_end(&mut all);
    }
    all
}

/// What the bundle says of itself, and all it says.
const OWN: &[&str] = &[
    "x:xmpmeta",
    "rdf:RDF",
    "rdf:Description",
    "dc:title",
    "rdf:Alt",
    "rdf:li",
    "dc:creator",
    "rdf:Seq",
    "rdf:li",
    "xmp:CreatorTool",
    "dc:language",
    "rdf:Bag",
    "rdf:li",
    "xmp:ModifyDate",
    "xmp:CreateDate",
    "xmpTPg:NPages",
    "dc:format",
    "xmpMM:InstanceID",
    "xmpMM:DocumentID",
    "xmpMM:RenditionClass",
    "pdf:PDFVersion",
];

/// All but the one packet of metadata that the bundle has of its own, which says nothing else.
fn without_own_metadata(mut all: Vec<u8>) -> Vec<u8> {
    let packets: Vec<usize> = memchr::memmem::find_iter(&all, b"<?xpacket begin").collect();
    let [start] = packets[..] else { panic!("{} packets of metadata", packets.len()) };
    let end = start + memchr::memmem::find(&all[start..], b"<?xpacket end").expect("its end");
    let packet = String::from_utf8(all.drain(start..end).collect()).expect("a text");
    assert!(packet.contains("<xmp:CreatorTool>Typst "), "another program's metadata: {packet}");
    assert!(!packet.contains("SECRET") && !packet.contains("31,13N"), "{packet}");
    let names = packet.split('<').skip(1).filter(|tag| !tag.starts_with(['/', '?']));
    let names: Vec<&str> = names.filter_map(|tag| tag.split([' ', '>']).next()).collect();
    assert_eq!(names, OWN, "{packet}");
    all
}

#[test]
fn nothing_that_a_file_tells_of_place_and_camera_reaches_the_bundle() {
    let files: [(&str, &str, Vec<u8>); 6] = [
        ("photo.jpg", "photo", jpeg()),
        ("screen.png", "screenshot", png()),
        ("chat.webp", "screenshot", webp()),
        ("fax.tif", "other", tiff()),
        ("scan.pdf", "other", scan()),
        ("mail.eml", "other", mail()),
    ];
    let ids: Vec<String> = (0..files.len()).map(|at| format!("\"e{at}\"")).collect();
    let mut text = format!(
        "asin = \"B0CHX3QBCH\"\ntype = \"onpe/packaging\"\nstance = \"dispute\"\nproduct = \"Board\"\n\n\
         [[arguments]]\nclaim = \"All 40 units passed.\"\nevidence = [{}]\n",
        ids.join(", ")
    );
    let space = Space::new();
    for (at, (name, kind, bytes)) in files.iter().enumerate() {
        let there = readable(bytes);
        assert!(*name == "mail.eml" || memchr::memmem::find(&there, SERIAL).is_some(), "{name} tells nothing");
        space.write(&format!("cases/a/evidence/{name}"), bytes);
        let _ = write!(
            text,
            "\n[[evidence]]\nid = \"e{at}\"\npath = \"evidence/{name}\"\nkind = \"{kind}\"\ncaption = \"File {at}\"\n"
        );
    }
    space.write("cases/a/case.toml", text);
    space.build(&[]).expect(0);
    let bundle = space.read("build/cases/a/bundle.pdf");
    // What the bundle says of itself is its own.
    let all = without_own_metadata(readable(&bundle));
    for told in TOLD {
        let found = memchr::memmem::find(&all, told);
        assert!(found.is_none(), "{} is in the bundle", String::from_utf8_lossy(told));
    }
    // The photos themselves are there, byte for byte from their first table on.
    let scans = memchr::memmem::find_iter(&all, &PHOTO[PHOTO.len() - 2000..]).count();
    assert!(scans >= 2, "{scans}");
    // Of one profile in all of them, one copy.
    let profiles = memchr::memmem::find_iter(&all, &profile()).count();
    assert_eq!(profiles, 1);
    let manifest = space.json("build/cases/a/manifest.json");
    let gps = |at: usize| manifest["exhibits"][at]["gps"].as_bool();
    assert_eq!([gps(0), gps(1), gps(2)], [Some(true); 3], "{manifest:#}");
    if super::kit::have(&["qpdf", "exiftool"]) {
        let path = space.at("build/cases/a/bundle.pdf");
        pdf::sound(&path);
        let said = pdf::tool("exiftool", &["-ee", "-a", "-G"], &path);
        assert!(!said.contains("GPS") && !said.contains("SECRET"), "{said}");
    }
}

/// A mail with the photo attached.
fn mail() -> Vec<u8> {
    let mut text =
        "From: a@b.example\nSubject: photo\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n\
        --B\nContent-Type: text/plain\n\nHere it is.\n--B\nContent-Type: image/jpeg; name=p.jpg\n\
        Content-Disposition: attachment; filename=p.jpg\nContent-Transfer-Encoding: quoted-printable\n\n"
            .to_owned();
    let file = jpeg();
    for line in file.chunks(20) {
        line.iter().for_each(|byte| {
            let _ = write!(text, "={byte:02X}");
        });
        text.push_str("=\n");
    }
    text.push_str("\n--B--\n");
    text.into_bytes()
}
