"""Notes, keys, checkpoints and cosignatures: the published ones verify, everything changed does not."""

from __future__ import annotations

import base64
import hashlib

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from seluma.lib import tlog

from .examples import (
    EDUCATION,
    EXAMPLES,
    LABOUR,
    LOG,
    LOG_ML_DSA,
    ORIGIN,
    SECONDS,
    flips,
    leaves,
    signed,
)

NOTES = [*EXAMPLES["notes"], *EXAMPLES["checkpoints"]]
GO = EXAMPLES["notes"][1]
KEY = EXAMPLES["notes"][0]["keys"][0]
CHECKPOINT = tlog.Checkpoint(ORIGIN, 3, tlog.root_of(leaves(3)))


@pytest.mark.parametrize("example", NOTES, ids=[example["source"] for example in NOTES])
def test_published_notes_verify_and_are_written_back_byte_for_byte(example: dict[str, list[str]]) -> None:
    data = str(example["note"]).encode()
    note = tlog.read_note(data)
    keys = [tlog.read_key(key) for key in example["keys"]]
    assert {found.key for found in tlog.verify_note(note, keys)} == set(keys)
    assert tlog.write_note(note) == data
    assert [key.text for key in keys] == example["keys"]


@pytest.mark.parametrize("example", EXAMPLES["checkpoints"], ids=lambda example: example["source"])
def test_published_cosignatures_state_their_time(example: dict[str, list[str]]) -> None:
    note = tlog.read_note(str(example["note"]).encode())
    signatures = tlog.verify_note(note, [tlog.read_key(key) for key in example["keys"]])
    assert [found.timestamp for found in signatures] == example["timestamps"]
    assert tlog.read_checkpoint(note.text).text == note.text


def test_we_sign_the_published_note_byte_for_byte() -> None:
    private = base64.b64decode(GO["private"])
    signer = tlog.Signer("PeterNeumann", Ed25519PrivateKey.from_private_bytes(private[1:]))
    text = tlog.read_note(GO["note"].encode()).text
    assert tlog.write_note(tlog.Note(text, (signer.sign(text),))) == GO["note"].encode()
    assert signer.key.text == GO["keys"][0]


def test_every_flipped_bit_of_a_published_note_fails() -> None:
    key = tlog.read_key(GO["keys"][0])
    for changed in flips(GO["note"].encode()):
        with pytest.raises((tlog.Unreadable, tlog.Unproven)):
            tlog.verify_note(tlog.read_note(changed), [key])


@pytest.mark.parametrize("cosigner", [LABOUR, EDUCATION], ids=["Ed25519", "ML-DSA-44"])
def test_every_flipped_bit_of_a_cosigned_checkpoint_fails(cosigner: tlog.Cosigner) -> None:
    text = CHECKPOINT.text
    note = tlog.Note(text, (cosigner.cosign(text, SECONDS),))
    assert [found.timestamp for found in tlog.verify_note(note, [cosigner.key])] == [SECONDS]
    data = tlog.write_note(note)
    for changed in flips(data[: len(text.encode()) + 80]):
        with pytest.raises((tlog.Unreadable, tlog.Unproven)):
            tlog.verify_note(tlog.read_note(changed + data[len(changed) :]), [cosigner.key])
    for changed in list(flips(note.signatures[0].signature))[:: 1 if cosigner is LABOUR else 97]:
        line = tlog.SignatureLine(cosigner.key.name, cosigner.key.key_id, changed)
        with pytest.raises(tlog.Unproven):
            tlog.verify(cosigner.key, text, line)


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=33, max_codepoint=0x2000, exclude_categories=["Cs"]), max_size=60))
def test_whatever_is_written_is_read_back(text: str) -> None:
    try:
        data = tlog.write_note(tlog.Note(text + "\n", (LOG.sign(text + "\n"),)))
    except tlog.Unwritable:
        return
    assert tlog.verify_note(tlog.read_note(data), [LOG.key])[0].key == LOG.key


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    for read in (tlog.read_note, tlog.read_proof, tlog.read_policy, tlog.read_add_checkpoint):
        with pytest.raises(tlog.Unreadable):
            read(data)


