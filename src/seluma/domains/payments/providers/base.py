"""What a payment provider has to be able to do. Nothing here knows bills; a provider knows codes and amounts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Charge:
    """What is to be paid: rupiah for a code; `attempt` counts the goes on one bill from 1."""

    code: str
    amount: int
    attempt: int
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Settlement:
    """Money that the provider has: the treasury's number (NTPN), the bank's (NTB), rupiah, when."""

    ntpn: str
    ntb: str
    amount: int
    paid_at: dt.datetime


class ProviderFailed(Exception):
    """No money moved. `reason` is a key of `words.REASONS`; `permanent` when trying the same again cannot help."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.permanent = permanent


class Provider(Protocol):
    """An outside party that takes money for a code."""

    name: str

    def start(self, charge: Charge) -> Settlement | None:
        """Begin to pay. None: the payer has to do something at the bank first. Raises `ProviderFailed`."""

    def look_up(self, code: str) -> Settlement | None:
        """What the provider took for the code, None when nothing. Raises `ProviderFailed` when it cannot tell."""


@runtime_checkable
class HasBankPage(Protocol):
    """A provider whose page at the bank we show ourselves, for demonstrations."""

    def approve(self, charge: Charge) -> Settlement:
        """The payer pressed "pay" on the bank's page."""
