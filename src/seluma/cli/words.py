"""Translations with Babel: each package keeps its own sentences in `locale/<language>/LC_MESSAGES/django.po`.

The source language is Indonesian. `extract` brings every package's file up to date, `compile` makes what Django
reads, `check` names every sentence without a translation. No GNU gettext is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import typer
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1]
LANGUAGES = ("en",)

_METHODS = [("**/migrations/**", "ignore"), ("**/jinja2/**.html", "jinja2"), ("**.py", "python")]
_OPTIONS = {"**/jinja2/**.html": {"extensions": "jinja2.ext.i18n", "trimmed": "true", "silent": "false"}}
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}

_BLANK = re.compile(r"%\(\w+\).?|\{\w*\}")

app = typer.Typer(help="Translations: extract, compile, check.", no_args_is_help=True)


def packages() -> list[Path]:
    """Every package that keeps its own translations: core/*, domains/*, web/*, and the other ways in."""
    found = [path for area in ("core", "domains", "web") for path in sorted((SOURCE / area).iterdir()) if path.is_dir()]
    found += [SOURCE / "config", SOURCE / "rest", SOURCE / "jobs"]
    return [path for path in found if (path / "__init__.py").exists()]


def template_of(package: Path) -> Catalog:
    """All sentences of a package, with the places where they stand."""
    catalog = Catalog(fuzzy=False)
    found = extract_from_dir(
        package, method_map=_METHODS, options_map=_OPTIONS, keywords=_KEYWORDS, comment_tags=("Translators:",)
    )
    for name, line, message, comments, context in found:
        catalog.add(message, None, [(name, line)], auto_comments=comments, context=context)
    return catalog


def po_path(package: Path, language: str) -> Path:
    """Where a package's translations into a language lie."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def read(path: Path, language: str) -> Catalog:
    """A translations file, empty when there is none."""
    if not path.exists():
        return Catalog(locale=language, fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=language)


@app.command()
def extract() -> None:
    """Bring every package's translation files up to date with its sentences."""
    for package in packages():
        template = template_of(package)
        for language in LANGUAGES:
            path = po_path(package, language)
            if not len(template) and not path.exists():
                continue
            catalog = read(path, language)
            catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
            catalog.obsolete.clear()
            catalog.project, catalog.version = "Seluma", "1"
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                write_po(file, catalog, sort_output=True, omit_header=True, include_lineno=False, width=120)
            missing = sum(not _translated(message) for message in catalog if message.id)
            if missing:
                print(f"{path.relative_to(SOURCE)}: {missing} without translation")


@app.command("compile")
def compile_all() -> None:
    """Make the files that Django reads."""
    for package in packages():
        for language in LANGUAGES:
            path = po_path(package, language)
            if path.exists():
                with path.with_suffix(".mo").open("wb") as file:
                    write_mo(file, _with_header(read(path, language)))


@app.command()
def check() -> None:
    """Exit 1 and name every sentence that has no translation, or two different ones."""
    found = list(mistakes())
    for line in found:
        print(line)
    raise typer.Exit(1 if found else 0)


def mistakes() -> Iterator[str]:
    """What is missing, left over or contradictory, a line each."""
    for language in LANGUAGES:
        seen: dict[tuple[object, object], tuple[object, Path]] = {}
        for package in packages():
            path = po_path(package, language)
            where = path.relative_to(SOURCE)
            catalog, template = read(path, language), template_of(package)
            for message in template:
                known = catalog.get(message.id, message.context) if message.id else None
                if message.id and (known is None or not _translated(known)):
                    yield f"{where}: not translated: {_shown(message)}"
            for message in catalog:
                if not message.id or not _translated(message):
                    continue
                if _other_blanks(message):
                    yield f"{where}: other blanks than in the source: {_shown(message)}"
                if template.get(message.id, message.context) is None:
                    yield f"{where}: nobody says this any more: {_shown(message)}"
                key = (message.id, message.context)
                string, elsewhere = seen.setdefault(key, (message.string, where))
                if string != message.string:
                    yield f"{where}: translated differently in {elsewhere}: {_shown(message)}"


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, list | tuple) else (message.string,)
    return not message.fuzzy and all(strings)


def _other_blanks(message: Message) -> bool:
    """Whether a blank (`%(day)s`, `{count}`) is missing or misspelt: the page would break, or say less.

    The form for one may spell the number out.
    """
    sources = message.id if isinstance(message.id, list | tuple) else (message.id,)
    wanted = set(_BLANK.findall(sources[-1]))
    if not isinstance(message.string, list | tuple):
        return set(_BLANK.findall(message.string)) != wanted
    *singular, plural = (set(_BLANK.findall(one)) for one in message.string)
    return plural != wanted or any(not one <= wanted for one in singular)


def _shown(message: Message) -> str:
    text = message.id if isinstance(message.id, str) else message.id[0]
    return repr(text[:90])


def _with_header(catalog: Catalog) -> Catalog:
    # Django reads the charset and the plural rule from the header; the committed files carry none to keep diffs small.
    catalog.charset = "utf-8"
    catalog.fuzzy = False
    return catalog


if __name__ == "__main__":
    app()
