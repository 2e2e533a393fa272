/**
 * <homeground-map>: draws released figures over Leaflet. Without script the picture
 * inside it is shown. Shapes and figures are fetched apart, so that a change of round,
 * group or measure resends no shapes.
 */

import { fetchJson } from "./fetching.js";
import { connectPage } from "./page.js";
import { paintAreas, paintGround, paintMark, paintPoints } from "./painting.js";
import { Shapes } from "./shapes.js";
import { Sheet } from "./sheet.js";

/** How many levels of zoom further in the finer drawings of the borders begin. */
const SCALES = [["local", 5], ["region", 2.5], ["country", -Infinity]];
const REACH = 22;
const MANY = 200;
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
/** Once what has been drawn is on the screen. */
const painted = () => new Promise((done) => { requestAnimationFrame(() => setTimeout(done)); });
const PLACE = /^#(\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)\/(-?\d+(?:\.\d+)?)$/;

class HomegroundMap extends HTMLElement {
  async connectedCallback() {
    if (!Sheet || this.map) return;
    this.files = new Map();
    this.points = [];
    try {
      const [shapes, ground, values] = await Promise.all([
        this.shapesFrom(this.dataset.shapes),
        this.shapesFrom(this.dataset.ground),
        fetchJson(this.dataset.values),
      ]);
      Object.assign(this, { shapes, ground, values });
    } catch {
      // The picture for readers without script serves those without a connection, too.
      this.innerHTML = this.querySelector("noscript").textContent;
      return;
    }
    this.draw();
    this.page = connectPage(this);
    await painted();
    performance.mark("map-drawn");
    this.sheets.slice(1).forEach((sheet) => sheet.addTo(this.map));
    this.addNames();
    this.addPoints();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.repaint());
  }

  /** Shapes of an address, fetched and unpacked once. */
  shapesFrom(address) {
    if (!this.files.has(address)) this.files.set(address, this.openShapes(address));
    return this.files.get(address);
  }

  async openShapes(address) {
    if (!address.includes("{z}")) return new Shapes(await fetchJson(address));
    const { Tiles } = await import("./tiles.js");
    return new Tiles(address, () => this.repaint());
  }

  draw() {
    const box = document.createElement("div");
    box.className = "map-canvas";
    this.panel = document.createElement("div");
    this.panel.className = "map-facts";
    this.panel.setAttribute("aria-live", "polite");
    this.replaceChildren(box, this.panel);
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map = L.map(box, {
      zoomControl: false,
      zoomAnimation: !still,
      fadeAnimation: !still,
      inertia: !still,
      scrollWheelZoom: false,
      zoomSnap: 0.25,
      zoomDelta: 1,
      attributionControl: Boolean(this.dataset.attribution),
    });
    this.map.attributionControl?.setPrefix(false);
    L.control.zoom({ zoomInTitle: this.dataset.zoomIn, zoomOutTitle: this.dataset.zoomOut }).addTo(this.map);
    this.map.once("focus click", () => this.map.scrollWheelZoom.enable());
    if (this.dataset.tiles) L.tileLayer(this.dataset.tiles, { attribution: this.dataset.attribution }).addTo(this.map);
    this.goHome();
    this.sheets = [
      new Sheet((pen, view) => this.paintAreas(pen, view)),
      new Sheet((pen, view) => this.paintMarks(pen, view)),
      new Sheet((pen, view) => this.paintNames(pen, view)),
    ];
    this.sheets[0].addTo(this.map);
    this.listen(box);
  }

  /** Show all areas, or the place that the address names. */
  goHome() {
    const bounds = this.home = this.boundsOf(this.ground.areas);
    this.map.fitBounds(bounds, { padding: [8, 8], animate: false });
    this.map.setMaxBounds(bounds.pad(0.6));
    this.homeZoom = this.map.getZoom();
    // Whoever answers for a part of the map sees that part first.
    const own = this.dataset.focus?.split(",").map(Number);
    if (own) this.map.fitBounds([[own[1], own[0]], [own[3], own[2]]], { padding: [8, 8], animate: false });
    this.map.setMinZoom(this.homeZoom - 1);
    const named = PLACE.exec(window.location.hash);
    if (named) this.map.setView([Number(named[2]), Number(named[3])], Number(named[1]), { animate: false });
  }

  boundsOf(areas) {
    const size = this.map.options.crs.scale(0);
    return L.latLngBounds(areas.flatMap(({ corners }) => corners).map(([x, y]) => this.map.unproject([x * size, y * size], 0)));
  }

  toWorld(latlng) {
    const { x, y } = this.map.project(latlng, 0);
    const size = this.map.options.crs.scale(0);
    return [x / size, y / size];
  }

  // --- painting

  repaint() {
    this.sheets.forEach((sheet) => sheet.repaint());
  }

  toneOf(code) {
    const row = this.values.areas[code];
    return row && row[0] ? this.values.legend[row[0] - 1][0] : null;
  }

  /** A ground of very many areas that all lie below themselves would be drawn for nothing. */
  get isGroundCovered() {
    return this.dataset.ground === this.dataset.shapes && this.ground.areas.length > MANY;
  }

  paintAreas(pen, view) {
    pen.globalAlpha = 1;
    if (!this.dataset.tiles && !this.isGroundCovered) paintGround(pen, view, this.ground, this);
    pen.globalAlpha = this.dataset.tiles ? 0.8 : 1;
    paintAreas(pen, view, this.shapes, this, (code) => this.toneOf(code));
  }

  paintMarks(pen, view) {
    for (const [area, weight] of [[this.pointed, 1.5], [this.chosen, 3]]) {
      if (area) paintMark(pen, view, this.shapes, area.code, this, weight);
    }
  }

  paintNames(pen, view) {
    paintPoints(pen, view, this.points, this);
    // Hexagons are called after their areas, many after the same: they stay without.
    this.names = this.paintLabels?.(pen, view, this.dataset.areaUrl ? this.shapes : null, this.points, this);
  }

  // --- what a reader does

  listen(box) {
    box.setAttribute("role", "application");
    box.setAttribute("aria-label", this.dataset.label);
    box.setAttribute("aria-description", this.dataset.keys);
    box.addEventListener("keydown", (event) => this.onKey(event), { capture: true });
    this.map.on("click", ({ latlng, containerPoint }) => {
      const point = this.pointAt(containerPoint);
      if (point) this.choosePoint(point);
      else this.choose(this.shapes.at(this.toWorld(latlng)) ?? null);
    });
    this.map.on("mousemove", ({ latlng }) => this.pointTo(this.shapes.at(this.toWorld(latlng))));
    this.map.on("mouseout", () => this.pointTo(undefined));
    this.map.on("zoomend", () => this.refine());
    this.map.on("moveend", () => this.writePlace());
    for (const sign of ["pointerenter", "focusin"]) box.addEventListener(sign, () => this.facts(), { once: true });
    window.addEventListener("beforeprint", () => this.fitPaper(true));
    window.addEventListener("afterprint", () => this.fitPaper(false));
  }

  onKey(event) {
    if (event.key === "Escape") this.choose(null);
    else if (event.key === "Enter") this.onEnter();
    else if (ARROWS[event.key] && this.chosen && !event.shiftKey) {
      const next = this.shapes.beside(this.chosen, ARROWS[event.key]);
      if (next) this.choose(next, { follow: true });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  onEnter() {
    const address = this.chosen && this.urlOf(this.chosen);
    if (address) window.location.assign(address);
    else if (!this.chosen) this.choose(this.shapes.at(this.toWorld(this.map.getCenter())) ?? null);
  }

  pointAt(place) {
    const near = (point) => this.map.latLngToContainerPoint(point.at).distanceTo(place);
    const found = this.points.filter((point) => near(point) <= REACH);
    return found.sort((a, b) => near(a) - near(b))[0];
  }

  pointTo(area) {
    if (area === this.pointed) return;
    this.pointed = area;
    this.map.getContainer().classList.toggle("is-pointing", Boolean(area));
    this.sheets[1].repaint();
  }

  /** Choose an area and say what is known of it; with `follow`, bring it into view. */
  choose(area, { follow = false } = {}) {
    this.chosen = area;
    this.sheets[1].repaint();
    if (!area) {
      this.said = null;
      this.panel.replaceChildren();
      return;
    }
    const row = this.values.areas[area.code];
    const inside = this.points.filter(({ world }) => this.shapes.at(world)?.code === area.code);
    this.say(area, (facts) => facts.showArea(area, this.urlOf(area), this.values.columns, row && row.slice(1), inside));
    if (follow) this.map.panInsideBounds(this.boundsOf([area]));
  }

  choosePoint(point) {
    this.choose(null);
    this.say(point, (facts) => facts.showPoint(point));
  }

  /** What writes the panel of facts; it is fetched when a reader turns to the map. */
  facts() {
    this.writer ??= import("./facts.js").then(({ Facts }) => new Facts(this.panel, this.dataset, () => this.choose(null)));
    return this.writer;
  }

  /** Write what is known of something, unless another was chosen meanwhile. */
  async say(chosen, write) {
    this.said = chosen;
    const facts = await this.facts();
    if (this.said === chosen) write(facts);
  }

  /** The page of an area; a hexagon has none. */
  urlOf(area) {
    return this.dataset.areaUrl?.replace("PCODE", encodeURIComponent(area.code));
  }

  goTo(area) {
    this.map.fitBounds(this.boundsOf([area]), { maxZoom: this.homeZoom + 3 });
    this.choose(area);
  }

  goToPoint(point) {
    this.map.setView(point.at, this.homeZoom + 2.5);
    this.choosePoint(point);
  }

  writePlace() {
    if (this.isPrinted || this.dataset.plain) return;
    const { lat, lng } = this.map.getCenter();
    const place = `#${this.map.getZoom()}/${lat.toFixed(4)}/${lng.toFixed(4)}`;
    window.history.replaceState(null, "", place);
  }

  /** Draw what is in view for a sheet of paper, and again for the window. */
  fitPaper(isPrinted) {
    if (isPrinted) this.inView = this.map.getBounds();
    this.classList.toggle("is-printed", isPrinted);
    this.isPrinted = isPrinted;
    this.map.invalidateSize({ animate: false, pan: false });
    const isWhole = isPrinted && this.inView.contains(this.home);
    this.map.fitBounds(isWhole ? this.home : this.inView, { animate: false });
    if (isPrinted) this.sheets.forEach((sheet) => sheet.settle());
  }

  // --- what is shown

  /** Show other figures, and other shapes where the level has changed. */
  async show(values, address) {
    const shapes = address === this.dataset.shapes ? this.shapes : await this.shapesFrom(address);
    if (address !== this.dataset.shapes) this.choose(null);
    this.dataset.shapes = address;
    Object.assign(this, { shapes, values });
    this.repaint();
    if (this.chosen) this.choose(this.chosen);
    await this.refine();
  }

  /** Take the drawing of the borders that suits the zoom. */
  async refine() {
    const further = this.map.getZoom() - this.homeZoom;
    const [scale] = SCALES.find(([, from]) => further >= from);
    const address = this.dataset.shapes;
    if (!address.includes("/country/")) return;
    const finer = await this.shapesFrom(address.replace("/country/", `/${scale}/`));
    if (address !== this.dataset.shapes || finer === this.shapes) return;
    this.shapes = finer;
    this.repaint();
  }

  /** Names and the list of places to find come after the first drawing. */
  async addNames() {
    this.page?.offerPlaces();
    const { paintLabels } = await import("./labels.js");
    this.paintLabels = paintLabels;
    this.sheets[2].repaint();
  }

  /** Lay points over the map: those of the page, or of an address in a tone of its own. */
  async addPoints(addresses = Object.entries(this.dataset).filter(([key]) => key.startsWith("points")).map(([, address]) => address), tone = "--ink") {
    for (const layer of addresses) {
      const { features } = await fetchJson(layer);
      this.points.push(...features.map(({ properties, geometry: { coordinates: [lng, lat] } }) => {
        const at = L.latLng(lat, lng);
        return { ...properties, layer, tone, at, world: this.toWorld(at) };
      }));
    }
    this.page?.offerPlaces();
    this.sheets[2].repaint();
    // What was said of an area before names the places in it now.
    if (this.chosen) this.choose(this.chosen);
  }
}

customElements.define("homeground-map", HomegroundMap);
