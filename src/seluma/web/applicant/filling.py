"""How an application being filled in is shown: its tasks, the order of its questions, the last look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from seluma.core.access import api as access
from seluma.domains.cases import api as cases
from seluma.domains.catalogue import api as catalogue
from seluma.domains.documents import api as documents
from seluma.web.ui.words import spoken

from .answers import shown

Task = dict[str, Any]
Group = tuple[str, list[Task]]


@dataclass(frozen=True, slots=True)
class Institution:
    """Who is asked about the person, what about, on what base, and which answers they see."""

    name: str
    text: str
    law: str
    sees: tuple[str, ...]
    days: int


def tasks_to_file(draft: cases.Filling) -> list[Group]:
    """A draft's tasks: the questions by section, the documents, the last look."""
    asked = catalogue.asked(draft.service, draft.answers)
    sections = [_section(draft, section, asked) for section in draft.service.sections]
    wanted = catalogue.required_documents(draft.service, draft.answers)
    papers = [_paper(draft, spec) for spec in wanted]
    return [
        (_("Jawaban Anda"), [task for task in sections if task]),
        (_("Berkas Anda"), papers),
        (_("Kirim"), [_last_look(draft, _("Periksa dan ajukan"))]),
    ]


def tasks_to_mend(draft: cases.Filling) -> list[Group]:
    """A returned case's tasks: only what the officer named, with what is to be mended."""
    done = set(draft.to_mend.get("done", ()))
    items: list[Task] = []
    for key, reason in draft.to_mend.get("questions", {}).items():
        question = draft.service.questions_by_key[key]
        href = reverse("applicant:question", args=[draft.id, key])
        items.append(_mend(spoken(question.title), reason, href, done=key in done))
    for slot, reason in draft.to_mend.get("documents", {}).items():
        paper = draft.documents.get(slot)
        href = reverse("applicant:document", args=[draft.id, slot])
        fresh = paper is not None and paper.state == documents.UPLOADED
        items.append(_mend(spoken(draft.service.documents_by_key[slot].title), reason, href, done=fresh))
    items += _following(draft)
    return [(_("Yang perlu Anda perbaiki"), items), (_("Kirim"), [_last_look(draft, _("Periksa dan kirim"))])]


def _following(draft: cases.Filling) -> list[Task]:
    """What nobody named, but a mended answer asks for."""
    items: list[Task] = []
    why = _("Jawaban Anda yang baru memerlukannya.")
    for question in catalogue.asked(draft.service, draft.answers):
        if draft.may_answer(question.key) and question.key not in draft.to_mend.get("questions", {}):
            href = reverse("applicant:question", args=[draft.id, question.key])
            items.append(_mend(spoken(question.title), why, href, done=question.key in draft.answers))
    for spec in draft.service.documents:
        if draft.may_hand_in(spec.key) and spec.key not in draft.to_mend.get("documents", {}):
            href = reverse("applicant:document", args=[draft.id, spec.key])
            items.append(_mend(spoken(spec.title), why, href, done=spec.key in draft.documents))
    return items


def _mend(title: str, reason: str, href: str, *, done: bool) -> Task:
    return {
        "title": title,
        "hint": reason,
        "href": href,
        "status": _("Sudah diperbaiki") if done else _("Belum diperbaiki"),
        "done": done,
    }


def _section(draft: cases.Filling, section: catalogue.Section, asked: Sequence[catalogue.Question]) -> Task | None:
    mine = [question for question in asked if question.section == section.key]
    if not mine:
        return None
    open_ones = [question for question in mine if question.key not in draft.answers]
    needed = [question for question in open_ones if question.required]
    answered = len(mine) - len(open_ones)
    task: Task = {"title": spoken(section.title)}
    if not needed:
        href = f"{reverse('applicant:check', args=[draft.id])}#bagian-{section.key}"
        return {**task, "href": href, "status": _("Selesai"), "done": True}
    task["href"] = reverse("applicant:question", args=[draft.id, needed[0].key])
    if not answered:
        return {**task, "status": _("Belum diisi")}
    figures = {"done": answered, "all": len(mine)}
    return {**task, "status": _("%(done)s dari %(all)s terisi") % figures}


def _paper(draft: cases.Filling, spec: catalogue.DocumentSpec) -> Task:
    paper = draft.documents.get(spec.key)
    return {
        "title": spoken(spec.title),
        "href": reverse("applicant:document", args=[draft.id, spec.key]),
        "hint": paper_line(paper) if paper else None,
        "status": _("Sudah diunggah") if paper else _("Belum diunggah"),
        "done": paper is not None,
    }


def _last_look(draft: cases.Filling, title: str) -> Task:
    task: Task = {"title": title, "href": reverse("applicant:check", args=[draft.id])}
    left = len(draft.obstacles)
    if not left:
        return {**task, "status": _("Siap dikirim")}
    words = ngettext("Masih kurang %(count)s hal", "Masih kurang %(count)s hal", left) % {"count": left}
    return {**task, "status": words, "blocked": True}


