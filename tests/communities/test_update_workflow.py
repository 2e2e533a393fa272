"""An update on its way: written by an editor, approved by programme staff, read by all."""

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from communities.models import CommunityPage
from initiatives.models import UpdatePage
from tests.factories.communities import CommunityFactory

pytestmark = pytest.mark.django_db


def words(**fields):
    """The form of an update as an editor fills it in."""
    return nested_form_data(
        {
            "title": "The wall stands",
            "slug": "the-wall-stands",
            "published_on": "2026-10-01",
            "introduction": "Six days, eleven neighbours.",
            "picture": "",
            "picture_alt": "",
            "initiative": "",
            "community": CommunityFactory().pk,
            "body": streamfield([("paragraph", rich_text("<p>We laid stone.</p>"))]),
            "comments-TOTAL_FORMS": 0,
            "comments-INITIAL_FORMS": 0,
            "comments-MIN_NUM_FORMS": 0,
            "comments-MAX_NUM_FORMS": "",
            **fields,
        }
    )


def write(client, branch, **fields):
    """Post a new update; return the answer and the page, if one was stored."""
    url = reverse(
        "wagtailadmin_pages:add", args=["initiatives", "updatepage", branch.updates.pk]
    )
    return client.post(url, words(**fields)), UpdatePage.objects.first()


def decide(client, page, action, **data):
    task = page.current_workflow_task_state
    url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, task.pk])
    return client.post(url, data)


def test_an_editor_submits_and_staff_publish(client, sign_in, branch):
    _answer, page = write(sign_in("editor"), branch, **{"action-submit": "submit"})
    assert page.workflow_in_progress
    assert client.get("/updates/the-wall-stands/").status_code == 404

    decide(sign_in("moderator"), page, "approve", comment="Clear and kind.")
    page.refresh_from_db()
    assert page.live
    assert not page.workflow_in_progress
    assert b"We laid stone." in client.get("/updates/the-wall-stands/").content
    assert b"Six days, eleven neighbours." in client.get("/updates/").content


def test_an_editor_does_not_publish_past_the_workflow(client, sign_in, branch):
    _answer, page = write(sign_in("editor"), branch, **{"action-publish": "publish"})
    assert not page.live
    assert client.get("/updates/the-wall-stands/").status_code == 404


def test_an_editor_does_not_approve(sign_in, branch):
    editor = sign_in("editor")
    _answer, page = write(editor, branch, **{"action-submit": "submit"})
    decide(editor, page, "approve")
    page.refresh_from_db()
    assert not page.live
    assert page.workflow_in_progress


def test_staff_send_it_back_with_a_note_and_the_editor_submits_again(sign_in, branch):
    editor, moderator = sign_in("editor"), sign_in("moderator")
    _answer, page = write(editor, branch, **{"action-submit": "submit"})
    decide(moderator, page, "reject", comment="Say who paid.")
    page.refresh_from_db()
    assert page.current_workflow_state.status == "needs_changes"
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "Say who paid." in editor.get(edit).content.decode()

    editor.post(edit, words(title="The wall is paid", **{"action-submit": "submit"}))
    page.refresh_from_db()
    decide(moderator, page, "approve")
    page.refresh_from_db()
    assert (page.live, page.title) == (True, "The wall is paid")


def test_staff_may_publish_themselves(sign_in, branch):
    _answer, page = write(sign_in("moderator"), branch, **{"action-publish": "publish"})
    assert page.live


def test_people_without_a_desk_write_nothing(sign_in, branch):
    for role in ("visitor", "steward"):
        write(sign_in(role), branch)
    assert not UpdatePage.objects.exists()


def test_an_update_stands_only_in_its_list(branch):
    assert UpdatePage.can_create_at(branch.updates)
    assert not UpdatePage.can_create_at(branch.home)
    assert not CommunityPage.can_create_at(branch.updates)


def test_the_form_explains_the_way_to_publishing(sign_in, branch):
    url = reverse(
        "wagtailadmin_pages:add", args=["initiatives", "updatepage", branch.updates.pk]
    )
    shown = sign_in("editor").get(url).content.decode()
    assert "How an update is published" in shown
    assert "Submit to Moderators approval" in shown