NOTE = tlog.write_note(signed(leaves(3))).decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ("", "end with a newline"),
        (NOTE[:-1], "end with a newline"),
        (NOTE.replace("\n\n", "\n"), "blank line"),
        (NOTE.replace("—", "-"), "dash"),
        (NOTE.replace("— ", "—"), "dash"),
        (NOTE + "\n", "There is no signature"),
        (NOTE + "x\n", "dash"),
        (NOTE.replace(f"— {ORIGIN}", f"— {ORIGIN}+1"), "plus"),
        (NOTE.replace(f"— {ORIGIN}", "— log\u00a0example"), "space"),
        (NOTE.replace(f"— {ORIGIN}", "— log\u3000example"), "space"),
        (NOTE.replace(f"— {ORIGIN} ", "—  "), "key name is empty"),
        (NOTE.replace("\n\n", "\r\n\n"), "control character"),
        (NOTE.replace(ORIGIN, "log\t"), "control character"),
        (NOTE[:-1] + " \n", "base64"),
        (NOTE[:-1] + "=\n", "base64"),
        (NOTE.rstrip("=\n") + "\n", "base64"),
        (f"text\n\n— {ORIGIN} AAAAAA==\n", "too short"),
        (f"text\n\n— {ORIGIN} AAAAAAB=\n", "canonical"),
        ("text\n\n" + f"— {ORIGIN} AAAAAAA=\n" * 101, "more than 100"),
        ("x" * 1_000_001, "1,000,000"),
    ],
)
def test_a_malformed_note_gets_one_clear_sentence(changed: str, sentence: str) -> None:
    with pytest.raises(tlog.Unreadable, match=sentence):
        tlog.read_note(changed.encode())


def test_a_note_that_is_not_utf8_is_refused() -> None:
    with pytest.raises(tlog.Unreadable, match="UTF-8"):
        tlog.read_note(b"\xff" + NOTE.encode())


def test_signatures_of_unknown_keys_are_ignored_and_alone_prove_nothing() -> None:
    note = signed(leaves(3), LABOUR)
    assert [found.key for found in tlog.verify_note(note, [LOG.key])] == [LOG.key]
    with pytest.raises(tlog.Unproven, match="trusted"):
        tlog.verify_note(note, [EDUCATION.key])
    with pytest.raises(tlog.Unproven):
        tlog.verify_note(note, [])


def test_a_wrong_signature_of_a_known_key_spoils_the_note() -> None:
    note = signed(leaves(3))
    other = LABOUR.cosign(CHECKPOINT.text.replace(ORIGIN, "other.example"), SECONDS)
    with pytest.raises(tlog.Unproven, match="labour"):
        tlog.verify_note(note.signed_by(other), [LOG.key, LABOUR.key])


def test_the_same_signature_twice_counts_once() -> None:
    note = signed(leaves(3), LABOUR)
    assert note.signed_by(*note.signatures) == note
    doubled = tlog.Note(note.text, (*note.signatures, *note.signatures))
    assert len(tlog.verify_note(doubled, [LOG.key, LABOUR.key])) == 2


def test_sixteen_signatures_are_taken() -> None:
    others = [tlog.Signer(f"w{number}.example", Ed25519PrivateKey.generate()) for number in range(16)]
    note = tlog.Note(CHECKPOINT.text, tuple(signer.sign(CHECKPOINT.text) for signer in others))
    found = tlog.verify_note(tlog.read_note(tlog.write_note(note)), [signer.key for signer in others])
    assert len(found) == 16


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b", "a\nb", "\ud800", "x" * 256])
def test_a_key_cannot_have_such_a_name(name: str) -> None:
    with pytest.raises(tlog.Unwritable):
        tlog.Signer(name, Ed25519PrivateKey.generate())
    with pytest.raises(tlog.Unwritable):
        tlog.Cosigner(name, Ed25519PrivateKey.generate())


