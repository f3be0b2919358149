"""The Jinja2 environment of all pages: `OPTIONS = {"environment": "seluma.web.ui.jinja.environment"}`."""

from __future__ import annotations

import datetime as dt
from typing import Any

import jinja2
from babel import dates
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone, translation
from jinja2.utils import missing
from markupsafe import Markup

from seluma.lib.money import rupiah

from . import language, site
from .keys import form_key
from .shapes import FILTERS, file_attributes
from .words import current_language, file_size, spoken


class LaxUndefined(jinja2.Undefined):
    """A misspelt name fails; a missing key of a mapping stays empty, as the components' macros expect."""

    def _refuse_names(self) -> None:
        if self._undefined_obj is missing:
            self._fail_with_undefined_error()

    def __str__(self) -> str:
        self._refuse_names()
        return ""

    def __html__(self) -> str:
        return str(self)

    def __iter__(self) -> Any:
        self._refuse_names()
        return iter(())


def environment(**options: Any) -> jinja2.Environment:
    """Our templates, the components', gettext, and the few names every template may use."""
    options["undefined"] = LaxUndefined
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    env = jinja2.Environment(**options)  # noqa: S701 - Django's backend turns autoescape on
    components = jinja2.PrefixLoader({"govuk_frontend_jinja": jinja2.PackageLoader("govuk_frontend_jinja")})
    own = [env.loader] if env.loader else []
    env.loader = jinja2.ChoiceLoader([*own, components])
    env.add_extension("jinja2.ext.i18n")
    env.install_gettext_callables(  # type: ignore[attr-defined]
        translation.gettext,
        translation.ngettext,
        newstyle=True,
        pgettext=translation.pgettext,
        npgettext=translation.npgettext,
    )
    env.globals.update(
        url=url,
        static=static,
        address=site.address,
        site=site.site,
        notice=site.notice,
        navigation=site.navigation,
        footer=site.footer,
        current_language=current_language,
        languages=language.languages,
        language_url=language.language_url,
        form_key=form_key,
        form_hidden=form_hidden,
        file_attributes=file_attributes,
    )
    env.filters.update(
        rupiah=rupiah,
        date_long=date_long,
        date_short=date_short,
        datetime_long=datetime_long,
        time_short=time_short,
        text=spoken,
        file_size=file_size,
        **FILTERS,
    )
    return env


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of that name in the language of this page."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def form_hidden(request: HttpRequest) -> Markup:
    """What every form carries unseen: Django's token against forged forms, and the key that makes it count once."""
    return Markup(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}"><input type="hidden" name="_key" value="{}">'
    ).format(get_token(request), form_key())


# A day stays with its month, a clock with its zone: no line breaks between them (U+00A0).
NO_BREAK = "\u00a0"
_DATE = {"id": "EEEE, d\u00a0MMMM y", "en": "EEEE d\u00a0MMMM y"}
_DATE_SHORT = {"id": "d\u00a0MMMM y", "en": "d\u00a0MMMM y"}
_MONTH = {"id": "MMMM y", "en": "MMMM y"}
_CLOCK = {"id": "HH.mm", "en": "HH:mm"}


def date_long(value: dt.date | dt.datetime | str | None) -> str:
    """`Senin, 23 November 2026`. A moment is shown as the day at the office, a partly unknown date as what is known."""
    return _date(value, _DATE)


def date_short(value: dt.date | dt.datetime | str | None) -> str:
    """`23 November 2026`, where the weekday tells nothing: births, documents."""
    return _date(value, _DATE_SHORT)


def datetime_long(value: dt.datetime | None) -> str:
    """`Senin, 23 November 2026, pukul 09.14 WIB`, in the office's time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    at = translation.gettext("pukul %(clock)s %(zone)s") % {"clock": time_short(value), "zone": local.tzname()}
    return f"{date_long(local)}, {at.replace(' ', NO_BREAK)}"


def time_short(value: dt.datetime | None) -> str:
    """`09.14` or "09:14", in the office's time."""
    if value is None:
        return ""
    return _format(timezone.localtime(value), _CLOCK)


def _date(value: dt.date | dt.datetime | str | None, patterns: dict[str, str]) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, str):
        year, month, day = (int(part) for part in value[:10].split("-"))
        if not month:
            return f"{year:04}"
        return _format(dt.date(year, month, day or 1), patterns if day else _MONTH)
    if isinstance(value, dt.datetime):
        value = timezone.localtime(value).date()
    return _format(value, patterns)


def _format(value: dt.date | dt.datetime, patterns: dict[str, str]) -> str:
    now = current_language()
    pattern = patterns.get(now, patterns["en"])
    if isinstance(value, dt.datetime):
        return str(dates.format_time(value.time(), pattern, locale=now))
    return str(dates.format_date(value, pattern, locale=now))
