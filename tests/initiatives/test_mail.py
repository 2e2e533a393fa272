"""Who is told of what, in which language; nobody is told what they did themselves."""

import datetime

import pytest
from django.core import mail

from communities.enums import Role
from initiatives import services
from initiatives.enums import State
from initiatives.queries.audience import people_told
from tests.factories.communities import MandateFactory
from tests.factories.initiatives import InitiativeFactory, MilestoneFactory
from tests.factories.people import UserFactory


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run a service and return its mails by address."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return {message.to[0]: message for message in mail.outbox}

    return run


def addresses(*users):
    return {user.email for user in users}


def test_codes_become_the_people_of_today(cast):
    initiative = InitiativeFactory(community=cast.community, proposed_by=cast.committee)
    former = MandateFactory(
        community=cast.community, ends_on=datetime.date(2025, 6, 1)
    ).user
    asleep = MandateFactory(community=cast.community).user
    asleep.is_active = False
    asleep.save()
    found = {
        code: set(people_told(initiative, [code]))
        for code in ("proposer", "committee", "staff", "authority", "implementer")
    }
    assert found == {
        "proposer": {cast.committee},
        "committee": {cast.committee, *cast.others},
        "staff": {cast.staff},
        "authority": {cast.authority},
        "implementer": {cast.implementer},
    }
    assert former not in found["committee"]
    assert people_told(initiative, found).count() == 6


def test_handing_in_tells_the_committee_and_staff_but_not_who_did_it(cast, told):
    initiative = InitiativeFactory(
        community=cast.community, proposed_by=cast.committee, plan=1
    )
    mails = told(services.submit, initiative, by=cast.others[0])
    assert set(mails) == addresses(cast.committee, cast.others[1], cast.staff)


def test_passing_on_tells_the_authority_of_that_area_alone(cast, told):
    initiative = InitiativeFactory(
        community=cast.community, proposed_by=cast.committee, state=State.SCREENING
    )
    mails = told(
        services.pass_to_authority, initiative, by=cast.staff, reason="Complete"
    )
    assert cast.authority.email in mails
    assert cast.elsewhere["authority"].email not in mails


def test_a_mail_says_what_why_what_next_and_where(cast, told, settings):
    settings.WAGTAILADMIN_BASE_URL = "https://homeground.example/"
    initiative = InitiativeFactory(
        community=cast.community,
        proposed_by=cast.committee,
        state=State.SCREENING,
        title="Taps & <stands>",
    )
    mails = told(
        services.decline, initiative, by=cast.staff, reason="The school builds it"
    )
    message = mails[cast.committee.email]
    assert message.subject == "Taps & <stands>: Declined"
    for words in (
        f"Hello {cast.committee.name},",
        "Declined, by: Programme staff",
        "The school builds it",
        "It goes no further.",
        f"https://homeground.example/initiatives/{initiative.reference}/",
    ):
        assert words in message.body
    assert "&amp;" not in message.body
    assert cast.staff.name not in message.body


def test_everybody_is_written_to_in_their_language(cast, told):
    reader = UserFactory(language="ar")
    MandateFactory(user=reader, community=cast.community)
    initiative = InitiativeFactory(
        community=cast.community,
        proposed_by=reader,
        state=State.SUBMITTED,
        translations={"ar": {"title": "صنابير المياه"}},
    )
    message = told(services.take_up, initiative, by=cast.staff)[reader.email]
    assert message.subject.startswith("صنابير المياه")
    assert f"/ar/initiatives/{initiative.reference}/" in message.body


def test_a_title_over_two_lines_does_not_break_the_subject(cast, told):
    initiative = InitiativeFactory(
        community=cast.community,
        proposed_by=cast.committee,
        state=State.SUBMITTED,
        title="Taps\r\nBcc: all@example.org",
    )
    message = told(services.take_up, initiative, by=cast.staff)[cast.committee.email]
    assert message.subject == "Taps Bcc: all@example.org: Taken up for screening"


def test_a_report_goes_to_the_committee_and_the_verdict_back(cast, told):
    initiative = InitiativeFactory(
        community=cast.community, state=State.IN_IMPLEMENTATION
    )
    milestone = MilestoneFactory(initiative=initiative)
    mails = told(
        services.claim_milestone,
        milestone,
        by=cast.implementer,
        done_on=datetime.date(2026, 5, 1),
        note="The pump runs",
    )
    assert set(mails) == addresses(cast.committee, *cast.others)
    assert "The pump runs" in mails[cast.committee.email].body

    claim = milestone.claims.get()
    first = told(
        services.respond_to_claim,
        claim,
        by=cast.committee,
        verdict="dispute",
        note="Not yet",
    )
    assert first == {}
    decided = told(
        services.respond_to_claim,
        claim,
        by=cast.others[0],
        verdict="dispute",
        note="No",
    )
    assert set(decided) == addresses(cast.implementer, cast.staff)

    reopened = told(
        services.reopen_milestone,
        milestone,
        by=cast.staff,
        reason="A deeper well",
        planned_on=datetime.date(2026, 8, 1),
    )
    assert "A deeper well" in reopened[cast.implementer.email].body


def test_a_refused_step_tells_nobody(cast, told):
    initiative = InitiativeFactory(community=cast.community, state=State.CLOSED)

    def refused():
        with pytest.raises(services.InitiativeError):
            services.cancel(initiative, by=cast.staff, reason="No")

    assert told(refused) == {}


def test_somebody_with_two_roles_gets_one_mail(cast, told):
    MandateFactory(user=cast.committee, role=Role.STAFF, community=None)
    initiative = InitiativeFactory(
        community=cast.community, proposed_by=cast.committee, plan=1
    )
    told(services.submit, initiative, by=cast.others[0])
    assert [message.to for message in mail.outbox].count([cast.committee.email]) == 1
