//! Who may ask. Three kinds of strangers reach a server on this machine: other users of the machine, pages of
//! other sites in the user's own browser, and names of other hosts that were made to lead here. The first have
//! no secret, the second are told by what browsers say of a request, the third by its `Host`.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Request, StatusCode, header};

use super::Address;
use crate::read::sha256;

/// What every answer bears.
const HEADERS: &[(&str, &str)] = &[
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         frame-ancestors 'none'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", "camera=(), microphone=(), geolocation=(), clipboard-read=()"),
    // What is shown is personal, and changes.
    ("cache-control", "no-store"),
];

/// How long an address that is good once is good.
const SOON: Duration = Duration::from_secs(60);

/// The secrets of a run.
pub struct Keys {
    port: u16,
    /// What the user's address holds.
    key: String,
    /// What the browser then shows instead.
    cookie: String,
    /// What an address holds that is good once, and until when.
    once: Mutex<Option<(String, Instant)>>,
    once_key: String,
}

/// What becomes of a request.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is answered.
    Welcome,
    /// It has brought the right key: it gets this cookie, and goes to the page.
    Enters(String),
    /// It is refused, with a word.
    Refused(StatusCode, &'static str),
}

impl Keys {
    /// Makes the secrets.
    pub fn new(port: u16) -> Self {
        let [key, cookie, once] = [secret(), secret(), secret()];
        let until = Instant::now() + SOON;
        Self { port, key, cookie, once: Mutex::new(Some((once.clone(), until))), once_key: once }
    }

    /// Where the page is.
    pub fn address(&self) -> Address {
        let with = |key: &str| format!("http://127.0.0.1:{}/?key={key}", self.port);
        Address { url: with(&self.key), once: with(&self.once_key) }
    }

    /// The name of the cookie: browsers keep those of all ports of a host together.
    fn cookie_name(&self) -> String {
        format!("appealc-{}", self.port)
    }

    /// Judges a request.
    pub fn judge<B>(&self, request: &Request<B>) -> Verdict {
        let headers = request.headers();
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return Verdict::Refused(StatusCode::METHOD_NOT_ALLOWED, "this page only shows");
        }
        if !self.is_own_host(request) {
            return Verdict::Refused(StatusCode::MISDIRECTED_REQUEST, "another host's name");
        }
        if is_foreign(headers, self.port) {
            return Verdict::Refused(StatusCode::FORBIDDEN, "another site's page");
        }
        if is_tricky(request.uri().path()) {
            return Verdict::Refused(StatusCode::BAD_REQUEST, "a path that means something else");
        }
        let pairs = request.uri().query().unwrap_or_default().split('&');
        let key = pairs.filter_map(|pair| pair.strip_prefix("key=")).next();
        match key.filter(|_| request.uri().path() == "/") {
            Some(key) if self.opens(key, request.method() == Method::GET) => {
                let (name, value) = (self.cookie_name(), &self.cookie);
                Verdict::Enters(format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict"))
            }
            _ if self.has_cookie(headers) => Verdict::Welcome,
            _ => Verdict::Refused(StatusCode::FORBIDDEN, "no key"),
        }
    }

    /// Whether `Host` names this machine. A name of another host that leads here is a trick.
    fn is_own_host<B>(&self, request: &Request<B>) -> bool {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let own = |host: &str| own_hosts(self.port).iter().any(|own| own.eq_ignore_ascii_case(host));
        let named = request.uri().authority().is_none_or(|authority| own(authority.as_str()));
        named && host.to_str().is_ok_and(own)
    }

    /// Whether a key opens the page; one that is good once is used up by it.
    fn opens(&self, key: &str, uses: bool) -> bool {
        if same(key, &self.key) {
            return true;
        }
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        let good = once.as_ref().is_some_and(|(own, until)| same(key, own) && Instant::now() < *until);
        if good && uses {
            *once = None;
        }
        good
    }

    fn has_cookie(&self, headers: &HeaderMap) -> bool {
        let name = self.cookie_name();
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.any(|(found, value)| found == name && same(value, &self.cookie))
    }
}

/// How this machine is named in a `Host`.
fn own_hosts(port: u16) -> Vec<String> {
    let names = ["127.0.0.1", "localhost", "[::1]"];
    let with_port = names.iter().map(|name| format!("{name}:{port}"));
    // The port of HTTP is not written.
    let without = names.iter().filter(|_| port == 80).map(|name| (*name).to_owned());
    with_port.chain(without).collect()
}

