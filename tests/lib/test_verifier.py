"""The offline verifier in a real browser without a network: what is good, forged, seen by too few, and no such file.

Its judgements are held against the Python packages', which have their own tests.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import io
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import zxingcpp
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image
from playwright.sync_api import Page
from tests.browser.browsing import AXE, LOOK, RULES, SIDEWAYS, WIDTHS, chromium
from tests.lib import test_vds as seals
from tests.lib.tlog.examples import CAMPUS, EDUCATION, LABOUR, LOG, LOG_ML_DSA, SECONDS, naive_path, naive_root

from seluma.lib import receipts, tlog, vds, verifier
from seluma.lib.text import Text

pytestmark = pytest.mark.browser

P256 = ec.derive_private_key(0x5E1A, ec.SECP256R1())
BRAINPOOL = ec.derive_private_key(0x5E1B, ec.BrainpoolP256R1())
STRANGER = ec.derive_private_key(0x5E1C, ec.SECP256R1())
TODAY = dt.datetime.now(dt.UTC).date()
PERMIT = vds.SealToSign(
    country="UTO",
    signer="UTTS",
    certificate_reference="5C",
    issue_date=dt.date(2026, 2, 28),
    signature_date=dt.date(2026, 3, 1),
    document_type="e302",
    features=(
        vds.Feature.of_text(2, "ARUTOERIKSSON<<ANNA<MARIA".ljust(72, "<")),
        vds.Feature.of_text(3, "L898902C"),
        vds.Feature.of_text(4, "SLM000017"),
        vds.Feature.of_text(5, "E30A"),
        vds.Feature(6, vds.encode_date(TODAY - dt.timedelta(days=30))),
        vds.Feature(7, vds.encode_date(TODAY + dt.timedelta(days=300))),
    ),
)
SEAL = vds.sign(PERMIT, P256)
BRAINPOOL_SEAL = vds.sign(PERMIT, BRAINPOOL)
PAPER = b"%PDF-1.7 a paper"
ENTRY = json.dumps(
    {
        "kind": "permits.PermitIssued",
        "at": "2026-11-24T05:00:00.000000Z",
        "digests": [hashlib.sha256(PAPER).hexdigest(), hashlib.sha256(SEAL).hexdigest()],
    }
).encode()
LEAVES = [tlog.leaf_hash(entry) for entry in (b"a", b"b", ENTRY, b"d", b"e")]
TEXT = tlog.Checkpoint(LOG.key.name, len(LEAVES), naive_root(LEAVES)).text
POLICY = "".join(
    (
        tlog.log_line(LOG.key),
        *(tlog.witness_line(name, one.key) for name, one in (("l", LABOUR), ("e", EDUCATION), ("c", CAMPUS))),
        "group partners 2 l e c\nquorum partners\n",
    )
)


def evidence(*signatures: tlog.SignatureLine, entry: bytes | None = ENTRY, text: str = TEXT) -> bytes:
    note = tlog.Note(text, signatures)
    return tlog.write_proof(tlog.Proof(2, tuple(naive_path(2, LEAVES)), note, entry))


def receipt(*, hours: int) -> bytes:
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    deadline = now + dt.timedelta(hours=hours)
    promised = receipts.Receipt(LOG.key.name, UUID(int=7), LEAVES[2], deadline - dt.timedelta(minutes=10), deadline)
    return receipts.write_receipt(promised, LOG)


SIGNED = LOG.sign(TEXT), LOG_ML_DSA.cosign(TEXT, SECONDS)
SEEN = tuple(witness.cosign(TEXT, SECONDS) for witness in (LABOUR, EDUCATION, CAMPUS))
GOOD = evidence(*SIGNED, *SEEN[:2])
FORGED_ENTRY = evidence(*SIGNED, *SEEN[:2], entry=ENTRY.replace(b"Issued", b"Denied"))
FORGED_WITNESS = evidence(*SIGNED, SEEN[0], tlog.SignatureLine(SEEN[1].name, SEEN[1].key_id, bytes(2428)))
CHANGED_RECEIPT = receipt(hours=-1).replace(b"0007\n", b"0008\n")
EVIDENCE = {
    "seen by two witnesses": (GOOD, "good", "This entry is in the ledger"),
    "seen by one witness": (evidence(*SIGNED, SEEN[2]), "bad", "Too few witnesses"),
    "entry changed": (FORGED_ENTRY, "bad", "This entry is not in the ledger"),
    "a witness's signature invented": (FORGED_WITNESS, "bad", "A witness's signature does not fit"),
    "another log's": (GOOD.replace(b"log.example/seluma\n5", b"log.example/other\n5"), "bad", "Not the ledger that is"),
    "cut off": (GOOD[: len(GOOD) // 2], "unsure", "The evidence file cannot be read"),
    "a receipt before its time": (receipt(hours=1), "good", "This receipt is genuine"),
    "a receipt whose time has passed": (receipt(hours=-1), "unsure", "its time has passed"),
    "a receipt that somebody changed": (CHANGED_RECEIPT, "bad", "Not the"),
    "no evidence at all": (b"\x89PNG", "unsure", "The evidence file cannot be read"),
}
SEALS = {
    "P-256, hexadecimal": (SEAL.hex(), "good", "The seal is genuine"),
    "brainpool, as a scanner shows it": (
        BRAINPOOL_SEAL.decode("latin-1").replace("\r", "\n"),
        "good",
        "The seal is genuine",
    ),
    "base64": (base64.b64encode(SEAL).decode(), "good", "The seal is genuine"),
    "changed": (f"{SEAL[:40].hex()}{SEAL[40] ^ 1:02x}{SEAL[41:].hex()}", "bad", "The seal is forged"),
    "signed by somebody else": (vds.sign(PERMIT, STRANGER).hex(), "bad", "The seal is forged"),
    "text that a scanner garbled": (f"\xdc\x03{SEAL[5:].decode('latin-1')}", "unsure", "cannot be told"),
    "cut": (SEAL[:-1].hex(), "unsure", "The seal cannot be read"),
    "no seal": ("dokumen", "unsure", "The seal cannot be read"),
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    file = tmp_path_factory.mktemp("verifier") / verifier.FILE_NAME
    keys = (P256, BRAINPOOL)
    pem = "".join(seals.certificate_for(key).public_bytes(Encoding.PEM).decode() for key in keys)
    trusted = verifier.Trusted(
        office=Text("Kantor contoh", "Sample office"),
        policy=POLICY,
        certificates=pem,
        kinds={"permits.PermitIssued": Text("Dokumen izin dibuat", "The permit's paper was made")},
        zone="Asia/Jakarta",
        is_test=True,
    )
    file.write_bytes(verifier.page(trusted, on=TODAY))
    with chromium() as browser:
        context = browser.new_context(offline=True, locale="en-GB", viewport={"width": WIDTHS[0], "height": 900})
        opened = context.new_page()
        opened.said = []  # type: ignore[attr-defined]
        opened.on("console", lambda message: opened.said.append(message.text))  # type: ignore[attr-defined]
        opened.on("pageerror", lambda error: opened.said.append(str(error)))  # type: ignore[attr-defined]
        opened.goto(file.as_uri())
        yield opened
        context.close()


def check(page: Page, *, seal: str = "", proof: bytes | None = None, paper: bytes | None = None) -> dict[str, Any]:
    """Fill the page in and read its answers: heading → (state, text)."""
    page.fill("#seal", "")
    # Typed as a scanner would paste it: filling a field would drop what no key makes.
    page.evaluate("text => { document.getElementById('seal').value = text; }", seal)
    for name, content in (("evidence", proof), ("paper", paper)):
        given = [] if content is None else [{"name": name, "mimeType": "text/plain", "buffer": content}]
        page.set_input_files(f"#{name}", given)  # type: ignore[arg-type]
    page.evaluate("document.getElementById('results').replaceChildren()")
    page.click("button[type=submit]")
    page.wait_for_selector("#results section")
    read = "all => all.map(one => [one.dataset.of, [one.dataset.state, one.innerText]])"
    return dict(page.eval_on_selector_all("#results section", read))


@pytest.mark.parametrize("case", EVIDENCE)
def test_evidence_is_judged_without_a_network(page: Page, case: str) -> None:
    proof, state, words = EVIDENCE[case]
    found = check(page, proof=proof)
    assert found["log-heading"][0] == state
    assert words in found["log-heading"][1]


@pytest.mark.parametrize("case", SEALS)
def test_a_seal_is_judged_without_a_network(page: Page, case: str) -> None:
    typed, state, words = SEALS[case]
    found = check(page, seal=typed)
    assert found["seal-heading"][0] == state
    assert words in found["seal-heading"][1]
    assert ("L898902C" in found["seal-heading"][1]) == (state == "good")


def test_the_seal_is_read_in_a_photograph(page: Page) -> None:
    code = zxingcpp.create_barcode(SEAL, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    square = Image.fromarray(code.to_image(scale=6)).convert("RGB")
    photo = Image.new("RGB", (900, 700), "#c9c2b3")
    photo.paste(square.rotate(4, expand=True, fillcolor="white"), (180, 90))
    for picture, state, words in (
        (photo, "good", "The seal is genuine"),
        (photo.crop((0, 0, 90, 90)), "unsure", "No seal"),
    ):
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=80)
        found = check(page, paper=out.getvalue(), proof=GOOD)
        assert found["seal-heading"][0] == state
        assert words in found["seal-heading"][1]
        assert ("match-heading" in found) == (state == "good")


def test_seal_and_ledger_are_told_apart(page: Page) -> None:
    found = check(page, seal=SEAL.hex(), proof=GOOD, paper=PAPER)
    assert {heading: state for heading, (state, _text) in found.items()} == {
        "seal-heading": "good",
        "log-heading": "good",
        "match-heading": "good",
    }
    assert "The permit's paper was made" in found["log-heading"][1]
    assert check(page, paper=PAPER + b" ", proof=GOOD)["match-heading"][0] == "bad"
    found = check(page, seal=SEAL.hex(), proof=FORGED_ENTRY)
    assert (found["seal-heading"][0], found["log-heading"][0]) == ("good", "bad")
    assert "match-heading" not in found


def test_every_way_of_damaging_a_proof_gets_the_same_judgement_as_in_python(page: Page) -> None:
    drawn = random.Random(4)
    damaged = [GOOD, *(damage(GOOD, drawn) for _ in range(220))]
    texts = [base64.b64encode(data).decode() for data in damaged]
    judged = page.evaluate(
        """([proofs, policy]) => proofs.map(text => seluma.checkEvidence(
             Uint8Array.from(atob(text), letter => letter.charCodeAt(0)), policy).verdict)""",
        [texts, POLICY],
    )
    assert judged == [verdict(data) for data in damaged]
    assert set(judged) == {"proven", "unproven", "unreadable"}


def test_without_witnesses_it_says_that_only_the_log_vouches(page: Page) -> None:
    alone = tlog.log_line(LOG.key) + "quorum none\n"
    found = page.evaluate(
        """([proof, policy]) => seluma.checkEvidence(
             Uint8Array.from(atob(proof), letter => letter.charCodeAt(0)), policy)""",
        [base64.b64encode(evidence(*SIGNED)).decode(), alone],
    )
    assert (found["verdict"], found["state"]) == ("proven", "unsure")
    assert "no witness yet" in found["title"]["en"]


def damage(data: bytes, drawn: random.Random) -> bytes:
    """One byte is another, or a line is gone, doubled, or stands elsewhere."""
    way = drawn.randrange(3)
    if way == 0:
        at = drawn.randrange(len(data))
        return data[:at] + bytes([drawn.choice((data[at] ^ 1, 0x0A, 0x41, 0xFF))]) + data[at + 1 :]
    lines = data.split(b"\n")
    line = lines.pop(drawn.randrange(len(lines)))
    if way == 1:
        lines.insert(drawn.randrange(len(lines)), line)
    return b"\n".join(lines)


def verdict(data: bytes) -> str:
    try:
        proof = tlog.read_proof(data)
        if proof.extra is None:
            return "unreadable"
        proof.verify(tlog.leaf_hash(proof.extra), tlog.read_policy(POLICY.encode()))
    except tlog.Unreadable:
        return "unreadable"
    except tlog.Unproven:
        return "unproven"
    return "proven"


def test_published_seals_are_judged_as_in_python(page: Page) -> None:
    certificates = [
        vds.load_certificate(base64.b64decode(one["der_base64"])) for one in seals.EXAMPLES["certs"].values()
    ]
    pem = "".join(one.public_bytes(Encoding.PEM).decode() for one in certificates)
    wanted = [vector["hex"] for vector in seals.EXAMPLES["vectors"]]
    judged = page.evaluate(
        """([all, pem]) => all.map(text => seluma.checkSeal(
             Uint8Array.from(text.match(/../g), pair => parseInt(pair, 16)), pem, '2026-11-24').verdict)""",
        [wanted, pem],
    )
    assert judged == [seal_verdict(bytes.fromhex(text), certificates) for text in wanted]
    assert "valid" in judged


def seal_verdict(data: bytes, certificates: list[Any]) -> str:
    try:
        return vds.verify(vds.decode(data), certificates)
    except vds.Unreadable:
        return "unreadable"


def test_the_page_is_for_everybody_and_speaks_to_nobody(page: Page, settings: Any) -> None:
    page.evaluate(AXE)
    pictures = Path(settings.VAR) / "screenshots"
    pictures.mkdir(parents=True, exist_ok=True)
    wrong = []
    for language in ("id", "en"):
        page.click(f"[data-lang={language}]")
        check(page, seal=SEAL.hex(), proof=GOOD, paper=PAPER)
        page.set_viewport_size({"width": 320, "height": 900})
        wrong += [f"{language}: sideways by {page.evaluate(SIDEWAYS)}"] if page.evaluate(SIDEWAYS) > 0 else []
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            wrong += page.evaluate(LOOK, [RULES])
            page.screenshot(path=pictures / f"{language}-{width}-verifier.png", full_page=True)
    assert not wrong
    assert not page.said  # type: ignore[attr-defined]
    page.evaluate("fetch('https://portal.example/').catch(() => null)")
    assert any("Content Security Policy" in line for line in page.said)  # type: ignore[attr-defined]
