"""Every page of the journey, in both languages, on a phone and on a desk, in a real browser.

Pictures go to var/screenshots/<language>-<width>-<name>.png.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from .browsing import Critic, signed_in
from .places import GROUPS
from .portal import Portal

# No test here writes to the database itself: what the browser does stays for the folder's other tests.
pytestmark = [pytest.mark.browser, pytest.mark.django_db]


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("group", GROUPS)
def test_everybody_can_use_every_page(browser: Browser, portal: Portal, group: str, language: str) -> None:
    role, places = GROUPS[group]
    context = signed_in(browser, portal.url, portal.sessions[role])
    page = context.new_page()
    critic = Critic(page, language)
    for place in places(portal):
        answer = page.goto(f"{portal.url}/{language}/{place.address}")
        assert answer is not None
        if answer.status != place.status and place.status:
            critic.wrong.append(f"{place.name} answers {answer.status}")
        if place.deed:
            place.deed(page)
        critic.look(place.name)
    context.close()
    assert not critic.wrong, "\n".join(["", *critic.wrong])
