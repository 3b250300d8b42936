// A page of a bundle, large.

import { address, h, icon, plural, word } from "./dom.js";

const dialog = document.getElementById("viewer");
let shown = null;

/** Every page of a bundle in order: volume, page in it, and the exhibits that stand there. */
export function pagesOf(found) {
  const pages = [];
  (found.volumes ?? []).forEach((volume, at) => {
    for (let page = 1; page <= volume.pages; page += 1) {
      const here = (found.exhibits ?? []).filter((one) => one.volume === at + 1 && page >= one.first_page && page < one.first_page + Math.max(one.pages, 1));
      pages.push({ volume, page, exhibits: here, starts: here.filter((one) => one.first_page === page) });
    }
  });
  return pages;
}

/** Where a page's picture is; `of` says of which case. */
export const picture = (of, { volume, page }, size) => address("/page", { ...of, file: volume.path, page, size, of: volume.of ?? "" });

/** Shows a page. */
export function open(of, pages, at) {
  shown = { of, pages, at, focus: document.activeElement };
  if (!dialog.open) dialog.showModal();
  draw();
}

/** Closes. */
export const close = () => dialog.open && dialog.close();

function move(by) {
  const at = Math.min(Math.max(shown.at + by, 0), shown.pages.length - 1);
  if (at === shown.at) return;
  shown.at = at;
  draw();
}

function draw() {
  const { of, pages, at } = shown;
  const page = pages[at];
  const title = word("page-of", { page: at + 1, pages: pages.length });
  const button = (id, name, label, by, off) => h("button", { type: "button", id, class: "button round", "aria-label": label, title: label, disabled: off, onclick: () => move(by) }, icon(name));
  const failed = h("p", { class: "undrawn", hidden: true }, word("undrawn"));
  const image = h("img", { class: "large", alt: alternative(title, page), src: picture(of, page, "large"), onerror: () => { failed.hidden = false; image.hidden = true; } });
  const whole = h("button", { type: "button", class: "button", id: "viewer-zoom", "aria-pressed": String(dialog.classList.contains("wide")), onclick: zoom }, word("zoom"));
  const focused = dialog.contains(document.activeElement) ? document.activeElement.id : "";
  dialog.replaceChildren(
    h("div", { class: "viewer-bar" },
      button("viewer-back", "back", word("page-back"), -1, at === 0),
      h("h2", { id: "viewer-title", "aria-live": "polite" }, title),
      button("viewer-next", "next", word("page-next"), 1, at === pages.length - 1),
      h("span", { class: "what" }, page.exhibits.map((one) => h("span", null, word("exhibit-number", { number: one.number }), one.caption ? ` — ${one.caption}` : "")).slice(0, 3)),
      whole,
      h("button", { type: "button", id: "viewer-close", class: "button round", "aria-label": word("close"), title: word("close"), onclick: close }, icon("close"))),
    h("div", { class: "sheet", tabindex: "0", role: "group", "aria-label": title }, image, failed));
  const back = document.getElementById(focused);
  (back && !back.disabled ? back : dialog.querySelector(".sheet")).focus();
}

function zoom(event) {
  const wide = dialog.classList.toggle("wide");
  event.currentTarget.setAttribute("aria-pressed", String(wide));
}

/** What a picture of a page shows, in words. */
export function alternative(title, page) {
  const of = page.exhibits.map((one) => word("exhibit-number", { number: one.number })).join(", ");
  return of ? `${title} (${of})` : title;
}

/** Words under a small picture. */
export const label = (page) => page.starts.map((one) => word("exhibit-number", { number: one.number })).join(", ");

/** How many pages, in words. */
export const count = (pages) => plural("pages", pages.length);

/** Keys: from page to page. */
export function key(event) {
  if (!dialog.open) return;
  const by = { ArrowLeft: -1, ArrowRight: 1, PageUp: -1, PageDown: 1, j: 1, k: -1 }[event.key];
  if (by == null) return;
  event.preventDefault();
  move(by);
}

dialog.addEventListener("close", () => {
  dialog.replaceChildren();
  if (shown?.focus?.isConnected) shown.focus.focus();
  shown = null;
});
dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
