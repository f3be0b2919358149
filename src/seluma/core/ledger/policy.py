"""What outsiders need to trust this log: its verifier key, and the policy that names it and its witnesses."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from seluma.lib import tlog

from .keys import log_keys

WITNESSES = "trust-policy.txt"
"""The file of the content that names witnesses and quorum; without it no witness is asked for."""

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


def vkey() -> str:
    """The log's verifier key (Ed25519), with its newline."""
    return f"{log_keys().signer.key.text}\n"


def vkey_ml_dsa_44() -> str:
    """The verifier key of the log's ML-DSA-44 signatures, with its newline."""
    return f"{log_keys().ml_dsa.key.text}\n"


def policy_text() -> str:
    """The trust policy as it is published. Raises `KeysMissing`."""
    keys = log_keys()
    file = Path(settings.SELUMA_CONTENT) / WITNESSES
    witnesses = file.read_text() if file.exists() else _ALONE
    line = tlog.log_line(keys.signer.key, f"{settings.SELUMA_BASE_URL}/ledger")
    return _HEAD + (_TEST if keys.are_test else "") + line + witnesses


def policy() -> tlog.Policy:
    """The trust policy. Raises Unreadable when the content's part of it is not as the specification demands."""
    return tlog.read_policy(policy_text().encode())
