"""Terms: extended and ended by those who give the role, laid down by its holder."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from communities.permissions import is_committee_member
from participation.enums import TermReason
from participation.permissions import may_change_term
from participation.services.consent import agree_to_be_named
from participation.services.errors import NotPermittedError, TermError
from participation.services.terms import change_term, lay_down
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)


def after(days):
    return timezone.localdate() + days * DAY


#: Who, then whose term they change: member, implementer, authority, staff, steward.
TABLE = [
    ("nobody", "- - - - -"),
    ("fellow member", "- - - - -"),
    ("steward", "- - - - -"),
    ("staff", "y y y - -"),
    ("admin", "y y y y y"),
]


@pytest.mark.parametrize(("who", "row"), TABLE)
def test_who_changes_whose_term(who, row):
    place = CommunityFactory()
    user = {
        "nobody": UserFactory,
        "fellow member": lambda: MandateFactory(community=place).user,
        "steward": lambda: MandateFactory(steward=True).user,
        "staff": staff_member,
        "admin": lambda: UserFactory(is_superuser=True),
    }[who]()
    mandates = [
        MandateFactory(community=place),
        MandateFactory(implementer=True, community=place),
        MandateFactory(authority=True),
        MandateFactory(staff=True),
        MandateFactory(steward=True),
    ]
    allowed = [mark == "y" for mark in row.split()]

    assert [may_change_term(user, each) for each in mandates] == allowed
    for mandate, is_allowed in zip(mandates, allowed, strict=True):
        if is_allowed:
            change_term(mandate, after(9), reason=TermReason.DECISION, by=user)
        else:
            with pytest.raises(NotPermittedError):
                change_term(mandate, after(9), reason=TermReason.DECISION, by=user)


@pytest.mark.parametrize("trait", [{"staff": True}, {"steward": True}, {}])
def test_nobody_changes_their_own_term(trait):
    mandate = MandateFactory(**trait)
    mandate.user.is_superuser = True
    mandate.user.save()

    with pytest.raises(NotPermittedError):
        change_term(mandate, after(9), reason=TermReason.CHOSEN_AGAIN, by=mandate.user)


def test_yesterday_ends_a_term_at_once():
    mandate = MandateFactory()

    change_term(mandate, after(-1), reason=TermReason.DECISION, by=staff_member())

    assert not is_committee_member(mandate.user, mandate.community)


@pytest.mark.parametrize(
    ("before", "to", "words"),
    [
        (None, -2, "in the past"),
        (5, 5, "already"),
        (-1, 30, "is over"),
        (5, 6 * 366, "five years"),
    ],
)
def test_days_that_cannot_be_are_refused(before, to, words):
    mandate = MandateFactory(ends_on=None if before is None else after(before))

    with pytest.raises(TermError, match=words):
        change_term(
            mandate, after(to), reason=TermReason.CHOSEN_AGAIN, by=staff_member()
        )


def test_a_term_that_begins_today_is_not_ended_before_it():
    mandate = MandateFactory(starts_on=timezone.localdate())

    with pytest.raises(TermError):
        change_term(mandate, after(-1), reason=TermReason.MISTAKE, by=staff_member())
    change_term(mandate, after(0), reason=TermReason.MISTAKE, by=staff_member())


def test_the_log_tells_days_and_a_word_of_ours_and_no_name():
    mandate = MandateFactory(ends_on=after(5))
    change_term(mandate, None, reason=TermReason.CHOSEN_AGAIN, by=staff_member())

    entry = ModelLogEntry.objects.get(action="participation.change_term")
    assert entry.data == {"from": after(5).isoformat(), "to": "", "reason": "again"}
    assert mandate.user.name not in entry.label


def test_a_person_lays_their_own_role_down():
    mandate = MandateFactory()

    lay_down(mandate, by=mandate.user)

    mandate.refresh_from_db()
    assert mandate.ends_on == timezone.localdate()
    with pytest.raises(TermError):
        lay_down(mandate, by=mandate.user)


@pytest.mark.parametrize("who", [staff_member, lambda: UserFactory(is_superuser=True)])
def test_nobody_lays_down_the_role_of_another(who):
    with pytest.raises(NotPermittedError):
        lay_down(MandateFactory(), by=who())


def test_whether_one_is_named_is_for_oneself_to_say():
    mandate = MandateFactory(named_publicly=False)

    with pytest.raises(NotPermittedError):
        agree_to_be_named(mandate, agrees=True, by=staff_member())
    agree_to_be_named(mandate, agrees=True, by=mandate.user)

    mandate.refresh_from_db()
    assert mandate.named_publicly
