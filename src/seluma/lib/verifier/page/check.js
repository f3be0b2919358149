// What was found, in words: for the evidence, for the seal, and whether the two belong together.

import { sha256 } from "@noble/hashes/sha2.js";

import { Unproven, Unreadable, hex, utf8 } from "./bytes.js";
import { readCertificates } from "./certificates.js";
import { isReceipt, readPolicy, readProof, readReceipt, verifyProof, verifyReceipt } from "./tlog.js";
import { c40, date, readSeal, sealBytes, verifySeal } from "./vds.js";

const both = (id, en) => ({ id, en });

const LOG = {
  good: [
    both("Catatan ini ada dalam buku besar", "This entry is in the ledger"),
    both("Isi catatan ini tidak diubah sejak disegel, dan para saksi di bawah telah melihat buku besar yang memuatnya.", "The entry was not changed since it was sealed, and the witnesses below have seen the ledger that holds it."),
  ],
  alone: [
    both("Catatan ini ada dalam buku besar; belum ada saksi", "This entry is in the ledger; no witness yet"),
    both("Isi catatan ini cocok dengan yang ditandatangani buku besar. Aturan kepercayaan tidak meminta saksi, jadi yang menjamin hanyalah buku besar itu sendiri.", "The entry fits what the ledger signed. The policy asks for no witness, so only the ledger itself vouches for it."),
  ],
  receipt: [
    both("Tanda terima ini asli", "This receipt is genuine"),
    both("Buku besar berjanji bahwa catatan ini ada di dalamnya paling lambat pada waktu di bawah. Sesudah itu, mintalah berkas buktinya.", "The ledger promised to hold this entry by the time below. After that, ask for its evidence file."),
  ],
  due: [
    both("Tanda terima ini asli, dan waktunya sudah lewat", "This receipt is genuine, and its time has passed"),
    both("Catatan ini sekarang harus ada dalam buku besar. Mintalah berkas buktinya. Jika tidak ada, tanda terima ini membuktikan bahwa catatan itu disingkirkan.", "This entry must be in the ledger now. Ask for its evidence file. If there is none, this receipt proves that the entry was taken away."),
  ],
  quorum: [
    both("Saksinya terlalu sedikit", "Too few witnesses"),
    both("Buku besar menandatangani keadaan ini, tetapi saksi yang melihatnya kurang. Siapa pun yang memegang kunci buku besar dapat membuat sejarah yang tidak dilihat orang lain. Jangan andalkan; minta bukti yang lebih baru.", "The ledger signed this state, but too few witnesses have seen it. Whoever holds the ledger's key can make a history that nobody else sees. Do not rely on it; ask for newer evidence."),
  ],
  log: [
    both("Bukan buku besar yang dipercaya", "Not the ledger that is trusted"),
    both("Tanda tangan buku besar tidak ada, dibuat dengan kunci lain, atau isinya diubah. Anggap bukti ini palsu.", "The ledger's signature is missing, was made with another key, or its text was changed. Treat this evidence as forged."),
  ],
  witness: [
    both("Tanda tangan saksi tidak cocok", "A witness's signature does not fit"),
    both("Ada tanda tangan atas nama saksi yang tidak dibuat oleh saksi itu. Anggap bukti ini palsu.", "A signature in a witness's name was not made by that witness. Treat this evidence as forged."),
  ],
  inclusion: [
    both("Catatan ini tidak ada dalam buku besar", "This entry is not in the ledger"),
    both("Catatan dalam berkas ini diubah, atau tidak pernah dicatat. Anggap bukti ini palsu.", "The entry in this file was changed, or was never written down. Treat this evidence as forged."),
  ],
  unreadable: [
    both("Berkas bukti tidak dapat dibaca", "The evidence file cannot be read"),
    both("Pilih berkas berakhiran .tlog-proof seperti yang Anda terima, tanpa diubah.", "Choose the file that ends in .tlog-proof as you were given it, unchanged."),
  ],
  policy: [
    both("Aturan kepercayaan tidak dapat dibaca", "The trust policy cannot be read"),
    both("Periksa lagi aturan di bagian bawah halaman ini.", "Look at the policy at the end of this page."),
  ],
};

