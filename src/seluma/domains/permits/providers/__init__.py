"""What comes from outside the tables: the keys that sign, and who the office is."""

from .keys import Keys, KeysMissing, keys, keys_are_test, known_seal_certificates
from .office import install_office, office

__all__ = ["Keys", "KeysMissing", "install_office", "keys", "keys_are_test", "known_seal_certificates", "office"]
