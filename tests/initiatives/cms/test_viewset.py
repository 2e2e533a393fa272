"""Initiatives in the CMS: to read, not to steer."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import NoReverseMatch, reverse
from wagtail.log_actions import registry

from initiatives import lifecycle
from tests.factories.initiatives import InitiativeFactory
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    user = UserFactory()
    names = ["access_admin", "view_initiative", "change_initiative"]
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    client.force_login(user)
    return client


def test_editors_find_and_inspect_initiatives(editor):
    initiative = InitiativeFactory()
    assert initiative.title in editor.get(reverse("initiative:index")).content.decode()
    inspected = editor.get(reverse("initiative:inspect", args=[initiative.pk]))
    assert initiative.problem in inspected.content.decode()


@pytest.mark.parametrize("is_superuser", [True, False])
def test_nobody_edits_a_state_in_the_cms(editor, is_superuser):
    if is_superuser:
        editor.force_login(UserFactory(is_superuser=True))
    initiative = InitiativeFactory()
    for name in ("edit", "delete"):
        url = reverse(f"initiative:{name}", args=[initiative.pk])
        assert editor.get(url).status_code == 302
    assert editor.get(reverse("initiative:add")).status_code == 302
    with pytest.raises(NoReverseMatch):
        reverse("initiative:copy", args=[initiative.pk])


def test_others_do_not_get_in(client):
    client.force_login(UserFactory())
    assert client.get(reverse("initiative:index")).status_code == 302


def test_every_step_has_its_name_in_the_audit_log():
    for action in lifecycle.BY_ACTION:
        assert registry.action_exists(f"initiatives.{action}")