const SEAL = {
  valid: [
    both("Segelnya asli", "The seal is genuine"),
    both("Kantor yang menandatanganinya, dan isinya tidak diubah. Cocokkan dengan dokumen dan orangnya. Apakah izin itu dicabut sesudahnya hanya dapat diketahui secara daring.", "The office signed it and nothing in it was changed. Compare it with the paper and the person. Whether it was revoked since can only be known online."),
  ],
  expired: [
    both("Segelnya asli, masa berlakunya habis", "The seal is genuine, its validity has ended"),
    both("Menurut jam perangkat ini hari terakhirnya sudah lewat. Jangan terima sebagai izin yang berlaku.", "By this device's clock the last day has passed. Do not accept it as a valid permit."),
  ],
  early: [
    both("Segelnya asli, belum mulai berlaku", "The seal is genuine and not yet valid"),
    both("Menurut jam perangkat ini hari pertamanya belum tiba.", "By this device's clock the first day has not come."),
  ],
  invalid: [
    both("Segelnya palsu", "The seal is forged"),
    both("Tanda tangannya tidak cocok dengan isinya. Jangan terima dokumen ini.", "The signature does not fit the content. Do not accept this paper."),
  ],
  unverified: [
    both("Penerbit segel ini tidak dikenal", "The issuer of this seal is not known"),
    both("Tidak satu pun sertifikat di bawah disebut oleh segel ini. Anggap belum terbukti.", "The seal names none of the certificates below. Treat it as unproven."),
  ],
  unseen: [
    both("Kami tidak menemukan segel pada foto ini", "No seal was found in this photo"),
    both("Ini belum berarti dokumennya palsu. Foto kotak hitam putihnya lagi dari dekat, terang dan lurus.", "This does not mean yet that the paper is forged. Take the black and white square again, close, bright and straight."),
  ],
  garbled: [
    both("Segel tidak dapat dipastikan", "The seal cannot be told from this text"),
    both("Aplikasi pemindai mungkin mengubah sebagian isinya menjadi huruf lain. Minta aplikasi itu menampilkan heksadesimal, atau unggah foto pada halaman pemeriksaan kami.", "The scanner may have turned some of it into other letters. Have it show hexadecimal, or upload a photo on our verification page."),
  ],
  unreadable: [
    both("Segel tidak dapat dibaca", "The seal cannot be read"),
    both("Pindai sekali lagi, atau salin isinya sebagai heksadesimal.", "Scan it again, or copy its content in hexadecimal."),
  ],
  certificates: [
    both("Sertifikat tidak dapat dibaca", "The certificates cannot be read"),
    both("Periksa lagi sertifikat di bagian bawah halaman ini.", "Look at the certificates at the end of this page."),
  ],
};

const MATCH = {
  yes: [
    both("Bukti dan dokumen ini cocok", "Evidence and paper belong together"),
    both("Catatan dalam buku besar menyebut sidik dokumen ini, bita demi bita.", "The entry in the ledger names this paper's fingerprint, byte for byte."),
  ],
  no: [
    both("Bukti ini bukan milik dokumen ini", "This evidence is not this paper's"),
    both("Catatan dalam bukti menyebut dokumen lain, atau dokumen ini diubah.", "The entry in the evidence names another paper, or this paper was changed."),
  ],
};

const NAMES = {
  mrz: both("Baris mesin", "Machine-readable lines"),
  passport: both("Nomor paspor", "Passport number"),
  number: both("Nomor dokumen", "Document number"),
  index: both("Indeks", "Index"),
  name: both("Nama", "Name"),
  kind: both("Jenis surat", "Kind of paper"),
  digest: both("Sidik keterangan", "Fingerprint of the statement"),
  from: both("Berlaku sejak", "Valid from"),
  until: both("Berlaku sampai", "Valid until"),
};

const text = (bytes) => new TextDecoder().decode(bytes);
// Both lines of 36 characters, fillers as the paper shows them.
const zone = (bytes) => c40(bytes).replaceAll(" ", "<").replace(/^.{36}/, "$&\n");
const PROFILES = {
  e302: { 2: [NAMES.mrz, zone], 3: [NAMES.passport, c40], 4: [NAMES.number, c40], 5: [NAMES.index, c40], 6: [NAMES.from, date], 7: [NAMES.until, date] },
  e304: { 2: [NAMES.name, text], 3: [NAMES.kind, c40], 4: [NAMES.number, c40], 5: [NAMES.digest, hex], 6: [NAMES.from, date], 7: [NAMES.until, date] },
};

const result = (words, state, facts = [], detail = null) => ({ title: words[0], meaning: words[1], state, facts, detail });

const seconds = (time) => new Date(Number(time) * 1000);

export function checkEvidence(bytes, policyText, kinds = {}, now = new Date()) {
  let policy;
  try {
    policy = readPolicy(utf8(policyText));
  } catch (reason) {
    return result(LOG.policy, "unsure", [], says(reason));
  }
  try {
    if (isReceipt(bytes)) return checkReceipt(readReceipt(bytes), policy, now);
    const proof = readProof(bytes);
    const verified = verifyProof(proof, policy);
    const words = policy.quorum === "none" ? LOG.alone : LOG.good;
    return { ...result(words, policy.quorum === "none" ? "unsure" : "good", logFacts(proof, verified, kinds)), entry: entryOf(proof), verdict: "proven" };
  } catch (reason) {
    if (reason instanceof Unproven) return { ...result(LOG[reason.attack], "bad", [], says(reason)), verdict: "unproven" };
    return { ...result(LOG.unreadable, "unsure", [], says(reason)), verdict: "unreadable" };
  }
}

