/**
 * What a voting table keeps on its device, and how a ballot is sealed there: for the table's
 * public key, with a key made for it alone and forgotten, so that the device cannot read it
 * back. Sealed ballots lie under random names, which is also their order: nothing tells when
 * or after whom each was cast. `services/table_keys.py` opens them.
 */

const { subtle } = crypto; // missing where the connection is not secure
const CURVE = { name: "ECDH", namedCurve: "P-256" };
const ROUNDS = 600_000;
const ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const LETTERS = new RegExp(`^[${ALPHABET}]{16}$`);
const utf8 = (text) => new TextEncoder().encode(text);
const bytesOf = (text) => Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0));
const textOf = (bytes) => btoa(String.fromCharCode(...bytes));
const joined = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));

export const random = (length) => crypto.getRandomValues(new Uint8Array(length));
export const hex = (bytes) => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

const settled = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

/** The device's store of one table: facts for when there is no connection, and ballots. */
export class Shelf {
  static async open(name) {
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => ["facts", "ballots"].forEach((each) => request.result.createObjectStore(each));
    const db = await settled(request);
    db.onversionchange = () => db.close(); // another tab forgets the table
    return Object.assign(new Shelf(), { name, db });
  }

  read(store, ask) { return settled(ask(this.db.transaction(store).objectStore(store))); }

  /** Done only when it is on the disk: the power may be cut at any moment. */
  write(store, change) {
    return new Promise((resolve, reject) => {
      const transaction = this.db.transaction(store, "readwrite", { durability: "strict" });
      change(transaction.objectStore(store));
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
  }

  fact(name) { return this.read("facts", (facts) => facts.get(name)); }
  know(name, value) { return this.write("facts", (facts) => facts.put(value, name)); }
  keep(sealed) { const name = hex(random(16)); return this.write("ballots", (all) => all.put(sealed, name)).then(() => name); }
  drop(names) { return this.write("ballots", (all) => names.forEach((name) => all.delete(name))); }
  count() { return this.read("ballots", (all) => all.count()); }
  async some(most) {
    const [names, sealed] = await Promise.all([
      this.read("ballots", (all) => all.getAllKeys(null, most)),
      this.read("ballots", (all) => all.getAll(null, most)),
    ]);
    return names.map((name, at) => ({ name, sealed: sealed[at] }));
  }

  async forget() {
    this.db.close();
    await settled(indexedDB.deleteDatabase(this.name)).catch(() => {});
  }
}

/** The plain letters of what was typed or scanned; empty where it can be no code. */
export function plainCode(typed) {
  const text = typed.slice(typed.lastIndexOf("#") + 1).toUpperCase()
    .replace(/[٠-٩۰-۹]/g, (digit) => digit.charCodeAt(0) & 15).replace(/[\s-]/g, "");
  return LETTERS.test(text) ? text : "";
}

/** Always as long, whatever is marked (`services/table_ballots.py`). */
function written(code, id, marks) {
  const bytes = new Uint8Array(32 + 2 * marks.length);
  bytes.set(utf8(code));
  bytes.set(id, 16);
  const view = new DataView(bytes.buffer);
  marks.forEach((mark, at) => view.setUint16(32 + 2 * at, mark));
  return bytes;
}

/** Seal a ballot; return the envelope and the receipt of what is in it. */
export async function seal(table, publicKey, code, marks) {
  const id = random(16);
  id[6] = (id[6] & 15) | 64;
  id[8] = (id[8] & 63) | 128;
  const bytes = written(code, id, marks);
  const theirs = bytesOf(publicKey);
  const own = await subtle.generateKey(CURVE, false, ["deriveBits"]);
  const point = new Uint8Array(await subtle.exportKey("raw", own.publicKey));
  const target = await subtle.importKey("raw", theirs, CURVE, false, []);
  const shared = await subtle.deriveBits({ name: "ECDH", public: target }, own.privateKey, 256);
  const info = joined(utf8(`homeground.table.ballot:${table}:`), point, theirs);
  const key = await subtle.deriveKey(
    { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info },
    await subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]),
    { name: "AES-GCM", length: 256 }, false, ["encrypt"],
  );
  const sealed = new Uint8Array(await subtle.encrypt({ name: "AES-GCM", iv: new Uint8Array(12) }, key, bytes));
  const receipt = await receiptOf(id);
  bytes.fill(0);
  id.fill(0);
  return { envelope: textOf(joined(point, sealed)), receipt };
}

/** As `services/receipts.py` makes it. */
async function receiptOf(id) {
  const digest = new DataView(await subtle.digest("SHA-256", joined(utf8("homeground receipt\0"), id)));
  const number = digest.getBigUint64(0);
  return Array.from({ length: 12 }, (_, at) => ALPHABET[Number((number >> BigInt(5 * at)) & 31n)])
    .join("").match(/.{4}/g).join("-");
}

async function stretched(pin, salt) {
  const key = await subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  return hex(new Uint8Array(await subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS }, key, 256)));
}

/** To know the PIN again without a connection; slow to guess. */
export async function rememberPin(pin) {
  const salt = random(16);
  return { salt, proof: await stretched(pin, salt) };
}

export async function isPin(kept, pin) {
  return kept.proof === await stretched(pin, kept.salt);
}