def paper_line(paper: documents.Document) -> str:
    """A file in one line: its name, size and pages."""
    facts = {"name": paper.filename, "size": documents.size(paper.size)}
    if paper.media_type != documents.PDF:
        return _("%(name)s, %(size)s") % facts
    pages = ngettext("%(count)s halaman", "%(count)s halaman", paper.pages) % {"count": paper.pages}
    return _("%(name)s, %(size)s, %(pages)s") % {**facts, "pages": pages}


def stored(draft: cases.Filling, slot: str) -> str | None:
    """The title of the document that has just been handed in."""
    spec = draft.service.documents_by_key.get(slot)
    return spoken(spec.title) if spec and slot in draft.documents else None


def section_of(service: catalogue.Service, question: catalogue.Question) -> str:
    """The heading under which a question stands."""
    return next((spoken(section.title) for section in service.sections if section.key == question.section), "")


def open_questions(draft: cases.Filling, answers: Mapping[str, Any]) -> list[catalogue.Question]:
    """The questions that can be answered now, in order."""
    return [one for one in catalogue.asked(draft.service, answers) if draft.may_answer(one.key)]


def next_question(
    draft: cases.Filling, asked: catalogue.Question, answers: Mapping[str, Any]
) -> catalogue.Question | None:
    """The next one after this that has no answer; of a returned case, the next one not yet mended."""
    done = {asked.key, *draft.to_mend.get("done", ())}
    given = {key for key, value in answers.items() if value is not None}
    questions = open_questions(draft, {key: answers[key] for key in given})
    places = [place for place, one in enumerate(questions) if one.key == asked.key]
    for one in questions[places[0] + 1 if places else 0 :]:
        if one.key not in (done if draft.state == cases.RETURNED else given):
            return one
    return None


def question_before(draft: cases.Filling, asked: catalogue.Question) -> catalogue.Question | None:
    """The question that comes before this one."""
    earlier: catalogue.Question | None = None
    for one in open_questions(draft, draft.answers):
        if one.key == asked.key:
            return earlier
        earlier = one
    return None


def answers_to_check(draft: cases.Filling) -> list[tuple[str, str, list[dict[str, Any]]]]:
    """Every answer by section (key, title, rows), those that can be changed with the way there."""
    asked = catalogue.asked(draft.service, draft.answers)
    found = []
    for section in draft.service.sections:
        rows = [_answer_row(draft, question) for question in asked if question.section == section.key]
        if rows:
            found.append((section.key, spoken(section.title), rows))
    return found


def _answer_row(draft: cases.Filling, question: catalogue.Question) -> dict[str, Any]:
    said = shown(question, draft.answers.get(question.key))
    row: dict[str, Any] = {
        "key": spoken(question.title),
        "value": said or (_("Belum dijawab") if question.required else _("Tidak diisi")),
    }
    if draft.may_answer(question.key):
        row["href"] = f"{reverse('applicant:question', args=[draft.id, question.key])}?dari=periksa"
        row["action"] = _("Ubah") if said else _("Jawab")
    return row


def papers_to_check(draft: cases.Filling) -> list[dict[str, Any]]:
    """Every document with the file in it, those that can be changed with the way there."""
    wanted = {spec.key for spec in catalogue.required_documents(draft.service, draft.answers)}
    rows = []
    for spec in draft.service.documents:
        paper = draft.documents.get(spec.key)
        if spec.key not in wanted and paper is None:
            continue
        row: dict[str, Any] = {
            "key": spoken(spec.title),
            "value": paper_line(paper) if paper else _("Belum diunggah"),
        }
        if draft.may_hand_in(spec.key):
            row["href"] = reverse("applicant:document", args=[draft.id, spec.key])
            row["action"] = _("Ubah") if paper else _("Unggah")
        rows.append(row)
    return rows


def institutions(draft: cases.Filling) -> list[Institution]:
    """Who will be asked, as far as the answers tell."""
    found = []
    for spec in catalogue.agencies_asked(draft.service, draft.answers):
        sees = [spoken(draft.service.questions_by_key[key].title) for key in spec.fields]
        found.append(
            Institution(
                name=spoken(catalogue.agency(spec.agency).name),
                text=spoken(spec.text),
                law=spoken(spec.legal_base.cite),
                sees=tuple(sees),
                days=spec.days,
            )
        )
    return found


def warnings(draft: cases.Filling, today: dt.date) -> list[access.Sentence]:
    """What does not stand in the way, but the person should know before sending."""
    found = catalogue.obstacles(draft.service, draft.answers, on=today, blocks="warn")
    return [spoken(obstacle.sentence) for obstacle in found]
