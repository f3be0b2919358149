"""The important pages on the demonstration's data: server time, SQL statements and bytes, beside two baselines.

In process, through the whole WSGI stack (middleware, session, translation, templates): every page once a round, so that
other work on the machine meets all of them alike. Then over HTTP from the real web server, one page at a time, and the
bytes of a first visit to the front page with everything that a browser loads for it.
"""

from __future__ import annotations

import contextlib
import gzip
import io
import os
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urljoin
from wsgiref.util import setup_testing_defaults

import requests as http
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.utils import timezone, translation

from seluma.cli import bench_addresses, database, demo_data
from seluma.cli.bench_tour import Page, pages
from seluma.cli.processes import free_port
from seluma.cli.refusals import CannotRun
from seluma.cli.steps import step
from seluma.core.access.api import SYSTEM
from seluma.domains.catalogue import api as catalogue

BAR_MS = 100
FIRST_VIEW_BAR = 150_000
HTTP_REQUESTS = 60
BARE, EMPTY = "bare view", "empty page"


def measure(*, requests: int) -> dict[str, Any]:
    """Everything, as plain values."""
    with step("Loading the demonstration"):
        demo_data.load(at=timezone.now())
        catalogue.publish(by=SYSTEM, at=timezone.now())
    settings.ROOT_URLCONF = bench_addresses.__name__
    with translation.override("id"):
        tour = [Page(BARE, "/bench/bare"), Page(EMPTY, "/id/bench/empty/"), *pages()]
    with step("In process"):
        _in_process(tour, requests)
    with step("Over HTTP"), _served() as base_url:
        for page in tour[2:]:
            page.over_http = [_fetched(base_url, page) for _ in range(HTTP_REQUESTS)]
        alive = [_fetched(base_url, Page("", "/healthz/live")) for _ in range(HTTP_REQUESTS)]
        view = _first_view(base_url)
    bare, empty = (statistics.median(page.seconds) for page in tour[:2])
    found = {page.name: _found(page, bare, empty) for page in tour}
    worst = max(tour[2:], key=lambda page: _p95(page.seconds))
    return {
        "requests": requests,
        "pages": found,
        "slowest": {"page": worst.name, "p95_ms": _ms(_p95(worst.seconds)), "bar": BAR_MS},
        "http": {"requests": HTTP_REQUESTS, "health_check_median_ms": _ms(statistics.median(alive))},
        "first_view": {**view, "bar": FIRST_VIEW_BAR},
    }


def _found(page: Page, bare: float, empty: float) -> dict[str, Any]:
    median = statistics.median(page.seconds)
    return {
        "median_ms": _ms(median),
        "p95_ms": _ms(_p95(page.seconds)),
        "python_median_ms": _ms(statistics.median(page.working)),
        "to_bare_view": round(median / bare, 1),
        "to_empty_page": round(median / empty, 2),
        "over_http_median_ms": _ms(statistics.median(page.over_http)) if page.over_http else None,
        "statements": page.statements,
        "bytes": len(page.body),
        "bytes_compressed": len(gzip.compress(page.body, 6)),
    }


def _in_process(tour: Sequence[Page], requests: int) -> None:
    application = get_wsgi_application()
    for page in tour:
        page.body = ask(application, page)
        page.statements = statements_of(application, page)
    for _ in range(requests):
        for page in tour:
            began, worked = time.perf_counter(), time.process_time()
            ask(application, page)
            page.seconds.append(time.perf_counter() - began)
            page.working.append(time.process_time() - worked)


def ask(application: Callable[..., Any], page: Page) -> bytes:
    """The page's body, through the whole stack; CannotRun unless it is there."""
    path, _, query = page.address.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": page.cookies,
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.input": io.BytesIO(),
    }
    setup_testing_defaults(environ)
    status: list[str] = []
    answer = application(environ, lambda line, _headers, _fault=None: status.append(line))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    if not status[0].startswith("200"):
        raise CannotRun(f"The page {page.name} ({page.address}) answered {status[0]}.")
    return body


def statements_of(application: Callable[..., Any], page: Page) -> int:
    """How many SQL statements the page takes."""
    return _statements(lambda: ask(application, page))


def _statements(act: Callable[[], object]) -> int:
    count = 0

    def one_more(execute: Callable[..., Any], *what: Any) -> Any:
        nonlocal count
        count += 1
        return execute(*what)

    with connection.execute_wrapper(one_more):
        act()
    return count


@contextlib.contextmanager
def _served() -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "seluma.cli", "serve", "--port", str(port), "--workers", "1", "--no-prepare"]
    with subprocess.Popen(command, env={**os.environ, "SELUMA_ENV": "demo"}, cwd=database.ROOT) as server:
        try:
            base_url = f"http://127.0.0.1:{port}"
            _wait_for(f"{base_url}/healthz/live")
            yield base_url
        finally:
            server.terminate()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(http.ConnectionError):
            if http.get(url, timeout=5).ok:
                return
        time.sleep(0.1)
    raise CannotRun(f"The web server did not answer at {url}.")


_session = http.Session()


def _fetched(base_url: str, page: Page) -> float:
    began = time.perf_counter()
    answer = _session.get(base_url + page.address, headers={"Cookie": page.cookies}, timeout=30)
    answer.raise_for_status()
    return time.perf_counter() - began


def _first_view(base_url: str) -> dict[str, Any]:
    """Bytes that go over the wire: the page, and what it and its stylesheets name."""
    seen: dict[str, int] = {}
    waiting = [f"{base_url}/id/"]
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        size, text = _over_the_wire(url)
        seen[url] = size
        waiting += [urljoin(url, named) for named in _named_in(url, text)]
    return {"bytes": sum(seen.values()), "parts": {url.removeprefix(base_url): size for url, size in seen.items()}}


def _named_in(url: str, text: str) -> list[str]:
    if url.endswith(".css"):
        # A browser loads of the fonts those whose letters stand on the page; here the Latin ones.
        return [named for named in re.findall(r"url\(\"?([^)\"]+)", text) if not named.startswith("data:")]
    if url.endswith("/"):
        links = re.findall(r"<link\b[^>]*>", text)
        loaded = [tag for tag in links if re.search(r'rel="(stylesheet|icon|preload|manifest)', tag)]
        named = [found[1] for tag in loaded if (found := re.search(r'href="([^"]+)"', tag))]
        return [*named, *re.findall(r'<(?:script|img)\b[^>]*\bsrc="([^"]+)"', text)]
    return []


def _over_the_wire(url: str) -> tuple[int, str]:
    with http.get(url, headers={"Accept-Encoding": "gzip, br"}, stream=True, timeout=30) as answer:
        answer.raise_for_status()
        raw = answer.raw.read(decode_content=False)
        sent_as = answer.headers.get("Content-Encoding", "")
    text = "" if sent_as == "br" else (gzip.decompress(raw) if sent_as == "gzip" else raw).decode(errors="replace")
    if sent_as == "br" and url.endswith(".css"):
        text = http.get(url, headers={"Accept-Encoding": "identity"}, timeout=30).text
    return len(raw), text


def _p95(seconds: Sequence[float]) -> float:
    return statistics.quantiles(seconds, n=20)[18]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)
