"""Verbs on bills.

Locks: the bill's row first, always; it stands for its codes, attempts and payments. The receipt series of the year is
locked last, for the moment in which a number is given. Whoever also locks the thing that a bill is about (a case) locks
that before calling here. No provider is ever asked while a lock is held here.
"""
