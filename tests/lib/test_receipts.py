"""Receipts: what a log promises in writing, read strictly and believed only with its signature."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from seluma.lib import receipts, tlog

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
SIGNER = tlog.Signer("log.example/seluma", Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32))
POLICY = tlog.Policy((tlog.Party(SIGNER.key, None),), {}, {}, "none")
RECEIPT = receipts.Receipt(
    SIGNER.key.name, UUID(int=7), tlog.leaf_hash(b"entry"), NOON, NOON + dt.timedelta(minutes=10)
)
WRITTEN = receipts.write_receipt(RECEIPT, SIGNER)


def test_a_receipt_reads_back_and_verifies() -> None:
    assert receipts.is_receipt(WRITTEN)
    assert receipts.verify_receipt(WRITTEN, POLICY) == RECEIPT


def test_a_receipt_is_never_a_checkpoint_nor_the_other_way_round() -> None:
    with pytest.raises(tlog.Unreadable):
        tlog.read_checkpoint(RECEIPT.text)
    checkpoint = tlog.Checkpoint(SIGNER.key.name, 0, tlog.EMPTY_ROOT).text
    note = tlog.write_note(tlog.Note(checkpoint, (SIGNER.sign(checkpoint),)))
    assert not receipts.is_receipt(note)
    with pytest.raises(tlog.Unreadable):
        receipts.read_receipt(note)


def resigned(text: str) -> bytes:
    return tlog.write_note(tlog.Note(text, (SIGNER.sign(text),)))


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("receipt/v1", "receipt/v2"),
        (str(UUID(int=7)), "nonsense"),
        (str(UUID(int=7)), UUID(int=7).hex),
        ("2026-11-24T05:00:00Z", "2026-11-24T05:00:00"),
        ("2026-11-24T05:00:00Z", "2026-13-24T05:00:00Z"),
        ("2026-11-24T05:10:00Z\n", "2026-11-24T05:10:00Z\nmore\n"),
        ("=\n", "\n"),
        ("2026-11-24T05:10:00Z\n", ""),
    ],
)
def test_what_is_written_otherwise_is_no_receipt(here: str, there: str) -> None:
    assert here in RECEIPT.text
    with pytest.raises(tlog.Unreadable):
        receipts.verify_receipt(resigned(RECEIPT.text.replace(here, there, 1)), POLICY)


def test_somebody_elses_receipt_or_a_changed_one_proves_nothing() -> None:
    thief = tlog.Signer(SIGNER.key.name, Ed25519PrivateKey.generate())
    other = tlog.Signer("other.example", Ed25519PrivateKey.generate())
    for data in (
        receipts.write_receipt(RECEIPT, thief),
        receipts.write_receipt(receipts.Receipt("other.example", *[UUID(int=1), bytes(32), NOON, NOON]), other),
        WRITTEN.replace(b"05:10:00", b"05:20:00"),
    ):
        with pytest.raises(tlog.Unproven):
            receipts.verify_receipt(data, POLICY)
