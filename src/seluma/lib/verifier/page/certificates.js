// As much of an X.509 certificate as a seal needs: who it is called, its serial number, its key, and from when to when.

import { Unreadable, fromBase64, hex } from "./bytes.js";

const EC_KEY = "2a8648ce3d0201";
const CURVES = { "2a8648ce3d030107": "P-256", "2b2403030208010107": "brainpoolP256r1" };
const COUNTRY = "550406";
const COMMON_NAME = "550403";

const unreadable = () => new Unreadable("Ini bukan sertifikat X.509.", "This is no X.509 certificate in PEM or DER.");

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  get done() {
    return this.at >= this.bytes.length;
  }

  next(wanted) {
    const start = this.at;
    const tag = this.take(1)[0];
    let size = this.take(1)[0];
    if (size & 0x80) {
      if (size === 0x80 || size > 0x83) throw unreadable();
      size = this.take(size & 0x7f).reduce((value, byte) => value * 256 + byte, 0);
    }
    const value = this.take(size);
    if (wanted !== undefined && tag !== wanted) throw unreadable();
    return { tag, value, start };
  }

  within(wanted) {
    return new Reader(this.next(wanted).value);
  }

  take(size) {
    const taken = this.bytes.slice(this.at, this.at + size);
    if (taken.length !== size) throw unreadable();
    this.at += size;
    return taken;
  }
}

const SEQUENCE = 0x30;
const SET = 0x31;
const OID = 0x06;
const INTEGER = 0x02;

function subject(reader) {
  const found = {};
  while (!reader.done) {
    const set = reader.within(SET);
    while (!set.done) {
      const pair = set.within(SEQUENCE);
      const kind = hex(pair.next(OID).value);
      (found[kind] ??= []).push(new TextDecoder().decode(pair.next().value));
    }
  }
  return found;
}

function time(reader) {
  const { tag, value } = reader.next();
  const digits = new TextDecoder().decode(value);
  const full = tag === 0x17 ? (Number(digits.slice(0, 2)) < 50 ? "20" : "19") + digits : digits;
  return `${full.slice(0, 4)}-${full.slice(4, 6)}-${full.slice(6, 8)}`;
}

function read(der) {
  const parts = new Reader(der).within(SEQUENCE).within(SEQUENCE);
  if (parts.bytes[0] === 0xa0) parts.next();
  const serial = hex(parts.next(INTEGER).value).replace(/^0+/, "").toUpperCase() || "0";
  parts.next(SEQUENCE);
  parts.next(SEQUENCE);
  const validity = parts.within(SEQUENCE);
  const [from, until] = [time(validity), time(validity)];
  const names = subject(parts.within(SEQUENCE));
  const info = parts.within(SEQUENCE);
  const algorithm = info.within(SEQUENCE);
  const kind = hex(algorithm.next(OID).value);
  const curve = kind === EC_KEY ? CURVES[hex(algorithm.next(OID).value)] ?? null : null;
  const point = info.next(0x03).value.slice(1);
  const only = (name) => (names[name]?.length === 1 ? names[name][0] : null);
  const signer = only(COUNTRY) === null || only(COMMON_NAME) === null ? null : (only(COUNTRY) + only(COMMON_NAME)).toUpperCase();
  return { signer, serial, curve, point, from, until };
}

// All certificates of a text in PEM.
export function readCertificates(pem) {
  const blocks = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([\s\S]*?)-----END CERTIFICATE-----/g)];
  if (!blocks.length && pem.trim()) throw unreadable();
  return blocks.map(([, body]) => read(fromBase64(body.replace(/\s+/g, ""), "Sertifikat / certificate")));
}
