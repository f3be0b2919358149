"""One's own application after it was sent: turn, journey, papers, who looked, taking it back."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from seluma.core.journal import api as journal
from seluma.core.ledger import api as ledger
from seluma.domains.cases import api as cases
from seluma.domains.payments import api as payments
from seluma.lib import receipts, tlog
from seluma.lib.ids import Ref, new_id

from .applying import (
    STUDENT,
    VISIT,
    Somebody,
    day,
    files,
    is_returned,
    is_verified,
    page_of,
    starts,
    text_of,
    worker_runs,
)


def at(case: UUID, rest: str = "") -> str:
    return f"/id/permohonan/{case}/{rest}"


def pays(person: Somebody, case: UUID) -> None:
    bill = page_of(person, case).bill
    assert bill is not None
    payments.start_payment(bill=bill.id, provider="demo", by=person.actor, at=timezone.now())


@pytest.fixture
def granted(ayu: Somebody, citra: Somebody, dewi: Somebody) -> UUID:
    case = files(ayu)
    pays(ayu, case)
    is_verified(case, citra)
    cases.grant(case=case, by=dewi.actor, at=timezone.now())
    return case


def test_the_page_says_whose_turn_it_is_and_by_when(ayu: Somebody) -> None:
    case = files(ayu)
    pays(ayu, case)
    page = page_of(ayu, case)
    shown = text_of(ayu.opens(at(case)))
    assert page.number is not None
    assert page.number in shown
    assert "Giliran kami: memeriksa berkas Anda" in shown
    assert "Kami memutuskan paling lambat" in shown
    assert shown.index("Giliran kami") < shown.index("Perjalanan permohonan") < shown.index("Siapa melihat data saya")
    assert shown.index("Siapa melihat data saya") < shown.index("Butuh bantuan?")


def test_each_recorded_step_names_its_place_in_the_journal(ayu: Somebody) -> None:
    case = files(ayu)
    assert "Tercatat, catatan" not in text_of(ayu.opens(at(case)))
    worker_runs()
    assert "Tercatat, catatan" in text_of(ayu.opens(at(case)))


def test_each_step_gives_a_receipt_at_once_and_a_proof_when_it_is_sealed(ayu: Somebody, budi: Somebody) -> None:
    case = files(ayu)
    step = page_of(ayu, case).steps[-1]
    address = at(case, f"bukti/{step.entry}/")
    assert "Simpan tanda terima" in text_of(ayu.opens(at(case)))
    promised = ayu.opens(address)
    assert receipts.verify_receipt(promised.content, ledger.policy()).entry_id == step.entry
    worker_runs()
    while ledger.sequence(at=timezone.now()):
        pass
    shown = text_of(ayu.opens(at(case)))
    assert "Disegel sebagai catatan" in shown
    assert "Simpan bukti" in shown
    answer = ayu.opens(address)
    assert answer.headers["Content-Disposition"].endswith('.tlog-proof"')
    proof = tlog.read_proof(answer.content)
    assert proof.extra is not None
    proof.verify(tlog.leaf_hash(proof.extra), ledger.policy())
    assert str(step.entry) in proof.extra.decode()
    assert budi.opens(address).status_code == 404
    assert ayu.opens(at(case, f"bukti/{new_id()}/")).status_code == 404


def test_evidence_is_of_this_cases_steps_and_of_those_that_one_sees(ayu: Somebody, citra: Somebody) -> None:
    case, other = files(ayu, VISIT), files(ayu, STUDENT)
    for_officers = f"/id/meja/permohonan/{case}/bukti/"
    step = page_of(ayu, case).steps[-1]
    assert citra.opens(f"{for_officers}{step.entry}/").status_code == 200
    assert ayu.opens(at(other, f"bukti/{step.entry}/")).status_code == 404
    is_verified(case, citra)
    cases.write_note(case=case, text="Contoh.", by=citra.actor, at=timezone.now())
    note = journal.timeline(Ref("case", case))[-1]
    assert citra.opens(f"{for_officers}{note.id}/").status_code == 200
    assert ayu.opens(at(case, f"bukti/{note.id}/")).status_code == 404


def test_who_acts_gets_a_receipt_in_the_same_response(ayu: Somebody, monkeypatch: pytest.MonkeyPatch) -> None:
    case = files(ayu)
    # The test's own transaction is never committed; in production the request's is the outermost.
    monkeypatch.setattr("seluma.core.journal.pen.transaction.on_commit", lambda act: act())
    answer = ayu.sends(at(case, "cabut/"), confirm="yes")
    given = [base64.b64decode(one) for one in answer.headers["Ledger-Receipt"].split(",")]
    noted = {entry.id: entry.kind for entry in journal.timeline(Ref("case", case))}
    assert "cases.CaseWithdrawn" in [noted.get(receipts.read_receipt(one)[0].entry_id) for one in given]


def test_the_journey_names_who_acted(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_verified(case, citra)
    shown = text_of(ayu.opens(at(case)))
    assert "oleh Anda" in shown
    assert "petugas Citra" in shown
    assert "Berkas diperiksa, lengkap" in shown


def test_filed_in_time_means_that_no_overstay_is_counted(ayu: Somebody) -> None:
    assert "tidak ada hari yang dihitung melewati izin" in text_of(ayu.opens(at(files(ayu))))


def test_a_draft_leads_to_its_tasks(ayu: Somebody) -> None:
    case = starts(ayu)
    assert ayu.opens(at(case)).headers["Location"] == at(case, "isi/")


def test_a_returned_case_says_what_to_do_and_until_when(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    is_returned(case, citra, questions={"passport_number": "Satu angka kurang."}, slots={})
    page = ayu.opens(at(case))
    assert "Giliran Anda: perbaiki paling lambat" in text_of(page)
    assert "Dua hal saja." in text_of(page)
    assert at(case, "isi/") in page.content.decode()


def test_a_granted_case_gives_the_permit_once_its_paper_is_there(ayu: Somebody, granted: UUID) -> None:
    shown = text_of(ayu.opens(at(granted)))
    assert "Permohonan Anda dikabulkan" in shown
    assert ayu.opens(at(granted, "izin.pdf")).status_code == 404
    worker_runs()
    page = ayu.opens(at(granted))
    assert "Dokumen Anda siap" in text_of(page)
    paper = ayu.opens(at(granted, "izin.pdf"))
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Type"] == "application/pdf"
    assert paper["Content-Disposition"].startswith("attachment; filename=")
    assert "no-store" in paper["Cache-Control"]
    assert "Paspor Anda" in text_of(ayu.opens(at(granted, "pengambilan/")))


def test_nobody_else_gets_the_permit(budi: Somebody, granted: UUID) -> None:
    worker_runs()
    assert budi.opens(at(granted, "izin.pdf")).status_code == 404


def test_a_refused_case_says_why_by_which_law_and_how_to_object(ayu: Somebody, citra: Somebody, dewi: Somebody) -> None:
    case = files(ayu)
    is_verified(case, citra)
    cases.refuse(
        case=case, law="visit_extension", reason="Tiketnya sesudah izin berakhir.", by=dewi.actor, at=timezone.now()
    )
    shown = text_of(ayu.opens(at(case)))
    assert "Permohonan Anda ditolak" in shown
    assert "Tiketnya sesudah izin berakhir." in shown
    assert "SE IMI-0093" in shown
    assert "mengajukan keberatan sampai" in shown
    assert ayu.opens(at(case, "surat.pdf")).status_code == 404
    worker_runs()
    assert "Unduh surat keputusan" in text_of(ayu.opens(at(case)))
    letter = ayu.opens(at(case, "surat.pdf"))
    assert letter.content.startswith(b"%PDF")


def test_who_looked_at_my_data_stands_there_with_the_purpose(ayu: Somebody, citra: Somebody) -> None:
    case = files(ayu)
    assert "Belum ada yang membuka" in text_of(ayu.opens(at(case)))
    cases.desk_case(citra.actor, case, at=timezone.now())
    assert "1 petugas" in text_of(ayu.opens(at(case)))
    shown = text_of(ayu.opens(at(case, "siapa-melihat/")))
    assert "Citra" in shown
    assert "Memeriksa permohonan Anda" in shown


def test_an_application_can_be_taken_back_after_a_look_at_what_that_means(ayu: Somebody) -> None:
    case = files(ayu)
    asked = text_of(ayu.opens(at(case, "cabut/")))
    assert "Tagihan yang belum dibayar batal" in asked
    assert ayu.sends(at(case, "cabut/")).headers["Location"] == at(case)
    assert "Anda mencabut permohonan ini" in text_of(ayu.opens(at(case)))
    again = ayu.opens(at(case, "cabut/"))
    assert again.status_code == 409
    assert "tidak dapat dicabut lagi" in text_of(again)


def test_a_withdrawn_application_ends_its_journey_there(ayu: Somebody) -> None:
    case = files(ayu)
    cases.withdraw(case=case, by=ayu.actor, at=timezone.now())
    shown = text_of(ayu.opens(at(case)))
    assert "Permohonan dicabut : berhenti di sini" in shown or "Permohonan dicabut: berhenti di sini" in shown
    assert "Keputusan" not in shown


def test_the_journey_stands_where_the_turn_is(ayu: Somebody) -> None:
    body = ayu.opens(at(files(ayu))).content.decode()
    assert body.count('aria-current="step"') == 1
    assert "Pembayaran" in body[body.index('aria-current="step"') :][:60]


def test_what_an_institution_sees_is_shown_to_me_too(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(files(ayu, STUDENT))))
    assert "Yang dilihat lembaga yang kami tanya" in shown
    assert "12 Agustus 1974" in shown
    assert "SMA Negeri 1 Seluma" in shown


def test_a_reported_fee_is_named_while_the_cashier_confirms_it(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(files(ayu, STUDENT))))
    assert "Angka yang dilaporkan: Rp 3.000.000" in shown


def test_a_draft_can_be_thrown_away(ayu: Somebody) -> None:
    case = starts(ayu)
    assert "Hapus draf ini?" in text_of(ayu.opens(at(case, "cabut/")))
    ayu.sends(at(case, "cabut/"))
    assert cases.draft_of(ayu.actor, VISIT) is None


@pytest.mark.parametrize("rest", ["", "terkirim/", "cabut/", "siapa-melihat/", "pengambilan/", "izin.pdf", "surat.pdf"])
def test_another_persons_address_typed_in_finds_nothing(ayu: Somebody, budi: Somebody, rest: str) -> None:
    case = files(ayu)
    page = budi.opens(at(case, rest))
    assert page.status_code == 404
    assert "Eriksson" not in page.content.decode()


def test_steps_out_of_order_say_so_and_lead_on(ayu: Somebody) -> None:
    draft = starts(ayu, STUDENT)
    for case, rest in ((draft, "terkirim/"), (files(ayu), "pengambilan/")):
        page = ayu.opens(at(case, rest))
        assert page.status_code == 409
        assert f"/id/permohonan/{case}/" in page.content.decode()


@pytest.mark.parametrize("how_many", [1, 5])
def test_the_page_asks_few_questions_of_the_database(
    ayu: Somebody, citra: Somebody, how_many: int, django_assert_max_num_queries: Any
) -> None:
    filed = [files(ayu, STUDENT, passport_number=f"L89890{number}") for number in range(how_many)]
    for _times in range(how_many):
        cases.desk_case(citra.actor, filed[0], at=timezone.now())
    worker_runs()
    ayu.opens(at(filed[0]))
    with django_assert_max_num_queries(20):
        ayu.opens(at(filed[0]))


def test_what_runs_out_when_stands_beside_the_journey(ayu: Somebody) -> None:
    shown = text_of(ayu.opens(at(files(ayu))))
    assert day(14)[:4] in shown
    assert "14 hari lagi" in shown
