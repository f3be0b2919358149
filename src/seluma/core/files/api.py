"""The only door of this package."""

from .store import Blob, Damaged, blob, keep, read

__all__ = ["Blob", "Damaged", "blob", "keep", "read"]
