"""Where allauth's way of speaking becomes our verbs; the only file that knows both.

allauth keeps sessions, tokens, rate limits and the order of the steps. What is stored about people is stored by
`people`, and every letter is one of ours.
"""

# ruff: noqa: ARG002 - the arguments are allauth's

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as current
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from seluma.core.access import api as access
from seluma.domains.people import api as people
from seluma.web.public import account_letters
from seluma.web.ui.site import address, site

logger = logging.getLogger(__name__)

PASSWORD_PROBLEMS = {
    "password_too_short": _("Kata sandi paling pendek 10 huruf. Beberapa kata biasa yang Anda ingat paling baik."),
    "password_too_common": _("Kata sandi ini terlalu mudah ditebak. Pilih beberapa kata yang hanya Anda ingat."),
    "password_too_similar": _("Kata sandi ini mirip nama atau alamat e-mail Anda. Pilih kata-kata lain."),
}


class Adapter(DefaultAccountAdapter):
    """Each method is called by allauth at the moment its name says."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Akun ini ditutup. Hubungi kantor kami."),
        "email_password_mismatch": _("Alamat e-mail dan kata sandi ini tidak cocok. Periksa keduanya."),
        "invalid_login": _("Alamat e-mail dan kata sandi ini tidak cocok. Periksa keduanya."),
        "too_many_login_attempts": _("Terlalu sering dicoba. Tunggu lima menit, atau buat kata sandi baru."),
        "invalid_password_reset": _("Tautan ini sudah dipakai atau sudah lewat waktunya. Minta tautan baru."),
        "rate_limited": _("Terlalu banyak permintaan dari Anda. Tunggu beberapa menit, lalu coba lagi."),
    }

    def save_user(self, request: HttpRequest, user: Any, form: forms.BaseForm, commit: bool = True) -> Any:
        """Somebody signed up."""
        account = people.register(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            password=form.cleaned_data["password1"],
            language=translation.get_language() or settings.LANGUAGE_CODE,
            by=access.VISITOR,
            at=timezone.now(),
        )
        return get_user_model()._default_manager.get(pk=account)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Somebody opened the link in the letter and said that the address is theirs."""
        account = email_address.user_id
        people.confirm_email(account=account, by=people.actor_of(account), at=timezone.now())
        email_address.refresh_from_db()
        return True

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        """Whether the password fits. What our own database cut short is no failed attempt of the person's."""
        try:
            return super().authenticate(request, **credentials)
        except DatabaseError:
            self._rollback_login_failed_rl_usage()
            raise

    def login(self, request: HttpRequest, user: Any) -> None:
        """A session begins."""
        people.record_sign_in(account=user.pk, by=people.actor_of(user.pk), at=timezone.now())
        super().login(request, user)

    def set_password(self, user: Any, password: str) -> None:
        """A new password by the link in the letter."""
        people.set_password(
            account=user.pk, password=password, way="reset", by=people.actor_of(user.pk), at=timezone.now()
        )
        user.refresh_from_db(fields=["password"])

    def clean_password(self, password: str, user: Any = None) -> str:
        """The password, or why it is too weak, in our words."""
        try:
            return super().clean_password(password, user)
        except ValidationError as weak:
            raise ValidationError(
                [ValidationError(PASSWORD_PROBLEMS.get(e.code, e.message), code=e.code) for e in weak.error_list]
            ) from None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """The page on which this person's work begins: the first role of the settings' list that they hold."""
        roles = people.actor_of_user(request.user).roles
        pages = (address(name) for role, name in settings.SELUMA_FIRST_PAGES if role in roles)
        return next(filter(None, pages), None) or resolve_url(settings.LOGIN_REDIRECT_URL)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """The front page."""
        return address(site().home) or f"/{translation.get_language()}/"

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same after signing up."""
        return self.get_login_redirect_url(request)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """After the address was confirmed: on, or to the sign-in page, which then says so."""
        if self.request.user.is_authenticated:
            return self.get_login_redirect_url(self.request)
        return f"{reverse('account_login')}?confirmed=1"

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """allauth's passing messages are not shown; each page says what happened."""

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """The letter and its link in the person's language."""
        with translation.override(emailconfirmation.email_address.user.language):
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """The letter and its link in the person's language."""
        with translation.override(user.language):
            key = f"{context['uid']}-{context['key']}"
            url = self.get_reset_password_from_key_url(key)
            super().send_password_reset_mail(user, email, {**context, "password_reset_url": url})

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """The letter in the person's language."""
        with translation.override(user.language):
            super().send_notification_mail(template_prefix, user, {**(context or {}), "user": user}, email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Our letter of that kind. Where it cannot be sent now, the person is told so and what to do."""
        letter = account_letters.write(template_prefix.removeprefix("account/email/"), context)
        try:
            EmailMessage(letter.subject, letter.body, settings.DEFAULT_FROM_EMAIL, [email]).send()
        except OSError as trouble:
            logger.error("a letter about an account could not be sent: %s", type(trouble).__name__)
            raise ImmediateHttpResponse(_letter_not_sent(current.request)) from None


def _letter_not_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "account/letter_not_sent.html", status=503)
