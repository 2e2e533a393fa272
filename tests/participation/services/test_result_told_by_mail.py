"""Who is written to once a vote is counted: followers, and whoever has to agree."""

import re

import pytest
from django.core import mail
from django.utils import timezone

from participation.enums import Body, Step
from participation.models import Round
from participation.permissions import own_bodies
from participation.services.adoption import agree_to_result
from participation.services.following import follow
from participation.services.steps import ask_for_step, take_step
from participation.tasks import tell_who_agrees
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.participation import (
    cast,
    closed_by_two,
    closed_round,
    open_round_with_options,
    opened_by_two,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
PUBLISHED, WAITS = "The result is published", "A result waits for your decision"


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run a service and return its mails by address, each address written to once."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        found = {message.to[0]: message for message in mail.outbox}
        assert len(found) == len(mail.outbox)
        return found

    return run


@pytest.fixture
def voted():
    """A round that can be closed: seven people voted."""
    round_ = open_round_with_options(title="Choose for Fenra")
    cast(round_, *((1,),) * 4, *((2,),) * 3)
    return round_


def following(about, **fields):
    person = UserFactory(**fields)
    follow(about, by=person)
    return person


def subjects(mails):
    return {address: message.subject for address, message in mails.items()}


def test_followers_of_the_community_and_of_a_proposal_are_told_once(told, voted):
    of_community = following(voted.community)
    of_proposal = following(voted.options.first().initiative)
    of_both = following(voted.community)
    follow(voted.options.last().initiative, by=of_both)
    following(CommunityFactory())
    following(voted.community, is_active=False)

    mails = told(closed_by_two, voted)

    expected = f"Choose for Fenra: {PUBLISHED}"
    assert subjects(mails) == {
        person.email: expected for person in (of_community, of_proposal, of_both)
    }
    assert f"/rounds/{voted.slug}/result/" in mails[of_community.email].body


def test_committee_and_authority_are_told_that_it_waits(told, voted):
    member = MandateFactory(community=voted.community).user
    authority = MandateFactory(authority=True, area=voted.community.area).user
    MandateFactory(community=CommunityFactory())
    MandateFactory(authority=True, area=AdminAreaFactory())
    MandateFactory(implementer=True, community=voted.community)

    mails = told(closed_by_two, voted)

    assert subjects(mails) == {
        person.email: f"Choose for Fenra: {WAITS}" for person in (member, authority)
    }
    assert f"/rounds/{voted.slug}/adoption/" in mails[member.email].body


def test_whoever_follows_and_has_to_agree_gets_one_mail(told, voted):
    member = MandateFactory(community=voted.community).user
    follow(voted.community, by=member)

    assert subjects(told(closed_by_two, voted)) == {
        member.email: f"Choose for Fenra: {WAITS}"
    }


def test_of_an_area_every_committee_and_the_authority_above_are_told(told):
    province = AdminAreaFactory(level=1)
    district = AdminAreaFactory(parent=province, level=2)
    here = CommunityFactory(area=district)
    round_ = round_with_options(community=here)
    Round.objects.filter(pk=round_.pk).update(community=None, area=district)
    round_ = opened_by_two(round_)
    cast(round_, (1,), (2,))
    speakers = [
        MandateFactory(community=here).user,
        MandateFactory(community=CommunityFactory(area=district)).user,
        MandateFactory(authority=True, area=province).user,
    ]

    mails = told(closed_by_two, round_)

    assert set(mails) == {person.email for person in speakers}
    round_.refresh_from_db()
    assert all(own_bodies(person, round_) for person in speakers)


def test_each_is_written_to_in_their_language(told, voted):
    reader = following(voted.community, language="ar")

    [message] = told(closed_by_two, voted).values()

    assert message.to == [reader.email]
    assert f"/ar/rounds/{voted.slug}/result/" in message.body
    assert PUBLISHED not in message.subject


def test_the_mails_have_no_figure_of_the_vote_and_name_nobody(told, voted):
    reader = following(voted.community)
    member = MandateFactory(community=voted.community).user

    mails = told(closed_by_two, voted)

    for person, other in ((reader, member), (member, reader)):
        text = mails[person.email].subject + mails[person.email].body
        # Addresses and names of places may hold figures; nothing else may.
        text = re.sub(r"http\S+", "", text)
        for known in (str(voted.place_name), person.name):
            text = text.replace(known, "")
        assert not re.search(r"\d", text)
        assert other.name not in text
        assert other.email not in text


def test_the_two_persons_who_close_it_are_not_told_what_they_just_did(told, voted):
    first, second = staff_member(), staff_member()
    for person in (first, second):
        follow(voted.community, by=person)

    def close():
        asked = ask_for_step(voted, Step.CLOSE, by=first, now=voted.closes_at)
        take_step(asked, by=second, now=voted.closes_at)

    assert not told(close)


def test_nothing_is_told_while_a_vote_is_prepared_opened_or_asked_to_close(told, voted):
    draft = round_with_options(community=voted.community)
    following(voted.community)
    MandateFactory(community=voted.community)

    assert not told(opened_by_two, draft)
    assert not told(
        ask_for_step, voted, Step.CLOSE, by=staff_member(), now=voted.closes_at
    )


def test_a_cancelled_vote_has_no_result_to_tell_of(told, voted):
    following(voted.community)
    MandateFactory(community=voted.community)

    def cancel():
        asked = ask_for_step(
            voted, Step.CANCEL, by=staff_member(), reason="Flood.", language="en"
        )
        take_step(asked, by=staff_member())

    assert not told(cancel)


def test_a_result_that_was_decided_on_meanwhile_waits_for_nobody():
    round_ = closed_round()
    member = MandateFactory(community=round_.community).user
    authority = MandateFactory(authority=True, area=round_.community.area).user
    for body, person in ((Body.COMMITTEE, member), (Body.AUTHORITY, authority)):
        agree_to_result(
            round_,
            body,
            chosen=round_.result.outcome["winners"],
            by=person,
            now=timezone.now(),
        )

    assert tell_who_agrees.call(round_.pk) == 0
