//! What answers what. A case, a file and a page are looked up among those that are known; nothing that a
//! browser says becomes part of a path.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Query, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, Uri, header};
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::detail::{self, Outputs};
use super::gather::Gatherer;
use super::guard::{self, Verdict};
use super::state::Case;
use super::{Site, assets, list};
use crate::driver::look::Wanted;
use crate::locale::{Args, Locale};
use crate::options::Lang;
use crate::read::built;

/// How long a page waits for a change before it asks again.
const WAIT: Duration = Duration::from_secs(25);
/// How long changes that follow each other are gathered.
const GATHER: Duration = Duration::from_millis(60);
/// Longest sides of pictures, in pixels.
const SIDES: &[(&str, u32)] = &[("small", 420), ("large", 1900)];
/// Most changed cases that are named.
const NAMED: usize = 100;

/// What may stand behind the `?` of all answers about a case.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    case: String,
    market: String,
    lang: String,
    file: String,
    page: usize,
    size: String,
    since: u64,
}

/// Answers a request.
pub async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response {
    // Nobody reads a body.
    let request = request.map(drop);
    let mut response = match site.keys.judge(&request) {
        Verdict::Welcome => route(&site, request.uri()).await,
        Verdict::Enters(cookie) => enter(&cookie),
        Verdict::Refused(status, why) => refuse(&site, status, why),
    };
    guard::harden(response.headers_mut());
    if *request.method() == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

async fn route(site: &Arc<Site>, uri: &Uri) -> Response {
    let made = match uri.path() {
        "/" => Ok(page(site)),
        "/api/words" => words(site, uri),
        "/api/cases" => query(uri).map(|query| value(&list::list(site, &query))),
        "/api/case" => one(site, uri).await,
        "/api/timeline" => timeline(site, uri).await,
        "/api/changes" => changes(site, uri).await,
        "/page" => picture(site, uri).await,
        "/file" => file(site, uri).await,
        path => assets::find(path).map(|(kind, text)| content(kind, text.into())).ok_or(StatusCode::NOT_FOUND),
    };
    made.unwrap_or_else(|status| plain(status, status.canonical_reason().unwrap_or_default()))
}

/// What stands behind the `?`.
fn query<T: DeserializeOwned>(uri: &Uri) -> Result<T, StatusCode> {
    Query::try_from_uri(uri).map(|Query(query)| query).map_err(|_| StatusCode::BAD_REQUEST)
}

fn content(kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

fn plain(status: StatusCode, text: &str) -> Response {
    let mut response = content("text/plain; charset=utf-8", Body::from(format!("{text}\n")));
    *response.status_mut() = status;
    response
}

fn value(value: &Value) -> Response {
    content("application/json", value.to_string().into())
}

/// Lets a browser in that brought the key; the key does not stay in its address.
fn enter(cookie: &str) -> Response {
    let mut response = plain(StatusCode::SEE_OTHER, "");
    response.headers_mut().insert(header::LOCATION, HeaderValue::from_static("/"));
    if let Ok(cookie) = HeaderValue::from_str(cookie) {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    response
}

fn refuse(site: &Site, status: StatusCode, why: &str) -> Response {
    let text = match status {
        // For a user who opened the page without its key.
        StatusCode::FORBIDDEN => [Lang::En, Lang::Zh].map(|lang| site.locale(lang).word("serve-no-key")).join("\n"),
        _ => why.to_owned(),
    };
    let mut response = plain(status, &text);
    if status == StatusCode::METHOD_NOT_ALLOWED {
        response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
    }
    response
}

fn lang(site: &Site, asked: &str) -> Lang {
    match asked {
        "en" => Lang::En,
        "zh" => Lang::Zh,
        _ => site.setup.lang,
    }
}

fn tag(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "en",
        Lang::Zh => "zh",
    }
}

/// The page: the same for every workspace, but for the language that it begins with.
fn page(site: &Site) -> Response {
    let text = assets::PAGE.replace("{lang}", tag(site.setup.lang));
    content("text/html; charset=utf-8", text.into())
}

/// The words of the page in a language. Values are left as `{name}` for the page to fill in.
fn words(site: &Site, uri: &Uri) -> Result<Response, StatusCode> {
    let asked: Asked = query(uri)?;
    let lang = lang(site, &asked.lang);
    let locale = site.locale(lang);
    let kinds = Gatherer::new(&site.setup.options.root).kinds().into_iter().map(|(id, names)| {
        let name = names.get(tag(lang)).or_else(|| names.get("en")).cloned();
        (id.clone(), Value::from(name.unwrap_or(id)))
    });
    let root = &site.setup.options.root;
    Ok(value(&json!({
        "lang": tag(lang),
        "words": all_words(locale),
        "kinds": kinds.collect::<Map<String, Value>>(),
        "workspace": root.file_name().map(|name| name.to_string_lossy()),
    })))
}

/// Every word of the page by its id.
fn all_words(locale: &Locale) -> Map<String, Value> {
    let names = ["count", "total", "days", "page", "pages", "number", "name", "date", "size", "from", "to", "market"];
    let holders: Args = names.iter().map(|name| ((*name).to_owned(), format!("{{{name}}}").into())).collect();
    let levels = ["level-error", "level-warning", "level-note", "level-help"];
    let ids = Locale::ids("serve").chain(levels);
    ids.map(|id| (id.trim_start_matches("serve-").to_owned(), locale.text(id, &holders).into())).collect()
}

/// Runs what reads the disk where it holds up nobody.
async fn away<T: Send + 'static>(run: impl FnOnce() -> T + Send + 'static) -> Result<T, StatusCode> {
    tokio::task::spawn_blocking(run).await.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

fn known(site: &Site, path: &str) -> Result<Case, StatusCode> {
    site.book.read(|cases| cases.all.get(path).cloned()).ok_or(StatusCode::NOT_FOUND)
}

async fn one(site: &Arc<Site>, uri: &Uri) -> Result<Response, StatusCode> {
    let asked: Asked = query(uri)?;
    let site = site.clone();
    let found = away(move || detail::detail(&site, &asked.case, &asked.market, lang(&site, &asked.lang))).await?;
    found.map(|found| value(&found)).ok_or(StatusCode::NOT_FOUND)
}

async fn timeline(site: &Arc<Site>, uri: &Uri) -> Result<Response, StatusCode> {
    let asked: Asked = query(uri)?;
    let site = site.clone();
    let found = away(move || detail::timeline(&site, &asked.case, lang(&site, &asked.lang))).await?;
    found.map(|found| value(&found)).ok_or(StatusCode::NOT_FOUND)
}

/// Waits for something to change.
async fn changes(site: &Site, uri: &Uri) -> Result<Response, StatusCode> {
    let asked: Asked = query(uri)?;
    let mut heard = site.book.listen();
    let fresh = async { heard.wait_for(|version| *version > asked.since).await.is_ok() };
    if tokio::time::timeout(WAIT, fresh).await.unwrap_or(false) {
        tokio::time::sleep(GATHER).await;
    }
    Ok(value(&site.book.read(|cases| {
        let changed = cases.all.iter().filter(|(_, case)| case.changed > asked.since);
        let changed: Vec<&String> = changed.map(|(path, _)| path).take(NAMED + 1).collect();
        json!({
            "version": cases.version,
            "shape": cases.shape > asked.since,
            "head": cases.head,
            // Too many to name: all of them.
            "changed": if changed.len() > NAMED { Value::Null } else { json!(changed) },
            "checked": cases.all.values().filter(|case| case.checked.is_some()).count(),
            "all": cases.all.len(),
        })
    })))
}

/// A page of a bundle as a picture.
async fn picture(site: &Arc<Site>, uri: &Uri) -> Result<Response, StatusCode> {
    let asked: Asked = query(uri)?;
    let side = SIDES.iter().find(|(name, _)| *name == asked.size).map(|(_, side)| *side);
    let side = side.ok_or(StatusCode::NOT_FOUND)?;
    let case = known(site, &asked.case)?;
    let of = site.clone();
    let found = away(move || {
        let outputs = Outputs::of(&of, &case, &asked.market)?;
        let volume = outputs.volumes().find(|file| file.path == asked.file)?;
        let page = (1..=volume.pages).contains(&asked.page).then_some(asked.page)?;
        let sha256 = of.pictures.sha256(&outputs.folder, &volume.path)?;
        Some((sha256, Wanted { folder: outputs.folder.clone(), name: volume.path.clone(), page, side }))
    });
    let (sha256, wanted) = found.await?.ok_or(StatusCode::NOT_FOUND)?;
    let drawn = match site.pictures.ask(sha256, wanted) {
        Ok(found) => Some(found),
        Err(heard) => heard.await.unwrap_or_default(),
    };
    // There is such a page, and it cannot be drawn.
    let drawn = drawn.ok_or(StatusCode::UNPROCESSABLE_ENTITY)?;
    let mut response = content("image/png", drawn.png.as_ref().clone().into());
    if drawn.lacks {
        response.headers_mut().insert("x-appealc-lacks", HeaderValue::from_static("1"));
    }
    Ok(response)
}

/// An output as a download: no browser shows it, whatever it is.
async fn file(site: &Arc<Site>, uri: &Uri) -> Result<Response, StatusCode> {
    let asked: Asked = query(uri)?;
    let case = known(site, &asked.case)?;
    let of = site.clone();
    let found = away(move || {
        let outputs = Outputs::of(&of, &case, &asked.market)?;
        let listed = outputs.files.iter().map(|file| file.path.as_str()).chain([built::MANIFEST]);
        let path = listed.into_iter().find(|path| *path == asked.file)?;
        let bytes = built::output(&outputs.folder, path).ok()?;
        Some((path.rsplit('/').next().unwrap_or_default().to_owned(), bytes))
    });
    let (name, bytes) = found.await?.ok_or(StatusCode::NOT_FOUND)?;
    let mut response = content("application/octet-stream", bytes.into());
    let header = HeaderValue::from_str(&disposition(&name)).map_err(|_| StatusCode::NOT_FOUND)?;
    response.headers_mut().insert(header::CONTENT_DISPOSITION, header);
    Ok(response)
}

/// Says that a file is to be saved, and under which name: in plain letters, and as it is (RFC 6266).
fn disposition(name: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '(' | ')');
    let simple: String = name.chars().map(|c| if plain(c) { c } else { '_' }).collect();
    let mut whole = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.') {
            whole.push(char::from(byte));
        } else {
            whole.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{simple}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_downloads_say_nothing_else() {
        let said = disposition("Exhibit 01 - 纸箱\"\r\nx.jpg");
        assert_eq!(
            said,
            "attachment; filename=\"Exhibit 01 - _____x.jpg\"; \
             filename*=UTF-8''Exhibit%2001%20-%20%E7%BA%B8%E7%AE%B1%22%0D%0Ax.jpg"
        );
        assert!(HeaderValue::from_str(&said).is_ok());
    }
}
