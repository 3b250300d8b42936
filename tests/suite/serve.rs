//! `serve` over the wire: who is let in, what is given out, and what is not.

use std::fs;
use std::io::{Read, Write};
use std::net::{IpAddr, Ipv6Addr, SocketAddr, TcpStream, UdpSocket};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::Value;

use super::kit::{TODAY, copy, skipped};
use super::serve_kit::{Answer, CASE, Served, workspace};

/// What every answer bears.
#[track_caller]
fn is_hardened(answer: &Answer) {
    let policy = answer.header("content-security-policy").expect("a policy");
    for part in [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    ] {
        assert!(policy.split("; ").any(|found| found == part), "{policy} lacks {part}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("cross-origin-resource-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cache-control", "no-store"),
    ] {
        assert_eq!(answer.header(name), Some(value), "{}", answer.head);
    }
    assert_eq!(answer.header("access-control-allow-origin"), None);
}

#[test]
fn strangers_are_not_let_in() {
    let served = Served::new(workspace(), &[]);
    only_this_machine(&served);
    keys(&served);
    hosts(&served);
    foreign_pages(&served);
    methods(&served);
}

/// No address but those of this machine alone is listened on.
fn only_this_machine(served: &Served) {
    let port = format!(":{:04X}", served.port);
    let mut listening = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        let text = fs::read_to_string(table).unwrap_or_default();
        let sockets = text.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
        let open = sockets.filter(|socket| socket.get(3) == Some(&"0A"));
        listening.extend(open.filter_map(|socket| socket.get(1)?.strip_suffix(&port).map(str::to_owned)));
    }
    if cfg!(target_os = "linux") {
        let own = ["0100007F", "00000000000000000000000001000000"];
        assert!(
            !listening.is_empty() && listening.iter().all(|address| own.contains(&address.as_str())),
            "{listening:?}"
        );
    }
    // Whatever else this machine is called.
    let socket = UdpSocket::bind("0.0.0.0:0").expect("a socket");
    let other = socket.connect("192.0.2.1:9").and_then(|()| socket.local_addr()).map(|address| address.ip());
    match other {
        Ok(ip) if !ip.is_loopback() && !ip.is_unspecified() => {
            let tried = TcpStream::connect_timeout(&SocketAddr::new(ip, served.port), Duration::from_secs(2));
            assert!(tried.is_err(), "it answers at {ip}");
        }
        _ => skipped("address but those of this machine alone"),
    }
    let six = SocketAddr::new(IpAddr::V6(Ipv6Addr::LOCALHOST), served.port);
    if let Ok(mut stream) = TcpStream::connect_timeout(&six, Duration::from_secs(2)) {
        let request = format!("GET / HTTP/1.1\r\nHost: [::1]:{}\r\nConnection: close\r\n\r\n", served.port);
        stream.write_all(request.as_bytes()).expect("it is sent");
        let mut text = String::new();
        stream.read_to_string(&mut text).expect("an answer");
        assert!(text.starts_with("HTTP/1.1 403"), "{text}");
    }
}

fn keys(served: &Served) {
    let paths = ["/", "/api/cases", "/api/words", "/api/changes?since=0", "/assets/app.js", "/page", "/file", "/none"];
    for path in paths {
        let cookie = format!("appealc-{}=", served.port) + "0".repeat(32).as_str();
        let other = served.cookie.replace("appealc-", "other-");
        for headers in [vec![], vec![("Cookie", cookie.as_str())], vec![("Cookie", other.as_str())]] {
            let answer = served.ask(&format!("GET {path} HTTP/1.1"), &headers);
            assert_eq!(answer.status, 403, "{path} {headers:?}");
            is_hardened(&answer);
            let text = String::from_utf8_lossy(&answer.body).into_owned();
            assert!(text.contains("appealc serve") && text.contains("请打开"), "{text}");
        }
    }
    for key in ["/?key=", "/?key=0", "/?key", &format!("/api/cases{}", served.key())] {
        assert_eq!(served.ask(&format!("GET {key} HTTP/1.1"), &[]).status, 403, "{key}");
    }
    // The page itself never holds the key.
    let page = served.get("/");
    assert_eq!(page.status, 200);
    assert!(!String::from_utf8_lossy(&page.body).contains(&served.key()[5..]));
    let several = format!("a=b; {}; c=d", served.cookie);
    assert_eq!(served.ask("GET / HTTP/1.1", &[("Cookie", &several)]).status, 200);
}

