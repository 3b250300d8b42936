//! `serve` and a problem that is appealed in several marketplaces: each has letter, form, bundle and exhibits of
//! its own.

use serde_json::json;

use super::browser::Browser;
use super::kit::{BASE, Space, TODAY};
use super::serve_kit::Served;
use super::serve_page::{is_clean, looks};

const CASE: &str = "cases/board";

/// A case for three marketplaces: built for its own, sent in Germany, nothing made for France.
fn workspace() -> Space {
    let space = Space::new();
    let others = "[[submissions_to]]\nmarketplace = \"DE\"\ncase_id = \"31340329531\"\nrespond_by = 2026-12-01\n\n\
        [[submissions_to]]\nmarketplace = \"amazon.fr\"\n";
    space.same_case("board", &format!("{BASE}\n{others}"));
    space.run(&["build", "cases", "-q", "--today", TODAY]).expect(0);
    space.run(&["submit", CASE, "--marketplace", "DE", "--today", TODAY]).expect(0);
    space
}

fn text(space: &Space, market: &str, name: &str) -> String {
    space.text(&format!("build/{market}{CASE}/{name}"))
}

#[test]
fn each_marketplace_has_outputs_of_its_own() {
    let served = Served::new(workspace(), &[]);
    let of = |market: &str| served.get(&format!("/api/case?case={CASE}&market={market}"));
    let own = of("").json();
    assert_eq!(own["letter"]["text"], text(&served.space, "", "letter.txt"));
    assert_eq!(own["market"], json!(null));
    let places = own["places"].as_array().expect("marketplaces");
    let shown: Vec<_> = places.iter().map(|one| (one["shown"].as_str(), one["state"].as_str())).collect();
    let wanted = [("US", "ready"), ("DE", "submitted"), ("FR", "draft")];
    assert_eq!(shown, wanted.map(|(market, state)| (Some(market), Some(state))));
    // `status` says so too.
    let told = served.space.run(&["status", "cases", "--format", "json", "--today", TODAY]).expect(0).objects();
    for (market, state) in wanted {
        let of = |value: &&serde_json::Value| value["reason"] == "status" && value["marketplace"] == market;
        assert_eq!(told.iter().find(of).map(|value| value["state"].clone()), Some(json!(state)), "{told:?}");
    }
    // Its own by its code is the same.
    assert_eq!(of("US").json()["letter"], own["letter"]);
    let german = of("DE").json();
    let letter = text(&served.space, "DE/", "letter.txt");
    assert!(letter.contains("case 31340329531") && own["letter"]["text"] != letter.as_str(), "{letter}");
    assert_eq!((&german["letter"]["text"], &german["letter"]["same"]), (&json!(letter), &json!(true)));
    assert_eq!(
        (&german["marketplace"], &german["case_id"], &german["respond_by"], &german["folder"]),
        (&json!("DE"), &json!("31340329531"), &json!("2026-12-01"), &json!(format!("build/DE/{CASE}")))
    );
    assert!(german["exhibits"].as_array().is_some_and(|all| !all.is_empty()), "{german}");
    assert_ne!(german["volumes"][0]["of"], own["volumes"][0]["of"]);
    let french = of("FR").json();
    assert_eq!((&french["outputs"], &french["letter"]), (&json!("none"), &json!(null)));
    // Pages and files come from that folder, and from no other.
    let picture =
        |market: &str| served.get(&format!("/page?case={CASE}&market={market}&file=bundle.pdf&page=1&size=small"));
    let pictures = ["", "DE"].map(|market| picture(market).body);
    assert!(pictures.iter().all(|picture| picture.starts_with(b"\x89PNG")) && pictures[0] != pictures[1]);
    let file = |market: &str, name: &str| served.get(&format!("/file?case={CASE}&market={market}&file={name}"));
    assert_eq!(file("DE", "letter.txt").body, letter.as_bytes());
    assert_eq!(file("DE", "letter.txt").header("content-type"), Some("application/octet-stream"));
    for market in ["FR", "JP", "de", "../DE", "..", "%2e%2e", "DE%2f", "/etc", "%00"] {
        assert_eq!((picture(market).status, file(market, "letter.txt").status), (404, 404), "{market}");
        let wanted = if market == "FR" { 200 } else { 404 };
        assert_eq!(of(market).status, wanted, "{market}");
    }
    for name in ["../letter.txt", "upload/1/letter.txt", "case.toml"] {
        assert_eq!(file("DE", name).status, 404, "{name}");
    }
    // What was changed by hand is told, there only.
    served.space.write(&format!("build/DE/{CASE}/letter.txt"), format!("{letter} "));
    assert_eq!((&of("DE").json()["letter"]["same"], &of("").json()["letter"]["same"]), (&json!(false), &json!(true)));
}

