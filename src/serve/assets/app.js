// Where the page is, what it shows there, and what it hears from the server. It only ever asks for things.

import { announce, ask, fillWords, language, plural, prose, setWords, word } from "./dom.js";
import * as list from "./list.js";
import * as one from "./case.js";
import * as viewer from "./viewer.js";

const main = document.getElementById("main");
const banner = document.getElementById("banner");
let view = null;
let version = 0;
let listening = null;

/** What a user chose stays chosen, where the browser allows it. */
const kept = {
  get: (name) => {
    try { return localStorage.getItem(`appealc-${name}`); } catch { return null; }
  },
  set: (name, value) => {
    try { localStorage.setItem(`appealc-${name}`, value); } catch { /* as it is now, then */ }
  },
};

/** The place in the address: a list, or a case, a section of it, and a marketplace. */
function place() {
  const [, what, path, section, market] = location.hash.replace(/^#/, "").split("/");
  if (what !== "case" || path == null) return { view: list };
  try {
    return { view: one, path: decodeURIComponent(path), section, market: decodeURIComponent(market ?? "") };
  } catch {
    return { view: list };
  }
}

async function show() {
  const here = place();
  viewer.close();
  const same = view === here.view && here.view === one && one.shows(here);
  view = here.view;
  try {
    if (same) one.section(here.section);
    else await view.show(main, here);
    said(null);
  } catch (error) {
    fail(error);
  }
}

/** Says what keeps the page from its answers, or nothing. */
function said(id) {
  banner.hidden = id == null;
  banner.replaceChildren(...prose(id == null ? "" : id === "lost-key" ? word("lost-key") : word("lost")));
}

function fail(error) {
  if (error.name === "AbortError") return;
  if (error.status === 404) location.hash = "#/";
  else said(error.status === 403 ? "lost-key" : "lost");
}

/** Waits for changes as long as somebody looks: a browser has few lines to a server. */
async function listen() {
  listening?.abort();
  const own = (listening = new AbortController());
  let pause = 300;
  while (!own.signal.aborted && !document.hidden) {
    try {
      const found = await ask("/api/changes", { since: version }, own.signal);
      said(null);
      pause = 300;
      const turned = found.version !== version;
      version = found.version;
      progress(found);
      if (turned && view) await view.refresh(found);
    } catch (error) {
      if (own.signal.aborted) return;
      fail(error);
      pause = Math.min(pause * 2, 5000);
    }
    await new Promise((done) => setTimeout(done, pause));
  }
}

function progress(found) {
  const text = found.checked < found.all ? word("progress", { count: found.checked, total: found.all }) : plural("cases", found.all);
  const shown = document.getElementById("progress");
  if (shown.textContent !== text) shown.textContent = text;
  shown.classList.toggle("busy", found.checked < found.all);
}

async function speak(lang) {
  const found = await ask("/api/words", lang ? { lang } : {});
  setWords(found);
  fillWords();
  document.getElementById("workspace").textContent = found.workspace ?? "";
  const button = document.getElementById("lang");
  button.textContent = language() === "zh" ? "English" : "中文";
  button.lang = language() === "zh" ? "en" : "zh-CN";
  look(kept.get("theme") ?? "auto");
}

const THEMES = ["auto", "light", "dark"];

function look(theme) {
  const known = THEMES.includes(theme) ? theme : "auto";
  if (known === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = known;
  const button = document.getElementById("theme");
  button.textContent = word("theme-" + known);
  button.setAttribute("aria-label", `${word("theme")}: ${word("theme-" + known)}`);
  button.dataset.now = known;
}

document.getElementById("theme").addEventListener("click", (event) => {
  const next = THEMES[(THEMES.indexOf(event.currentTarget.dataset.now) + 1) % THEMES.length];
  kept.set("theme", next);
  look(next);
  announce(`${word("theme")}: ${word("theme-" + next)}`);
});

document.getElementById("lang").addEventListener("click", async () => {
  const next = language() === "zh" ? "en" : "zh";
  kept.set("lang", next);
  try {
    await speak(next);
    one.forget();
    await show();
    version = 0;
    listen();
  } catch (error) {
    fail(error);
  }
});

document.getElementById("skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});

const keys = document.getElementById("keys");
document.getElementById("help").addEventListener("click", () => keys.showModal());
keys.addEventListener("click", (event) => event.target === keys && keys.close());

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const writing = event.target.closest?.("input, textarea, select");
  if (document.querySelector("dialog[open]")) return viewer.key(event);
  if (event.key === "Escape") {
    if (writing && list.leave(event.target)) return event.preventDefault();
    if (view === one) location.hash = "#/";
    return;
  }
  if (writing) return;
  if (event.key === "?") keys.showModal();
  else if (event.key === "/" && view === list) list.search();
  else if (event.key === "/" && view === one) {
    location.hash = "#/";
    list.wantSearch();
  } else if (!view?.key?.(event.key)) return;
  event.preventDefault();
});

window.addEventListener("hashchange", show);
document.addEventListener("visibilitychange", () => (document.hidden ? listening?.abort() : listen()));

try {
  await speak(kept.get("lang"));
  await show();
} catch (error) {
  fail(error);
}
listen();
