"""The worker after PostgreSQL was away."""

from __future__ import annotations

import asyncio

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connection, connections

from seluma.cli import worker


@pytest.mark.django_db(transaction=True)
def test_the_connection_of_the_timetable_is_made_anew() -> None:
    def ask() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])

    def end(backend: int) -> None:
        given = connection.get_connection_params()
        where = {name: given[name] for name in ("dbname", "user", "host", "port") if name in given}
        with psycopg.connect(**where) as other:
            other.execute("SELECT pg_terminate_backend(%s)", [backend])

    async def after_an_end() -> None:
        before = await sync_to_async(ask)()
        end(before)
        for _ in range(2):
            with pytest.raises(OperationalError):
                await sync_to_async(ask)()
        await worker.begin_afresh()
        assert await sync_to_async(ask)() != before
        await sync_to_async(connections.close_all)()

    asyncio.run(after_an_end())
