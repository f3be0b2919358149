"""The only door of this package."""

from .store import Blob, Damaged, NoSuchBlob, blob, digests_on_disk, drop_from_disk, inventory, keep, put_back, read

__all__ = [
    "Blob",
    "Damaged",
    "NoSuchBlob",
    "blob",
    "digests_on_disk",
    "drop_from_disk",
    "inventory",
    "keep",
    "put_back",
    "read",
]