/// Whether a browser says that another site's page asks, or sends the user here.
fn is_foreign(headers: &HeaderMap, port: u16) -> bool {
    let texts = |name: HeaderName| headers.get_all(name).iter().map(|value| value.to_str().unwrap_or("?"));
    let site = HeaderName::from_static("sec-fetch-site");
    let own = |origin: &str| {
        let host = origin.strip_prefix("http://").unwrap_or_default();
        own_hosts(port).iter().any(|own| own.eq_ignore_ascii_case(host))
    };
    texts(site).any(|site| !matches!(site, "same-origin" | "none")) || texts(header::ORIGIN).any(|origin| !own(origin))
}

/// Whether a path is written so that one reader takes it for another path than the next reader does. No path of
/// the page has such a thing.
fn is_tricky(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let encoded = ["%2e", "%2f", "%5c", "%00", "%25"].iter().any(|code| lower.contains(code));
    encoded || path.contains(['\\', '\0']) || path.contains("//") || path.split('/').any(|part| part == "..")
}

/// Puts what every answer bears on one.
pub fn harden(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
}

/// 128 bits that nobody can guess: the system's own randomness, by way of the standard library, whose hashers
/// have it for a key.
fn secret() -> String {
    let mut seed = Vec::new();
    for number in 0..4_u64 {
        // A thread of its own has a key of its own.
        let drawn = std::thread::spawn(move || {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u64(number);
            hasher.finish()
        });
        seed.extend(drawn.join().unwrap_or_default().to_le_bytes());
    }
    sha256(&seed).chars().take(32).collect()
}

/// Compares secrets by their hashes: how long that takes says nothing about them.
fn same(given: &str, own: &str) -> bool {
    sha256(given.as_bytes()) == sha256(own.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(path: &str, headers: &[(&str, &str)]) -> Request<()> {
        let mut request = Request::builder().uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        request.body(()).expect("a request")
    }

    fn status(keys: &Keys, request: &Request<()>) -> u16 {
        match keys.judge(request) {
            Verdict::Welcome => 200,
            Verdict::Enters(_) => 303,
            Verdict::Refused(status, _) => status.as_u16(),
        }
    }

    #[test]
    fn a_key_that_is_good_once_is_good_once() {
        let keys = Keys::new(8000);
        let address = keys.address();
        let host = [("host", "127.0.0.1:8000")];
        let once = address.once.strip_prefix("http://127.0.0.1:8000").expect("a path").to_owned();
        let url = address.url.strip_prefix("http://127.0.0.1:8000").expect("a path").to_owned();
        assert_ne!(once, url);
        assert_eq!([status(&keys, &request(&once, &host)), status(&keys, &request(&once, &host))], [303, 403]);
        assert_eq!([status(&keys, &request(&url, &host)), status(&keys, &request(&url, &host))], [303, 303]);
        *keys.once.lock().expect("a lock") = Some(("k".to_owned(), Instant::now()));
        assert_eq!(status(&keys, &request("/?key=k", &host)), 403);
    }

    #[test]
    fn secrets_differ() {
        let all: std::collections::BTreeSet<String> = (0..20).map(|_| secret()).collect();
        assert_eq!(all.len(), 20);
        assert!(all.iter().all(|secret| secret.len() == 32));
    }

    #[test]
    fn the_port_of_http_is_not_written() {
        let keys = Keys::new(80);
        let cookie = format!("other=1; appealc-80={}", keys.cookie);
        let with = |host: &str| status(&keys, &request("/", &[("host", host), ("cookie", &cookie)]));
        assert_eq!(
            [with("localhost"), with("LOCALHOST:80"), with("localhost:81"), with("evil.example")],
            [200, 200, 421, 421]
        );
    }

    #[test]
    fn paths_that_mean_something_else() {
        for path in ["/../x", "/a/..", "/%2e%2e/x", "/a%2Fb", "/a%5cb", "/a\\b", "//x", "/%00", "/%252e"] {
            assert!(is_tricky(path), "{path}");
        }
        for path in ["/", "/assets/app.css", "/api/case", "/a..b"] {
            assert!(!is_tricky(path), "{path}");
        }
    }
}
