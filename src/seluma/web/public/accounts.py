"""Signing up, in and out, and passwords: allauth's steps with our words, fields and pages."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account import views as allauth_views
from allauth.account.adapter import get_adapter
from django import forms
from django.contrib.auth import get_user_model
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from seluma.core.access import api as access
from seluma.domains.people import api as people
from seluma.web.ui import kept

EMAIL_PROBLEMS = {
    "required": _("Tulis alamat e-mail Anda."),
    "invalid": _("Tulis alamat e-mail seperti nama@contoh.id, dengan huruf Latin."),
    "max_length": _("Alamat e-mail ini terlalu panjang. Periksa lagi."),
    "null_characters_not_allowed": _("Ada tanda yang tidak terlihat di alamat ini. Ketik ulang."),
}
PASSWORD_PROBLEMS = {
    "required": _("Tulis kata sandi."),
    "max_length": _("Kata sandi paling panjang 200 huruf."),
    "null_characters_not_allowed": _("Ada tanda yang tidak terlihat di kata sandi ini. Ketik ulang."),
}
NEW_PASSWORD_HINT = _(
    "Paling pendek 10 huruf. Beberapa kata biasa yang Anda ingat lebih kuat daripada satu kata rumit."
)


class Shown:
    """What a page shows of a form: one sentence beside each field and all of them on top."""

    def summary(self: Any) -> list[tuple[Any, str]]:
        """Every problem with the address of the field where it is mended; those of the whole form lead to the first."""
        first = next(iter(self.fields))
        found = [(sentence, f"#{first}") for sentence in self.non_field_errors()]
        return found + [(self.errors[name][0], f"#{name}") for name in self.fields if name in self.errors]

    def problem(self: Any, name: str) -> Any:
        """The first problem of a field, or None."""
        return self.errors[name][0] if name in self.errors else None

    def typed(self: Any, name: str) -> Any:
        """What stands in the field."""
        return self[name].value()

    def is_password(self: Any, name: str) -> bool:
        """Whether what is typed stays hidden and is never shown again."""
        return isinstance(self.fields[name].widget, forms.PasswordInput)

    def autocomplete(self: Any, name: str) -> str | None:
        """The word by which browsers and password managers know the field."""
        return self.fields[name].widget.attrs.get("autocomplete")


def _word(field: forms.Field, label: Any, problems: dict[str, Any], hint: Any = "") -> None:
    field.label, field.help_text = label, hint
    field.error_messages = {**field.error_messages, **problems}


def _word_password(field: forms.Field, label: Any, hint: Any = "") -> None:
    _word(field, label, PASSWORD_PROBLEMS, hint)
    # Without a limit one request could keep the hashing busy for long.
    field.validators.append(forms.CharField(max_length=200).validators[0])


class SignInForm(Shown, allauth_forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["login"], _("Alamat e-mail"), EMAIL_PROBLEMS)
        _word_password(self.fields["password"], _("Kata sandi"))


class SignUpForm(Shown, allauth_forms.SignupForm):
    """Name, e-mail address and a password; everything else comes later, when it is needed."""

    name = forms.CharField(
        label=_("Nama lengkap"),
        help_text=_("Seperti di paspor atau KTP Anda, dalam aksara apa pun. Satu kata pun cukup."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Tulis nama lengkap Anda. Satu kata pun cukup."),
            "null_characters_not_allowed": _("Ada tanda yang tidak terlihat di nama ini. Ketik ulang."),
        },
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = _("Kami mengirim surat ke alamat ini untuk memastikan bahwa ini alamat Anda.")
        _word(self.fields["email"], _("Alamat e-mail"), EMAIL_PROBLEMS, hint)
        _word_password(self.fields["password1"], _("Kata sandi"), NEW_PASSWORD_HINT)

    def clean(self) -> dict[str, Any]:
        """Everything that would keep the account from being opened, at once."""
        super().clean()
        typed = self.cleaned_data
        if "email" in typed and "name" in typed:
            found = people.registration_problems(
                email=typed["email"], name=typed["name"], language=translation.get_language() or ""
            )
            for field, sentence in found.items():
                self.add_error(field if field in self.fields else None, sentence)
        return typed

    def try_save(self, request: HttpRequest) -> Any:
        """Open the account. Whether the address has one already is told only in the letter to it."""
        if not self.account_already_exists:
            try:
                return get_adapter().save_user(request, None, self), None
            except people.FieldsRefused as refused:
                if refused.code != "email_taken":
                    raise
                self.account_already_exists = True  # somebody was faster
        else:
            # As long as the other way, so that the clock does not tell either.
            get_user_model()().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class ResetForm(Shown, allauth_forms.ResetPasswordForm):
    """The address to which the link for a new password goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _word(self.fields["email"], _("Alamat e-mail"), EMAIL_PROBLEMS)


class NewPasswordForm(Shown, allauth_forms.ResetPasswordKeyForm):
    """The new password, once: it can be made visible."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        _word_password(self.fields["password1"], _("Kata sandi baru"), NEW_PASSWORD_HINT)


class OurPage:
    """An allauth page in our layout, whose own `site` its context must not hide."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        context.pop("site", None)
        return context


class SignIn(OurPage, allauth_views.LoginView):
    """E-mail address and password."""


class SignUp(OurPage, allauth_views.SignupView):
    """A new account."""


class SignUpSent(OurPage, allauth_views.EmailVerificationSentView):
    """Look at your letters."""


class ConfirmEmail(OurPage, allauth_views.ConfirmEmailView):
    """The page behind the link in the letter: a button, since programs open links, too."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Pressed twice, or too late, it says so instead of "not found"."""
        try:
            return super().post(*args, **kwargs)
        except (Http404, access.NotFound):
            return self.get(*args, **kwargs)


class SignOut(OurPage, allauth_views.LogoutView):
    """Leaving by choice: this browser is nobody's any more."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """End the session and forget whose browser this was."""
        response = super().post(*args, **kwargs)
        kept.unrecognise(response)
        return response


class Reset(OurPage, allauth_views.PasswordResetView):
    """The address to which the link for a new password goes."""


class ResetSent(OurPage, allauth_views.PasswordResetDoneView):
    """Look at your letters."""


class NewPassword(OurPage, allauth_views.PasswordResetFromKeyView):
    """The page behind the link in the letter."""


class NewPasswordDone(OurPage, allauth_views.PasswordResetFromKeyDoneView):
    """The new password counts."""


class Closed(OurPage, allauth_views.AccountInactiveView):
    """An account that was closed."""
