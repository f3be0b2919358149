"""Handing in, taking back, handing over, judging and opening again, through the door."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation
from PIL import Image

from seluma.core.access.api import Actor, NotFound, Refused
from seluma.core.journal import api as journal
from seluma.domains.documents import api as documents
from seluma.domains.documents import events, models, rules
from seluma.lib.ids import Ref, new_id
from tests.domains.people_at_work import MONDAY, a_case, at_once, person

from .papers import jpeg, pdf, png

pytestmark = pytest.mark.django_db

ALL = (documents.PDF, documents.PNG, documents.JPEG)


@pytest.fixture
def ayu() -> Actor:
    return person("Ayu", "applicant")


@pytest.fixture
def citra() -> Actor:
    return person("Citra", "verifier")


def hand_in(about: Ref, by: Actor, data: bytes | None = None, slot: str = "passport", **more: Any) -> rules.Document:
    given = {"filename": "paspor.pdf", "types": ALL, "max_bytes": 1_000_000, "at": MONDAY, **more}
    return documents.upload(about=about, slot=slot, data=pdf() if data is None else data, by=by, **given)


def last_event(about: Ref) -> Any:
    return journal.timeline(about)[-1].event


class TestUpload:
    def test_ayu_hands_in_her_passport(self, ayu: Actor) -> None:
        case, data = a_case(), pdf(2)
        document = hand_in(case, ayu, data)
        assert (document.state, document.version, document.media_type, document.pages) == (
            documents.UPLOADED,
            1,
            documents.PDF,
            2,
        )
        assert documents.content(document.id) == (document, data)
        assert documents.documents(case) == [document]
        assert documents.page_count(document.id) == 2
        assert last_event(case) == events.DocumentUploaded(
            about=case,
            document=document.ref,
            slot="passport",
            version=1,
            filename="paspor.pdf",
            media_type=documents.PDF,
            digest=document.digest,
            size=len(data),
            pages=2,
        )

    def test_a_new_file_takes_the_place_of_the_old_one_which_stays_readable(self, ayu: Actor) -> None:
        case = a_case()
        old = pdf(1)
        first = hand_in(case, ayu, old)
        second = hand_in(case, ayu, png())
        assert documents.documents(case) == [second]
        assert [(v.version, v.state) for v in documents.versions(case, "passport")] == [
            (2, "uploaded"),
            (1, "replaced"),
        ]
        assert documents.content(first.id)[1] == old
        assert last_event(case).replaces == first.ref

    def test_the_same_form_sent_twice_is_one_upload(self, ayu: Actor) -> None:
        case, data = a_case(), png()
        assert hand_in(case, ayu, data) == hand_in(case, ayu, data)
        assert len(journal.timeline(case)) == 1

    def test_the_shown_name_ends_as_the_content_says(self, ayu: Actor) -> None:
        assert hand_in(a_case(), ayu, jpeg(), filename="../paspor.pdf").filename == "paspor.jpg"

    @pytest.mark.parametrize(
        ("data", "more", "said"),
        [
            (b"", {}, "Berkas ini kosong. Pilih berkas yang berisi."),
            (
                b"%PDF-" + b"x" * 3_000_000,
                {"max_bytes": 2 * 1024 * 1024},
                "Berkas ini 2,9 MB; paling besar 2 MB. Kecilkan berkasnya atau foto ulang dengan ukuran lebih kecil.",
            ),
            (
                b"\0\0\0\x18ftypheic\0\0\0\0",
                {"filename": "paspor.jpg"},
                "Isi berkas ini foto HEIC dari iPhone, apa pun namanya. Kami menerima PDF, PNG, atau JPEG. "
                "Simpan ulang dahulu, atau pilih berkas lain.",
            ),
            (
                b"just text",
                {},
                "Isi berkas ini bukan PDF, PNG, atau JPEG, apa pun namanya. Pilih berkas lain, "
                "atau simpan ulang sebagai PDF, PNG, atau JPEG.",
            ),
            (
                pdf(),
                {"types": (documents.PNG, documents.JPEG)},
                "Isi berkas ini PDF. Di sini kami menerima PNG atau JPEG.",
            ),
            (
                jpeg()[:-200],
                {},
                "Berkas JPEG ini rusak atau tidak lengkap, jadi tidak dapat dibuka. "
                "Simpan atau foto ulang, lalu unggah lagi.",
            ),
            (
                pdf(password="x"),
                {},
                "PDF ini terkunci kata sandi. Simpan ulang tanpa kata sandi, lalu unggah lagi.",
            ),
            (
                pdf(101),
                {},
                "PDF ini 101 halaman; paling banyak 100. Unggah hanya halaman yang diminta.",
            ),
            (
                jpeg(300, 500),
                {"min_pixels": (400, 600)},
                "Gambar ini 300 × 500 piksel; paling sedikit 400 × 600. Pilih gambar asli yang lebih besar.",
            ),
        ],
    )
    def test_what_cannot_be_taken_is_refused_with_what_to_do_and_leaves_nothing(
        self, ayu: Actor, data: bytes, more: dict[str, Any], said: str, settings: Any
    ) -> None:
        case = a_case()
        with translation.override("id"), pytest.raises(Refused) as refused:
            hand_in(case, ayu, data, **more)
        assert str(refused.value) == said
        assert documents.documents(case) == []
        assert journal.timeline(case) == []
        assert not list(Path(settings.SELUMA_FILES).rglob("*"))

    def test_who_hands_in_nothing_is_refused(self, citra: Actor) -> None:
        with pytest.raises(Refused):
            hand_in(a_case(), citra)

    def test_the_limits_are_told_beforehand(self) -> None:
        with translation.override("id"):
            assert documents.limits(ALL, 5 * 1024 * 1024) == "PDF, PNG, atau JPEG, paling besar 5 MB"
            assert documents.limits([documents.JPEG], 1536 * 1024) == "JPEG, paling besar 1,5 MB"

    def test_when_the_entry_cannot_be_written_nothing_is(self, ayu: Actor) -> None:
        case = a_case()
        old = hand_in(case, ayu, png())
        with mock.patch.object(journal, "note", side_effect=RuntimeError), pytest.raises(RuntimeError):
            hand_in(case, ayu, jpeg())
        assert documents.documents(case) == [old]


class TestTakingBack:
    def test_before_the_hand_over_a_file_can_be_taken_back(self, ayu: Actor) -> None:
        case = a_case()
        document = hand_in(case, ayu)
        documents.remove(document=document.id, by=ayu, at=MONDAY)
        assert documents.documents(case) == []
        assert documents.versions(case, "passport") == []
        with pytest.raises(NotFound):
            documents.content(document.id)
        assert last_event(case) == events.DocumentRemoved(
            about=case, document=document.ref, slot="passport", digest=document.digest
        )
        assert hand_in(case, ayu).version == 2

    def test_taking_back_twice_is_once(self, ayu: Actor) -> None:
        case = a_case()
        document = hand_in(case, ayu)
        documents.remove(document=document.id, by=ayu, at=MONDAY)
        documents.remove(document=document.id, by=ayu, at=MONDAY)
        assert len(journal.timeline(case)) == 2

    def test_afterwards_it_cannot(self, ayu: Actor) -> None:
        case = a_case()
        document = hand_in(case, ayu)
        documents.freeze(about=case, by=ayu, at=MONDAY)
        with pytest.raises(Refused, match="tidak dapat diambil kembali"):
            documents.remove(document=document.id, by=ayu, at=MONDAY)

    def test_what_never_was_is_not_found(self, ayu: Actor) -> None:
        with pytest.raises(NotFound):
            documents.remove(document=new_id(), by=ayu, at=MONDAY)


class TestHandingOver:
    def test_everything_is_handed_over_by_its_digest(self, ayu: Actor) -> None:
        case = a_case()
        passport, photo = hand_in(case, ayu), hand_in(case, ayu, jpeg(), slot="photo")
        assert not documents.folder(case).frozen
        handed_over = documents.freeze(about=case, by=ayu, at=MONDAY)
        assert [(d.slot, d.state) for d in handed_over] == [("passport", "frozen"), ("photo", "frozen")]
        assert last_event(case) == events.DocumentsFrozen(
            about=case,
            documents=(passport.ref, photo.ref),
            slots=("passport", "photo"),
            digests=(passport.digest, photo.digest),
        )
        assert documents.folder(case) == rules.Folder(about=case, frozen=True)

    def test_then_no_slot_takes_files_not_even_an_empty_one(self, ayu: Actor) -> None:
        case = a_case()
        hand_in(case, ayu)
        documents.freeze(about=case, by=ayu, at=MONDAY)
        for slot in ("passport", "letter"):
            with pytest.raises(Refused, match="sudah diserahkan"):
                hand_in(case, ayu, png(), slot=slot)

    def test_nothing_at_all_can_be_handed_over_too(self, ayu: Actor) -> None:
        assert documents.freeze(about=a_case(), by=ayu, at=MONDAY) == []


class TestJudging:
    @pytest.fixture
    def handed_over(self, ayu: Actor) -> rules.Document:
        case = a_case()
        hand_in(case, ayu)
        return documents.freeze(about=case, by=ayu, at=MONDAY)[0]

    def test_citra_accepts_the_bytes_that_she_saw(self, handed_over: rules.Document, citra: Actor) -> None:
        accepted = documents.accept(document=handed_over.id, digest=handed_over.digest, by=citra, at=MONDAY)
        assert accepted.state == documents.ACCEPTED
        entry = journal.timeline(handed_over.about)[-1]
        assert entry.event == events.DocumentAccepted(
            about=handed_over.about, document=handed_over.ref, slot="passport", digest=handed_over.digest
        )
        assert entry.event.all_digests() == (handed_over.digest,)

    def test_accepting_again_changes_nothing(self, handed_over: rules.Document, citra: Actor) -> None:
        for _time in range(2):
            documents.accept(document=handed_over.id, digest=handed_over.digest, by=citra, at=MONDAY)
        assert len(journal.timeline(handed_over.about, kinds=[events.DocumentAccepted])) == 1

    def test_other_bytes_than_those_seen_are_refused(self, handed_over: rules.Document, citra: Actor) -> None:
        for verb, more in ((documents.accept, {}), (documents.reject, {"reason": "Buram."})):
            with pytest.raises(Refused, match="sudah diganti"):
                verb(document=handed_over.id, digest="0" * 64, by=citra, at=MONDAY, **more)

    def test_a_version_that_was_replaced_meanwhile_is_refused(
        self, handed_over: rules.Document, ayu: Actor, citra: Actor
    ) -> None:
        documents.reopen(about=handed_over.about, slots=["passport"], by=citra, at=MONDAY)
        hand_in(handed_over.about, ayu, png())
        with pytest.raises(Refused, match="sudah diganti"):
            documents.accept(document=handed_over.id, digest=handed_over.digest, by=citra, at=MONDAY)

    def test_what_was_not_handed_over_cannot_be_judged(self, ayu: Actor, citra: Actor) -> None:
        draft = hand_in(a_case(), ayu)
        with pytest.raises(Refused, match="belum diserahkan"):
            documents.accept(document=draft.id, digest=draft.digest, by=citra, at=MONDAY)
        with pytest.raises(Refused, match="belum diserahkan"):
            documents.reject(document=draft.id, digest=draft.digest, reason="Buram.", by=citra, at=MONDAY)

    def test_a_rejection_needs_a_reason_that_can_be_read(self, handed_over: rules.Document, citra: Actor) -> None:
        with pytest.raises(Refused, match="Tuliskan apa yang perlu diperbaiki"):
            documents.reject(document=handed_over.id, digest=handed_over.digest, reason="  ", by=citra, at=MONDAY)
        with pytest.raises(Refused, match="terlalu panjang"):
            documents.reject(document=handed_over.id, digest=handed_over.digest, reason="x" * 2001, by=citra, at=MONDAY)

    def test_citra_may_change_her_mind_before_the_decision(self, handed_over: rules.Document, citra: Actor) -> None:
        seen = {"document": handed_over.id, "digest": handed_over.digest, "by": citra, "at": MONDAY}
        documents.accept(**seen)
        rejected = documents.reject(**seen, reason="Halaman 2 terpotong.")
        assert (rejected.state, rejected.reason) == (documents.REJECTED, "Halaman 2 terpotong.")
        assert documents.reject(**seen, reason="Halaman 2 buram.").reason == "Halaman 2 buram."
        assert documents.accept(**seen).reason == ""

    def test_ayu_may_not_judge_her_own_paper(self, handed_over: rules.Document, ayu: Actor) -> None:
        with pytest.raises(Refused):
            documents.accept(document=handed_over.id, digest=handed_over.digest, by=ayu, at=MONDAY)


class TestOpeningAgain:
    @pytest.fixture
    def case(self, ayu: Actor) -> Ref:
        case = a_case()
        hand_in(case, ayu)
        hand_in(case, ayu, jpeg(), slot="photo")
        documents.freeze(about=case, by=ayu, at=MONDAY)
        return case

    def test_only_what_was_named_takes_a_new_file(self, case: Ref, ayu: Actor, citra: Actor) -> None:
        documents.reopen(about=case, slots=["photo", "letter"], by=citra, at=MONDAY)
        hand_in(case, ayu, jpeg(colour="red"), slot="photo")
        hand_in(case, ayu, pdf(), slot="letter")
        with pytest.raises(Refused):
            hand_in(case, ayu, png(), slot="passport")
        event = last_event_of(case, events.DocumentsReopened)
        assert event.slots == ("letter", "photo")
        assert len(event.digests) == 1

    def test_what_was_judged_stays_judged_when_the_case_comes_back(self, case: Ref, ayu: Actor, citra: Actor) -> None:
        passport, photo = documents.documents(case)
        documents.accept(document=passport.id, digest=passport.digest, by=citra, at=MONDAY)
        documents.reject(document=photo.id, digest=photo.digest, reason="Latar harus merah.", by=citra, at=MONDAY)
        documents.reopen(about=case, slots=["photo"], by=citra, at=MONDAY)
        hand_in(case, ayu, jpeg(colour="red"), slot="photo")
        again = documents.freeze(about=case, by=ayu, at=MONDAY + dt.timedelta(days=1))
        assert [(d.slot, d.version, d.state) for d in again] == [("passport", 1, "accepted"), ("photo", 2, "frozen")]
        with pytest.raises(Refused):
            hand_in(case, ayu, jpeg(colour="blue"), slot="photo")

    def test_a_draft_needs_no_opening(self, ayu: Actor, citra: Actor) -> None:
        with pytest.raises(Refused, match="belum diserahkan"):
            documents.reopen(about=a_case(), slots=["photo"], by=citra, at=MONDAY)

    def test_no_slot_named_is_nothing_done(self, case: Ref, citra: Actor) -> None:
        documents.reopen(about=case, slots=[], by=citra, at=MONDAY)
        assert not journal.timeline(case, kinds=[events.DocumentsReopened])


class TestReading:
    def test_many_cases_are_read_in_one_statement(self, ayu: Actor, django_assert_num_queries: Any) -> None:
        cases = [a_case() for _number in range(5)]
        for case in cases[:4]:
            hand_in(case, ayu, png())
        with django_assert_num_queries(1):
            found = documents.documents_for_many(cases)
        assert [len(found[case]) for case in cases] == [1, 1, 1, 1, 0]

    def test_the_officer_sees_a_page_as_a_picture(self, ayu: Actor) -> None:
        document = hand_in(a_case(), ayu, pdf(2, size=100))
        picture = Image.open(io.BytesIO(documents.preview(document.id, 1, scale=2)))
        assert (picture.format, picture.size) == ("PNG", (200, 200))
        with pytest.raises(NotFound, match="tidak mempunyai halaman itu"):
            documents.preview(document.id, 2)


class TestPromisesOfTheDatabase:
    @pytest.mark.parametrize(
        ("change", "constraint"),
        [
            ({"state": "lost"}, "state_is_known"),
            ({"digest": "x"}, "digest_is_sha256"),
            ({"size": 0}, "is_not_empty"),
            ({"media_type": "text/html"}, "media_type_is_read"),
            ({"state": "rejected", "judged_by": new_id(), "judged_at": MONDAY}, "rejected_with_reason"),
            ({"state": "accepted"}, "judged_by_somebody"),
        ],
    )
    def test_a_row_that_cannot_be_true_is_refused(self, ayu: Actor, change: dict[str, Any], constraint: str) -> None:
        document = hand_in(a_case(), ayu)
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            models.Document.objects.filter(id=document.id).update(**change)

    def test_two_current_versions_in_a_slot_are_refused(self, ayu: Actor) -> None:
        case = a_case()
        first = hand_in(case, ayu, png())
        hand_in(case, ayu, pdf())
        with pytest.raises(IntegrityError, match="one_current_per_slot"), transaction.atomic():
            models.Document.objects.filter(id=first.id).update(state="uploaded")


@pytest.mark.django_db(transaction=True)
def test_eight_uploads_at_once_leave_one_current_version_and_eight_numbers() -> None:
    ayu, case = person("Ayu", "applicant"), a_case()
    outcomes = at_once(lambda number: hand_in(case, ayu, png(10 + number, 10)), 8)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert sorted(version.version for version in documents.versions(case, "passport")) == list(range(1, 9))
    (current,) = documents.documents(case)
    assert current.version == 8


@pytest.mark.django_db(transaction=True)
def test_a_file_is_either_handed_over_or_came_too_late() -> None:
    ayu, case = person("Ayu", "applicant"), a_case()

    def work(number: int) -> Any:
        if number == 0:
            return documents.freeze(about=case, by=ayu, at=MONDAY)
        return hand_in(case, ayu, png())

    handed_over, uploaded = at_once(work, 2)
    if isinstance(uploaded, Refused):
        assert handed_over == []
        assert documents.documents(case) == []
    else:
        assert [document.id for document in handed_over] == [uploaded.id]


def last_event_of(about: Ref, kind: Any) -> Any:
    return journal.timeline(about, kinds=[kind])[-1].event


def test_the_diagram_in_the_readme_is_the_table() -> None:
    readme = Path(rules.__file__).with_name("README.md").read_text()
    assert f"```mermaid\n{rules.WORKFLOW.mermaid()}```" in readme


def test_every_state_has_words() -> None:
    assert set(documents.STATES) == set(rules.WORKFLOW.states)
