"""Every address. Pages start with the language; what machines read does not."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path

from seluma.rest import health, ledger
from seluma.rest.api import api, nothing_here
from seluma.web.applicant.dates import machine_urlpatterns
from seluma.web.ui import errors

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz/live", health.live),
    path("healthz/ready", health.ready),
    path("api/v1/", api.urls),
    path("ledger/checkpoint", ledger.checkpoint, name="ledger_checkpoint"),
    path("ledger/tile/<path:place>", ledger.tile, name="ledger_tile"),
    path("ledger/proof/<int:position>", ledger.proof, name="ledger_proof"),
    path("ledger/vkey", ledger.vkey, name="ledger_vkey"),
    path("ledger/vkey-ml-dsa-44", ledger.vkey_ml_dsa_44, name="ledger_vkey_ml_dsa_44"),
    path("ledger/policy", ledger.policy, name="ledger_policy"),
    path("ledger/verifier.html", ledger.verifier_file, name="ledger_verifier"),
    path("ledger/status", ledger.status, name="ledger_status"),
    path("", include("seluma.web.public.root_urls")),
    *machine_urlpatterns,
    *i18n_patterns(
        path("", include("seluma.web.public.urls")),
        path("", include("seluma.web.public.account_urls")),
        path("", include("seluma.web.public.verification")),
        path("", include("seluma.web.applicant.profile")),
        path("", include("seluma.web.applicant.urls")),
        path("", include("seluma.web.officer.urls")),
        path("", include("seluma.web.partner.urls")),
    ),
]


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing is at this address: said to a program as a program reads it, to a person as a page."""
    return nothing_here(request) if request.path.startswith("/api/") else errors.not_found(request, exception)


handler400 = "seluma.web.ui.errors.bad_request"
handler403 = "seluma.web.ui.errors.forbidden"
handler404 = "seluma.config.urls.not_found"
handler429 = "seluma.web.ui.errors.too_many"
handler500 = "seluma.web.ui.errors.broken"
