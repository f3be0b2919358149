"""What outsiders need to trust this log: its verifier key, and the policy that names it and its witnesses."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from seluma.lib import tlog

from .keys import TEST_PREFIX, log_keys

_HEAD = """\
# Trust policy (c2sp.org/tlog-policy): this log, and the witnesses that must have seen a checkpoint.
"""
_TEST = """\
# TEST key: what this log says proves nothing about anybody.
"""
_ALONE = """\
# No witness signs yet: a checkpoint is only as good as this log's own signature.
quorum none
"""


_in_use: list[tlog.Policy] = []


def vkey() -> str:
    """The log's verifier key (Ed25519), with its newline."""
    return f"{log_keys().signer.key.text}\n"


def vkey_ml_dsa_44() -> str:
    """The verifier key of the log's ML-DSA-44 signatures, with its newline."""
    return f"{log_keys().ml_dsa.key.text}\n"


def policy_text() -> str:
    """The trust policy as it is published. Raises `KeysMissing`."""
    keys = log_keys()
    line = tlog.log_line(keys.signer.key, f"{settings.SELUMA_BASE_URL}/ledger")
    return _HEAD + (_TEST if keys.are_test else "") + line + _witnesses()


def policy() -> tlog.Policy:
    """The trust policy. Raises Unreadable when the content's part of it is not as the specification demands."""
    return _read(policy_text())


def log_alone(policy: tlog.Policy) -> tlog.Policy:
    """The same logs, and no witness asked for: what binds the log itself."""
    return tlog.Policy(policy.logs, {}, {}, "none")


def witnesses_for_tests() -> list[str]:
    """The witnesses of the policy whose keys everybody has, by their names there. Raises Unreadable."""
    policy = tlog.read_policy(_witnesses().encode())
    return [name for name, party in policy.witnesses.items() if party.key.name.startswith(TEST_PREFIX)]


def policy_in_use() -> tlog.Policy:
    """The policy for whoever shows the log: when it cannot be read, the last one that this process could read.

    A mistake in the file must not take the log off the net; health says it. Before any could be read: the log alone.
    """
    try:
        _in_use[:] = [policy()]
    except (tlog.Unreadable, OSError):
        if not _in_use:
            return tlog.Policy((tlog.Party(log_keys().signer.key, None),), {}, {}, "none")
    return _in_use[0]


def identity(key: tlog.VerifierKey) -> str:
    """What stands for a witness in the tables: its key's name and id. A new key is another witness."""
    return f"{key.name}+{key.key_id.hex()}"


def label(name: str) -> str:
    """A witness's name in the policy, for people: `dinas-pendidikan` is "Dinas Pendidikan"."""
    return name.replace("-", " ").replace("_", " ").title()


def _witnesses() -> str:
    """The office's part: witnesses, groups and quorum. Without the file no witness is asked for."""
    try:
        return settings.SELUMA_TRUST_POLICY.read_text()
    except FileNotFoundError:
        return _ALONE


@lru_cache(4)
def _read(text: str) -> tlog.Policy:
    return tlog.read_policy(text.encode())
