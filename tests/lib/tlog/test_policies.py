"""Trust policies: who must have signed."""

from __future__ import annotations

import itertools

import pytest

from seluma.lib import tlog

from .examples import CAMPUS, EDUCATION, EXAMPLES, LABOUR, LOG, LOG_ML_DSA, ORIGIN, SECONDS, leaves, signed

LINES = [
    "# Who vouches for the log of Seluma\n",
    tlog.log_line(LOG.key, "https://seluma.example/ledger"),
    tlog.witness_line("labour", LABOUR.key, "http://127.0.0.1:9001"),
    tlog.witness_line("education", EDUCATION.key),
    tlog.witness_line("campus", CAMPUS.key),
    "group offices 2 labour education campus\n",
    "quorum offices\n",
]
TWO_OF_THREE = "".join(LINES).encode()
LEAVES = leaves(5)
WITNESSES = {"labour": LABOUR, "education": EDUCATION, "campus": CAMPUS}


def policy(*lines: str) -> tlog.Policy:
    return tlog.read_policy("".join(lines).encode())


@pytest.mark.parametrize("names", [names for count in range(4) for names in itertools.combinations(WITNESSES, count)])
def test_two_of_three_witnesses_are_a_quorum_and_fewer_are_not(names: tuple[str, ...]) -> None:
    note = signed(LEAVES, *(WITNESSES[name] for name in names))
    trusted = tlog.read_policy(TWO_OF_THREE)
    assert trusted.is_met_by(set(names)) == (len(names) >= 2)
    if len(names) >= 2:
        verified = trusted.verify(note)
        assert dict(verified.witnesses) == dict.fromkeys(names, SECONDS)
        assert (verified.log, verified.checkpoint.size) == (LOG.key, 5)
    else:
        with pytest.raises(tlog.Unproven, match="Too few witnesses"):
            trusted.verify(note)


def test_without_a_quorum_the_log_alone_is_enough() -> None:
    trusted = policy(LINES[1], "quorum none\n")
    assert trusted.verify(signed(LEAVES)).witnesses == {}
    assert trusted.logs[0].url == "https://seluma.example/ledger"


def test_groups_of_groups_count_as_the_specifications_example() -> None:
    trusted = policy(
        *LINES[1:5],
        "group\tofficial  all labour education \n",
        "  group others any campus\n",
        "\n \t\n",
        "\t# a remark\n",
        "group both all official others\n",
        "quorum both\n",
    )
    assert not trusted.is_met_by({"labour", "education"})
    assert not trusted.is_met_by({"labour", "campus"})
    assert trusted.is_met_by({"labour", "education", "campus"})


def test_a_single_witness_may_be_the_quorum() -> None:
    trusted = policy(*LINES[1:3], "quorum labour\n")
    trusted.verify(signed(LEAVES, LABOUR))
    with pytest.raises(tlog.Unproven, match="labour"):
        trusted.verify(signed(LEAVES, CAMPUS))


def test_a_log_key_may_be_ml_dsa() -> None:
    trusted = policy(tlog.log_line(LOG_ML_DSA.key), "quorum none\n")
    text = signed(LEAVES).text
    assert trusted.verify(tlog.Note(text, (LOG_ML_DSA.cosign(text, 0),))).log == LOG_ML_DSA.key


def test_another_log_is_not_trusted_even_with_a_signature_of_the_key() -> None:
    text = tlog.Checkpoint("other.example", 5, tlog.root_of(LEAVES)).text
    with pytest.raises(tlog.Unproven, match="names no log"):
        policy(LINES[1], "quorum none\n").verify(tlog.Note(text, (LOG.sign(text),)))


def test_witnesses_cannot_stand_in_for_the_log() -> None:
    note = signed(LEAVES, LABOUR, CAMPUS)
    with pytest.raises(tlog.Unproven, match="has not signed"):
        tlog.read_policy(TWO_OF_THREE).verify(tlog.Note(note.text, note.signatures[1:]))


def test_a_policy_may_know_a_published_witness() -> None:
    key = EXAMPLES["checkpoints"][0]["keys"][1]
    trusted = policy(f"log {EXAMPLES['checkpoints'][0]['keys'][0]}\n", f"witness remora {key}\n", "quorum remora\n")
    verified = trusted.verify(tlog.read_note(EXAMPLES["checkpoints"][0]["note"].encode()))
    assert verified.checkpoint.size == 1432088532
    assert set(verified.witnesses) == {"remora"}


