// Visible digital seals (ICAO Doc 9303-13, BSI TR-03137-1): reading and verifying, with the judgements of `seluma.lib.vds`.

import { brainpoolP256r1 } from "@noble/curves/misc.js";
import { p256 } from "@noble/curves/nist.js";

import { Unreadable, fromHex, hex } from "./bytes.js";

const CHARACTERS = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const SIGNATURE_TAG = 0xff;
const LARGEST = 65_536;
const LINE_ENDS = [[0x0a], [0x0d], [0x0d, 0x0a]];
const MOST_LINE_ENDS = 6;
const CURVES = { "P-256": p256, brainpoolP256r1 };
// What scanners make of bytes 80 to 9F when they take them for Windows text.
const WINDOWS = "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178";

const cut = () => new Unreadable("Segel ini terpotong atau rusak.", "The seal ends too early: it is cut off or damaged.");
const noText = () => new Unreadable("Huruf pada segel tidak terbaca.", "The text of the seal is not readable.");

// The bytes of a seal as somebody has them: hexadecimal, base64, or what a scanner shows as text. A text field makes one
// kind of line end of three: `candidates` are all that may have stood there, and `exact` says whether it is the only one.
export function sealBytes(typed) {
  const dense = typed.replace(/[\s:]/g, "");
  if (/^([0-9a-f]{2})+$/i.test(dense)) return { candidates: [fromHex(dense)], exact: true };
  if (/^3A[I-P][A-Za-z0-9+/]+={0,2}$/.test(dense)) {
    try {
      return { candidates: [Uint8Array.from(atob(dense), (letter) => letter.charCodeAt(0))], exact: true };
    } catch {
      // Then it is something else.
    }
  }
  const letters = Array.from(typed);
  const known = letters.every((letter) => letter <= "\xff" || WINDOWS.includes(letter));
  if (typed.startsWith("\xdc") && known) return { candidates: [...scanned(letters)], exact: false };
  throw new Unreadable(
    "Ini bukan segel. Minta aplikasi pemindai menampilkan isi kode sebagai heksadesimal, diawali dc03.",
    "This is no seal. Have the scanner show the code's content in hexadecimal; it begins with dc03.",
  );
}

function* scanned(letters) {
  const bytes = letters.map((letter) => (letter <= "\xff" ? letter.charCodeAt(0) : WINDOWS.indexOf(letter) + 0x80));
  const ends = bytes.map((byte, place) => (byte === 0x0a ? place : -1)).filter((place) => place >= 0).slice(0, MOST_LINE_ENDS);
  for (let choice = 0; choice < 3 ** ends.length; choice += 1) {
    const ways = ends.map((_place, number) => LINE_ENDS[Math.floor(choice / 3 ** number) % 3]);
    yield Uint8Array.from(bytes.flatMap((byte, place) => (ends.includes(place) ? ways[ends.indexOf(place)] : [byte])));
  }
  if (bytes.at(-1) === 0x0a) yield* scanned(letters.slice(0, -1));
}

class Reader {
  constructor(bytes, at = 0) {
    this.bytes = bytes;
    this.at = at;
  }

  take(size) {
    const taken = this.bytes.slice(this.at, this.at + size);
    if (taken.length !== size) throw cut();
    this.at += size;
    return taken;
  }

  length() {
    const first = this.take(1)[0];
    if (first < 0x80) return { value: first, shortest: true };
    const size = first - 0x80;
    if (size < 1 || size > 3) throw cut();
    const value = this.take(size).reduce((sum, byte) => sum * 256 + byte, 0);
    return { value, shortest: value >= 0x80 && value >= 256 ** (size - 1) };
  }
}

export function c40(bytes) {
  if (bytes.length % 2) throw noText();
  let found = "";
  for (let at = 0; at < bytes.length; at += 2) {
    const isLast = at + 2 >= bytes.length;
    if (bytes[at] === 0xfe) {
      const letter = bytes[at + 1] ? String.fromCharCode(bytes[at + 1] - 1) : "";
      if (!isLast || !letter || !CHARACTERS.includes(letter)) throw noText();
      found += letter;
      continue;
    }
    const value = bytes[at] * 256 + bytes[at + 1] - 1;
    const values = [Math.floor(value / 1600), Math.floor(value / 40) % 40, ((value % 40) + 40) % 40];
    if (isLast && values[2] === 0) values.pop();
    if (values.some((one) => one < 3 || one >= 40)) throw noText();
    found += values.map((one) => CHARACTERS[one - 3]).join("");
  }
  return found;
}

