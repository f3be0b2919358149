"""Every page of the journey by the name of its picture: where it is, whose it is, and what is done before a look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone
from playwright.sync_api import Page

from seluma.cli import story
from seluma.domains.agencies import api as agencies
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.lib.ids import Ref

from .portal import Portal

Deed = Callable[[Page], None]
SEND = "main form button:not([type=button])"
"""The button that sends a form, not the one that shows a password."""


@dataclass(frozen=True)
class Place:
    """One page; `deed` is done on it before the look."""

    name: str
    address: str
    status: int = 200
    deed: Deed | None = None


def presses(selector: str) -> Deed:
    return lambda page: page.click(selector)


def types(**typed: str) -> Deed:
    """Fill in the fields with these ids and send the form."""

    def deed(page: Page) -> None:
        for name, value in typed.items():
            page.fill(f"[name='{name}']", value)
        page.click(SEND)

    return deed


def hands_in(path: object) -> Deed:
    def deed(page: Page) -> None:
        page.set_input_files("main input[type=file]", str(path))
        page.click(SEND)

    return deed


def public(portal: Portal) -> Iterator[Place]:
    yield Place("home", "")
    yield Place("services", "layanan/")
    yield Place("services-found", "layanan/?cari=pelajar")
    yield Place("services-nothing-found", "layanan/?cari=zebra")
    yield Place("service-student", f"layanan/{story.STUDENT}/")
    yield Place("service-visit", f"layanan/{story.VISIT}/")
    student = "person=foreigner&stay=limited&aim=longer&purpose=study"
    visitor = "person=foreigner&stay=visit&aim=longer"
    yield Place("finder", "layanan-saya/")
    yield Place("finder-missing", "layanan-saya/", deed=presses("main form button"))
    yield Place("finder-second", "layanan-saya/?person=foreigner")
    yield Place("finder-date", f"layanan-saya/?{student}&tanya=permit_expires_on")
    yield Place("finder-date-missing", f"layanan-saya/?{student}&tanya=permit_expires_on", deed=presses(SEND))
    yield Place("finder-long-list", f"layanan-saya/?{visitor}&tanya=visa_index")
    yield Place("finder-so-far", f"layanan-saya/?{student}&hasil=1")
    yield Place("finder-nothing", "layanan-saya/?person=-")
    yield Place("about", "tentang/")
    yield Place("privacy", "tentang/data-pribadi/")
    yield Place("ledger", "buku-besar/")
    yield Place("ledger-not-found", "buku-besar/?catatan=tidak-ada", 404)
    yield Place("ledger-entry", "buku-besar/catatan/3/")
    yield Place("ledger-explained", "buku-besar/penjelasan/")
    yield Place("ledger-in-depth", "buku-besar/penjelasan/rinci/")
    yield Place("accessibility", "tentang/aksesibilitas/")
    yield Place("office", "tentang/kantor/")
    yield Place("overstay", "lewat-izin/")
    yield Place("overstay-nothing", "lewat-izin/", deed=presses(SEND))
    yield Place("overstay-days", "lewat-izin/", deed=_overstayed(9))
    yield Place("overstay-too-many", "lewat-izin/", deed=_overstayed(75))
    yield Place("service-missing", "layanan/tidak-ada/", 404)


def accounts(portal: Portal) -> Iterator[Place]:
    yield Place("sign-in", "masuk/")
    yield Place("sign-in-wrong", "masuk/", deed=types(login="nobody@contoh.example", password="salah-sekali"))
    yield Place("sign-up", "daftar/")
    yield Place("sign-up-wrong", "daftar/", deed=presses(SEND))
    yield Place("sign-up-sent", "daftar/periksa-surat/")
    yield Place("confirm-wrong", "daftar/pastikan/tidak-ada/")
    yield Place("password", "kata-sandi/")
    yield Place("password-sent", "kata-sandi/periksa-surat/")
    yield Place("password-link-used", "kata-sandi/baru/1-set-password/")
    yield Place("password-done", "kata-sandi/selesai/")
    yield Place("account-closed", "akun-ditutup/")


def verification(portal: Portal) -> Iterator[Place]:
    code = portal.places
    yield Place("verify", "periksa/")
    yield Place("verify-nothing-given", "periksa/", deed=presses(SEND))
    yield Place("verify-mistyped", "periksa/", deed=types(code="7K2QMX-40PZRA"))
    yield Place("verified-valid-code", f"periksa/{code['code_of_issued']}")
    yield Place("verified-expired", f"periksa/{code['code_of_collected']}")
    yield Place("verified-revoked", f"periksa/{code['code_of_revoked']}")
    yield Place("verified-unrecorded", "periksa/000000-000000-000000")
    yield Place("verified-valid", "periksa/", deed=hands_in(portal.files["issued"]))
    yield Place("verified-forged", "periksa/", deed=hands_in(portal.files["forged"]))
    yield Place("verified-unreadable", "periksa/", deed=hands_in(portal.files["unreadable"]))
    yield Place("verified-unknown-issuer", "periksa/", deed=hands_in(portal.files["foreign"]))


def drafts(portal: Portal) -> Iterator[Place]:
    empty, complete = portal.cases["empty"], portal.cases["complete"]
    yield Place("start", f"permohonan/mulai/{story.STUDENT}/")
    yield Place("start-again", f"permohonan/mulai/{story.VISIT}/")
    yield Place("tasks-empty", f"permohonan/{empty}/isi/")
    yield Place("tasks-complete", f"permohonan/{complete}/isi/")
    yield Place("check", f"permohonan/{complete}/periksa/")
    yield Place("check-incomplete", f"permohonan/{empty}/periksa/")
    yield Place("question-empty", f"permohonan/{empty}/isi/visa_index/")
    yield Place("question-missing", f"permohonan/{empty}/isi/visa_index/", deed=presses(SEND))
    yield Place("question-date-missing", f"permohonan/{complete}/isi/permit_expires_on/", deed=_empties_a_date)
    version = cases.case_page(portal.cast["applicant"], complete, at=timezone.now()).service
    filled = story.student_answers(story.ANNA, timezone.now())
    for question in catalogue.asked(version, filled):
        yield Place(f"question-{question.key}", f"permohonan/{complete}/isi/{question.key}/")
    for spec in catalogue.required_documents(version, filled)[:3]:
        yield Place(f"document-{spec.key}", f"permohonan/{complete}/berkas/{spec.key}/")
    yield Place("document-empty", f"permohonan/{empty}/berkas/passport_page/")
    yield Place("document-missing", f"permohonan/{empty}/berkas/passport_page/", deed=presses(SEND))


def applicant(portal: Portal) -> Iterator[Place]:
    yield Place("profile", "profil/")
    yield Place("my-data", "data-saya/")
    yield Place("cases", "permohonan/")
    yield Place("dates", "batas-waktu/")
    yield Place("dates-calendar", "batas-waktu/", deed=presses("#kalender ~ form button"))
    for name in (
        "submitted",
        "claimed",
        "unpriced",
        "unpaid",
        "ready",
        "returned",
        "granted",
        "issued",
        "collected",
        "revoked",
        "refused",
        "withdrawn",
        "late",
        "handed_over",
        "answered_back",
        "objected",
    ):
        yield Place(f"case-{name}", f"permohonan/{portal.cases[name]}/")
    yield Place("tasks-returned", f"permohonan/{portal.cases['returned']}/isi/")
    yield Place("question-returned", f"permohonan/{portal.cases['returned']}/isi/school_name/")
    yield Place("document-returned", f"permohonan/{portal.cases['returned']}/berkas/passport_page/")
    yield Place("filed", f"permohonan/{portal.cases['submitted']}/terkirim/")
    yield Place("withdraw", f"permohonan/{portal.cases['submitted']}/cabut/")
    yield Place("views", f"permohonan/{portal.cases['unpaid']}/siapa-melihat/")
    yield Place("messages", f"permohonan/{portal.cases['claimed']}/pesan/")
    yield Place("messages-nothing", f"permohonan/{portal.cases['claimed']}/pesan/", deed=presses(SEND))
    yield Place("messages-empty", f"permohonan/{portal.cases['submitted']}/pesan/")
    yield Place("messages-closed", f"permohonan/{portal.cases['withdrawn']}/pesan/")
    yield Place("objection", f"permohonan/{portal.cases['refused']}/keberatan/")
    yield Place("objection-nothing", f"permohonan/{portal.cases['refused']}/keberatan/", deed=presses(SEND))
    yield Place("collect", f"permohonan/{portal.cases['issued']}/pengambilan/")
    for name in ("unpriced", "unpaid", "ready"):
        bill = _bill(portal, name)
        yield Place(f"pay-{name}", f"pembayaran/{bill}/")
    yield Place("bank", f"pembayaran/{_bill(portal, 'unpaid')}/bank/{portal.places['attempt']}/")
    yield Place("sign-out", "keluar/")


def verifier(portal: Portal) -> Iterator[Place]:
    first = ("giliran-saya", "perlu-diperiksa", "tim-saya", "terlambat", "menunggu-pihak-lain")
    for name in (*first, "perlu-ditindaklanjuti", "siap-diambil", "semua", "selesai"):
        yield Place(f"desk-{name}", f"meja/daftar/{name}/")
    yield Place("desk-search", "meja/cari/?cari=erikson")
    yield Place("desk-search-nothing", "meja/cari/?cari=tidak-ada-orangnya")
    for name in ("submitted", "claimed", "checked", "late", "unpriced", "returned", "issued", "refused"):
        yield Place(f"officer-{name}", f"meja/permohonan/{portal.cases[name]}/")
    at = f"meja/permohonan/{portal.cases['claimed']}/"
    yield Place("officer-answers", f"{at}isian/")
    yield Place("officer-matters", f"{at}biaya-dan-lembaga/")
    yield Place("officer-matters-paid", f"meja/permohonan/{portal.cases['ready']}/biaya-dan-lembaga/")
    yield Place("officer-messages", f"{at}pesan/")
    yield Place("officer-messages-not-mine", f"meja/permohonan/{portal.cases['ready']}/pesan/", status=0)
    yield Place("officer-notes", f"{at}catatan/")
    yield Place("officer-pass-on", f"{at}rekan/")
    yield Place("desk-deputies", "meja/wakil/")
    yield Place("officer-timeline", f"meja/permohonan/{portal.cases['ready']}/riwayat/")
    for paper in documents.documents(Ref("case", portal.cases["claimed"])):
        yield Place(f"officer-paper-{paper.slot}", f"{at}berkas/{paper.id}/")
    passport = _paper(portal, "claimed", "passport_page")
    yield Place("officer-reject", f"{at}berkas/{passport}/tolak/", status=0)
    yield Place("officer-return", f"{at}kembalikan/")
    yield Place("officer-return-nothing", f"{at}kembalikan/", deed=presses(SEND))
    preview = types(remark="Terima kasih.", **{"document-photo": "Foto buram. Unggah yang tajam."})
    yield Place("officer-return-preview", f"{at}kembalikan/", deed=preview)
    yield Place("officer-assign", f"{at}serahkan/", status=0)
    yield Place("officer-amount", f"meja/permohonan/{portal.cases['unpriced']}/biaya/{_bill(portal, 'unpriced')}/")
    yield Place("officer-hand-over", f"meja/permohonan/{portal.cases['issued']}/pengambilan/")
    for name in ("handed_over", "not_taken", "answered_back"):
        yield Place(f"officer-{name}", f"meja/permohonan/{portal.cases[name]}/")
    at = f"meja/permohonan/{portal.cases['handed_over']}/"
    yield Place("officer-reference", f"{at}nomor-di-sana/")
    yield Place("officer-reference-nothing", f"{at}nomor-di-sana/", deed=presses(SEND))
    yield Place("officer-answer-back", f"{at}jawaban/")
    yield Place("officer-answer-back-nothing", f"{at}jawaban/", deed=presses(SEND))
    yield Place("officer-answer-more", f"{at}jawaban/kurang/")
    yield Place("officer-take-back", f"{at}ambil-kembali/")
    yield Place("officer-try-again", f"meja/permohonan/{portal.cases['not_taken']}/kirim-lagi/")


def decider(portal: Portal) -> Iterator[Place]:
    yield Place("desk-perlu-diputuskan", "meja/daftar/perlu-diputuskan/")
    for name in ("ready", "doubtful", "unpaid"):
        yield Place(f"decider-{name}", f"meja/permohonan/{portal.cases[name]}/")
    at = f"meja/permohonan/{portal.cases['ready']}/"
    yield Place("decider-grant", f"{at}kabulkan/")
    yield Place("decider-grant-doubtful", f"meja/permohonan/{portal.cases['doubtful']}/kabulkan/")
    yield Place("decider-grant-not-yet", f"meja/permohonan/{portal.cases['unpaid']}/kabulkan/", status=0)
    yield Place("decider-refuse", f"{at}tolak/")
    yield Place("decider-refuse-nothing", f"{at}tolak/", deed=presses(SEND))
    yield Place("decider-refuse-preview", f"{at}tolak/", deed=_writes_a_refusal)
    yield Place("decider-revoke", f"meja/permohonan/{portal.cases['issued']}/izin/cabut/")
    yield Place("decider-to_hand_over", f"meja/permohonan/{portal.cases['to_hand_over']}/")
    yield Place("decider-forward", f"meja/permohonan/{portal.cases['to_hand_over']}/serahkan-keluar/")
    yield Place("decider-assign-objection", f"meja/permohonan/{portal.cases['objected']}/keberatan/serahkan/")
    yield Place("decider-assign", f"meja/permohonan/{portal.cases['claimed']}/serahkan/", status=0)


def reviewer(portal: Portal) -> Iterator[Place]:
    yield Place("reviewer-giliran-saya", "meja/daftar/giliran-saya/")
    at = f"meja/permohonan/{portal.cases['objected']}/"
    yield Place("reviewer-objected", at)
    yield Place("reviewer-objection", f"{at}keberatan/")
    yield Place("reviewer-objection-nothing", f"{at}keberatan/", deed=presses(SEND))


def partner(portal: Portal) -> Iterator[Place]:
    yield Place("partner-inbox", "lembaga/")
    waiting, answered = _question(portal, "unpriced"), _question(portal, "ready")
    yield Place("partner-question", f"lembaga/pertanyaan/{waiting}/")
    yield Place("partner-nothing", f"lembaga/pertanyaan/{waiting}/", deed=presses(SEND))
    yield Place("partner-answered", f"lembaga/pertanyaan/{answered}/")


def labour(portal: Portal) -> Iterator[Place]:
    yield Place("partner-inbox-empty", "lembaga/")


def administrator(portal: Portal) -> Iterator[Place]:
    yield Place("admin-deliveries", "pengelola/pengantaran/")
    yield Place("admin-publishing", "pengelola/penerbitan/")
    yield Place("admin-money", "pengelola/uang/")
    yield Place("admin-receipts", "pengelola/uang/bukti/")
    yield Place("admin-receipts-unread", "pengelola/uang/bukti/", deed=types(list="82000"))
    listed = "820000000000001;N1;1;500000;24/11/2026"
    yield Place("admin-receipts-look", "pengelola/uang/bukti/", deed=types(list=listed))
    yield Place("admin-find", "pengelola/peran/")
    yield Place("admin-find-nobody", "pengelola/peran/", deed=types(email="tidak-ada@contoh.example"))
    yield Place("admin-roles", f"pengelola/peran/{portal.cast['partner_education'].id}/")


def errors(portal: Portal) -> Iterator[Place]:
    yield Place("error-404", "tidak-ada/", 404)
    yield Place("error-403", "meja/", 403)
    yield Place("error-someone-else", f"permohonan/{portal.cases['ready']}/", 404)
    yield Place("error-500", "rusak/", 500)
    yield Place("error-413", "periksa/", deed=_sends_too_much)
    yield Place("error-session", "periksa/", deed=_loses_the_token)
    yield Place("error-stale", "profil/", deed=_loses_the_key)


def head(portal: Portal) -> Iterator[Place]:
    yield Place("head", "kepala/")


GROUPS: dict[str, tuple[str | None, Callable[[Portal], Iterator[Place]]]] = {
    "public": (None, public),
    "accounts": (None, accounts),
    "verification": (None, verification),
    "drafts": ("applicant", drafts),
    "applicant": ("applicant", applicant),
    "verifier": ("verifier", verifier),
    "decider": ("decider", decider),
    "reviewer": ("decider_2", reviewer),
    "partner": ("partner_education", partner),
    "labour": ("partner_labour", labour),
    "administrator": ("administrator", administrator),
    "head": ("head", head),
    "errors": ("applicant_2", errors),
}
"""Whose pages: the role that reads them (None: nobody is signed in), and the pages."""


def _overstayed(days: int) -> Deed:
    """The permit ended so many days ago."""

    def deed(page: Page) -> None:
        ended = timezone.localdate() - dt.timedelta(days=days)
        for part in ("day", "month", "year"):
            page.fill(f"[name='ends-{part}']", str(getattr(ended, part)))
        page.check("[name=filed][value=no]")
        page.click(SEND)

    return deed


def _bill(portal: Portal, name: str) -> str:
    return str(payments.bills(Ref("case", portal.cases[name]))[0].id)


def _question(portal: Portal, name: str) -> str:
    return str(agencies.questions(Ref("case", portal.cases[name]))[0].id)


def _paper(portal: Portal, name: str, slot: str) -> str:
    found = documents.documents(Ref("case", portal.cases[name]))
    return str(next(paper for paper in found if paper.slot == slot).id)


def _empties_a_date(page: Page) -> None:
    page.fill("main input[name$='-day']", "31")
    page.fill("main input[name$='-month']", "2")
    page.click(SEND)


def _writes_a_refusal(page: Page) -> None:
    page.check("main input[type=radio] >> nth=0")
    page.fill("main textarea", "Surat penjamin bukan untuk pemohon. Mintalah surat baru, lalu ajukan lagi.")
    page.click(SEND)


def _sends_too_much(page: Page) -> None:
    with page.expect_navigation():
        page.evaluate(
            "() => { const f = document.querySelector('main form'); f.enctype = 'application/x-www-form-urlencoded';"
            " f.querySelector('[type=file]').remove(); const t = document.createElement('textarea'); t.name = 'much';"
            " t.value = 'x'.repeat(9000000); f.append(t); f.submit(); }"
        )


def _loses_the_token(page: Page) -> None:
    with page.expect_navigation():
        page.evaluate(
            "() => { document.querySelector('[name=csrfmiddlewaretoken]').value = 'x';"
            " document.querySelector('main form').submit(); }"
        )


def _loses_the_key(page: Page) -> None:
    with page.expect_navigation():
        page.evaluate(
            "() => { document.querySelector('main form [name=_key]').remove();"
            " document.querySelector('main form').submit(); }"
        )
