/**
 * What a changed choice does: other figures on the map, in the legend, the texts and the
 * table, round after round when they are played. It fetches figures only; without script
 * the form is sent as ever.
 */

import { fetchJson } from "./fetching.js";

/** How long each round stands while the rounds are played, in milliseconds. */
const STAY = 1400;

function write(name, text) {
  for (const element of document.querySelectorAll(`[data-live="${name}"]`)) element.textContent = text;
  for (const link of document.querySelectorAll(`[data-live-address="${name}"]`)) link.href = text;
}

export class Choice {
  constructor(page) {
    Object.assign(this, { page, map: page.map, form: page.form, turn: 0, known: new Map() });
    this.fetchNeighbours();
  }

  /** Lay the points of a layer over the map, or take them away. */
  async lay({ value, checked, dataset }) {
    this.map.points = this.map.points.filter(({ layer }) => layer !== value);
    await this.map.addPoints(checked ? [value] : [], dataset.tone);
  }

  valuesOf(round) {
    const { level, group, shade } = this.form.elements;
    const { address } = this.form.dataset;
    const parts = address.split("/");
    parts.splice(-4, 4, round.dataset.release, level.value, group.value, `${shade.value}.json`);
    const wanted = `${parts.join("/")}?v=${this.form.dataset.version}`;
    if (!this.known.has(wanted)) this.known.set(wanted, fetchJson(wanted));
    return this.known.get(wanted);
  }

  shapesAddress() {
    return this.form.elements.level.selectedOptions[0].dataset.shapes;
  }

  /** Show another group or level, of the newest round that has it where the one shown has not. */
  change({ name }) {
    const { at, rounds } = this;
    if (at < 0 && name !== "round" && rounds.length) rounds.at(-1).selected = true;
    return this.apply();
  }

  /** Show what the form says; fails where only the server can. */
  async apply() {
    const turn = ++this.turn;
    if (this.at < 0) throw new Error("this round does not show it");
    const values = await this.valuesOf(this.form.elements.round.selectedOptions[0]);
    if (turn !== this.turn) return;
    const isOtherLevel = this.shapesAddress() !== this.map.dataset.shapes;
    // A table of thousands of names comes with its page.
    if (isOtherLevel && this.shapesAddress().includes("{z}")) throw new Error("too many areas");
    await this.map.show(values, this.shapesAddress());
    this.isOtherLevel ||= isOtherLevel;
    this.say(values);
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
      head.append(Object.assign(document.createElement("a"), { href: this.map.urlOf(area), textContent: area.name }));
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

  // --- a place

  /** Go to the place that is searched for; without one, show what the form says. */
  async submit() {
    const { value } = this.form.elements.place;
    if (!value.trim()) await this.apply();
    // A name that the map does not know is looked for by the server.
    else if (!this.find(value)) this.form.submit();
  }

  /** Choose by name; tell whether there is such a place. */
  find(name) {
    const wanted = name.trim().toLocaleLowerCase();
    const same = (each) => each.name.toLocaleLowerCase() === wanted;
    const area = this.map.shapes.areas.find(same);
    const point = this.map.points.find(same);
    if (area) this.map.goTo(area);
    else if (point) this.map.goToPoint(point);
    return Boolean(area || point);
  }

  // --- the rounds

  /** The rounds that show the chosen group at the chosen level, oldest first. */
  get rounds() {
    const { round, level, group } = this.form.elements;
    return [...round.options].reverse().filter(({ dataset }) => dataset.offers.split(" ").includes(`${level.value}-${group.value}`));
  }

  get at() {
    return this.rounds.indexOf(this.form.elements.round.selectedOptions[0]);
  }

  showRound() {
    const { at, rounds, page: { bar, range } } = this;
    if (!range) return;
    const words = rounds[at].textContent.trim();
    range.max = String(rounds.length - 1);
    range.value = String(at);
    range.setAttribute("aria-valuetext", words);
    bar.querySelector("output").textContent = words;
    this.page.offerSlider();
  }

  fetchNeighbours() {
    if (navigator.connection?.saveData) return;
    const { at, rounds } = this;
    for (const round of [rounds[at + 1], rounds[at - 1]]) {
      if (round) this.valuesOf(round).catch(() => undefined);
    }
  }

  /** Show the round where a reader put the slider; what played stops. */
  moveTo(index) {
    this.setPlaying(false);
    return this.goTo(index);
  }

  goTo(index) {
    this.rounds[index].selected = true;
    this.showRound();
    return this.apply();
  }

  async playOrStop() {
    if (this.isPlaying) {
      this.setPlaying(false);
    } else {
      this.setPlaying(true);
      const last = this.rounds.length - 1;
      let next = this.at === last ? 0 : this.at + 1;
      while (this.isPlaying && next <= last) {
        await this.goTo(next);
        await new Promise((done) => { setTimeout(done, STAY); });
        next += 1;
      }
      if (!this.isPlaying) return;
      this.setPlaying(false);
    }
    // The table is written when the rounds stand still.
    await this.apply();
  }

  setPlaying(isPlaying) {
    this.isPlaying = isPlaying;
    const { button } = this.page;
    button.textContent = isPlaying ? button.dataset.pause : button.dataset.play;
  }
}
