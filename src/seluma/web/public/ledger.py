"""The ledger for everybody: how it stands, its entries without persons, and what it is good for."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from seluma.core.ledger import api as ledger
from seluma.web.ui.jinja import datetime_long
from seluma.web.ui.pages import public, render

A_PAGE = 25
CHECKPOINTS = 10
ANCHORS = 10

ALARMS: dict[str, Promise] = {
    "rolled-back": _("Buku besar pernah menunjukkan catatan yang sekarang tidak ada lagi."),
    "forked": _("Buku besar pernah menunjukkan sejarah yang lain daripada sekarang."),
    "witness-rolled-back": _("Seorang saksi lupa apa yang pernah ditandatanganinya, dan tidak ditanya lagi."),
}
"""What was found out while the log and its witnesses spoke, in a sentence for everybody."""

_NUMBER = re.compile(r"[0-9]{1,15}")


@public
def explorer(request: HttpRequest) -> HttpResponse:
    """How many entries, who has seen them and when, where they are anchored, and the newest of them."""
    looked_for = request.GET.get("catatan", "").strip()
    if looked_for:
        found = _find(looked_for)
        if found is not None:
            return HttpResponseRedirect(reverse("ledger_entry", kwargs={"position": found}))
    state = ledger.status()
    last = _last_shown(request.GET.get("sampai", ""), state.size)
    first = max(0, last + 1 - A_PAGE)
    anchors = ledger.anchors(most=ANCHORS)
    context = {
        "state": state,
        "audit": ledger.last_audit(),
        "alarms": [(alarm, ALARMS.get(alarm.attack, alarm.proves)) for alarm in state.alarms],
        "checkpoint_rows": [
            [one.size, datetime_long(one.at), one.witnesses] for one in ledger.checkpoints(CHECKPOINTS)
        ],
        "anchors": anchors,
        "anchor_rows": [[one.size, datetime_long(one.at), one.block] for one in anchors],
        "leaves": [_shown(leaf) for leaf in reversed(ledger.leaves(first, last + 1 - first))],
        "older": first - 1 if first else None,
        "newer": min(last + A_PAGE, state.size - 1) if last + 1 < state.size else None,
        "log_url": f"{settings.SELUMA_BASE_URL}/ledger",
        "is_test": ledger.log_keys().are_test,
        "looked_for": looked_for,
    }
    return render(request, "public/ledger.html", context, status=404 if looked_for else 200)


@public
def entry(request: HttpRequest, position: int) -> HttpResponse:
    """One entry: what happened, when, its fingerprints, who has seen it, and the evidence to keep."""
    size = ledger.size()
    found = ledger.leaves(position, 1) if position < size else []
    if not found:
        raise Http404
    (leaf,) = found
    cause = ledger.leaf_of(leaf.cause) if leaf.cause else None
    context = {
        "leaf": _shown(leaf),
        "size": size,
        "seen_by": ledger.seen_by([position])[position],
        "cause": cause,
        "body": leaf.body.decode(errors="backslashreplace"),
        "is_first": not position,
        "is_last": position == size - 1,
    }
    return render(request, "public/ledger_entry.html", context)


@public
def explained(request: HttpRequest) -> HttpResponse:
    """What the ledger gives, to a resident in one screen and to a journalist in three."""
    return render(request, "public/ledger_explained.html", _state())


@public
def in_depth(request: HttpRequest) -> HttpResponse:
    """The same to a cryptographer: formats, hashing, what is signed, who is trusted for what, what is not given."""
    newest = ledger.published(at=timezone.now())
    texts = {
        "checkpoint": newest.note.decode() if newest else "",
        "policy": ledger.policy_text(),
        "log_url": f"{settings.SELUMA_BASE_URL}/ledger",
    }
    return render(request, "public/ledger_in_depth.html", _state() | texts)


def _state() -> dict[str, Any]:
    """How this log is held: only what is so here is said."""
    policy = ledger.policy_in_use()
    return {
        "witnesses": [ledger.label(name) for name in policy.witnesses],
        "needed": _needed(policy),
        "anchored": bool(ledger.anchors(most=1)),
        "is_test": ledger.log_keys().are_test,
    }


def _needed(policy: Any) -> int:
    """The fewest witnesses that are a quorum."""
    group = policy.groups.get(policy.quorum)
    return group.threshold if group else int(policy.quorum in policy.witnesses)


def _find(typed: str) -> int | None:
    """The position of the entry with this number or id."""
    if _NUMBER.fullmatch(typed):
        return int(typed) if ledger.leaves(int(typed), 1) else None
    try:
        found = ledger.leaf_of(UUID(typed))
    except ValueError:
        return None
    return found.position if found else None


def _last_shown(typed: str, size: int) -> int:
    return min(int(typed), size - 1) if _NUMBER.fullmatch(typed) else size - 1


def _shown(leaf: ledger.Leaf) -> dict[str, Any]:
    return {
        "position": leaf.position,
        "id": leaf.id,
        "words": ledger.words_of(leaf.kind) if leaf.kind else _("Catatan yang tidak terbaca"),
        "kind": leaf.kind,
        "at": leaf.at,
        "hash": leaf.hash.hex(),
        "digests": leaf.digests,
    }