def key_text(name: str, data: bytes, key_id: bytes | None = None) -> str:
    ours = key_id or hashlib.sha256(name.encode() + b"\n" + data).digest()[:4]
    return f"{name}+{ours.hex()}+{base64.b64encode(data).decode()}"


GOOD = base64.b64decode(KEY.split("+", 2)[2])


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "plus signs"),
        ("example.com", "plus signs"),
        ("example.com+530d903a", "plus signs"),
        (key_text("", GOOD), "empty"),
        (key_text("a b", GOOD), "space"),
        (KEY.replace("530d903a", "530D903A"), "eight digits"),
        (KEY.replace("530d903a", "530d903"), "eight digits"),
        (KEY.replace("530d903a", "530d903b"), "does not belong"),
        (KEY.replace("example.com/foo", "example.com/fop"), "does not belong"),
        (KEY + "=", "base64"),
        (KEY[:-1], "base64"),
        (key_text("a", b"\x01\x02").replace("AQI=", "AQJ="), "canonical"),
        (key_text("a", b"", b"abcd"), "empty"),
        (key_text("a", b"\x02" + GOOD[1:]), r"unknown type \(02\)"),
        (key_text("a", b"\x05" + GOOD[1:]), "unknown type"),
        (key_text("a", b"\xff" + GOOD[1:]), "unknown type"),
        (key_text("a", GOOD[:-1]), "31 bytes"),
        (key_text("a", GOOD + b"\x00"), "33 bytes"),
        (key_text("a", b"\x06" + GOOD[1:]), "not 1312"),
        (key_text("a", b"\x01" + b"\x02" + bytes(31)), "no point"),
        (key_text("a", b"\x01" + b"\xee" + b"\xff" * 30 + b"\x7f"), "canonically"),
        (key_text("é" * 200, GOOD), "255"),
    ],
)
def test_a_malformed_key_gets_one_clear_sentence(text: str, sentence: str) -> None:
    with pytest.raises(tlog.Unreadable, match=sentence):
        tlog.read_key(text)


SMALL_ORDER = [
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
]


@pytest.mark.parametrize("public", SMALL_ORDER)
@pytest.mark.parametrize("kind", [b"\x01", b"\x04"])
def test_a_key_of_small_order_is_refused(public: str, kind: bytes) -> None:
    with pytest.raises(tlog.Unreadable, match="small order"):
        tlog.read_key(key_text("a", kind + bytes.fromhex(public)))


def test_every_key_that_is_made_is_read_back() -> None:
    for _ in range(40):
        key = tlog.Signer("a.example", Ed25519PrivateKey.generate()).key
        assert tlog.read_key(key.text) == key
    post_quantum = tlog.Cosigner("a.example", MLDSA44PrivateKey.generate()).key
    assert tlog.read_key(post_quantum.text) == post_quantum


TEXT = CHECKPOINT.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\n",
        "a\n1\n",
        TEXT[:-1],
        TEXT + "\n",
        TEXT.replace(ORIGIN, ""),
        TEXT.replace("\n3\n", "\n03\n"),
        TEXT.replace("\n3\n", "\n+3\n"),
        TEXT.replace("\n3\n", "\n-3\n"),
        TEXT.replace("\n3\n", "\n3 \n"),
        TEXT.replace("\n3\n", "\n٣\n"),
        TEXT.replace("\n3\n", "\n0x3\n"),
        TEXT.replace("\n3\n", f"\n{2**63}\n"),
        TEXT.replace("\n3\n", "\n0\n"),
        TEXT.replace("=", ""),
        f"{ORIGIN}\n3\nAAAA\n",
        f"{ORIGIN}\n3\n\n",
    ],
)
def test_a_malformed_checkpoint_is_refused(text: str) -> None:
    with pytest.raises(tlog.Unreadable):
        tlog.read_checkpoint(text)


