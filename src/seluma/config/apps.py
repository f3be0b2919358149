"""Hands the tables of this package down; nothing below imports them."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "seluma.config"
    label = "config"

    def ready(self) -> None:
        # The tables name models' packages, so they can be read only when all models are loaded.
        from seluma.config.bridges import life_of_a_billing_code, office_on_papers  # noqa: PLC0415
        from seluma.config.links import LINKS  # noqa: PLC0415
        from seluma.config.navigation import SITE  # noqa: PLC0415
        from seluma.config.roles import ROLES  # noqa: PLC0415
        from seluma.config.subscriptions import NOTICES, SUBSCRIBERS  # noqa: PLC0415
        from seluma.config.words import WORDS  # noqa: PLC0415
        from seluma.core.access import api as access  # noqa: PLC0415
        from seluma.core.journal import api as journal  # noqa: PLC0415
        from seluma.core.ledger import api as ledger  # noqa: PLC0415
        from seluma.core.messages import api as messages  # noqa: PLC0415
        from seluma.domains.payments import api as payments  # noqa: PLC0415
        from seluma.domains.people import api as people  # noqa: PLC0415
        from seluma.domains.permits import api as permits  # noqa: PLC0415
        from seluma.jobs.timetable import install_tidying  # noqa: PLC0415
        from seluma.web.ui import kept, sessions  # noqa: PLC0415
        from seluma.web.ui.middleware import install_actor_resolver  # noqa: PLC0415
        from seluma.web.ui.site import install_site  # noqa: PLC0415

        access.install_roles(ROLES)
        install_actor_resolver(lambda request: people.actor_of_user(request.user))
        payments.install_code_life(life_of_a_billing_code)
        permits.install_office(office_on_papers)
        install_tidying(kept.forget_old, sessions.forget_ended, journal.forget_keys)
        install_site(SITE)
        ledger.install_words(*WORDS)
        ledger.install_checks(permits.contradicting_the_journal)
        messages.install_links(LINKS)
        messages.install_notices(NOTICES)
        journal.install_subscribers(SUBSCRIBERS, also=dict.fromkeys(NOTICES, (messages.SUBSCRIBER,)))
