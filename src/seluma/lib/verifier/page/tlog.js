// Proofs of a transparency log, to the C2SP specifications: signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy,
// tlog-proof. The same judgements as the Python package `seluma.lib.tlog`; a test holds the two against each other.

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";

import { Unproven, Unreadable, base64, bigEndian, concat, equal, fromBase64, fromBigEndian, hex, number, utf8 } from "./bytes.js";

const LONGEST = 1_000_000;
const MOST_SIGNATURES = 100;
const LONGEST_PROOF = 63;
const LONGEST_NAME = 255;
const HASH_SIZE = 32;
const DASH = "\u2014 ";
const HEADER = "c2sp.org/tlog-proof@v1";
const CONTROL = /[\x00-\x09\x0b-\x1f]/;
const SPACE = /[\x09-\x0d\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/;

const ED25519 = 0x01;
const COSIGNATURE_ED25519 = 0x04;
const COSIGNATURE_ML_DSA_44 = 0x06;
const SIZES = { [ED25519]: 32, [COSIGNATURE_ED25519]: 32, [COSIGNATURE_ML_DSA_44]: 1312 };
const LOG_KINDS = [ED25519, COSIGNATURE_ML_DSA_44];
const WITNESS_KINDS = [COSIGNATURE_ED25519, COSIGNATURE_ML_DSA_44];
const CURVE = { P: 2n ** 255n - 19n };
const ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_ORDER = [0n, 1n, CURVE.P - 1n, ORDER_8, CURVE.P - ORDER_8];

// ==== Reading ====

function text(bytes, what) {
  if (bytes.length > LONGEST) throw new Unreadable(`${what} terlalu besar.`, `${what} has more than a million bytes.`);
  let found;
  try {
    found = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Unreadable(`${what} bukan teks UTF-8.`, `${what} is not in UTF-8.`);
  }
  if (CONTROL.test(found)) throw new Unreadable(`${what} memuat tanda kendali.`, `${what} has a control character.`);
  return found;
}

function checkName(name) {
  if (!name) throw new Unreadable("Nama kunci kosong.", "The key name is empty.");
  if (SPACE.test(name) || name.includes("+") || CONTROL.test(name)) {
    throw new Unreadable("Nama kunci memuat spasi, tanda tambah atau tanda kendali.", "The key name has a space, a plus sign or a control character.");
  }
}

function signatureLine(line) {
  if (!line.startsWith(DASH)) throw new Unreadable("Baris tanda tangan tidak diawali garis panjang dan spasi.", "A signature line does not begin with a dash (U+2014) and a space.");
  const rest = line.slice(DASH.length);
  const cut = rest.indexOf(" ");
  const name = cut < 0 ? rest : rest.slice(0, cut);
  checkName(name);
  const data = fromBase64(cut < 0 ? "" : rest.slice(cut + 1), "Tanda tangan / signature");
  if (data.length <= 4) throw new Unreadable(`Tanda tangan ${name} terlalu pendek.`, `The signature of ${name} is too short.`);
  return { name, keyId: hex(data.slice(0, 4)), signature: data.slice(4) };
}

export function readNote(bytes) {
  const all = text(bytes, "Catatan / note");
  const cut = all.lastIndexOf("\n\n");
  if (!all.endsWith("\n") || cut < 0 || cut + 2 >= all.length) {
    throw new Unreadable("Tanda tangan di bawah titik periksa tidak ada.", "The note has no signatures below a blank line.");
  }
  const lines = all.slice(cut + 2, -1).split("\n");
  if (lines.length > MOST_SIGNATURES) throw new Unreadable("Tanda tangannya terlalu banyak.", "The note has more than 100 signatures.");
  return { text: all.slice(0, cut + 1), signatures: lines.map(signatureLine) };
}

export function readCheckpoint(body) {
  const lines = body.split("\n");
  if (lines.pop() !== "" || lines.length < 3 || lines.includes("")) {
    throw new Unreadable("Titik periksa harus memuat asal, ukuran dan akar.", "A checkpoint has at least three lines: origin, size and root.");
  }
  const [origin, size, root, ...extensions] = lines;
  const digest = fromBase64(root, "Akar / root");
  if (digest.length !== HASH_SIZE) throw new Unreadable("Akar titik periksa tidak 32 bita.", "The checkpoint's root has not 32 bytes.");
  const found = { origin, size: number(size, "Ukuran / size"), root: digest, extensions };
  if (found.size === 0n && !equal(digest, sha256(new Uint8Array()))) {
    throw new Unreadable("Pohon kosong dengan akar yang lain.", "The checkpoint is of an empty tree and has another root than the empty tree.");
  }
  return found;
}

export function readKey(written) {
  const [name, keyId, ...rest] = written.split("+");
  const encoded = rest.join("+");
  if (rest.length === 0) throw new Unreadable("Kunci pemeriksa terdiri atas nama, tanda dan kunci.", "A verifier key is a name, an id and a public key with plus signs between them.");
  checkName(name);
  if (utf8(name).length > LONGEST_NAME) throw new Unreadable("Nama kunci terlalu panjang.", "The key name has more than 255 bytes.");
  if (!/^[0-9a-f]{8}$/.test(keyId)) throw new Unreadable(`Tanda kunci ${name} tidak terbaca.`, `The key id of ${name} is not eight digits 0-9, a-f.`);
  const data = fromBase64(encoded, "Kunci / public key");
  const kind = data[0];
  if (!(kind in SIZES)) throw new Unreadable(`Jenis kunci ${name} tidak dikenal.`, `The key of ${name} is of an unknown type.`);
  const key = { name, kind, publicKey: data.slice(1), keyId };
  if (key.publicKey.length !== SIZES[kind]) throw new Unreadable(`Panjang kunci ${name} salah.`, `The public key of ${name} has another size.`);
  if (hex(sha256(concat(utf8(`${name}\n`), data)).slice(0, 4)) !== keyId) {
    throw new Unreadable(`Tanda kunci ${name} bukan milik kunci itu.`, `The key id of ${name} does not belong to its key: a letter was lost or changed.`);
  }
  if (kind !== COSIGNATURE_ML_DSA_44) checkPoint(key);
  return key;
}

function checkPoint({ publicKey, name }) {
  const y = fromBigEndian(publicKey.slice().reverse()) & ((1n << 255n) - 1n);
  let isPoint = y < CURVE.P && !SMALL_ORDER.includes(y);
  try {
    ed25519.Point.fromBytes(publicKey);
  } catch {
    isPoint = false;
  }
  // With a point of small order anybody could sign for it.
  if (!isPoint) throw new Unreadable(`Kunci ${name} tidak dapat dipakai.`, `The public key of ${name} is no point of the curve, or of small order.`);
}

export function readProof(bytes) {
  const all = text(bytes, "Bukti / proof");
  const cut = all.indexOf("\n\n");
  if (cut < 0) throw new Unreadable("Bukti tidak memuat titik periksa.", "The proof has no empty line before its checkpoint.");
  const lines = all.slice(0, cut).split("\n");
  if (lines.shift() !== HEADER) throw new Unreadable(`Ini bukan bukti: baris pertamanya bukan ${HEADER}.`, `This is no proof: its first line is not ${HEADER}.`);
  const extra = lines[0]?.startsWith("extra ") ? fromBase64(lines.shift().slice(6), "Catatan dalam bukti / entry") : null;
  if (!lines[0]?.startsWith("index ")) throw new Unreadable("Bukti tidak memuat nomor catatan.", "The proof has no line with the index.");
  const index = number(lines.shift().slice(6), "Nomor / index");
  if (lines.length > LONGEST_PROOF) throw new Unreadable("Jalan buktinya terlalu panjang.", "The proof has more than 63 hashes.");
  const path = lines.map((line) => fromBase64(line, "Sidik / hash"));
  if (path.some((digest) => digest.length !== HASH_SIZE)) throw new Unreadable("Ada sidik yang tidak 32 bita.", "A hash of the proof has not 32 bytes.");
  return { index, path, extra, note: readNote(utf8(all.slice(cut + 2))) };
}

// A receipt: the log's promise that an entry will be in it by a deadline (`seluma.lib.receipts`).
export const isReceipt = (bytes) => new TextDecoder().decode(bytes.slice(0, 4096)).split("\n")[1] === "receipt/v1";

export function readReceipt(bytes) {
  const note = readNote(bytes);
  const lines = note.text.split("\n");
  const [origin, version, entry, leaf, at, deadline] = lines;
  const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(entry ?? "");
  const areTimes = [at, deadline].every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time ?? "") && !Number.isNaN(Date.parse(time)));
  if (lines.length !== 7 || version !== "receipt/v1" || !isUuid || !areTimes || fromBase64(leaf, "Sidik / hash").length !== HASH_SIZE) {
    throw new Unreadable("Ini bukan tanda terima buku besar.", "This is no receipt of a log.");
  }
  return { origin, entry, leaf, at: new Date(at), deadline: new Date(deadline), note };
}

