// The list of cases. The server filters and sorts; the page shows as many as were scrolled to.

import { announce, ask, casePlace, day, deadline, h, kindName, named, number, otherMarkets, outputs, plural, problems, stateChip, word } from "./dom.js";

const STEP = 100;
const VIEWS = ["all", "due", "errors", "warnings", "unbuilt", "ready"];
const COLUMNS = [
  ["product", "column-case"],
  ["kind", "column-type"],
  ["state", "column-state"],
  ["urgency", "column-deadline"],
  ["problems", "column-problems"],
  ["built", "column-outputs"],
];
const asked = { q: "", view: "all", state: "", kind: "", sort: "urgency", count: STEP };
let root = null;
let parts = {};
let rows = new Map();
let last = null;
let searching = false;

/** Shows the list. */
export async function show(main) {
  document.title = "appealc";
  build(main);
  await load();
  if (searching) search();
  else if (last) document.getElementById(`row-${last}`)?.focus();
  searching = false;
}

function build(main) {
  rows = new Map();
  parts = {
    count: h("span", { class: "soft count" }),
    search: h("input", { type: "search", id: "search", autocomplete: "off", spellcheck: "false", placeholder: word("search-hint"), value: asked.q, oninput: typed }),
    views: h("div", { class: "views", role: "group", "aria-label": word("views") }),
    state: h("select", { id: "state", onchange: (event) => choose({ state: event.target.value }) }),
    kind: h("select", { id: "kind", onchange: (event) => choose({ kind: event.target.value }) }),
    body: h("tbody", { role: "rowgroup" }),
    more: h("button", { type: "button", class: "button more", hidden: true, onclick: more }),
    empty: h("p", { class: "empty", hidden: true }),
  };
  const heads = COLUMNS.map(([sort, id]) => {
    const label = word("" + id);
    if (sort === "kind") return h("th", { scope: "col", role: "columnheader" }, label);
    const button = h("button", { type: "button", class: "sort", onclick: () => choose({ sort }) }, label);
    return h("th", { scope: "col", role: "columnheader", "data-sort": sort }, button);
  });
  parts.heads = heads;
  root = h("section", { class: "list", "aria-labelledby": "list-title" },
    h("div", { class: "list-head" },
      h("h1", { id: "list-title", tabindex: "-1" }, word("cases-title"), " ", parts.count),
      h("div", { class: "search" }, h("label", { for: "search", class: "unseen" }, word("search")), parts.search)),
    h("div", { class: "filters" }, parts.views,
      h("label", null, h("span", null, word("column-state")), parts.state),
      h("label", null, h("span", null, word("column-type")), parts.kind)),
    h("div", { class: "table" },
      h("table", { role: "table", "aria-labelledby": "list-title" },
        h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, heads)), parts.body)),
    parts.empty, parts.more);
  main.replaceChildren(root);
  // More rows come before the end is reached.
  new IntersectionObserver((seen) => seen.some((one) => one.isIntersecting) && !parts.more.hidden && more(), { rootMargin: "600px" }).observe(parts.more);
}

let waiting;
function typed() {
  clearTimeout(waiting);
  waiting = setTimeout(() => choose({ q: parts.search.value }), 120);
}

async function choose(change) {
  Object.assign(asked, change, { count: STEP });
  await load().catch(() => {});
  announce(plural("shown", Number(root.dataset.total ?? 0)));
}

async function more() {
  asked.count += STEP;
  await load().catch(() => {});
}

