"""Letters: one for each cause, handed to a real mail server, never lost when it is away, never doubled."""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import traceback
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message as MessageHandler
from django.core import mail

from seluma.cli.processes import free_port
from seluma.core.journal import api as journal
from seluma.core.messages import api as messages
from seluma.core.messages.models import Message
from seluma.core.messages.sending import hand_over
from seluma.core.messages.tasks import send
from seluma.lib.ids import Ref, new_id

NOON = dt.datetime(2026, 11, 24, 5, 0, tzinfo=dt.UTC)
AYU = messages.Recipient(account=new_id(), address="ayu@contoh.example", name="Ayu 李", language="id")
LETTER = messages.Letter("Giliran Anda: bayar", "Halo Ayu 李,\n\nSilakan bayar.\n")

pytestmark = pytest.mark.django_db


class Letterbox(MessageHandler):
    """Keeps what arrives."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[Any] = []

    def handle_message(self, message: Any) -> None:
        self.arrived.append(message)


@pytest.fixture
def letterbox(settings: Any) -> Iterator[Letterbox]:
    box = Letterbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    yield box
    controller.stop()


def posted(cause: Any = None) -> Any:
    return messages.post(
        kind="test", recipient=AYU, letter=LETTER, cause=cause or new_id(), about=Ref("case", new_id()), at=NOON
    )


def test_a_letter_arrives_at_a_real_mail_server_once(letterbox: Letterbox) -> None:
    posted()
    assert messages.send_queued(at=NOON) == 1
    assert messages.send_queued(at=NOON) == 0
    (arrived,) = letterbox.arrived
    assert arrived["To"] == AYU.address
    assert arrived["Content-Language"] == "id"
    body = email.message_from_bytes(arrived.as_bytes(), policy=email.policy.default).get_content()
    assert "李" in body


def test_one_cause_makes_one_letter_however_often_it_is_told() -> None:
    cause = new_id()
    assert posted(cause) == posted(cause)
    assert Message.objects.count() == 1


def test_a_letter_waits_while_the_mail_server_is_away_and_is_marked_when_it_finally_fails(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    letter = posted()
    with pytest.raises(OSError):
        hand_over(letter, at=NOON)
    assert Message.objects.get().state == "queued"
    with pytest.raises(OSError):
        hand_over(letter, at=NOON, last=True)
    assert Message.objects.get().state == "failed"


def test_the_outbox_keeps_one_file_a_letter_even_when_it_is_sent_again(settings: Any) -> None:
    settings.EMAIL_BACKEND = "seluma.core.messages.outbox.OutboxBackend"
    letter = posted()
    hand_over(letter, at=NOON)
    Message.objects.update(state="queued", sent_at=None)
    hand_over(letter, at=NOON)
    assert [path.name for path in Path(settings.SELUMA_OUTBOX).iterdir()] == [f"{letter}@seluma.eml"]


def test_posting_leaves_an_entry_without_the_address() -> None:
    about = Ref("case", new_id())
    messages.post(kind="test", recipient=AYU, letter=LETTER, cause=new_id(), about=about, at=NOON)
    (entry,) = journal.timeline(about)
    assert isinstance(entry.event, messages.MessagePosted)
    assert AYU.address not in str(entry.event)


def test_a_subject_cannot_smuggle_headers(letterbox: Letterbox) -> None:
    letter = messages.Letter("Satu\r\nBcc: orang@lain.example", "isi")
    messages.post(kind="x", recipient=AYU, letter=letter, cause=new_id(), about=Ref("case", new_id()), at=NOON)
    messages.send_queued(at=NOON)
    (arrived,) = letterbox.arrived
    assert arrived["Bcc"] is None
    assert mail.outbox == []


def test_a_letter_that_nobody_takes_is_marked_and_the_log_does_not_learn_the_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_message: object) -> None:
        raise UnicodeError(AYU.address)

    monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
    monkeypatch.setattr("seluma.core.messages.tasks.close_old_connections", lambda: None)
    letter = posted()
    context = SimpleNamespace(job=SimpleNamespace(attempts=99))
    with pytest.raises(Exception) as raised:
        send(context, message_id=str(letter))  # type: ignore[arg-type]
    assert AYU.address not in "".join(traceback.format_exception(raised.value))
    assert Message.objects.get().state == "failed"
