//! Inputs that no seller means to send: each fails its own case, at its line, and no other.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use super::kit::{BASE, Space, files};
use super::made::old_office::{number, of_records};
use super::pdf;

/// The line on which the base case names its photo, and the column of the path.
const AT: (u64, u64) = (35, 8);

/// A case whose photo has another path.
fn photo(path: &str) -> String {
    BASE.replace("evidence/box-after.jpg", &path.replace('\\', "\\\\"))
}

#[cfg(unix)]
#[test]
fn paths_and_files() {
    let space = Space::new();
    let outside = Space::new();
    outside.write("secret.jpg", "root:x:0:0");
    space.case("zz-good", BASE);
    let bad = [
        ("dots-inside", "../../etc/passwd", "E001"),
        ("dots-outside", "../../../etc/passwd", "E002"),
        ("many-dots", "../../../../../../../../../../../../etc/passwd", "E002"),
        ("absolute", "/etc/passwd", "E001"),
        ("link", "evidence/link.jpg", "E002"),
        ("link-to-folder", "evidence/folder-link/secret.jpg", "E002"),
        ("dangling-link", "evidence/dangling.jpg", "E002"),
        ("dangling-inside", "evidence/dangling-inside.jpg", "E001"),
        ("loop", "evidence/loop.jpg", "E001"),
        ("fifo", "evidence/fifo.jpg", "E001"),
        ("socket", "evidence/socket.jpg", "E001"),
        ("folder", "evidence/folder", "E001"),
        ("empty", "evidence/empty.jpg", "E003"),
        ("password", "evidence/locked.pdf", "E004"),
        ("pointer", "evidence/pointer.jpg", "E007"),
        ("truncated", "evidence/truncated.jpg", "E004"),
        ("drive", "C:/Users/li/box.jpg", "E002"),
        ("drive-backslash", "C:\\Users\\li\\box.jpg", "E002"),
        ("unc", "\\\\server\\share\\box.jpg", "E002"),
        ("unc-slashes", "//server/share/box.jpg", "E002"),
        ("backslash", "evidence\\box-after.jpg", "E002"),
        ("case-differs", "evidence/Box-After.JPG", "E001"),
        ("nothing", " ", "E001"),
        ("self", "case.toml/x", "E001"),
        ("heic", "evidence/photo.heic", "E004"),
        ("zip", "evidence/photos.zip", "E006"),
    ];
    for (name, path, _) in bad {
        space.case(name, &photo(path));
        let at = |file: &str| space.at(&format!("cases/{name}/evidence/{file}"));
        let link = |to: &std::path::Path, file: &str| std::os::unix::fs::symlink(to, at(file)).expect("a link");
        match name {
            "link" => link(&outside.at("secret.jpg"), "link.jpg"),
            "link-to-folder" => link(&outside.at(""), "folder-link"),
            "dangling-link" => link(&outside.at("gone.jpg"), "dangling.jpg"),
            "dangling-inside" => link("gone.jpg".as_ref(), "dangling-inside.jpg"),
            "loop" => link("loop.jpg".as_ref(), "loop.jpg"),
            "folder" => fs::create_dir(at("folder")).expect("a folder"),
            "fifo" => {
                let made = std::process::Command::new("mkfifo").arg(at("fifo.jpg")).status().expect("mkfifo");
                assert!(made.success());
            }
            "socket" => drop(std::os::unix::net::UnixListener::bind(at("socket.jpg")).expect("a socket")),
            _ => {}
        }
    }
    let english = space.build(&["-j", "2"]).expect(1);
    let chinese = space.check("cases", "zh").expect(1);
    assert_eq!(english.status("cases/zz-good"), "built");
    assert_eq!(chinese.status("cases/zz-good"), "checked");
    for run in [&english, &chinese] {
        assert!(!run.out.contains("root:x"), "a file from outside was read");
        let mut found: BTreeMap<String, Vec<_>> = BTreeMap::new();
        for diagnostic in run.diagnostics() {
            let file = diagnostic["file"].as_str().unwrap_or_default().to_owned();
            found.entry(file).or_default().push(diagnostic);
        }
        assert_eq!(found.len(), bad.len(), "{}", run.out);
        for (name, path, code) in bad {
            let told = &found[&format!("cases/{name}/case.toml")];
            assert_eq!(told.len(), 1, "{path}: {told:?}");
            assert_eq!(told[0]["code"], code, "{path}: {told:?}");
            assert_eq!((told[0]["line"].as_u64(), told[0]["column"].as_u64()), (Some(AT.0), Some(AT.1)), "{path}");
            assert_eq!(run.status(&format!("cases/{name}")), "failed", "{path}");
        }
        let note = &found["cases/absolute/case.toml"][0]["note"];
        assert!(note.as_str().is_some_and(|note| note.contains('/')), "{note}");
    }
    let fifo = space.check("cases/fifo", "en").expect(1);
    assert!(fifo.out.contains("not a file"), "{}", fifo.out);
}

