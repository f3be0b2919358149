"""The only door of this package."""

from .store import Blob, Damaged, NoSuchBlob, blob, keep, read

__all__ = ["Blob", "Damaged", "NoSuchBlob", "blob", "keep", "read"]