export function verifyReceipt(receipt, policy) {
  const keys = policy.logs.filter((key) => key.name === receipt.origin && key.kind === ED25519);
  const line = receipt.note.signatures.find((one) => keys.some((key) => key.name === one.name && key.keyId === one.keyId));
  if (!line) throw new Unproven("Log yang dipercaya tidak menandatangani tanda terima ini.", "No log of the policy signed this receipt.", "log");
  verifySignature(keys.find((key) => key.keyId === line.keyId), receipt.note.text, null, line.signature, true);
}

// ==== Policies ====

export function readPolicy(bytes) {
  const wrong = (line, id, en) => new Unreadable(`Baris ${line} aturan kepercayaan ${id}`, `Line ${line} of the policy ${en}`);
  if (bytes.length > LONGEST || bytes.some((byte) => byte < 32 ? byte !== 9 && byte !== 10 : byte === 127)) {
    throw new Unreadable("Aturan kepercayaan terlalu besar atau memuat tanda kendali.", "The policy is too large or has a control character.");
  }
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.pop() !== "") throw new Unreadable("Baris terakhir aturan kepercayaan tidak selesai.", "The last line of the policy does not end with a newline.");
  const found = { logs: [], witnesses: new Map(), groups: new Map(), quorum: null };
  const members = new Set();
  const known = (name) => found.witnesses.has(name) || found.groups.has(name);
  lines.forEach((line, place) => {
    const content = line.replace(/^[ \t]+|[ \t]+$/g, "");
    if (!content || content.startsWith("#")) return;
    const [keyword, ...items] = content.split(/[ \t]+/);
    const say = (id, en) => wrong(place + 1, id, en);
    const taken = (name) => {
      if (name === "none" || known(name)) throw say("memakai nama yang sudah ada.", "gives a name which is taken.");
    };
    if (keyword === "log" && items.length >= 1 && items.length <= 2) {
      const key = readKey(items[0]);
      if (!LOG_KINDS.includes(key.kind)) throw say("memuat kunci yang bukan kunci log.", "gives a key which no log has.");
      if (found.logs.some((log) => equal(log.publicKey, key.publicKey))) throw say("mengulang kunci.", "gives a key that another log has already.");
      found.logs.push(key);
    } else if (keyword === "witness" && items.length >= 2 && items.length <= 3) {
      taken(items[0]);
      const key = readKey(items[1]);
      if (!WITNESS_KINDS.includes(key.kind)) throw say("memuat kunci yang bukan kunci saksi.", "gives a key which no witness has.");
      if ([...found.witnesses.values()].some((other) => equal(other.publicKey, key.publicKey))) throw say("mengulang kunci.", "gives a key that another witness has already.");
      found.witnesses.set(items[0], key);
    } else if (keyword === "group" && items.length >= 3) {
      const [name, threshold, ...names] = items;
      taken(name);
      for (const member of names) {
        if (!known(member) || members.has(member)) throw say("menyebut anggota yang tidak dikenal atau sudah dipakai.", "names a member that is unknown or taken.");
        members.add(member);
      }
      const needed = { all: String(names.length), any: "1" }[threshold] ?? threshold;
      if (!/^[1-9][0-9]{0,8}$/.test(needed) || Number(needed) > names.length) throw say("meminta jumlah yang tidak mungkin.", "asks for an impossible number of members.");
      found.groups.set(name, { threshold: Number(needed), members: names });
    } else if (keyword === "quorum" && items.length === 1) {
      if (found.quorum !== null || (items[0] !== "none" && !known(items[0]))) throw say("bukan kuorum yang dikenal.", "is a second quorum or names what no line above defines.");
      found.quorum = items[0];
    } else {
      throw say("tidak dapat dibaca.", "is no log, witness, group or quorum line.");
    }
  });
  if (found.quorum === null) throw new Unreadable("Aturan kepercayaan tidak memuat kuorum.", "The policy has no quorum line.");
  return found;
}