#[cfg(unix)]
#[test]
fn other_paths_stay_inside_too() {
    let outside = Space::new();
    outside.write("shared.toml", "[[actions]]\nsecret = 5\n");
    let place = outside.at("shared.toml");
    let space = Space::new();
    std::os::unix::fs::symlink(&place, space.at("link.toml")).expect("a link");
    let lines = [
        ("include = [\"../../../shared.toml\"]", "E002"),
        ("include = [\"/link.toml\"]", "E002"),
        ("include = [\"/nothing.toml\"]", "E001"),
        ("notice = \"../../../notice.txt\"", "E002"),
        ("notice = \"/link.toml\"", "E002"),
    ];
    for (at, (line, _)) in lines.iter().enumerate() {
        space.case(&format!("a{at}"), &format!("{line}\n{BASE}"));
    }
    let run = space.check("cases", "en").expect(1);
    let told = run.diagnostics();
    assert_eq!(told.len(), lines.len(), "{}", run.out);
    for (told, (line, code)) in told.iter().zip(lines) {
        assert_eq!((told["code"].as_str(), told["line"].as_u64()), (Some(code), Some(1)), "{line}: {told}");
    }
}

#[test]
fn junk_instead_of_toml() {
    let space = Space::new();
    space.case("zz-good", BASE);
    let deep = format!("{BASE}\nx = {}{}\n", "[".repeat(1000), "]".repeat(1000));
    let tables: String = (0..10_000).map(|n| format!("[[junk{n}]]\nx = 1\n")).collect();
    let evidence: String = (0..10_000)
        .map(|n| {
            format!("[[evidence]]\nid = \"e{n}\"\npath = \"evidence/n{n}.jpg\"\nkind = \"photo\"\ncaption = \"c\"\n")
        })
        .collect();
    let junk: Vec<(&str, Vec<u8>)> = vec![
        ("invalid-utf8", [BASE.as_bytes(), b"sku = \"\xff\xfe\"\n"].concat()),
        ("all-bytes", (0..=255).collect()),
        ("nul", BASE.replace("Bamboo", "Bam\0boo").into_bytes()),
        ("nothing", Vec::new()),
        ("blank", b"\n\n  \n".to_vec()),
        ("deep-arrays", deep.into_bytes()),
        ("deep-tables", format!("[{}]\n", vec!["a"; 1000].join(".")).into_bytes()),
        ("deep-inline", format!("x = {}1{}\n", "{a=".repeat(1000), "}".repeat(1000)).into_bytes()),
        ("megabyte-line", format!("complaint = \"{}\n", "x".repeat(1 << 20)).into_bytes()),
        ("megabyte-of-equals", "=".repeat(1 << 20).into_bytes()),
        ("five-megabytes", format!("{BASE}#{}\n", "x".repeat(5 << 20)).into_bytes()),
        ("ten-thousand-tables", format!("{BASE}\n{tables}").into_bytes()),
        ("ten-thousand-exhibits", format!("{BASE}\n{evidence}").into_bytes()),
        ("utf16", "\u{feff}asin = 1\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
        ("binary", super::kit::PHOTO.to_vec()),
    ];
    for (name, bytes) in &junk {
        space.case(name, BASE);
        space.write(&format!("cases/{name}/case.toml"), bytes);
    }
    for lang in ["en", "zh"] {
        let run = space.build(&["--lang", lang]).expect(1);
        assert_eq!(run.status("cases/zz-good"), if lang == "en" { "built" } else { "fresh" });
        for (name, _) in &junk {
            assert_eq!(run.status(&format!("cases/{name}")), "failed", "{name}");
        }
        let codes = run.codes();
        assert!(!codes.iter().any(|code| code.starts_with('X') || code == "E004"), "a worker died: {codes:?}");
        for (name, _) in &junk {
            let file = format!("cases/{name}/case.toml");
            let told = run.diagnostics().iter().filter(|d| d["file"] == file && d["level"] == "error").count();
            assert!(told > 0, "{name}: nothing was said");
        }
        for diagnostic in run.diagnostics() {
            let message = diagnostic["message"].as_str().unwrap_or_default().chars().count();
            assert!(message < 2000, "a message of {message} characters");
        }
    }
    // The formats for people cope as well.
    for format in ["human", "short"] {
        space.run(&["check", "--format", format]).expect(1);
    }
}

/// A workspace of two cases: `good` keeps the built-in letters, `own` gets a template of its own.
fn with_template(template: &str, seconds: usize) -> Space {
    let space = Space::new();
    space.write("appealc.toml", format!("[limits]\ncase_seconds = {seconds}\nworker_mb = 1024\n"));
    space.case("own", BASE);
    space.case("zz-good", &BASE.replace("onpe/packaging", "defective/damaged"));
    space.write("templates/onpe/packaging/letter.appeal.en.tera", template);
    space
}

#[test]
fn templates_that_never_end() {
    let loops = "{% for a in range(end=90000) %}{% for b in range(end=90000) %}{% for c in range(end=90000) %}\
                 {% endfor %}{% endfor %}{% endfor %}";
    let space = with_template(loops, 2);
    for lang in ["en", "zh"] {
        let run = space.build(&["--lang", lang, "-j", "1"]).expect(1);
        assert_eq!(run.codes(), ["X001"], "{}", run.out);
        assert_eq!(run.diagnostics()[0]["file"], "cases/own/case.toml");
        assert!(run.diagnostics()[0]["message"].as_str().is_some_and(|text| text.contains('2')), "{}", run.out);
        assert_ne!(run.status("cases/zz-good"), "failed");
    }
    assert!(!space.at("build/cases/own").exists());
}

#[test]
fn templates_that_eat_memory() {
    for text in [
        "{% for a in range(end=4000000000) %}{% endfor %}",
        "{% set s = \"xxxxxxxxxxxxxxxx\" %}{% for i in range(end=60) %}{% set_global s = s ~ s %}{% endfor %}{{ s }}",
    ] {
        let space = with_template(text, 60);
        let run = space.build(&["-j", "1"]).expect(1);
        assert_eq!(run.status("cases/own"), "failed");
        assert_eq!(run.status("cases/zz-good"), "built", "{}", run.out);
        let codes = run.codes();
        assert!(codes == ["X001"] || codes == ["X002"], "{text}: {}", run.out);
    }
}

#[test]
fn a_broken_template_is_shown_in_its_own_line() {
    let file = "templates/onpe/packaging/letter.appeal.en.tera";
    let broken = [
        ("Dear team,\n\n{% if case.asin %}\nno end\n", 1..=5),
        ("Dear team,\n\n{{ no_such_name }}\n", 3..=3),
        ("Dear team,\n\n\n{{ \"x\" | no_such_filter }}\n", 4..=4),
        ("{% include \"no/such/file\" %}\n", 1..=1),
        ("a\nb {{ 1 + }}\n", 2..=2),
    ];
    for (text, lines) in broken {
        let space = with_template(text, 60);
        for lang in ["en", "zh"] {
            let run = space.build(&["--lang", lang]).expect(1);
            assert_eq!(run.codes(), ["X002"], "{text}: {}", run.out);
            let told = &run.diagnostics()[0];
            assert_eq!(told["file"], file, "{text}");
            let line = told["line"].as_u64().unwrap_or(0);
            assert!(lines.contains(&line), "{text}: line {line}: {told}");
            assert_ne!(run.status("cases/zz-good"), "failed");
        }
        let human = space.run(&["build", "--today", super::kit::TODAY]).expect(1);
        assert!(human.err.contains(file), "{}", human.err);
    }
}

/// A PNG that claims a size; its data are `data`, compressed.
fn png(width: u32, height: u32, kind: u8, data: usize) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], body: &[u8]| {
        let mut crc = flate2::Crc::new();
        crc.update(name);
        crc.update(body);
        out.extend(u32::try_from(body.len()).expect("a small chunk").to_be_bytes());
        out.extend(name);
        out.extend(body);
        out.extend(crc.sum().to_be_bytes());
    };
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([8, kind, 0, 0, 0]);
    chunk(b"IHDR", &header);
    chunk(b"IDAT", &deflated(data));
    chunk(b"IEND", b"");
    out
}

