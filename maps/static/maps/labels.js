/** Names on the map: the largest first, and none over another. */

import { colour } from "./painting.js";

const SIZE = 12.5;
const HEIGHT = 16;
const GAP = 4;

function overlap(a, b) {
  return a[0] < b[2] + GAP && a[2] + GAP > b[0] && a[1] < b[3] && a[3] > b[1];
}

/** Of `wishes` in the order of their importance, those whose `box` is still free. */
export function placeLabels(wishes, taken) {
  const full = [...taken];
  return wishes.filter(({ box }) => {
    if (full.some((each) => overlap(each, box))) return false;
    full.push(box);
    return true;
  });
}

function around(x, y, width) {
  return [x - width / 2, y - HEIGHT / 2, x + width / 2, y + HEIGHT / 2];
}

/** A name may be a little wider than its area, not more: it must be clear whose it is. */
function wishesOfAreas(shapes, toPixel, widthOf) {
  const wishes = [];
  for (const { corners, middle, name } of shapes.areas) {
    const [[left, top], [right, bottom]] = corners.map(toPixel);
    if (bottom - top < HEIGHT || right - left < 3 * SIZE) continue;
    const width = widthOf(name);
    if (width > (right - left) * 1.15) continue;
    const [x, y] = toPixel(middle);
    wishes.push({ name, x, y, box: around(x, y, width), weight: (right - left) * (bottom - top) });
  }
  return wishes.sort((a, b) => b.weight - a.weight);
}

function wishesOfPoints(points, toPixel, widthOf) {
  return points.map(({ world, name }) => {
    const [x, y] = toPixel(world);
    return { name, x, y: y + HEIGHT, box: around(x, y + HEIGHT, widthOf(name)), isPoint: true };
  });
}

/** Write the names; return those written, with their boxes in the sheet's CSS pixels. */
export function paintLabels(pen, view, shapes, points, element) {
  const { ratio, scale } = view;
  const toPixel = ([x, y]) => [(x * scale - view.x) / ratio, (y * scale - view.y) / ratio];
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const family = getComputedStyle(element).fontFamily;
  const fonts = { true: `500 ${SIZE - 1}px ${family}`, false: `600 ${SIZE}px ${family}` };
  const widthOf = (isPoint) => (name) => {
    pen.font = fonts[isPoint];
    return pen.measureText(name).width;
  };
  const dots = points.map(({ world }) => {
    const [x, y] = toPixel(world);
    return [x - 6, y - 6, x + 6, y + 6];
  });
  const inView = ({ box }) => box[0] > 0 && box[1] > 0 && box[2] < view.width / ratio && box[3] < view.height / ratio;
  const wishes = [...(shapes ? wishesOfAreas(shapes, toPixel, widthOf(false)) : []), ...wishesOfPoints(points, toPixel, widthOf(true))];
  const placed = placeLabels(wishes.filter(inView), dots);
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", lineJoin: "round", lineWidth: 3.5 });
  pen.strokeStyle = colour(element, "--card");
  pen.fillStyle = colour(element, "--ink");
  for (const { name, x, y, isPoint } of placed) {
    pen.font = fonts[Boolean(isPoint)];
    pen.strokeText(name, x, y);
    pen.fillText(name, x, y);
  }
  return placed;
}
