"""The JSON API, version 1: mounted at /api/v1/, described at /api/v1/openapi.json (OpenAPI 3.1)."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from seluma.rest import problems, verifications
from seluma.rest.problems import PROBLEM, Problem


class Described(NinjaAPI):
    """Says of every answer that is not a success what it is: problem details have a media type of their own."""

    def get_openapi_schema(self, **how: Any) -> Any:
        """The description, OpenAPI 3.1."""
        description = super().get_openapi_schema(**how)
        for path in description["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST and "content" in response:
                        response["content"] = {PROBLEM: response["content"]["application/json"]}
        return description


api = Described(
    title="One-stop immigration service",
    version="1",
    description="Check documents that this office issued. Wrong requests are answered with problem details (RFC 9457).",
    urls_namespace="api-1",
    # The page that ninja would show loads scripts from elsewhere.
    docs_url=None,
)
api.add_router("", verifications.router)
api.add_exception_handler(Problem, problems.answer)


@api.exception_handler(ValidationError)
def _not_valid(request: HttpRequest, reason: ValidationError) -> HttpResponse:
    said = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in reason.errors)
    return problems.answer(request, Problem(HTTPStatus.UNPROCESSABLE_ENTITY, said))


@api.exception_handler(HttpError)
def _refused(request: HttpRequest, reason: HttpError) -> HttpResponse:
    return problems.answer(request, Problem(HTTPStatus(reason.status_code), str(reason)))


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Any other address below the API: a machine asked, so it is told in the machine's way."""
    return problems.answer(request, Problem(HTTPStatus.NOT_FOUND, "There is nothing at this address."))


@api.exception_handler(Http404)
def _not_there(request: HttpRequest, _reason: Http404) -> HttpResponse:
    return problems.answer(request, Problem(HTTPStatus.NOT_FOUND, "There is nothing at this address."))
