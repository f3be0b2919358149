"""The registry as web3 reaches it. Needs no account of the node's: transactions are signed here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import requests
from eth_account import Account
from web3 import HTTPProvider, Web3
from web3.exceptions import ContractLogicError, TimeExhausted, Web3Exception, Web3RPCError
from web3.middleware import ExtraDataToPOAMiddleware
from web3.providers.base import BaseProvider

from seluma.lib.chain import ChainRefused, ChainUnavailable, State, artefact

Answer = TypeVar("Answer")

SECONDS = 10
"""How long a node may take to answer."""
MINED = 120
"""Seconds within which a block must hold a transaction."""


def new_key() -> str:
    """A new account's private key, 0x and 64 hexadecimal digits."""
    return str(Web3.to_hex(Account.create().key))


def address_of(key: str) -> str:
    """The address of the account with this private key."""
    return str(Account.from_key(key).address)


def provider(url: str) -> BaseProvider:
    """A node's JSON-RPC address."""
    return HTTPProvider(url, request_kwargs={"timeout": SECONDS})


class Registry:
    """Reads and writes the states of logs."""

    def __init__(self, by: BaseProvider, contract: str | None, *, chain_id: int | None = None) -> None:
        """Raises ChainUnavailable when the node does not answer, is of another network, or has no registry there."""
        self._web3 = Web3(by)
        # Networks with a fixed set of validators (QBFT, Clique) write more into a block's head than web3 expects.
        self._web3.middleware_onion.inject(ExtraDataToPOAMiddleware, layer=0)
        self.chain_id = int(self._ask(lambda: self._web3.eth.chain_id))
        if chain_id is not None and self.chain_id != chain_id:
            raise ChainUnavailable(f"The node is of network {self.chain_id}, not of {chain_id}.")
        self.contract: str | None = None
        if contract:
            address = Web3.to_checksum_address(contract)
            if not self._ask(lambda: self._web3.eth.get_code(address)):
                raise ChainUnavailable(f"Network {self.chain_id} has no contract at {contract}.")
            self.contract = address

    def deploy(self, key: str) -> str:
        """Put the registry on the network; its address. `key`: whose account pays. Raises ChainRefused."""
        made = artefact()
        built = self._web3.eth.contract(abi=made["abi"], bytecode=made["bytecode"]).constructor()
        address: str = self._send(built, key)["contractAddress"]
        self.contract = Web3.to_checksum_address(address)
        return self.contract

    def anchor(self, key: str, origin: str, size: int, root: bytes) -> str:
        """Write a log's state down with the account of this key; the transaction's hash when a block holds it.

        Raises ChainRefused when the registry does not take it (a log only grows there) or the account cannot pay.
        """
        sent = self._send(self._contract.functions.anchor(origin, size, root), key)
        return str(Web3.to_hex(sent["transactionHash"]))

    def count(self, writer: str, origin: str) -> int:
        """How many states this account wrote down for this log."""
        return int(self._ask(self._contract.functions.count(Web3.to_checksum_address(writer), origin).call))

    def states(self, writer: str, origin: str, *, since: int = 0) -> list[State]:
        """The states that this account wrote down for this log, from number `since` on, in their order."""
        writer, found = Web3.to_checksum_address(writer), []
        for index in range(since, self.count(writer, origin)):
            state = self._ask(self._contract.functions.state(writer, origin, index).call)
            found.append(State(index, int(state[0]), bytes(state[1]), int(state[2]), int(state[3])))
        return found

    @property
    def _contract(self) -> Any:
        if self.contract is None:
            raise ChainUnavailable("The registry's address is not known.")
        return self._web3.eth.contract(address=Web3.to_checksum_address(self.contract), abi=artefact()["abi"])

    def _send(self, call: Any, key: str) -> Any:
        account = Account.from_key(key)
        nonce = self._ask(lambda: self._web3.eth.get_transaction_count(account.address, "pending"))
        given = {"from": account.address, "nonce": nonce, "chainId": self.chain_id}
        try:
            signed = account.sign_transaction(self._ask(lambda: call.build_transaction(given | self._fees())))
            sent = self._ask(lambda: self._web3.eth.send_raw_transaction(signed.raw_transaction))
            receipt = self._web3.eth.wait_for_transaction_receipt(sent, timeout=MINED)
        except ContractLogicError as reason:
            raise ChainRefused(f"The registry does not take it: {reason.message}.") from reason
        except TimeExhausted as reason:
            raise ChainUnavailable(f"No block has held the transaction for {MINED} seconds.") from reason
        if receipt["status"] != 1:
            raise ChainRefused("The registry did not take the transaction.")
        return receipt

    def _fees(self) -> dict[str, Any]:
        """Networks without a price of their own want none; the others want theirs."""
        price = self._ask(lambda: self._web3.eth.gas_price)
        return {"gasPrice": price} if not price else {}

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        try:
            return question()
        except ContractLogicError:
            raise
        except Web3RPCError as reason:
            said = (reason.rpc_response or {}).get("error", {})
            raise ChainRefused(f"The node refuses: {said.get('message', reason)}.") from reason
        except (Web3Exception, requests.RequestException, OSError, ValueError) as reason:
            raise ChainUnavailable(f"The node does not answer: {type(reason).__name__}.") from reason
