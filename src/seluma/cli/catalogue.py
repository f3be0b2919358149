"""`./seluma catalogue list|check|publish|withdraw`: the services on offer."""

from __future__ import annotations

import datetime as dt
import json
import sys
from typing import Any

import typer
from django.db import DatabaseError
from django.utils import timezone, translation
from rich.progress import Progress

from seluma.cli.refusals import CannotRun
from seluma.cli.steps import console
from seluma.core.access.api import SYSTEM, NotFound, Refused
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.lib.money import rupiah
from seluma.lib.text import Text

app = typer.Typer(help="The services on offer.", no_args_is_help=True, pretty_exceptions_enable=False)

_LANGUAGE = typer.Option("id", help="Language of the sentences: id or en.")


@app.command("list")
def list_(as_json: bool = typer.Option(False, "--json", help="As one line of JSON.")) -> None:
    """The published services that can be applied for today."""
    services = catalogue.services(on=timezone.localdate())
    if as_json:
        print(json.dumps([_as_dict(service) for service in services], ensure_ascii=False))
        return
    for service in services:
        print(f"{service.code}  v{service.number}  {service.title.id} / {service.title.en}")


@app.command()
def check(language: str = _LANGUAGE) -> None:
    """Read the content folder beside what is published; name every mistake, one a line, and exit 1 if there is one."""
    try:
        content = _publishable()
    except catalogue.ContentMistakes as wrong:
        _name_mistakes(wrong, language)
        raise typer.Exit(1) from None
    print(f"{len(content.services)} services, no mistake.", file=sys.stderr)


def _publishable() -> catalogue.Content:
    try:
        return catalogue.publishable(on=timezone.localdate())
    except DatabaseError:
        print("The catalogue cannot be read: fees are not compared with the published ones.", file=sys.stderr)
        return catalogue.content()


@app.command()
def withdraw(
    code: str = typer.Argument(help="The service's code, as `list` shows it."),
    reason_id: str = typer.Option(..., help="Why, in Indonesian; applicants read it."),
    reason_en: str = typer.Option(..., help="Why, in English."),
    starts: str = typer.Option("", "--from", help="The first day (2027-01-31) on which it is not offered; else today."),
    stop_filed: bool = typer.Option(
        False, "--stop-filed", help="What was filed before is not granted any more either."
    ),
) -> None:
    """Offer a service no more; its open cases are told. A changed version can be published later."""
    reason, day = Text(id=reason_id, en=reason_en), _day(starts)
    try:
        gone = catalogue.withdraw(
            code=code, reason=reason, from_on=day, stops_filed=stop_filed, by=SYSTEM, at=timezone.now()
        )
    except (Refused, NotFound) as refused:
        raise CannotRun(str(refused)) from None
    print(f"{gone.code}  v{gone.upto}  not offered from {gone.from_on.isoformat()}")


def _day(typed: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(typed) if typed else None
    except ValueError:
        raise CannotRun(f"--from {typed}: not a day; write it as 2027-01-31.") from None


@app.command()
def publish(
    language: str = _LANGUAGE,
    dry_run: bool = typer.Option(False, "--dry-run", help="Change nothing; name the open cases it would touch."),
    as_json: bool = typer.Option(False, "--json", help="With --dry-run: as one line of JSON."),
    starts: str = typer.Option("", "--from", help="The day (2027-01-31) from which it applies, instead of the files'."),
) -> None:
    """Publish what changed in the content folder, all or nothing."""
    day = _day(starts)
    if dry_run:
        _try(day, language, as_json=as_json)
        return
    try:
        published = catalogue.publish(by=SYSTEM, at=timezone.now(), effective_from=day)
    except Refused as refused:
        with translation.override(language):
            for line in refused.obstacles:
                print(line)
            print(refused, file=sys.stderr)
        raise typer.Exit(1) from None
    for service in published:
        print(f"{service.code}  v{service.number}  from {service.effective_from.isoformat()}")


def tried(day: dt.date | None) -> cases.Trial:
    """What publishing the content folder from a day would do, with a progress bar; ContentMistakes."""
    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("Looking at the open cases", total=None)
        return cases.try_publication(
            by=SYSTEM,
            at=timezone.now(),
            effective_from=day,
            progress=lambda done, total: bar.update(task, completed=done, total=total),
        )


def _try(day: dt.date | None, language: str, *, as_json: bool) -> None:
    try:
        trial = tried(day)
    except catalogue.ContentMistakes as wrong:
        _name_mistakes(wrong, language)
        raise typer.Exit(1) from None
    if as_json:
        print(json.dumps(trial_as_dict(trial), ensure_ascii=False))
        return
    for one in trial.services:
        kept = sum(one.keep_theirs.values())
        print(
            f"{one.service.code}  from {one.applies_from.isoformat()}: "
            f"{len(one.touched)} of {one.drafts} drafts touched, {kept} filed cases keep their version"
        )
        for case in one.touched:
            print(f"  {case.case}  {_in_words(case, language)}")


def _in_words(case: cases.TouchedCase, language: str) -> str:
    said = [f"+ {hurdle.text.in_(language)}" for hurdle in case.appear]
    said += [f"- {hurdle.text.in_(language)}" for hurdle in case.disappear]
    before, after = (_amount(fee) for fee in (case.fee_before, case.fee_after))
    said += [f"{before} -> {after}"] if before != after else []
    said += [f"? {key}" for key in case.answers_lost]
    return "; ".join(said)


def _amount(fee: catalogue.Fee | None) -> str:
    return rupiah(fee.amount) if fee and fee.amount is not None else "-"


def trial_as_dict(trial: cases.Trial) -> dict[str, Any]:
    """A dry run as plain values: per service the day, the counts, and each case that is touched."""
    return {
        "open_cases": trial.open_cases,
        "services": [
            {
                "code": one.service.code,
                "applies_from": one.applies_from.isoformat(),
                "drafts": one.drafts,
                "keep_their_version": one.keep_theirs,
                "touched": [_case_as_dict(case) for case in one.touched],
            }
            for one in trial.services
        ],
    }


def _case_as_dict(case: cases.TouchedCase) -> dict[str, Any]:
    return {
        "case": str(case.case),
        "appear": [_hurdle_as_dict(hurdle) for hurdle in case.appear],
        "disappear": [_hurdle_as_dict(hurdle) for hurdle in case.disappear],
        "fee": {"before": _fee_as_dict(case.fee_before), "after": _fee_as_dict(case.fee_after)},
        "answers_lost": list(case.answers_lost),
    }


def _hurdle_as_dict(hurdle: cases.Hurdle) -> dict[str, Any]:
    return {"kind": hurdle.kind, "key": hurdle.key, "text": hurdle.text.as_dict()}


def _fee_as_dict(fee: catalogue.Fee | None) -> dict[str, Any] | None:
    return {"key": fee.key, "amount": fee.amount, "certainty": fee.certainty} if fee else None


def _name_mistakes(wrong: catalogue.ContentMistakes, language: str) -> None:
    with translation.override(language):
        for mistake in wrong.mistakes:
            print(catalogue.mistake_line(mistake))


def _as_dict(service: catalogue.Service) -> dict[str, Any]:
    return {
        "code": service.code,
        "title": service.title.as_dict(),
        "decided_by": service.decided_by,
        "promise_days": service.promise_days,
        "fees": [{"amount": fee.amount, "certainty": fee.certainty, "source": fee.source} for fee in service.fees],
        "version": service.number,
    }
