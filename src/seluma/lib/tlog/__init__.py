"""Transparency logs to the C2SP specifications, with the hashing of RFC 6962.

Signed notes, checkpoints, cosignatures (Ed25519 and ML-DSA-44), tiles, trust policies, proofs and the request to a
witness. Pure Python and ``cryptography``; no storage, no network, no clock. Everything that is read is read strictly:
what the specifications do not allow raises `Unreadable`, what is well formed and does not hold raises `Unproven`.
"""

from seluma.lib.tlog.checkpoints import Checkpoint, read_checkpoint
from seluma.lib.tlog.errors import Unproven, Unreadable, Unwritable
from seluma.lib.tlog.growing import Edge, edge_of
from seluma.lib.tlog.keys import Kind, VerifierKey, read_key
from seluma.lib.tlog.merkle import (
    EMPTY_ROOT,
    HASH_SIZE,
    check_consistency,
    check_inclusion,
    leaf_hash,
    node_hash,
    root_of,
)
from seluma.lib.tlog.notes import Note, SignatureLine, read_note, read_signatures, write_note
from seluma.lib.tlog.policy import Group, Party, Policy, Verified, log_line, read_policy, witness_line
from seluma.lib.tlog.proofs import SUFFIX, Proof, read_proof, write_proof
from seluma.lib.tlog.proving import Fetch, Tree
from seluma.lib.tlog.signing import Cosigner, Signed, Signer, cosignatures_in, verify, verify_note
from seluma.lib.tlog.tiles import (
    LONGEST_ENTRY,
    WIDTH,
    Bundle,
    Tile,
    at_path,
    bundled,
    bundles_of,
    check_entry,
    tile_at,
    tiles_of,
)
from seluma.lib.tlog.witnessing import AddCheckpoint, read_add_checkpoint, write_add_checkpoint

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "LONGEST_ENTRY",
    "SUFFIX",
    "WIDTH",
    "AddCheckpoint",
    "Bundle",
    "Checkpoint",
    "Cosigner",
    "Edge",
    "Fetch",
    "Group",
    "Kind",
    "Note",
    "Party",
    "Policy",
    "Proof",
    "SignatureLine",
    "Signed",
    "Signer",
    "Tile",
    "Tree",
    "Unproven",
    "Unreadable",
    "Unwritable",
    "Verified",
    "VerifierKey",
    "at_path",
    "bundled",
    "bundles_of",
    "check_consistency",
    "check_entry",
    "check_inclusion",
    "cosignatures_in",
    "edge_of",
    "leaf_hash",
    "log_line",
    "node_hash",
    "read_add_checkpoint",
    "read_checkpoint",
    "read_key",
    "read_note",
    "read_policy",
    "read_proof",
    "read_signatures",
    "root_of",
    "tile_at",
    "tiles_of",
    "verify",
    "verify_note",
    "witness_line",
    "write_add_checkpoint",
    "write_note",
    "write_proof",
]
