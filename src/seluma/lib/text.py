"""A sentence in both languages of the service, as content files hold it."""

from __future__ import annotations

from dataclasses import dataclass

LANGUAGES = ("id", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """The same sentence in Indonesian (`id`) and English (`en`)."""

    id: str
    en: str

    def in_(self, language: str | None) -> str:
        """In this language (`en`, `en-gb`); Indonesian, the language of the law, for any other."""
        return self.en if (language or "").lower().partition("-")[0] == "en" else self.id

    def as_dict(self) -> dict[str, str]:
        """`{"id": …, "en": …}`, as events, bills and questions to institutions carry it."""
        return {"id": self.id, "en": self.en}
