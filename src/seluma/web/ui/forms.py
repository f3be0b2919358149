"""A small plain form layer: fields that read what was posted, and a form that keeps what was typed.

    form = Form(request, [Name("full_name", _("Nama")), PartialDate("birth_date", _("Tanggal lahir"))], initial=…)
    if form.is_ready():
        return post_once(request, lambda: …form.values["full_name"]…)
    return render(request, "…", {"form": form}, status=form.status)

Every mistake has a sentence beside its field and a line in the summary on top; nothing that was typed is lost.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seluma.core.access import api as access
from seluma.lib.text import Text

from . import kept, reading
from .reading import Mistake
from .words import file_size, spoken

Words = str | Promise | Text
Files = Mapping[str, "UploadedFile[Any]"]
Choice = tuple[Any, ...] | None
Check = Callable[[Any], None]


_TOO_EARLY = gettext_lazy("Tanggal ini terlalu awal. Periksa tahunnya.")
_TOO_LATE = gettext_lazy("Tanggal ini terlalu jauh. Periksa tahunnya.")


@dataclass(frozen=True)
class Field:
    """A question. `name` is the address of the answer, `label` the question, `missing` what is said when it is empty.

    `check` takes the read value and raises `Mistake` (or the domain's `Refused`) with a sentence.
    """

    name: str
    label: Words
    hint: Words | None = None
    required: bool = True
    missing: Words | None = None
    check: Check | None = None

    widget: ClassVar[str] = "input"

    def typed(self, data: QueryDict) -> Any:
        """What was typed, to be shown again."""
        return data.get(self.name, "")

    def shown(self, value: Any) -> Any:
        """How a stored value stands in the field."""
        return "" if value is None else str(value)

    def read(self, data: QueryDict, files: Files) -> Any:  # noqa: ARG002
        """The value, None when the answer may be empty and is. Mistake says what to mend."""
        raw = reading.clean(data.get(self.name, ""), lines=True)
        if not raw:
            return self.nothing()
        return self.value_of(data.get(self.name, ""))

    def nothing(self) -> Any:
        """The value of an empty answer; Mistake where one is needed."""
        if self.required:
            raise Mistake(spoken(self.missing) if self.missing else _("Isi bagian ini."))
        return None

    def value_of(self, raw: str) -> Any:
        """The value of what was typed, which is not empty."""
        raise NotImplementedError

    def anchor(self, wrong: Sequence[str] = ()) -> str:  # noqa: ARG002
        """Where the summary's line leads."""
        return f"#{self.name}"


@dataclass(frozen=True)
class TextField(Field):
    """One line of text."""

    limit: int = 200
    autocomplete: str | None = None
    width: int | None = None
    prefix: Words | None = None

    type: ClassVar[str] = "text"
    inputmode: ClassVar[str | None] = None

    def value_of(self, raw: str) -> Any:
        return reading.short_enough(reading.clean(raw), self.limit)


@dataclass(frozen=True)
class Name(TextField):
    """A person's name: one word or many, any script, up to 200 letters."""

    def value_of(self, raw: str) -> Any:
        return reading.short_enough(reading.name(raw), self.limit)


@dataclass(frozen=True)
class Email(TextField):
    autocomplete: str | None = "email"
    type: ClassVar[str] = "email"

    def value_of(self, raw: str) -> Any:
        return reading.email(raw)


@dataclass(frozen=True)
class Phone(TextField):
    autocomplete: str | None = "tel"
    width: int | None = 20
    type: ClassVar[str] = "tel"

    def value_of(self, raw: str) -> Any:
        return reading.phone(raw)


@dataclass(frozen=True)
class Number(TextField):
    """A whole number."""

    lowest: int | None = None
    highest: int | None = None
    width: int | None = 10
    inputmode: ClassVar[str | None] = "numeric"

    def value_of(self, raw: str) -> Any:
        return reading.number(raw, lowest=self.lowest, highest=self.highest)


@dataclass(frozen=True)
class Password(Field):
    """Never shown again and never kept; not normalised, for it has to stay exactly what was typed."""

    autocomplete: str = "current-password"
    widget: ClassVar[str] = "password"

    def typed(self, data: QueryDict) -> Any:  # noqa: ARG002
        return ""

    def read(self, data: QueryDict, files: Files) -> Any:  # noqa: ARG002
        return data.get(self.name) or self.nothing()


@dataclass(frozen=True)
class LongText(Field):
    """Several lines."""

    limit: int = 2000
    rows: int = 5
    widget: ClassVar[str] = "textarea"

    def value_of(self, raw: str) -> Any:
        return reading.short_enough(reading.clean(raw, lines=True), self.limit)


@dataclass(frozen=True)
class Choose(Field):
    """One of several. `choices`: pairs (value, label), triples (value, label, hint). Long lists: `widget` select."""

    choices: Sequence[Choice] = ()
    inline: bool = False
    widget: ClassVar[str] = "radios"

    def options(self) -> list[Choice]:
        """What can be chosen, in order."""
        return list(self.choices)

    def nothing(self) -> Any:
        if self.required and not self.missing:
            raise Mistake(_("Pilih salah satu."))
        return super().nothing()

    def value_of(self, raw: str) -> Any:
        for choice in self.options():
            if choice is not None and str(choice[0]) == raw:
                return choice[0]
        raise Mistake(_("Pilihan ini tidak ada di daftar. Pilih salah satu."))


@dataclass(frozen=True)
class Select(Choose):
    """One of a long list."""

    widget: ClassVar[str] = "select"


@dataclass(frozen=True)
class YesNo(Choose):
    """True or False."""

    inline: bool = True

    def options(self) -> list[Choice]:
        return [("yes", _("Ya")), ("no", _("Tidak"))]

    def shown(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, "")

    def value_of(self, raw: str) -> Any:
        return super().value_of(raw) == "yes"


@dataclass(frozen=True)
class ChooseSeveral(Choose):
    """Any number of several; the value is a tuple."""

    widget: ClassVar[str] = "checkboxes"

    def typed(self, data: QueryDict) -> Any:
        return data.getlist(self.name)

    def shown(self, value: Any) -> Any:
        return [str(item) for item in value or ()]

    def read(self, data: QueryDict, files: Files) -> Any:  # noqa: ARG002
        chosen = tuple(self.value_of(raw) for raw in data.getlist(self.name) if raw)
        return chosen or self.nothing() or ()


@dataclass(frozen=True)
class Date(Field):
    """A day in three boxes. `earliest` and `latest` are the days allowed, both included."""

    earliest: dt.date | None = None
    latest: dt.date | None = None
    too_early: Words | None = None
    too_late: Words | None = None
    birth: bool = False
    widget: ClassVar[str] = "date"

    def typed(self, data: QueryDict) -> Any:
        return {part: data.get(f"{self.name}-{part}", "") for part in reading.PARTS}

    def shown(self, value: Any) -> Any:
        if not value:
            return {}
        year, month, day = (int(part) for part in str(value)[:10].split("-"))
        return {"day": day or "", "month": month or "", "year": year}

    def read(self, data: QueryDict, files: Files) -> Any:  # noqa: ARG002
        boxes = self.typed(data)
        if not any(box.strip() for box in boxes.values()):
            return self.nothing()
        return self.value_in(boxes)

    def nothing(self) -> Any:
        if self.required and not self.missing:
            raise Mistake(_("Isi tanggalnya."))
        return super().nothing()

    def value_in(self, boxes: Mapping[str, str]) -> Any:
        """The value of the three boxes, of which one at least is not empty."""
        value = reading.date(boxes)
        if self.earliest and value < self.earliest:
            raise Mistake(spoken(self.too_early or _TOO_EARLY))
        if self.latest and value > self.latest:
            raise Mistake(spoken(self.too_late or _TOO_LATE))
        return value

    def anchor(self, wrong: Sequence[str] = ()) -> str:
        return f"#{self.name}-{wrong[0] if wrong else 'day'}"


@dataclass(frozen=True)
class PartialDate(Date):
    """A day of which parts may be unknown; the value is text, `1974-00-00`. Births, above all."""

    birth: bool = True

    def value_in(self, boxes: Mapping[str, str]) -> Any:
        value = reading.partial_date(boxes)
        if self.latest and value > self.latest.isoformat():
            raise Mistake(spoken(self.too_late or _TOO_LATE))
        if self.earliest and value[:4] < f"{self.earliest.year:04}":
            raise Mistake(spoken(self.too_early or _TOO_EARLY))
        return value


_KINDS = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}


