"""The log's states in a registry on an EVM network, where nobody of the office can take them back.

Off unless `SELUMA_CHAIN_URL` and `SELUMA_CHAIN_CONTRACT` name a network and a registry. What is written there is the
log's name, a size and a root: no entry, no person, and no hash of either. Rows of `ledger_anchor` are a copy for pages;
whoever checks reads the network.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from seluma.lib import chain, tlog

from .keys import KEYS_FOLDER, KeysMissing, log_keys
from .models import LedgerAnchor
from .reading import head
from .sources import Unavailable

if TYPE_CHECKING:
    from seluma.lib.chain.registry import Registry

KEY = "chain.key"
"""The file, beside the log's keys, with the private key of the account that anchors, 64 hexadecimal digits."""

_KEY = re.compile(r"(0x)?[0-9a-fA-F]{64}")


@dataclass(frozen=True, slots=True)
class Network:
    """Where the log is anchored: what outsiders need to read it back. `writer`: the account that anchors."""

    url: str
    chain_id: int | None
    contract: str
    writer: str

    def registry(self) -> Registry:
        """The registry there. Raises chain.ChainUnavailable."""
        return chain.open_registry(self.url, self.contract, chain_id=self.chain_id)


@dataclass(frozen=True, slots=True)
class Anchor:
    """A state of the log that a network holds: where, which, and since when."""

    chain_id: int
    contract: str
    writer: str
    index: int
    size: int
    root: bytes
    block: int
    at: dt.datetime

    @property
    def where(self) -> str:
        """What a finding calls it."""
        return f"anchor {self.index} on network {self.chain_id}"


def network() -> Network | None:
    """The network of this deployment; None when none is configured. Raises `KeysMissing` and chain.ChainUnavailable."""
    url, contract = settings.SELUMA_CHAIN_URL, settings.SELUMA_CHAIN_CONTRACT
    if not url or not contract:
        return None
    writer = settings.SELUMA_CHAIN_WRITER or chain.address_of(anchoring_key())
    return Network(url, settings.SELUMA_CHAIN_ID, contract, writer)


def anchoring_key() -> str:
    """The private key of the account that anchors. Raises `KeysMissing`."""
    path = _key_file()
    try:
        key = path.read_text().strip()
    except OSError as reason:
        raise KeysMissing(
            f"The key file {path} cannot be read: {reason.strerror}. ./seluma ledger chain new-key makes one."
        ) from reason
    if _KEY.fullmatch(key) is None:
        raise KeysMissing(f"{path} does not hold 64 hexadecimal digits.")
    return key if key.startswith("0x") else f"0x{key}"


def make_anchoring_key() -> str:
    """Make the key of the account that anchors; its address. Raises FileExistsError when there is one."""
    path = _key_file()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    key = chain.new_key()
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"{key}\n")
    return chain.address_of(key)


def anchor() -> Anchor | None:
    """Write the newest checkpoint down on the network, once; the newest anchor there. None: nothing to do or to anchor.

    Raises `KeysMissing`, chain.ChainUnavailable and chain.ChainRefused; cases never wait for it.
    """
    where, newest = network(), head()
    if where is None or newest is None or not newest.size:
        return None
    registry, origin = where.registry(), log_keys().origin
    states = registry.states(where.writer, origin)
    # What the network says goes, not our rows: after a kill in between, or when it lost a block, it is made good here.
    if not states or states[-1].size < newest.size:
        root = tlog.read_checkpoint(tlog.read_note(newest.note).text).root
        registry.anchor(anchoring_key(), origin, newest.size, root)
    found = anchored(where)
    _keep(found)
    return found[-1] if found else None


def anchored(where: Network, *, origin: str | None = None) -> list[Anchor]:
    """What the network holds of a log (this one, when no origin is given), the oldest first.

    Raises chain.ChainUnavailable.
    """
    registry, name = where.registry(), origin or log_keys().origin
    return [_read(registry.chain_id, where, state) for state in registry.states(where.writer, name)]


def anchors(*, most: int = 20) -> list[Anchor]:
    """The newest anchors that this portal knows of, the newest first: one statement, the network is not asked."""
    rows = LedgerAnchor.objects.order_by("-size")[:most]
    return [
        Anchor(row.chain_id, row.contract, row.writer, row.index, row.size, bytes(row.root), row.block, row.at)
        for row in rows
    ]


def held_against(checkpoint: tlog.Checkpoint, found: Sequence[Anchor], fetch: tlog.Fetch) -> Anchor | None:
    """The anchor that a checkpoint fits, the nearest at or above its size, else the newest; None without anchors.

    `fetch` brings the log's tiles, which prove that the smaller of the two is the beginning of the larger. Raises
    Unproven when they are not one history, Unavailable when a tile is missing.
    """
    if not found:
        return None
    chosen = next((one for one in found if one.size >= checkpoint.size), found[-1])
    states = sorted(((checkpoint.size, checkpoint.root), (chosen.size, chosen.root)))
    (old, old_root), (new, new_root) = states
    path = tlog.Tree(new, lambda wanted: _all_of(wanted, fetch(wanted))).consistency(old) if old != new else []
    tlog.check_consistency(old, old_root, new, new_root, path)
    return chosen


def _all_of(wanted: Sequence[tlog.Tile], there: Mapping[tlog.Tile, bytes]) -> Mapping[tlog.Tile, bytes]:
    for tile in wanted:
        if tile not in there:
            raise Unavailable(f"{tile.path} of the log is missing: the checkpoint cannot be held against the anchor.")
    return there


def _read(chain_id: int, where: Network, state: chain.State) -> Anchor:
    at = dt.datetime.fromtimestamp(state.time, dt.UTC)
    return Anchor(chain_id, where.contract, where.writer, state.index, state.size, state.root, state.block, at)


def _keep(found: Sequence[Anchor]) -> None:
    """Our copy is what the network holds: a block that it took back takes its row along."""
    with transaction.atomic():
        LedgerAnchor.objects.exclude(size__in=[one.size for one in found]).delete()
        known = set(LedgerAnchor.objects.values_list("size", flat=True))
        LedgerAnchor.objects.bulk_create(
            [LedgerAnchor(**dataclasses.asdict(one)) for one in found if one.size not in known], ignore_conflicts=True
        )


def _key_file() -> Path:
    return Path(settings.SELUMA_KEYS) / KEYS_FOLDER / KEY
