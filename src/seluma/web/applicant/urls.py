"""Where an applicant's pages lie, below the language."""

from __future__ import annotations

from django.urls import path

from . import cases, copying, dates, drafts, files, messages, objecting, paying

app_name = "applicant"

_CASE = "permohonan/<uuid:case>/"
_BILL = "pembayaran/<uuid:bill>/"

urlpatterns = [
    path("permohonan/", cases.my_cases, name="cases"),
    path("batas-waktu/", dates.dates, name="dates"),
    path("data-saya/", copying.data, name="data"),
    path("permohonan/mulai/<slug:service>/", cases.start, name="start"),
    path(_CASE, cases.case, name="case"),
    path(f"{_CASE}terkirim/", cases.filed, name="filed"),
    path(f"{_CASE}cabut/", cases.withdraw, name="withdraw"),
    path(f"{_CASE}siapa-melihat/", cases.views, name="views"),
    path(f"{_CASE}pesan/", messages.messages, name="messages"),
    path(f"{_CASE}pesan/berkas/<uuid:document>/", messages.attachment, name="attachment"),
    path(f"{_CASE}pengambilan/", cases.collect, name="collect"),
    path(f"{_CASE}isi/", drafts.tasks, name="tasks"),
    path(f"{_CASE}isi/<slug:key>/", drafts.question, name="question"),
    path(f"{_CASE}periksa/", drafts.check, name="check"),
    path(f"{_CASE}berkas/<slug:slot>/", files.document, name="document"),
    path(f"{_CASE}berkas/<slug:slot>/hapus/", files.remove, name="remove_document"),
    path(f"{_CASE}unduh/<uuid:document>/", files.download, name="download"),
    path(f"{_CASE}keberatan/", objecting.objection, name="objection"),
    path(f"{_CASE}keberatan/tarik/", objecting.withdraw, name="withdraw_objection"),
    path(f"{_CASE}jawaban.pdf", objecting.handed_back, name="handed_back"),
    path(f"{_CASE}bukti/<uuid:entry>/", files.evidence, name="evidence"),
    path(f"{_CASE}izin.pdf", files.permit, name="permit"),
    path(f"{_CASE}surat.pdf", files.letter, name="letter"),
    path(_BILL, paying.pay, name="pay"),
    path(f"{_BILL}kode/", paying.code, name="code"),
    path(f"{_BILL}bank/<uuid:attempt>/", paying.bank, name="bank"),
]
