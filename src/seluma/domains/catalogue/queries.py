"""Reading the catalogue: services as published, the office and its calendar as the content folder says.

Published versions never change, so each is built once a process. Office, institutions, calendar and shared figures are
read from the folder once a process as well: after an edit the portal is restarted (`docs/content.md`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from uuid import UUID

import holidays
from django.conf import settings
from django.db.models import Exists, OuterRef

from seluma.core.access.api import NotFound, Refused
from seluma.lib.conditions import Value
from seluma.lib.text import Text
from seluma.lib.workdays import WorkCalendar

from . import rules, words
from .models import ServiceVersion, ServiceWithdrawal
from .rules import Answers, Blocks, Service

_built: dict[UUID, Service] = {}


# ---- Services --------------------------------------------------------------------------------------------------------


def services(*, on: dt.date) -> list[Service]:
    """The services that can be applied for on that day, in the order of their codes."""
    return [version(version_id) for version_id in ServiceVersion.objects.in_force(on).values_list("id", flat=True)]


def service(code: str, *, on: dt.date) -> Service:
    """The service as it stands on that day; NotFound where there is none."""
    found = ServiceVersion.objects.in_force(on).filter(code=code).values_list("id", flat=True).first()
    if found is None:
        gone = withdrawal(code, on=on)
        raise NotFound(words.not_offered(gone) if gone else words.NO_SUCH_SERVICE)
    return version(found)


def withdrawal(code: str, *, on: dt.date) -> rules.Withdrawal | None:
    """Why a service is not offered on that day; None where it is offered, or never was."""
    later = ServiceVersion.objects.filter(code=code, number__gt=OuterRef("upto"), effective_from__lte=on)
    row = ServiceWithdrawal.objects.filter(~Exists(later), code=code, from_on__lte=on).order_by("-upto").first()
    return _withdrawal(row) if row else None


def withdrawal_of(one: Service, *, on: dt.date) -> rules.Withdrawal | None:
    """The withdrawal that holds for one version on that day; the strictest where there are several."""
    held = ServiceWithdrawal.objects.filter(code=one.code, upto__gte=one.number, from_on__lte=on)
    row = held.order_by("-stops_filed", "upto").first()
    return _withdrawal(row) if row else None


def _withdrawal(row: ServiceWithdrawal) -> rules.Withdrawal:
    reason = Text(id=row.reason_id, en=row.reason_en)
    return rules.Withdrawal(
        code=row.code, upto=row.upto, from_on=row.from_on, reason=reason, stops_filed=row.stops_filed
    )


def version(version_id: UUID) -> Service:
    """One published version, for ever; NotFound where there is none. No query once this process has built it."""
    if version_id not in _built:
        row = ServiceVersion.objects.filter(id=version_id).first()
        if row is None:
            raise NotFound(words.NO_SUCH_SERVICE)
        _built[version_id] = rules.service_from(bytes(row.canonical), version_id=row.id, number=row.number)
    return _built[version_id]


def proposed(*, on: dt.date, effective_from: dt.date | None = None) -> list[Service]:
    """What publishing the content folder on that day would make a new version, each with the day it applies from.

    `effective_from`: from that day instead of the folder's own; then also what is published and not yet in force. A
    folder that names an earlier day than the last version of the same content changes nothing: that version was
    published "from a date". ContentMistakes where the folder has one.
    """
    newest = _newest()
    found = []
    for service in publishable(on=on).services:
        last = newest.get(service.code)
        wanted = replace(service, effective_from=effective_from) if effective_from else service
        if last is None or _is_other(wanted, last, on=on, dated=effective_from is not None):
            found.append(wanted)
    return found


def publishable(*, on: dt.date) -> rules.Content:
    """The content folder, checked as `content` does, and on that day beside what is published; or ContentMistakes."""
    read = content()
    mistakes = rules.changed_fees(read, _newest(), on=on)
    if mistakes:
        raise rules.ContentMistakes(mistakes)
    return read


def _newest() -> dict[str, Service]:
    """The last published version of each service."""
    return {row.code: version(row.id) for row in ServiceVersion.objects.newest().only("id", "code")}


def _is_other(service: Service, last: Service, *, on: dt.date, dated: bool) -> bool:
    same = rules.canonical(replace(service, effective_from=last.effective_from)) == rules.canonical(last)
    if not same:
        return True
    if dated:
        return last.effective_from > on and last.effective_from != service.effective_from
    return service.effective_from > last.effective_from


# ---- What a service asks, wants, costs and refuses -------------------------------------------------------------------


def asked(service: Service, answers: Answers) -> list[rules.Question]:
    """The questions that these answers lead to, in order; one that hangs on a missing answer is not asked yet."""
    return rules.asked(service, answers, calendar())


def unanswered(service: Service, answers: Answers) -> list[rules.Question]:
    """The questions that are asked, must be answered, and are not."""
    return rules.unanswered(service, answers, calendar())


def answers_in_force(service: Service, answers: Answers) -> dict[str, Value]:
    """Each question's answer, None where it is not asked (any more) or not answered."""
    return rules.answers_in_force(service, answers, calendar())


