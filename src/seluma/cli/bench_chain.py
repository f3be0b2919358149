"""The other way: one EVM transaction for each event, its hash as data, on a node behind JSON-RPC. Needs no Django."""

from __future__ import annotations

import statistics
import time
from typing import Any

from eth_account import Account
from web3 import HTTPProvider, Web3

from seluma.cli import anvil
from seluma.lib import tlog

EVENTS = 400
SINGLES = 100
BLOCK_SECONDS = 1
GAS = 60_000


def measure(entries: list[bytes]) -> dict[str, Any] | str:
    """Alone: from an act until a block holds its transaction. All at once: sent as fast as they can be signed."""
    if anvil.program() is None:
        return "anvil is not installed"
    hashes = [tlog.leaf_hash(entry) for entry in entries]
    with anvil.running() as url:
        alone = _alone(url, hashes[:SINGLES])
    with anvil.running("--block-time", str(BLOCK_SECONDS)) as url:
        together = _together(url, hashes)
    return {"node": "anvil, one machine, no other validators", "alone": alone, "all_at_once": together}


def _alone(url: str, hashes: list[bytes]) -> dict[str, Any]:
    """Each is waited for; the node makes a block for each at once, which no real network does."""
    sender = _Sender(url)
    waited, used = [], 0
    for digest in hashes:
        began = time.perf_counter()
        receipt = sender.web3.eth.wait_for_transaction_receipt(sender.send(digest), poll_latency=0.002)
        waited.append((time.perf_counter() - began) * 1000)
        used = receipt["gasUsed"]
    waited.sort()
    return {
        "events": len(hashes),
        "until_mined_ms": {
            "median": round(statistics.median(waited), 1),
            "p95": round(waited[int(len(waited) * 0.95)], 1),
        },
        "gas_each": used,
    }


def _together(url: str, hashes: list[bytes]) -> dict[str, Any]:
    sender = _Sender(url)
    began = time.perf_counter()
    for digest in hashes:
        last = sender.send(digest)
    sent = time.perf_counter() - began
    sender.web3.eth.wait_for_transaction_receipt(last, poll_latency=0.01)
    whole = time.perf_counter() - began
    return {
        "events": len(hashes),
        "block_seconds": BLOCK_SECONDS,
        "sent_per_s": round(len(hashes) / sent),
        "mined_per_s": round(len(hashes) / whole),
    }


class _Sender:
    """Signs here, as whoever has a key of their own does."""

    def __init__(self, url: str) -> None:
        self.web3 = Web3(HTTPProvider(url))
        self._account = Account.from_key(anvil.PAYS)
        self._chain = self.web3.eth.chain_id
        self._nonce = self.web3.eth.get_transaction_count(self._account.address)

    def send(self, digest: bytes) -> Any:
        """A transaction to nobody but itself that carries the hash."""
        transaction = {
            "to": self._account.address,
            "value": 0,
            "data": digest,
            "gas": GAS,
            "gasPrice": 2_000_000_000,
            "nonce": self._nonce,
            "chainId": self._chain,
        }
        self._nonce += 1
        return self.web3.eth.send_raw_transaction(self._account.sign_transaction(transaction).raw_transaction)
