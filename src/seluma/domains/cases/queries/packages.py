"""The package that goes to an authority: a ZIP of a summary, the same as data, the files and the checklist."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from typing import Any
from uuid import UUID

from django.utils import timezone

from seluma.core.access.api import Actor, NotFound
from seluma.core.journal import api as journal
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.domains.permits import api as permits
from seluma.lib import papers
from seluma.lib.ids import Ref

from .. import policies, rules, words
from ..models import Case, Handover
from .papers import shown_answer
from .reading import readable

FORMAT = "handover/1"
"""Of `application.json`; a reader asks for it first."""


def package_of(case: Case, handover: Handover) -> bytes:
    """The package as bytes; the same case gives the same bytes, whenever it is asked."""
    service = catalogue.version(case.version_id)
    files = [_file(place, service, documents.content(one.id)) for place, one in enumerate(_sent(case), start=1)]
    told = _told(case, service, handover, [facts for facts, _data in files])
    parts = {
        "ringkasan-summary.pdf": _summary(case, service, handover, told),
        "application.json": json.dumps(told, ensure_ascii=False, indent=2, sort_keys=True).encode(),
        "daftar-periksa-checklist.txt": _checklist(service),
    }
    parts |= {facts["file"]: data for facts, data in files}
    packed = io.BytesIO()
    moment = timezone.localtime(handover.handed_at).timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(f"{case.number}/{name}", date_time=moment), data)
    return packed.getvalue()


def handover_package(actor: Actor, case_id: UUID, *, at: dt.datetime) -> tuple[str, bytes]:
    """The package for an officer: (filename, bytes). The reading is noted; NotFound where nothing was handed over."""
    row = readable(actor, case_id)
    policies.check_may_enter_answer(actor, row)
    handover = newest_handover(row)
    if handover is None:
        raise NotFound
    journal.note_view(by=actor, at=at, subjects=[Ref("case", row.id)], purpose=words.VIEWED_PACKAGE)
    return f"{row.number}.zip", package_of(row, handover)


def newest_handover(case: Case) -> Handover | None:
    """The last time the case was handed over."""
    return Handover.objects.filter(case=case).order_by("-handed_at", "-id").first()


def _sent(case: Case) -> list[documents.Document]:
    return sorted(documents.documents(Ref("case", case.id)), key=lambda paper: paper.slot)


def _file(
    place: int, service: catalogue.Service, found: tuple[documents.Document, bytes]
) -> tuple[dict[str, Any], bytes]:
    paper, data = found
    spec = service.documents_by_key.get(paper.slot)
    _kind, ending = documents.MEDIA_TYPES[paper.media_type]
    facts = {
        "slot": paper.slot,
        "title": spec.title.as_dict() if spec else {"id": paper.slot, "en": paper.slot},
        "media_type": paper.media_type,
        "sha256": paper.digest,
        "file": f"berkas-files/{place:02d}-{paper.slot}{ending}",
    }
    return facts, data


def _told(case: Case, service: catalogue.Service, handover: Handover, files: list[dict[str, Any]]) -> dict[str, Any]:
    given = catalogue.answers_in_force(service, case.answers)
    answers = [
        {
            "key": question.key,
            "label": question.title.as_dict(),
            "value": given[question.key],
            "shown": shown_answer(question, given[question.key]),
        }
        for question in catalogue.asked(service, case.answers)
        if given[question.key] is not None
    ]
    return {
        "format": FORMAT,
        "handover": str(handover.id),
        "number": case.number,
        "service": {"code": service.code, "version": service.number, "title": service.title.as_dict()},
        "to": {"code": handover.to, "name": catalogue.agency(handover.to).name.as_dict()},
        "handed_over_at": handover.handed_at.isoformat(),
        "answer_expected_on": handover.due_on.isoformat(),
        "test": catalogue.office().demo,
        "answers": answers,
        "files": files,
        "checklist": [item.as_dict() for item in _items(service)],
    }


def _items(service: catalogue.Service) -> tuple[Any, ...]:
    return service.handover.checklist if service.handover else ()


def _checklist(service: catalogue.Service) -> bytes:
    lines = [f"[ ] {item.id}\n    {item.en}" for item in _items(service)]
    return ("\n".join(lines) + "\n").encode()


def _summary(case: Case, service: catalogue.Service, handover: Handover, told: dict[str, Any]) -> bytes:
    office = catalogue.office()
    handed_on = rules.local_day(handover.handed_at, office.timezone)
    data = {
        "test": office.demo,
        "office": {
            "name": office.name.id,
            "tagline": (office.tagline or office.name).as_dict(),
            "address": office.address.id,
        },
        "foot": str(case.number),
        "title": {"id": "Penyerahan permohonan", "en": "Application handed over"},
        "number": case.number,
        "to": catalogue.agency(handover.to).name.as_dict(),
        "service": service.title.as_dict(),
        "handed_on": permits.day_on_paper(handed_on).as_dict(),
        "due_on": permits.day_on_paper(handover.due_on).as_dict(),
        "answers": [{"label": one["label"], "value": one["shown"]} for one in told["answers"]],
        "files": [{"title": one["title"], "name": one["file"], "sha256": one["sha256"]} for one in told["files"]],
        "checklist": told["checklist"],
    }
    return papers.typeset("handover", _settable(data), timestamp=handover.handed_at)


def _settable(value: Any) -> Any:
    """The same without characters that no face at hand can set; the data beside the summary has every one of them."""
    if isinstance(value, str):
        missing = papers.missing_glyphs(value)
        return "".join("?" if char in missing else char for char in value)
    if isinstance(value, dict):
        return {key: _settable(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_settable(one) for one in value]
    return value
