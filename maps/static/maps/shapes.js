/** Borders as the server packs them: whole numbers on a grid of the Mercator world (0…1). */

class Area {
  constructor([code, name, label, ...rings]) {
    Object.assign(this, { code, name, label });
    this.path = new Path2D();
    this.box = [Infinity, Infinity, -Infinity, -Infinity];
    rings.forEach((ring) => this.addRing(ring));
  }

  addRing(steps) {
    let [x, y] = [0, 0];
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      if (i) this.path.lineTo(x, y);
      else this.path.moveTo(x, y);
      if (x < this.box[0]) this.box[0] = x;
      if (y < this.box[1]) this.box[1] = y;
      if (x > this.box[2]) this.box[2] = x;
      if (y > this.box[3]) this.box[3] = y;
    }
    this.path.closePath();
  }

  meets([left, top, right, bottom]) {
    return this.box[0] <= right && this.box[2] >= left && this.box[1] <= bottom && this.box[3] >= top;
  }
}

const scratch = document.createElement("canvas").getContext("2d");

export class Shapes {
  constructor({ origin, step, areas }) {
    Object.assign(this, { origin, step });
    this.areas = areas.map((each) => new Area(each));
    this.byCode = new Map(this.areas.map((area) => [area.code, area]));
  }

  toGrid([x, y]) {
    return [(x - this.origin[0]) / this.step, (y - this.origin[1]) / this.step];
  }

  toWorld([x, y]) {
    return [x * this.step + this.origin[0], y * this.step + this.origin[1]];
  }

  /** The area at a point of the world. */
  at(world) {
    const [x, y] = this.toGrid(world);
    return this.areas.find((area) => area.meets([x, y, x, y]) && scratch.isPointInPath(area.path, x, y, "evenodd"));
  }

  /** The nearest area in a direction: right, left, down or up as [1, 0], [-1, 0], … */
  beside(area, [dx, dy]) {
    let nearest = null;
    let least = Infinity;
    for (const each of this.areas) {
      const [x, y] = [each.label[0] - area.label[0], each.label[1] - area.label[1]];
      const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
      if (ahead <= aside || ahead + 2 * aside >= least) continue;
      [nearest, least] = [each, ahead + 2 * aside];
    }
    return nearest;
  }

  /** Two opposite corners of an area, or of all, in the world. */
  corners(areas = this.areas) {
    const box = areas.reduce(
      (all, { box: [left, top, right, bottom] }) => [Math.min(all[0], left), Math.min(all[1], top), Math.max(all[2], right), Math.max(all[3], bottom)],
      [Infinity, Infinity, -Infinity, -Infinity],
    );
    return [this.toWorld(box.slice(0, 2)), this.toWorld(box.slice(2))];
  }
}
