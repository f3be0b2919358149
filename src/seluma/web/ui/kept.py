"""A session that ends in the middle of a form loses nothing: what was typed is kept for that person alone.

A browser in which somebody signed in carries a signed cookie that names the account and nothing else; it opens no door.
When a form arrives without a session, its text is sealed (AES-256-GCM, bound to account and page) and shown again on
that page after sign-in as the same account, for a day. Files and passwords are never kept.
"""

from __future__ import annotations

import datetime as dt
import json
import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

from seluma.core.access import api as access

from .keys import FIELD
from .models import KeptForm
from .origin import came_from

COOKIE = "seluma_known"
COOKIE_DAYS = 30
KEPT_FOR = dt.timedelta(hours=24)
MOST_BYTES = 64 * 1024
MOST_PAGES = 20
"""Pages kept for one account; the oldest make room."""

_NEVER = frozenset({"csrfmiddlewaretoken", FIELD, "code", "pin"})
_SECRET = ("password", "sandi", "otp", "token", "secret")


def keep(request: HttpRequest) -> bool:
    """Keep what this POST brought, when the browser is known as somebody's. Whether something was kept."""
    account = _known(request)
    typed = {name: request.POST.getlist(name) for name in request.POST if _may_be_kept(name)}
    plain = json.dumps(typed, ensure_ascii=False).encode()
    if account is None or not typed or len(plain) > MOST_BYTES:
        return False
    path, nonce, now = form_path(request), os.urandom(12), timezone.now()
    sealed = AESGCM(_key()).encrypt(nonce, plain, _bound_to(account, path))
    forget_old(at=now)
    KeptForm.objects.update_or_create(
        account=account, path=path, defaults={"nonce": nonce, "sealed": sealed, "kept_at": now}
    )
    surplus = KeptForm.objects.filter(account=account).order_by("-kept_at").values_list("id", flat=True)[MOST_PAGES:]
    KeptForm.objects.filter(id__in=list(surplus)).delete()
    return True


def typed_before(request: HttpRequest) -> QueryDict | None:
    """What this person had typed on this page when the session ended; None when there is nothing."""
    actor = getattr(request, "actor", access.VISITOR)
    if not actor.is_signed_in:
        return None
    oldest = timezone.now() - KEPT_FOR
    row = KeptForm.objects.filter(account=actor.id, path=_short(request.path), kept_at__gte=oldest).first()
    if row is None:
        return None
    try:
        plain = AESGCM(_key()).decrypt(bytes(row.nonce), bytes(row.sealed), _bound_to(actor.id, row.path))
    except InvalidTag:  # the secret key was changed meanwhile
        return None
    found = QueryDict(mutable=True)
    for name, values in json.loads(plain).items():
        found.setlist(name, values)
    return found


def forget(request: HttpRequest) -> None:
    """The form of this page has been sent: what was kept for it has served."""
    KeptForm.objects.filter(account=request.actor.id, path=form_path(request)).delete()  # type: ignore[attr-defined]


def forget_old(*, at: dt.datetime) -> int:
    """Delete what is older than a day; how many. The timetable calls it, and so does every keeping."""
    return KeptForm.objects.filter(kept_at__lt=at - KEPT_FOR).delete()[0]


def recognise_later(request: HttpRequest, response: HttpResponse) -> None:
    """Let this browser be known as this person's, so that `keep` knows for whom."""
    actor = request.actor  # type: ignore[attr-defined]
    if not actor.is_signed_in or _known(request) == actor.id:
        return
    response.set_cookie(
        COOKIE,
        _signer().sign(str(actor.id)),
        max_age=COOKIE_DAYS * 24 * 3600,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def unrecognise(response: HttpResponse) -> None:
    """After a sign-out somebody chose: this browser is nobody's any more."""
    response.delete_cookie(COOKIE, samesite="Lax")


def form_path(request: HttpRequest) -> str:
    """The address of the page on which the form stood: where it was posted from if that is ours, else where it went."""
    before = came_from(request)
    return _short(before.path if before else request.path)


def _short(path: str) -> str:
    return path[:500]


def _known(request: HttpRequest) -> UUID | None:
    try:
        return UUID(_signer().unsign(request.COOKIES.get(COOKIE, ""), max_age=COOKIE_DAYS * 24 * 3600))
    except (signing.BadSignature, ValueError):
        return None


def _may_be_kept(name: str) -> bool:
    return name not in _NEVER and not any(word in name.lower() for word in _SECRET)


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="seluma.web.ui.kept")


def _key() -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"seluma.web.ui.kept v1")
    return derive.derive(settings.SECRET_KEY.encode())


def _bound_to(account: UUID, path: str) -> bytes:
    return f"{account}\n{path}".encode()
