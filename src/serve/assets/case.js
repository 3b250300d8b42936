// One case: what is wrong with it, its letter, its bundle, its exhibits, what became of it.

import {
  address, announce, ask, casePlace, chip, copyButton, day, deadline, h, icon, kindName, language, named, number, outputs, plural, problems, prose, size, stateChip, word,
} from "./dom.js";
import { beside } from "./list.js";
import * as viewer from "./viewer.js";

const SECTIONS = ["overview", "letter", "bundle", "exhibits"];
let root = null;
let found = null;
let chosen = "overview";
let drawn = {};
let life = null;
let head = null;

/** Whether the case of a place is what is shown. */
export const shows = (here) => found?.case === here.path && (found.market ?? "") === here.market && root?.isConnected;

/** What the server is told of the case: its path, and a marketplace that is not its own. */
const asked = () => (found.market ? { case: found.case, market: found.market } : { case: found.case });

/** The place of a section, in the marketplace that is shown. */
const sectionPlace = (name) => casePlace(found.case, name, found.market);

/** Shows what is known at the next occasion anew, whether it changed or not. */
export function forget() {
  found = null;
  drawn = {};
}

/** Shows a case. */
export async function show(main, here) {
  const next = await ask("/api/case", { case: here.path, market: here.market, lang: language() });
  found = next;
  drawn = {};
  life = null;
  chosen = SECTIONS.includes(here.section) ? here.section : "overview";
  root = h("article", { class: "case", "aria-labelledby": "case-title" },
    h("nav", { class: "crumb", "aria-label": word("way") }),
    h("header", { class: "case-head" }),
    h("nav", { class: "places", "aria-label": word("marketplaces") }),
    h("nav", { class: "tabs", "aria-label": word("sections") }),
    h("div", { class: "notices" }),
    h("section", { class: "section", "aria-labelledby": "section-title" }));
  main.replaceChildren(root);
  draw();
  window.scrollTo(0, 0);
  root.querySelector("h1").focus({ preventScroll: true });
  await lives();
}

/** Asks what became of the case; git takes its time over a long history. */
async function lives() {
  const path = found.case;
  const next = await ask("/api/timeline", { case: path, lang: language() }).catch(() => null);
  if (found?.case !== path || !root?.isConnected || !next) return;
  life = next;
  draw();
}

/** Shows another section of the same case. */
export function section(name) {
  chosen = SECTIONS.includes(name) ? name : "overview";
  drawn.section = null;
  draw();
  root.querySelector("#section-title").focus({ preventScroll: true });
}

/** Looks again if the case changed. */
export async function refresh(change) {
  const committed = head !== change.head;
  head = change.head;
  const concerned = found && (!change.changed || change.changed.includes(found.case));
  if (found && (concerned || committed)) lives();
  if (!concerned) return;
  const before = found;
  const next = await ask("/api/case", { ...asked(), lang: language() });
  if (found?.case !== before.case || found.market !== before.market || !root?.isConnected) return;
  const told = JSON.stringify([found.errors, found.warnings, found.outputs, found.letter?.text]) !== JSON.stringify([next.errors, next.warnings, next.outputs, next.letter?.text]);
  found = next;
  draw();
  if (told && next.checked) announce(`${word("updated")}: ${plural("errors", next.errors)}, ${plural("warnings", next.warnings)}`);
}

/** Draws those parts anew of which something changed. */
function draw() {
  document.title = `${found.product || found.case} – appealc`;
  const { diagnostics, letter, form, volumes, exhibits, files, version, ...facts } = found;
  part("head", facts, drawHead);
  part("places", [chosen, facts.places, facts.market], drawPlaces);
  part("tabs", [chosen, diagnostics.length, volumes, exhibits?.length], drawTabs);
  part("notices", [facts.market, facts.draft, facts.outputs, facts.readable, letter?.same, form?.same, volumes?.map((one) => one.same)], drawNotices);
  const own = {
    overview: [facts, diagnostics, life], letter: [letter, form, files, facts.language], bundle: [volumes, exhibits], exhibits: [exhibits, files],
  };
  part("section", [chosen, own[chosen]], drawSection);
}

function part(name, data, make) {
  const text = JSON.stringify(data);
  if (drawn[name] === text) return;
  drawn[name] = text;
  const focused = root.contains(document.activeElement) ? document.activeElement.id : "";
  make();
  if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus({ preventScroll: true });
}

