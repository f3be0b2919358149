"""Reading a whole content folder: all its files together, every mistake named by file and key."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from seluma.lib.money import rupiah
from seluma.lib.text import Text

from .checking import check_service
from .finder_content import FINDER, check_finder, read_finder
from .model import (
    Agency,
    Authority,
    Choice,
    Content,
    Fee,
    Figure,
    Head,
    Holiday,
    Holidays,
    Office,
    Question,
    ReadyText,
    Section,
    Service,
    Situation,
    Surroundings,
)
from .reader import CODE, KEY, PREFIX, Mistake, Mistakes, Table, parse
from .service import ServiceReader, Shared, read_figure, read_law, read_question

SERVICES = "services/"
SHARED_FILES = (
    "figures.toml",
    "law.toml",
    "situations.toml",
    "districts.toml",
    "questions.toml",
    "agencies.toml",
    "office.toml",
    "holidays.toml",
    "letters.toml",
    FINDER,
)
USES = frozenset({"refuse", "return", "message", "revoke"})
"""Where ready texts are offered."""
NAMED = frozenset({"name", "number", "service"})
"""What ready texts may name."""
Files = tuple[tuple[str, bytes], ...]
FIGURES_OF_EVERY_SERVICE = ("promise_days", "objection_days")


class ContentMistakes(ValueError):
    """The content cannot be used; `mistakes` are all that is wrong with it."""

    def __init__(self, mistakes: Sequence[Mistake]) -> None:
        super().__init__(f"{len(mistakes)} mistakes in the content")
        self.mistakes = tuple(mistakes)


def read_content(files: Mapping[str, bytes]) -> Content:
    """The content of a folder, given as relative path → bytes; ContentMistakes with every mistake in it."""
    mistakes = Mistakes()
    shared, surroundings = _shared(files, mistakes)
    services = _services(files, mistakes)
    if surroundings is not None:
        check_finder([service for _, service in services], shared.finder, mistakes)
    _check_codes(services, surroundings.office if surroundings else None, mistakes)
    if mistakes.found or surroundings is None:
        raise _all_of(mistakes)
    return Content(
        surroundings=surroundings,
        services=tuple(service for _, service in services),
        files=tuple(file for file, _ in services),
    )


def read_surroundings(files: Mapping[str, bytes]) -> Surroundings:
    """The same without the services, which are read from their published versions."""
    mistakes = Mistakes()
    _, surroundings = _shared(files, mistakes)
    if mistakes.found or surroundings is None:
        raise _all_of(mistakes)
    return surroundings


def changed_fees(content: Content, published: Mapping[str, Service], *, on: dt.date) -> list[Mistake]:
    """Fees that differ from the published ones and start in the past, or of which nobody wrote since when.

    A figure that was wrong may be corrected with its source; from another day on, it is that day or a later one.
    """
    found = []
    for file, service in zip(content.files, content.services, strict=True):
        last = published.get(service.code)
        known = {fee.key: fee for fee in last.fees} if last else {}
        for fee in service.fees:
            if fee.key in known and (mistake := _changed_fee(known[fee.key], fee, file, on)):
                found.append(mistake)
    return found


def _changed_fee(old: Fee, fee: Fee, file: str, on: dt.date) -> Mistake | None:
    another = None not in (fee.amount, old.amount) and fee.amount != old.amount
    from_another_day = fee.effective_from != old.effective_from
    if from_another_day and fee.effective_from < (on if another else old.effective_from):
        details = {"day": fee.effective_from.isoformat()}
        return Mistake(file, f"fees[{fee.key}].effective_from", "fee_in_past", details)
    if another and not from_another_day and fee.source == old.source:
        details = {"old": rupiah(old.amount or 0), "new": rupiah(fee.amount or 0)}
        return Mistake(file, f"fees[{fee.key}].amount", "fee_in_silence", details)
    return None


def _all_of(mistakes: Mistakes) -> ContentMistakes:
    return ContentMistakes(sorted(mistakes.found.values(), key=lambda m: (m.file.startswith(SERVICES), m.file)))


def _shared(files: Mapping[str, bytes], mistakes: Mistakes) -> tuple[Shared, Surroundings | None]:
    for file in files:
        if file not in SHARED_FILES and not file.startswith(SERVICES):
            mistakes.note(file, "-", "unknown_file")
    if not any(file.startswith(SERVICES) for file in files):
        mistakes.note(SERVICES, "-", "no_service")
    shared, surroundings, found = _read_shared(_shared_files(files))
    mistakes.take(found)
    return shared, surroundings


def _shared_files(files: Mapping[str, bytes]) -> Files:
    return tuple((file, files[file]) for file in SHARED_FILES if file in files)


# Who edits one file reads the folder again and again: what stands in the other files is read and checked once.
@lru_cache(maxsize=16)
def _read_shared(files: Files) -> tuple[Shared, Surroundings | None, tuple[Mistake, ...]]:
    mistakes = Mistakes()
    tables = _tables(dict(files), mistakes)
    shared = Shared()
    shared.figures = _figures(tables["figures.toml"])
    for file in SHARED_FILES[1:]:
        if (table := tables[file]) is not None:
            table.figures = shared.figures
    shared.law = _keyed(tables["law.toml"], read_law)
    shared.agencies = _agencies(tables["agencies.toml"])
    shared.lists = _lists(tables["districts.toml"])
    shared.situations = _keyed(tables["situations.toml"], _situation)
    _questions(tables["questions.toml"], shared)
    office = _office(tables["office.toml"])
    holidays = _holidays(tables["holidays.toml"])
    ready_texts = _keyed(tables["letters.toml"], _ready_text)
    finder = read_finder(tables[FINDER], shared.law)
    shared.finder = tables[FINDER]
    if office is None or holidays is None or shared.agencies is None or shared.figures is None:
        return shared, None, tuple(mistakes.found.values())
    surroundings = Surroundings(
        office=office,
        agencies=tuple(shared.agencies.values()),
        holidays=holidays,
        figures=tuple(shared.figures.values()),
        finder=finder,
        situations=tuple((shared.situations or {}).values()),
        ready_texts=tuple((ready_texts or {}).values()),
    )
    return shared, surroundings, tuple(mistakes.found.values())


def _tables(files: Mapping[str, bytes], mistakes: Mistakes) -> dict[str, Table | None]:
    found: dict[str, Table | None] = dict.fromkeys(SHARED_FILES)
    for file in SHARED_FILES:
        if file not in files:
            mistakes.note(file, "-", "file_missing")
            continue
        raw = parse(file, files[file], mistakes)
        found[file] = Table(file, raw, mistakes) if raw is not None else None
    return found


def _keyed(table: Table | None, read: Any) -> dict[str, Any] | None:
    if table is None:
        return None
    found = {}
    for key in table.raw:
        inner = table.table(key)
        if inner is None:
            continue
        if not KEY.fullmatch(key):
            table.wrong(key, "bad_key", value=key)
        found[key] = read(inner, key)
    return found


def _figures(table: Table | None) -> dict[str, Figure] | None:
    return _keyed(table, read_figure)


def _agencies(table: Table | None) -> dict[str, Agency] | None:
    if table is None:
        return None
    found: dict[str, Agency] = {}
    for inner in table.tables("agencies", label="code"):
        agency = Agency(code=inner.matching("code", CODE), name=inner.text("name"), duty=inner.text("duty"))
        inner.finish()
        if agency.code in found:
            inner.wrong("code", "twice", value=agency.code)
        found[agency.code] = agency
    table.finish()
    return found


def _situation(table: Table, key: str) -> Situation:
    situation = Situation(key=key, title=table.text("title"))
    table.finish()
    return situation


def _ready_text(table: Table, key: str) -> ReadyText:
    found = ReadyText(key=key, use=table.one_of("use", USES), title=table.text("title"), text=table.text("text"))
    for language, said in found.text.as_dict().items():
        for name in re.findall(r"%(?!\((?:name|number|service)\)s)\(?(\w{0,20})", said):
            table.wrong(f"text.{language}", "unknown_place", value=name, allowed=", ".join(sorted(NAMED)))
    table.finish()
    return found


def _lists(table: Table | None) -> dict[str, tuple[Choice, ...]] | None:
    if table is None:
        return None
    table.string("source")
    table.day("checked_on")
    districts = []
    for inner in table.tables("district", label="code"):
        name = inner.string("name")
        districts.append(Choice(key=inner.string("code"), title=Text(name, name), hint=None))
        inner.finish()
    table.finish()
    return {"districts": tuple(districts)}


def _questions(table: Table | None, shared: Shared) -> None:
    if table is None:
        return
    shared.sections = {}
    for key, inner in table.named_tables("sections"):
        shared.sections[key] = Section(key=key, title=inner.text("title"))
        inner.finish()
    questions: dict[str, Question] = {}
    for inner in table.tables("questions"):
        question = read_question(inner, shared.sections, shared.lists)
        inner.finish()
        if question.key in questions:
            inner.wrong("key", "twice", value=question.key)
        questions[question.key] = question
    table.finish()
    shared.questions = questions


def _office(table: Table | None) -> Office | None:
    if table is None:
        return None
    head = table.table("head")
    office = Office(
        name=(name := table.text("name")),
        short_name=table.text_or_none("short_name") or name,
        tagline=table.text_or_none("tagline"),
        address=table.text("address"),
        hours=table.text("hours"),
        email=table.string("email"),
        phone=table.string("phone"),
        timezone=table.string("timezone"),
        country=table.string("country"),
        prefix=table.matching("prefix", PREFIX),
        head=Head(name=head.string("name") if head else "", title=head.text("title") if head else table.text("head")),
        demo=table.flag("demo", default=False),
        certainty=table.one_of("certainty", ("certain", "uncertain")),
        source=table.string("source"),
        checked_on=table.day("checked_on"),
        authorities=tuple(_authority(inner) for inner in table.tables("authorities", label="service")),
    )
    if head:
        head.finish()
    _check_office(table, office)
    table.finish()
    return office


def _authority(table: Table) -> Authority:
    authority = Authority(
        service=table.matching("service", CODE),
        basis=table.text("basis"),
        certainty=table.one_of("certainty", ("certain", "uncertain")),
        source=table.string("source"),
        checked_on=table.day("checked_on"),
    )
    table.finish()
    return authority


def _check_office(table: Table, office: Office) -> None:
    if office.timezone:
        try:
            ZoneInfo(office.timezone)
        except (ZoneInfoNotFoundError, ValueError):
            table.wrong("timezone", "unknown_timezone", value=office.timezone)
    if office.country and office.demo and office.country != "UTO":
        # Papers of a demonstration must never look as if a state had issued them.
        table.wrong("country", "demo_country")
    seen = [authority.service for authority in office.authorities]
    for service in {service for service in seen if seen.count(service) > 1}:
        table.wrong(f"authorities[{service}]", "twice", value=service)


def _holidays(table: Table | None) -> Holidays | None:
    if table is None:
        return None
    more = tuple(_holiday(inner) for inner in table.tables("more", label="date"))
    less = tuple(_holiday(inner) for inner in table.tables("less", label="date"))
    for day in sorted({holiday.day for holiday in more} & {holiday.day for holiday in less} - {dt.date.min}):
        table.wrong(f"more[{day.isoformat()}]", "both_ways", value=day.isoformat())
    first = table.integer("first_year", least=1945, most=2200) or 2000
    last = table.integer("last_year", least=1945, most=2200) or 2000
    if last < first:
        table.wrong("last_year", "years_backwards")
    holidays = Holidays(
        country=table.string("country"),
        categories=table.strings("categories"),
        first_year=first,
        last_year=last,
        more=more,
        less=less,
    )
    table.finish()
    return holidays


def _holiday(table: Table) -> Holiday:
    holiday = Holiday(
        day=table.day("date"),
        name=table.text("name"),
        source=table.string("source"),
        checked_on=table.day("checked_on"),
    )
    table.finish()
    return holiday


def _services(files: Mapping[str, bytes], mistakes: Mistakes) -> list[tuple[str, Service]]:
    shared_files = _shared_files(files)
    services = []
    for file in sorted(file for file in files if file.startswith(SERVICES)):
        service, found = _read_service(file, files[file], shared_files)
        mistakes.take(found)
        if service is not None:
            services.append((file, service))
    return services


@lru_cache(maxsize=256)
def _read_service(file: str, data: bytes, shared_files: Files) -> tuple[Service | None, tuple[Mistake, ...]]:
    mistakes = Mistakes()
    shared, *_ = _read_shared(shared_files)
    raw = parse(file, data, mistakes)
    service = None if raw is None else _service(file, raw, shared, mistakes)
    return service, tuple(mistakes.found.values())


def _service(file: str, raw: Mapping[str, Any], shared: Shared, mistakes: Mistakes) -> Service:
    own = {
        key: read_figure(inner, key)
        for key, inner in Table(file, raw, mistakes, figures=shared.figures).named_tables("figures")
    }
    figures = (shared.figures or {}) | own
    table = Table(file, raw, mistakes, figures=None if shared.figures is None else figures)
    table.table("figures", required=False)
    for key in FIGURES_OF_EVERY_SERVICE:
        if shared.figures is not None and key not in figures:
            table.wrong(f"figures.{key}", "missing")
    for key in own.keys() & (shared.figures or {}).keys():
        table.wrong(f"figures.{key}", "shared_figure")
    service = ServiceReader(table, figures, shared).read()
    if shared.questions is not None and shared.figures is not None:
        check_service(service, table)
    return service


def _check_codes(services: Sequence[tuple[str, Service]], office: Office | None, mistakes: Mistakes) -> None:
    first: dict[str, str] = {}
    for file, service in services:
        if not service.code:
            continue
        if service.code in first:
            mistakes.note(file, "code", "code_taken", value=service.code, other=first[service.code])
        first.setdefault(service.code, file)
        if office is not None and service.decided_by == "this_office" and office.authority(service.code) is None:
            mistakes.note(file, "decided_by", "no_authority", value=service.code)
    if office is None:
        return
    for authority in office.authorities:
        if authority.service and authority.service not in first:
            mistakes.note(
                "office.toml", f"authorities[{authority.service}]", "unknown_service", value=authority.service
            )