fn hosts(served: &Served) {
    let port = served.port;
    for host in ["127.0.0.1", "localhost", "LocalHost", "[::1]"] {
        let answer = served.with("/api/cases", &[("Host", &format!("{host}:{port}"))]);
        assert_eq!(answer.status, 200, "{host}");
    }
    let strange = [
        format!("evil.example:{port}"),
        "evil.example".to_owned(),
        "127.0.0.1".to_owned(),
        format!("127.0.0.1:{}", port ^ 1),
        format!("127.0.0.1.evil.example:{port}"),
        format!("localhost.:{port}"),
        format!("127.0.0.1:{port}@evil.example"),
        format!("0.0.0.0:{port}"),
        format!("127.1:{port}"),
    ];
    for host in &strange {
        for path in ["/api/cases", "/", &format!("/{}", served.key())] {
            let answer = served.with(path, &[("Host", host)]);
            assert!(matches!(answer.status, 400 | 421), "{host} {path}: {}", answer.status);
            assert!(!String::from_utf8_lossy(&answer.body).contains("B0CHX3QBCH"));
        }
    }
    let own = format!("127.0.0.1:{port}");
    let twice = served.with("/", &[("Host", &own), ("Host", "evil.example")]);
    assert!(matches!(twice.status, 400 | 421), "{}", twice.status);
    assert!(matches!(served.with("/", &[("Host", "")]).status, 400 | 421), "none at all");
    let elsewhere = served.with("http://evil.example/", &[]);
    assert!(matches!(elsewhere.status, 400 | 421), "{}", elsewhere.status);
}

