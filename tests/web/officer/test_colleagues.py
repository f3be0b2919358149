"""Officers among each other: passing on, notes that no applicant sees, deputies."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from seluma.core.access.api import Refused
from seluma.domains.cases import api as cases

from .office import Somebody, another, at, files, is_claimed, state_of, text_of

DESK = "/id/meja/daftar/"


def name_deputy(
    officer: Somebody, deputy: Somebody, *, first: int = 0, last: int = 2, by: Somebody | None = None
) -> Any:
    today = timezone.localdate()
    return cases.name_deputy(
        officer=officer.actor.id,
        deputy=deputy.actor.id,
        from_on=today + dt.timedelta(days=first),
        until_on=today + dt.timedelta(days=last),
        by=(by or officer).actor,
        at=timezone.now(),
    )


def test_a_case_is_passed_on_with_a_note_that_the_applicant_never_sees(
    ayu: Somebody, citra: Somebody, fajar: Somebody
) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    sent = citra.sends(at(case, "rekan/"), {"to": str(fajar.actor.id), "note": "Suratnya saya ragukan."})
    assert sent.status_code == 302
    assert "Anna Maria Eriksson" in text_of(fajar.opens(f"{DESK}giliran-saya/"))
    assert "Suratnya saya ragukan." in text_of(fajar.opens(at(case, "catatan/")))
    assert "ragukan" not in ayu.opens(f"/id/permohonan/{case}/").content.decode()


def test_only_who_holds_a_case_passes_it_on_and_only_to_who_may_go_on(
    ayu: Somebody, citra: Somebody, fajar: Somebody, dewi: Somebody
) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    refused = fajar.sends(at(case, "rekan/"), {"to": str(citra.actor.id), "note": "Contoh."})
    assert "dipegang Citra Lestari" in text_of(refused)
    refused = citra.sends(at(case, "rekan/"), {"to": str(dewi.actor.id), "note": "Contoh."})
    assert "Peran Anda tidak mencakup" in text_of(refused) or "bukan petugas" in text_of(refused)
    assert "Anna Maria Eriksson" in text_of(citra.opens(f"{DESK}giliran-saya/"))


def test_a_colleague_who_is_asked_finds_the_case_until_they_wrote(
    ayu: Somebody, citra: Somebody, dewi: Somebody
) -> None:
    case = files(ayu)
    citra.sends(at(case, "catatan/"), {"note": "Apakah sekolah ini kita kenal?", "to": str(dewi.actor.id)})
    assert "Anna Maria Eriksson" in text_of(dewi.opens(f"{DESK}ditanyakan-kepada-saya/"))
    assert "menunggu jawaban" in text_of(citra.opens(at(case, "catatan/")))
    dewi.sends(at(case, "catatan/"), {"note": "Ya, sejak 2019."})
    assert "Anna Maria Eriksson" not in text_of(dewi.opens(f"{DESK}ditanyakan-kepada-saya/"))
    assert "menunggu jawaban" not in text_of(citra.opens(at(case, "catatan/")))


def test_neither_the_applicants_page_nor_their_timeline_tells_of_notes(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    citra.sends(at(case, "catatan/"), {"note": "Rahasia kantor."})
    page = ayu.opens(f"/id/permohonan/{case}/").content.decode()
    assert "Rahasia kantor" not in page
    assert "Catatan internal" not in page
    assert "Catatan internal ditulis" in text_of(citra.opens(at(case, "riwayat/")))


def test_an_officer_does_not_read_or_write_notes_on_their_own_application(citra: Somebody, fajar: Somebody) -> None:
    case = files(citra)
    fajar.sends(at(case, "catatan/"), {"note": "Rahasia kantor."})
    assert "Rahasia kantor" not in text_of(citra.opens(at(case, "catatan/")))
    assert "Ini permohonan Anda sendiri" in text_of(citra.sends(at(case, "catatan/"), {"note": "Contoh."}))


def test_a_deputy_has_the_cases_of_whoever_is_away_and_may_take_them(
    ayu: Somebody, citra: Somebody, fajar: Somebody, gita: Somebody
) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    assert "Anna Maria Eriksson" not in text_of(fajar.opens(f"{DESK}giliran-saya/"))
    with pytest.raises(Refused, match="diambil oleh Citra"):
        is_claimed(case, fajar)
    name_deputy(citra, fajar)
    shown = text_of(fajar.opens(f"{DESK}giliran-saya/"))
    assert "Anna Maria Eriksson" in shown
    assert "Dipegang Citra Lestari" in shown
    fajar.sends(at(case, "ambil/"))
    assert "Anna Maria Eriksson" not in text_of(citra.opens(f"{DESK}giliran-saya/"))
    assert state_of(case, gita) == cases.IN_REVIEW


def test_before_and_after_the_days_nobody_stands_in(ayu: Somebody, citra: Somebody, fajar: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    name_deputy(citra, fajar, first=1, last=3)
    with pytest.raises(Refused, match="diambil oleh Citra"):
        is_claimed(case, fajar)


def test_a_deputy_who_may_not_decide_decides_nothing(citra: Somebody, dewi: Somebody) -> None:
    with pytest.raises(Refused, match="tidak memegang peran yang sama"):
        name_deputy(dewi, citra)


def test_nobody_names_a_deputy_for_others_without_the_permission(
    citra: Somebody, fajar: Somebody, dewi: Somebody
) -> None:
    with pytest.raises(Refused, match="untuk diri Anda sendiri"):
        name_deputy(fajar, citra, by=citra)
    assert name_deputy(fajar, citra, by=dewi)


def test_a_deputy_is_named_and_dismissed_on_the_page(citra: Somebody, fajar: Somebody) -> None:
    today = timezone.localdate()
    day = {"from_on-day": str(today.day), "from_on-month": str(today.month), "from_on-year": str(today.year)}
    last = {key.replace("from_on", "until_on"): value for key, value in day.items()}
    sent = citra.sends("/id/meja/wakil/", {"deputy": str(fajar.actor.id), **day, **last})
    assert sent.status_code == 302
    shown = citra.opens("/id/meja/wakil/")
    assert "Fajar Hidayat mewakili Citra Lestari" in text_of(shown)
    (one,) = cases.deputies(citra.actor, at=timezone.now())
    assert fajar.sends(f"/id/meja/wakil/{one.id}/akhiri/").status_code in (403, 409)
    citra.sends(f"/id/meja/wakil/{one.id}/akhiri/")
    assert cases.deputies(citra.actor, at=timezone.now()) == []


def test_passing_on_asks_for_a_note(ayu: Somebody, citra: Somebody, fajar: Somebody) -> None:
    case = files(ayu, another(1))
    is_claimed(case, citra)
    assert citra.sends(at(case, "rekan/"), {"to": str(fajar.actor.id), "note": ""}).status_code == 422
