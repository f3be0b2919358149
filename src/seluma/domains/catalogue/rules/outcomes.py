"""Reading what a granted application leads to: a permit, a paper of this office, or a case handed over."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import get_args

from .model import Figure, HandoverSpec, LawRef, Length, PaperSpec, PermitSpec, Returns
from .reader import Table

LONGEST_STATEMENT = 600
"""Characters of a paper's statement that still leave room for the rest of the page."""
_MONTHS = {"months": 1, "years": 12}
LawOf = Callable[[Table, str], LawRef]


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What the file has of the three; exactly one of them in a file without mistakes."""

    permit: PermitSpec | None
    paper: PaperSpec | None
    handover: HandoverSpec | None


def read_outcomes(
    table: Table, law_of: LawOf, figures: Mapping[str, Figure], agencies: Collection[str] | None
) -> Outcomes:
    """`[permit]`, `[paper]`, `[handover]` of a service. No agencies: their file could not be read."""
    found = Outcomes(
        permit=_permit(table, law_of), paper=_paper(table, law_of, figures), handover=_handover(table, law_of, figures)
    )
    if found.handover and found.handover.to and agencies is not None and found.handover.to not in agencies:
        table.wrong("handover.to", "unknown_agency", value=found.handover.to)
    named = [name for name in ("permit", "paper", "handover") if table.has(name)]
    if not named:
        table.wrong("permit", "outcome_missing")
    for name in named[1:]:
        table.wrong(name, "outcome_twice", first=named[0])
    if table.raw.get("decided_by") == "directorate_general" and "handover" not in named:
        table.wrong("handover", "handover_missing")
    return found


def _permit(outer: Table, law_of: LawOf) -> PermitSpec | None:
    table = outer.table("permit", required=False)
    if table is None:
        return None
    lengths = []
    for inner in table.tables("lengths"):
        length = Length(
            key=inner.string("key"),
            months=inner.integer("months", default=0, most=1200) or 0,
            days=inner.integer("days", default=0, most=36500) or 0,
        )
        if length.key and not (length.months or length.days):
            inner.wrong("", "length_of_nothing")
        inner.finish()
        lengths.append(length)
    permit = PermitSpec(
        kind=table.string("kind"),
        title=table.text("title"),
        index=table.string("index", required=not table.has("index_question")) or None,
        index_question=table.string("index_question", required=False) or None,
        expires_question=table.string("expires_question", required=not table.has("starts_question")),
        starts_question=table.string("starts_question", required=False),
        length_question=table.string("length_question", required=len(lengths) != 1),
        lengths=tuple(lengths),
        legal_base=law_of(table, "legal_base"),
    )
    if permit.index and permit.index_question:
        table.wrong("index", "index_twice")
    if permit.expires_question and permit.starts_question:
        table.wrong("starts_question", "start_twice")
    table.finish()
    return permit


def _paper(outer: Table, law_of: LawOf, figures: Mapping[str, Figure]) -> PaperSpec | None:
    table = outer.table("paper", required=False)
    if table is None:
        return None
    paper = PaperSpec(
        kind=table.string("kind"),
        title=table.text("title"),
        statement=(statement := table.text("statement")),
        fields=table.strings("fields"),
        legal_base=law_of(table, "legal_base"),
        valid=_validity(table, figures),
    )
    if max(len(statement.id), len(statement.en)) > LONGEST_STATEMENT:
        table.wrong("statement", "too_long", limit=LONGEST_STATEMENT)
    table.finish()
    return paper


def _validity(table: Table, figures: Mapping[str, Figure]) -> Length | None:
    figure = _figure(table, "valid", figures, ("days", "months", "years")) if table.has("valid") else None
    if figure is None:
        return None
    months = _MONTHS.get(figure.unit, 0)
    return Length(key=figure.key, months=figure.value * months, days=0 if months else figure.value)


def _handover(outer: Table, law_of: LawOf, figures: Mapping[str, Figure]) -> HandoverSpec | None:
    table = outer.table("handover", required=False)
    if table is None:
        return None
    figure = _figure(table, "days", figures, ("working_days",))
    checklist = []
    for inner in table.tables("checklist"):
        checklist.append(inner.text("text"))
        inner.finish()
    if not checklist:
        table.wrong("checklist", "missing")
    handover = HandoverSpec(
        to=table.string("to"),
        reason=table.text("reason"),
        legal_base=law_of(table, "legal_base"),
        days=figure.value if figure else 1,
        days_figure=figure.key if figure else "",
        returns=table.one_of("returns", get_args(Returns)),
        result=table.text("result"),
        checklist=tuple(checklist),
    )
    table.finish()
    return handover


def _figure(table: Table, name: str, figures: Mapping[str, Figure], units: tuple[str, ...]) -> Figure | None:
    key = table.string(name)
    figure = figures.get(key)
    if figure is None:
        if key and table.figures is not None:
            table.wrong(name, "unknown_figure", value=key)
        return None
    if figure.unit not in units:
        table.wrong(name, "wrong_unit", value=key, allowed=", ".join(units))
    return figure
