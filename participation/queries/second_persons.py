"""Whether two accounts could be one human's: who brought whom in, who set which one up.

What takes two persons (steps of a round, two clerks, a tally sheet, an appeal, minutes) is
not done by such a pair. What is not known here is said in docs/data-protection.md.
"""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from communities.models import Mandate
from participation.models import User


def sole_givers(person: Any, *, asked: frozenset[int] = frozenset()) -> frozenset[int]:
    """People who could be using a person's account themselves.

    These are all who set it up in the CMS, or set its address or password there; and
    those without whom its holder would have no role today: they could have opened a
    second account. Roles are owed to whoever invited, or appointed in the CMS; an
    administrator, and whoever holds one that nobody is known to have given, owes theirs to
    nobody. ``asked`` are those who were looked at on the way.
    """
    if person.pk in asked:
        return frozenset()
    known = asked | {person.pk}

    def with_their_own(giver: Any) -> frozenset[int]:
        return sole_givers(giver, asked=known) | {giver.pk}

    found = frozenset[int]().union(*map(with_their_own, person.set_up_by.all()))
    makers = set() if person.is_superuser else _givers_of_roles(person)
    if makers and None not in makers:
        owed = map(with_their_own, User.objects.filter(pk__in=makers))
        found |= frozenset.intersection(*owed)
    return found - {person.pk}


def may_be_one_person(one: Any, other: Any) -> bool:
    """Whether two accounts could be one human's."""
    return (
        one.pk == other.pk
        or one.pk in sole_givers(other)
        or other.pk in sole_givers(one)
    )


def is_same_hand(person: Any, account_id: int) -> bool:
    """The same, of a person and an account by its key; for rooms that know no more."""
    return may_be_one_person(User.objects.get(pk=account_id), person)


def _givers_of_roles(person: Any) -> set[int | None]:
    """Who gave each role that a person holds today; None for one of which nobody knows."""
    current = Mandate.objects.current().filter(user=person).order_by()
    inviters = dict(current.values_list("pk", "invitation__made_by"))
    appointed = [str(key) for key, inviter in inviters.items() if inviter is None]
    appointers: dict[str, int | None] = {}
    if appointed:
        appointers = dict(
            ModelLogEntry.objects.filter(
                content_type=ContentType.objects.get_for_model(Mandate),
                action="wagtail.create",
                object_id__in=appointed,
            ).values_list("object_id", "user_id")
        )
    return {
        appointers.get(str(key)) if inviter is None else inviter
        for key, inviter in inviters.items()
    }
