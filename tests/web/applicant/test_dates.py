"""The page of what ends when, switching reminders, and the calendar as another program reads it."""

from __future__ import annotations

import datetime as dt
import re

import icalendar
import pytest
from django.test import Client
from django.utils import timezone

from seluma.domains.people import api as people

from .applying import Somebody, files, text_of

PAGE = "/id/batas-waktu/"


def address_of(somebody: Somebody) -> str:
    found = re.search(r"/kalender/[^<\s]+\.ics", somebody.opens(PAGE).content.decode())
    assert found is not None
    return found[0]


@pytest.fixture
def in_a_year(ayu: Somebody) -> dt.date:
    until = timezone.localdate() + dt.timedelta(days=365)
    changes = {"passport_issued_on": until - dt.timedelta(days=1800), "passport_expires_on": until}
    people.save_profile(account=ayu.id, changes=changes, by=ayu.actor, at=timezone.now())
    return until


def test_what_ends_stands_there_with_what_to_do(ayu: Somebody, in_a_year: dt.date) -> None:
    files(ayu)
    shown = text_of(ayu.opens(PAGE))
    assert "Paspor berakhir" in shown
    assert "365 hari lagi" in shown
    assert "Izin tinggal berakhir" in shown
    assert "Permohonan Anda sedang kami kerjakan." in shown


def test_reminders_are_switched_off_and_on(ayu: Somebody) -> None:
    assert "Matikan pengingat" in text_of(ayu.opens(PAGE))
    done = ayu.sends(PAGE, act="reminders_off")
    assert "Kami tidak mengingatkan Anda lewat e-mail lagi." in text_of(ayu.opens(done["Location"]))
    assert "Nyalakan pengingat" in text_of(ayu.opens(PAGE))
    ayu.sends(PAGE, act="reminders_on")
    assert "Matikan pengingat" in text_of(ayu.opens(PAGE))


@pytest.mark.parametrize("page", ["/id/profil/", "/id/permohonan/"])
def test_other_pages_lead_there(ayu: Somebody, page: str) -> None:
    assert PAGE in ayu.opens(page).content.decode()


def test_a_calendar_program_reads_the_days_without_signing_in(ayu: Somebody, in_a_year: dt.date) -> None:
    case = files(ayu)
    ayu.sends(PAGE, act="renew")
    answer = Client().get(address_of(ayu))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    feed = icalendar.Calendar.from_ical(answer.content)
    events = {str(event["summary"]): event for event in feed.walk("VEVENT")}
    assert events["Paspor berakhir"].decoded("dtstart") == in_a_year
    assert events["Paspor berakhir"].decoded("dtend") == in_a_year + dt.timedelta(days=1)
    assert str(case) in str(events["Izin tinggal berakhir"]["url"])
    assert all(event["uid"] and event["dtstamp"] for event in events.values())
    assert len({str(event["uid"]) for event in events.values()}) == len(events)


def test_every_line_is_as_rfc_5545_wants_it(ayu: Somebody, in_a_year: dt.date) -> None:
    files(ayu)
    ayu.sends(PAGE, act="renew")
    body = Client().get(address_of(ayu)).content
    assert body.startswith(b"BEGIN:VCALENDAR\r\n")
    assert body.endswith(b"END:VCALENDAR\r\n")
    lines = body.split(b"\r\n")
    assert max(len(line) for line in lines) <= 75
    assert b"\n" not in b"".join(lines)
    assert {b"VERSION:2.0", b"METHOD:PUBLISH"} <= set(lines)


def test_no_name_and_no_number_stands_in_it(ayu: Somebody, in_a_year: dt.date) -> None:
    files(ayu)
    ayu.sends(PAGE, act="renew")
    body = Client().get(address_of(ayu)).content.decode().replace("\r\n ", "")
    for personal in ("Ayu", "Anna", "Eriksson", "L898902C3", "SLM-", "1974"):
        assert personal not in body


def test_it_speaks_its_owners_language(ayu: Somebody, in_a_year: dt.date) -> None:
    people.save_profile(account=ayu.id, changes={"language": "en"}, by=ayu.actor, at=timezone.now())
    ayu.sends(PAGE, act="renew")
    assert b"SUMMARY:Passport ends" in Client().get(address_of(ayu)).content


def test_a_new_address_ends_the_old_one_and_a_guess_finds_nothing(ayu: Somebody) -> None:
    ayu.sends(PAGE, act="renew")
    old = address_of(ayu)
    ayu.sends(PAGE, act="renew")
    new = address_of(ayu)
    assert Client().get(old).status_code == 404
    assert Client().get(new).status_code == 200
    assert Client().get("/kalender/" + "A" * 43 + ".ics").status_code == 404
    ayu.sends(PAGE, act="close")
    assert Client().get(new).status_code == 404
