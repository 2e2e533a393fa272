/**
 * The page around the map: its form and the slider over rounds. What a change of the
 * choice does is fetched when a reader turns to them: the first drawing needs none of it.
 */

class Page {
  constructor(map, form) {
    Object.assign(this, { map, form });
    this.bar = document.querySelector("[data-rounds]");
    form.querySelector("[type=submit]").hidden = true;
    for (const select of form.querySelectorAll("select")) select.addEventListener("change", () => this.act((choice) => choice.change(select)));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.act((choice) => choice.submit());
    });
    form.elements.place.addEventListener("change", () => this.act((choice) => choice.find(form.elements.place.value)));
    if (form.elements.round.length > 1) this.connectSlider();
    const layers = document.querySelector("[data-layers]");
    layers.hidden = false;
    layers.addEventListener("change", ({ target }) => this.act((choice) => choice.lay(target)));
    for (const part of [form, this.bar]) {
      for (const sign of ["pointerenter", "focusin"]) part?.addEventListener(sign, () => this.act(), { once: true });
    }
  }

  /** Have what a choice does at hand, and do one thing with it. */
  async act(what) {
    try {
      this.choice ??= import("./choice.js").then(({ Choice }) => new Choice(this));
      await what?.(await this.choice);
    } catch {
      // Another round may not have this level or group: the server knows what to offer.
      if (what) this.form.submit();
    }
  }

  offerPlaces() {
    const names = new Set([...this.map.points, ...this.map.shapes.areas].map(({ name }) => name));
    const options = [...names].map((value) => Object.assign(document.createElement("option"), { value }));
    this.form.elements.place.list.replaceChildren(...options);
  }

  connectSlider() {
    this.range = this.bar.querySelector("[type=range]");
    this.button = this.bar.querySelector("button");
    this.offerSlider();
    // Who asked for less motion moves the slider, nothing moves by itself.
    this.button.hidden = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.range.addEventListener("input", () => this.act((choice) => choice.moveTo(Number(this.range.value))));
    this.button.addEventListener("click", () => this.act((choice) => choice.playOrStop()));
  }

  /** A slider where there are rounds to slide over, and else the list of all. */
  offerSlider() {
    this.bar.hidden = this.range.max < 1;
    this.form.elements.round.closest(".field").hidden = !this.bar.hidden;
  }
}

/** Connect the map with the form of its page; a map without one (embedded) stands alone. */
export function connectPage(map) {
  const form = document.querySelector("form[data-map-form]");
  return form ? new Page(map, form) : null;
}
