/** The panel that says what is known of a chosen area or point. It is read aloud. */

function make(tag, properties, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function figures(columns, row) {
  return make("dl", {}, ...columns.map((name, at) => make("div", {}, make("dt", { textContent: name }), make("dd", { textContent: row[at] }))));
}

export class Facts {
  constructor(element, words, onClose) {
    Object.assign(this, { element, words, onClose });
  }

  write(name, ...parts) {
    const close = make("button", { type: "button", className: "map-facts-close", textContent: "×" });
    close.setAttribute("aria-label", this.words.close);
    close.addEventListener("click", this.onClose);
    const title = make("p", { className: "map-facts-name" }, make("strong", { textContent: name }));
    this.element.replaceChildren(make("div", { className: "map-facts-head" }, title, close), ...parts);
  }

  /** `row` is null where nothing is shown; an area without a page has no `address`. */
  showArea(area, address, columns, row, points) {
    const said = row ? figures(columns, row) : make("p", { textContent: this.words.hidden });
    const inside = points.map((point) => make("li", {}, make("a", { href: point.url, textContent: point.name })));
    const parts = inside.length ? [make("ul", {}, ...inside)] : [];
    if (address) parts.push(make("a", { className: "map-facts-open", href: address, textContent: this.words.open }));
    this.write(area.name, said, ...parts);
  }

  showPoint(point) {
    this.write(point.name, make("a", { className: "map-facts-open", href: point.url, textContent: this.words.openPoint }));
  }
}
