// The page itself. Everything that is shown is set as text; nothing is sent anywhere.

import { sha256 } from "@noble/hashes/sha2.js";

import { Unreadable, hex } from "./bytes.js";
import { checkEvidence, checkMatch, checkPhoto, checkSeal, checkTyped } from "./check.js";
import { codesIn } from "./photo.js";

const given = JSON.parse(document.getElementById("given").textContent);
const LARGEST_FILE = 20_000_000;
let language = (navigator.language || "id").toLowerCase().startsWith("id") ? "id" : "en";
let shown = [];
const locale = () => (language === "id" ? "id" : "en-GB");

const WORDS = {
  "seal-heading": { id: "Segel dokumen", en: "The paper's seal" },
  "log-heading": { id: "Buku besar", en: "The ledger" },
  "match-heading": { id: "Bukti dan dokumen", en: "Evidence and paper" },
  test: { id: "Dokumen contoh (UTO). Ini bukan izin sungguhan.", en: "Sample document (UTO). This is no real permit." },
  nothing: { id: "Pilih foto atau berkas, atau tempel isi segel.", en: "Choose a photo or a file, or paste the seal's content." },
  large: { id: "Berkas ini terlalu besar.", en: "This file is too large." },
  because: { id: "Sebabnya:", en: "Why:" },
  copied: { id: "tanpa waktu", en: "no time stated" },
};

const say = (words) => (typeof words === "string" ? words : words[language]);

function element(name, content, className) {
  const made = document.createElement(name);
  if (content) made.textContent = content;
  if (className) made.className = className;
  return made;
}

function moment(time) {
  if (Number.isNaN(time.getTime())) return "–";
  return new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeStyle: "long", timeZone: given.zone }).format(time);
}

function value(fact) {
  const made = element("dd", "", fact.code ? "code" : "");
  if (fact.seen) {
    const list = element("ul");
    for (const { name, time } of fact.seen) list.append(element("li", `${name} · ${time ? moment(time) : say(WORDS.copied)}`));
    made.append(list);
  } else if (fact.date) {
    made.textContent = new Intl.DateTimeFormat(locale(), { dateStyle: "full", timeZone: "UTC" }).format(new Date(`${fact.date}T00:00:00Z`));
  } else {
    made.textContent = fact.time ? moment(fact.time) : say(fact.value);
  }
  return made;
}

function card({ heading, found }) {
  const made = element("section", "", `result result--${found.state}`);
  made.dataset.of = heading;
  made.dataset.state = found.state;
  made.append(element("p", say(WORDS[heading]), "what"), element("h2", say(found.title)), element("p", say(found.meaning)));
  if (found.detail) {
    const why = element("p", "", "detail");
    why.append(element("strong", say(WORDS.because)), ` ${say(found.detail)}`);
    made.append(why);
  }
  if (found.test) made.append(element("p", say(WORDS.test), "test"));
  if (found.facts.length) {
    const list = element("dl");
    for (const fact of found.facts) list.append(element("dt", say(fact.label)), value(fact));
    made.append(list);
  }
  return made;
}

function translate() {
  document.documentElement.lang = language;
  for (const one of document.querySelectorAll("[data-id]")) one.textContent = one.dataset[language];
  for (const one of document.querySelectorAll("[data-lang]")) one.setAttribute("aria-pressed", String(one.dataset.lang === language));
  document.title = document.querySelector("h1").dataset[language];
  document.getElementById("results").replaceChildren(...shown.map(card));
}

const bytesOf = async (input) => {
  const file = input.files[0];
  if (!file) return null;
  if (file.size > LARGEST_FILE) throw new Unreadable(WORDS.large.id, WORDS.large.en);
  return new Uint8Array(await file.arrayBuffer());
};

const note = (words) => [{ heading: "seal-heading", found: { title: words, meaning: "", state: "unsure", facts: [], detail: null } }];

const today = () => {
  const parts = Object.fromEntries(new Intl.DateTimeFormat("en", { year: "numeric", month: "2-digit", day: "2-digit", timeZone: given.zone }).formatToParts(new Date()).map(({ type, value: part }) => [type, part]));
  return `${parts.year}-${parts.month}-${parts.day}`;
};

async function check() {
  const found = [];
  const evidenceFile = await bytesOf(document.getElementById("evidence"));
  const paper = await bytesOf(document.getElementById("paper"));
  const typed = document.getElementById("seal").value;
  const certificates = document.getElementById("certificates").value;
  const codes = paper ? await codesIn(paper) : null;
  let seal = null;
  if (typed.trim()) seal = checkTyped(typed, certificates, today());
  else if (codes !== null) seal = checkPhoto(codes, certificates, today());
  const evidence = evidenceFile ? checkEvidence(evidenceFile, document.getElementById("policy").value, given.kinds) : null;
  const digests = [seal?.verdict === "valid" ? seal.digest : null, paper && codes === null ? hex(sha256(paper)) : null].filter(Boolean);
  if (seal) found.push({ heading: "seal-heading", found: seal });
  if (evidence) found.push({ heading: "log-heading", found: evidence });
  const match = checkMatch(evidence, digests);
  if (match) found.push({ heading: "match-heading", found: match });
  shown = found.length ? found : note(WORDS.nothing);
}

document.getElementById("check").addEventListener("submit", async (event) => {
  event.preventDefault();
  try {
    await check();
  } catch (reason) {
    shown = note(reason instanceof Unreadable ? reason.says : WORDS.nothing);
  }
  translate();
  document.getElementById("results").focus();
});

for (const button of document.querySelectorAll("[data-lang]")) {
  button.addEventListener("click", () => {
    language = button.dataset.lang;
    translate();
  });
}

// For programs, and for the test that holds these judgements against the Python package's.
globalThis.seluma = { checkEvidence, checkSeal, checkMatch, checkTyped };
document.getElementById("policy").value = given.policy;
document.getElementById("certificates").value = given.certificates;
document.getElementById("check").hidden = false;
translate();
