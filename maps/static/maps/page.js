/**
 * The page around the map: its form, the slider over rounds, legend, texts and table.
 * A change of the choice fetches figures only; without script the form is sent as ever.
 */

import { fetchJson } from "./fetching.js";

/** How long each round stands while the rounds are played, in milliseconds. */
const STAY = 1400;

function write(name, text) {
  for (const element of document.querySelectorAll(`[data-live="${name}"]`)) element.textContent = text;
  for (const link of document.querySelectorAll(`[data-live-address="${name}"]`)) link.href = text;
}

class Page {
  constructor(map, form) {
    Object.assign(this, { map, form, turn: 0, known: new Map() });
    this.rounds = [...form.elements.round.options].reverse();
    form.querySelector("[type=submit]").hidden = true;
    for (const select of form.querySelectorAll("select")) select.addEventListener("change", () => this.apply());
    form.addEventListener("submit", (event) => this.onSubmit(event));
    form.elements.place.addEventListener("change", () => map.find(form.elements.place.value));
    this.offerPlaces();
    this.connectSlider();
  }

  onSubmit(event) {
    const { value } = this.form.elements.place;
    // A name that the map does not know is looked for by the server.
    if (value.trim() && !this.map.find(value)) return;
    event.preventDefault();
    if (!value.trim()) this.apply();
  }

  offerPlaces() {
    const names = new Set([...this.map.points, ...this.map.shapes.areas].map(({ name }) => name));
    const options = [...names].map((value) => Object.assign(document.createElement("option"), { value }));
    this.form.elements.place.list.replaceChildren(...options);
  }

  // --- the choice

  valuesOf(round) {
    const { level, group, shade } = this.form.elements;
    const { address, group: only } = this.form.dataset;
    const parts = address.split("/");
    parts.splice(-4, 4, round.dataset.release, level.value, group?.value ?? only, `${shade.value}.json`);
    const wanted = `${parts.join("/")}?v=${this.form.dataset.version}`;
    if (!this.known.has(wanted)) this.known.set(wanted, fetchJson(wanted));
    return this.known.get(wanted);
  }

  shapesAddress() {
    return this.form.elements.level.selectedOptions[0].dataset.shapes;
  }

  async apply() {
    const turn = ++this.turn;
    const round = this.form.elements.round.selectedOptions[0];
    try {
      const values = await this.valuesOf(round);
      if (turn !== this.turn) return;
      const isOtherLevel = this.shapesAddress() !== this.map.dataset.shapes;
      // A table of thousands of names comes with its page.
      if (isOtherLevel && this.shapesAddress().includes("{z}")) throw new Error("too many areas");
      await this.map.show(values, this.shapesAddress());
      this.isOtherLevel ||= isOtherLevel;
      this.say(values);
    } catch {
      // Another round may not have this level or group: the server knows what to offer.
      this.form.submit();
    }
  }

  say({ texts, legend, columns, areas }) {
    for (const [name, text] of Object.entries(texts)) write(name, text);
    this.writeLegend(legend);
    this.writeAddress();
    this.showRound();
    if (!this.isPlaying) this.writeTable(columns, areas);
    this.fetchNeighbours();
  }

  writeLegend(entries) {
    const legend = document.querySelector("[data-live-legend]");
    const hidden = legend.lastElementChild;
    const items = entries.map(([tone, label]) => {
      const item = document.createElement("li");
      item.append(Object.assign(document.createElement("span"), { className: `swatch ${tone}` }), label);
      return item;
    });
    legend.replaceChildren(...items, hidden);
  }

  writeAddress() {
    const choice = new URLSearchParams(new FormData(this.form));
    choice.delete("place");
    window.history.replaceState(null, "", `?${choice}${window.location.hash}`);
    for (const link of document.querySelectorAll("[data-with-choice]")) link.search = [choice, link.dataset.withChoice].filter(String).join("&");
    const code = document.querySelector("[data-embed]");
    code.value = code.value.replace(/(src="[^"?]*)[^"]*/, `$1?${choice}`);
  }

  /** Code and name of each row: of the table as it is, or of another level's shapes. */
  entries(body) {
    if (this.isOtherLevel) return this.map.shapes.areas;
    return [...body.rows].map((row) => {
      const { pathname, textContent } = row.querySelector("a");
      return { code: decodeURIComponent(pathname.split("/").at(-2)), name: textContent };
    });
  }

  writeTable(columns, areas) {
    const body = document.querySelector("[data-live-rows]");
    const rows = this.entries(body).map((area) => {
      const row = document.createElement("tr");
      const head = Object.assign(document.createElement("th"), { scope: "row" });
      head.append(Object.assign(document.createElement("a"), { href: this.map.facts.urlOf(area), textContent: area.name }));
      row.append(head);
      const figures = areas[area.code];
      if (figures) {
        for (const text of figures.slice(1)) Object.assign(row.insertCell(), { className: "n", textContent: text });
      } else {
        Object.assign(row.insertCell(), { className: "n not-shown", colSpan: columns.length, textContent: this.map.dataset.hiddenShort });
      }
      return row;
    });
    body.replaceChildren(...rows);
    this.isOtherLevel = false;
  }

  // --- the rounds

  connectSlider() {
    this.bar = document.querySelector("[data-rounds]");
    if (this.rounds.length < 2) return;
    this.range = this.bar.querySelector("[type=range]");
    this.button = this.bar.querySelector("button");
    this.range.max = String(this.rounds.length - 1);
    this.bar.hidden = false;
    this.form.elements.round.closest(".field").hidden = true;
    // Who asked for less motion moves the slider, nothing moves by itself.
    this.button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.range.addEventListener("input", () => {
      this.stop();
      this.goTo(Number(this.range.value));
    });
    this.button.addEventListener("click", () => (this.isPlaying ? this.stop() : this.play()));
    this.showRound();
    this.fetchNeighbours();
  }

  get at() {
    return this.rounds.indexOf(this.form.elements.round.selectedOptions[0]);
  }

  goTo(index) {
    this.rounds[index].selected = true;
    this.showRound();
    return this.apply();
  }

  showRound() {
    if (!this.range) return;
    const words = this.rounds[this.at].textContent.trim();
    this.range.value = String(this.at);
    this.range.setAttribute("aria-valuetext", words);
    this.bar.querySelector("output").textContent = words;
  }

  fetchNeighbours() {
    if (navigator.connection?.saveData) return;
    for (const round of [this.rounds[this.at + 1], this.rounds[this.at - 1]]) {
      if (round) this.valuesOf(round).catch(() => undefined);
    }
  }

  async play() {
    this.isPlaying = true;
    this.showButton();
    const last = this.rounds.length - 1;
    let next = this.at === last ? 0 : this.at + 1;
    while (this.isPlaying && next <= last) {
      await this.goTo(next);
      await new Promise((done) => { setTimeout(done, STAY); });
      next += 1;
    }
    if (this.isPlaying) this.stop();
  }

  stop() {
    if (!this.isPlaying) return;
    this.isPlaying = false;
    this.showButton();
    this.apply();
  }

  showButton() {
    const { play, pause } = this.button.dataset;
    this.button.textContent = this.isPlaying ? pause : play;
  }
}

/** Connect the map with the form of its page; a map without one (embedded) stands alone. */
export function connectPage(map) {
  const form = document.querySelector("form[data-map-form]");
  return form ? new Page(map, form) : null;
}
