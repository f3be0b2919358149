"""Verbs on permits and letters.

Locks: the permit's or letter's own row; the sequence's row when a number is taken, held until the verb commits, so that
numbers have no gaps. Whoever also locks the thing it is about (a case) locks that before calling here.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from seluma.core.access import api as access
from seluma.core.files import api as files
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.lib import papers, vds
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from . import events, models, policies, providers, queries, rules, words

LINK = "verification"
"""The kind of the link that a permit's paper carries; the configuration says which address it is."""


def grant(
    *,
    about: Ref,
    kind: str,
    index: str,
    holder: rules.Holder,
    valid_from: dt.date,
    valid_until: dt.date,
    legal_base: Text | str,
    service_title: Text,
    by: access.Actor,
    at: dt.datetime,
    title: Text | None = None,
) -> rules.Permit:
    """Give a permit: its number, its code and its signed seal. The paper is made afterwards, by `issue`.

    `title` is what the paper is called (the service's title if it has no own). Refused when there is one already, when
    the days are the wrong way round, or, with every obstacle, when its paper could not be made.
    """
    policies.check_may_grant(by)
    if valid_until < valid_from:
        raise access.Refused(words.ENDS_BEFORE_IT_BEGINS, code="ends_before_it_begins")
    law = legal_base if isinstance(legal_base, Text) else Text(legal_base, legal_base)
    _check_can_be_made(holder, {str(words.INDEX): index, str(words.LAW): f"{law.id} {law.en}"})
    with transaction.atomic():
        if models.Permit.objects.about(about).exclude(state=rules.REVOKED).exists():
            raise access.Refused(words.HAS_PERMIT, code="has_permit")
        row = _sealed(about, index, holder, valid_from, valid_until, at)
        row.kind, row.title, row.service_title = kind, (title or service_title).as_dict(), service_title.as_dict()
        row.legal_base = law.as_dict()
        _store(row, by=by, at=at)
    return row.read()


def _store(row: models.Permit, *, by: access.Actor, at: dt.datetime) -> None:
    row.save(force_insert=True)
    journal.note(
        events.PermitGranted(
            permit=row.ref,
            about=row.about,
            number=row.number,
            permit_kind=row.kind,
            index=row.index,
            valid_from=row.valid_from,
            valid_until=row.valid_until,
            seal_digest=hashlib.sha256(row.seal).hexdigest(),
        ),
        by=by,
        at=at,
    )


def certify(
    *,
    about: Ref,
    kind: str,
    title: Text,
    full_name: str,
    statement: Text,
    facts: Sequence[rules.Fact],
    valid_from: dt.date,
    valid_until: dt.date | None,
    legal_base: Text,
    service_title: Text,
    by: access.Actor,
    at: dt.datetime,
) -> rules.Permit:
    """Give a statement of the office about a person: number, code and signed seal; the paper follows, by `issue`.

    `kind` is capitals, digits and spaces, `facts` are the lines that stand on the paper; no last day means without
    end. Refused like `grant`.
    """
    policies.check_may_grant(by)
    if valid_until is not None and valid_until < valid_from:
        raise access.Refused(words.ENDS_BEFORE_IT_BEGINS, code="ends_before_it_begins")
    lines = " ".join(text for pair in facts for one in pair for text in (one.id, one.en))
    told = {str(words.NAME): full_name, str(words.STATEMENT): f"{statement.id} {statement.en} {lines}"}
    if obstacles := queries.check_settable({**told, str(words.LAW): f"{legal_base.id} {legal_base.en}"}):
        raise access.Refused(words.CANNOT_BE_MADE, code="cannot_be_made", obstacles=obstacles)
    with transaction.atomic():
        if models.Permit.objects.about(about).exclude(state=rules.REVOKED).exists():
            raise access.Refused(words.HAS_PERMIT, code="has_permit")
        office, keys = providers.office(), providers.keys()
        row = models.Permit(
            about_kind=about.kind,
            about_id=about.id,
            number=_number(rules.permit_number, "permits", office, at),
            code=rules.code_from(secrets.token_bytes(16)),
            state=rules.GRANTED,
            kind=kind,
            title=title.as_dict(),
            service_title=service_title.as_dict(),
            full_name=full_name,
            statement=statement.as_dict(),
            facts=rules.stored_facts(facts),
            valid_from=valid_from,
            valid_until=valid_until,
            legal_base=legal_base.as_dict(),
            country=keys.country,
            office=models.office_stored(office),
            certificate_pem=keys.seal_certificate_pem,
            granted_at=at,
        )
        content = rules.statement_seal(
            queries.statement_recorded(row), signer=keys.signer, signed_on=timezone.localdate(at)
        )
        row.seal = vds.sign(content, keys.seal_key)
        _store(row, by=by, at=at)
    return row.read()


