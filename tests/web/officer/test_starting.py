"""Ready texts: an officer starts from one, in the applicant's language, and sees the whole before it is sent."""

from __future__ import annotations

import pytest

from seluma.domains.catalogue import api as catalogue

from .office import Somebody, at, files, is_claimed, is_verified, text_of

WHERE = {"return": "kembalikan/", "message": "pesan/", "refuse": "tolak/"}


@pytest.mark.parametrize("use", WHERE)
def test_every_ready_text_is_offered_where_it_is_meant_and_fills_the_form(
    use: str, ayu: Somebody, citra: Somebody, dewi: Somebody
) -> None:
    case = files(ayu)
    if use == "refuse":
        is_verified(case, citra)
    else:
        is_claimed(case, citra)
    officer = dewi if use == "refuse" else citra
    offered = catalogue.ready_texts(use)
    assert offered
    plain = officer.opens(at(case, WHERE[use])).content.decode()
    for one in offered:
        assert f"?contoh={one.key}" in plain
        shown = text_of(officer.opens(at(case, f"{WHERE[use]}?contoh={one.key}")))
        begun = " ".join((one.text.id % {"name": ayu.actor.name, "number": "", "service": ""}).split())[:25]
        assert begun in shown, one.key
        assert "%(" not in shown


def test_a_text_that_is_not_there_leaves_the_form_empty(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_claimed(case, citra)
    page = citra.opens(at(case, "pesan/?contoh=tidak-ada"))
    assert page.status_code == 200
    assert "tidak-ada" not in text_of(page)