@dataclass(frozen=True)
class File(Field):
    """A file; the value is Django's `UploadedFile`. What it really contains is judged by who stores it."""

    types: Sequence[str] = ("application/pdf", "image/jpeg", "image/png")
    max_bytes: int = 5_000_000
    widget: ClassVar[str] = "file"

    def accept(self) -> str:
        """What the browser's dialogue offers."""
        return ",".join(self.types)

    def limits(self) -> str:
        """Types and size, said before the upload, after the hint."""
        names = [_KINDS.get(kind, kind) for kind in self.types]
        listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {_('atau')} {names[-1]}"
        limit = _("%(types)s, paling besar %(size)s.") % {"types": listed, "size": file_size(self.max_bytes)}
        return f"{spoken(self.hint)} {limit}" if self.hint else limit

    def typed(self, data: QueryDict) -> Any:  # noqa: ARG002
        return None

    def read(self, data: QueryDict, files: Files) -> Any:  # noqa: ARG002
        file = files.get(self.name)
        if file is None:
            return self.nothing()
        size = file.size or 0
        if size == 0:
            raise Mistake(_("Berkas ini kosong. Pilih berkas lain."))
        if size > self.max_bytes:
            figures = {"size": file_size(size), "limit": file_size(self.max_bytes)}
            raise Mistake(_("Berkas ini %(size)s, paling besar %(limit)s. Kecilkan atau potret lagi.") % figures)
        return file

    def nothing(self) -> Any:
        if self.required and not self.missing:
            raise Mistake(_("Pilih berkasnya."))
        return super().nothing()


