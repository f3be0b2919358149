"""What is wrong with a request, as problem details (RFC 9457, `application/problem+json`)."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from ninja import Schema

PROBLEM = "application/problem+json"


class Problem(Exception):
    """A request that cannot be answered. `detail` says in one sentence what to change."""

    def __init__(self, status: HTTPStatus, detail: str, *, wait: int = 0) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wait = wait
        """Seconds after which the same request may be sent again, 0 when that would not help."""


class ProblemDetails(Schema):
    """The body of every answer that is not a success."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str


def answer(_request: HttpRequest, problem: Problem | type[Problem]) -> JsonResponse:
    """The problem as its response."""
    if isinstance(problem, type):
        problem = problem(HTTPStatus.INTERNAL_SERVER_ERROR, "Something went wrong.")
    body = ProblemDetails(title=problem.status.phrase, status=problem.status.value, detail=problem.detail)
    headers = {"Retry-After": str(problem.wait)} if problem.wait else {}
    return JsonResponse(body.model_dump(), status=problem.status.value, content_type=PROBLEM, headers=headers)
