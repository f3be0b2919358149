"""A case that somebody else decides: handing it over, the package, the number there, and the answer that comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.web.ui import forms
from seluma.web.ui.once import post_once, post_with_outside_party
from seluma.web.ui.pages import render, requires
from seluma.web.ui.words import spoken

from . import verbs
from .asking import actor_of, case_url
from .closed import closed
from .papers import not_there, sent_bytes

Once = Callable[[HttpRequest, Callable[[], str]], HttpResponse]


@requires(cases.READ)
def forward(request: HttpRequest, case: UUID) -> HttpResponse:
    """To whom, what goes along, what to make sure of, which way; and the button."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not _open(request, page, "hand_over"):
        return closed(request, page)
    form = forms.Form(request, [_way()], initial={"adapter": cases.ways_offered()[0]})

    def perform() -> str:
        cases.hand_over(case=case, adapter=form.values["adapter"], by=actor, at=now)
        return f"{case_url(case)}?baru=diteruskan-keluar"

    context = {"why": page.verbs.get("hand_over", ()), "papers": _papers(page)}
    return _step(request, page, form, perform, "forward", context)


@requires(cases.READ)
def package(request: HttpRequest, case: UUID) -> HttpResponse:
    """Everything that goes there, in one file."""
    try:
        name, data = cases.handover_package(actor_of(request), case, at=timezone.now())
    except access.NotFound:
        return not_there(request, case)
    return sent_bytes(data, "application/zip", name)


@requires(cases.READ)
def reference(request: HttpRequest, case: UUID) -> HttpResponse:
    """The package is there: the number that it got."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not _open(request, page, "note_reference"):
        return closed(request, page)
    form = forms.Form(request, [_reference()])

    def perform() -> str:
        cases.note_reference(case=case, reference=form.values["reference"], by=actor, at=now)
        return f"{case_url(case)}?baru=nomor"

    return _step(request, page, form, perform, "reference")


@requires(cases.READ)
def try_again(request: HttpRequest, case: UUID) -> HttpResponse:
    """Send a package that did not arrive again, the same or another way."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not _open(request, page, "try_again"):
        return closed(request, page)
    form = forms.Form(request, [_way()], initial={"adapter": page.handover.adapter if page.handover else ""})

    def perform() -> str:
        cases.try_again(case=case, adapter=form.values["adapter"], by=actor, at=now)
        return f"{case_url(case)}?baru=dikirim-lagi"

    return _step(request, page, form, perform, "try_again")


@requires(cases.READ)
def take_back(request: HttpRequest, case: UUID) -> HttpResponse:
    """Fetch the case back without an answer."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not _open(request, page, "take_back"):
        return closed(request, page)
    form = forms.Form(request, [forms.LongText("reason", _("Mengapa diambil kembali?"), limit=2000, rows=3)])

    def perform() -> str:
        cases.take_back(case=case, reason=form.values["reason"], by=actor, at=now)
        return f"{case_url(case)}?baru=diambil-kembali"

    return _step(request, page, form, perform, "take_back")


@requires(cases.READ)
def answer(request: HttpRequest, case: UUID) -> HttpResponse:
    """Enter what was decided there: the number, granted or refused, why, and the file that came along."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not _open(request, page, "answer_back"):
        return closed(request, page)
    form = forms.Form(request, _answer_fields(page), initial=_known_reference(page))

    def perform() -> str:
        given = form.values
        file = given["file"]
        cases.answer_back(
            case=case,
            answer=cases.AnswerGiven(
                reference=given["reference"],
                verdict=given["verdict"],
                reason=given["reason"] or "",
                filename=file.name if file is not None else "",
                data=file.read() if file is not None else b"",
            ),
            by=actor,
            at=now,
        )
        return f"{case_url(case)}?baru=jawaban"

    # A refusal of the verb is recorded, so it commits by itself.
    return _step(request, page, form, perform, "answer_back", once=post_with_outside_party)