def _check_can_be_made(holder: rules.Holder, texts: dict[str, str]) -> None:
    obstacles = queries.check_settable({str(words.NAME): holder.full_name, **texts}, holder)
    if obstacles:
        raise access.Refused(words.CANNOT_BE_MADE, code="cannot_be_made", obstacles=obstacles)


def _sealed(
    about: Ref, index: str, holder: rules.Holder, valid_from: dt.date, valid_until: dt.date, at: dt.datetime
) -> models.Permit:
    """A row with the next number, a code, the machine-readable zone and the signed seal; not yet stored."""
    office, keys = providers.office(), providers.keys()
    number = _number(rules.permit_number, "permits", office, at)
    lines = rules.compose_mrz(country=keys.country, number=number, holder=holder, valid_until=valid_until)
    facts = rules.SealFacts(
        country=keys.country,
        mrz="".join(lines),
        passport_number=rules.plain_number(holder.passport_number),
        number=number,
        index=index,
        valid_from=valid_from,
        valid_until=valid_until,
    )
    content = rules.seal_content(facts, signer=keys.signer, signed_on=timezone.localdate(at))
    return models.Permit(
        about_kind=about.kind,
        about_id=about.id,
        number=number,
        code=rules.code_from(secrets.token_bytes(16)),
        state=rules.GRANTED,
        index=index,
        full_name=holder.full_name,
        mrz_primary=holder.mrz_primary,
        mrz_secondary=holder.mrz_secondary,
        birth_date=holder.birth_date,
        sex=holder.sex,
        nationality=holder.nationality,
        passport_number=holder.passport_number,
        valid_from=valid_from,
        valid_until=valid_until,
        country=keys.country,
        office=models.office_stored(office),
        mrz_1=lines[0],
        mrz_2=lines[1],
        seal=vds.sign(content, keys.seal_key),
        certificate_pem=keys.seal_certificate_pem,
        granted_at=at,
    )


def issue(*, permit: UUID, by: access.Actor, at: dt.datetime, cause: UUID | None = None) -> rules.Permit:
    """Make and sign the paper of a granted permit. Again, or after the permit ended, this changes nothing.

    The paper follows from the row and the key alone, so a run that was cut off leaves nothing behind and the next one
    makes the same bytes.
    """
    policies.check_may_issue(by)
    with transaction.atomic():
        row = _locked_permit(permit)
        if rules.PERMITS.to(row.state, "issue") is None:
            return row.read()
        blob = files.keep(_permit_paper(row.read()), media_type="application/pdf")
        _move_permit(row, "issue", pdf_digest=blob.digest, issued_at=at)
        journal.note(
            events.PermitIssued(permit=row.ref, about=row.about, number=row.number, digest=blob.digest),
            by=by,
            at=at,
            cause=cause,
        )
    return row.read()


def _permit_paper(permit: rules.Permit) -> bytes:
    seal = papers.data_matrix_svg(bytes.fromhex(permit.seal_hex))
    link = messages.address_of(messages.Link(LINK, permit.code), "id")
    template, write = (
        ("statement", words.statement_on_paper) if permit.statement else ("stay-permit", words.permit_on_paper)
    )
    data = write(permit, link=link, decided_on=timezone.localdate(permit.granted_at), seal_side_mm=papers.side_mm(seal))
    pdf = papers.typeset(template, data, timestamp=permit.granted_at, images={"seal": seal})
    return _signed(pdf, f"{permit.title.id} {permit.number}", permit.granted_at)


def _signed(pdf: bytes, reason: str, at: dt.datetime) -> bytes:
    keys = providers.keys()
    return papers.sign(
        pdf,
        key=keys.paper_key,
        certificate=keys.paper_certificate,
        chain=keys.authorities,
        reason=reason,
        field=words.SEAL_FIELD,
        at=at,
    )


def revoke(*, permit: UUID, reason: str, by: access.Actor, at: dt.datetime) -> rules.Permit:
    """Say that a permit counts no longer, and why. Refused without a reason or when it has ended already."""
    policies.check_may_revoke(by)
    if not reason.strip():
        raise access.Refused(words.REASON_MISSING, code="reason_missing")
    with transaction.atomic():
        row = _locked_permit(permit)
        if rules.PERMITS.to(row.state, "revoke") is None:
            raise access.Refused(words.cannot_be_revoked(row.state), code="ended")
        _move_permit(row, "revoke", revoked_reason=reason.strip(), ended_at=at)
        journal.note(
            events.PermitRevoked(permit=row.ref, about=row.about, number=row.number, reason=row.revoked_reason),
            by=by,
            at=at,
        )
    return row.read()


