"""Who may do what with a case."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from seluma.core.access.api import Actor, NotFound, Refused, check_may, may

from . import rules, words
from .models import Case

FILE = "cases.file"
FILE_FOR_OTHERS = "cases.file_for_others"
READ = "cases.read"
VERIFY = "cases.verify"
DECIDE = "cases.decide"
ASSIGN = "cases.assign"
HAND_OVER = "cases.hand_over"
OVERSEE = "cases.oversee"


def check_is_applicant(actor: Actor, case: Case) -> None:
    """Only the person who filed it; to everybody else there is no such case."""
    if actor.id != case.applicant or not actor.is_signed_in:
        raise NotFound


def check_may_read(actor: Actor, case: Case) -> None:
    """The applicant, and officers; to everybody else there is no such case. Officers do not read drafts."""
    if actor.is_signed_in and actor.id == case.applicant:
        return
    if may(actor, READ) and case.number is not None:
        return
    raise NotFound


def check_holds(actor: Actor, case: Case) -> None:
    """Work on a case is done by the officer who took it."""
    if case.claimed_by is None:
        raise Refused(_("Permohonan ini belum diambil. Ambil dahulu, lalu kerjakan."), code="not_claimed")
    if case.claimed_by != actor.id:
        raise Refused(_("Permohonan ini sedang dikerjakan petugas lain."), code="claimed_by_other")


def check_may_verify(actor: Actor, case: Case) -> None:
    """Verifiers, never on an application of their own."""
    check_may(actor, VERIFY)
    _check_not_own(actor, case)


def check_may_decide(actor: Actor, case: Case) -> None:
    """Deciders, never the one who verified (four eyes), never on an application of their own."""
    check_may(actor, DECIDE)
    _check_not_own(actor, case)
    if case.refused_by == actor.id and case.state in rules.ON_THE_DESK:
        raise Refused(
            _("Anda yang menolak permohonan ini. Sesudah keberatan, petugas lain yang memutuskan."), code="four_eyes"
        )
    if case.verified_by == actor.id:
        raise Refused(_("Anda yang memeriksa permohonan ini, jadi petugas lain yang memutuskan."), code="four_eyes")


def check_may_write(actor: Actor, case: Case) -> None:
    """Messages: the applicant, and the officer who holds the case; while nobody holds it, any officer. Not before it
    is filed, and not after its end."""
    check_may_read(actor, case)
    if case.number is None:
        raise Refused(words.MESSAGE_BEFORE_FILING, code="not_filed")
    if case.closed_at is not None:
        raise Refused(words.MESSAGE_AFTER_THE_END, code="closed")
    if actor.id != case.applicant and case.claimed_by not in (None, actor.id):
        raise Refused(words.MESSAGE_CLAIMED_BY_OTHER, code="claimed_by_other")


def check_may_hand_over(actor: Actor, case: Case) -> None:
    """Verifiers and deciders, never the one who verified (four eyes), never an application of their own."""
    if not may(actor, VERIFY):
        check_may(actor, DECIDE)
    _check_not_own(actor, case)
    if case.verified_by == actor.id:
        raise Refused(_("Anda yang memeriksa permohonan ini, jadi petugas lain yang menyerahkannya."), code="four_eyes")


def check_may_enter_answer(actor: Actor, case: Case) -> None:
    """Verifiers and deciders, never for an application of their own: they write down what others decided."""
    if not may(actor, VERIFY):
        check_may(actor, DECIDE)
    _check_not_own(actor, case)


def check_may_review(actor: Actor, case: Case) -> None:
    """Whoever looks at an objection decides, and neither verified nor refused the application."""
    check_may(actor, DECIDE)
    _check_not_own(actor, case)
    if actor.id in (case.verified_by, case.refused_by):
        raise Refused(
            _("Anda ikut memeriksa atau menolak permohonan ini, jadi petugas lain yang menilai keberatannya."),
            code="four_eyes",
        )


def _check_not_own(actor: Actor, case: Case) -> None:
    if case.applicant == actor.id:
        raise Refused(_("Ini permohonan Anda sendiri. Petugas lain yang mengerjakannya."), code="own_case")
