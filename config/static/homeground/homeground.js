/**
 * Small comforts. Every page works without this file: nothing here is needed to read,
 * to fill in or to send. Words come from the page, so that they are translated there.
 *
 * What is kept on the device: the text of forms marked `data-keep`, and nothing else.
 * Never passwords, passes, ballots or feedback: see `mayKeep`. Signing out forgets it all.
 */

const KEEP_FOR_DAYS = 14;
const SENDING_MS = 8000;
const PREFIX = "homeground:kept:";

/** The browser may forbid storage (private windows, full disk); then nothing is kept. */
const store = {
  read(key) {
    try { return JSON.parse(localStorage.getItem(PREFIX + key)); } catch { return null; }
  },
  write(key, value) {
    try { localStorage.setItem(PREFIX + key, JSON.stringify(value)); return true; } catch { return false; }
  },
  drop(key) {
    try { localStorage.removeItem(PREFIX + key); } catch { /* nothing was kept */ }
  },
  dropAll() {
    this.dropOld(Date.now() + 1);
  },
  dropOld(oldest = Date.now() - KEEP_FOR_DAYS * 86_400_000) {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)).forEach((key) => {
        const kept = this.read(key.slice(PREFIX.length));
        if (!kept || kept.at < oldest) localStorage.removeItem(key);
      });
    } catch { /* nothing was kept */ }
  },
};

const NEVER_TYPES = new Set(["password", "hidden", "file", "submit", "button", "reset", "image"]);

/** A field is kept only if it is plain typing; `data-never-keep` on it or around it forbids. */
function mayKeep(field) {
  return Boolean(field.name) && !NEVER_TYPES.has(field.type) && !field.disabled
    && field.autocomplete !== "off" && field.autocomplete !== "one-time-code"
    && !field.closest("[data-never-keep], [data-ballot]");
}

function typed(form) {
  return [...form.elements].filter(mayKeep).map((field) => ({
    name: field.name,
    value: field.type === "select-multiple"
      ? [...field.selectedOptions].map((option) => option.value)
      : field.value,
    checked: field.type === "checkbox" || field.type === "radio" ? field.checked : null,
  }));
}

