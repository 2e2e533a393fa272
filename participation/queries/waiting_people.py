"""What waits for staff about people: terms that end, and whom committees invite."""

import datetime
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.permissions import is_appointed_staff
from initiatives.queries.waiting import Waiting
from participation.queries.delegations import waiting_stand_ins
from participation.queries.invitations import open_of_committees
from participation.queries.people import SOON, ending_soon


def waiting_people(user: Any) -> Iterator[Waiting]:
    """Terms that end within a month, open invitations that committees made, and who would
    stand in for somebody."""
    if not is_appointed_staff(user):
        return
    for delegation in waiting_stand_ins(user):
        yield Waiting(
            what=_("Agree, or not: %(name)s would stand in")
            % {"name": delegation.person.name},
            subject=str(delegation.mandate),
            where=_place(delegation.mandate.community or delegation.mandate.area),
            since=_moment(delegation.asked_on or delegation.starts_on),
            url=reverse("participation:stand_in_decide", args=[delegation.pk]),
        )
    for ending in ending_soon():
        query = {"show": "soon", "role": ending.role.value}
        if ending.community is not None:
            query["place"] = ending.community.slug
        yield Waiting(
            what=_("Extend, or let end"),
            subject=ngettext(
                "%(n)d term of “%(role)s”", "%(n)d terms of “%(role)s”", ending.count
            )
            % {"n": ending.count, "role": ending.role.label},
            where=_place(ending.community),
            since=_moment(ending.first - SOON),
            url=f"{reverse('participation:people')}?{urlencode(query)}",
        )
    for invitation in open_of_committees():
        yield Waiting(
            what=_("A committee invites somebody; see whether it is right"),
            subject=str(invitation.get_role_display()),
            where=_place(invitation.community),
            since=_moment(invitation.made_on),
            url=reverse("participation:invitations"),
        )


def _place(place: Any) -> str:
    return place.display_name if place else _("The whole programme")


def _moment(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
