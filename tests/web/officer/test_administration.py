"""What could not be delivered, and who holds which role."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from seluma.cli import story
from seluma.core.journal import api as journal
from seluma.core.journal.models import JournalDelivery
from seluma.core.messages import api as messages
from seluma.core.messages.models import Message
from seluma.domains.people import api as people

from .office import Somebody, files, text_of

DELIVERIES, ROLES = "/id/pengelola/pengantaran/", "/id/pengelola/peran/"


def something_fails(ayu: Somebody) -> UUID:
    """A filed case whose letter could not be sent, as the worker leaves it after its last attempt."""
    files(ayu)
    journal.sequence()
    row = JournalDelivery.objects.filter(state=JournalDelivery.State.PENDING).first()
    assert row is not None
    JournalDelivery.objects.filter(pk=row.pk).update(
        state=JournalDelivery.State.FAILED, attempts=3, last_error="ConnectionRefusedError (smtplib:255)"
    )
    return row.id


def test_joko_sees_what_failed_and_tries_it_again(ayu: Somebody, joko: Somebody) -> None:
    delivery = something_fails(ayu)
    shown = text_of(joko.opens(DELIVERIES))
    assert "ConnectionRefusedError" in shown
    assert "3 kali dicoba" in shown
    again = joko.sends(f"{DELIVERIES}{delivery}/ulangi/")
    assert "Sedang dicoba lagi." in text_of(joko.opens(again.headers["Location"]))
    assert journal.failed_deliveries() == []
    assert joko.sends(f"{DELIVERIES}{delivery}/ulangi/").status_code == 409


def test_nothing_failed_is_said_plainly(joko: Somebody) -> None:
    assert "Tidak ada. Semua tersampaikan." in text_of(joko.opens(DELIVERIES))


@pytest.mark.parametrize("address", [DELIVERIES, ROLES])
def test_only_administrators_come_here(ayu: Somebody, citra: Somebody, dewi: Somebody, address: str) -> None:
    for somebody in (ayu, citra, dewi):
        assert somebody.opens(address).status_code == 403


def test_roles_are_given_and_taken(budi: Somebody, joko: Somebody) -> None:
    found = joko.sends(ROLES, {"email": "BUDI@contoh.example"})
    address = f"{ROLES}{budi.actor.id}/"
    assert found.headers["Location"] == address
    joko.sends(address, {"role": "verifier"})
    assert "verifier" in people.actor_of(budi.actor.id).roles
    assert "Pemeriksa berkas" in text_of(joko.opens(address))
    joko.sends(f"{address}verifier/cabut/")
    assert "verifier" not in people.actor_of(budi.actor.id).roles


def test_the_role_of_an_institution_names_the_institution(budi: Somebody, joko: Somebody) -> None:
    address = f"{ROLES}{budi.actor.id}/"
    lacking = joko.sends(address, {"role": "partner"})
    assert lacking.status_code == 422
    assert "Peran ini perlu nama lembaganya." in text_of(lacking)
    institution = people.organisation("dinas-pendidikan")
    joko.sends(address, {"role": "partner", "organisation": str(institution.id)})
    assert people.actor_of(budi.actor.id).organisation == institution.id
    assert institution.name in text_of(joko.opens(address))
    joko.sends(f"{address}partner/cabut/")
    assert people.actor_of(budi.actor.id).organisation is None


def test_nobody_gives_or_takes_their_own_role(joko: Somebody) -> None:
    address = f"{ROLES}{joko.actor.id}/"
    for page in (joko.sends(address, {"role": "decider"}), joko.sends(f"{address}administrator/cabut/")):
        assert page.status_code == 422
        assert "Minta pengelola lain." in text_of(page)


def test_an_unknown_address_is_said_beside_the_field(joko: Somebody) -> None:
    page = joko.sends(ROLES, {"email": "tidak-ada@contoh.example"})
    assert page.status_code == 422
    assert "Tidak ada akun dengan alamat ini." in text_of(page)
    assert "tidak-ada@contoh.example" in page.content.decode()


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_lists_ask_few_questions_of_the_database(
    ayu: Somebody, budi: Somebody, joko: Somebody, how_many: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(how_many):
        story.filed(
            ayu.actor,
            story.STUDENT,
            story.Person(f"O {number}", "O", "", "1990-01-01", "F", f"Q{number:07}"),
            at=timezone.now(),
        )
    journal.sequence()
    JournalDelivery.objects.update(state=JournalDelivery.State.FAILED)
    for address in (DELIVERIES, ROLES, f"{ROLES}{budi.actor.id}/"):
        joko.opens(address)
        with django_assert_max_num_queries(12):
            joko.opens(address)


def test_joko_sees_the_letter_that_did_not_arrive_and_sends_it_again(ayu: Somebody, joko: Somebody) -> None:
    files(ayu)
    journal.deliver_all()
    letter = Message.objects.latest("id")
    Message.objects.filter(id=letter.id).update(state=Message.State.FAILED, attempts=6)
    shown = text_of(joko.opens(DELIVERIES))
    assert letter.subject in shown
    assert letter.address in shown
    again = joko.sends(f"/id/pengelola/surat/{letter.id}/ulangi/")
    assert "Sedang dicoba lagi." in text_of(joko.opens(again.headers["Location"]))
    assert messages.failed_letters() == []
    assert joko.sends(f"/id/pengelola/surat/{letter.id}/ulangi/").status_code == 409
