//! `serve` in a browser: the page is used as people use it, with mouse, keyboard, phone and screen reader.

use std::process::Command;

use serde_json::{Value, json};

use super::browser::Browser;
use super::kit::{BASE, Space, TODAY, have};
use super::serve_kit::{CASE, Served, workspace};

/// A browser on the page of a workspace.
fn start(args: &[&str]) -> Option<(Browser, Served)> {
    let mut browser = Browser::new()?;
    let served = Served::new(workspace(), args);
    browser.screen(1440, 900);
    browser.prefers("light");
    browser.open(&served.url);
    browser.until("document.querySelectorAll('.list tbody tr').length === 3");
    Some((browser, served))
}

/// Goes to a section of a case.
fn go(browser: &mut Browser, section: &str) {
    let place = format!("#/case/{}/{section}", CASE.replace('/', "%2F"));
    browser.eval(&format!("location.hash = {}", json!(place)));
    browser.until(&format!("document.querySelector('.section.{section}')"));
}

/// Nothing was asked of another host, and the page had nothing to complain of.
pub fn is_clean(browser: &Browser, served: &Served) {
    let own = format!("http://127.0.0.1:{}/", served.port);
    assert!(browser.requests.len() > 10, "{:?}", browser.requests);
    let foreign: Vec<&String> = browser.requests.iter().filter(|url| !url.starts_with(&own)).collect();
    assert!(foreign.is_empty(), "{foreign:?}");
    assert!(browser.complaints.is_empty(), "{}", browser.complaints.join("\n"));
}

#[test]
fn a_seller_at_a_desk() {
    let Some((mut browser, served)) = start(&[]) else { return };
    // The key is gone from the address.
    let address = browser.eval("location.href");
    assert_eq!(address, format!("http://127.0.0.1:{}/", served.port));
    browser.eval("window.same = true");
    browser.shot("list");

    // Filter, by button and by word.
    browser.click("#view-errors");
    browser.until("document.querySelectorAll('.list tbody tr').length === 1");
    assert!(browser.text(".list tbody").contains("cases/broken"));
    browser.click("#view-all");
    browser.until("document.querySelectorAll('.list tbody tr').length === 3");
    browser.eval("document.activeElement.blur()");
    browser.press("/");
    browser.until("document.activeElement.id === 'search'");
    for letter in ["b", "a", "m", "b", "o", "o"] {
        browser.press(letter);
    }
    browser.until("document.querySelectorAll('.list tbody tr').length === 1");
    assert!(browser.text(".list tbody").contains("Bamboo cutting board"));
    browser.until("document.getElementById('said').textContent === '1 case shown'");

    // Open the case with the keyboard alone.
    browser.press("Escape");
    browser.until("document.querySelectorAll('.list tbody tr').length === 3");
    browser.press("Escape");
    browser.press("j");
    browser.press("j");
    browser.press("k");
    browser.until("document.activeElement.classList.contains('title')");
    let first = browser.eval("document.activeElement.textContent");
    browser.press("Enter");
    browser.until("document.querySelector('#case-title')");
    assert_eq!(browser.text("#case-title"), first.as_str().expect("a title"));
    browser.until("document.activeElement.id === 'case-title'");

    // Read the letter.
    go(&mut browser, "letter");
    assert_eq!(browser.text(".paper"), served.space.text(&format!("build/{CASE}/letter.txt")));
    browser.shot("letter");
    copying(&mut browser, &served);
    pages(&mut browser);
    go(&mut browser, "exhibits");
    let links = browser.eval("[...document.querySelectorAll('.exhibits a')].every((a) => a.hasAttribute('download'))");
    assert_eq!(links, true);
    browser.shot("exhibits");
    saving(&mut browser, &served);
    life(&mut browser, &served);
    markup(&mut browser, &served);
    assert_eq!(browser.eval("window.same"), true, "the page was loaded anew");
    is_clean(&browser, &served);
}

