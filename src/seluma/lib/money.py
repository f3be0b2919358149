"""Money is a whole number of rupiah."""

from __future__ import annotations


def rupiah(amount: int) -> str:
    """`Rp 3.000.000`, as written in Indonesia; the space is one at which no line breaks (U+00A0)."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp\u00a0{abs(amount):,}".replace(",", ".")