export function date(bytes) {
  const digits = String(bytes.reduce((sum, byte) => sum * 256 + byte, 0)).padStart(8, "0");
  const [year, month, day] = [digits.slice(4), digits.slice(0, 2), digits.slice(2, 4)];
  const made = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  made.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const isDay = bytes.length === 3 && digits.length === 8 && Number(year) >= 1
    && made.getUTCMonth() === Number(month) - 1 && made.getUTCDate() === Number(day);
  if (!isDay) throw new Unreadable("Tanggal pada segel tidak terbaca.", "A date of the seal is no day of the calendar.");
  return `${year}-${month}-${day}`;
}

function* signers(bytes, version) {
  const fixed = () => {
    const reader = new Reader(bytes, 4);
    const text = c40(reader.take(6));
    if (text.length !== 9) throw noText();
    return { signer: text.slice(0, 4), reference: text.slice(4).trim(), end: 10 };
  };
  const stated = (length) => () => {
    const end = 8 + Math.ceil(length / 3) * 2;
    const reference = c40(new Reader(bytes, 8).take(end - 8));
    if (reference.length !== length) throw noText();
    return { signer: c40(new Reader(bytes, 4).take(4)).slice(0, 4), reference, end };
  };
  if (version === 3) {
    yield fixed();
    return;
  }
  const text = c40(new Reader(bytes, 4).take(4));
  const length = text.length === 6 && /^[0-9A-F]{2}$/.test(text.slice(4)) ? parseInt(text.slice(4), 16) : null;
  for (const reading of length ? [stated(length), fixed] : [fixed]) {
    try {
      yield reading();
    } catch (reason) {
      if (!(reason instanceof Unreadable)) throw reason;
    }
  }
  if (length === 0) yield { signer: text.slice(0, 4), reference: "", end: 8 };
}

function afterSigner(bytes, version, country, { signer, reference, end }) {
  const reader = new Reader(bytes, end);
  const day = () => {
    const taken = reader.take(3);
    return taken.some(Boolean) ? date(taken) : null;
  };
  const [issued, signedOn] = [day(), day()];
  const type = hex(reader.take(2));
  const features = [];
  let position = reader.at;
  for (let tag = reader.take(1)[0]; tag !== SIGNATURE_TAG; tag = reader.take(1)[0]) {
    features.push({ tag, value: reader.take(reader.length().value) });
    position = reader.at;
  }
  const length = reader.length();
  const signature = reader.take(length.value);
  // What the signature does not cover must be as the standard writes it, so that no two texts are read as one seal.
  if (!length.shortest || reader.at !== bytes.length) throw cut();
  return { version, country, signer, reference, issued, signedOn, type, features, signed: bytes.slice(0, position), signature };
}

export function readSeal(bytes) {
  if (bytes.length > LARGEST || bytes[0] !== 0xdc) throw new Unreadable("Ini bukan segel digital: awalnya bukan DC.", "This is no visible digital seal: it does not begin with DC.");
  const version = { 0x02: 3, 0x03: 4 }[bytes[1]];
  if (version === undefined) throw new Unreadable("Versi segel ini tidak dikenal.", "Seals of this version are unknown.");
  const country = c40(new Reader(bytes, 2).take(2)).trimEnd();
  let failure = noText();
  for (const signer of signers(bytes, version)) {
    try {
      return afterSigner(bytes, version, country, signer);
    } catch (reason) {
      if (!(reason instanceof Unreadable)) throw reason;
      failure = reason;
    }
  }
  throw failure;
}

function fits(seal, certificate) {
  if (seal.signature.length !== 64) return false;
  try {
    // Genuine seals have either s, so both verify (as Doc 9303-13 allows).
    return CURVES[certificate.curve].verify(seal.signature, seal.signed, certificate.point, { lowS: false });
  } catch {
    return false;
  }
}

// "valid", "invalid", or "unverified" when the seal names none of the certificates.
export function verifySeal(seal, certificates) {
  const reference = seal.reference.replace(/^0+/, "") || "0";
  const named = certificates.filter((one) => one.curve && one.signer === seal.signer && one.serial === reference);
  if (!named.length) return "unverified";
  return named.some((one) => fits(seal, one)) ? "valid" : "invalid";
}
