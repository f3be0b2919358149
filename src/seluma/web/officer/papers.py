"""The papers of a case: pages as pictures, exact bytes, accepting and not accepting; the permit and the letter."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.documents import api as documents
from seluma.web.ui.once import post_once
from seluma.web.ui.pages import render, requires

from . import reasons, zone
from .asking import actor_of, case_url
from .case import paper_of, reject_form, remember_zone, show_document, zone_form


@requires(cases.READ)
def preview(request: HttpRequest, case: UUID, document: UUID, number: int) -> HttpResponse:
    """A page of a document as a picture; pages count from 1."""
    if number < 1:
        raise access.NotFound
    picture = cases.document_preview(actor_of(request), case, document, number - 1, at=timezone.now())
    return sent_bytes(picture, "image/png")


@requires(cases.READ)
def download(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """The exact bytes that the applicant handed in."""
    found, data = cases.document_content(actor_of(request), case, document, at=timezone.now())
    return sent_bytes(data, found.media_type, found.filename)


@requires(cases.READ)
def evidence(request: HttpRequest, case: UUID, entry: UUID) -> HttpResponse:
    """What proves a step to anybody: a file to keep."""
    found = cases.evidence(actor_of(request), case, entry)
    return sent_bytes(found.data, "application/octet-stream", found.name)


@requires(cases.READ)
def accept(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """Accept the document whose bytes the officer saw; go on to the next that waits."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("officer:document", args=[case, document]))
    actor, now = actor_of(request), timezone.now()
    digest = request.POST.get("digest", "")

    def perform() -> str:
        cases.accept_document(case=case, document=document, digest=digest, by=actor, at=now)
        return case_url(case)

    return post_once(request, perform)


@requires(cases.READ)
def reject(request: HttpRequest, case: UUID, document: UUID) -> HttpResponse:
    """Do not accept a document, with a reason that the applicant reads."""
    if request.method != "POST":
        return HttpResponseRedirect(reverse("officer:document", args=[case, document]))
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    paper = paper_of(page, document)
    form = reject_form(request, page, paper)
    ready = set(form.values.get("reason_key") or ()) - {reasons.OWN}
    if not ready and not form.values.get("reason") and not form.errors:
        form.refuse("reason", _("Tulis alasannya dengan kalimat yang dipahami pemohon."))
    if form.is_ready():
        reason = reasons.written(paper.slot, form.values["reason_key"], form.values["reason"] or "", page.language)

        def perform() -> str:
            digest = request.POST.get("digest", "")
            cases.reject_document(case=case, document=document, digest=digest, reason=reason, by=actor, at=now)
            return case_url(case)

        try:
            return post_once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    return show_document(request, page, paper, now, reject=form)


@requires(cases.READ)
def read_zone(request: HttpRequest, case: UUID) -> HttpResponse:
    """Put what stands in the passport's zone beside what was written."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    paper = next((one for one in page.documents if one.slot == zone.SLOT), None)
    if paper is None:
        raise access.NotFound(_("Permohonan ini tidak punya halaman paspor."))
    here = reverse("officer:document", args=[case, paper.id])
    if request.method != "POST":
        return HttpResponseRedirect(here)
    form = zone_form(request, "")
    if form.is_ready():

        def perform() -> str:
            remember_zone(request, case, form.values["zone"])
            return f"{here}#banding"

        return post_once(request, perform)
    return show_document(request, page, paper, now, typed_zone=form)


@requires(cases.READ)
def permit(request: HttpRequest, case: UUID) -> HttpResponse:
    """The permit, sealed and signed."""
    try:
        data = cases.permit_pdf(actor_of(request), case, at=timezone.now())
    except access.NotFound:
        return not_there(request, case)
    return sent_bytes(data, documents.PDF, _("izin-tinggal.pdf"))


@requires(cases.READ)
def letter(request: HttpRequest, case: UUID) -> HttpResponse:
    """The letter with the decision."""
    try:
        data = cases.letter_pdf(actor_of(request), case, at=timezone.now())
    except access.NotFound:
        return not_there(request, case)
    return sent_bytes(data, documents.PDF, _("surat.pdf"))


def not_there(request: HttpRequest, case: UUID) -> HttpResponse:
    """The page that says that a paper is not there (yet)."""
    context = {
        "heading": _("Dokumen ini belum ada"),
        "sentences": [
            _("Dokumennya sedang dibuat, atau permohonan ini tidak menghasilkannya. Coba lagi sebentar lagi.")
        ],
        "ways": [(_("Kembali ke permohonan"), case_url(case))],
    }
    return render(request, "ui/message.html", context, status=404)


def sent_bytes(data: bytes, media_type: str, name: str | None = None) -> HttpResponse:
    """What people hand in is saved or shown as our own picture, never opened as a page of ours."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(name is not None, name or "halaman.png") or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response
