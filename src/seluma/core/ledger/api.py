"""The only door of this package."""

from .anchoring import (
    Anchor,
    Network,
    anchor,
    anchored,
    anchoring_key,
    anchors,
    held_against,
    make_anchoring_key,
    network,
)
from .auditing import Report, audit, install_checks
from .browsing import Leaf, Sealing, Signed, Standing, checkpoints, leaf_of, leaves, proof_at, sealings
from .exporting import Incomplete, export, size_of_export
from .findings import Finding, finding
from .keys import KEYS_FOLDER, KeysMissing, log_keys, make_keys, read_keys
from .policy import label, policy, policy_in_use, policy_text, vkey, vkey_ml_dsa_44, witnesses_for_tests
from .reading import Head, NotSealed, bundle, head, heads, prove, published, resource, size, tiles, tree, witnessed
from .receipts import PROMISE, Promise, kept, receipt, receipt_of
from .self_audit import SelfAudit, audit_self, last_audit, one_view
from .sources import Address, Database, Directory, Source, Unavailable
from .status import Alarm, Status, Witness, lag, seen_by, status
from .witnessing import Witnesses, ask_witnesses
from .words import all_words, install_words, words_of
from .writing import LedgerBroken, sequence

__all__ = [
    "KEYS_FOLDER",
    "PROMISE",
    "Address",
    "Alarm",
    "Anchor",
    "Database",
    "Directory",
    "Finding",
    "Head",
    "Incomplete",
    "KeysMissing",
    "Leaf",
    "LedgerBroken",
    "Network",
    "NotSealed",
    "Promise",
    "Report",
    "Sealing",
    "SelfAudit",
    "Signed",
    "Source",
    "Standing",
    "Status",
    "Unavailable",
    "Witness",
    "Witnesses",
    "all_words",
    "anchor",
    "anchored",
    "anchoring_key",
    "anchors",
    "ask_witnesses",
    "audit",
    "audit_self",
    "bundle",
    "checkpoints",
    "export",
    "finding",
    "head",
    "heads",
    "held_against",
    "install_checks",
    "install_words",
    "kept",
    "label",
    "lag",
    "last_audit",
    "leaf_of",
    "leaves",
    "log_keys",
    "make_anchoring_key",
    "make_keys",
    "network",
    "one_view",
    "policy",
    "policy_in_use",
    "policy_text",
    "proof_at",
    "prove",
    "published",
    "read_keys",
    "receipt",
    "receipt_of",
    "resource",
    "sealings",
    "seen_by",
    "sequence",
    "size",
    "size_of_export",
    "status",
    "tiles",
    "tree",
    "vkey",
    "vkey_ml_dsa_44",
    "witnessed",
    "witnesses_for_tests",
    "words_of",
]