def file_name(file: UploadedFile[Any]) -> str:
    """The file's name without folders and control characters, at most 150 letters, its ending kept."""
    name = unicodedata.normalize("NFC", file.name or "").replace("\\", "/").rpartition("/")[2]
    name = re.sub(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]", "", name).strip() or "berkas"
    if len(name) <= 150:
        return name
    stem, dot, ending = name.rpartition(".")
    return f"{stem[: 149 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else name[:150]


KINDS: dict[str, type[Field]] = {
    "text": TextField,
    "name": Name,
    "long_text": LongText,
    "date": Date,
    "partial_date": PartialDate,
    "choice": Choose,
    "country": Select,
    "yes_no": YesNo,
    "number": Number,
    "phone": Phone,
    "email": Email,
    "file": File,
}
"""Fields by the kind of a question in an office's content."""


@dataclass
class Form:
    """The fields of one page, with what was typed, what it means and what needs mending."""

    request: HttpRequest
    fields: Sequence[Field]
    initial: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.errors: dict[str, str] = {}
        self.general: list[str] = []
        self._wrong: dict[str, tuple[str, ...]] = {}
        self.posted = self.request.method == "POST"
        before = None if self.posted else self._kept()
        self.restored = before is not None
        if self.posted:
            self._read(self.request.POST, self.request.FILES)
        elif before is not None:
            self.typed = {one.name: one.typed(before) for one in self.fields}
        else:
            self.typed = {one.name: one.shown(self.initial.get(one.name)) for one in self.fields}

    def is_ready(self) -> bool:
        """It was posted and nothing needs mending: `values` can be used."""
        return self.posted and not self.errors and not self.general

    @property
    def status(self) -> int:
        """The page's status: 422 when something needs mending, 200 otherwise."""
        return 422 if self.errors or self.general else 200

    def field(self, name: str) -> Field:
        """The field of that name; KeyError when there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    def refuse(self, name: str | None, sentence: Words, parts: tuple[str, ...] = ()) -> None:
        """Add what a domain found wrong: beside a field, or (None) only on top."""
        if name is None:
            self.general.append(spoken(sentence))
        else:
            self.errors[name] = spoken(sentence)
            self._wrong[name] = parts

    def refuse_all(self, refusal: access.Refused, name: str | None = None) -> None:
        """Add a domain's refusal, every obstacle with it."""
        for sentence in refusal.obstacles or (refusal.sentence,):
            self.refuse(name, sentence)

    def wrong_parts(self, name: str) -> tuple[str, ...]:
        """The boxes of a date to be marked: those that are wrong, else all of a wrong date."""
        return self._wrong.get(name) or (reading.PARTS if name in self.errors else ())

    def summary(self) -> list[tuple[str, str | None]]:
        """The lines of the summary on top, in the order of the fields."""
        lines: list[tuple[str, str | None]] = [(sentence, None) for sentence in self.general]
        for one in self.fields:
            if one.name in self.errors:
                label = spoken(one.label).rstrip("?:. ")
                anchor = one.anchor(self._wrong.get(one.name, ()))
                lines.append((f"{label}: {self.errors[one.name]}", anchor))
        return lines

    def _kept(self) -> QueryDict | None:
        found = kept.typed_before(self.request)
        names = {part for one in self.fields for part in (one.name, *(f"{one.name}-{part}" for part in reading.PARTS))}
        return found if found is not None and names & set(found) else None

    def _read(self, data: QueryDict, files: Files) -> None:
        self.typed = {one.name: one.typed(data) for one in self.fields}
        for one in self.fields:
            try:
                value = one.read(data, files)
                if value is not None and one.check:
                    one.check(value)
                self.values[one.name] = value
            except Mistake as mistake:
                self.refuse(one.name, mistake.sentence, mistake.parts)
            except access.Refused as refusal:
                self.refuse(one.name, refusal.sentence)


def parse(
    fields: Iterable[Field], data: QueryDict, files: Files | None = None
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values and mistakes of some fields, without a page."""
    values: dict[str, Any] = {}
    mistakes: dict[str, str] = {}
    for one in fields:
        try:
            values[one.name] = one.read(data, files or {})
        except Mistake as mistake:
            mistakes[one.name] = mistake.sentence
    return values, mistakes