@pytest.mark.parametrize(
    "checkpoint",
    [
        tlog.Checkpoint("", 3, CHECKPOINT.root),
        tlog.Checkpoint("a\nb", 3, CHECKPOINT.root),
        tlog.Checkpoint(ORIGIN, -1, CHECKPOINT.root),
        tlog.Checkpoint(ORIGIN, 3, b"short"),
        tlog.Checkpoint(ORIGIN, 3, CHECKPOINT.root, ("",)),
        tlog.Checkpoint(ORIGIN, 0, CHECKPOINT.root),
    ],
)
def test_a_checkpoint_that_would_not_be_read_back_is_not_written(checkpoint: tlog.Checkpoint) -> None:
    with pytest.raises(tlog.Unwritable):
        _ = checkpoint.text


def test_a_log_may_sign_with_ml_dsa_beside_ed25519() -> None:
    note = tlog.Note(TEXT, (LOG.sign(TEXT), LOG_ML_DSA.cosign(TEXT, 0)))
    assert {found.key for found in tlog.verify_note(note, [LOG.key, LOG_ML_DSA.key])} == {LOG.key, LOG_ML_DSA.key}


def test_an_ml_dsa_cosignature_binds_the_name_and_the_origin() -> None:
    line = EDUCATION.cosign(TEXT, SECONDS)
    other_name = tlog.VerifierKey("witness.example/other", EDUCATION.key.kind, EDUCATION.key.public)
    for key, text in ((other_name, TEXT), (EDUCATION.key, TEXT.replace(ORIGIN, "other.example"))):
        with pytest.raises(tlog.Unproven):
            tlog.verify(key, text, line)


def test_ml_dsa_does_not_pretend_to_sign_extension_lines() -> None:
    extended = tlog.Checkpoint(ORIGIN, 3, CHECKPOINT.root, ("more",)).text
    with pytest.raises(tlog.Unproven, match="extension"):
        EDUCATION.cosign(extended, SECONDS)
    with pytest.raises(tlog.Unproven, match="extension"):
        tlog.verify(EDUCATION.key, extended, EDUCATION.cosign(TEXT, SECONDS))
    assert tlog.verify(LABOUR.key, extended, LABOUR.cosign(extended, SECONDS)).timestamp == SECONDS


@pytest.mark.parametrize("seconds", [0, -1, 2**63])
def test_an_ed25519_cosignature_states_a_time_that_can_be_written(seconds: int) -> None:
    with pytest.raises(tlog.Unwritable):
        LABOUR.cosign(TEXT, seconds)


def test_a_cosignature_beyond_all_times_is_refused() -> None:
    line = LABOUR.cosign(TEXT, SECONDS)
    late = tlog.SignatureLine(line.name, line.key_id, b"\xff" * 8 + line.signature[8:])
    with pytest.raises(tlog.Unproven, match="2\\^63"):
        tlog.verify(LABOUR.key, TEXT, late)


def test_only_what_is_no_checkpoint_cannot_be_cosigned() -> None:
    with pytest.raises(tlog.Unreadable):
        LABOUR.cosign("Selamat pagi.\n", SECONDS)


def test_of_a_witness_answer_only_valid_cosignatures_of_known_keys_are_kept() -> None:
    good, foreign = LABOUR.cosign(TEXT, SECONDS), EDUCATION.cosign(TEXT, SECONDS)
    wrong = LABOUR.cosign(TEXT.replace(ORIGIN, "other.example"), SECONDS)
    answer = tlog.read_signatures("".join(line.text for line in (foreign, wrong, good)))
    assert tlog.cosignatures_in(answer, TEXT, [LABOUR.key]) == [good]
    with pytest.raises(tlog.Unreadable):
        tlog.read_signatures("")
