"""Reading permits and letters, and checking a document that somebody shows."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from seluma.core.access import api as access
from seluma.core.files import api as files
from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.lib import mrz, papers, tlog, vds
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from . import events, models, providers, rules, words
from .rules import Evidence, Logged, Status

SealedFacts = rules.SealFacts | rules.StatementFacts
MAX_FILE_BYTES = 10_000_000
"""Largest file that is looked at in a check."""


def permit(permit_id: UUID) -> rules.Permit:
    """The permit; NotFound if there is none. Who may read it is asked by whoever owns the thing it is about."""
    row = models.Permit.objects.filter(pk=permit_id).first()
    if row is None:
        raise access.NotFound(words.NO_SUCH_PERMIT)
    return row.read()


def permits(about: Ref) -> list[rules.Permit]:
    """The permits about a thing, the newest first: at most one that is not revoked."""
    return permits_for_many([about])[about]


def permits_for_many(things: Iterable[Ref]) -> dict[Ref, list[rules.Permit]]:
    """The same for many things at once, in one statement; every thing is a key."""
    found: dict[Ref, list[rules.Permit]] = {thing: [] for thing in things}
    if found:
        for row in models.Permit.objects.about(*found).order_by("-granted_at", "-id"):
            found[row.about].append(row.read())
    return found


def ending(first: dt.date, last: dt.date) -> list[Ref]:
    """What the running permits are about that end from the first to the last day, the soonest first; no statements."""
    rows = models.Permit.objects.running().filter(valid_until__gte=first, valid_until__lte=last, statement__isnull=True)
    found = rows.order_by("valid_until", "id").values_list("about_kind", "about_id")
    return [Ref(kind, about) for kind, about in found]


def letters(about: Ref) -> list[rules.Letter]:
    """The letters about a thing, the newest first."""
    return letters_for_many([about])[about]


def letters_for_many(things: Iterable[Ref]) -> dict[Ref, list[rules.Letter]]:
    """The same for many things at once, in one statement; every thing is a key."""
    found: dict[Ref, list[rules.Letter]] = {thing: [] for thing in things}
    if found:
        for row in models.Letter.objects.about(*found).order_by("-written_at", "-id"):
            found[row.about].append(row.read())
    return found


def letter(letter_id: UUID) -> rules.Letter:
    """The letter; NotFound if there is none. Who may read it is asked by whoever owns the thing it is about."""
    row = models.Letter.objects.filter(pk=letter_id).first()
    if row is None:
        raise access.NotFound(words.NO_SUCH_LETTER)
    return row.read()


def pdf(permit_id: UUID) -> bytes:
    """The signed paper of a permit, checked against its digest; Refused while it is being made."""
    return _paper(permit(permit_id).pdf_digest)


def letter_pdf(letter_id: UUID) -> bytes:
    """The signed paper of a letter; Refused while it is being made."""
    return _paper(letter(letter_id).pdf_digest)


def _paper(digest: str | None) -> bytes:
    if digest is None:
        raise access.Refused(words.NO_PAPER_YET, code="no_paper_yet")
    return files.read(digest)


# What stands in the way of a paper


def check_settable(texts: dict[str, str], holder: rules.Holder | None = None) -> list[str]:
    """Everything that would stop a paper, as sentences; empty when it can be made. Ask before the decision.

    `texts`: label for people → text that is to be printed. With a holder, the machine-readable lines and the seal are
    tried as well.
    """
    found = []
    for label, text in texts.items():
        if missing := papers.missing_glyphs(text):
            found.append(words.missing_characters(str(label), missing))
    if holder is not None:
        found += _unwritable(holder)
    return found


def _unwritable(holder: rules.Holder) -> list[str]:
    day = dt.date(2026, 12, 31)  # any will do: only the person's data can fail
    number = rules.permit_number("XX", 2026, 1)
    try:
        lines = rules.compose_mrz(country="UTO", number=number, holder=holder, valid_until=day)
        facts = rules.SealFacts(
            country="UTO",
            mrz="".join(lines),
            passport_number=rules.plain_number(holder.passport_number),
            number=number,
            index="XX",
            valid_from=day,
            valid_until=day,
        )
        content = rules.seal_content(facts, signer=vds.Identity("UTTS", "1"), signed_on=day)
        vds.encode(content)
    except (mrz.Uncomposable, vds.Unwritable) as reason:
        return [words.unwritable(reason)]
    return []


# Checking a document


PROVES = {
    "permit-without-entry": "Somebody made a permit outside of the office's acts.",
    "paper-without-entry": "Somebody replaced a permit's paper outside of the office's acts.",
    "permit-revived": "Somebody made a permit count again that had been revoked or had expired.",
    "permit-ended-without-entry": "Somebody ended a permit outside of the office's acts.",
}
"""What an audit finds by comparing permits with the journal, and what that proves."""


def contradicting_the_journal() -> Iterator[ledger.Finding]:
    """Permits that are not what the sealed entries say of them: made, changed, ended or revived behind their back."""
    if not models.Permit.objects.exists():
        return
    granted: dict[str, str] = {}
    papers_sealed: set[str] = set()
    ended: set[str] = set()
    for act in journal.acts_of(events.PermitGranted, events.PermitIssued, events.PermitRevoked, events.PermitExpired):
        if act.kind == events.PermitGranted.kind():
            granted |= dict.fromkeys(act.digests, act.subject)
        elif act.kind == events.PermitIssued.kind():
            papers_sealed |= act.digests
        else:
            ended.add(act.subject)
    for row in models.Permit.objects.order_by("number").only("number", "state", "seal", "pdf_digest"):
        where = f"permit {row.number}"
        subject = granted.get(hashlib.sha256(bytes(row.seal)).hexdigest())
        is_over = row.state in (rules.REVOKED, rules.EXPIRED)
        if subject is None:
            yield _contradiction("permit-without-entry", where, "Its seal is in no entry.")
        elif not is_over and subject in ended:
            yield _contradiction("permit-revived", where, "It counts, and an entry says that it ended.")
        elif is_over and subject not in ended:
            yield _contradiction("permit-ended-without-entry", where, "It counts no longer, and no entry ended it.")
        if row.pdf_digest and row.pdf_digest not in papers_sealed:
            yield _contradiction("paper-without-entry", where, "The digest of its paper is in no entry.")


def _contradiction(attack: str, where: str, seen: str) -> ledger.Finding:
    return ledger.Finding(attack, where, f"{seen} {PROVES[attack]}")


@dataclass(frozen=True, slots=True)
class InLedger:
    """What the ledger says of a permit on record, and which entry says it (its position), seen by which witnesses."""

    logged: Logged
    position: int | None = None
    seen_by: tuple[str, ...] = ()

    @property
    def finding(self) -> words.InLedgerWords:
        """The words for it."""
        return words.LOGGED[self.logged]


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found: the status, public facts of the document (None when nothing may be said), and the words.

    `ledger`: what the ledger says of the record; None where there is no record to ask about.

    `document` is plain JSON. With the seal in hand it shows what the paper itself shows; with only the code the name is
    masked and passport and birth are left out.
    """

    status: Status
    document: dict[str, Any] | None
    finding: words.Finding
    ledger: InLedger | None = None

    @property
    def sentence(self) -> words.Sentence:
        """What it means, in one sentence."""
        return self.finding.meaning


