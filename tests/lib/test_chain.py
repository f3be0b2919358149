"""The registry on two networks: an EVM within the process, and a node of its own behind JSON-RPC."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from eth_account import Account
from eth_tester.exceptions import TransactionFailed
from web3 import EthereumTesterProvider, Web3

from seluma.cli import anvil
from seluma.lib import chain
from seluma.lib.chain import ChainRefused, ChainUnavailable, open_registry
from seluma.lib.chain.registry import Registry

ORIGIN = "portal.example/ledger"
KEY, OTHER, POOR = "0x" + "11" * 32, "0x" + "22" * 32, "0x" + "33" * 32
WRITER, STRANGER = Account.from_key(KEY).address, Account.from_key(OTHER).address
ONE, TWO = b"\x01" * 32, b"\x02" * 32
NOT_GROWN = ((9, TWO), (9, b"\x03" * 32), (5, ONE), (0, TWO), (10, bytes(32)))
"""What the registry does not take after size 9 with root TWO."""


@pytest.fixture(scope="module")
def within() -> Iterator[Any]:
    """A network in this process, whose two writers can pay."""
    by = EthereumTesterProvider()
    web3 = Web3(by)
    for address in (WRITER, STRANGER):
        web3.eth.send_transaction({"from": web3.eth.accounts[0], "to": address, "value": 10**18})
    return by


@pytest.fixture(scope="module")
def node() -> Iterator[str]:
    """A node of its own; the address of its JSON-RPC."""
    if anvil.program() is None:
        pytest.skip("npm brought no anvil for this machine")
    with anvil.running() as url:
        web3 = Web3(Web3.HTTPProvider(url))
        for address in (WRITER, STRANGER):
            web3.eth.send_transaction({"from": web3.eth.accounts[0], "to": address, "value": 10**18})
        yield url


def test_a_log_only_grows(within: Any) -> None:
    registry = Registry(within, None)
    registry.deploy(KEY)
    assert registry.states(WRITER, ORIGIN) == []
    registry.anchor(KEY, ORIGIN, 5, ONE)
    registry.anchor(KEY, ORIGIN, 9, TWO)
    for size, root in NOT_GROWN:
        with pytest.raises(TransactionFailed):
            registry.anchor(KEY, ORIGIN, size, root)
    with pytest.raises(TransactionFailed):
        registry.anchor(KEY, "", 10, ONE)
    states = registry.states(WRITER, ORIGIN)
    assert [(state.index, state.size, state.root) for state in states] == [(0, 5, ONE), (1, 9, TWO)]
    assert registry.states(WRITER, ORIGIN, since=1) == states[1:]


def test_nobody_writes_for_somebody_else(within: Any) -> None:
    registry = Registry(within, None)
    registry.deploy(KEY)
    registry.anchor(OTHER, ORIGIN, 1_000_000, TWO)
    assert registry.states(WRITER, ORIGIN) == []
    registry.anchor(KEY, ORIGIN, 1, ONE)
    assert [state.size for state in registry.states(STRANGER, ORIGIN)] == [1_000_000]


def test_the_same_on_a_node_of_its_own(node: str) -> None:
    registry = open_registry(node, None)
    registry.deploy(KEY)
    registry.anchor(KEY, ORIGIN, 5, ONE)
    registry.anchor(KEY, ORIGIN, 9, TWO)
    for size, root in NOT_GROWN:
        with pytest.raises(ChainRefused):
            registry.anchor(KEY, ORIGIN, size, root)
    again = open_registry(node, registry.contract, chain_id=registry.chain_id)
    states = again.states(WRITER, ORIGIN)
    assert [(state.size, state.root) for state in states] == [(5, ONE), (9, TWO)]
    assert abs(states[0].time - time.time()) < 600


def test_what_cannot_be_asked_or_paid_is_one_sentence(node: str) -> None:
    with pytest.raises(ChainUnavailable, match="not of 5"):
        open_registry(node, None, chain_id=5)
    with pytest.raises(ChainUnavailable, match="no contract"):
        open_registry(node, STRANGER)
    with pytest.raises(ChainUnavailable, match="does not answer"):
        open_registry("http://127.0.0.1:1/", None)
    with pytest.raises(ChainRefused):
        open_registry(node, None).deploy(POOR)


def test_the_registry_keeps_nothing_but_names_sizes_and_roots() -> None:
    """What can be written down at all is the contract's interface: no field of it could hold an entry or a person."""
    functions = {one["name"]: one for one in chain.artefact()["abi"] if one["type"] == "function"}
    writing = {name: one for name, one in functions.items() if one["stateMutability"] != "view"}
    assert {name: [given["name"] for given in one["inputs"]] for name, one in writing.items()} == {
        "anchor": ["origin", "size", "root"]
    }
