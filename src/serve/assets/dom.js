// Elements, words, dates. Text goes into the page as text nodes only; nothing here makes markup of it.

const words = { lang: "en", words: {}, kinds: {} };

/** Takes the words of a language as the server sends them. */
export function setWords(found) {
  Object.assign(words, found);
  document.documentElement.lang = words.lang === "zh" ? "zh-CN" : "en";
}

/** The language of the page. */
export const language = () => words.lang;

/** A word of the page; `{name}` in it becomes a value. */
export function word(id, values = {}) {
  const text = words.words[id] ?? id;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** Whether the page has a word. */
export const hasWord = (id) => id in words.words;

/** A word that depends on a number. */
export function plural(id, count, values = {}) {
  const form = new Intl.PluralRules(words.lang).select(count) === "one" ? "one" : "other";
  return word(`${id}-${form}`, { count: number(count), ...values });
}

/** A type of complaint by its name. */
export const kindName = (id) => words.kinds[id] ?? id;

/** A message with what stands in backticks as code. */
export const prose = (text) => (text ?? "").split(/`([^`]+)`/).map((part, at) => (at % 2 ? h("code", null, part) : part));

/** A number as the language writes it. */
export const number = (value) => new Intl.NumberFormat(words.lang).format(value);

/** A day as the language writes it; what is no day stays as it is. */
export function day(text) {
  if (!/^\d{4}-\d\d-\d\d$/.test(text ?? "")) return text ?? "";
  const date = new Date(`${text}T00:00:00Z`);
  const style = { year: "numeric", month: words.lang === "zh" ? "long" : "short", day: "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(words.lang === "zh" ? "zh-CN" : "en-GB", style).format(date);
}

/** A size in bytes. */
export function size(bytes) {
  if (bytes == null) return "";
  const [value, unit] = bytes >= 1e6 ? [bytes / 1e6, "MB"] : [Math.max(bytes / 1e3, 0.1), "kB"];
  return `${new Intl.NumberFormat(words.lang, { maximumFractionDigits: 1 }).format(value)}\u00a0${unit}`;
}

/** Makes an element: attributes, listeners (`onclick`), then children. */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value == null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name === "class") element.className = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(9).filter((child) => child != null && child !== false));
  return element;
}

const PATHS = {
  error: "M8 1.5 14.5 8 8 14.5 1.5 8zM8 5v3.6M8 10.9v.1",
  warning: "M8 2 15 14H1zM8 6.4v3.4M8 11.9v.1",
  note: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 7.2v4M8 4.9V5",
  good: "m3 8.5 3.5 3.5L13 4.5",
  wait: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 4.5V8l2.5 1.5",
  stale: "M13.5 8A5.5 5.5 0 1 1 11.6 3.8M13.5 1.5v3.2h-3.2",
  none: "M2.5 8h11",
  clock: "M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM8 4.5V8l2.5 1.5",
  sent: "m2 8 12-6-4 12-2.6-5zM7.4 9 14 2",
  back: "M9.5 3 4.5 8l5 5",
  next: "m6.5 3 5 5-5 5",
  copy: "M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3",
  download: "M8 2v8M4.5 7 8 10.5 11.5 7M2.5 13.5h11",
  close: "m3.5 3.5 9 9M12.5 3.5l-9 9",
  open: "M3 13V5l2-2h8v10z",
  scales: "M8 2.5v11M4 13.5h8M2 9l2.2-5h7.6L14 9M2 9a2.2 2.2 0 0 0 4.4 0L4.2 4.2M9.6 9A2.2 2.2 0 0 0 14 9l-2.2-4.8",
};

/** A small picture that says what colour says as well. */
export function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 16 16", "aria-hidden": "true", class: "icon" })) svg.setAttribute(key, value);
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.note);
  svg.append(path);
  return svg;
}

/** A chip: a picture, words, and a colour for those who see it. */
export const chip = (tone, name, ...text) => h("span", { class: `chip ${tone}` }, icon(name), h("span", null, ...text));

/** A copy button for a text. */
export function copyButton(id, label, text) {
  const said = h("span", null, word("copy"));
  const button = h("button", { type: "button", class: "button copy", id, "aria-label": label, onclick: copy }, icon("copy"), said);
  let back;
  async function copy() {
    const done = await toClipboard(text);
    said.textContent = done ? word("copied") : word("not-copied");
    button.classList.toggle("done", done);
    announce(said.textContent);
    clearTimeout(back);
    back = setTimeout(() => {
      said.textContent = word("copy");
      button.classList.remove("done");
    }, 2500);
  }
  return button;
}

async function toClipboard(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Browsers without the right: the old way, by a selection.
    const area = h("textarea", { class: "unseen", readonly: true });
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  }
}

/** Says something to those who listen to the page. */
export function announce(text) {
  const said = document.getElementById("said");
  said.textContent = "";
  requestAnimationFrame(() => (said.textContent = text));
}

/** Fills in the words of elements that stand in the page from the beginning. */
export function fillWords() {
  for (const element of document.querySelectorAll("[data-t]")) element.textContent = word(element.dataset.t);
  for (const element of document.querySelectorAll("[data-t-label]")) {
    element.setAttribute("aria-label", word(element.dataset.tLabel));
    element.title = word(element.dataset.tLabel);
  }
}

/** The address of something about a case. */
export const address = (path, values) => `${path}?${new URLSearchParams(values)}`;

/** The place of a case in this page; of outputs for another marketplace than its own with that. */
export const casePlace = (path, section, market) => ["#/case", encodeURIComponent(path), section || (market ? "overview" : ""), encodeURIComponent(market ?? "")].join("/").replace(/\/+$/, "");

/** Asks the server. */
export async function ask(path, values = {}, signal) {
  const answer = await fetch(address(path, values), { signal, credentials: "same-origin" });
  if (!answer.ok) throw Object.assign(new Error(String(answer.status)), { status: answer.status });
  return answer.json();
}

/** The deadline of a case, as a chip. */
export function deadline(row) {
  if (!row.respond_by) return null;
  if (row.days == null) return h("span", { class: "soft" }, day(row.respond_by));
  const tone = row.days < 0 ? "bad" : row.days <= 7 ? "warn" : "calm";
  const text = row.days < 0 ? plural("overdue", -row.days) : row.days === 0 ? word("due-today") : plural("due-in", row.days);
  return [chip(tone, row.days < 0 ? "error" : "clock", text), " ", h("span", { class: "soft date" }, day(row.respond_by))];
}

const STATES = {
  draft: ["calm", "open"],
  ready: ["note", "good"],
  submitted: ["note", "sent"],
  rejected: ["bad", "error"],
  reinstated: ["good", "good"],
  partial: ["warn", "warning"],
  "more-info": ["warn", "note"],
  "no-answer": ["warn", "clock"],
  withdrawn: ["calm", "none"],
};

/** A word for something that the program names: the name itself where the page has none. */
export const named = (family, name) => (hasWord(family + name) ? word(family + name) : (name ?? ""));

/** The state of a case, as a chip. */
export function stateChip(state) {
  const [tone, name] = STATES[state] ?? ["calm", "note"];
  return chip(tone, name, named("state-", state));
}

/** Other marketplaces in which a case was sent, and where it stands there. */
export const otherMarkets = (row) => row.markets.map(([market, state]) => h("span", { class: "under" }, `${market}: ${named("state-", state)}`));

/** What the check found, as chips. */
export function problems(row) {
  if (!row.checked) return chip("calm", "wait", word("checking"));
  const found = [];
  if (row.errors) found.push(chip("bad", "error", plural("errors", row.errors)));
  if (row.warnings) found.push(chip("warn", "warning", plural("warnings", row.warnings)));
  if (row.notes && !row.errors && !row.warnings) found.push(chip("note", "note", plural("notes", row.notes)));
  return found.length ? found.flatMap((one) => [one, " "]) : chip("good", "good", word("clean"));
}

/** Whether there are outputs, and of what. */
export function outputs(row) {
  const looks = { none: ["calm", "none"], fresh: ["good", "good"], stale: ["warn", "stale"], unknown: ["calm", "wait"] };
  const [tone, name] = looks[row.outputs] ?? looks.unknown;
  return chip(tone, name, named("outputs-", row.outputs));
}
