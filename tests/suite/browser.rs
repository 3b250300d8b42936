//! A browser without a window, driven over its debugging protocol.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use tungstenite::{Message, WebSocket};

use super::kit::{skipped, which};

/// How long anything may take.
const LONGEST: Duration = Duration::from_secs(60);

/// A browser with one page.
pub struct Browser {
    child: Child,
    _profile: TempDir,
    socket: WebSocket<TcpStream>,
    number: u64,
    /// The addresses that were asked for.
    pub requests: Vec<String>,
    /// What the page complained of.
    pub complaints: Vec<String>,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.call("Browser.close", json!({}));
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Browser {
    /// Starts one; says so where there is none.
    pub fn new() -> Option<Self> {
        let names = ["chromium", "chromium-browser", "google-chrome"];
        let Some(program) = names.iter().find_map(|name| which(name)) else {
            skipped("chromium");
            return None;
        };
        let profile = TempDir::new().expect("a folder");
        let mut command = Command::new(program);
        // Whoever runs tests in a container is root, and then there is no sandbox.
        command.args(["--headless=new", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-dev-shm-usage"]);
        command.args(["--disable-background-networking", "--disable-component-update", "--remote-debugging-port=0"]);
        command.arg(format!("--user-data-dir={}", profile.path().display())).arg("about:blank");
        let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the browser starts");
        let until = Instant::now() + LONGEST;
        let port: u16 = loop {
            let text = fs::read_to_string(profile.path().join("DevToolsActivePort")).unwrap_or_default();
            if let Some(port) = text.lines().next().and_then(|line| line.parse().ok()) {
                break port;
            }
            assert!(Instant::now() < until, "the browser does not say where it listens");
            std::thread::sleep(Duration::from_millis(50));
        };
        let address = loop {
            if let Some(address) = page(port) {
                break address;
            }
            assert!(Instant::now() < until, "the browser has no page");
            std::thread::sleep(Duration::from_millis(50));
        };
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_read_timeout(Some(LONGEST)).expect("a limit");
        let (socket, _) = tungstenite::client(address, stream).expect("a socket");
        let (requests, complaints) = (Vec::new(), Vec::new());
        let mut browser = Self { child, _profile: profile, socket, number: 0, requests, complaints };
        for domain in ["Page", "Runtime", "Network", "Log", "Accessibility"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        Some(browser)
    }

    /// Calls a method and gives its result.
    #[track_caller]
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.number += 1;
        let number = self.number;
        let text = json!({"id": number, "method": method, "params": params}).to_string();
        if self.socket.send(Message::text(text)).is_err() {
            return Value::Null;
        }
        loop {
            let Ok(message) = self.socket.read() else { return Value::Null };
            let Message::Text(text) = message else { continue };
            let message: Value = serde_json::from_str(&text).expect("JSON");
            if message["id"] == number {
                assert!(message["error"].is_null(), "{method}: {}", message["error"]);
                return message["result"].clone();
            }
            self.hear(&message);
        }
    }

    /// What the browser tells by itself.
    fn hear(&mut self, message: &Value) {
        let params = &message["params"];
        match message["method"].as_str().unwrap_or_default() {
            "Network.requestWillBeSent" => {
                self.requests.push(params["request"]["url"].as_str().unwrap_or_default().to_owned());
            }
            "Runtime.exceptionThrown" => self.complaints.push(params.to_string()),
            "Runtime.consoleAPICalled" if matches!(params["type"].as_str(), Some("error" | "warning" | "assert")) => {
                self.complaints.push(params.to_string());
            }
            "Log.entryAdded" if matches!(params["entry"]["level"].as_str(), Some("error" | "warning")) => {
                self.complaints.push(params["entry"].to_string());
            }
            _ => {}
        }
    }

    /// Goes to an address.
    pub fn open(&mut self, url: &str) {
        self.call("Page.navigate", json!({"url": url}));
    }

    /// The value of an expression of the page's language.
    #[track_caller]
    pub fn eval(&mut self, expression: &str) -> Value {
        let params =
            json!({"expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true});
        let result = self.call("Runtime.evaluate", params);
        assert!(result["exceptionDetails"].is_null(), "{expression}: {}", result["exceptionDetails"]);
        result["result"]["value"].clone()
    }

    /// Waits until an expression holds.
    #[track_caller]
    pub fn until(&mut self, expression: &str) {
        let until = Instant::now() + LONGEST;
        loop {
            // Between two pages there is nothing to ask.
            let params = json!({"expression": format!("!!({expression})"), "returnByValue": true});
            if self.call("Runtime.evaluate", params)["result"]["value"] == true {
                return;
            }
            if Instant::now() >= until {
                let shown = self.eval("document.body.innerText");
                panic!("never came: {expression}\n{}", shown.as_str().unwrap_or_default());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }

    /// The text of the first element that a selector finds.
    #[track_caller]
    pub fn text(&mut self, selector: &str) -> String {
        let found = self.eval(&format!("document.querySelector({})?.textContent ?? null", json!(selector)));
        found.as_str().unwrap_or_else(|| panic!("no {selector}")).to_owned()
    }

    /// Presses and releases a key, as a keyboard does.
    pub fn press(&mut self, key: &str) {
        let code = match key {
            "Enter" => 13,
            "Escape" => 27,
            "ArrowLeft" => 37,
            "ArrowRight" => 39,
            "Tab" => 9,
            other => other.to_ascii_uppercase().bytes().next().map_or(0, u64::from),
        };
        let mut params = json!({"type": "keyDown", "key": key, "windowsVirtualKeyCode": code});
        if key.chars().count() == 1 {
            params["text"] = json!(key);
        } else if key == "Enter" {
            params["text"] = json!("\r");
        }
        self.call("Input.dispatchKeyEvent", params.clone());
        params["type"] = json!("keyUp");
        params.as_object_mut().expect("an object").remove("text");
        self.call("Input.dispatchKeyEvent", params);
    }

    /// Clicks in the middle of an element.
    #[track_caller]
    pub fn click(&mut self, selector: &str) {
        let place = self.eval(&format!(
            "(() => {{ const e = document.querySelector({}); if (!e) return null; e.scrollIntoView({{block: 'center'}}); \
             const r = e.getBoundingClientRect(); return [r.x + r.width / 2, r.y + r.height / 2]; }})()",
            json!(selector)
        ));
        assert!(place.is_array(), "no {selector}");
        for kind in ["mousePressed", "mouseReleased"] {
            let params = json!({"type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1});
            self.call("Input.dispatchMouseEvent", params);
        }
    }

    /// A screen of a size; small ones are phones.
    pub fn screen(&mut self, width: u32, height: u32) {
        let phone = width < 600;
        let params =
            json!({"width": width, "height": height, "deviceScaleFactor": if phone { 2 } else { 1 }, "mobile": phone});
        self.call("Emulation.setDeviceMetricsOverride", params);
    }

    /// What the system prefers: `light` or `dark`.
    pub fn prefers(&mut self, scheme: &str) {
        let features = json!([{"name": "prefers-color-scheme", "value": scheme}]);
        self.call("Emulation.setEmulatedMedia", json!({"features": features}));
    }

    /// Everything that assistive programs hear of, with role and name.
    pub fn heard(&mut self) -> Vec<(String, String)> {
        let tree = self.call("Accessibility.getFullAXTree", json!({}));
        let nodes = tree["nodes"].as_array().cloned().unwrap_or_default();
        let told = nodes.iter().filter(|node| node["ignored"] != true);
        let word = |value: &Value| value["value"].as_str().unwrap_or_default().to_owned();
        told.map(|node| (word(&node["role"]), word(&node["name"]))).collect()
    }

    /// Takes a picture of what is shown, where `APPEALC_SHOTS` names a folder for it.
    pub fn shot(&mut self, name: &str) {
        let Some(folder) = std::env::var_os("APPEALC_SHOTS") else { return };
        let taken = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let digits = taken["data"].as_str().unwrap_or_default();
        fs::write(std::path::Path::new(&folder).join(format!("{name}.png")), base64(digits)).expect("a file");
    }
}

/// The address of the browser's page.
fn page(port: u16) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(stream, "GET /json/list HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n").ok()?;
    // It keeps the line open, whatever it is asked.
    let mut text = Vec::new();
    let body = loop {
        let mut part = [0; 4096];
        let read = stream.read(&mut part).ok().filter(|read| *read > 0)?;
        text.extend_from_slice(&part[..read]);
        let Some((head, body)) = std::str::from_utf8(&text).ok()?.split_once("\r\n\r\n") else { continue };
        let length =
            head.lines().find_map(|line| line.strip_prefix("Content-Length:")?.trim().parse::<usize>().ok())?;
        if body.len() >= length {
            break body.to_owned();
        }
    };
    let pages: Value = serde_json::from_str(&body).ok()?;
    let page = pages.as_array()?.iter().find(|page| page["type"] == "page")?;
    page["webSocketDebuggerUrl"].as_str().map(str::to_owned)
}

/// Bytes from the digits that pictures come in.
fn base64(digits: &str) -> Vec<u8> {
    const ALL: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (mut bits, mut held, mut bytes) = (0_u32, 0, Vec::new());
    for digit in digits.bytes().filter_map(|digit| ALL.iter().position(|own| *own == digit)) {
        bits = (bits << 6) | u32::try_from(digit).unwrap_or(0);
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held & 255) as u8);
        }
    }
    bytes
}
