"""The only door of this package."""

from .actions import answer, ask, escalate_due, remind_due, withdraw
from .policies import ANSWER, READ
from .queries import answered_for, inbox_for, question_for, questions, questions_for_many
from .rules import ANSWERED, NO, OPEN, UNCLEAR, WITHDRAWN, YES, AgencyQuestion
from .words import EVENTS, STATES, VERDICTS, VIEWED_LIST, VIEWED_QUESTION

__all__ = [
    "ANSWER",
    "ANSWERED",
    "EVENTS",
    "NO",
    "OPEN",
    "READ",
    "STATES",
    "UNCLEAR",
    "VERDICTS",
    "VIEWED_LIST",
    "VIEWED_QUESTION",
    "WITHDRAWN",
    "YES",
    "AgencyQuestion",
    "answer",
    "answered_for",
    "ask",
    "escalate_due",
    "inbox_for",
    "question_for",
    "questions",
    "questions_for_many",
    "remind_due",
    "withdraw",
]