function drawHead() {
  const [back, next] = beside(found.case);
  const step = (id, name, path, label) => path != null && h("a", { class: "button round", id, href: casePlace(path, chosen), "aria-label": label, title: label }, icon(name));
  root.querySelector(".crumb").replaceChildren(
    h("a", { href: "#/", class: "back", id: "crumb-back" }, icon("back"), word("all-cases")),
    h("span", { class: "steps" }, step("crumb-previous", "back", back, word("case-back")) || "", step("crumb-next", "next", next, word("case-next")) || ""));
  root.querySelector(".case-head").replaceChildren(
    h("h1", { id: "case-title", tabindex: "-1" }, found.product || found.case || "/"),
    h("p", { class: "ids" },
      h("code", null, found.asins.slice(0, 8).join(" ") + (found.asins.length > 8 ? ` +${found.asins.length - 8}` : "")),
      h("span", null, kindName(found.kind)), h("span", null, found.marketplace), h("span", null, named("stance-", found.stance)),
      found.case_id && h("span", null, word("case-number", { number: found.case_id }))),
    h("p", { class: "chips" }, stateChip(found.state), " ", deadline(found), " ", problems(found), " ", outputs(found)));
}

/** The marketplaces that the case is appealed in, if there are several. */
function drawPlaces() {
  const nav = root.querySelector(".places");
  nav.hidden = !found.places.length;
  nav.replaceChildren(...found.places.map(({ market, shown, state }) => h("a", {
    href: casePlace(found.case, chosen, market), id: `place-${shown}`, "aria-current": (found.market ?? "") === market ? "page" : null,
  }, h("strong", null, shown), " ", h("span", null, named("state-", state)))));
}

