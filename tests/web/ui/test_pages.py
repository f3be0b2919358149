"""Gates, refusals, error pages, one effect per form, and what was typed when a session ended."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from seluma.core.journal import api as journal
from seluma.web.ui import kept
from seluma.web.ui.keys import form_key
from seluma.web.ui.models import KeptForm
from seluma.web.ui.pages import PUBLIC, gate_of
from tests.web.ui import urls
from tests.web.ui.conftest import AYU, BUDI

pytestmark = pytest.mark.django_db

TYPED = {"full_name": "Ayu <b>Lestari</b>", "birth_date-year": "1974", "school": "yes", "story": "Satu.\nDua."}


def client(who: str | None = None, **options: Any) -> Client:
    made = Client(**options)
    if who:
        made.cookies["who"] = who
    return made


def posted(**more: str) -> dict[str, str]:
    return {**TYPED, "_key": form_key(), **more}


class TestGates:
    def test_every_view_of_these_addresses_stands_behind_a_gate(self) -> None:
        for pattern in get_resolver().url_patterns[0].url_patterns:
            assert gate_of(pattern.callback) is not None, pattern
        assert "tests.web.ui.urls.gallery" in PUBLIC
        assert not any(name.endswith(("form", "decide")) for name in PUBLIC)

    def test_a_visitor_is_led_to_sign_in_and_back(self) -> None:
        response = client().get("/id/form/?x=1")
        assert response.status_code == 302
        assert response["Location"] == "/id/masuk/?next=%2Fid%2Fform%2F%3Fx%3D1"

    def test_a_permission_is_asked_for(self) -> None:
        refused = client("ayu").get("/id/decide/")
        assert refused.status_code == 403
        assert "Peran Anda tidak mencakup" in refused.content.decode()
        assert client("dewi").get("/id/decide/").content == b"decided"

    def test_what_a_person_sees_is_not_stored_on_the_way(self) -> None:
        assert "no-store" in client("ayu").get("/id/form/")["Cache-Control"]

    @pytest.mark.parametrize("path", ["fails/refused/", "fails/not-found/", "decide/", "nowhere/", "gallery/home/"])
    def test_a_page_that_names_somebody_is_not_stored_on_the_way_either(self, path: str) -> None:
        response = client("ayu").get(f"/id/{path}")
        assert "Ayu Lestari" in response.content.decode()
        assert "no-store" in response["Cache-Control"]

    def test_only_what_exists_and_may_be_used_is_in_the_navigation(self) -> None:
        ayu, dewi = (client(who).get("/id/form/").content.decode() for who in ("ayu", "dewi"))
        assert "Layanan" in ayu
        assert "Putusan" not in ayu
        assert "Putusan" in dewi
        assert "Kelak" not in dewi
        assert "Ayu Lestari" in ayu
        assert re.search(r'<form method="post" action="/id/keluar/">', ayu)

    def test_outside_production_every_page_says_that_its_data_are_examples(self, settings: Any) -> None:
        assert "Sample data. Not official documents." in client().get("/en/gallery/home/").content.decode()
        settings.SELUMA_ENV = "production"
        assert "Sample data" not in client().get("/en/gallery/home/").content.decode()


class TestErrors:
    @pytest.mark.parametrize(
        ("path", "status", "indonesian", "english"),
        [
            ("fails/refused/", 409, "Belum bisa dilakukan", "This cannot be done yet"),
            ("fails/not-permitted/", 403, "Anda tidak dapat membuka ini", "You cannot open this"),
            ("fails/not-found/", 404, "Halaman tidak ada", "Page not found"),
            ("fails/denied/", 403, "Anda tidak dapat membuka ini", "You cannot open this"),
            ("fails/suspicious/", 400, "Permintaan tidak terbaca", "The request could not be read"),
            ("fails/boom/", 500, "Layanan terganggu", "The service is having trouble"),
            ("nowhere/", 404, "Halaman tidak ada", "Page not found"),
        ],
    )
    def test_each_has_words_in_both_languages_and_a_way_on(
        self, path: str, status: int, indonesian: str, english: str
    ) -> None:
        browser = client(raise_request_exception=False)
        for language, heading in (("id", indonesian), ("en", english)):
            response = browser.get(f"/{language}/{path}")
            html = response.content.decode()
            assert response.status_code == status
            assert f'<html lang="{language}"' in html
            assert heading in html
            assert re.search(rf'href="/{language}/"', html), "a way on"

    def test_a_refusal_lists_every_obstacle_and_leads_back(self) -> None:
        response = client().get("/id/fails/refused/", headers={"referer": "http://testserver/id/form/?a=1"})
        html = response.content.decode()
        assert "Syarat satu." in html
        assert "Syarat dua." in html
        assert 'href="/id/form/?a=1"' in html

    def test_another_sites_address_is_never_a_way_back(self) -> None:
        html = client().get("/id/fails/refused/", headers={"referer": "http://evil.example/id/"}).content.decode()
        assert "evil.example" not in html

    def test_the_page_for_our_own_fault_asks_no_database(self, django_assert_num_queries: Any) -> None:
        with django_assert_num_queries(0):
            assert client(raise_request_exception=False).get("/en/fails/boom/").status_code == 500

    def test_too_large_a_request_gets_a_page(self, settings: Any) -> None:
        settings.SELUMA_MAX_REQUEST_BYTES = 1000
        response = client("ayu").post("/en/form/", {"full_name": "x" * 2000})
        assert response.status_code == 413
        assert "The file is too large" in response.content.decode()

    def test_a_form_without_its_token_gets_a_page(self) -> None:
        response = client("ayu", enforce_csrf_checks=True).post("/en/form/", posted())
        assert response.status_code == 403
        assert "The session has ended" in response.content.decode()

    def test_no_page_may_be_framed_and_none_frames(self) -> None:
        response = client().get("/id/gallery/home/")
        policy = response["Content-Security-Policy"]
        assert response["X-Frame-Options"] == "DENY"
        assert "frame-ancestors 'none'" in policy
        assert "object-src 'none'" in policy
        assert "frame-src" not in policy, "default-src: nothing"

    def test_every_page_says_what_a_browser_may_load(self) -> None:
        response = client().get("/id/gallery/home/")
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        html = response.content.decode()
        assert not re.search(r"<script(?![^>]*src=)|\son\w+=|\sstyle=", html)


class TestOnce:
    def test_the_same_form_sent_twice_has_one_effect_and_one_outcome(self) -> None:
        before = len(urls.EFFECTS)
        sent = posted()
        first, second = (client("ayu").post("/id/form/", sent) for _ in range(2))
        assert first.status_code == second.status_code == 302
        assert first["Location"] == second["Location"]
        assert len(urls.EFFECTS) == before + 1

    def test_a_form_shown_again_counts_again(self) -> None:
        before = len(urls.EFFECTS)
        for _ in range(2):
            client("ayu").post("/id/form/", posted())
        assert len(urls.EFFECTS) == before + 2

    def test_a_refused_form_leaves_its_key_unused(self) -> None:
        sent = posted(full_name="Ditolak")
        assert client("ayu").post("/id/form/", sent).status_code == 409
        assert client("ayu").post("/id/form/", {**sent, "full_name": "Ayu"}).status_code == 302

    def test_the_key_of_another_person_opens_nothing(self) -> None:
        sent = posted()
        client("ayu").post("/id/form/", sent)
        assert client("budi").post("/id/form/", sent).status_code == 409

    @pytest.mark.parametrize("key", ["", "not-a-key"])
    def test_a_form_without_a_key_is_not_performed(self, key: str) -> None:
        before = len(urls.EFFECTS)
        response = client("ayu").post("/id/form/", posted(_key=key))
        assert response.status_code == 400
        assert "lalu kirim lagi" in response.content.decode()
        assert len(urls.EFFECTS) == before

    def test_every_form_shown_carries_a_fresh_key(self) -> None:
        keys = [
            re.search(r'name="_key" value="([^"]+)"', client("ayu").get("/id/form/").content.decode()) for _ in range(2)
        ]
        assert all(keys)
        assert keys[0].group(1) != keys[1].group(1)  # type: ignore[union-attr]

    def test_the_journal_remembers_the_outcome(self) -> None:
        sent = posted()
        where = client("ayu").post("/id/form/", sent)["Location"]
        from uuid import UUID

        assert journal.once(UUID(sent["_key"]), by=AYU) == where


class TestKept:
    def session_of_ayu_that_ended(self) -> Client:
        browser = client("ayu")
        browser.get("/id/form/")
        del browser.cookies["who"]
        return browser

    def test_what_was_typed_is_there_again_after_sign_in_as_the_same_person(self) -> None:
        browser = self.session_of_ayu_that_ended()
        response = browser.post("/id/form/", posted(password="rahasia"))
        assert response["Location"] == "/id/masuk/?next=%2Fid%2Fform%2F"
        browser.cookies["who"] = "ayu"
        html = browser.get("/id/form/").content.decode()
        assert "Isian Anda kami simpan" in html
        assert "Ayu &lt;b&gt;Lestari&lt;/b&gt;" in html
        assert "Satu.\nDua." in html
        assert 'value="1974"' in html
        assert "rahasia" not in html

    def test_a_form_from_before_a_new_sign_in_is_kept_too(self) -> None:
        # Signed in again in another tab: the token of the page that was open all the while fits no more.
        browser = client("ayu", enforce_csrf_checks=True)
        browser.get("/id/form/")
        typed = posted(csrfmiddlewaretoken="x" * 64)
        response = browser.post("/id/form/", typed, headers={"referer": "http://testserver/id/form/"})
        assert response.status_code == 403
        assert "Isian Anda kami simpan" in response.content.decode()
        html = browser.get("/id/form/").content.decode()
        assert "Ayu &lt;b&gt;Lestari&lt;/b&gt;" in html

    def test_what_another_site_sends_is_not_kept(self) -> None:
        browser = client("ayu", enforce_csrf_checks=True)
        browser.get("/id/form/")
        for referer in ("http://evil.example/id/form/", ""):
            browser.post("/id/form/", posted(), headers={"referer": referer})
        assert KeptForm.objects.count() == 0

    def test_another_person_gets_nothing(self) -> None:
        browser = self.session_of_ayu_that_ended()
        browser.post("/id/form/", posted())
        browser.cookies["who"] = "budi"
        html = browser.get("/id/form/").content.decode()
        assert "Lestari" not in html
        assert "kami simpan" not in html

    def test_it_lies_encrypted_and_without_secrets(self) -> None:
        browser = self.session_of_ayu_that_ended()
        browser.post("/id/form/", posted(password="rahasia"))
        row = KeptForm.objects.get()
        assert row.account == AYU.id
        assert b"Lestari" not in bytes(row.sealed)
        request = _request("/id/form/")
        typed = kept.typed_before(request)
        assert typed is not None
        assert set(typed) == {"full_name", "birth_date-year", "school", "story"}

    def test_a_row_moved_to_another_person_opens_for_nobody(self) -> None:
        self.session_of_ayu_that_ended().post("/id/form/", posted())
        KeptForm.objects.update(account=BUDI.id)
        request = _request("/id/form/")
        request.actor = BUDI
        assert kept.typed_before(request) is None

    def test_a_stranger_whose_browser_nobody_knows_leaves_nothing(self) -> None:
        client().post("/id/form/", posted())
        assert KeptForm.objects.count() == 0

    def test_a_forged_cookie_names_nobody(self) -> None:
        browser = client()
        browser.cookies[kept.COOKIE] = f"{AYU.id}:forged:signature"
        browser.post("/id/form/", posted())
        assert KeptForm.objects.count() == 0

    def test_it_is_gone_once_the_form_was_sent_and_after_a_day(self) -> None:
        import datetime as dt

        from django.utils import timezone

        browser = self.session_of_ayu_that_ended()
        browser.post("/id/form/", posted())
        assert kept.forget_old(at=timezone.now() + dt.timedelta(hours=23)) == 0
        assert kept.forget_old(at=timezone.now() + dt.timedelta(hours=25)) == 1
        browser.post("/id/form/", posted())
        browser.cookies["who"] = "ayu"
        browser.post("/id/form/", posted(full_name=""))
        assert KeptForm.objects.count() == 1, "a form that needs mending was not received yet"
        browser.post("/id/form/", posted())
        assert KeptForm.objects.count() == 0

    def test_a_second_keeping_replaces_the_first(self) -> None:
        browser = self.session_of_ayu_that_ended()
        browser.post("/id/form/", posted())
        browser.post("/id/form/", posted(full_name="Ayu Dua"))
        typed = kept.typed_before(_request("/id/form/"))
        assert typed is not None
        assert typed["full_name"] == "Ayu Dua"
        assert KeptForm.objects.count() == 1


def _request(path: str) -> Any:
    from django.test import RequestFactory

    request = RequestFactory().get(path)
    request.actor = AYU  # type: ignore[attr-defined]
    return request
