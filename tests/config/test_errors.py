"""Errors say what happened and what to do, in every state of the house."""

import pytest
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    TooManyFilesSent,
)
from django.test import RequestFactory
from django.utils.translation import override

from config import views


@pytest.fixture
def request_at():
    return RequestFactory().get("/somewhere/")


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (lambda r: views.bad_request(r, SuspiciousOperation()), 400, "could not read"),
        (
            lambda r: views.permission_denied(r, PermissionDenied()),
            403,
            "not open to you",
        ),
        (lambda r: views.csrf_failure(r), 403, "open too long"),
        (lambda r: views.page_not_found(r, Exception()), 404, "not here"),
        (lambda r: views.content_too_large(r), 413, "too large"),
        (lambda r: views.too_many_requests(r), 429, "Too many tries"),
        (lambda r: views.server_error(r), 500, "broke on our side"),
    ],
)
def test_each_error_has_its_status_its_words_and_a_way_on(
    request_at, answer, status, words
):
    response = answer(request_at)
    html = response.content.decode()
    assert response.status_code == status
    assert words in html
    assert 'class="button' in html


@pytest.mark.parametrize("exception", [RequestDataTooBig(), TooManyFilesSent()])
def test_too_much_data_is_413_not_400(request_at, exception):
    assert views.bad_request(request_at, exception).status_code == 413


def test_too_large_says_what_is_accepted(request_at):
    assert b"2.4" in views.content_too_large(request_at, limit=2_500_000).content


def test_too_many_says_how_long_to_wait(request_at):
    response = views.too_many_requests(request_at, retry_after=200)
    assert response["Retry-After"] == "200"
    assert b"wait 4 minutes" in response.content


def test_a_reason_for_refusing_is_shown_escaped(request_at):
    response = views.permission_denied(request_at, PermissionDenied("Only <staff>"))
    assert b"Only &lt;staff&gt;" in response.content


def test_the_last_error_page_asks_the_database_nothing(
    request_at, django_assert_num_queries, db
):
    with django_assert_num_queries(0):
        views.server_error(request_at)


def test_the_last_error_page_follows_the_language(request_at):
    with override("ar"):
        assert b'<html lang="ar" dir="rtl">' in views.server_error(request_at).content


def test_an_address_that_is_nowhere_is_404(client, db):
    assert client.get("/no/such/page/").status_code == 404


def test_an_error_sets_no_cookie(client, db):
    assert not client.get("/no/such/page/").cookies
