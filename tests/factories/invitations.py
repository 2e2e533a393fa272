"""Invitations for tests, each with the secret of the passes."""

import datetime

import factory
from django.utils import timezone

from communities.enums import Role
from participation.models import Invitation
from participation.services.pass_codes import PassCode
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import SECRET, SECRET_HASH, serial_of


class InvitationFactory(factory.django.DjangoModelFactory[Invitation]):
    """An open invitation to a committee by one of the staff, unless a trait says otherwise."""

    class Meta:
        model = Invitation

    class Params:
        authority = factory.Trait(
            role=Role.AUTHORITY,
            community=None,
            area=factory.SubFactory(AdminAreaFactory),
        )
        staff = factory.Trait(role=Role.STAFF, community=None)
        steward = factory.Trait(role=Role.STEWARD, community=None)

    role = Role.COMMITTEE
    community = factory.SubFactory(CommunityFactory)
    serial = factory.Sequence(serial_of)
    secret_hash = SECRET_HASH
    made_by = factory.LazyFunction(lambda: MandateFactory(staff=True).user)
    valid_until = factory.LazyFunction(
        lambda: timezone.localdate() + datetime.timedelta(days=14)
    )


def code_of_invitation(invitation: Invitation) -> str:
    """What is printed on the slip."""
    return PassCode(invitation.serial, SECRET).printed
