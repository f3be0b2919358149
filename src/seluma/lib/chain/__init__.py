"""Anchoring states of transparency logs in a registry on an EVM network.

`registry.vy` is the contract, `registry.json` what the Vyper compiler made of it (`./seluma check` makes it again and
compares). `registry.py` needs `web3`, which is installed only where a network is configured: it is loaded late.
"""

from __future__ import annotations

import importlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from seluma.lib.chain.registry import Registry

HERE = Path(__file__).parent
SOURCE = HERE / "registry.vy"
ARTEFACT = HERE / "registry.json"
PACKAGES = ("web3", "eth_account")


class ChainUnavailable(Exception):
    """The network cannot be asked: no answer, another network, no registry there. The message is one sentence."""


class ChainRefused(Exception):
    """The network does not take the transaction. The message is one sentence."""


@dataclass(frozen=True, slots=True)
class State:
    """A state that the registry holds: its number there, the log's size and root, the block and its POSIX time."""

    index: int
    size: int
    root: bytes
    block: int
    time: int


@cache
def artefact() -> dict[str, Any]:
    """The compiled contract: `abi`, `bytecode`, and what it was made of and with."""
    made: dict[str, Any] = json.loads(ARTEFACT.read_text("utf-8"))
    return made


def open_registry(url: str, contract: str | None, *, chain_id: int | None = None) -> Registry:
    """The registry behind a node's JSON-RPC address.

    `contract` None: it is still to be deployed. With `chain_id`, a node of another network is refused. Raises
    ChainUnavailable.
    """
    module = _with_web3()
    found: Registry = module.Registry(module.provider(url), contract, chain_id=chain_id)
    return found


def new_key() -> str:
    """A new account's private key. Raises ChainUnavailable without web3."""
    key: str = _with_web3().new_key()
    return key


def address_of(key: str) -> str:
    """The address of the account with this private key. Raises ChainUnavailable without web3."""
    address: str = _with_web3().address_of(key)
    return address


def _with_web3() -> ModuleType:
    try:
        return importlib.import_module("seluma.lib.chain.registry")
    except ModuleNotFoundError as reason:
        if (reason.name or "").partition(".")[0] not in PACKAGES:
            raise
        raise ChainUnavailable(
            "web3 is not installed: set SELUMA_CHAIN_URL and start ./seluma again, or install requirements/chain.txt."
        ) from reason
