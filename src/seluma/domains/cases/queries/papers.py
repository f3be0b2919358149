"""What the papers say: the holder's data from the answers, the contents of the refusal letter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from babel.dates import format_date

from seluma.domains.catalogue import api as catalogue
from seluma.domains.permits import api as permits
from seluma.lib import countries
from seluma.lib.money import rupiah
from seluma.lib.text import LANGUAGES, Text

from ..models import Case
from .wording import said


def holder_of(row: Case) -> permits.Holder:
    """Who the permit is for, as answered and checked by an officer. The machine-readable name is the passport's."""
    answers = row.answers
    return permits.Holder(
        full_name=str(answers["full_name"]),
        mrz_primary=str(answers["mrz_primary"]),
        mrz_secondary=str(answers.get("mrz_secondary") or ""),
        birth_date=str(answers["birth_date"]),
        sex=str(answers["sex"]),
        nationality=str(answers["nationality"]),
        passport_number=str(answers["passport_number"]),
    )


def settable_texts(row: Case, service: catalogue.Service) -> dict[str, str]:
    """Every text of the application that will be printed on the paper."""
    texts = {key: str(row.answers[key]) for key in ("full_name",) if row.answers.get(key)}
    for label, value in facts_on_paper(service, row.answers):
        texts.setdefault(said(label), f"{label.id} {label.en} {value.id} {value.en}")
    return texts


def facts_on_paper(service: catalogue.Service, given: Mapping[str, Any]) -> list[tuple[Text, Text]]:
    """The answers that stand on the service's paper, as people read them."""
    answers = catalogue.answers_in_force(service, given)
    found = []
    for key in service.paper.fields if service.paper else ():
        question, value = service.questions_by_key[key], answers.get(key)
        if value is not None and key != "full_name":
            found.append((question.title, Text(**shown_answer(question, value))))
    return found


_AFTER_THE_OBJECTION = {
    "id": "Keberatan atas permohonan ini sudah dinilai kantor ini. Tanyakan kepada kami langkah hukum yang masih ada.",
    "en": "This office has already looked at an objection in this matter. Ask us which legal steps are left.",
}


def passed_on_content(row: Case, service: catalogue.Service, reason: str) -> dict[str, Any]:
    """What the letter says where somebody else refused: whose decision it is, and that objections go there."""
    if service.handover is None:
        raise ValueError(f"{service.code} is not handed over")
    name = catalogue.agency(service.handover.to).name
    return {
        **refusal_content(row, service, service.handover.legal_base, reason, None),
        "statement": {
            "id": f"{name.id} tidak mengabulkan permohonan Anda. Kami meneruskan keputusan itu.",
            "en": f"{name.en} did not grant your application. We pass the decision on.",
        },
        "reason": {"id": reason, "en": "The reason stands on the left as it was given."},
        "objection": {
            "id": f"Keputusan ini diambil {name.id}, bukan kantor ini. Tanyakan kepada kami cara berkeberatan di sana.",
            "en": f"The decision is that of {name.en}, not of this office. Ask us how to object there.",
        },
    }


def objection_content(row: Case, service: catalogue.Service, law: catalogue.LawRef, reason: str) -> dict[str, Any]:
    """What the letter says when a refusal stands after an objection."""
    return {
        **refusal_content(row, service, law, reason, None),
        "title": {"id": "Keberatan tidak diterima", "en": "Objection not accepted"},
        "statement": {
            "id": "Petugas lain menilai keberatan Anda. Keputusan semula tetap.",
            "en": "Another officer looked at your objection. The decision stands.",
        },
    }


def refusal_content(
    row: Case, service: catalogue.Service, law: catalogue.LawRef, reason: str, until: dt.date | None
) -> dict[str, Any]:
    """What the refusal letter says, in both languages; the reason stands as the officer wrote it."""
    office = catalogue.office()
    return {
        "number": row.number,
        "person": row.person_name,
        "service": {"id": service.title.id, "en": service.title.en},
        "reason": reason,
        "law": {"id": law.cite.id, "en": law.cite.en},
        "law_title": {"id": law.title.id, "en": law.title.en},
        "object_until": until.isoformat() if until else None,
        **({} if until else {"objection": _AFTER_THE_OBJECTION}),
        "office": {"id": office.name.id, "en": office.name.en},
        "address": {"id": office.address.id, "en": office.address.en},
    }


def shown_answer(question: catalogue.Question, value: Any) -> dict[str, str]:
    """An answer as people read it, in both languages: choices by their title, days and countries by their names."""
    if question.kind == "choice":
        choice = question.choice(value)
        return {"id": choice.title.id, "en": choice.title.en} if choice else {"id": str(value), "en": str(value)}
    if question.kind == "yes_no":
        return {"id": "Ya", "en": "Yes"} if value else {"id": "Tidak", "en": "No"}
    if question.kind in ("date", "partial_date"):
        return {language: _day_in(str(value), language) for language in LANGUAGES}
    if question.kind == "country":
        return {language: countries.name(str(value), language) for language in LANGUAGES}
    if question.kind == "number" and "rupiah" in question.key:
        return {"id": rupiah(int(value)), "en": rupiah(int(value))}
    return {"id": str(value), "en": str(value)}


def _day_in(value: str, language: str) -> str:
    """`12 Agustus 1974`, `Agustus 1974` or `1974`: what is not known is left out."""
    year, month, day = (int(part) for part in value.split("-"))
    if not month:
        return f"{year:04d}"
    return str(format_date(dt.date(year, month, day or 1), "d MMMM y" if day else "MMMM y", locale=language))