fn foreign_pages(served: &Served) {
    let own = format!("http://127.0.0.1:{}", served.port);
    let other = format!("http://127.0.0.1:{}", served.port ^ 1);
    let cases = [
        (vec![("Sec-Fetch-Site", "same-origin")], 200),
        (vec![("Sec-Fetch-Site", "none")], 200),
        (vec![("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("Sec-Fetch-Site", "same-site")], 403),
        (vec![("Sec-Fetch-Site", "none"), ("Sec-Fetch-Site", "cross-site")], 403),
        (vec![("Origin", own.as_str())], 200),
        (vec![("Origin", other.as_str())], 403),
        (vec![("Origin", "https://evil.example")], 403),
        (vec![("Origin", "null")], 403),
    ];
    for (headers, status) in cases {
        let answer = served.with("/api/cases", &headers);
        assert_eq!(answer.status, status, "{headers:?}");
        is_hardened(&answer);
    }
    // A stranger's link cannot use up or bring a key either.
    let link = served.ask(&format!("GET /{} HTTP/1.1", served.key()), &[("Sec-Fetch-Site", "cross-site")]);
    assert_eq!((link.status, link.header("set-cookie")), (403, None));
}

fn methods(served: &Served) {
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        for path in ["/", "/api/cases", "/file"] {
            let answer = served.ask(&format!("{method} {path} HTTP/1.1"), &[("Cookie", &served.cookie)]);
            assert_eq!((answer.status, answer.header("allow")), (405, Some("GET, HEAD")), "{method} {path}");
            is_hardened(&answer);
        }
    }
    let head = served.ask("HEAD /api/cases HTTP/1.1", &[("Cookie", &served.cookie)]);
    assert_eq!((head.status, head.body.len()), (200, 0));
}

#[test]
fn nothing_but_outputs_is_given_out() {
    let space = workspace();
    space.write("secret.txt", "SECRET");
    let served = Served::new(space, &[]);
    let outside = served.space.at("secret.txt");
    let here = format!("build/{CASE}");
    let refused = |path: &str| {
        let answer = served.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!String::from_utf8_lossy(&answer.body).contains("SECRET"), "{path}");
        is_hardened(&answer);
    };
    for path in [
        "/secret.txt",
        "/../secret.txt",
        "/assets/../secret.txt",
        "/assets/%2e%2e/secret.txt",
        "/assets/..%2fsecret.txt",
        "/assets/%2E%2E%5Csecret.txt",
        "/assets\\..\\secret.txt",
        "/assets/app.js%00.css",
        "/%2525/secret.txt",
        "//secret.txt",
        "/build/cases",
        "/assets/",
        "/assets",
        "/index.html",
        "/api",
        "/api/case",
        "/api/cases/",
        "/api/cases?count=x",
        "/api/case?case=a&case=b",
    ] {
        refused(path);
    }
    // Of a target that leaves no doubt, and of one that is none.
    refused(&format!("/{}", "a".repeat(3000)));
    let tricks = [
        "..",
        ".",
        "",
        "/",
        "%2e%2e/%2e%2e/secret.txt",
        "../../../../secret.txt",
        "..%2f..%2f..%2f..%2fsecret.txt",
        "..%5C..%5Csecret.txt",
        "/etc/passwd",
        "letter.txt%00",
        "exhibits",
        "exhibits/..%2f..%2f..%2f..%2fsecret.txt",
        "case.toml",
        "C:%5Csecret",
        "letter.txt/",
        "./letter.txt",
        "LETTER.TXT",
    ];
    for trick in tricks {
        refused(&format!("/file?case={CASE}&file={trick}"));
        refused(&format!("/page?case={CASE}&file={trick}&page=1&size=small"));
        refused(&format!("/file?case={trick}&file=letter.txt"));
        refused(&format!("/file?case={CASE}/{trick}&file=letter.txt"));
        refused(&format!("/api/case?case={trick}"));
    }
    for page in ["0", "-1", "99999", "18446744073709551616", "x"] {
        refused(&format!("/page?case={CASE}&file=bundle.pdf&page={page}&size=small"));
    }
    refused(&format!("/page?case={CASE}&file=bundle.pdf&page=1&size=huge"));
    refused(&format!("/page?case={CASE}&file=letter.pdf&page=1&size=small"));

    // A manifest that a stranger wrote names what it likes.
    let manifest = format!("{here}/manifest.json");
    let mut changed = served.space.json(&manifest);
    let outputs = changed["outputs"].as_array_mut().expect("outputs");
    for path in ["../../../secret.txt", "/etc/passwd", "exhibits/../../../../secret.txt"] {
        outputs.push(serde_json::json!({"path": path, "sha256": "0", "bytes": 6}));
    }
    served.space.write(&manifest, changed.to_string());
    for path in ["../../../secret.txt", "/etc/passwd", "exhibits/../../../../secret.txt"] {
        refused(&format!("/file?case={CASE}&file={path}"));
    }
    #[cfg(unix)]
    links(&served, &outside, &refused);
}

/// Links in the outputs lead nowhere, be they of a file, of a folder, or of all outputs.
#[cfg(unix)]
fn links(served: &Served, outside: &std::path::Path, refused: &dyn Fn(&str)) {
    use std::os::unix::fs::symlink;
    let folder = served.space.at(&format!("build/{CASE}"));
    let letter = format!("/file?case={CASE}&file=letter.txt");
    assert_eq!(served.get(&letter).status, 200);
    fs::remove_file(folder.join("letter.txt")).expect("it goes");
    symlink(outside, folder.join("letter.txt")).expect("a link");
    refused(&letter);
    let shown = served.case(CASE, "en");
    assert_eq!(shown["letter"], Value::Null);

    let elsewhere = tempfile::TempDir::new().expect("a folder");
    let moved = elsewhere.path().join("case");
    copy(&folder, &moved);
    fs::write(moved.join("letter.txt"), "SECRET").expect("a file");
    fs::remove_dir_all(&folder).expect("it goes");
    symlink(&moved, &folder).expect("a link");
    refused(&letter);
    refused(&format!("/page?case={CASE}&file=bundle.pdf&page=1&size=small"));
}

#[test]
fn exhibits_are_downloads() {
    let served = Served::new(workspace(), &[]);
    let case = served.case(CASE, "en");
    let exhibits = case["exhibits"].as_array().expect("exhibits");
    assert!(exhibits.len() > 5, "{exhibits:?}");
    for exhibit in exhibits {
        let name = exhibit["file"].as_str().expect("a file");
        let answer = served.get(&format!("/file?case={CASE}&file={}", name.replace(' ', "%20")));
        assert_eq!(answer.status, 200, "{name}");
        is_hardened(&answer);
        assert_eq!(answer.header("content-type"), Some("application/octet-stream"));
        let said = answer.header("content-disposition").expect("a disposition");
        assert!(said.starts_with("attachment; filename=\"Exhibit "), "{said}");
        assert!(answer.body == served.space.read(&format!("build/{CASE}/{name}")), "{name}");
    }
    // Nothing that a seller wrote is ever a page: all that is one is the program's own.
    for path in ["/file?file=letter.txt", "/file?file=manifest.json", "/api/case?x=1"] {
        let answer = served.get(&format!("{path}&case={CASE}"));
        assert_eq!(answer.status, 200, "{path}");
        let kind = answer.header("content-type").expect("a type");
        assert!(matches!(kind, "application/octet-stream" | "application/json"), "{path}: {kind}");
    }
}

#[test]
fn a_case_is_shown_as_it_is() {
    let served = Served::new(workspace(), &[]);
    let list = served.get("/api/cases?count=100&sort=name").json();
    let row = |case: &str| {
        let rows = list["rows"].as_array().expect("rows");
        rows.iter().find(|row| row["case"] == case).cloned().unwrap_or_else(|| panic!("{case}: {list}"))
    };
    assert_eq!(
        (&list["total"], &list["counts"]["errors"], &list["counts"]["ready"]),
        (&3.into(), &1.into(), &2.into())
    );
    let good = row(CASE);
    assert_eq!((&good["outputs"], &good["errors"], &good["days"]), (&"fresh".into(), &0.into(), &38.into()));
    let broken = row("cases/broken");
    assert_eq!(broken["outputs"], "none");
    assert!(broken["errors"].as_u64().is_some_and(|errors| errors > 0), "{broken}");

    // What the form holds is what `form.txt` holds, and its counts are the manifest's.
    let case = served.case(CASE, "en");
    assert_eq!(case["letter"]["text"], served.space.text(&format!("build/{CASE}/letter.txt")));
    let form = served.space.text(&format!("build/{CASE}/form.txt"));
    let counts = served.space.json(&format!("build/{CASE}/manifest.json"))["form"].clone();
    let boxes = case["form"]["boxes"].as_array().expect("boxes");
    assert_eq!(boxes.len(), 3);
    for part in boxes {
        let name = part["name"].as_str().expect("a name");
        assert_eq!(part["characters"], counts[name], "{name}");
        assert!(form.contains(part["text"].as_str().expect("a text")), "{name}");
    }
    // Diagnostics come with their line, in the language that asks.
    for lang in ["en", "zh"] {
        let broken = served.case("cases/broken", lang);
        let first = &broken["diagnostics"][0];
        assert_eq!(first["code"], "S002");
        let chinese = first["message"].as_str().expect("a message").chars().any(|c| ('一'..='龥').contains(&c));
        assert_eq!(chinese, lang == "zh", "{first}");
        let excerpt = &first["excerpts"][0];
        let file = served.space.text("cases/broken/case.toml");
        let line = file.lines().position(|line| line.starts_with("produkt")).expect("the line") + 1;
        assert_eq!((&excerpt["line"], &excerpt["lines"][0]["number"]), (&line.into(), &line.into()));
        assert_eq!(excerpt["lines"][0]["pieces"][0], serde_json::json!({"text": "produkt", "mark": 0}));
    }
    let found = served.get("/api/cases?count=9&q=phone%20stand").json();
    assert_eq!((&found["total"], &found["all"]), (&1.into(), &3.into()));
}

#[test]
fn what_is_saved_is_seen() {
    let served = Served::new(workspace(), &[]);
    let since = || served.get("/api/cases").json()["version"].clone();
    // A page that waits hears of it, and of nothing else.
    let before = since();
    let started = Instant::now();
    let good = served.space.text("cases/broken/case.toml").replace("produkt", "product");
    let heard = std::thread::scope(|scope| {
        let waiting = scope.spawn(|| served.get(&format!("/api/changes?since={before}")).json());
        std::thread::sleep(Duration::from_millis(300));
        served.space.write("cases/broken/case.toml", &good);
        waiting.join().expect("an answer")
    });
    assert_eq!(heard["changed"], serde_json::json!(["cases/broken"]), "{heard}");
    assert!(started.elapsed() < Duration::from_secs(20));
    let errors = |served: &Served, case: &str| served.case(case, "en")["errors"].clone();
    served.wait("the case to be good", |served| errors(served, "cases/broken") == 0);

    // What is built is shown, and what then changes is told to be out of date.
    served.space.run(&["build", "cases/broken", "-q", "--today", TODAY]).expect(0);
    let outputs = |served: &Served| served.case("cases/broken", "en")["outputs"].clone();
    served.wait("the outputs", |served| outputs(served) == "fresh");
    served.space.write("cases/broken/case.toml", format!("# changed\n{good}"));
    served.wait("the outputs to be out of date", |served| outputs(served) == "stale");

    // A shared file concerns those that use it; settings concern all.
    let fix = served.space.text("shared/fixes/box-2026-10.toml");
    served.space.write("shared/fixes/box-2026-10.toml", format!("nonsense = 1\n{fix}"));
    served.wait("the error in the shared file", |served| errors(served, CASE) != 0);
    assert_eq!(errors(&served, "cases/B0BZ5H8KWD-phone-stand-dispute"), 0);
    let settings = served.space.text("appealc.toml");
    served.space.write("appealc.toml", format!("nonsense = 1\n{settings}"));
    served.wait("the error in the settings", |served| errors(served, "cases/B0BZ5H8KWD-phone-stand-dispute") != 0);

    // Cases come and go; a second one about the same thing is told, until it is gone.
    served.space.write("appealc.toml", settings);
    served.space.same_case("double", &served.space.text("cases/broken/case.toml"));
    let codes = |served: &Served, case: &str| served.case(case, "en")["diagnostics"].to_string();
    served.wait("the new case", |served| served.get("/api/cases").json()["all"] == 4);
    served.wait("the duplicate", |served| codes(served, "cases/double").contains("S011"));
    fs::remove_dir_all(served.space.at("cases/broken")).expect("it goes");
    served.wait("the old case to go", |served| served.get("/api/cases").json()["all"] == 3);
    assert_eq!(served.get("/api/case?case=cases/broken").status, 404);
    served.wait("the duplicate to go", |served| !codes(served, "cases/double").contains("S011"));
}

#[test]
fn a_damaged_bundle_holds_up_nobody() {
    let served = Served::new(workspace(), &[]);
    let page = |page: usize, size: &str| format!("/page?case={CASE}&file=bundle.pdf&page={page}&size={size}");
    for size in ["small", "large"] {
        let answer = served.get(&page(1, size));
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/png")));
        assert!(answer.body.starts_with(b"\x89PNG"));
    }
    assert_eq!(served.case(CASE, "en")["volumes"][0]["same"], true);
    let bundle: PathBuf = served.space.at(&format!("build/{CASE}/bundle.pdf"));
    // Pages in pages in pages, each of which draws the next one a hundred times.
    let mut forms = String::new();
    for number in 4..12 {
        let next = number + 1;
        let body = format!("/F{next} Do ").repeat(100);
        forms.push_str(&format!(
            "{number} 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F{next} {next} 0 R>>>>\
             /Length {}>> stream\n{body}\nendstream endobj\n",
            body.len()
        ));
    }
    let hostile = format!(
        "%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n\
         3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Resources<</XObject<</F4 4 0 R>>>>/Contents 20 0 R>> endobj\n\
         {forms}12 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Length 11>> stream\n0 0 9 9 re f\nendstream endobj\n\
         20 0 obj <</Length 7>> stream\n/F4 Do \nendstream endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    );
    for content in [hostile.as_bytes(), b"%PDF-1.7\n", b""] {
        fs::write(&bundle, content).expect("a file");
        std::thread::scope(|scope| {
            let drawing = scope.spawn(|| served.get(&page(1, "large")).status);
            let started = Instant::now();
            assert_eq!(served.get("/api/cases").status, 200);
            assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
            assert_eq!(drawing.join().expect("an answer"), 422);
        });
        assert_eq!(served.case(CASE, "en")["volumes"][0]["same"], false);
    }
}

#[test]
fn what_cannot_be_served_is_told() {
    let served = Served::new(workspace(), &[]);
    let port = served.port.to_string();
    let run = served.space.run(&["serve", "cases", "--port", &port]).expect(2);
    assert!(run.err.contains(&port) && run.out.is_empty(), "{}", run.err);
    served.space.run(&["serve", "nothing"]).expect(2);
    let run = served.space.run(&["serve", "cases", "--port", "99999"]).expect(2);
    assert!(run.err.contains("99999"), "{}", run.err);
}
