"""Filters that turn plain words into the mappings which govuk-frontend's macros take, with translated defaults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from jinja2 import Undefined

from .words import file_size, spoken


def as_text(value: Any) -> dict[str, str] | None:
    """`{"text": …}`, None for nothing."""
    return {"text": spoken(value)} if value else None


def as_error(value: Any) -> dict[str, str] | None:
    """The sentence beside a field. Screen readers hear a word before it, which is not "Error"."""
    return {"text": spoken(value), "visuallyHiddenText": _("Perbaiki")} if value else None


def as_label(value: Any, heading: bool = False, classes: str = "") -> dict[str, Any]:
    """A field's label; with `heading` it is the page's heading."""
    return {
        "text": spoken(value),
        "isPageHeading": heading,
        "classes": f"{'govuk-label--l' if heading else ''} {classes}".strip(),
    }


def as_fieldset(value: Any, heading: bool = False, size: str = "s") -> dict[str, Any]:
    """The question above a group of fields; with `heading` it is the page's heading."""
    classes = f"govuk-fieldset__legend--{'l' if heading else size}"
    return {"legend": {"text": spoken(value), "isPageHeading": heading, "classes": classes}}


def as_items(choices: Iterable[Sequence[Any]]) -> list[dict[str, Any]]:
    """Pairs `(value, label)` or triples `(value, label, hint)`; None stands for the line "or"."""
    items: list[dict[str, Any]] = []
    for choice in choices:
        if choice is None:
            items.append({"divider": _("atau")})
            continue
        value, label, *hint = choice
        items.append({"value": str(value), "text": spoken(label), "hint": as_text(hint[0] if hint else None)})
    return items


def as_typed(value: Any) -> str | None:
    """What stands in a field: None for nothing. A mapping's missing key counts as nothing."""
    return None if value is None or isinstance(value, Undefined) else str(value)


def as_long_typed(value: Any) -> str:
    """What stands in a text area. Browsers drop a first line break there, so it is given twice."""
    typed = as_typed(value) or ""
    return f"\n{typed}" if typed.startswith(("\n", "\r")) else typed


def date_boxes(value: Mapping[str, Any], wrong: Sequence[str] = (), birth: bool = False) -> list[dict[str, Any]]:
    """The three boxes of a date; the ones that need mending are marked."""
    boxes = []
    for part, label, width in (
        ("day", pgettext("kotak tanggal", "Tanggal"), 2),
        ("month", _("Bulan"), 2),
        ("year", _("Tahun"), 4),
    ):
        mark = " govuk-input--error" if part in wrong else ""
        boxes.append(
            {
                "name": part,
                "label": label,
                "value": as_typed(value.get(part)) if value else None,
                "classes": f"govuk-input--width-{width}{mark}",
                "autocomplete": f"bday-{part}" if birth else None,
            }
        )
    return boxes


def as_rows(rows: Iterable[Any]) -> list[dict[str, Any]]:
    """Rows of a summary list: pairs `(key, value)`, or mappings with `key`, `value`, `href`, `action`, `about`.

    A value may be Markup made by a template; any other string is escaped by the macro.
    """
    made = []
    for row in rows:
        if not isinstance(row, Mapping):
            key, value, *rest = row
            row = {"key": key, "value": value, "href": rest[0] if rest else None}
        value = row["value"]
        content = {"html": value} if hasattr(value, "__html__") else {"text": spoken(value)}
        line: dict[str, Any] = {"key": {"text": spoken(row["key"])}, "value": content}
        if row.get("href"):
            about = spoken(row.get("about") or row["key"])
            action = {"href": row["href"], "text": spoken(row.get("action") or _("Ubah")), "visuallyHiddenText": about}
            line["actions"] = {"items": [action]}
        made.append(line)
    return made


def as_cells(rows: Iterable[Sequence[Any]], numeric: Sequence[int] = ()) -> list[list[dict[str, Any]]]:
    """Rows of a table. `numeric` names the columns (from 0) whose figures stand under each other."""
    return [[_cell(value, numeric=place in numeric) for place, value in enumerate(row)] for row in rows]


def _cell(value: Any, *, numeric: bool) -> dict[str, Any]:
    cell: dict[str, Any] = {"html": value} if hasattr(value, "__html__") else {"text": spoken(value)}
    if numeric:
        cell["format"] = "numeric"
    return cell


def as_tasks(tasks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Tasks with `title`, `status`, and perhaps `href`, `hint`, `done`, `blocked`."""
    made = []
    for task in tasks:
        status: dict[str, Any] = {"text": spoken(task["status"])}
        if task.get("done"):
            status["classes"] = "done"
        elif task.get("blocked"):
            status["classes"] = "govuk-task-list__status--cannot-start-yet"
        else:
            status = {"tag": {"text": spoken(task["status"]), "classes": "govuk-tag--gold"}}
        made.append(
            {
                "title": as_text(task["title"]),
                "href": task.get("href"),
                "hint": as_text(task.get("hint")),
                "status": status,
            }
        )
    return made


def as_errors(errors: Iterable[Any]) -> list[dict[str, Any]]:
    """Lines of the summary on top: pairs `(sentence, "#id")` or plain sentences."""
    lines = [error if isinstance(error, tuple) else (error, None) for error in errors]
    return [{"text": spoken(sentence), "href": href} for sentence, href in lines]


def as_crumbs(items: Iterable[tuple[Any, str | None]]) -> list[dict[str, Any]]:
    """The way to this page: pairs `(label, address)`."""
    return [{"text": spoken(label), "href": href} for label, href in items]


def file_attributes(accept: str | None, max_bytes: int | None) -> dict[str, str]:
    """What lets the browser say at once that a file is too large."""
    made = {"accept": accept} if accept else {}
    if max_bytes:
        made["data-max-bytes"] = str(max_bytes)
        made["data-too-large"] = _("Berkas ini lebih besar dari %(limit)s. Pilih berkas yang lebih kecil.") % {
            "limit": file_size(max_bytes)
        }
    return made


def as_pages(current: int, total: int, href: str) -> dict[str, Any]:
    """Links to the pages of a list. `href` holds `{page}`. At most seven places, the ends always among them."""
    shown = sorted({1, total, *(page for page in range(current - 1, current + 2) if 1 <= page <= total)})
    items: list[dict[str, Any]] = []
    before = 0
    for page in shown:
        if page - before > 1:
            items.append({"ellipsis": True})
        hidden = _("Halaman %(number)s") % {"number": page}
        items.append(
            {"number": page, "href": _page(href, page), "current": page == current, "visuallyHiddenText": hidden}
        )
        before = page
    made: dict[str, Any] = {"landmarkLabel": _("Halaman daftar"), "items": items}
    if current > 1:
        made["previous"] = {"href": _page(href, current - 1), "text": _("Sebelumnya")}
    if current < total:
        made["next"] = {"href": _page(href, current + 1), "text": _("Berikutnya")}
    return made


def _page(href: str, page: int) -> str:
    return href.replace("{page}", str(page))


FILTERS = {
    function.__name__: function
    for function in (
        as_text,
        as_error,
        as_label,
        as_fieldset,
        as_items,
        as_typed,
        as_long_typed,
        date_boxes,
        as_rows,
        as_cells,
        as_tasks,
        as_errors,
        as_crumbs,
        as_pages,
    )
}
