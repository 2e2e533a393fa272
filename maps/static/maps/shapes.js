/** Borders as the server packs them: whole numbers on a grid of the Mercator world (0…1). */

class Area {
  constructor([code, name, label, ...rings], shapes) {
    Object.assign(this, { code, name, label, shapes });
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

  /** Where its label stands in the world. */
  get middle() {
    return this.shapes.toWorld(this.label);
  }

  /** Two opposite corners in the world. */
  get corners() {
    return [this.shapes.toWorld(this.box.slice(0, 2)), this.shapes.toWorld(this.box.slice(2))];
  }

  meets([left, top, right, bottom]) {
    return this.box[0] <= right && this.box[2] >= left && this.box[1] <= bottom && this.box[3] >= top;
  }
}

/** The nearest area in a direction: right, left, down or up as [1, 0], [-1, 0], … */
export function besideAmong(areas, area, [dx, dy]) {
  let nearest = null;
  let least = Infinity;
  const [fromX, fromY] = area.middle;
  for (const each of areas) {
    const [toX, toY] = each.middle;
    const [x, y] = [toX - fromX, toY - fromY];
    const [ahead, aside] = [x * dx + y * dy, Math.abs(x * dy) + Math.abs(y * dx)];
    if (ahead <= aside || ahead + 2 * aside >= least) continue;
    [nearest, least] = [each, ahead + 2 * aside];
  }
  return nearest;
}

const scratch = document.createElement("canvas").getContext("2d");

export class Shapes {
  constructor({ origin, step, areas }) {
    Object.assign(this, { origin, step });
    this.areas = areas.map((each) => new Area(each, this));
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

  beside(area, direction) {
    return besideAmong(this.areas, area, direction);
  }

  /** What is painted, piece by piece: here all of it. */
  parts() {
    return [this];
  }
}