fn deflated(zeros: usize) -> Vec<u8> {
    let mut zlib = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    let block = vec![0; 1 << 20];
    let mut left = zeros;
    while left > 0 {
        let now = left.min(block.len());
        zlib.write_all(&block[..now]).expect("memory");
        left -= now;
    }
    zlib.finish().expect("memory")
}

/// The photo with another size in its header.
fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = super::kit::PHOTO.to_vec();
    let at = bytes.windows(2).position(|w| w == [0xff, 0xc0]).expect("a baseline photo");
    bytes[at + 5..at + 7].copy_from_slice(&height.to_be_bytes());
    bytes[at + 7..at + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

#[test]
fn files_that_claim_too_much() {
    let space = Space::new();
    space.write("appealc.toml", "[limits]\ncase_seconds = 20\nworker_mb = 512\n");
    space.case("zz-good", BASE);
    let stream = |bytes: &[u8]| {
        let body: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        format!("<</Filter[/ASCIIHexDecode/FlateDecode]/Length {}>>\nstream\n{body}>\nendstream", body.len() + 1)
    };
    let page = |contents: String| {
        pdf::file(&[
            "<</Type/Catalog/Pages 2 0 R>>".into(),
            "<</Type/Pages/Kids[3 0 R]/Count 1>>".into(),
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".into(),
            contents,
        ])
    };
    let kids = "3 0 R ".repeat(200_000);
    let claims: Vec<(&str, &str, Vec<u8>)> = vec![
        ("png-rgba", "png", png(30_000, 30_000, 6, 1 << 20)),
        ("png-bomb", "png", png(20_000, 20_000, 6, 20_000 * 80_001)),
        ("png-gray-bomb", "png", png(60_000, 60_000, 0, 1 << 28)),
        ("png-short", "png", png(100, 100, 2, 10)),
        ("jpeg", "jpg", jpeg(65_500, 65_500)),
        ("jpeg-nothing", "jpg", jpeg(0, 0)),
        ("pdf-bomb", "pdf", page(stream(&deflated(1 << 30)))),
        ("pdf-loop", "pdf", page("4 0 R".into())),
        (
            "pdf-deep",
            "pdf",
            page(format!("<</Length 0/X {}{}>>\nstream\n\nendstream", "[".repeat(100_000), "]".repeat(100_000))),
        ),
        (
            "pdf-many-pages",
            "pdf",
            pdf::file(&[
                "<</Type/Catalog/Pages 2 0 R>>".into(),
                format!("<</Type/Pages/Kids[{kids}]/Count 200000>>"),
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>".into(),
            ]),
        ),
        (
            "pdf-own-parent",
            "pdf",
            pdf::file(&[
                "<</Type/Catalog/Pages 2 0 R>>".into(),
                "<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>".into(),
            ]),
        ),
    ];
    for (name, extension, bytes) in &claims {
        space.case(name, &photo(&format!("evidence/claim.{extension}")));
        space.write(&format!("cases/{name}/evidence/claim.{extension}"), bytes);
    }
    let run = space.build(&["-j", "2"]);
    assert_eq!(run.status("cases/zz-good"), "built", "{}", run.out);
    let mut refused = 0;
    for (name, ..) in &claims {
        let file = format!("cases/{name}/case.toml");
        let told: Vec<_> = run.diagnostics().into_iter().filter(|d| d["file"] == file).collect();
        let status = run.status(&format!("cases/{name}"));
        println!("{name}: {status} {told:?}");
        match told.as_slice() {
            // Shown as it is: what a reader of the bundle makes of it is not ours to say.
            [] => assert_eq!(status, "built", "{name}"),
            [one] => {
                refused += 1;
                assert!(["E004", "E006", "E014", "X001"].iter().any(|code| one["code"] == *code), "{name}: {one}");
                assert_eq!(one["line"], if one["code"] == "X001" { 1 } else { AT.0 }, "{name}: {one}");
            }
            more => panic!("{name}: {more:?}"),
        }
    }
    assert!(refused >= 5, "only {refused} of {} were refused", claims.len());
    assert_eq!(run.code, 1);
}

#[test]
fn cells_that_span_a_sheet() {
    let far = of_records(&[("Returns", [number(0, 0, 1.0), number(65_535, 65_535, 2.0)].concat())]);
    let space = Space::new();
    space.case("far", &photo("evidence/far.xls"));
    space.write("cases/far/evidence/far.xls", far);
    space.case("zz-good", BASE);
    let told = |settings: &str| {
        space.write("appealc.toml", settings);
        let run = space.build(&["-j", "1"]).expect(1);
        assert_eq!(run.status("cases/zz-good"), "built", "{}", run.out);
        assert_eq!(run.codes(), ["E004"], "{}", run.out);
        let one = run.diagnostics()[0].clone();
        assert_eq!((one["file"].as_str(), one["line"].as_u64()), (Some("cases/far/case.toml"), Some(AT.0)));
        one.to_string()
    };
    let refused = told("");
    assert!(refused.contains("raise `unpacked_mb`"), "{refused}");
    // Where it is let in, the memory of its process ends, and with it only this case.
    let ended = told("[limits]\nunpacked_mb = 1000000\nworker_mb = 512\n");
    assert!(ended.contains("ran out of memory"), "{ended}");
}

#[test]
fn a_case_that_fails_keeps_its_old_outputs() {
    let space = Space::new();
    space.case("a", BASE);
    space.case("b", BASE);
    space.build(&[]).expect(0);
    let outputs = |space: &Space| -> BTreeMap<String, Vec<u8>> {
        let all = files(&space.at("build"));
        all.into_iter().map(|path| (path.clone(), space.read(&format!("build/{path}")))).collect()
    };
    let before = outputs(&space);
    assert!(before.len() >= 2 * 8, "{:?}", before.keys());
    // Broken text, evidence that is gone, a template that fails, an engine that fails.
    space.write("cases/a/case.toml", BASE.replace("asin = ", "asni = "));
    space.build(&[]).expect(1);
    assert_eq!(outputs(&space), before);
    space.write("cases/a/case.toml", BASE);
    fs::remove_file(space.at("cases/a/evidence/drop-test.pdf")).expect("a file");
    space.build(&[]).expect(1);
    assert_eq!(outputs(&space), before);
    space.evidence("cases/a/evidence");
    space.write("templates/onpe/packaging/letter.appeal.en.tera", "{{ nothing }}");
    space.build(&[]).expect(1);
    assert_eq!(outputs(&space), before);
    fs::remove_dir_all(space.at("templates")).expect("a folder");
    space.write("cases/a/case.toml", BASE.replace("set of 3", "set of 4"));
    space.build(&["--engine", "cli", "--typst", "/no/such/program"]).expect(1);
    assert_eq!(outputs(&space), before);
    let run = space.build(&[]).expect(0);
    assert_eq!((run.status("cases/a"), run.status("cases/b")), ("built".into(), "fresh".into()));
}
