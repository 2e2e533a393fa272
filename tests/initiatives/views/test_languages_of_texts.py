"""What people write about steps and milestones for everybody is in a named language."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from initiatives.enums import State
from initiatives.models import (
    InitiativeEvent,
    MilestoneAdjustment,
    MilestoneClaim,
    MilestoneResponse,
)
from tests.factories.initiatives import InitiativeFactory

pytestmark = pytest.mark.django_db

WORDS = "المضخة تعمل (5 km)."
MARKED = f'<p lang="ar" dir="rtl">{WORDS}</p>'
NAMED = 'Written in: <span lang="ar">العربية</span>'


@pytest.fixture
def milestone(cast):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION, plan=1
    )
    return initiative.milestones.get()


def send(client, person, name, milestone, language="en", **fields):
    """Send a form of a milestone on the page in a language."""
    client.force_login(person)
    with translation.override(language):
        path = reverse(
            f"initiatives:{name}", args=[milestone.initiative.reference, milestone.pk]
        )
        client.post(path, fields)


def page_of(client, initiative):
    client.logout()
    return client.get(reverse("initiatives:detail", args=[initiative.reference])).text


def test_what_is_reported_disputed_and_changed_names_its_language(
    client, cast, milestone
):
    report = {"done_on": "2026-05-01", "note": WORDS}
    send(client, cast.implementer, "claim", milestone, **report)
    assert MilestoneClaim.objects.get().language == "en"
    dispute = {"verdict": "dispute", "reason": WORDS}
    for member in (cast.committee, cast.others[0]):
        send(client, member, "respond", milestone, "ar", **dispute)
    change = {"planned_on": "2026-09-01", "reason": WORDS}
    send(client, cast.staff, "reopen", milestone, "ar", **change)

    page = page_of(client, milestone.initiative)

    assert {each.language for each in MilestoneResponse.objects.all()} == {"ar"}
    assert MilestoneAdjustment.objects.get().language == "ar"
    assert page.count(MARKED) >= 1
    assert NAMED in page


def test_the_reason_of_a_step_is_in_the_language_of_the_page_unless_said_otherwise(
    client, cast
):
    said = {}
    for more in ({}, {"language": "fr"}):
        initiative = InitiativeFactory(community=cast.community, state=State.SCREENING)
        client.force_login(cast.staff)
        with translation.override("ar"):
            path = reverse("initiatives:take", args=[initiative.reference])
            fields = {"action": "decline", "reason": WORDS, "seen": initiative.state}
            client.post(path, fields | more)
        said[initiative.events.get().language] = page_of(client, initiative)

    assert set(said) == {"ar", "fr"}
    assert NAMED in said["ar"]
    assert MARKED in said["ar"]


def test_a_translation_of_a_reason_is_in_the_readers_language():
    event = InitiativeEvent(reason="Mud.", language="en", reasons={"ar": "طين."})

    assert (event.display_reason, event.reason_language) == ("Mud.", "en")
    with translation.override("ar"):
        assert (event.display_reason, event.reason_language) == ("طين.", "ar")


@pytest.mark.parametrize(("reason", "language"), [("", "ar"), ("Mud.", "xx")])
def test_the_database_takes_no_unknown_language_and_none_of_nothing(reason, language):
    event = InitiativeEvent(
        initiative=InitiativeFactory(),
        from_state=State.ELIGIBLE,
        to_state=State.SELECTED,
        reason=reason,
        language=language,
        at="2026-05-01T10:00:00Z",
    )

    with pytest.raises(IntegrityError), transaction.atomic():
        event.save()
