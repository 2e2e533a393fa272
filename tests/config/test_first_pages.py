"""The first pages of a new site: planted once, in every language."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Page, Site

from tests.factories.site import first_pages, without_pages

pytestmark = pytest.mark.django_db


def test_a_new_site_gets_its_first_pages_in_every_language(client):
    without_pages()
    assert Page.objects.count() == 1

    call_command("set_up_site", host="example.org")

    assert Site.objects.get().hostname == "example.org"
    for code, branch in first_pages().items():
        assert branch.home.locale.language_code == code
        assert branch.home.live
        assert branch.about.live
    assert 'lang="ar"' in client.get("/ar/").text


def test_pages_that_are_there_are_never_planted_over():
    before = list(Page.objects.values_list("pk", flat=True))

    with pytest.raises(CommandError, match="has its first pages already"):
        call_command("set_up_site")

    assert list(Page.objects.values_list("pk", flat=True)) == before
