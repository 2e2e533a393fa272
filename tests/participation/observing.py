"""People who observe rounds, and others who may not, for the tests of observers."""

from django.urls import reverse
from django.utils import timezone

from communities.enums import Role
from participation.enums import RoundState
from participation.services.observers import (
    name_observer,
)
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    closed_round,
    observer_of,
    staff_member,
)
from tests.factories.people import UserFactory


def address(name, round_, *more):
    return reverse(f"participation:{name}", args=[round_.slug, *more])


def file_of(client, round_):
    return client.get(address("ballots_file", round_))


READERS = {
    "visitor": (lambda _round: None, 403),
    "committee": (lambda round_: MandateFactory(community=round_.community).user, 403),
    "staff": (lambda _round: staff_member(), 403),
    "steward": (lambda _round: MandateFactory(steward=True).user, 403),
    "administrator": (lambda _round: UserFactory(is_superuser=True), 403),
    "role of an observer": (
        lambda round_: (
            MandateFactory(role=Role.OBSERVER, community=round_.community).user
        ),
        403,
    ),
    "named, not agreed to": (
        lambda round_: observer_of(round_, is_agreed=False).person,
        403,
    ),
    "observer of another round": (
        lambda _round: observer_of(closed_round()).person,
        403,
    ),
    "laid down": (
        lambda round_: laid_down(observer_of(round_)).person,
        403,
    ),
    "observer": (lambda round_: observer_of(round_).person, 200),
}


def laid_down(named):
    named.laid_down_on = timezone.localdate()
    named.save()
    return named


WOMEN = {"on_behalf_of": "Women of the ward", "language": "en"}
STATES = [state for state in RoundState if state != RoundState.SEALING]

WHO = {
    "committee": lambda round_: MandateFactory(community=round_.community).user,
    "authority": lambda round_: (
        MandateFactory(authority=True, area=round_.community.area).user
    ),
    "observer": lambda _round: watcher(),
    "steward": lambda _round: MandateFactory(steward=True).user,
    "staff": lambda _round: staff_member(),
    "administrator": lambda _round: UserFactory(is_superuser=True),
}
ORGANISERS = {"staff", "administrator"}


def watcher(**fields):
    """Somebody who was invited to observe, and who can be named."""
    return MandateFactory(role=Role.OBSERVER, **fields).user


def named(round_, person=None, by=None):
    return name_observer(round_, person or watcher(), by=by or staff_member(), **WOMEN)