let turn = 0;
async function load() {
  const own = ++turn;
  const found = await ask("/api/cases", asked);
  if (own !== turn || !root?.isConnected) return;
  root.dataset.total = found.total;
  parts.count.textContent = found.total === found.all ? number(found.all) : word("of", { count: number(found.total), total: number(found.all) });
  parts.views.replaceChildren(...VIEWS.map((name) => h("button", {
    type: "button", class: "view", id: `view-${name}`, "aria-pressed": String(asked.view === name), onclick: () => focusAfter(`view-${name}`, { view: name }),
  }, word("view-" + name), " ", h("span", { class: "tally" }, number(found.counts[name] ?? 0)))));
  options(parts.state, asked.state, found.states, (name) => named("state-", name));
  options(parts.kind, asked.kind, found.kinds, kindName);
  for (const head of parts.heads) {
    const sorted = head.dataset.sort === asked.sort;
    if (sorted) head.setAttribute("aria-sort", ["problems", "built"].includes(asked.sort) ? "descending" : "ascending");
    else head.removeAttribute("aria-sort");
  }
  // Rows that say the same stay as they are, with their focus.
  const now = new Map();
  found.rows.forEach((row, at) => {
    const text = JSON.stringify(row);
    const old = rows.get(row.case);
    const element = old?.text === text ? old.element : tr(row, old?.element);
    now.set(row.case, { text, element });
    if (parts.body.children[at] !== element) parts.body.insertBefore(element, parts.body.children[at] ?? null);
  });
  for (const [path, { element }] of rows) if (!now.has(path)) element.remove();
  rows = now;
  parts.more.hidden = found.rows.length >= found.total;
  parts.more.textContent = plural("more", Math.max(found.total - found.rows.length, 0));
  parts.empty.hidden = found.total > 0;
  parts.empty.textContent = word("nothing");
}

async function focusAfter(id, change) {
  await choose(change);
  document.getElementById(id)?.focus();
}

function options(select, chosen, counts, name) {
  const all = h("option", { value: "" }, word("any"));
  const each = Object.entries(counts).sort().map(([id, count]) => h("option", { value: id }, `${name(id) || "–"} (${number(count)})`));
  if (chosen && !(chosen in counts)) each.push(h("option", { value: chosen }, name(chosen)));
  select.replaceChildren(all, ...each);
  select.value = chosen;
}

function tr(row, old) {
  const cell = (label, ...content) => h("td", { role: "cell", "data-label": word("" + label) }, content);
  const asins = [...row.asins, row.more_asins ? `+${row.more_asins}` : null].filter(Boolean);
  const element = h("tr", { role: "row", onclick: (event) => event.target.closest("a") || (location.hash = casePlace(row.case)) },
    cell("column-case",
      h("a", { class: "title", id: `row-${row.case}`, href: casePlace(row.case) }, row.product || row.case || "/"),
      h("span", { class: "under" }, h("code", null, asins.join(" ")), h("span", { class: "path" }, row.case))),
    cell("column-type", h("span", null, kindName(row.kind)), h("span", { class: "under" }, `${row.marketplace} · ${named("stance-", row.stance)}`)),
    cell("column-state", stateChip(row.state), otherMarkets(row), row.last && h("span", { class: "under" }, `${named("event-", row.last.what)}, ${day(row.last.date)}`)),
    cell("column-deadline", deadline(row) ?? h("span", { class: "soft absent" }, "–")),
    cell("column-problems", problems(row)),
    cell("column-outputs", outputs(row), row.pages != null && h("span", { class: "under" }, plural("exhibits", row.exhibits), " · ", plural("pages", row.pages))));
  const focused = old?.contains(document.activeElement);
  old?.replaceWith(element);
  if (focused) element.querySelector("a").focus();
  return element;
}

/** Looks again after a change. */
export const refresh = () => load();

/** Goes to the search. */
export function search() {
  parts.search?.focus();
  parts.search?.select();
}

/** Goes to the search when the list is shown next. */
export const wantSearch = () => (searching = true);

/** Leaves a field: a search is emptied first. */
export function leave(field) {
  if (field === parts.search && field.value) {
    field.value = "";
    choose({ q: "" });
  } else {
    field.blur();
  }
  return true;
}

/** Keys: from case to case. */
export function key(name) {
  if (name !== "j" && name !== "k") return false;
  const links = [...parts.body.querySelectorAll("a.title")];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : Math.min(Math.max(at + (name === "j" ? 1 : -1), 0), links.length - 1)];
  next?.focus();
  next?.closest("tr").scrollIntoView({ block: "nearest" });
  last = next?.id.replace(/^row-/, "") ?? last;
  return true;
}

/** The cases beside one, in the order of the list. */
export function beside(path) {
  last = path;
  const all = [...rows.keys()];
  const at = all.indexOf(path);
  return at < 0 ? [] : [all[at - 1], all[at + 1]];
}