def test_names_are_opaque_bytes() -> None:
    data = f"witness K {LABOUR.key.text}\nwitness \u212a {CAMPUS.key.text}\nquorum K\n".encode()
    assert len(tlog.read_policy(data).witnesses) == 2
    latin = b"witness caf\xe9 " + LABOUR.key.text.encode() + b"\nquorum caf\xe9\n"
    assert tlog.read_policy(latin).is_met_by(set(tlog.read_policy(latin).witnesses))


COSIGNING_LOG = tlog.VerifierKey(ORIGIN, tlog.Kind.COSIGNATURE_ED25519, LOG.key.public)
SAME_KEY = tlog.VerifierKey("again.example", LABOUR.key.kind, LABOUR.key.public)
LABOUR_LINE, CAMPUS_LINE = LINES[2], LINES[4]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("", "no quorum line"),
        (LINES[1], "no quorum line"),
        ("quorum none", "end with a newline"),
        ("quorum none\r\n", "control character"),
        ("quorum none\x00\n", "control character"),
        ("quorum none\nquorum none\n", "Line 2 of the policy is a second quorum"),
        ("quorum\n", "too few or too many"),
        ("quorum none none\n", "too few or too many"),
        ("quorum labour\n" + LABOUR_LINE, "no line above defines"),
        ("Quorum none\n", "begins with 'Quorum'"),
        ("quorum none # remark\n", "too few or too many"),
        ("log\nquorum none\n", "too few or too many"),
        ("log x\nquorum none\n", "Line 1 of the policy is wrong: A verifier key"),
        (tlog.log_line(COSIGNING_LOG) + "quorum none\n", "which no log has"),
        (f"witness w {LOG.key.text}\nquorum w\n", "which no witness has"),
        (LINES[1] * 2 + "quorum none\n", "another log"),
        (LABOUR_LINE + tlog.witness_line("again", SAME_KEY) + "quorum none\n", "another witness"),
        (LABOUR_LINE + tlog.witness_line("labour", CAMPUS.key) + "quorum none\n", "is taken"),
        (tlog.witness_line("none", CAMPUS.key) + "quorum none\n", "is taken"),
        (LABOUR_LINE + "group labour any labour\nquorum none\n", "is taken"),
        (LABOUR_LINE + "group g any\nquorum none\n", "too few or too many"),
        (LABOUR_LINE + "group g 0 labour\nquorum none\n", "asks for '0' of 1"),
        (LABOUR_LINE + "group g 2 labour\nquorum none\n", "asks for '2' of 1"),
        (LABOUR_LINE + "group g 01 labour\nquorum none\n", "asks for"),
        (LABOUR_LINE + "group g most labour\nquorum none\n", "asks for 'most'"),
        (LABOUR_LINE + "group g any none\nquorum none\n", "no line above"),
        (LABOUR_LINE + "group g any g\nquorum none\n", "no line above"),
        (LABOUR_LINE + CAMPUS_LINE + "group g 1 labour labour\nquorum none\n", "already"),
        (LABOUR_LINE + CAMPUS_LINE + "group g any labour\ngroup h any labour\nquorum g\n", "already"),
    ],
)
def test_a_malformed_policy_gets_one_clear_sentence(lines: str, sentence: str) -> None:
    with pytest.raises(tlog.Unreadable, match=sentence):
        tlog.read_policy(lines.encode())


def test_a_policy_of_many_parties_is_read() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    made = [tlog.Cosigner(f"w{number}.example", Ed25519PrivateKey.generate()).key for number in range(32)]
    lines = [tlog.witness_line(f"w{number}", key) for number, key in enumerate(made)]
    lines += [f"group g{number} any w{number}\n" for number in range(32)]
    trusted = policy(*lines, f"group all 32 {' '.join(f'g{number}' for number in range(32))}\n", "quorum all\n")
    assert trusted.is_met_by(set(trusted.witnesses))
    assert not trusted.is_met_by(set(list(trusted.witnesses)[1:]))
