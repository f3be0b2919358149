"""The addresses of allauth that are routed: each has a page of ours. The same words in every language."""

from __future__ import annotations

from django.urls import path, re_path

from seluma.web.public import accounts as a
from seluma.web.ui.pages import public

urlpatterns = [
    path("masuk/", public(a.SignIn.as_view()), name="account_login"),
    path("keluar/", public(a.SignOut.as_view()), name="account_logout"),
    path("daftar/", public(a.SignUp.as_view()), name="account_signup"),
    path("daftar/periksa-surat/", public(a.SignUpSent.as_view()), name="account_email_verification_sent"),
    re_path(r"^daftar/pastikan/(?P<key>[-:\w]+)/$", public(a.ConfirmEmail.as_view()), name="account_confirm_email"),
    path("kata-sandi/", public(a.Reset.as_view()), name="account_reset_password"),
    path("kata-sandi/periksa-surat/", public(a.ResetSent.as_view()), name="account_reset_password_done"),
    re_path(
        r"^kata-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        public(a.NewPassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path("kata-sandi/selesai/", public(a.NewPasswordDone.as_view()), name="account_reset_password_from_key_done"),
    path("akun-ditutup/", public(a.Closed.as_view()), name="account_inactive"),
]
