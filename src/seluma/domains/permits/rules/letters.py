"""What a refusal letter says, completed and checked, as it is stored and printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from seluma.lib.text import Text

TITLE = Text("Permohonan ditolak", "Application refused")
STATEMENT = Text("Kami tidak dapat mengabulkan permohonan Anda.", "We cannot grant your application.")
OBJECTION = Text(
    "Tulis keberatan kepada kepala kantor ini. Sebut nomor surat ini dan alasan Anda.",
    "Write to the head of this office. Name the number of this letter and your reasons.",
)
NEXT = Text(
    "Anda boleh mengajukan permohonan baru setelah alasan di atas teratasi.",
    "You may file a new application once the reason above is settled.",
)
IN_INDONESIAN = "The officer wrote the reason in Indonesian; it stands on the left."


def whole_letter(content: Mapping[str, Any]) -> dict[str, Any]:
    """A refusal's content as plain JSON in the template's words, with what is usual where nothing was said.

    Needed: `number` (of the application), `person`, `service` and `reason`: in both languages, or as the officer wrote
    it in Indonesian. May be given: `law` and `law_title`, `object_until` (a date or its ISO form), `title`,
    `statement`, `objection`, `next`. Two languages are a Text or a mapping with `id` and `en`. ValueError names what is
    missing; other keys are left alone.
    """
    missing = [key for key in ("number", "person", "service", "reason") if not content.get(key)]
    if missing:
        raise ValueError(f"a letter of refusal needs {', '.join(missing)}")
    until = content.get("object_until")
    reason = content["reason"]
    return {
        "application": str(content["number"]),
        "recipient": str(content["person"]),
        "service": _both(content["service"]),
        "title": _both(content.get("title") or TITLE),
        "statement": _both(content.get("statement") or STATEMENT),
        "reason": {"id": reason, "en": IN_INDONESIAN} if isinstance(reason, str) else _both(reason),
        "law": _law(content.get("law"), content.get("law_title")),
        "objection": _both(content.get("objection") or OBJECTION),
        "objection_until": until.isoformat() if isinstance(until, dt.date) else until,
        "next": _both(content.get("next") or NEXT),
    }


def _law(cite: Any, title: Any) -> dict[str, str] | None:
    if not cite:
        return None
    cited, titled = _both(cite), _both(title or "")
    return {key: f"{cited[key]}: {titled[key]}" if titled[key] else cited[key] for key in cited}


def _both(value: Any) -> dict[str, str]:
    if isinstance(value, Text):
        return value.as_dict()
    if isinstance(value, Mapping):
        return {"id": str(value["id"]), "en": str(value["en"])}
    return {"id": str(value), "en": str(value)}
