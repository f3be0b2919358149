"""The only door of this package."""

from .auditing import Report, audit
from .exporting import Incomplete, export, size_of_export
from .findings import Finding
from .keys import KEYS_FOLDER, KeysMissing, log_keys, make_keys, read_keys
from .policy import policy, policy_text, vkey, vkey_ml_dsa_44
from .reading import Head, NotSealed, bundle, head, heads, prove, resource, tiles, tree
from .sources import Address, Database, Directory, Source, Unavailable
from .words import all_words, install_words, words_of
from .writing import LedgerBroken, sequence

__all__ = [
    "KEYS_FOLDER",
    "Address",
    "Database",
    "Directory",
    "Finding",
    "Head",
    "Incomplete",
    "KeysMissing",
    "LedgerBroken",
    "NotSealed",
    "Report",
    "Source",
    "Unavailable",
    "all_words",
    "audit",
    "bundle",
    "export",
    "head",
    "heads",
    "install_words",
    "log_keys",
    "make_keys",
    "policy",
    "policy_text",
    "prove",
    "read_keys",
    "resource",
    "sequence",
    "size_of_export",
    "tiles",
    "tree",
    "vkey",
    "vkey_ml_dsa_44",
    "words_of",
]