/// Copies a box of the form; its count is what is shown.
fn copying(browser: &mut Browser, served: &Served) {
    let origin = format!("http://127.0.0.1:{}", served.port);
    let rights = json!({"origin": origin, "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]});
    browser.call("Browser.grantPermissions", rights);
    browser.eval(
        "const real = navigator.clipboard.writeText.bind(navigator.clipboard); \
         navigator.clipboard.writeText = (text) => { window.copied = text; return real(text); }; 0",
    );
    browser.click("#copy-root_cause");
    browser.until("document.querySelector('#copy-root_cause').textContent === 'Copied'");
    let copied = browser.eval("window.copied").as_str().expect("a text").to_owned();
    let form = served.space.text(&format!("build/{CASE}/form.txt"));
    assert!(form.contains(&copied) && !copied.contains("====="), "{copied}");
    let count = served.space.json(&format!("build/{CASE}/manifest.json"))["form"]["root_cause"].clone();
    assert_eq!(count, copied.chars().count());
    assert_eq!(browser.text(".box .characters"), format!("{count} characters"));
}

/// Looks at the bundle: small, then large, by keys from page to page.
fn pages(browser: &mut Browser) {
    go(browser, "bundle");
    browser.until("document.querySelectorAll('.thumb').length > 8");
    browser.until("document.querySelector('.thumb img').naturalWidth > 0");
    browser.until(
        "[...document.querySelectorAll('.frame')].slice(0, 6).every((frame) => frame.classList.contains('there'))",
    );
    browser.shot("bundle");
    browser.click("#page-2");
    browser.until("document.querySelector('#viewer').open && document.querySelector('.large').naturalWidth > 1000");
    assert!(browser.text("#viewer-title").starts_with("Page 2 of "));
    browser.press("ArrowRight");
    browser.press("ArrowRight");
    browser.until("document.querySelector('#viewer-title').textContent.startsWith('Page 4 of ')");
    browser.until("document.querySelector('.large').complete && document.querySelector('.large').naturalWidth > 1000");
    assert!(browser.text("#viewer .what").contains("Exhibit 2"));
    browser.shot("page");
    browser.press("Escape");
    browser.until("!document.querySelector('#viewer').open && document.activeElement.id === 'page-2'");
}

/// Saves the case's file with a slip, sees it without doing anything, mends it, sees it gone.
fn saving(browser: &mut Browser, served: &Served) {
    go(browser, "overview");
    assert!(browser.eval("document.querySelector('.clean')").is_object());
    let file = format!("{CASE}/case.toml");
    let text = served.space.text(&file);
    served.space.write(&file, text.replace("product     =", "produkt     ="));
    browser.until("document.querySelector('.diagnostic')");
    assert!(browser.text(".diagnostic h3").contains("S002"), "{}", browser.text(".diagnostic"));
    assert_eq!(browser.text(".diagnostic mark.first"), "produkt");
    // The carets are as wide as what they mark, and stand under it.
    let places = browser.eval(
        "['mark.first', '.first .carets'].map((s) => document.querySelector(s).getBoundingClientRect()).map((r) => [r.left, r.right, r.top])",
    );
    let number = |at: usize, side: usize| places[at][side].as_f64().unwrap_or_default();
    assert!((number(0, 0) - number(1, 0)).abs() < 1.5 && (number(0, 1) - number(1, 1)).abs() < 1.5, "{places}");
    assert!(number(1, 2) > number(0, 2), "{places}");
    browser.until("document.querySelector('.notice.warn')");
    browser.shot("diagnostics");
    served.space.write(&file, text);
    browser.until("document.querySelector('.clean') && !document.querySelector('.diagnostic')");
    browser.until("!document.querySelector('.notice')");
}

/// What is recorded with other commands is seen at once.
fn life(browser: &mut Browser, served: &Served) {
    let day = ["--today", TODAY];
    go(browser, "overview");
    browser.until("document.querySelector('.missing')");
    assert!(browser.text(".missing").contains("git"), "{}", browser.text(".missing"));
    assert!(browser.text(".chips").contains("Ready"), "{}", browser.text(".chips"));
    served.space.run(&[&["submit", CASE][..], &day].concat()).expect(0);
    browser.until("document.querySelector('.chips').textContent.includes('Submitted')");
    browser.until("document.querySelectorAll('.timeline li').length === 1");
    // It is Amazon's turn: the deadline presses nobody.
    assert!(!browser.text(".chips").contains("days left"), "{}", browser.text(".chips"));
    served.space.write("reply.txt", "Please provide greater detail on the root cause of these complaints.");
    let outcome = ["outcome", CASE, "rejected", "--reply", "reply.txt", "--date", TODAY];
    served.space.run(&outcome).expect(0);
    browser.until("document.querySelector('.chips').textContent.includes('Rejected')");
    browser.until("document.querySelectorAll('.timeline li').length === 2");
    assert!(browser.text(".timeline").contains("root cause"), "{}", browser.text(".timeline"));
    browser.shot("life");
    if commit(&served.space, "the case as it was sent") {
        browser.until("document.querySelector('.timeline .commit')?.textContent.includes('the case as it was sent')");
    }
}

/// Commits the cases, if there is a `git` program; the program that is tested does without it.
fn commit(space: &Space, message: &str) -> bool {
    if !have(&["git"]) {
        return false;
    }
    for args in [&["init", "-q"][..], &["add", "cases"], &["commit", "-qm", message]] {
        let mut command = Command::new("git");
        command.current_dir(space.at("")).env("GIT_CONFIG_NOSYSTEM", "1").env("HOME", "/nonexistent");
        command.args(["-c", "user.name=Li Wei", "-c", "user.email=li@example.com"]).args(args);
        let done = command.output().expect("git starts");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    true
}

/// A new case comes by itself, and whatever a seller writes is text.
fn markup(browser: &mut Browser, served: &Served) {
    let product = "<img src=x onerror='window.hurt = 1'><script>window.hurt = 1</script>\u{202e}";
    let quoted = toml::Value::from(product).to_string();
    let text = BASE.replace("\"Bamboo cutting board, set of 3\"", &quoted);
    served.space.case("markup", &format!("\"<img src=x>\" = \"<script>window.hurt = 1</script>\"\n{text}"));
    browser.eval("location.hash = '#/'");
    browser.until("document.querySelectorAll('.list tbody tr').length === 4");
    let titles = browser.eval("[...document.querySelectorAll('a.title')].map((a) => a.textContent)");
    assert!(titles.as_array().is_some_and(|titles| titles.contains(&product.into())), "{titles}");
    browser.eval("location.hash = '#/case/cases%2Fmarkup/overview'");
    browser.until("document.querySelector('.diagnostic mark')");
    assert_eq!(browser.text("h1"), product);
    assert!(browser.text(".diagnostic .text").contains("<script>"), "{}", browser.text(".diagnostic"));
    assert_eq!(browser.eval("document.querySelectorAll('main img, main script').length"), 0);
    assert_eq!(browser.eval("window.hurt ?? null"), Value::Null);
}

/// `--open` starts what the system opens addresses with, with a key of its own that is good once.
#[test]
#[cfg(target_os = "linux")]
fn the_browser_is_started_with_a_key_that_is_good_once() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::TempDir::new().expect("a folder");
    let program = folder.path().join("xdg-open");
    std::fs::write(&program, "#!/bin/sh\nprintf %s \"$1\" >\"$0.said\"\n").expect("a file");
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("rights");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(folder.path().to_path_buf()).chain(std::env::split_paths(&path));
    let path = std::env::join_paths(paths).expect("a path");
    let served = Served::with_environment(workspace(), &["--open"], &[("PATH", &path)]);
    let said = folder.path().join("xdg-open.said");
    served.wait("the program", |_| std::fs::read_to_string(&said).is_ok_and(|said| said.contains("key=")));
    let opened = std::fs::read_to_string(&said).expect("an address");
    let own = format!("http://127.0.0.1:{}", served.port);
    let path = opened.strip_prefix(&own).expect("the page");
    assert_ne!(opened, served.url);
    let tries = [0, 1].map(|_| served.ask(&format!("GET {path} HTTP/1.1"), &[]).status);
    assert_eq!(tries, [303, 403]);
}

#[test]
fn on_a_phone_in_chinese_and_at_night() {
    let Some((mut browser, served)) = start(&["--lang", "zh"]) else { return };
    assert_eq!(browser.eval("document.documentElement.lang"), "zh-CN");
    assert!(browser.text("h1").starts_with("案件"));
    browser.shot("zh-list");
    let broken = "#/case/cases%2Fbroken/overview";
    for (scheme, name) in [("light", "phone"), ("dark", "phone-dark")] {
        browser.prefers(scheme);
        for width in [390, 1440] {
            browser.screen(width, if width == 390 { 844 } else { 900 });
            let name = if width == 390 { name.to_owned() } else { format!("zh-{scheme}") };
            browser.eval("location.hash = '#/'");
            browser.until("document.querySelectorAll('.list tbody tr').length === 3");
            looks(&mut browser, scheme, &format!("{name}-list"));
            browser.eval(&format!("location.hash = {}", json!(broken)));
            browser.until("document.querySelector('.diagnostic')");
            looks(&mut browser, scheme, &format!("{name}-overview"));
            for section in ["letter", "bundle", "exhibits"] {
                go(&mut browser, section);
                if section == "bundle" {
                    browser.until("document.querySelector('.frame').classList.contains('there')");
                }
                looks(&mut browser, scheme, &format!("{name}-{section}"));
            }
        }
    }
    // What was chosen weighs more than what the system prefers, and stays chosen.
    let ground = "getComputedStyle(document.body).backgroundColor";
    let dark = browser.eval(ground);
    browser.click("#theme");
    browser.until("document.documentElement.dataset.theme === 'light'");
    assert_ne!(browser.eval(ground), dark);
    browser.click("#lang");
    browser.until("document.documentElement.lang === 'en'");
    browser.until("document.querySelector('#section-title')?.textContent === 'Exhibits'");
    browser.call("Page.reload", json!({}));
    browser.until("document.querySelector('#section-title')?.textContent === 'Exhibits'");
    assert_eq!(browser.eval("document.documentElement.dataset.theme"), "light");
    assert_ne!(browser.eval(ground), dark);
    is_clean(&browser, &served);
}

/// What must hold of everything that is shown: nothing is wider than the screen, everything can be read, and
/// everything that can be used has a name.
pub fn looks(browser: &mut Browser, scheme: &str, name: &str) {
    let width = browser.eval("[document.documentElement.scrollWidth, window.innerWidth]");
    assert!(width[0].as_u64() <= width[1].as_u64(), "{name}: {width}");
    browser.shot(name);
    let pale = browser.eval(CONTRAST);
    assert_eq!(pale, Value::Array(Vec::new()), "{name}: hard to read");
    let ground = browser.eval("getComputedStyle(document.body).backgroundColor.match(/\\d+/g).map(Number)[0]");
    assert_eq!(ground.as_u64().is_some_and(|red| red < 60), scheme == "dark", "{name}: {ground}");
    assert_eq!(browser.eval("document.querySelectorAll('h1').length"), 1, "{name}");
    let heard = browser.heard();
    let mut used = 0;
    for (role, own) in &heard {
        if matches!(
            role.as_str(),
            "button" | "link" | "searchbox" | "textbox" | "combobox" | "image" | "table" | "navigation"
        ) {
            used += 1;
            assert!(!own.trim().is_empty(), "{name}: a {role} without a name");
        }
    }
    assert!(used > 10, "{name}: {heard:?}");
    for wanted in ["main", "banner", "heading"] {
        assert!(heard.iter().any(|(role, _)| role == wanted), "{name}: no {wanted}");
    }
}

/// Texts whose contrast is less than 4.5 to 1, by the rule of WCAG 2.
const CONTRAST: &str = r"(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const parse = (text) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = text;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const light = ([r, g, b]) => {
    const part = (c) => ((c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const found = parse(getComputedStyle(at).backgroundColor);
      if (found[3] > 0.9) return found;
    }
    return [255, 255, 255, 1];
  };
  const pale = [];
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim());
    const style = getComputedStyle(element);
    if (!own || !element.checkVisibility({ visibilityProperty: true }) || element.closest('[aria-hidden], .unseen, .skip, dialog, option')) continue;
    const text = parse(style.color);
    const [a, b] = [light(text), light(ground(element))].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) pale.push(`${element.tagName}.${element.className} ${element.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return pale;
})()";