def carried_over(service: Service, answers: Answers) -> dict[str, Value]:
    """The answers given under another version that this one still asks for and can read."""
    return rules.carried_over(service, answers)


def required_documents(service: Service, answers: Answers) -> list[rules.DocumentSpec]:
    """The documents to hand in with these answers."""
    return rules.required_documents(service, answers, calendar())


def agencies_asked(service: Service, answers: Answers) -> list[rules.AgencyQuestionSpec]:
    """The questions to other institutions that these answers lead to."""
    return rules.agencies_asked(service, answers, calendar())


def fee_for(service: Service, answers: Answers) -> rules.Fee | None:
    """The fee; None while an answer that it hangs on is missing, and for a service without fees."""
    return rules.fee_for(service, answers, calendar())


def obstacles(service: Service, answers: Answers, *, on: dt.date, blocks: Blocks) -> list[rules.Obstacle]:
    """Every condition of that sort (`filing`, `decision`, `warn`) that is not met on that day.

    Conditions of filing are asked with the day of the first filing, also when a returned application comes again.
    """
    return rules.obstacles(service, answers, calendar(), on=on, blocks=blocks)


def outlook(service: Service, answers: Answers, *, on: dt.date) -> rules.Outlook:
    """All that an application would meet if it were filed on that day."""
    return rules.outlook(service, answers, calendar(), on=on)


def period_for(service: Service, answers: Answers) -> rules.Period | None:
    """The days of the new permit; None where an answer is missing or the service gives no permit."""
    return rules.period_for(service, answers, calendar())


def paper_until(service: Service, first: dt.date) -> dt.date | None:
    """The last day of the service's paper when it counts from a day on; None: without end."""
    return rules.paper_until(service, first)


def window_for(service: Service, answers: Answers) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day on which one may apply, as far as the answers tell."""
    return rules.window_for(service, answers, calendar())


def permit_index(service: Service, answers: Answers) -> str | None:
    """The index code that the permit will carry."""
    return rules.permit_index(service, answers, calendar())


def prefill(service: Service, profile: object) -> dict[str, Value]:
    """Answers that a person's profile holds already."""
    return rules.prefill(service, profile)


def check_answer(question: rules.Question, raw: object) -> Value:
    """What was typed as the value to keep; Refused, with a sentence for beside the field, where it cannot be read.

    None is the answer to a question that was left out and may be. Dates: `2026-02-28`, `28/2/2026`, or the three
    fields `{"day", "month", "year"}`.
    """
    try:
        return rules.parse_answer(question, raw)
    except rules.AnswerProblem as problem:
        raise Refused(words.answer_problem(problem), code=problem.code) from None


def overstay(*, permit_expires_on: dt.date, filed_on: dt.date | None, on: dt.date) -> rules.Overstay:
    """Days beyond a permit and what they cost; none are counted for whoever filed by the permit's last day."""
    return rules.overstay(
        permit_expires_on=permit_expires_on,
        filed_on=filed_on,
        on=on,
        fine_per_day=figure("overstay_fine").value,
        limit_days=figure("overstay_limit").value,
    )


# ---- Which service is somebody's -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """What the finder asks next: a shared question with the choices that still lead somewhere, or a service's own."""

    question: rules.FinderQuestion | None = None
    choices: tuple[rules.Choice, ...] = ()
    detail: rules.Question | None = None
    service: Service | None = None
    """Whose question `detail` is."""

    @property
    def is_over(self) -> bool:
        """Nothing is left to ask."""
        return self.question is None and self.detail is None


