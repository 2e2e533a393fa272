"""An open invitation, somebody who stands in, and a term that ends soon."""

import datetime
import random

from django.utils import timezone

from communities.enums import Role, StandIn
from communities.models import Community, Delegation, Mandate
from config.demo.people import second_of
from config.demo.terrain import SEED
from participation.models import Invitation, User
from participation.services.pass_codes import (
    ALPHABET,
    SECRET_LENGTH,
    SERIAL_LENGTH,
    PassCode,
    hash_secret,
)

HERE = "kesra-quay"


def load_roles(communities: dict[str, Community], users: dict[str, User]) -> None:
    """Store them by days from today, so that they are to be seen whenever one looks."""
    today = timezone.localdate()

    def after(days: int) -> datetime.date:
        return today + datetime.timedelta(days=days)

    code = invitation_code()
    Invitation.objects.create(
        role=Role.COMMITTEE,
        community=communities[HERE],
        title="Speaker of the youth club",
        ends_on=after(730),
        serial=code.serial,
        secret_hash=hash_secret(code.secret),
        made_by=users["committee@maro.example"],
        made_on=after(-2),
        valid_until=after(12),
    )
    Delegation.objects.create(
        mandate=Mandate.objects.get(user=users["staff@maro.example"]),
        person=users[second_of("staff")],
        starts_on=after(-3),
        ends_on=after(18),
    )
    away = Mandate.objects.get(user=users["authority@maro.example"])
    beside = Mandate.objects.get(user=users[second_of("authority")])
    agreed = Delegation.objects.create(
        mandate=away,
        person=beside.user,
        starts_on=after(-2),
        ends_on=after(12),
        state=StandIn.ASKED,
        held_as=beside,
        asked_on=after(-5),
    )
    agreed.state = StandIn.AGREED
    agreed.decided_by, agreed.decided_on = users["staff@maro.example"], after(-4)
    agreed.save()
    Mandate.objects.filter(user=users["committee3@maro.example"]).update(
        ends_on=after(20)
    )


def invitation_code() -> PassCode:
    """The code of the open invitation, the same whenever the demonstration is loaded."""
    draw = random.Random(SEED + 60)  # noqa: S311 - a demonstration
    letters = "".join(
        draw.choice(ALPHABET) for _each in range(SERIAL_LENGTH + SECRET_LENGTH)
    )
    return PassCode(letters[:SERIAL_LENGTH], letters[SERIAL_LENGTH:])
