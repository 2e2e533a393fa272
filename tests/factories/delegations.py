"""Standing in, by days from today: at once, asked for, and agreed to."""

import datetime

from django.utils import timezone

from communities.enums import StandIn
from communities.models import Delegation, Mandate
from maps.models import AdminArea
from participation.models import User
from participation.services.delegations import hand_over
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory


def after(days: int) -> datetime.date:
    """A day so many days from today."""
    return timezone.localdate() + datetime.timedelta(days=days)


def asked_delegation(
    mandate: Mandate, held_as: Mandate, first: int = 0, last: int = 10
) -> Delegation:
    """Asked for: the holder of one role would stand in for that of another."""
    return Delegation.objects.create(
        mandate=mandate,
        person=held_as.user,
        held_as=held_as,
        starts_on=after(first),
        ends_on=after(last),
        state=StandIn.ASKED,
        asked_on=after(0),
    )


def agreed_delegation(
    mandate: Mandate,
    held_as: Mandate,
    first: int = 0,
    last: int = 10,
    *,
    by: User | None = None,
) -> Delegation:
    """The same, agreed to by a third person; past every service."""
    made = asked_delegation(mandate, held_as, first, last)
    made.state = StandIn.AGREED
    made.decided_by, made.decided_on = by or UserFactory(), after(0)
    made.save()
    return made


def handed(
    mandate: Mandate, to: User, first: int = 0, last: int = 10, by: User | None = None
) -> Delegation:
    """Handed over, or asked for, by the holder, as the page does it."""
    return hand_over(
        mandate, to, starts_on=after(first), ends_on=after(last), by=by or mandate.user
    )


def fresh(person: User) -> User:
    """The person as the next request reads them."""
    return type(person).objects.get(pk=person.pk)


def ward(district: AdminArea) -> AdminArea:
    """An area of the level below, in the district."""
    return AdminAreaFactory(level=3, parent=district)
