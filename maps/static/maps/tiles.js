/**
 * Borders in vector tiles, for countries of more areas than one file should carry. Seen
 * from outside they are like `Shapes`, except that only what is in view is known.
 */

import { besideAmong, Shapes } from "./shapes.js";
import { readTile } from "./vector.js";

const GRID = 4096;
/** How wide a tile is drawn, in CSS pixels, at most twice as wide. */
const WIDTH = 512;
const DEEPEST = 14;

export class Tiles {
  constructor(template, onLoad) {
    Object.assign(this, { template, onLoad, known: new Map(), current: [], isPartial: true });
  }

  /** The tiles in view that have come; the others are asked for. */
  parts(view) {
    const zoom = Math.max(0, Math.min(DEEPEST, Math.round(Math.log2(view.scale / view.ratio / WIDTH))));
    const count = 2 ** zoom;
    const range = (from, length) => {
      const [first, last] = [from, from + length].map((at) => Math.floor((at / view.scale) * count));
      return Array.from({ length: last - first + 1 }, (_, step) => first + step).filter((at) => at >= 0 && at < count);
    };
    const wanted = range(view.y, view.height).flatMap((y) => range(view.x, view.width).map((x) => this.tile(zoom, x, y)));
    const here = wanted.filter((tile) => tile.shapes).map((tile) => tile.shapes);
    // Until all have come, the last ones stay below.
    const below = here.length === wanted.length ? [] : this.current.filter((shapes) => !here.includes(shapes));
    this.current = [...below, ...here];
    return this.current;
  }

  tile(zoom, x, y) {
    const address = this.template.replace("{z}", zoom).replace("{x}", x).replace("{y}", y);
    if (!this.known.has(address)) {
      const tile = {};
      this.known.set(address, tile);
      this.load(tile, address, [x, y], 2 ** zoom).catch(() => this.known.delete(address));
    }
    return this.known.get(address);
  }

  async load(tile, address, [x, y], count) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const features = readTile(await answer.arrayBuffer());
    const origin = [x / count, y / count];
    const step = 1 / (count * GRID);
    const areas = features.map(({ texts, rings }) => {
      const label = texts.label.split(" ").map((at, axis) => (Number(at) - origin[axis]) / step);
      return [texts.code, texts.name, label, ...rings];
    });
    tile.shapes = new Shapes({ origin, step, areas });
    tile.shapes.clip = [0, 0, GRID, GRID];
    this.onLoad();
  }

  /** Areas whose label stands in a tile in view, each once. */
  get areas() {
    const inside = ({ label: [x, y] }) => x >= 0 && y >= 0 && x < GRID && y < GRID;
    return [...new Map(this.current.flatMap((shapes) => shapes.areas.filter(inside)).map((area) => [area.code, area])).values()];
  }

  get byCode() {
    return new Map(this.current.flatMap((shapes) => shapes.areas).map((area) => [area.code, area]));
  }

  at(world) {
    for (const shapes of [...this.current].reverse()) {
      const [x, y] = shapes.toGrid(world);
      if (x >= 0 && y >= 0 && x < GRID && y < GRID) return shapes.at(world);
    }
    return undefined;
  }

  beside(area, direction) {
    return besideAmong(this.areas, area, direction);
  }
}
