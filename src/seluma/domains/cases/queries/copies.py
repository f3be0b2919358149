"""A copy of everything that the portal keeps about a person, for that person (UU 27/2022 Pasal 7 and 13)."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import IO, Any

from django.db.models import OuterRef, Subquery
from django.forms.models import model_to_dict
from django.utils import translation
from django.utils.translation import gettext as _

from seluma.core.access.api import Actor
from seluma.core.files import api as stored
from seluma.core.messages import api as messages
from seluma.domains.documents import api as documents
from seluma.domains.payments import api as payments
from seluma.domains.people import api as people
from seluma.domains.permits import api as permits
from seluma.lib.ids import Ref
from seluma.lib.text import Text

from ..models import Case, CaseMessage, CaseMessageReading, CaseNote, Diary, Handover, Reminder
from .pages import case_page, views_page

FORMAT = "seluma-copy/1"


def write_copy(person: Actor, into: IO[bytes], *, at: dt.datetime) -> None:
    """Write a ZIP with everything about this person: `data.json`, the files, and a page that says what is what.

    What officers noted among each other about the person's applications is part of it. The files are the exact bytes
    that were handed in or signed, with their SHA-256 in the JSON.
    """
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive, translation.override(person.language):
        data = {
            "format": FORMAT,
            "taken_at": at,
            "account": asdict(people.contact(person.id)),
            "roles": sorted(person.roles),
            "profile": asdict(people.profile_for(person, person.id)),
            "reminders": _reminders(person),
            "applications": [_told(person, row, archive, at) for row in _own(person)],
            "notes_that_you_wrote": [
                _note(note, {}) for note in CaseNote.objects.filter(author=person.id).order_by("id")
            ],
            "letters": _letters(person),
        }
        archive.writestr("data.json", json.dumps(data, default=_plain, ensure_ascii=False, indent=2))
        archive.writestr(_("BACA-SAYA.txt"), _read_me(at))


def _own(person: Actor) -> Iterator[Case]:
    return Case.objects.filter(applicant=person.id).order_by("started_at", "id").iterator(chunk_size=50)


def _told(person: Actor, row: Case, archive: zipfile.ZipFile, at: dt.datetime) -> dict[str, Any]:
    page, about = case_page(person, row.id, at=at), Ref("case", row.id)
    folder = f"{_('permohonan')}/{row.number or row.id}"
    names = people.names([note.author for note in row.notes.all()])
    return {
        "id": row.id,
        "number": row.number,
        "service": {"code": page.service.code, "version": page.service.number, "title": page.service.title},
        "state": row.state,
        "language": row.language,
        "filed_for_somebody_else": row.by_sponsor,
        "started_at": row.started_at,
        "submitted_at": row.submitted_at,
        "decided_at": row.decided_at,
        "closed_at": row.closed_at,
        "promised_on": row.due_on,
        "answers": row.answers,
        "to_mend": row.to_mend,
        "refusal": row.refusal,
        "files": [_file(paper, folder, archive) for paper in documents.every_version(about)],
        "bills": [asdict(bill) for bill in payments.bills(about)],
        "questions_to_institutions": [asdict(question) for question in page.questions],
        "permits": [_paper(one, folder, archive, permits.pdf) for one in permits.permits(about)],
        "decisions": [_paper(one, folder, archive, permits.letter_pdf) for one in permits.letters(about)],
        "handed_over": [
            _handed(one, folder, archive) for one in Handover.objects.filter(case=row).order_by("handed_at")
        ],
        "objection": asdict(page.objection) if page.objection else None,
        "messages": [_message(one, folder, archive) for one in _messages(row)],
        "internal_notes": [_note(note, names) for note in row.notes.order_by("id")],
        "timeline": [_step(step) for step in page.steps],
        "who_looked": [_step(step) for step in views_page(person, row.id)] if row.number else [],
    }


def _file(paper: documents.Document, folder: str, archive: zipfile.ZipFile) -> dict[str, Any]:
    facts = {key: value for key, value in asdict(paper).items() if key != "about"}
    if paper.state != documents.REMOVED:
        facts["file"] = f"{folder}/{paper.slot}-{paper.version}{documents.MEDIA_TYPES[paper.media_type][1]}"
        archive.writestr(facts["file"], documents.content(paper.id)[1])
    return facts


def _handed(one: Handover, folder: str, archive: zipfile.ZipFile) -> dict[str, Any]:
    """What went to the authority and what came back, with the file that came."""
    facts = model_to_dict(one, exclude=("case", "next_try_at", "late_noted")) | {"id": one.id}
    if one.file_digest:
        facts["file"] = f"{folder}/{one.id}/{one.filename}"
        archive.writestr(facts["file"], stored.read(one.file_digest))
    return facts


def _paper(one: Any, folder: str, archive: zipfile.ZipFile, content: Any) -> dict[str, Any]:
    facts = {key: value for key, value in asdict(one).items() if key not in ("about", "seal", "certificate_pem")}
    if one.pdf_digest:
        facts["file"] = f"{folder}/{one.number.replace('/', '-')}.pdf"
        archive.writestr(facts["file"], content(one.id))
    return facts


def _messages(row: Case) -> Sequence[Any]:
    """The messages of a case, the oldest first, each with when the other side first read it."""
    read = CaseMessageReading.objects.filter(message=OuterRef("id")).order_by("id").values("read_at")[:1]
    return CaseMessage.objects.filter(case=row).annotate(read_at=Subquery(read)).order_by("id")


def _message(message: Any, folder: str, archive: zipfile.ZipFile) -> dict[str, Any]:
    attached = documents.every_version(Ref("message", message.id))
    return {
        "by": "office" if message.by_office else "you",
        "text": message.text,
        "sent_at": message.sent_at,
        "read_at": message.read_at,
        "attachments": [_file(paper, f"{folder}/{message.id}", archive) for paper in attached],
    }


def _note(note: CaseNote, names: dict[Any, str]) -> dict[str, Any]:
    return {"by": names.get(note.author, "you"), "text": note.text, "written_at": note.written_at}


def _step(step: Any) -> dict[str, Any]:
    return {"what": step.title, "at": step.at, "by": step.by or step.by_kind, "entry": step.position}


def _reminders(person: Actor) -> dict[str, Any]:
    diary = Diary.objects.filter(account=person.id).first()
    sent = Reminder.objects.filter(account=person.id).order_by("id").values("kind", "ends_on", "days", "reminded_at")
    return {"wanted": diary.reminders if diary else True, "calendar": bool(diary and diary.nonce), "sent": list(sent)}


def _letters(person: Actor) -> list[dict[str, Any]]:
    return [
        {
            "subject": one.subject,
            "text": one.body,
            "state": one.state,
            "posted_at": one.posted_at,
            "sent_at": one.sent_at,
        }
        for one in messages.letters_to(person.id)
    ]


def _read_me(at: dt.datetime) -> str:
    return _(
        "Salinan data Anda, diambil %(at)s.\n\n"
        "data.json berisi semua yang disimpan portal tentang Anda: akun, data diri, permohonan dengan jawaban, "
        "tagihan, pertanyaan kepada lembaga lain, pesan, catatan petugas, riwayat, dan siapa yang melihatnya. "
        "Berkas dan dokumen ada di folder permohonan; sidik jarinya (SHA-256) ada di data.json.\n\n"
        "Dasar: UU 27/2022 tentang Pelindungan Data Pribadi, Pasal 7 dan 13.\n"
        "Tidak termasuk: catatan peristiwa akun selain permohonan. Tanyakan kepada kantor bila Anda memerlukannya.\n"
    ) % {"at": at.isoformat(timespec="minutes")}


def _plain(value: Any) -> Any:
    """What JSON does not know, in a form that is read anywhere."""
    if isinstance(value, Text):
        return value.as_dict()
    return value.isoformat() if isinstance(value, dt.date) else str(value)
