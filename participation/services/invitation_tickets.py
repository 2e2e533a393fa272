"""What the page of an invitation carries from the code to the answer.

As with votes, a signed, short-lived ticket in a hidden field stands for the code, which
is not sent again. Alone it gives nobody a role: the invitation must still be open.
"""

from django.utils.translation import gettext_lazy as _

from participation.models import Invitation
from participation.services.errors import InvitationError
from participation.services.signed_forms import STEPS, SignedField


class InvitationTicketError(InvitationError):
    """The page is too old, or was tampered with."""

    def __init__(self) -> None:
        super().__init__(_("Too much time has passed. Type the code again."))


_FIELD = SignedField("participation.invitation", STEPS, InvitationTicketError)


def ticket_of(invitation: Invitation) -> str:
    """A ticket as text for a hidden field."""
    return _FIELD.sign(invitation.pk)


def invitation_of(text: str) -> Invitation:
    """The invitation of a ticket. Raises InvitationError when it is old or forged."""
    found = (
        Invitation.objects.select_related("community", "area", "made_by")
        .filter(pk=_FIELD.read(text))
        .first()
    )
    if found is None:
        raise InvitationTicketError
    return found