def verify(
    *, on: dt.date, seal: bytes | None = None, code: str | None = None, file: bytes | None = None
) -> Verification:
    """Check a document by exactly one of: its seal's bytes, its code, or a picture or PDF of it.

    `on` is the day for which validity is asked. Never raises for bad bytes or codes: they are `unreadable`.
    """
    if sum(given is not None for given in (seal, code, file)) != 1:
        raise ValueError("a check needs exactly one of seal, code and file")
    if code is not None:
        return _by_code(code, on)
    if seal is not None:
        return _by_seal([seal], on)
    return _by_file(file or b"", on)


def _by_code(code: str, on: dt.date) -> Verification:
    normal = rules.normal_code(code)
    if normal is None:
        return Verification(Status.UNREADABLE, None, words.MISTYPED)
    row = models.Permit.objects.filter(code=normal).first()
    if row is None:
        return Verification(Status.UNRECORDED, None, words.UNRECORDED_CODE)
    there = _in_ledger(row)
    found = Evidence(readable=True, state=row.state, valid_until=row.valid_until, logged=there.logged)
    status = rules.judge(found, on=on)
    finding = words.VALID_BY_CODE if status is Status.VALID else words.FINDINGS[status]
    shown = {**_public(row.read()), "holder": {"name": rules.masked(row.full_name)}}
    return Verification(status, shown, finding, there)


def _by_file(data: bytes, on: dt.date) -> Verification:
    if len(data) > MAX_FILE_BYTES:
        return Verification(Status.UNREADABLE, None, words.TOO_LARGE)
    try:
        codes = papers.read_codes(data)
    except papers.Unscannable as reason:
        finding = words.TOO_LARGE if str(reason) == "too_large" else words.NOT_A_PICTURE
        return Verification(Status.UNREADABLE, None, finding)
    # A paper that was changed after we signed it is forged whatever its seal says; a scan has no signature.
    signature = papers.check_signature(data, providers.keys().authorities)
    return _by_seal(codes, on, whole=signature.state is not papers.SignatureState.BROKEN)


def _by_seal(candidates: Sequence[bytes], on: dt.date, *, whole: bool = True) -> Verification:
    seal = _first_seal(candidates)
    if seal is None:
        return Verification(Status.UNREADABLE, None, words.FINDINGS[Status.UNREADABLE])
    known = [one for one in providers.known_seal_certificates() if vds.names(seal, one)]
    verdict = vds.verify(seal, known)
    facts = rules.facts_in(seal) or rules.statement_in(seal)
    row = models.Permit.objects.filter(number=facts.number).first() if facts and verdict == "valid" else None
    there = _in_ledger(row) if row else None
    found = Evidence(
        readable=True,
        issuer_known=bool(known),
        genuine=verdict == "valid" and whole,
        same_as_record=row is None or facts is None or _tells_the_same(facts, row),
        state=row.state if row else None,
        valid_until=row.valid_until if row else None,
        logged=there.logged if there else Logged.UNKNOWN,
    )
    status = rules.judge(found, on=on)
    return Verification(status, _shown(status, facts, row), words.FINDINGS[status], there)


