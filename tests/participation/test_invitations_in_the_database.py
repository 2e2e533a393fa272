"""What the database itself keeps of an invitation, past every service."""

import datetime

import pytest
from django.utils import timezone

from communities.enums import Role
from participation.enums import InvitationState
from participation.models import Invitation
from participation.services.invitations import accept
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory
from tests.participation.freezing import refused

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def row(invitation):
    return Invitation.objects.filter(pk=invitation.pk)


@pytest.mark.parametrize(
    "change",
    [
        {"role": Role.IMPLEMENTER},
        {"title": "Chair"},
        {"serial": "ZZZZ"},
        {"secret_hash": "x"},
        {"valid_until": timezone.localdate() + 30 * DAY},
        {"made_on": timezone.localdate() - DAY},
        {"starts_on": timezone.localdate() - DAY},
        {"ends_on": timezone.localdate() + 90 * DAY},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_offered_stays_as_it_was(change):
    invitation = InvitationFactory()

    assert refused(lambda: row(invitation).update(**change))


@pytest.mark.parametrize("field", ["community", "made_by"])
def test_where_and_by_whom_it_was_offered_stays_as_it_was(field):
    invitation = InvitationFactory()
    other = CommunityFactory() if field == "community" else UserFactory()

    assert refused(lambda: row(invitation).update(**{field: other}))


@pytest.mark.parametrize("state", InvitationState)
def test_an_answer_is_given_once(state):
    invitation = InvitationFactory()
    accept(invitation.pk, by=UserFactory(), named_publicly=False)
    ended = None if state == InvitationState.OPEN else timezone.localdate()

    same = state == InvitationState.ACCEPTED
    change = {"state": state, "ended_on": ended}
    assert refused(lambda: row(invitation).update(**change)) is not same
    assert refused(lambda: row(invitation).update(mandate=MandateFactory()))


def test_an_invitation_begins_open():
    made = InvitationFactory.build(
        community=CommunityFactory(),
        made_by=staff_member(),
        state=InvitationState.ACCEPTED,
        ended_on=timezone.localdate(),
    )

    assert refused(made.save)


def test_an_invitation_is_good_for_sixty_days_at_most():
    until = timezone.localdate() + 61 * DAY

    assert refused(lambda: InvitationFactory(valid_until=until))