def expire_due(*, at: dt.datetime, by: access.Actor) -> int:
    """Mark the permits whose last day has passed; how many. Each is a transaction of its own."""
    policies.check_may_issue(by)
    due = models.Permit.objects.running().filter(valid_until__lt=timezone.localdate(at)).order_by("valid_until", "id")
    return sum(_expire(permit_id, by, at) for permit_id in due.values_list("id", flat=True))


def _expire(permit: UUID, by: access.Actor, at: dt.datetime) -> bool:
    with transaction.atomic():
        row = _locked_permit(permit)
        if rules.PERMITS.to(row.state, "expire") is None:
            return False
        _move_permit(row, "expire", ended_at=at)
        journal.note(events.PermitExpired(permit=row.ref, about=row.about, number=row.number), by=by, at=at)
    return True


def write_letter(
    *, about: Ref, content: dict[str, Any], by: access.Actor, at: dt.datetime, kind: str = rules.REFUSAL
) -> rules.Letter:
    """Write a letter: its number and content. The paper is made afterwards, by `issue_letter`.

    `content` is what `rules.whole_letter` takes. Refused when there is one of
    this kind already, or, with every obstacle, when its paper could not be made.
    """
    policies.check_may_write_letters(by)
    whole = rules.whole_letter(content)
    obstacles = queries.check_settable({str(words.LETTER): " ".join(_texts(whole))})
    if obstacles:
        raise access.Refused(words.CANNOT_BE_MADE, code="cannot_be_made", obstacles=obstacles)
    with transaction.atomic():
        if models.Letter.objects.about(about).filter(kind=kind).exists():
            raise access.Refused(words.HAS_LETTER, code="has_letter")
        office = providers.office()
        row = models.Letter.objects.create(
            about_kind=about.kind,
            about_id=about.id,
            kind=kind,
            number=_number(rules.letter_number, "letters", office, at),
            state=rules.WRITTEN,
            content=whole,
            office=models.office_stored(office),
            country=providers.keys().country,
            written_at=at,
        )
        journal.note(
            events.LetterWritten(letter=row.ref, about=about, letter_kind=kind, number=row.number), by=by, at=at
        )
    return row.read()


def _texts(content: Any) -> list[str]:
    if isinstance(content, str):
        return [content]
    if isinstance(content, dict):
        return [text for value in content.values() for text in _texts(value)]
    if isinstance(content, list | tuple):
        return [text for value in content for text in _texts(value)]
    return []


def issue_letter(*, letter: UUID, by: access.Actor, at: dt.datetime, cause: UUID | None = None) -> rules.Letter:
    """Make and sign the paper of a letter that was written. Again changes nothing."""
    policies.check_may_issue(by)
    with transaction.atomic():
        row = models.Letter.objects.select_for_update().filter(pk=letter).first()
        if row is None:
            raise access.NotFound(words.NO_SUCH_LETTER)
        state = rules.LETTERS.to(row.state, "issue")
        if state is None:
            return row.read()
        written = row.read()
        data = words.letter_on_paper(written, country=row.country, written_on=timezone.localdate(row.written_at))
        pdf = papers.typeset("refusal-letter", data, timestamp=row.written_at)
        blob = files.keep(_signed(pdf, row.number, row.written_at), media_type="application/pdf")
        row.state, row.pdf_digest, row.issued_at = state, blob.digest, at
        row.save(update_fields=["state", "pdf_digest", "issued_at"])
        journal.note(
            events.LetterIssued(letter=row.ref, about=row.about, number=row.number, digest=blob.digest),
            by=by,
            at=at,
            cause=cause,
        )
    return row.read()


def _number(form: Any, name: str, office: rules.Office, at: dt.datetime) -> str:
    """The next number of the year's sequence; its row stays locked until the verb commits."""
    year = timezone.localdate(at).year
    key = f"{name}:{office.letters}:{year}"
    models.Sequence.objects.bulk_create([models.Sequence(name=key)], ignore_conflicts=True)
    sequence = models.Sequence.objects.select_for_update().get(pk=key)
    try:
        number = form(office.letters, year, sequence.last + 1)
    except rules.NumbersExhausted as reason:
        raise access.Refused(words.NUMBERS_EXHAUSTED, code="numbers_exhausted") from reason
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return str(number)


def _locked_permit(permit: UUID) -> models.Permit:
    row = models.Permit.objects.select_for_update().filter(pk=permit).first()
    if row is None:
        raise access.NotFound(words.NO_SUCH_PERMIT)
    return row


def _move_permit(row: models.Permit, verb: str, **changes: Any) -> None:
    """The only place where a permit's state changes."""
    state = rules.PERMITS.to(row.state, verb)
    if state is None:
        raise ValueError(f"{verb} does not lead anywhere from {row.state}")
    row.state = state
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=["state", *changes])
