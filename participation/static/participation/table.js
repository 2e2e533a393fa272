/**
 * A voting table on a shared device: locked, opened by the facilitator's PIN for one voter,
 * and locked again. A ballot is sealed here and sent when there is a connection. Without
 * this script the same page walks through steps on the server.
 *
 * Screens are templates; locking throws the present one away with all that was typed.
 */

import { budgetMeter } from "../homeground/homeground.js";
import { hex, isPin, plainCode, random, rememberPin, seal, Shelf } from "./outbox.js";

const ANSWER_MS = 8000;
const SEND_EVERY_MS = 20_000;
const WARN_MS = 30_000;
const A_REQUEST = 20;

const root = document.querySelector("[data-table]");
const words = JSON.parse(document.querySelector("#table-words").textContent);
const here = location.pathname;
const { table, kind } = root.dataset;
const [most, points, closes, idle] = ["most", "points", "closes", "idle"].map((name) => Number(root.dataset[name]));
const name = `homeground-table-${table}`;
const stage = root.querySelector("[data-stage]");
const locked = root.querySelector("[data-locked]");
const pinForm = locked.querySelector("form");
const stillThere = root.querySelector("[data-still-there]");
const speech = globalThis.speechSynthesis;
const workers = navigator.serviceWorker;

/** Gone once the table is closed. */
let shelf = null;
let device;
/** Milliseconds that the device's clock is off. */
let offClock = 0;
let lockAt = Infinity;
let sending = null;
let told = {};

/** Ask the site; null where there is no connection. */
async function ask(what, body) {
  try {
    const response = await fetch(`${here}${what}/`, {
      method: "POST",
      body: JSON.stringify({ device, ...body }),
      signal: AbortSignal.timeout?.(ANSWER_MS),
    });
    const date = Date.parse(response.headers.get("Date"));
    if (date) offClock = date - Date.now();
    if (response.status >= 500) return null;
    const answer = await response.json();
    if (answer.why === "closed") await gone();
    return answer;
  } catch {
    return null;
  }
}

/** Send what waits; tell what became of each, by name. */
function send() {
  if (shelf) sending ??= deliver().finally(() => { sending = null; });
  return sending ?? {};
}

async function deliver() {
  const arrived = {};
  for (;;) {
    const envelopes = await shelf.some(A_REQUEST);
    const answer = envelopes.length ? await ask("send", { envelopes }) : null;
    if (!answer?.ok) break;
    told = answer;
    Object.assign(arrived, answer.arrived);
    const over = Object.keys(answer.arrived).filter((each) => answer.arrived[each] !== "later");
    await shelf.drop(over);
    if (over.length < envelopes.length) break;
  }
  await showCounts();
  return arrived;
}

/** Tell whether any ballots wait, and show it. */
async function showCounts() {
  if (!shelf) return false;
  const counts = { ...told, waiting: await shelf.count() };
  for (const each of ["waiting", "served", "refused"]) root.querySelectorAll(`[data-${each}]`).forEach((place) => { place.textContent = counts[each] ?? "–"; });
  locked.querySelector("[data-counts]").hidden = !counts.waiting;
  return counts.waiting > 0;
}

/** The table was closed: what is left here nobody can read any more. */
async function gone() {
  const left = await shelf.count();
  await forget();
  lock();
  pinForm?.remove();
  say(left ? `${words.closed} ${words.lost} ${left}` : words.closed);
}

async function forget() {
  const emptied = shelf;
  shelf = null;
  await emptied.forget();
  await globalThis.caches?.delete(name);
  for (const path of workers ? languages() : []) await (await workers.getRegistration(path))?.unregister();
}

/** Addresses of this page in every language. */
function languages() {
  return [...document.querySelectorAll("link[rel=alternate][hreflang]")].map((link) => new URL(link.href).pathname);
}

/** Put the page aside, empty as it came, so that it opens after a power cut. */
async function keepPage() {
  await navigator.storage?.persist?.();
  const drawn = [...document.querySelectorAll("template")].flatMap((each) => [...each.content.querySelectorAll("img")]);
  const files = [...performance.getEntriesByType("resource").map((each) => each.name), ...drawn.map((image) => image.src)]
    .filter((address) => /\.(css|js|svg|webp|jpe?g|png)$/.test(address) && !address.endsWith("/worker.js"));
  await (await caches.open(name)).addAll([...new Set([...languages(), ...files])]);
  for (const path of languages()) await workers.register(`${path}worker.js`);
}

function say(text) {
  const place = root.querySelector("[data-said]");
  place.textContent = text ?? "";
  place.hidden = !text;
  if (text) place.scrollIntoView({ block: "nearest" });
}

