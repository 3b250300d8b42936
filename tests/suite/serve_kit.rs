//! The program, serving a workspace, and what it answers.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::kit::{BASE, Space, TODAY, appealc, copy, repository};

/// A case with many kinds of exhibits, one of which Amazon's page shows twice.
pub const CASE: &str = "cases/B0CHX3QBCH-packaging";

/// The program, serving a workspace.
pub struct Served {
    child: Child,
    /// The workspace.
    pub space: Space,
    /// The address that it printed.
    pub url: String,
    /// Its port.
    pub port: u16,
    /// What it gave for its key.
    pub cookie: String,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An answer.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Its first lines.
    pub head: String,
    /// What stands in it.
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The JSON in it.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&self.body)))
    }
}

/// A workspace with two worked cases, built, and one case with an error.
pub fn workspace() -> Space {
    let space = Space::new();
    for folder in [CASE, "cases/B0BZ5H8KWD-phone-stand-dispute", "shared"] {
        copy(&repository().join(folder), &space.at(folder));
    }
    space.write("appealc.toml", fs::read(repository().join("appealc.toml")).expect("settings"));
    space.run(&["build", "cases", "-q", "--today", TODAY]).expect(0);
    space.case("broken", &BASE.replace("product", "produkt"));
    space
}

impl Served {
    /// Serves a workspace and waits until everything is checked.
    pub fn new(space: Space, args: &[&str]) -> Self {
        Self::with_environment(space, args, &[])
    }

    /// The same with other variables.
    pub fn with_environment(space: Space, args: &[&str], variables: &[(&str, &OsStr)]) -> Self {
        let mut all = vec!["serve", "cases", "--format", "json", "--today", TODAY];
        all.extend(args);
        let mut command = appealc(&space.at(""), &all);
        command.envs(variables.iter().copied());
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("a pipe");
        BufReader::new(out).read_line(&mut line).expect("a line");
        let said: Value = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        let url = said["url"].as_str().expect("an address").to_owned();
        let port = url.strip_prefix("http://127.0.0.1:").and_then(|rest| rest.split('/').next());
        let port = port.and_then(|port| port.parse().ok()).unwrap_or_else(|| panic!("{url}"));
        let mut served = Self { child, space, url, port, cookie: String::new() };
        let entered = served.ask(&format!("GET /{} HTTP/1.1", served.key()), &[]);
        assert_eq!((entered.status, entered.header("location")), (303, Some("/")));
        let cookie = entered.header("set-cookie").expect("a cookie");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"), "{cookie}");
        served.cookie = cookie.split(';').next().expect("a pair").to_owned();
        served.wait("everything to be checked", |served| {
            let list = served.get("/api/cases?count=100").json();
            list["checked"] == list["all"]
        });
        served
    }

    /// `?key=…` of its address.
    pub fn key(&self) -> &str {
        &self.url[self.url.find('?').expect("a key")..]
    }

    /// Sends a request as it stands, with no more headers than these and `Host` where none is given.
    pub fn ask(&self, first: &str, headers: &[(&str, &str)]) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(40))).expect("a limit");
        let mut text = format!("{first}\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            text.push_str(&format!("Host: 127.0.0.1:{}\r\n", self.port));
        }
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        stream.write_all((text + "\r\n").as_bytes()).expect("it is sent");
        let mut all = Vec::new();
        stream.read_to_end(&mut all).expect("an answer");
        let end = all.windows(4).position(|four| four == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&all[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_else(|| panic!("{head}"));
        Answer { status, head, body: all[end + 4..].to_vec() }
    }

    /// Asks as the page does, with more headers.
    pub fn with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let mut all = vec![("Cookie", self.cookie.as_str())];
        all.extend(headers);
        self.ask(&format!("GET {path} HTTP/1.1"), &all)
    }

    /// Asks as the page does.
    pub fn get(&self, path: &str) -> Answer {
        self.with(path, &[])
    }

    /// A case, all of it.
    pub fn case(&self, case: &str, lang: &str) -> Value {
        self.get(&format!("/api/case?case={case}&lang={lang}")).json()
    }

    /// Waits for something.
    #[track_caller]
    pub fn wait(&self, what: &str, mut done: impl FnMut(&Self) -> bool) {
        let until = Instant::now() + Duration::from_secs(60);
        while !done(self) {
            assert!(Instant::now() < until, "waited in vain for {what}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}