#[test]
fn a_seller_looks_at_another_marketplace() {
    let Some(mut browser) = Browser::new() else { return };
    let served = Served::new(workspace(), &[]);
    browser.screen(1440, 900);
    browser.prefers("light");
    browser.open(&served.url);
    browser.until("document.querySelectorAll('.list tbody tr').length === 1");
    browser.click("a.title");
    browser.until("document.querySelectorAll('.places a').length === 3");
    assert_eq!(browser.text(".places a[aria-current] strong"), "US");
    assert!(browser.text("#place-DE").contains("Submitted"), "{}", browser.text(".places"));
    browser.click("#tab-letter");
    browser.until("document.querySelector('.section.letter .paper')");
    let own = browser.text(".paper");
    assert_eq!(own, text(&served.space, "", "letter.txt"));
    browser.click("#place-DE");
    browser.until("document.querySelector('.places a[aria-current] strong').textContent === 'DE'");
    browser.until("document.querySelector('.section.letter .paper')");
    assert_eq!(browser.text(".paper"), text(&served.space, "DE/", "letter.txt"));
    assert!(browser.text(".ids").contains("31340329531"), "{}", browser.text(".ids"));
    assert!(browser.text(".notices").contains("marketplace DE"), "{}", browser.text(".notices"));
    let form = text(&served.space, "DE/", "form.txt");
    let boxes = browser.eval("[...document.querySelectorAll('.box-text')].map((box) => box.textContent)");
    let boxes = boxes.as_array().cloned().unwrap_or_default();
    assert!(boxes.len() >= 3 && boxes.iter().all(|text| form.contains(text.as_str().expect("a text"))), "{boxes:?}");
    looks(&mut browser, "light", "market-letter");
    // The marketplace stays while sections change, and pictures are those of its bundle.
    browser.click("#tab-bundle");
    browser.until("document.querySelector('.thumb img').naturalWidth > 0");
    let address = browser.eval("document.querySelector('.thumb img').src");
    assert!(address.as_str().is_some_and(|address| address.contains("market=DE")), "{address}");
    browser.click("#page-1");
    browser.until("document.querySelector('#viewer').open && document.querySelector('.large').naturalWidth > 1000");
    assert!(browser.eval("document.querySelector('.large').src.includes('market=DE')").as_bool().unwrap_or(false));
    browser.press("Escape");
    browser.until("!document.querySelector('#viewer').open");
    browser.press("4");
    browser.until("document.querySelectorAll('.exhibits tbody tr').length > 1");
    let links =
        browser.eval("[...document.querySelectorAll('.exhibits a')].every((a) => a.href.includes('market=DE'))");
    assert_eq!(links, true);
    // Nothing is made for France; when it is, the page shows it without being asked.
    browser.click("#place-FR");
    browser.until("document.querySelector('.notices')?.textContent.includes('--marketplace FR')");
    let submit = ["submit", CASE, "--marketplace", "FR", "--today", TODAY];
    served.space.run(&submit).expect(0);
    browser.until("document.querySelectorAll('.exhibits tbody tr').length > 1");
    browser.until("document.querySelector('#place-FR').textContent.includes('Submitted')");
    // Small, in Chinese, at night.
    browser.click("#lang");
    browser.until("document.documentElement.lang === 'zh-CN'");
    browser.screen(390, 844);
    browser.prefers("dark");
    for section in ["overview", "letter", "bundle", "exhibits"] {
        browser.eval(&format!("location.hash = {}", json!(format!("#/case/cases%2Fboard/{section}/DE"))));
        browser.until(&format!("document.querySelector('.section.{section}')"));
        browser.until("document.querySelector('.places a[aria-current] strong').textContent === 'DE'");
        if section == "bundle" {
            browser.until("document.querySelector('.frame').classList.contains('there')");
        }
        looks(&mut browser, "dark", &format!("market-phone-{section}"));
    }
    assert!(browser.text(".notices").contains("站点 DE"), "{}", browser.text(".notices"));
    is_clean(&browser, &served);
}
