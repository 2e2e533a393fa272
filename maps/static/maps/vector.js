/** Reading Mapbox Vector Tiles (version 2), as far as polygons with texts need it. */

class Bytes {
  constructor(bytes, at = 0, end = bytes.length) {
    Object.assign(this, { bytes, at, end });
  }

  number() {
    let value = 0;
    for (let weight = 1; ; weight *= 128) {
      const byte = this.bytes[this.at++];
      value += (byte & 127) * weight;
      if (byte < 128) return value;
    }
  }

  numbers() {
    const all = [];
    while (this.at < this.end) all.push(this.number());
    return all;
  }

  text() {
    return new TextDecoder().decode(this.bytes.subarray(this.at, this.end));
  }

  /** Each field's number with its value: a number, or the bytes of what is inside. */
  *fields() {
    while (this.at < this.end) {
      const head = this.number();
      const kind = head & 7;
      if (kind === 0) yield [head >> 3, this.number()];
      else if (kind === 2) {
        const size = this.number();
        this.at += size;
        yield [head >> 3, new Bytes(this.bytes, this.at - size, this.at)];
      } else this.at += kind === 1 ? 8 : 4;
    }
  }
}

const signed = (number) => (number % 2 ? -(number + 1) / 2 : number / 2);

/** The rings of a feature's drawing commands, each as steps from point to point. */
function ringsOf(commands) {
  const rings = [];
  let [x, y] = [0, 0];
  for (let i = 0; i < commands.length;) {
    const [command, count] = [commands[i] & 7, commands[i] >> 3];
    i += 1;
    if (command === 7) continue;
    for (let n = 0; n < count; n += 1, i += 2) {
      const [dx, dy] = [signed(commands[i]), signed(commands[i + 1])];
      [x, y] = [x + dx, y + dy];
      if (command === 1) rings.push([x, y]);
      else rings.at(-1).push(dx, dy);
    }
  }
  return rings;
}

/** `[{ texts, rings }]` of the tile's one layer. */
export function readTile(buffer) {
  const layer = [...new Bytes(new Uint8Array(buffer)).fields()].find(([field]) => field === 3)?.[1];
  if (!layer) return [];
  const parts = { 2: [], 3: [], 4: [] };
  for (const [field, value] of layer.fields()) parts[field]?.push(value);
  const keys = parts[3].map((key) => key.text());
  const values = parts[4].map((value) => [...value.fields()][0]).map(([, text]) => (text instanceof Bytes ? text.text() : text));
  return parts[2].map((feature) => {
    const found = { texts: {}, rings: [] };
    for (const [field, value] of feature.fields()) {
      if (field === 4) found.rings = ringsOf(value.numbers());
      if (field !== 2) continue;
      const tags = value.numbers();
      for (let i = 0; i < tags.length; i += 2) found.texts[keys[tags[i]]] = values[tags[i + 1]];
    }
    return found;
  });
}
