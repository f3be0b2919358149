"""A service in the order in which its page tells it. Nothing is decided here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from seluma.domains.catalogue import api as catalogue
from seluma.lib.money import rupiah
from seluma.lib.text import Text
from seluma.web.ui import forms
from seluma.web.ui.words import spoken


@dataclass(frozen=True, slots=True)
class Paper:
    """A document to hand in, with the limits that are said before the upload."""

    title: Text
    hint: Text | None
    only_for: Text | str
    limits: str


@dataclass(frozen=True, slots=True)
class Fees:
    """Fees from one source, under one certainty."""

    fees: tuple[catalogue.Fee, ...]

    @property
    def first(self) -> catalogue.Fee:
        """What they have in common: certainty, source, dates, note."""
        return self.fees[0]


@dataclass(frozen=True, slots=True)
class Hindrance:
    """What would be wrong, and what to do then."""

    wrong: str
    remedy: str
    law: catalogue.LawRef


@dataclass(frozen=True, slots=True)
class Asked:
    """An institution that is asked, and all it is told."""

    agency: catalogue.Agency
    question: catalogue.AgencyQuestionSpec
    sees: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Everything about one service before applying."""

    paragraphs: tuple[str, ...]
    authority: catalogue.Authority | None
    price: str
    price_certain: bool
    papers: tuple[Paper, ...]
    fees: tuple[Fees, ...]
    hindrances: tuple[Hindrance, ...]
    warnings: tuple[Hindrance, ...]
    asked: tuple[Asked, ...]
    promise: catalogue.Figure
    objection: catalogue.Figure
    opens: catalogue.Figure | None
    checked_on: dt.date


def page_of(service: catalogue.Service) -> Page:
    """The page of this version, in the language of the request."""
    prices = [fee.amount for fee in service.fees if fee.amount is not None]
    return Page(
        paragraphs=tuple(spoken(service.explanation).split("\n\n")),
        authority=catalogue.office().authority(service.code),
        price=_span(prices),
        price_certain=all(fee.certainty == "certain" for fee in service.fees),
        papers=tuple(_paper(document) for document in service.documents),
        fees=_fees(service.fees),
        hindrances=_hindrances(service, "filing"),
        warnings=_hindrances(service, "warn"),
        asked=tuple(_asked(service, question) for question in service.agencies),
        promise=service.figures_by_key["promise_days"],
        objection=service.figures_by_key["objection_days"],
        opens=service.figures_by_key.get("window_opens") if service.window else None,
        checked_on=_last_checked(service),
    )


def _span(prices: Sequence[int]) -> str:
    if not prices:
        return ""
    low, high = rupiah(min(prices)), rupiah(max(prices))
    return low if low == high else f"{low} – {high.removeprefix('Rp').strip()}"


def _paper(document: catalogue.DocumentSpec) -> Paper:
    limits = [forms.File(document.key, "", types=document.types, max_bytes=document.max_bytes).limits()]
    if document.max_pages > 1:
        limits.append(_("Paling banyak %(pages)s halaman.") % {"pages": document.max_pages})
    only_for: Text | str = document.only_for or ""
    if document.required_when and not only_for:
        only_for = _("Diperlukan atau tidak bergantung pada jawaban Anda.")
    return Paper(title=document.title, hint=document.hint, only_for=only_for, limits=" ".join(limits))


def _fees(fees: Sequence[catalogue.Fee]) -> tuple[Fees, ...]:
    def common(fee: catalogue.Fee) -> tuple[object, ...]:
        return fee.certainty, fee.source, fee.effective_from, fee.checked_on, fee.note

    return tuple(Fees(tuple(group)) for _key, group in groupby(fees, key=common))


def _hindrances(service: catalogue.Service, blocks: str) -> tuple[Hindrance, ...]:
    """Those that rest on law or practice; the others only catch a slip while filling in.

    The first sentence says what is wrong, the rest what to do.
    """
    found = []
    for condition in service.conditions:
        if condition.blocks == blocks and condition.law is not None:
            wrong, dot, remedy = spoken(condition.sentence).partition(". ")
            found.append(Hindrance(wrong + dot.strip(), remedy, condition.law))
    return tuple(found)


def _asked(service: catalogue.Service, question: catalogue.AgencyQuestionSpec) -> Asked:
    sees = tuple(service.questions_by_key[key].title for key in question.fields)
    return Asked(agency=catalogue.agency(question.agency), question=question, sees=sees)


def _last_checked(service: catalogue.Service) -> dt.date:
    """The day since which every source has been looked at: the oldest of them."""
    return min(source.checked_on for source in (*service.law, *service.fees, *service.figures))
