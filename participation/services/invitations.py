"""Inviting somebody to a role, and accepting with the code of the invitation."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from wagtail.log_actions import log

from communities.enums import Role
from communities.models import Community, Mandate
from maps.models import AdminArea
from participation.enums import InvitationState
from participation.models import Invitation, User
from participation.models.invitations import LONGEST, USUAL
from participation.permissions import may_invite
from participation.services.errors import (
    InvitationError,
    NotPermittedError,
    PassRefusedError,
    UnknownInvitationError,
)
from participation.services.pass_codes import (
    PassCode,
    hash_secret,
    new_secret,
    new_serials,
    parse_code,
    row_of_code,
)
from participation.services.terms import FARTHEST

#: A role held in a community, over an area, or for the programme.
_SCOPES = {
    Role.COMMITTEE: "community",
    Role.IMPLEMENTER: "community",
    Role.OBSERVER: "community",
    Role.AUTHORITY: "area",
    Role.STAFF: "",
    Role.STEWARD: "",
}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What an invitation offers: a role, where, as what, and for how long."""

    role: str
    community: Community | None = None
    area: AdminArea | None = None
    title: str = ""
    starts_on: datetime.date = field(default_factory=timezone.localdate)
    ends_on: datetime.date | None = None

    def check(self) -> None:
        """Raise InvitationError for a scope that the role has not, or for no time at all."""
        given = [name for name in ("community", "area") if getattr(self, name)]
        wanted = _SCOPES[Role(self.role)]
        if given != ([wanted] if wanted else []):
            raise InvitationError(
                _(
                    "Committee members, implementing partners and observers act for a "
                    "community, a local authority for an area, staff and stewards for the "
                    "programme."
                )
            )
        today = timezone.localdate()
        if self.ends_on and self.ends_on < max(self.starts_on, today):
            raise InvitationError(_("The term ends before it begins."))
        if max(self.starts_on, self.ends_on or today) > today + FARTHEST:
            raise InvitationError(_("A term ends within five years."))


@dataclass(frozen=True)
class IssuedInvitation:
    """An invitation with its code, which exists nowhere else and is shown this once."""

    invitation: Invitation
    code: PassCode


@dataclass(frozen=True, kw_only=True, repr=False)
class NewAccount:
    """What a person without an account says of themselves. Never shows the password."""

    name: str
    email: str
    password: str
    language: str


@transaction.atomic
@sensitive_variables()
def invite(
    offer: Offer,
    *,
    by: Any,
    valid_until: datetime.date | None = None,
    seen: int | None = None,
) -> IssuedInvitation:
    """Make an invitation; whoever comes with its code first gets the role.

    ``seen`` is how many invitations the person had made when they asked: a repeated
    press of the button makes nothing twice. Raises NotPermittedError, and
    InvitationError for what cannot be offered.
    """
    if not may_invite(by, offer.role, offer.community):
        raise NotPermittedError
    offer.check()
    today = timezone.localdate()
    until = valid_until or today + USUAL
    if offer.ends_on:
        until = min(until, offer.ends_on)
    if not today <= until <= today + datetime.timedelta(days=LONGEST):
        raise InvitationError(
            _("An invitation is good for %(most)d days at most.") % {"most": LONGEST}
        )
    User.objects.select_for_update().get(pk=by.pk)
    if seen is not None and Invitation.objects.filter(made_by=by).count() != seen:
        raise InvitationError(
            _("You made an invitation meanwhile. See the list before you make another.")
        )
    [serial] = new_serials(1, is_taken=_is_taken)
    code = PassCode(serial, new_secret())
    made = Invitation.objects.create(
        role=offer.role,
        community=offer.community,
        area=offer.area,
        title=offer.title.strip(),
        starts_on=offer.starts_on,
        ends_on=offer.ends_on,
        serial=code.serial,
        secret_hash=hash_secret(code.secret),
        made_by=by,
        valid_until=until,
    )
    log(instance=made, action="participation.invite", user=by)
    return IssuedInvitation(made, code)


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Any) -> Invitation:
    """Make the code of an open invitation worthless.

    Whoever may invite to the role may withdraw, also what others made. Raises
    NotPermittedError and InvitationError.
    """
    held = _held(invitation.pk)
    if not may_invite(by, held.role, held.community):
        raise NotPermittedError
    if held.state != InvitationState.OPEN:
        raise InvitationError(_("This invitation was answered or withdrawn already."))
    held.state, held.ended_on = InvitationState.WITHDRAWN, timezone.localdate()
    held.save(update_fields=["state", "ended_on"])
    log(instance=held, action="participation.withdraw_invitation", user=by)
    return held


