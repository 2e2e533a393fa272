"""Accounts of the demonstration, and the mandates by which they act."""

import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from communities.enums import Role
from communities.models import Community, Mandate
from config.demo.people import Account, password, people
from maps.models import AdminArea
from participation.models import User

SINCE = datetime.date(2025, 1, 1)


def load_people(communities: dict[str, Community]) -> dict[str, User]:
    """Store accounts and mandates; return people by e-mail address."""
    secret = make_password(password())
    since = datetime.datetime.combine(
        SINCE, datetime.time(9), tzinfo=timezone.get_default_timezone()
    )
    User.objects.bulk_create(
        [
            User(
                email=account.email,
                name=account.name,
                language=account.language,
                password=secret if account.signs_in else "!",
                is_superuser=account.role == "admin",
                date_joined=since,
            )
            for account in people()
        ]
    )
    found = {user.email: user for user in User.objects.all()}
    areas = {
        area.pcode: area
        for area in AdminArea.objects.filter(
            pcode__in=[account.area_pcode for account in people()]
        ).defer("geometry")
    }
    Mandate.objects.bulk_create(
        [
            _mandate(account, found[account.email], communities, areas)
            for account in people()
            if account.role in Role.values
        ]
    )
    _let_into_the_cms(found)
    return found


def _mandate(
    account: Account,
    user: User,
    communities: dict[str, Community],
    areas: dict[str, AdminArea],
) -> Mandate:
    return Mandate(
        user=user,
        role=account.role,
        community=communities.get(account.community),
        area=areas.get(account.area_pcode),
        title=account.title.en,
        named_publicly=account.named_publicly,
        starts_on=SINCE,
    )


def _let_into_the_cms(found: dict[str, User]) -> None:
    """Editors write; programme staff also approve what others wrote."""
    editors = Group.objects.get(name="Editors")
    moderators = Group.objects.get(name="Moderators")
    for account in people():
        if account.role == "editor":
            found[account.email].groups.add(editors)
        if account.role == Role.STAFF and account.signs_in:
            found[account.email].groups.add(editors, moderators)


def committees(users: dict[str, User]) -> dict[str, list[User]]:
    """Committee members by the slug of their community, accounts first."""
    found: dict[str, list[User]] = {}
    for account in people():
        if account.role == Role.COMMITTEE:
            found.setdefault(account.community, []).append(users[account.email])
    return found
