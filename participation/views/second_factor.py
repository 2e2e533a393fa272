"""The second step at sign-in: set up a phone, give its code, get codes for paper."""

from base64 import b32encode
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login

from participation.forms.accounts import SecondStepForm
from participation.models import User
from participation.services.second_factor import (
    add_phone,
    phone_of,
    phone_to_add,
    proof,
    renew_codes,
)
from participation.services.throttle import note_failure, seconds_to_wait
from participation.views.qr_codes import qr_code
from participation.views.visitors import too_many_tries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

_LIMIT = "second-factor"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_step(request: "HttpRequest") -> "HttpResponse":
    """Ask for a code; who has given one sees what is set up."""
    user, onward = _user(request), _onward(request)
    if phone_of(user) is None:
        return redirect(_with(reverse("participation:second_step_add"), onward))
    if _is_verified(request):
        return render(request, "participation/second_step_set.html", {"next": onward})
    if request.method == "POST" and (wait := seconds_to_wait(_LIMIT, str(user.pk))):
        return too_many_tries(request, wait)
    form = SecondStepForm(request.POST or None)
    if form.is_valid():
        device = proof(user, form.cleaned_data["code"])
        if device is not None:
            login(request, device)
            return redirect(onward)
        _refuse(form, user)
    return render(
        request, "participation/second_step.html", {"form": form, "next": onward}
    )


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def second_step_add(request: "HttpRequest") -> "HttpResponse":
    """Set up a phone. Another one only by who has given a code of the one before."""
    user, onward = _user(request), _onward(request)
    if phone_of(user) is not None and not _is_verified(request):
        return redirect(_with(reverse("participation:second_step"), onward))
    if request.method == "POST" and (wait := seconds_to_wait(_LIMIT, str(user.pk))):
        return too_many_tries(request, wait)
    form = SecondStepForm(request.POST or None)
    if form.is_valid():
        codes = add_phone(user, form.cleaned_data["code"])
        if codes is not None:
            login(request, phone_of(user))
            return _codes_page(request, codes, onward)
        _refuse(form, user)
    phone = phone_to_add(user)
    return render(
        request,
        "participation/second_step_add.html",
        {
            "form": form,
            "next": onward,
            "qr": qr_code(phone.config_url),
            "key": _in_fours(b32encode(phone.bin_key).decode()),
        },
    )


@never_cache
@login_required
@require_POST
def second_step_codes(request: "HttpRequest") -> "HttpResponse":
    """Other codes for paper."""
    if not _is_verified(request):
        return redirect("participation:second_step")
    return _codes_page(request, renew_codes(_user(request)), _onward(request))


def _codes_page(
    request: "HttpRequest", codes: list[str], onward: str
) -> "HttpResponse":
    messages.success(request, _("Two-step sign-in is set up."))
    return render(
        request,
        "participation/second_step_codes.html",
        {"codes": codes, "next": onward},
    )


def _refuse(form: SecondStepForm, user: User) -> None:
    note_failure(_LIMIT, str(user.pk))
    form.add_error(
        "code",
        _(
            "This code is not right, or was used before. Wait for the next one; if that "
            "is refused too, look whether the phone's clock is right."
        ),
    )


def _is_verified(request: "HttpRequest") -> bool:
    """Whether the code was given at this sign-in (django-otp adds this to the person)."""
    return bool(request.user.is_verified())  # type: ignore[union-attr]


def _user(request: "HttpRequest") -> User:
    """The person themselves: the audit log keeps silent on one who is yet to be looked up."""
    return User.objects.get(pk=cast("int", request.user.pk))


def _onward(request: "HttpRequest") -> str:
    """Where the person wanted to go, on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else reverse("participation:my_work")


def _with(address: str, onward: str) -> str:
    return f"{address}?{urlencode({'next': onward})}"


def _in_fours(key: str) -> str:
    """As a person types it into an app that cannot see the picture."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))