function clear() {
  speech?.cancel();
  stage.querySelectorAll("form").forEach((form) => form.reset());
  stage.replaceChildren();
  stillThere.hidden = true;
  say("");
}

function lock() {
  clear();
  pinForm?.reset();
  locked.hidden = false;
  lockAt = Infinity;
  scrollTo(0, 0);
}

/** Show a screen; return what has its buttons do something. */
function show(screen) {
  clear();
  locked.hidden = true;
  stage.append(document.querySelector(`template[data-screen=${screen}]`).content.cloneNode(true));
  offerReading();
  touch();
  scrollTo(0, 0);
  (stage.querySelector("[name]") ?? stage.querySelector("[tabindex]"))?.focus();
  return (what, then) => stage.querySelector(what).addEventListener(what === "form" ? "submit" : "click", (event) => { event.preventDefault(); then(event); });
}

/** Somebody is there: do not lock yet. */
function touch() {
  if (!locked.hidden) return;
  lockAt = Date.now() + idle * 1000;
  stillThere.hidden = true;
}

function watch() {
  if (speech?.speaking) touch();
  const left = lockAt - Date.now();
  if (left <= 0) lock();
  else stillThere.hidden = left > WARN_MS;
}

const language = document.documentElement.lang;
const voice = () => speech?.getVoices().find((each) => each.lang.toLowerCase().startsWith(language));

function offerReading() {
  const found = voice();
  stage.querySelectorAll("[data-read]").forEach((button) => { button.hidden = !found; });
}

function readAloud(text) {
  speech.cancel();
  speech.speak(Object.assign(new SpeechSynthesisUtterance(text), { voice: voice(), lang: language, rate: 0.9 }));
}

async function unlock(event) {
  event.preventDefault();
  const pin = pinForm.elements.pin.value;
  pinForm.reset();
  say("");
  const known = await shelf.fact("pin");
  let good = known && await isPin(known, pin);
  if (good) begin(pin).then((answer) => { if (answer?.why === "pin") shelf.know("pin", null).then(lock); });
  else {
    const answer = await begin(pin);
    good = answer?.ok;
    if (!shelf) return;
    if (!good) say(answer?.words ?? (known ? words.pin : words.first));
  }
  if (good) askForPass();
}

/** Ask the site whether this is the PIN; learn what is needed without it. */
async function begin(pin) {
  const answer = await ask("begin", { pin });
  if (!answer?.ok) return answer;
  told = answer;
  for (const each of ["public", "serials", "trials"]) await shelf.know(each, answer[each]);
  await shelf.know("pin", await rememberPin(pin));
  if (workers) keepPage().catch(() => { /* then it needs a connection to be opened again */ });
  showCounts();
  return answer;
}

function askForPass() {
  // Back leads from here to the locked page and no further.
  if (!history.state?.table) history.pushState({ table }, "", here);
  const on = show("pass");
  const { code: field } = stage.querySelector("form").elements;
  let first = "";
  let checking = null;
  showCounts();
  // A second press while the first is looked at is not the code typed once more.
  on("form", () => { checking ??= check().finally(() => { checking = null; }); });
  async function check() {
    const code = plainCode(field.value);
    if (!code) { say(words.shape); return; }
    if ((Date.now() + offClock) / 1000 >= closes) { say(words.ended); return; }
    const answer = await ask("check", { code });
    if (!field.isConnected) return;
    if (answer?.ok) { mark(code, answer.trial); return; }
    if (answer) { say(answer.words); return; }
    const isIn = async (list) => (await shelf.fact(list)).match(/.{4}/g)?.includes(code.slice(0, 4)) ?? false;
    const isTrial = await isIn("trials");
    if (!isTrial && !await isIn("serials")) { say(words.unknown); return; }
    // The secret cannot be checked here: it is typed twice, unless it was scanned.
    if (first === code || field.value.includes("#")) { mark(code, isTrial); return; }
    say(first ? words.differs : words.again);
    first = first ? "" : code;
    field.value = "";
    field.focus();
  }
  on("[data-lock]", lock);
  on("[data-send]", async () => { await send(); say(await showCounts() ? words.offline : ""); });
  on("[data-end]", async () => { await send(); if (await showCounts()) say(words.left); else end(); });
}