function checkReceipt(receipt, policy, now) {
  verifyReceipt(receipt, policy);
  const isDue = now > receipt.deadline;
  const facts = [
    { label: both("Buku besar", "Ledger"), value: receipt.origin },
    { label: both("Tanda catatan", "Entry's id"), value: receipt.entry, code: true },
    { label: both("Diterima pada", "Received at"), time: receipt.at },
    { label: both("Paling lambat ada pada", "In it by"), time: receipt.deadline },
    { label: both("Sidik daun", "Leaf hash"), value: receipt.leaf, code: true },
  ];
  return { ...result(isDue ? LOG.due : LOG.receipt, isDue ? "unsure" : "good", facts), verdict: "proven" };
}

export function checkSeal(bytes, pem, today) {
  let certificates;
  try {
    certificates = readCertificates(pem);
  } catch (reason) {
    return result(SEAL.certificates, "unsure", [], says(reason));
  }
  try {
    const seal = readSeal(bytes);
    const verdict = verifySeal(seal, certificates);
    const facts = sealFacts(seal);
    const dates = Object.fromEntries(facts.filter((fact) => fact.date).map((fact) => [fact.label === NAMES.from ? "from" : "until", fact.date]));
    const late = dates.until && dates.until < today ? "expired" : dates.from && dates.from > today ? "early" : "valid";
    const word = verdict === "valid" ? late : verdict;
    const state = { valid: "good", expired: "bad", early: "unsure", invalid: "bad", unverified: "unsure" }[word];
    // What a forged seal says is nobody's word: it is not shown.
    return { ...result(SEAL[word], state, verdict === "valid" ? facts : []), verdict, digest: hex(sha256(bytes)), test: verdict === "valid" && seal.country === "UTO" };
  } catch (reason) {
    return { ...result(SEAL.unreadable, "unsure", [], says(reason)), verdict: "unreadable" };
  }
}

// A seal as somebody typed or pasted it; text that does not fit proves nothing, because scanners change such text.
export function checkTyped(typed, pem, today) {
  let given;
  try {
    given = sealBytes(typed);
  } catch (reason) {
    return { ...result(SEAL.unreadable, "unsure", [], says(reason)), verdict: "unreadable" };
  }
  const found = given.candidates.map((bytes) => checkSeal(bytes, pem, today));
  const best = found.find((one) => one.verdict === "valid") ?? found[0];
  return best.verdict === "valid" || best.verdict === undefined || given.exact ? best : { ...result(SEAL.garbled, "unsure"), verdict: "unreadable" };
}

// The seal among the codes of a photograph.
export function checkPhoto(codes, pem, today) {
  const found = codes.map((bytes) => checkSeal(bytes, pem, today)).filter((one) => one.verdict !== "unreadable");
  return found.find((one) => one.verdict === "valid") ?? found[0] ?? { ...result(SEAL.unseen, "unsure"), verdict: "unreadable" };
}

// Whether the entry of the evidence names what lies beside it: the seal, or the whole file of a paper.
export function checkMatch(evidence, digests) {
  if (!evidence?.entry || !digests.length) return null;
  const named = evidence.entry.digests ?? [];
  return digests.some((digest) => named.includes(digest)) ? result(MATCH.yes, "good") : result(MATCH.no, "bad");
}

function says(reason) {
  if (reason instanceof Unreadable || reason instanceof Unproven) return reason.says;
  return both("Isinya tidak seperti yang diharapkan.", "Its content is not as expected.");
}

function entryOf(proof) {
  try {
    const found = JSON.parse(text(proof.extra));
    return typeof found === "object" && found !== null ? found : null;
  } catch {
    return null;
  }
}

function logFacts(proof, { checkpoint, witnesses, leaf }, kinds) {
  const entry = entryOf(proof);
  const seen = [...witnesses].map(([name, time]) => ({ name, time: time ? seconds(time) : null }));
  const facts = [
    { label: both("Buku besar", "Ledger"), value: checkpoint.origin },
    { label: both("Nomor catatan", "Entry"), value: both(`${proof.index} dari ${checkpoint.size}`, `${proof.index} of ${checkpoint.size}`) },
  ];
  if (entry?.kind) facts.push({ label: both("Yang terjadi", "What happened"), value: kinds[entry.kind] ?? String(entry.kind) });
  if (entry?.at) facts.push({ label: both("Menurut catatan, pada", "By the entry, at"), time: new Date(entry.at) });
  if (seen.length) facts.push({ label: both("Dilihat oleh", "Seen by"), seen });
  facts.push({ label: both("Sidik daun", "Leaf hash"), value: leaf, code: true });
  return facts;
}

function sealFacts(seal) {
  const profile = PROFILES[seal.type] ?? {};
  const facts = [{ label: both("Negara", "Country"), value: seal.country }, { label: both("Penanda tangan", "Signer"), value: `${seal.signer} ${seal.reference}` }];
  for (const { tag, value } of seal.features) {
    const [label, read] = profile[tag] ?? [both(`Isian ${tag}`, `Feature ${tag}`), hex];
    const shown = attempt(read, value);
    facts.push(read === date && shown !== hex(value) ? { label, date: shown } : { label, value: shown, code: read === hex || label === NAMES.mrz });
  }
  return facts;
}

function attempt(read, value) {
  try {
    return read(value).trimEnd();
  } catch {
    return hex(value);
  }
}
