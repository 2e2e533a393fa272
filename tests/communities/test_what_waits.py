"""The CMS's first page: what waits for whom."""

import pytest
from django.urls import reverse
from wagtail.models import Workflow

from initiatives.models import UpdatePage

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(branch, people):
    """An update that the editor sent for approval."""
    page = UpdatePage(
        title="The wall stands", slug="wall", introduction="Six days.", live=False
    )
    branch.updates.add_child(instance=page)
    page.save_revision(user=people["editor"])
    Workflow.objects.get().start(page, people["editor"])
    return page


def first_page(sign_in, role):
    return sign_in(role).get(reverse("wagtailadmin_home")).content.decode()


@pytest.mark.parametrize("role", ["editor", "moderator", "steward", "admin"])
def test_everybody_is_led_to_their_work_on_the_site(sign_in, branch, role):
    shown = first_page(sign_in, role)
    assert f'href="{reverse("participation:my_work")}"' in shown
    assert "No page waits for approval." in shown


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        ("moderator", "1 page waits for your approval:"),
        ("admin", "1 page waits for your approval:"),
        ("editor", "1 page of yours waits for somebody else:"),
        ("steward", "No page waits for approval."),
    ],
)
def test_a_page_waits_for_those_who_may_approve_it(sign_in, sent, role, sentence):
    shown = first_page(sign_in, role)
    assert sentence in shown
    at_ours = shown[shown.index('id="what-waits"') :].split("</section>")[0]
    edit = reverse("wagtailadmin_pages:edit", args=[sent.pk])
    assert (edit in at_ours) is (role != "steward")


def test_nothing_waits_once_it_is_approved(sign_in, sent, people):
    state = sent.current_workflow_state
    state.current_task_state.approve(user=people["moderator"])
    for role in ("editor", "moderator"):
        assert "No page waits for approval." in first_page(sign_in, role)