function drawTabs() {
  const counts = { overview: found.diagnostics.length, bundle: viewer.pagesOf(found).length, exhibits: found.exhibits?.length ?? 0 };
  root.querySelector(".tabs").replaceChildren(...SECTIONS.map((name) => h("a", {
    href: sectionPlace(name), id: `tab-${name}`, "aria-current": chosen === name ? "page" : null,
  }, word("section-" + name), counts[name] ? h("span", { class: "tally" }, number(counts[name])) : null)));
  root.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** What a reader must know before trusting what is shown. */
function drawNotices() {
  const say = (tone, name, text) => h("p", { class: `notice ${tone}` }, icon(name), h("span", null, prose(text)));
  const all = [];
  if (found.outputs === "stale") all.push(say("warn", "stale", word("notice-stale")));
  if (found.outputs === "none") all.push(say("calm", "none", none()));
  else if (found.market) all.push(say("calm", "note", word("notice-market", { market: found.market })));
  if (found.draft) all.push(say("warn", "warning", word("notice-draft")));
  const changed = found.letter?.same === false || found.form?.same === false || (found.volumes ?? []).some((one) => !one.same);
  if (changed) all.push(say("bad", "error", word("notice-changed")));
  root.querySelector(".notices").replaceChildren(...all);
}

/** What is said where nothing is built. */
const none = () => (found.market ? word("notice-none-market", { market: found.market }) : word("notice-none"));

function drawSection() {
  const make = { overview, letter, bundle, exhibits }[chosen];
  const section = root.querySelector(".section");
  section.className = `section ${chosen}`;
  section.replaceChildren(...[make()].flat());
}

const heading = (...text) => h("h2", { id: "section-title", tabindex: "-1" }, ...text);

// Overview: diagnostics as a compiler shows them, facts, timeline.

function overview() {
  const facts = [
    ["fact-notified", day(found.notified)], ["fact-deadline", day(found.respond_by)], ["fact-marketplace", found.marketplace], ["fact-language", found.language],
    ["fact-built", day(found.built)], ["fact-file", found.file], ["fact-folder", found.folder],
  ].filter(([, value]) => value);
  const levels = ["error", "warning", "note"].map((level) => [level, found.diagnostics.filter((one) => one.level === level)]).filter(([, all]) => all.length);
  return [
    h("div", { class: "found" },
      heading(word("diagnostics")),
      !found.checked && h("p", { class: "empty" }, word("checking")),
      found.checked && !found.diagnostics.length && h("p", { class: "clean" }, icon("good"), h("span", null, word("no-diagnostics"))),
      levels.map(([, all]) => h("ol", { class: "diagnostics" }, all.map(diagnostic))),
      h("h2", null, word("timeline")),
      timeline()),
    h("aside", { class: "side", "aria-label": word("facts") },
      h("h2", null, word("facts")),
      h("dl", null, facts.map(([id, value]) => h("div", null, h("dt", null, word("" + id)), h("dd", { class: /file|folder/.test(id) ? "path" : null }, value))))),
  ];
}

/** What happened, the latest first. */
function timeline() {
  if (!life) return h("p", { class: "soft" }, word("reading"));
  const events = [...life.events].reverse().map(([date, what, text]) => h("li", { class: /^git /.test(what) ? "commit" : null },
    h("time", { datetime: date }, day(date)), h("strong", null, what), text && h("span", null, text)));
  return [
    events.length ? h("ol", { class: "timeline" }, events) : h("p", { class: "soft" }, word("no-timeline")),
    life.missing.map((text) => h("p", { class: "soft missing" }, prose(text))),
  ];
}

const TONES = { error: "bad", warning: "warn", note: "note" };

function diagnostic(one) {
  return h("li", { class: `diagnostic ${TONES[one.level]}` },
    h("h3", null, chip(TONES[one.level], one.level, word(`level-${one.level}`)), " ", h("code", { class: "code" }, one.code), " ", h("span", { class: "message" }, prose(one.message))),
    one.excerpts.map((part) => excerpt(part)),
    one.note && h("p", { class: "advice" }, h("strong", null, word("level-note")), " ", prose(one.note)),
    one.help && h("p", { class: "advice help" }, h("strong", null, word("level-help")), " ", prose(one.help)));
}

/** Lines of a file with what is marked on them, and carets under it. */
function excerpt(part) {
  const rows = [];
  let last = null;
  for (const line of part.lines) {
    if (last != null && line.number > last + 1) rows.push(h("div", { class: "gap" }, h("span", { class: "gutter" }, "⋮"), h("span")));
    last = line.number;
    const text = line.pieces.map(({ text, mark }) => (mark == null ? text : h("mark", { class: part.marks[mark]?.first ? "first" : null }, text)));
    rows.push(h("div", { class: "line" }, h("span", { class: "gutter" }, String(line.number)), h("span", { class: "text" }, text)));
    line.pieces.forEach(({ mark }, at) => {
      if (mark == null) return;
      // A label stands under the last piece of its mark.
      const later = part.lines.some((other) => (other === line ? line.pieces.slice(at + 1) : other.number > line.number ? other.pieces : []).some((piece) => piece.mark === mark));
      const label = later ? null : part.marks[mark]?.label;
      const before = line.pieces.slice(0, at).map((piece) => piece.text).join("");
      rows.push(h("div", { class: `under-line ${part.marks[mark]?.first ? "first" : ""}`, "aria-hidden": label ? null : "true" },
        h("span", { class: "gutter" }),
        h("span", { class: "text" }, h("span", { class: "hidden", "aria-hidden": "true" }, before), h("span", { class: "carets", "aria-hidden": "true" }, line.pieces[at].text), label && h("span", { class: "label" }, prose(label)))));
    });
  }
  return h("figure", { class: "excerpt" },
    h("figcaption", null, part.lines.length ? `${part.file}:${part.line}:${part.column}` : part.file),
    rows.length > 0 && h("div", { class: "lines", tabindex: "0", role: "group", "aria-label": word("source-lines") }, rows));
}

// Letter and form: what is pasted into Amazon's pages.

function letter() {
  if (!found.letter && !found.form) return [heading(word("section-letter")), h("p", { class: "empty" }, prose(none()))];
  const text = found.letter;
  return [
    h("div", { class: "letter-side" },
      h("div", { class: "bar" }, heading(word("letter")), text && h("span", { class: "soft" }, plural("words", text.words), " · ", plural("characters", text.characters)), text && copyButton("copy-letter", word("copy-letter"), text.text)),
      text ? h("div", { class: "paper", lang: found.language === "zh" ? "zh-CN" : found.language, tabindex: "0", role: "group", "aria-label": word("letter") }, text.text) : h("p", { class: "empty" }, word("missing")),
      downloads()),
    h("div", { class: "form-side" },
      h("h2", null, word("form")),
      h("p", { class: "soft" }, word("form-hint")),
      (found.form?.boxes ?? []).map((box) => h("section", { class: "box", "aria-labelledby": `box-${box.name}` },
        h("div", { class: "bar" }, h("h3", { id: `box-${box.name}` }, named("box-", box.name)), h("span", { class: "soft characters" }, plural("characters", box.characters)), copyButton(`copy-${box.name}`, word("copy-box", { name: named("box-", box.name) }), box.text)),
        h("div", { class: "box-text", lang: found.language === "zh" ? "zh-CN" : found.language, tabindex: "0", role: "group", "aria-label": named("box-", box.name) }, box.text)))),
  ];
}

const saved = (file, ...content) => h("a", { href: address("/file", { ...asked(), file }), download: "", class: "download" }, icon("download"), ...content);

function downloads() {
  const files = (found.files ?? []).filter((file) => !file.path.startsWith("bundle"));
  return h("p", { class: "downloads" }, files.map((file) => saved(file.path, h("span", null, file.path), file.bytes != null && h("span", { class: "soft" }, size(file.bytes)))));
}

// The bundle: small pictures of all pages, each of which opens large.

function bundle() {
  const pages = viewer.pagesOf(found);
  if (!pages.length) return [heading(word("section-bundle")), h("p", { class: "empty" }, prose(none()))];
  const sheets = pages.map((page, at) => {
    const title = word("page-of", { page: at + 1, pages: pages.length });
    const image = h("img", { loading: "lazy", decoding: "async", alt: viewer.alternative(title, page), src: viewer.picture(asked(), page, "small"), onload: () => image.parentElement.classList.add("there"), onerror: () => image.parentElement.classList.add("undrawn") });
    return h("li", null, h("button", { type: "button", class: "thumb", id: `page-${at + 1}`, "aria-haspopup": "dialog", onclick: () => viewer.open(asked(), pages, at) },
      h("span", { class: "frame" }, image), h("span", { class: "number" }, number(at + 1)), h("span", { class: "what" }, viewer.label(page))));
  });
  return [
    h("div", { class: "bar" }, heading(word("section-bundle")), h("span", { class: "soft" }, viewer.count(pages)),
      h("span", { class: "downloads" }, found.volumes.map((volume) => saved(volume.path, h("span", null, volume.path), h("span", { class: "soft" }, size(volume.bytes)))))),
    h("ol", { class: "thumbs" }, sheets),
  ];
}

// Exhibits: files that are saved, never shown.

function exhibits() {
  const all = found.exhibits ?? [];
  if (!all.length) return [heading(word("section-exhibits")), h("p", { class: "empty" }, prose(found.outputs === "none" ? none() : word("no-exhibits")))];
  const pages = viewer.pagesOf(found);
  const columns = ["exhibit", "caption", "kind", "pages-column", "file"];
  const cell = (id, ...content) => h("td", { role: "cell", "data-label": word("" + id) }, content);
  const rows = all.map((one) => {
    const at = pages.findIndex((page) => page.starts.includes(one));
    const range = one.pages > 1 ? `${one.label}–${Number(one.label) + one.pages - 1}` : one.label;
    return h("tr", { role: "row" },
      cell("exhibit", h("strong", null, number(one.number))),
      cell("caption", h("span", null, one.caption), h("span", { class: "under" }, h("code", null, one.id)), h("span", { class: "flags" },
        one.redacted && chip("note", "note", word("redacted")), one.gps && chip("warn", "warning", word("gps")), !one.cited && chip("warn", "warning", word("uncited")))),
      cell("kind", named("kind-", one.kind)),
      cell("pages-column", at >= 0 ? h("button", { type: "button", class: "link", id: `exhibit-page-${one.number}`, "aria-label": word("see-pages", { number: one.number }), onclick: () => viewer.open(asked(), pages, at) }, range) : range),
      cell("file", one.file ? saved(one.file, h("span", null, one.file.replace(/^exhibits\//, "")), h("span", { class: "soft" }, size(one.bytes))) : h("span", { class: "soft" }, "–")));
  });
  return [
    h("div", { class: "bar" }, heading(word("section-exhibits")), h("span", { class: "soft" }, plural("exhibits", all.length))),
    h("p", { class: "soft" }, word("exhibits-hint")),
    h("div", { class: "table" }, h("table", { role: "table", class: "exhibit-table", "aria-labelledby": "section-title" },
      h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, columns.map((id) => h("th", { scope: "col", role: "columnheader" }, word("" + id))))),
      h("tbody", { role: "rowgroup" }, rows))),
  ];
}

/** Keys: sections, and the cases beside this one. */
export function key(name) {
  const at = "1234".indexOf(name);
  if (at >= 0) {
    location.hash = sectionPlace(SECTIONS[at]);
    return true;
  }
  const [back, next] = beside(found.case);
  const path = name === "j" ? next : name === "k" ? back : undefined;
  if (path != null) location.hash = casePlace(path, chosen);
  return path != null;
}