function mark(code, isTrial) {
  const on = show("ballot");
  const form = stage.querySelector("form");
  const fields = [...stage.querySelectorAll("[data-mark]")];
  const order = [];
  stage.querySelector("[data-trial]").hidden = !isTrial;
  stage.querySelectorAll("[data-budget-meter]").forEach(budgetMeter);
  if (kind === "ranking") form.addEventListener("change", ({ target }) => {
    if (target.checked) order.push(target);
    else order.splice(order.indexOf(target), 1);
    fields.forEach((each) => { each.closest("label").querySelector("[data-place]").textContent = order.indexOf(each) + 1 || ""; });
  });
  stage.querySelectorAll("[data-step]").forEach((button) => button.addEventListener("click", () => {
    const field = button.closest("[data-option]").querySelector("[data-mark]");
    field[button.dataset.step]();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }));
  form.noValidate = true;
  on("[data-lock]", lock);
  on("form", () => {
    const marks = fields.map((field) => {
      if (kind === "ranking") return order.indexOf(field) + 1;
      return Number(field.type === "checkbox" ? field.checked : field.value);
    });
    const problem = whatIsWrong(marks);
    if (problem) say(problem);
    else lookOver(code, isTrial, marks);
  });
}

/** As `services/choices.py` judges; here, because nobody could be told later. */
function whatIsWrong(marks) {
  if (marks.some((given) => !Number.isInteger(given) || given < 0)) return words.whole;
  const marked = marks.filter(Boolean);
  if (!marked.length) return words.empty;
  if (kind === "score" && Math.max(...marked) > points) return words.score;
  if (kind === "points" && marked.reduce((sum, given) => sum + given) > points) return words.points;
  if (most && marked.length > most) return words.most;
  return stage.querySelector(".budget-meter.over") ? words.over : "";
}

function lookOver(code, isTrial, marks) {
  const ballot = [...stage.children];
  const chosen = [...stage.querySelectorAll("[data-option]")].map((option, at) => ({ option, given: marks[at] })).filter(({ given }) => given);
  if (kind === "ranking") chosen.sort((one, other) => one.given - other.given);
  // Taken away before the screen is cleared, so that it can come back as it is.
  stage.replaceChildren();
  const on = show("review");
  const aloud = [];
  for (const { option, given } of chosen) {
    const row = document.createElement("li");
    row.append(...["picture", "number", "words"].map((part) => option.querySelector(`.table-${part}`).cloneNode(true)));
    const place = points || kind === "ranking" ? given : "";
    if (place) row.append(Object.assign(document.createElement("strong"), { className: "table-place", textContent: place }));
    stage.querySelector("[data-chosen]").append(row);
    aloud.push(`${option.querySelector("[data-read]").dataset.read} ${place}`);
  }
  stage.querySelector("[data-read]").dataset.read = aloud.join("\n");
  on("[data-change]", () => { clear(); stage.append(...ballot); touch(); });
  on("[data-cast]", ({ target }) => { target.disabled = true; cast(code, isTrial, marks); });
}

async function cast(code, isTrial, marks) {
  const { envelope, receipt } = await seal(table, await shelf.fact("public"), code, marks);
  const kept = await shelf.keep(envelope);
  show("thanks")("[data-lock]", lock);
  const [paper, became, trial] = ["receipt", "became", "trial"].map((each) => stage.querySelector(`[data-${each}]`));
  trial.hidden = !isTrial;
  paper.hidden = became.hidden = isTrial;
  paper.querySelector(".code").textContent = receipt;
  became.textContent = words.sealed;
  const { [kept]: arrived } = await send();
  if (arrived && arrived !== "later") became.textContent = words[arrived];
  if (arrived === "refused") { became.className = "note error"; paper.hidden = true; }
}

function end() {
  const on = show("end");
  const { pin } = stage.querySelector("form").elements;
  on("[data-lock]", lock);
  on("form", async () => {
    const answer = await ask("end", { pin: pin.value });
    pin.value = "";
    if (answer?.why === "closed") return;
    if (!answer?.ok) { say(answer?.words ?? words.offline); return; }
    await forget();
    location.replace(here);
  });
}

async function start() {
  shelf = await Shelf.open(name);
  if (!pinForm) { await gone(); return; }
  device = (await shelf.fact("device")) ?? hex(random(16));
  await shelf.know("device", device);
  pinForm.addEventListener("submit", unlock);
  stage.addEventListener("click", ({ target }) => { const aloud = target.closest("[data-read]"); if (aloud) readAloud(aloud.dataset.read); });
  for (const sign of ["input", "keydown", "pointerdown", "scroll"]) addEventListener(sign, touch, { passive: true });
  stillThere.querySelector("button").addEventListener("click", touch);
  speech?.addEventListener?.("voiceschanged", offerReading);
  // No way back: whatever leaves this page or comes back to it finds it locked.
  for (const way of ["popstate", "pagehide", "pageshow"]) addEventListener(way, lock);
  document.addEventListener("visibilitychange", watch);
  addEventListener("online", send);
  setInterval(watch, 1000);
  setInterval(send, SEND_EVERY_MS);
  root.dataset.ready = "";
  await send();
}

if (isSecureContext) start().catch(() => { /* then the steps are drawn by the server */ });