@requires(cases.READ)
def answer_more(request: HttpRequest, case: UUID) -> HttpResponse:
    """They want more: what the applicant has to mend, each with the reason."""
    actor, now = actor_of(request), timezone.now()
    page = cases.desk_case(actor, case, at=now)
    if not _open(request, page, "answer_back"):
        return closed(request, page)
    initial = _known_reference(page)
    form = verbs.return_form(request, page, more=[_reference()], initial=initial, remark=_("Alasan dari sana"))
    named = verbs.named_in(form)

    def perform() -> str:
        given = cases.AnswerGiven(
            reference=form.values["reference"],
            verdict="more",
            reason=form.values["remark"] or "",
            questions=named["question"],
            slots=named["document"],
        )
        cases.answer_back(case=case, answer=given, by=actor, at=now)
        return f"{case_url(case)}?baru=dikembalikan"

    context = verbs.return_groups(page)
    return _step(request, page, form, perform, "answer_more", context, once=post_with_outside_party)


@requires(cases.READ)
def handed_back(request: HttpRequest, case: UUID) -> HttpResponse:
    """The file that came with the answer."""
    try:
        name, data = cases.file_handed_back(actor_of(request), case, at=timezone.now())
    except access.NotFound:
        return not_there(request, case)
    return sent_bytes(data, documents.PDF, name)


def _open(request: HttpRequest, page: cases.DeskCase, verb: str) -> bool:
    """Whether the form of a verb can be shown. One that was sent is left to the verb, which knows best."""
    return page.service.handover is not None and (verb in page.verbs or request.method == "POST")


def _step(
    request: HttpRequest,
    page: cases.DeskCase,
    form: forms.Form,
    perform: Callable[[], str],
    template: str,
    context: dict[str, Any] | None = None,
    *,
    once: Once = post_once,
) -> HttpResponse:
    if form.is_ready():
        try:
            return once(request, perform)
        except access.Refused as refusal:
            form.refuse_all(refusal)
    to = page.service.handover.to if page.service.handover else ""
    shown = {
        "form": form,
        "page": page,
        "back": case_url(page.id),
        "name": spoken(catalogue.agency(to).name) if to else "",
        **(context or {}),
    }
    return render(request, f"officer/{template}.html", shown, status=form.status)


def _way() -> forms.Field:
    choices = [(name, cases.ADAPTERS[name]) for name in cases.ways_offered()]
    return forms.Choose("adapter", _("Bagaimana paketnya dikirim?"), choices=choices)


def _reference() -> forms.Field:
    hint = _("Nomor yang diberikan kepada permohonan ini di sana.")
    return forms.TextField("reference", _("Nomor di sana"), hint=hint, limit=80, width=20)


def _answer_fields(page: cases.DeskCase) -> list[forms.Field]:
    verdicts = [(key, cases.VERDICTS[key]) for key in ("granted", "refused")]
    spec = page.service.handover
    fields: list[forms.Field] = [
        _reference(),
        forms.Choose("verdict", _("Apa jawabannya?"), choices=verdicts),
        forms.LongText(
            "reason",
            _("Alasannya, jika ditolak"),
            hint=_("Dengan kalimat yang dipahami pemohon. Kalimat ini tercetak di surat."),
            required=False,
            limit=2000,
            rows=4,
        ),
    ]
    label = _("Berkas yang kembali") if spec is None else _("Berkas: %(what)s") % {"what": spoken(spec.result)}
    hint = _("Diperlukan jika dikabulkan.") if spec is not None and spec.returns == "file" else None
    file = forms.File("file", label, hint=hint, required=False, types=(documents.PDF,), max_bytes=cases.MAX_FILE_BYTES)
    return [*fields, file]


def _known_reference(page: cases.DeskCase) -> dict[str, Any]:
    return {"reference": page.handover.reference} if page.handover else {}


def _papers(page: cases.DeskCase) -> list[str]:
    specs = page.service.documents_by_key
    return [spoken(specs[paper.slot].title) for paper in page.documents if paper.slot in specs]
