"""The journey of an application: each stop with when, by whom, and where it is recorded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from django.utils.translation import gettext as _

from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.lib.money import rupiah
from seluma.web.ui.jinja import date_long, datetime_long
from seluma.web.ui.words import spoken

from .showing import ShownBill, recorded, who


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop. `state` is one of the journey macro's words."""

    title: str
    state: str
    lines: tuple[str, ...]
    recorded: str


def journey(page: cases.CasePage, bill: ShownBill | None) -> list[Stop]:
    """Every stop; those that will not come any more are left out."""
    ended = page.turn.who == "nobody"
    names = {step.entry: step for step in page.steps}
    found = []
    for stage in page.stages:
        if ended and stage.state == "todo":
            continue
        stage = _where_it_stands(page, stage)
        said = [_moment(stage, names)] if stage.at else []
        found.append(
            Stop(
                title=_title(stage),
                state="stopped" if stage.state == "failed" else stage.state,
                lines=tuple(line for line in (*said, *_lines(page, stage, bill)) if line),
                recorded=recorded(stage.position),
            )
        )
    return [*found, _end(page)] if page.state in (cases.WITHDRAWN, cases.LAPSED) else found


_STOPS = {
    "mend": "verify",
    "verify": "verify",
    "pay": "pay",
    "set_amount": "pay",
    "answer": "agency",
    "decide": "decide",
    "bring": "hand_over",
    "send_again": "hand_over",
    "ask_there": "decide",
    "answer_back": "decide",
    "answer_objection": "object",
}
"""The stop at which an application stands, by what is to be done next."""


def _where_it_stands(page: cases.CasePage, stage: cases.Stage) -> cases.Stage:
    """The current stop is the one whose turn it is, also when an earlier one is still open beside it."""
    stop = _STOPS.get(page.turn.do)
    if stop is None or stage.state not in ("todo", "current"):
        return stage
    first = next(
        (one.key for one in page.stages if one.key.startswith(stop) and one.state in ("todo", "current")), None
    )
    if first is None:
        return stage
    return replace(stage, state="current" if stage.key == first else "todo")


def _end(page: cases.CasePage) -> Stop:
    """Where an application ended that was not decided."""
    step = page.steps[-1]
    moment = datetime_long(step.at)
    said = _("%(when)s, oleh Anda") % {"when": moment} if step.by_kind == "you" else moment
    return Stop(title=str(step.title), state="stopped", lines=(said,), recorded=recorded(step.position))


def _moment(stage: cases.Stage, names: dict[UUID, cases.Step]) -> str:
    when = datetime_long(stage.at)
    step = names.get(stage.entry) if stage.entry else None
    if step is None:
        return when
    if step.by_kind == "you":
        return _("%(when)s, oleh Anda") % {"when": when}
    if step.by_kind == "account":
        return _("%(when)s, petugas %(name)s") % {"when": when, "name": who(step)}
    return when


def _title(stage: cases.Stage) -> str:
    if stage.key.startswith("agency:"):
        name = spoken(stage.title)
        if stage.state == "done":
            return _("%(name)s: benar") % {"name": name}
        if stage.state == "failed":
            return _("%(name)s: tidak benar") % {"name": name}
        return _("Jawaban %(name)s") % {"name": name}
    if stage.key == "hand_over":
        return _("Diserahkan kepada %(name)s") % {"name": spoken(stage.title)}
    titles = {
        ("verify", "done"): _("Berkas diperiksa, lengkap"),
        ("pay", "done"): _("Biaya dibayar"),
        ("decide", "done"): _("Dikabulkan"),
        ("decide", "failed"): _("Ditolak"),
        ("collect", "done"): _("Dokumen diserahkan"),
        ("collect", "current"): _("Dokumen siap"),
    }
    return titles.get((stage.key, stage.state)) or str(cases.STAGES[stage.key])


def _lines(page: cases.CasePage, stage: cases.Stage, bill: ShownBill | None) -> list[str]:
    if stage.key.startswith("agency:"):
        return _asked(page, stage)
    if stage.key == "pay":
        return _paid(bill)
    if stage.key == "verify" and stage.state == "current" and page.state == cases.RETURNED:
        return [_("Dikembalikan kepada Anda untuk diperbaiki")]
    if stage.key == "hand_over" and stage.state != "done" and page.state == cases.HANDED_OVER:
        return [_("Paketnya kami sampaikan ke sana")]
    if stage.key == "decide" and page.state == cases.HANDED_OVER and page.due_on:
        return [_("Jawaban diharapkan sekitar %(day)s") % {"day": date_long(page.due_on)}]
    if stage.key == "decide" and stage.state in ("todo", "current") and page.due_on:
        return [_("Paling lambat %(day)s") % {"day": date_long(page.due_on)}]
    if stage.key == "collect" and stage.state == "todo":
        return [_("Unduh di sini, atau ambil di kantor")]
    return []


def _asked(page: cases.CasePage, stage: cases.Stage) -> list[str]:
    code = stage.key.partition(":")[2]
    question = next((one for one in page.questions if one.agency == code), None)
    if question is None:
        return []
    if question.state == agencies.ANSWERED:
        return [question.remark] if question.remark else []
    return [_("Kami sudah bertanya; dijawab paling lambat %(day)s") % {"day": date_long(question.due_on)}]


def _paid(bill: ShownBill | None) -> list[str]:
    if bill is None:
        return []
    if bill.is_awaited:
        return [_("Kasir sedang memastikan jumlahnya")]
    amount = rupiah(bill.bill.amount or 0)
    receipt = bill.bill.receipt
    if receipt is not None:
        return [_("%(amount)s, kuitansi %(number)s") % {"amount": amount, "number": receipt.number}]
    if bill.code is None:
        return [amount]
    facts = {"code": bill.code.spaced, "day": date_long(bill.code.valid_until)}
    return [_("Kode %(code)s, berlaku sampai %(day)s") % facts]