// ==== Verifying ====

const prefixed = (value) => concat(new Uint8Array([utf8(value).length]), utf8(value));

function message(key, body, checkpoint, time) {
  if (key.kind === COSIGNATURE_ED25519) return utf8(`cosignature/v1\ntime ${time}\n${body}`);
  if (checkpoint.extensions.length) throw new Unproven("Tanda tangan ini tidak mencakup baris tambahan.", "An ML-DSA-44 cosignature does not cover extension lines, and the checkpoint has some.", "log");
  if (utf8(checkpoint.origin).length > LONGEST_NAME) throw new Unreadable("Nama log terlalu panjang.", "The origin has more than 255 bytes.");
  return concat(utf8("subtree/v1\n\x00"), prefixed(key.name), bigEndian(time, 8), prefixed(checkpoint.origin), bigEndian(0, 8), bigEndian(checkpoint.size, 8), checkpoint.root);
}

function verifySignature(key, body, checkpoint, signature, isLog) {
  const attack = isLog ? "log" : "witness";
  const forged = () => new Unproven(`Tanda tangan ${key.name} tidak cocok: isinya diubah, atau dibuat dengan kunci lain.`, `The signature of ${key.name} is not valid: the text was changed, or another key made it.`, attack);
  let fits;
  let time = null;
  try {
    if (key.kind === ED25519) {
      fits = ed25519.verify(signature, utf8(body), key.publicKey, { zip215: false });
    } else {
      time = fromBigEndian(signature.slice(0, 8));
      if (signature.length < 8 || time >= 1n << 63n) throw forged();
      const signed = message(key, body, checkpoint, time);
      const rest = signature.slice(8);
      fits = key.kind === COSIGNATURE_ED25519
        ? ed25519.verify(rest, signed, key.publicKey, { zip215: false })
        : ml_dsa44.verify(rest, signed, key.publicKey);
    }
  } catch (reason) {
    if (reason instanceof Unproven || reason instanceof Unreadable) throw reason;
    fits = false;
  }
  if (!fits) throw forged();
  return time;
}

