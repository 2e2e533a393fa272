"""Who may do what with areas, returns and releases.

``None`` stands for the operator at the command line: whoever may run commands on
the server may already read the database. Web views always pass a person.
"""

from collections.abc import Callable
from typing import Any

import rules
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

#: The permission that data stewards hold; rooms above grant it by mandate.
PUBLISH_RELEASE = "maps.publish_release"
IMPORT_DATA = "maps.import_data"


@rules.predicate
def is_operator_or_superuser(user: Any) -> bool:
    """The operator, or an active administrator."""
    return user is None or bool(user.is_active and user.is_superuser)


rules.add_perm(PUBLISH_RELEASE, is_operator_or_superuser)
rules.add_perm(IMPORT_DATA, is_operator_or_superuser)


def may_import(user: Any) -> bool:
    """Whether a person who signed in may load areas, population and returns."""
    signed_in = bool(getattr(user, "is_authenticated", False))
    return signed_in and bool(rules.has_perm(IMPORT_DATA, user))


def is_data_steward(user: Any) -> bool:
    """Whether a person who signed in may prepare, publish and withdraw releases."""
    signed_in = bool(getattr(user, "is_authenticated", False))
    return signed_in and bool(rules.has_perm(PUBLISH_RELEASE, user))


def has_second_factor(user: Any) -> bool:
    """Whether the person has also given a code at this sign-in, or no one needs to.

    ``is_verified`` comes with the request (django-otp): who is looked up by name has none.
    """
    is_verified = getattr(user, "is_verified", None)
    return not settings.SECOND_FACTOR or bool(is_verified and is_verified())


def require(permission: str, user: Any) -> None:
    """Raise PermissionDenied unless the person (or operator) holds a permission."""
    if not rules.has_perm(permission, user):
        raise PermissionDenied(_("You may not do this. Ask a data steward."))


def require_steward(user: Any) -> None:
    """Raise PermissionDenied unless a data steward: steps of two need a name each."""
    if not is_data_steward(user):
        raise PermissionDenied(_("You may not do this. Ask a data steward."))


#: Of two accounts that could be one human's a room above knows; it registers who tells.
_same_hand: list[Callable[[Any, int], bool]] = []


def register_same_hand(tells: Callable[[Any, int], bool]) -> None:
    """Ask this too whether a person and an account (by key) could be one human's."""
    _same_hand.append(tells)


def require_second_person(user: Any, first_id: int) -> None:
    """Raise PermissionDenied for whoever took the first step, by whichever account."""
    if user.pk == first_id or any(tells(user, first_id) for tells in _same_hand):
        raise PermissionDenied(_("This takes two persons. Ask another data steward."))
