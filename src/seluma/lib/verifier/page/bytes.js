// Bytes and texts. Base64 is read strictly: only what would be written again the same way.

export class Unreadable extends Error {
  constructor(id, en) {
    super(en);
    this.says = { id, en };
  }
}

export class Unproven extends Error {
  constructor(id, en, attack) {
    super(en);
    this.says = { id, en };
    this.attack = attack;
  }
}

export const utf8 = (text) => new TextEncoder().encode(text);

export function concat(...parts) {
  const found = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    found.set(part, at);
    at += part.length;
  }
  return found;
}

export const equal = (one, other) => one.length === other.length && one.every((byte, place) => byte === other[place]);

export const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export const fromHex = (text) => Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));

export const base64 = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

export function fromBase64(text, what) {
  let found = null;
  try {
    found = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    // Not base64 at all; told below together with what is not canonical.
  }
  if (found === null || base64(found) !== text) {
    throw new Unreadable(`${what} bukan base64 yang baku.`, `${what} is not in canonical base64.`);
  }
  return found;
}

const LARGEST = (1n << 63n) - 1n;

export function number(text, what) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text) || BigInt(text) > LARGEST) {
    throw new Unreadable(
      `${what} bukan bilangan dari 0 sampai 2^63 - 1 tanpa nol di depan.`,
      `${what} is no decimal number from 0 to 2^63 - 1 without leading zeros.`,
    );
  }
  return BigInt(text);
}

export function bigEndian(value, size) {
  const found = new Uint8Array(size);
  for (let place = size - 1, rest = BigInt(value); place >= 0; place -= 1, rest >>= 8n) found[place] = Number(rest & 255n);
  return found;
}

export const fromBigEndian = (bytes) => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