def _in_ledger(row: models.Permit) -> InLedger:
    """Hold the record against the ledger: was it granted there, with this seal, and is a revocation there?"""
    try:
        acts = ledger.sealings(Ref("permit", row.pk), (events.PermitGranted, events.PermitRevoked))
    except ledger.KeysMissing:
        return InLedger(Logged.UNKNOWN)
    except tlog.Unproven:
        return InLedger(Logged.BROKEN)
    granted = next((act for act in acts if act.kind == events.PermitGranted.kind()), None)
    revoked = next((act for act in acts if act.kind == events.PermitRevoked.kind()), None)
    if granted is None:
        return InLedger(Logged.ABSENT)
    if ledger.Standing.BROKEN in (act.standing for act in acts):
        return InLedger(Logged.BROKEN, granted.position)
    if (revoked is None) == (row.state == rules.REVOKED):
        return InLedger(Logged.REVOKED_HERE if revoked is None else Logged.REVOKED_THERE, (revoked or granted).position)
    if ledger.Standing.WAITING in (act.standing for act in acts):
        return InLedger(Logged.WAITING)
    if hashlib.sha256(bytes(row.seal)).hexdigest() not in granted.digests:
        return InLedger(Logged.BROKEN, granted.position)
    told = revoked or granted
    return InLedger(Logged.SEALED, told.position, told.seen_by)


def _first_seal(candidates: Sequence[bytes]) -> vds.Seal | None:
    for data in candidates:
        try:
            return vds.decode(data)
        except vds.Unreadable:
            continue
    return None


def _recorded(row: models.Permit) -> rules.SealFacts:
    if row.valid_until is None:
        raise ValueError("a permit has a last day")
    return rules.SealFacts(
        country=row.country,
        mrz=row.mrz_1 + row.mrz_2,
        passport_number=rules.plain_number(row.passport_number),
        number=row.number,
        index=row.index,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def statement_recorded(row: models.Permit) -> rules.StatementFacts:
    """What the seal of a statement tells, from its row."""
    return rules.StatementFacts(
        country=row.country,
        name=rules.shortened(row.full_name),
        kind=row.kind,
        number=row.number,
        digest=rules.digest_of_statement(
            name=row.full_name,
            title=Text(**row.title),
            statement=Text(**(row.statement or {"id": "", "en": ""})),
            facts=rules.facts_read(row.facts),
        ),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )


def _tells_the_same(facts: SealedFacts, row: models.Permit) -> bool:
    if isinstance(facts, rules.StatementFacts):
        return row.statement is not None and facts == statement_recorded(row)
    return row.statement is None and rules.tells_the_same(facts, _recorded(row))


def _shown(status: Status, facts: SealedFacts | None, row: models.Permit | None) -> dict[str, Any] | None:
    """Nothing of a document that is not ours or was changed; the record where there is one; else what the seal says."""
    if status in (Status.UNREADABLE, Status.UNKNOWN_ISSUER, Status.FORGED):
        return None
    if row is not None:
        return _with_holder(row.read())
    if facts is None:
        return None
    if isinstance(facts, rules.StatementFacts):
        return {
            "number": facts.number,
            "index": "",
            "valid_from": facts.valid_from.isoformat(),
            "valid_until": facts.valid_until.isoformat() if facts.valid_until else None,
            "country": facts.country,
            "test": facts.country == "UTO",
            "holder": {"name": facts.name},
        }
    return {
        "number": facts.number,
        "index": facts.index,
        "valid_from": facts.valid_from.isoformat(),
        "valid_until": facts.valid_until.isoformat(),
        "country": facts.country,
        "test": facts.country == "UTO",
        "holder": {"passport_number": facts.passport_number},
    }


def _public(permit: rules.Permit) -> dict[str, Any]:
    return {
        "number": permit.number,
        "kind": permit.kind,
        "title": permit.title.as_dict(),
        "index": permit.index,
        "valid_from": permit.valid_from.isoformat(),
        "valid_until": permit.valid_until.isoformat() if permit.valid_until else None,
        "issued_by": permit.office.name.as_dict(),
        "country": permit.country,
        "test": permit.country == "UTO",
    }


def _with_holder(permit: rules.Permit) -> dict[str, Any]:
    if permit.statement is not None:
        return {
            **_public(permit),
            "holder": {"name": permit.holder.full_name},
            "statement": permit.statement.as_dict(),
            "facts": [{"label": label.as_dict(), "value": value.as_dict()} for label, value in permit.facts],
        }
    return {
        **_public(permit),
        "holder": {
            "name": permit.holder.full_name,
            "nationality": permit.holder.nationality,
            "nationality_name": words.country(permit.holder.nationality).as_dict(),
            "birth_date": permit.holder.birth_date,
            "passport_number": permit.holder.passport_number,
        },
    }