function fill(form, entries) {
  const open = [...form.elements].filter(mayKeep);
  for (const entry of entries) {
    const index = open.findIndex((field) => field.name === entry.name
      && (entry.checked === null || field.value === entry.value));
    if (index < 0) continue;
    const [field] = open.splice(index, 1);
    if (entry.checked !== null) field.checked = entry.checked;
    else if (Array.isArray(entry.value)) [...field.options].forEach((o) => { o.selected = entry.value.includes(o.value); });
    else field.value = entry.value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/**
 * `<form data-keep="key">` with, inside, `<template data-keep-offer>` holding a note with
 * a `[data-restore]` and a `[data-forget]` button. Sending does not drop what is kept: the
 * page that comes after a success does, by `<… data-keep-done="key">`; the key is sent
 * along as `kept_as`, so that the server can name it.
 */
function keepForm(form) {
  const key = form.dataset.keep;
  const before = JSON.stringify(typed(form));
  const kept = store.read(key);
  if (kept && JSON.stringify(kept.entries) !== before) offer(form, key, kept);
  let timer = 0;
  let changed = false;
  const save = () => {
    clearTimeout(timer);
    const entries = typed(form);
    changed = JSON.stringify(entries) !== before;
    if (changed) store.write(key, { at: Date.now(), entries });
  };
  form.addEventListener("input", () => { changed = true; clearTimeout(timer); timer = setTimeout(save, 400); });
  form.addEventListener("change", save);
  form.addEventListener("submit", () => { save(); changed = false; });
  form.addEventListener("formdata", (event) => event.formData.set("kept_as", key));
  window.addEventListener("pagehide", () => { if (changed) save(); });
  if ("confirmLeaving" in form.dataset) {
    window.addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  }
}

function offer(form, key, kept) {
  const template = form.querySelector("template[data-keep-offer]");
  if (!template) return;
  const note = template.content.firstElementChild.cloneNode(true);
  const when = note.querySelector("[data-kept-at]");
  if (when) when.textContent = new Date(kept.at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  note.querySelector("[data-restore]")?.addEventListener("click", () => { fill(form, kept.entries); note.remove(); });
  note.querySelector("[data-forget]")?.addEventListener("click", () => { store.drop(key); note.remove(); });
  form.prepend(note);
}

/** `data-confirm="words"` on a form or a button asks before it sends. */
function askFirst(event) {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) { event.preventDefault(); event.stopImmediatePropagation(); }
}

/** A second press of a button while the first is on its way does nothing. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  // Not for ever: the answer may be a file, and then the page stays.
  setTimeout(() => { delete form.dataset.sent; }, SENDING_MS);
  window.addEventListener("pageshow", () => { delete form.dataset.sent; }, { once: true });
}

/**
 * `[data-budget-meter="60000"]` sums the `data-price` of what is marked and the numbers
 * typed into `data-points`, in its part of a ballot or in the whole form. It informs;
 * whether a ballot beyond the budget is good, the server decides.
 */
export function budgetMeter(meter) {
  const form = meter.closest("[data-part]") ?? meter.closest("form");
  const budget = Number(meter.dataset.budgetMeter);
  const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 2 });
  const put = (name, words) => { const place = meter.querySelector(`[data-${name}]`); if (place) place.textContent = words; };
  const update = () => {
    const spent = [...form.querySelectorAll("[data-price]:checked, [data-points]")].reduce((sum, box) => sum + Number(box.dataset.price ?? box.value), 0);
    const over = spent > budget + 1e-9;
    put("spent", number.format(spent));
    put("left", number.format(budget - spent));
    put("warning", over ? meter.dataset.over ?? "" : "");
    meter.classList.toggle("over", over);
    const share = budget ? Math.min(spent / budget, 1) * 100 : 0;
    const bar = meter.querySelector(".progress .value");
    bar?.setAttribute("width", `${share}%`);
    if (document.dir === "rtl") bar?.setAttribute("x", `${100 - share}%`);
  };
  meter.hidden = false;
  form.addEventListener("input", update);
  window.addEventListener("pageshow", update);
  update();
}

/** The menu closes by Escape and by a press elsewhere, and gives the focus back. */
function closeable(menu) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) { menu.open = false; menu.querySelector("summary").focus(); }
  });
  document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) menu.open = false; });
}

/** A ballot is sent in as many bytes whatever is marked: its length would tell. */
function fillUp(filler) {
  filler.form.addEventListener("submit", () => {
    const marks = [...new FormData(filler.form)].filter(([name]) => name === "choice" || name.startsWith("mark-"));
    filler.value = "0".repeat(Math.max(0, filler.dataset.fillTo - new URLSearchParams(marks).toString().length));
  });
}

/** In a row that scrolls sideways, what one is looking at is in its middle. */
function inSight(chip) {
  const [here, row] = [chip, chip.closest("ul")].map((each) => each.getBoundingClientRect());
  chip.closest("ul").scrollBy({ left: here.left + here.width / 2 - row.left - row.width / 2, behavior: "instant" });
}

store.dropOld();
document.querySelectorAll("[data-keep-done]").forEach((done) => store.drop(done.dataset.keepDone));
document.querySelectorAll("form[data-forget-kept]").forEach((form) => form.addEventListener("submit", () => store.dropAll()));
document.querySelectorAll("form[data-keep]").forEach(keepForm);
document.querySelectorAll("[data-budget-meter]").forEach(budgetMeter);
document.querySelectorAll("[data-fill-to]").forEach(fillUp);
document.querySelectorAll("details.site-menu, details.language-menu").forEach(closeable);
document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
document.querySelectorAll(".filter-chips [aria-current]").forEach(inSight);
document.querySelector("[data-focus]:not([data-still] *)")?.focus();
document.addEventListener("submit", askFirst);
document.addEventListener("submit", sendOnce);