def finder_questions() -> tuple[rules.FinderQuestion, ...]:
    """The questions about somebody's situation that services share."""
    return _surroundings(_folder()).finder.questions


def finder_services(known: Mapping[str, str], *, on: dt.date) -> list[Service]:
    """The services on offer that are the right ones in this situation, whatever their own conditions say."""
    return rules.fitting(_surroundings(_folder()).finder, services(on=on), known)


def next_step(known: Mapping[str, str], details: Answers, asked_already: frozenset[str], *, on: dt.date) -> NextStep:
    """The next question of the finder. `known` are shared answers, `details` answers to services' own questions.

    `asked_already` are the own questions that were answered, or passed over for not knowing.
    """
    finder, offered = _surroundings(_folder()).finder, services(on=on)
    found = rules.next_question(finder, offered, known)
    if found is not None:
        return NextStep(question=found[0], choices=found[1])
    for one in rules.fitting(finder, offered, known):
        detail = rules.next_detail(one, carried_over(one, details), asked_already, calendar(), on=on)
        if detail is not None:
            return NextStep(detail=detail, service=one)
    return NextStep()


def verdicts(
    known: Mapping[str, str], details: Answers, asked_already: frozenset[str], *, on: dt.date
) -> list[rules.Verdict]:
    """What the finder says about each service on offer, in the order of their codes; see `next_step`."""
    finder = _surroundings(_folder()).finder
    return [rules.verdict(finder, one, known, details, asked_already, calendar(), on=on) for one in services(on=on)]


# ---- The office and its surroundings ---------------------------------------------------------------------------------


def office() -> rules.Office:
    """The office that runs this portal."""
    return _surroundings(_folder()).office


def agencies() -> tuple[rules.Agency, ...]:
    """The institutions that are asked."""
    return _surroundings(_folder()).agencies


def situations() -> tuple[rules.Situation, ...]:
    """What people are about to do, in the order in which services are listed under it."""
    return _surroundings(_folder()).situations


def ready_texts(use: str) -> list[rules.ReadyText]:
    """The texts from which an officer may start here ("refuse", "return", "message", "revoke"), in the file's order."""
    return [one for one in _surroundings(_folder()).ready_texts if one.use == use]


def agency(code: str) -> rules.Agency:
    """One institution; NotFound where the content has none of that code."""
    found = next((agency for agency in agencies() if agency.code == code), None)
    if found is None:
        raise NotFound(words.NO_SUCH_AGENCY)
    return found


def figure(key: str) -> rules.Figure:
    """A number that all services share (`draft_days`, `correction_days`, `billing_days`, …); KeyError for another."""
    found = {figure.key: figure for figure in _surroundings(_folder()).figures}
    return found[key]


def calendar() -> WorkCalendar:
    """The office's working days: the national calendar with the office's corrections."""
    return _calendar(_folder())


def content() -> rules.Content:
    """The content folder as it is now, read and checked as a whole; `ContentMistakes` names everything wrong in it."""
    return _content(tuple(_files(_folder()).items()))


def _folder() -> Path:
    return Path(settings.SELUMA_CONTENT)


def _files(folder: Path) -> dict[str, bytes]:
    """The content files by relative path. Other folders (guides) belong to others."""
    found = [*folder.glob("*.toml"), *folder.glob("services/*.toml")]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(found)}


@lru_cache(maxsize=4)
def _content(files: tuple[tuple[str, bytes], ...]) -> rules.Content:
    return rules.read_content(dict(files))


@lru_cache(maxsize=8)
def _surroundings(folder: Path) -> rules.Surroundings:
    return rules.read_surroundings(_files(folder))


@lru_cache(maxsize=8)
def _calendar(folder: Path) -> WorkCalendar:
    wanted = _surroundings(folder).holidays
    national = holidays.country_holidays(
        wanted.country, categories=wanted.categories, years=range(wanted.first_year, wanted.last_year + 1)
    )
    more, less = ({holiday.day for holiday in corrections} for corrections in (wanted.more, wanted.less))
    return WorkCalendar((national.keys() | more) - less)
