"""What a condition is made of, for whoever reasons about it instead of working it out.

The engine does not show its tree. This reads the part of CEL that the office's conditions are written in; of what it
does not know it makes nothing, and whoever asks then knows nothing about that condition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["name", "literal", "list", "call"]

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^'\\\n]*'|\"[^\"\\\n]*\")|(?P<number>\d+(?![\w.]))|(?P<name>[A-Za-z_]\w*)"
    r"|(?P<sign>\|\||&&|<=|>=|==|!=|[-+*/%<>!?:.,()\[\]]))"
)
_BINARY = (("||",), ("&&",), ("<", "<=", ">", ">=", "==", "!=", "in"), ("+", "-"), ("*", "/", "%"))
"""From the loosest to the tightest."""
_WORDS = {"true": True, "false": False, "null": None}


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a condition, with the text from which it was read."""

    kind: Kind
    what: str | int | bool | None
    """The name; the literal's value; or what is called: an operator, a function, a method with a dot before it."""
    parts: tuple[Node, ...] = ()
    text: str = field(default="", compare=False)
    names: frozenset[str] = field(default=frozenset(), compare=False)
    """The variables in it."""


def tree(text: str) -> Node | None:
    """The condition's tree; None where it holds something that is not read here."""
    try:
        reader = _Reader(text)
        found = reader.choice()
    except _Unread:
        return None
    return found if reader.is_at_the_end() else None


class _Unread(Exception):
    """Something that this reader does not know."""


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[tuple[str, str, int, int]] = []
        place = 0
        while text[place:].strip():
            found = _TOKEN.match(text, place)
            if found is None:
                raise _Unread
            kind = str(found.lastgroup)
            self._tokens.append((kind, found[kind], found.start(kind), found.end()))
            place = found.end()
        self._next = 0

    def is_at_the_end(self) -> bool:
        return self._next == len(self._tokens)

    def choice(self) -> Node:
        """`condition ? one : other`, or what binds tighter."""
        start, condition = self._next, self._binary(0)
        if not self._take("?"):
            return condition
        one = self._binary(0)
        self._demand(":")
        return self._node(start, "call", "?:", condition, one, self.choice())

    def _binary(self, level: int) -> Node:
        if level == len(_BINARY):
            return self._unary()
        start, left = self._next, self._binary(level + 1)
        while (sign := self._take(*_BINARY[level])) is not None:
            left = self._node(start, "call", sign, left, self._binary(level + 1))
        return left

    def _unary(self) -> Node:
        start = self._next
        if (sign := self._take("!", "-")) is not None:
            return self._node(start, "call", "negative" if sign == "-" else sign, self._unary())
        found = self._primary()
        while self._take("."):
            method = "." + self._word()
            self._demand("(")
            found = self._node(start, "call", method, found, *self._until(")"))
        return found

    def _primary(self) -> Node:
        start = self._next
        kind, text = self._any()
        if kind == "text":
            return self._node(start, "literal", text[1:-1])
        if kind == "number":
            return self._node(start, "literal", int(text))
        if kind == "name" and text in _WORDS:
            return self._node(start, "literal", _WORDS[text])
        if kind == "name":
            return self._node(start, "call", text, *self._until(")")) if self._take("(") else self._name(start, text)
        if text == "(":
            inside = self.choice()
            self._demand(")")
            return inside
        if text == "[":
            return self._node(start, "list", None, *self._until("]"))
        raise _Unread

    def _until(self, end: str) -> list[Node]:
        found: list[Node] = []
        while not self._take(end):
            if found:
                self._demand(",")
            found.append(self.choice())
        return found

    def _name(self, start: int, text: str) -> Node:
        return Node("name", text, text=self._since(start), names=frozenset({text}))

    def _node(self, start: int, kind: Kind, what: str | int | bool | None, *parts: Node) -> Node:
        names = frozenset().union(*(part.names for part in parts))
        return Node(kind, what, parts, self._since(start), names)

    def _since(self, start: int) -> str:
        return self._text[self._tokens[start][2] : self._tokens[self._next - 1][3]]

    def _any(self) -> tuple[str, str]:
        if self.is_at_the_end():
            raise _Unread
        self._next += 1
        return self._tokens[self._next - 1][:2]

    def _word(self) -> str:
        kind, text = self._any()
        if kind != "name":
            raise _Unread
        return text

    def _take(self, *signs: str) -> str | None:
        if self.is_at_the_end():
            return None
        kind, text, *_ = self._tokens[self._next]
        if kind == "text" or text not in signs:
            return None
        self._next += 1
        return text

    def _demand(self, sign: str) -> None:
        if self._take(sign) is None:
            raise _Unread
