"""What a witness decides: whatever is sent in whatever order, it cosigns one history that only grows."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.lib.tlog.examples import CAMPUS, LABOUR, LOG, ORIGIN, leaves, naive_consistency, signed

from seluma.lib import tlog, witness

HONEST = leaves(64)
FORKED = [*leaves(20), *(tlog.node_hash(leaf, leaf) for leaf in HONEST[20:])]
REQUESTS = st.lists(
    st.tuples(st.sampled_from([HONEST, FORKED]), st.integers(0, 64), st.integers(0, 64), st.integers(0, 64)),
    max_size=30,
)


@settings(deadline=None, max_examples=150)
@given(REQUESTS)
def test_whatever_is_sent_it_cosigns_one_history_that_only_grows(
    requests: list[tuple[list[bytes], int, int, int]],
) -> None:
    last: witness.Head | None = None
    history: list[list[bytes]] = []
    refused: list[witness.Refused] = []
    for hashes, old, start, size in requests:
        path = naive_consistency(start, hashes[:size]) if 0 < start <= size else []
        body = tlog.write_add_checkpoint(tlog.AddCheckpoint(old, tuple(path), signed(hashes[:size])))
        try:
            request = witness.vouch(body, lambda _: [LOG.key])
            witness.check_growth(request, last)
        except witness.Refused as reason:
            refused.append(reason)
            continue
        last = witness.Head(request.checkpoint.size, request.checkpoint.root)
        history.append(hashes[:size])
    for earlier, later in pairwise(history):
        assert later[: len(earlier)] == earlier
    assert all((reason.size is not None) == (reason.status == witness.Status.OTHER_SIZE) for reason in refused)


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (witness.Answer(404, b"This witness knows no log.\n"), "answered 404: This witness knows no log."),
        (witness.Answer(500, b"\xff\x00" * 9_000), "answered 500"),
        (witness.Answer(409, b"8\n"), "answered 409: 8"),
        (witness.Answer(409, b"08\n", witness.SIZE_TYPE), "no decimal number"),
        (witness.Answer(409, b"8", witness.SIZE_TYPE), "no decimal number"),
        (witness.Answer(200, b""), "no cosignature"),
        (witness.Answer(200, b"\xff"), "no cosignature"),
        (witness.Answer(200, b"<html>"), "no cosignature"),
        (witness.Answer(200, LOG.sign("another text\n").text.encode()), "verifies with its key"),
    ],
)
def test_an_answer_that_is_no_cosignature_says_what_it_is(answer: witness.Answer, sentence: str) -> None:
    with pytest.raises(witness.Declined, match=sentence) as declined:
        witness.read_answer(answer, signed(HONEST[:3]).text, [LABOUR.key])
    assert "\n" not in str(declined.value)


def test_a_cosignature_of_another_checkpoint_or_another_witness_is_none() -> None:
    text, other = signed(HONEST[:3]).text, signed(HONEST[:4]).text
    line = LABOUR.cosign(text, 1_795_500_000)
    answer = witness.Answer(200, line.text.encode())
    assert witness.read_answer(answer, text, [LABOUR.key]) == [line]
    for about, key in ((other, LABOUR.key), (text, LOG.key)):
        with pytest.raises(witness.Declined):
            witness.read_answer(answer, about, [key])


def test_a_cosignature_that_states_no_time_is_none() -> None:
    text = signed(HONEST[:3]).text
    with pytest.raises(witness.Declined):
        witness.read_answer(witness.Answer(200, CAMPUS.cosign(text, 0).text.encode()), text, [CAMPUS.key])


def test_the_place_of_a_logs_checkpoint_is_the_hash_of_its_origin() -> None:
    known = "5fd2dc0beb4ce54da5050cf6d5c75248b023abad441c3cecde3976fbe9da4fe4"
    assert witness.origin_hash("example.com/behind-the-sofa") == known
    assert witness.origin_hash(ORIGIN) != known
