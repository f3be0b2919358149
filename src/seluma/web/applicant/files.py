"""Handing files in, and getting files out: one's own documents, the permit, the letter."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.web.ui import forms
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, signed_in

from . import filling
from .asking import actor_of, case_url, closed, elsewhere

MOST_BYTES = 32_000_000
"""No form takes more; what a document may weigh is judged by the documents package, in its own words."""


@signed_in
def document(request: HttpRequest, case: UUID, slot: str) -> HttpResponse:
    """One document: its limits before the upload, the file that is there, and what the officer said about it."""
    actor, now = actor_of(request), timezone.now()
    draft = cases.filling(actor, case, at=now)
    spec = draft.service.documents_by_key.get(slot)
    if spec is None:
        raise access.NotFound
    if not draft.may_hand_in(slot):
        return _closed(request, draft)
    form = forms.Form(request, [forms.File("file", _("Pilih berkas"), types=spec.types, max_bytes=MOST_BYTES)])
    if form.is_ready():
        upload = form.values["file"]

        def hand_in() -> str:
            name, data = forms.file_name(upload), upload.read()
            cases.attach(case=case, slot=slot, filename=name, data=data, by=actor, at=now)
            return _after(draft, spec)

        try:
            return post_once(request, hand_in)
        except access.Refused as refused:
            form.refuse_all(refused, "file")
    paper = draft.documents.get(slot)
    context = {
        "form": form,
        "draft": draft,
        "spec": spec,
        "limits": limits(spec),
        "paper": paper,
        "line": filling.paper_line(paper) if paper else None,
        "removable": paper is not None and paper.state == documents.UPLOADED,
        "reason": _reason(draft, slot),
        "stored": filling.stored(draft, request.GET.get("tersimpan", "")),
    }
    return render(request, "applicant/document.html", context, status=form.status)


@signed_in
def remove(request: HttpRequest, case: UUID, slot: str) -> HttpResponse:
    """Take a file back that was not yet handed over."""
    actor, now = actor_of(request), timezone.now()
    here = reverse("applicant:document", args=[case, slot])
    draft = cases.filling(actor, case, at=now)
    if not draft.may_hand_in(slot):
        return _closed(request, draft)
    paper = draft.documents.get(slot)
    if request.method != "POST" or paper is None:
        return HttpResponseRedirect(here)

    def take_back() -> str:
        cases.detach(case=case, document=paper.id, by=actor, at=now)
        return here

    return post_once(request, take_back)


@signed_in
def download(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """The exact bytes that the person handed in."""
    found, data = cases.document_content(actor_of(request), case, document, at=timezone.now())
    return sent_file(data, found.filename, found.media_type)


@signed_in
def evidence(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """What proves a step to anybody: a file to keep."""
    found = cases.evidence(actor_of(request), case, entry)
    return sent_file(found.data, found.name, "application/octet-stream")


@signed_in
def permit(request: HttpRequest, case: UUID) -> HttpResponse:
    """The permit, sealed and signed."""
    actor, now = actor_of(request), timezone.now()
    page = cases.case_page(actor, case, at=now)
    if page.permit is None or page.permit.pdf_digest is None:
        return not_there(request, case)
    return sent_file(cases.permit_pdf(actor, case, at=now), f"{_('izin-tinggal')}-{page.permit.number}.pdf")


@signed_in
def letter(request: HttpRequest, case: UUID) -> HttpResponse:
    """The letter with the decision, the reason and the way to object."""
    actor, now = actor_of(request), timezone.now()
    page = cases.case_page(actor, case, at=now)
    if page.letter is None or page.letter.pdf_digest is None:
        return not_there(request, case)
    return sent_file(cases.letter_pdf(actor, case, at=now), f"{_('surat')}-{page.number}.pdf")


def limits(spec: catalogue.DocumentSpec) -> list[str]:
    """What is taken, said before the upload."""
    said = [f"{documents.limits(spec.types, spec.max_bytes)}."]
    if documents.PDF in spec.types and spec.max_pages:
        said.append(_("PDF paling banyak %(count)s halaman.") % {"count": spec.max_pages})
    if spec.min_width and spec.min_height:
        size = {"width": spec.min_width, "height": spec.min_height}
        said.append(_("Gambar paling kecil %(width)s × %(height)s piksel.") % size)
    return said


def _after(draft: cases.Filling, spec: catalogue.DocumentSpec) -> str:
    """The next document that is missing, else the list."""
    if draft.state == cases.DRAFT:
        wanted = catalogue.required_documents(draft.service, draft.answers)
        missing = [one.key for one in wanted if one.key not in draft.documents and one.key != spec.key]
        if spec.key not in draft.documents and missing:
            return f"{reverse('applicant:document', args=[draft.id, missing[0]])}?tersimpan={spec.key}"
    return f"{reverse('applicant:tasks', args=[draft.id])}?tersimpan={spec.key}"


def _reason(draft: cases.Filling, slot: str) -> str:
    """What the officer wrote about this document, while it is not mended yet."""
    paper = draft.documents.get(slot)
    named = str(draft.to_mend.get("documents", {}).get(slot, ""))
    return named or (paper.reason if paper and paper.state == documents.REJECTED else "")


def _closed(request: HttpRequest, draft: cases.Filling) -> HttpResponse:
    if not draft.open:
        return closed(request, draft.id)
    return elsewhere(
        request,
        _("Berkas ini tetap"),
        _("Petugas tidak meminta berkas ini diganti. Hanya yang disebut dalam daftar yang terbuka."),
        (_("Lihat daftar perbaikan"), reverse("applicant:tasks", args=[draft.id])),
    )


def not_there(request: HttpRequest, case: UUID) -> HttpResponse:
    return elsewhere(
        request,
        _("Dokumen ini belum ada"),
        _("Kami sedang membuatnya, atau permohonan ini tidak menghasilkannya. Kami mengabari Anda begitu siap."),
        (_("Lihat permohonan"), case_url(case)),
        status=404,
    )


def sent_file(data: bytes, name: str, media_type: str = documents.PDF) -> HttpResponse:
    """Always saved, never opened inside our pages: what people hand in must not act here."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response
