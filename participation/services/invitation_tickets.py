"""What the page of an invitation carries from the code to the answer.

As with votes, a signed, short-lived ticket in a hidden field stands for the code, which
is not sent again. Alone it gives nobody a role: the invitation must still be open.
"""

from django.core import signing
from django.utils.translation import gettext_lazy as _

from participation.models import Invitation
from participation.services.errors import InvitationError
from participation.services.tickets import LIFETIME

_SALT = "participation.invitation"


class InvitationTicketError(InvitationError):
    """The page is too old, or was tampered with."""

    def __init__(self) -> None:
        super().__init__(_("Too much time has passed. Type the code again."))


def ticket_of(invitation: Invitation) -> str:
    """A ticket as text for a hidden field."""
    return signing.dumps(invitation.pk, salt=_SALT)


def invitation_of(text: str) -> Invitation:
    """The invitation of a ticket. Raises InvitationError when it is old or forged."""
    try:
        key = signing.loads(text, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        raise InvitationTicketError from None
    found = (
        Invitation.objects.select_related("community", "area", "made_by")
        .filter(pk=key)
        .first()
    )
    if found is None:
        raise InvitationTicketError
    return found