@sensitive_variables()
def check_invitation(text: str) -> Invitation:
    """The invitation of a code, as typed, while it is open.

    Raises UnknownInvitationError for a guess and for one that was withdrawn, and
    InvitationError for what is no code, was accepted, or is too old.
    """
    try:
        code = parse_code(text)
    except PassRefusedError:
        raise InvitationError(
            _(
                "The code of an invitation has sixteen letters and figures, without 0, "
                "O, 1 and I."
            )
        ) from None
    found = row_of_code(
        Invitation.objects.select_related("community", "area", "made_by"), code
    )
    if found is None or found.state == InvitationState.WITHDRAWN:
        raise UnknownInvitationError
    check_open(found)
    return found


def check_open(invitation: Invitation) -> None:
    """Check that somebody may still accept. Raises InvitationError."""
    if invitation.state == InvitationState.ACCEPTED:
        raise InvitationError(
            _("This invitation was accepted already. It is good for one person.")
        )
    if invitation.state == InvitationState.WITHDRAWN:
        raise UnknownInvitationError
    today = timezone.localdate()
    if invitation.is_expired or (invitation.ends_on and invitation.ends_on < today):
        raise InvitationError(
            _("This invitation is too old. Ask whoever gave it to you for a new one.")
        )


@transaction.atomic
def accept(invitation_id: int, *, by: User, named_publicly: bool) -> Mandate:
    """Take up the role with an account that there is already.

    The same person pressing twice gets the role once. Raises InvitationError where
    somebody else was faster, for the person who invited, and for who holds the role.
    """
    held = _held(invitation_id)
    if held.mandate is not None and held.mandate.user_id == by.pk:
        return held.mandate
    check_open(held)
    _check_inviter(held)
    if held.made_by_id == by.pk:
        raise InvitationError(
            _("You made this invitation yourself. Nobody gives a role to themselves.")
        )
    same = Mandate.objects.filter(
        user=by, role=held.role, community=held.community, area=held.area
    )
    if same.current().exists():
        raise InvitationError(_("You hold this role already."))
    return _give(held, by, named_publicly)


@transaction.atomic
@sensitive_variables()
def accept_with_account(
    invitation_id: int, account: NewAccount, *, named_publicly: bool
) -> Mandate:
    """Open an account and take up the role with it, both or neither.

    Raises InvitationError, also for an address that has an account.
    """
    held = _held(invitation_id)
    check_open(held)
    _check_inviter(held)
    if User.objects.filter(email__iexact=account.email).exists():
        raise InvitationError(
            _("This address already has an account. Sign in with it first.")
        )
    try:
        with transaction.atomic():
            person = User.objects.create_user(
                account.email,
                account.password,
                name=account.name.strip(),
                language=account.language,
            )
    except IntegrityError:  # somebody was faster with the same address
        raise InvitationError(
            _("This address already has an account. Sign in with it first.")
        ) from None
    return _give(held, person, named_publicly)


def _held(key: int) -> Invitation:
    """Read an invitation again and hold its row until the transaction ends."""
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("community", "area", "made_by", "mandate")
        .get(pk=key)
    )


def _check_inviter(held: Invitation) -> None:
    """Whoever invited must be one who may, still: their word is what is accepted."""
    if not may_invite(held.made_by, held.role, held.community):
        raise InvitationError(
            _("Whoever invited you can no longer give this role. Ask for a new one.")
        )


def _give(held: Invitation, person: User, named_publicly: bool) -> Mandate:
    today = timezone.localdate()
    mandate = Mandate(
        user=person,
        role=held.role,
        community=held.community,
        area=held.area,
        title=held.title,
        named_publicly=named_publicly,
        starts_on=max(held.starts_on, today),
        ends_on=held.ends_on,
    )
    try:
        with transaction.atomic():
            mandate.save()
    except IntegrityError:  # ended and given again on one day
        raise InvitationError(_("You hold this role already.")) from None
    held.state, held.ended_on = InvitationState.ACCEPTED, today
    held.mandate = mandate
    held.save(update_fields=["state", "ended_on", "mandate"])
    log(
        instance=held,
        action="participation.accept_invitation",
        user=person,
        data={"mandate": mandate.pk},
    )
    return mandate


def _is_taken(serial: str) -> bool:
    """Whether an invitation has it; a clash of two at once is refused by the database."""
    return Invitation.objects.filter(serial=serial).exists()
