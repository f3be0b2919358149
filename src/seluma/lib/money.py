"""Money is a whole number of rupiah."""

from __future__ import annotations


def rupiah(amount: int) -> str:
    """`Rp 3.000.000`, as written in Indonesia."""
    sign = "-" if amount < 0 else ""
    return f"{sign}Rp {abs(amount):,}".replace(",", ".")
