"""Where the officers' and the administrator's pages lie, below the language."""

from __future__ import annotations

from django.urls import path

from . import (
    administration,
    case,
    colleagues,
    deciding,
    desk,
    elsewhere,
    head,
    messages,
    money,
    objections,
    papers,
    publishing,
    verbs,
)

app_name = "officer"

_CASE = "meja/permohonan/<uuid:case>/"
_PAPER = f"{_CASE}berkas/<uuid:document>/"

urlpatterns = [
    path("meja/", desk.first, name="first"),
    path("meja/daftar/<slug:name>/", desk.desk, name="desk"),
    path("meja/cari/", desk.search, name="search"),
    path(_CASE, case.case, name="case"),
    path(f"{_CASE}isian/", case.answers, name="answers"),
    path(f"{_CASE}biaya-dan-lembaga/", case.matters, name="matters"),
    path(f"{_CASE}pesan/", messages.messages, name="messages"),
    path(f"{_CASE}pesan/berkas/<uuid:document>/", messages.attachment, name="attachment"),
    path(f"{_CASE}riwayat/", case.timeline, name="timeline"),
    path(f"{_CASE}bukti/<uuid:entry>/", papers.evidence, name="evidence"),
    path(_PAPER, case.document, name="document"),
    path(f"{_PAPER}halaman/<int:number>.png", papers.preview, name="preview"),
    path(f"{_PAPER}unduh/", papers.download, name="download"),
    path(f"{_PAPER}terima/", papers.accept, name="accept"),
    path(f"{_PAPER}tolak/", papers.reject, name="reject"),
    path(f"{_CASE}baris-paspor/", papers.read_zone, name="zone"),
    path(f"{_CASE}ambil/", verbs.claim, name="claim"),
    path(f"{_CASE}lepas/", verbs.release, name="release"),
    path(f"{_CASE}serahkan/", verbs.assign, name="assign"),
    path(f"{_CASE}rekan/", colleagues.pass_on, name="pass_on"),
    path(f"{_CASE}catatan/", colleagues.notes, name="notes"),
    path("kepala/", head.head, name="head"),
    path("meja/wakil/", colleagues.deputies, name="deputies"),
    path("meja/wakil/<uuid:absence>/akhiri/", colleagues.dismiss, name="dismiss"),
    path(f"{_CASE}biaya/<uuid:bill>/", verbs.amount, name="amount"),
    path(f"{_CASE}lembaga/<uuid:question>/tanya-lagi/", verbs.ask_again, name="ask_again"),
    path(f"{_CASE}kembalikan/", verbs.send_back, name="return"),
    path(f"{_CASE}teruskan/", verbs.verify, name="verify"),
    path(f"{_CASE}kabulkan/", deciding.grant, name="grant"),
    path(f"{_CASE}tolak/", deciding.refuse, name="refuse"),
    path(f"{_CASE}pengambilan/", deciding.hand_over, name="hand_over"),
    path(f"{_CASE}serahkan-keluar/", elsewhere.forward, name="forward"),
    path(f"{_CASE}paket.zip", elsewhere.package, name="package"),
    path(f"{_CASE}nomor-di-sana/", elsewhere.reference, name="reference"),
    path(f"{_CASE}kirim-lagi/", elsewhere.try_again, name="try_again"),
    path(f"{_CASE}ambil-kembali/", elsewhere.take_back, name="take_back"),
    path(f"{_CASE}jawaban/", elsewhere.answer, name="answer_back"),
    path(f"{_CASE}jawaban/kurang/", elsewhere.answer_more, name="answer_more"),
    path(f"{_CASE}jawaban.pdf", elsewhere.handed_back, name="handed_back"),
    path(f"{_CASE}keberatan/", objections.objection, name="objection"),
    path(f"{_CASE}keberatan/serahkan/", objections.assign, name="assign_objection"),
    path(f"{_CASE}izin.pdf", papers.permit, name="permit"),
    path(f"{_CASE}izin/cabut/", deciding.revoke, name="revoke"),
    path(f"{_CASE}surat.pdf", papers.letter, name="letter"),
    path("pengelola/pengantaran/", administration.deliveries, name="deliveries"),
    path("pengelola/pengantaran/<uuid:delivery>/ulangi/", administration.retry, name="retry"),
    path("pengelola/penerbitan/", publishing.publication, name="publication"),
    path("pengelola/surat/<uuid:letter>/ulangi/", administration.send_again, name="send_again"),
    path("pengelola/uang/", money.problems, name="problems"),
    path("pengelola/uang/bukti/", money.receipts, name="receipts"),
    path("pengelola/peran/", administration.find, name="find"),
    path("pengelola/peran/<uuid:account>/", administration.roles, name="roles"),
    path("pengelola/peran/<uuid:account>/<slug:role>/cabut/", administration.take_away, name="take_away"),
]
