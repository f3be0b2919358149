"""Words with one letter wrong, in any script."""

from __future__ import annotations

import random

import pytest

from seluma.lib import near


def found(typed: str, name: str) -> bool:
    """As the search does it: the index first, then letter by letter."""
    keys, asked = set(near.keys(name)), near.words(typed)
    if all(near.begin_key(word) in keys for word in asked):
        return True
    return all(keys & set(near.keys_of_typed(word)) for word in asked) and near.fits(asked, near.words(name))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("erikson", "anna maria eriksson"),
        ("eriksxon", "anna maria eriksson"),
        ("eirksson", "anna maria eriksson"),
        ("erikssonn ana", "anna maria eriksson"),
        ("maria", "anna maria eriksson"),
        ("erik", "anna maria eriksson"),
        ("李伟", "李伟"),
        ("李", "李伟"),
        ("суарез иван", "суарез иван"),
        ("суарес", "суарез иван"),
        ("li", "li wei"),
    ],
)
def test_a_name_is_found(typed: str, name: str) -> None:
    assert found(typed, name)


@pytest.mark.parametrize(
    ("typed", "name"), [("ericsonn", "eriksson"), ("lu", "li wei"), ("王伟", "李伟"), ("anna lena", "anna maria")]
)
def test_more_than_one_letter_wrong_is_somebody_else(typed: str, name: str) -> None:
    assert not found(typed, name)


def test_every_single_mistake_in_any_word_is_forgiven() -> None:
    dice = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyzабвгд李伟明ا"
    for _ in range(2_000):
        name = "".join(dice.choices(letters, k=dice.randint(4, 12)))
        place = dice.randrange(len(name) - 1)
        wrong = dice.choice(
            [
                name[:place] + dice.choice(letters) + name[place + 1 :],
                name[:place] + dice.choice(letters) + name[place:],
                name[:place] + name[place + 1 :],
                name[:place] + name[place + 1] + name[place] + name[place + 2 :],
            ]
        )
        assert near.one_letter_wrong(wrong, name), (wrong, name)
        assert found(wrong, name), (wrong, name)
