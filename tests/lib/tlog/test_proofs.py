"""Proof files and requests to witnesses: whole they hold, changed they do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seluma.lib import tlog

from .examples import CAMPUS, EDUCATION, LABOUR, LOG, flips, leaves, naive_path, signed, tree

LEAVES = leaves(21)
POLICY = tlog.read_policy(
    (
        tlog.log_line(LOG.key)
        + tlog.witness_line("labour", LABOUR.key)
        + tlog.witness_line("campus", CAMPUS.key)
        + "group all 2 labour campus\nquorum all\n"
    ).encode()
)
ALONE = tlog.read_policy((tlog.log_line(LOG.key) + "quorum none\n").encode())
PROOF = tlog.Proof(13, tuple(naive_path(13, LEAVES)), signed(LEAVES, LABOUR, CAMPUS), b"entry 13")
TEXT = tlog.write_proof(PROOF).decode()


def test_a_proof_is_read_back_and_holds() -> None:
    proof = tlog.read_proof(TEXT.encode())
    assert proof == PROOF
    assert proof.extra is not None
    verified = proof.verify(tlog.leaf_hash(proof.extra), POLICY)
    assert set(verified.witnesses) == {"labour", "campus"}


def test_the_file_looks_as_the_specification_shows() -> None:
    lines = TEXT.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra ZW50cnkgMTM=", "index 13"]
    assert lines[3 + len(PROOF.path)] == ""
    assert TEXT.endswith(tlog.write_note(PROOF.checkpoint).decode())


def test_a_proof_without_extra_data_and_of_the_only_leaf() -> None:
    proof = tlog.Proof(0, (), signed(LEAVES[:1]))
    assert tlog.read_proof(tlog.write_proof(proof)) == proof
    proof.verify(LEAVES[0], ALONE)


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_every_proof_of_every_tree_holds_and_for_no_other_leaf(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300))
    index, other = data.draw(st.integers(0, size - 1)), data.draw(st.integers(0, 299))
    many = leaves(300)
    proof = tlog.Proof(index, tuple(tree(many[:size]).inclusion(index)), signed(many[:size]))
    again = tlog.read_proof(tlog.write_proof(proof))
    again.verify(many[index], ALONE)
    if other != index:
        with pytest.raises(tlog.Unproven):
            again.verify(many[other], ALONE)


def test_every_flipped_bit_of_a_proof_file_fails() -> None:
    data = tlog.write_proof(tlog.Proof(13, PROOF.path, signed(LEAVES, LABOUR), b"entry 13"))
    trusted = tlog.read_policy(
        (tlog.log_line(LOG.key) + tlog.witness_line("labour", LABOUR.key) + "quorum labour\n").encode()
    )
    for changed in flips(data):
        with pytest.raises((tlog.Unreadable, tlog.Unproven)):
            proof = tlog.read_proof(changed)
            tlog.read_proof(data).verify(tlog.leaf_hash(proof.extra or b""), trusted)
            proof.verify(tlog.leaf_hash(b"entry 13"), trusted)


def test_a_proof_without_its_witnesses_does_not_hold() -> None:
    for cosigners in ((), (LABOUR,), (EDUCATION, LABOUR)):
        proof = replace(PROOF, checkpoint=signed(LEAVES, *cosigners))
        with pytest.raises(tlog.Unproven, match="Too few witnesses"):
            proof.verify(LEAVES[13], POLICY)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ("", "empty line"),
        (TEXT.replace("@v1", "@v2"), "first line"),
        (TEXT.replace("c2sp", " c2sp"), "first line"),
        (TEXT.replace("index 13\n", ""), "line with the index"),
        (TEXT.replace("index 13", "index 013"), "decimal"),
        (TEXT.replace("index 13", "index -1"), "decimal"),
        (TEXT.replace("index 13", "index"), "line with the index"),
        (TEXT.replace("extra ZW50cnkgMTM=", "extra ZW50cnkgMTN="), "canonical"),
        (TEXT.replace("extra ZW50cnkgMTM=", "extra"), "line with the index"),
        (TEXT.replace("index 13\n", "index 13\nAAAA\n"), "32 bytes"),
        (TEXT.replace("index 13\n", "index 13\n!\n"), "base64"),
        (TEXT.replace("index 13\n", "index 13\n" + "A" * 43 + "=\n" + ("A" * 43 + "=\n") * 63), "more than 63"),
        (TEXT.replace("\n\n", "\n", 1), "."),
        (TEXT[:-1], "newline"),
        (TEXT.replace("\n", "\r\n"), "control"),
    ],
)
def test_a_malformed_proof_gets_one_clear_sentence(changed: str, sentence: str) -> None:
    with pytest.raises(tlog.Unreadable, match=sentence):
        tlog.read_proof(changed.encode())


def test_a_proof_that_would_not_be_read_back_is_not_written() -> None:
    for wrong in (replace(PROOF, index=-1), replace(PROOF, path=(b"short",)), replace(PROOF, path=(bytes(32),) * 64)):
        with pytest.raises(tlog.Unwritable):
            tlog.write_proof(wrong)


REQUEST = tlog.AddCheckpoint(13, tuple(tree(LEAVES).consistency(13)), signed(LEAVES))


def test_a_request_to_a_witness_is_read_back() -> None:
    again = tlog.read_add_checkpoint(tlog.write_add_checkpoint(REQUEST))
    assert again == REQUEST
    tlog.check_consistency(13, tlog.root_of(LEAVES[:13]), 21, again.checkpoint.root, again.path)
    assert tlog.write_add_checkpoint(REQUEST).startswith(b"old 13\n")


BODY = tlog.write_add_checkpoint(REQUEST).decode()


@pytest.mark.parametrize(
    "changed",
    [
        "",
        BODY.replace("old 13", "old 22"),
        BODY.replace("old 13", "old 013"),
        BODY.replace("old 13", "new 13"),
        BODY.replace("old 13\n", "old 13\n" + ("A" * 43 + "=\n") * 60),
        BODY.replace("\n\n", "\n", 1),
        BODY[:-1],
    ],
)
def test_a_malformed_request_to_a_witness_is_refused(changed: str) -> None:
    with pytest.raises(tlog.Unreadable):
        tlog.read_add_checkpoint(changed.encode())