function isMet(policy, name, names) {
  const group = policy.groups.get(name);
  if (!group) return names.has(name);
  return group.members.filter((member) => isMet(policy, member, names)).length >= group.threshold;
}

export function verifyCheckpoint(note, policy) {
  const checkpoint = readCheckpoint(note.text);
  const logs = policy.logs.filter((key) => key.name === checkpoint.origin);
  if (!logs.length) throw new Unproven(`Aturan kepercayaan tidak mengenal log ${checkpoint.origin}.`, `The policy names no log ${checkpoint.origin}.`, "log");
  const known = new Map([...logs, ...policy.witnesses.values()].map((key) => [`${key.name} ${key.keyId}`, key]));
  const signed = new Map();
  for (const line of note.signatures) {
    const key = known.get(`${line.name} ${line.keyId}`);
    if (key && !signed.has(key)) signed.set(key, verifySignature(key, note.text, checkpoint, line.signature, logs.includes(key)));
  }
  const log = logs.find((key) => signed.has(key));
  if (!log) throw new Unproven("Log yang dipercaya tidak menandatangani titik periksa ini.", "The log has not signed the checkpoint with a key of the policy.", "log");
  const witnesses = new Map([...policy.witnesses].filter(([, key]) => signed.has(key)).map(([name, key]) => [name, signed.get(key) ?? 0n]));
  if (policy.quorum !== "none" && !isMet(policy, policy.quorum, new Set(witnesses.keys()))) {
    const who = [...witnesses.keys()].sort().join(", ");
    throw new Unproven(`Saksi yang menandatangani terlalu sedikit: ${who || "tidak ada"}.`, `Too few witnesses signed the checkpoint: ${who || "nobody"}.`, "quorum");
  }
  return { checkpoint, log, witnesses };
}

export const leafHash = (entry) => sha256(concat(new Uint8Array([0]), entry));

const nodeHash = (left, right) => sha256(concat(new Uint8Array([1]), left, right));

export function checkInclusion(leaf, index, { size, root }, path) {
  const wrong = (id, en) => new Unproven(id, en, "inclusion");
  if (index >= size) throw wrong(`Log dengan ${size} catatan tidak punya catatan ${index}.`, `A tree of ${size} leaves has no leaf ${index}.`);
  let place = index;
  let last = size - 1n;
  let found = leaf;
  for (const sibling of path) {
    if (last === 0n) throw wrong("Jalan buktinya terlalu panjang.", "The inclusion proof is too long.");
    if (place & 1n || place === last) {
      found = nodeHash(sibling, found);
      while (!(place & 1n) && place) {
        place >>= 1n;
        last >>= 1n;
      }
    } else {
      found = nodeHash(found, sibling);
    }
    place >>= 1n;
    last >>= 1n;
  }
  if (last !== 0n) throw wrong("Jalan buktinya terlalu pendek.", "The inclusion proof is too short.");
  if (!equal(found, root)) throw wrong("Catatan ini tidak ada dalam log itu.", "The inclusion proof does not lead to the checkpoint's root: the entry is not in this log.");
}

export function verifyProof(proof, policy) {
  if (proof.extra === null) throw new Unreadable("Bukti ini tidak memuat catatannya.", "The proof has no entry in it: there is nothing to check it against.");
  const verified = verifyCheckpoint(proof.note, policy);
  const leaf = leafHash(proof.extra);
  checkInclusion(leaf, proof.index, verified.checkpoint, proof.path);
  return { ...verified, leaf: base64(leaf) };
}
