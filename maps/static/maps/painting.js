/** Painting areas and points on a sheet; colours are the stylesheet's. */

/** Borders drawn with one stroke: a third of the time of one by one, or of all at once. */
const AT_ONCE = 50;

export function colour(element, name) {
  return getComputedStyle(element).getPropertyValue(name).trim();
}

/** What is not shown is hatched, never white or zero. */
function hatch(pen, view, element) {
  const side = 8 * view.ratio;
  const tile = document.createElement("canvas");
  tile.width = tile.height = side;
  const brush = tile.getContext("2d");
  brush.fillStyle = colour(element, "--card");
  brush.fillRect(0, 0, side, side);
  brush.strokeStyle = colour(element, "--line");
  brush.lineWidth = 2.5 * view.ratio;
  for (const shift of [-side, 0, side]) {
    brush.moveTo(shift, side);
    brush.lineTo(shift + side, 0);
  }
  brush.stroke();
  return pen.createPattern(tile, "repeat");
}

/** Paint nothing outside a tile; its edges are whole pixels, so that no seam shows. */
function cut(pen, [left, top, right, bottom]) {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.beginPath();
  pen.rect(left, top, right - left, bottom - top);
  pen.clip();
}

function eachPart(pen, view, shapes, paint) {
  for (const part of shapes.parts(view)) {
    pen.save();
    paint(part, place(pen, view, part));
    pen.restore();
  }
}

function place(pen, view, shapes) {
  const size = view.scale * shapes.step;
  const [dx, dy] = [shapes.origin[0] * view.scale - view.x, shapes.origin[1] * view.scale - view.y];
  if (shapes.clip) cut(pen, shapes.clip.map((at, axis) => Math.round(at * size + (axis % 2 ? dy : dx))));
  pen.setTransform(size, 0, 0, size, dx, dy);
  return { size, window: [-dx / size, -dy / size, (view.width - dx) / size, (view.height - dy) / size] };
}

/** Fill every area by `toneOf(code)`, a tone of the stylesheet or null, and draw the borders. */
export function paintAreas(pen, view, shapes, element, toneOf) {
  const hatched = hatch(pen, view, element);
  const fills = new Map();
  eachPart(pen, view, shapes, (part, { size, window }) => {
    hatched.setTransform(pen.getTransform().inverse());
    paintPart(pen, view, part, { size, window, element, toneOf, fills, hatched });
  });
}

function paintPart(pen, view, shapes, { size, window, element, toneOf, fills, hatched }) {
  const seen = shapes.areas.filter((area) => area.meets(window));
  const hidden = new Path2D();
  for (const area of seen) {
    const tone = toneOf(area.code);
    if (tone === null) {
      hidden.addPath(area.path);
      continue;
    }
    if (!fills.has(tone)) fills.set(tone, colour(element, `--${tone}`));
    pen.fillStyle = fills.get(tone);
    pen.fill(area.path, "evenodd");
  }
  // A pattern is dear to take up: it is filled once.
  pen.fillStyle = hatched;
  pen.fill(hidden, "evenodd");
  pen.lineJoin = "round";
  pen.strokeStyle = colour(element, "--card");
  // Thin where areas are small, so that borders do not cover the colours: under one dot
  // of a sharp screen, which is painted in a fraction of the time of anything wider.
  const across = (size / view.ratio) * Math.sqrt((window[2] - window[0]) * (window[3] - window[1]) / (seen.length || 1));
  pen.lineWidth = (view.ratio * (across > 40 ? 1 : 0.49)) / size;
  for (let from = 0; from < seen.length; from += AT_ONCE) {
    const lines = new Path2D();
    for (const area of seen.slice(from, from + AT_ONCE)) lines.addPath(area.path);
    pen.stroke(lines);
  }
}

/** Draw the outer lines only. */
export function paintGround(pen, view, shapes, element) {
  eachPart(pen, view, shapes, (part, { size }) => {
    pen.fillStyle = colour(element, "--card");
    pen.strokeStyle = colour(element, "--quiet");
    pen.lineWidth = (1.5 * view.ratio) / size;
    for (const area of part.areas) {
      pen.fill(area.path, "evenodd");
      pen.stroke(area.path);
    }
  });
}

/** Draw a line around one area: what is pointed at, or chosen. */
export function paintMark(pen, view, shapes, code, element, weight) {
  eachPart(pen, view, shapes, (part, { size }) => {
    const area = part.byCode.get(code);
    if (!area) return;
    pen.lineJoin = "round";
    for (const [name, wide] of [["--card", weight + 3], ["--ink", weight]]) {
      pen.strokeStyle = colour(element, name);
      pen.lineWidth = (wide * view.ratio) / size;
      pen.stroke(area.path);
    }
  });
}

/** Draw points: a filled dot with a rim each. */
export function paintPoints(pen, view, points, element) {
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.strokeStyle = colour(element, "--card");
  pen.lineWidth = 2 * view.ratio;
  const inks = {};
  for (const { world: [x, y], tone } of points) {
    pen.fillStyle = inks[tone] ??= colour(element, tone);
    pen.beginPath();
    pen.arc(x * view.scale - view.x, y * view.scale - view.y, 6 * view.ratio, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  }
}
