"""Data stewards hear of what waits for the second person, and of what was answered."""

import pytest
from django.core import mail

from maps.models.returns import ReturnCount
from maps.services.approvals import approve_release, propose_release, refuse_release
from maps.services.releases import publish_release
from maps.services.withdrawals import ask_to_withdraw, confirm_withdrawal
from tests.factories.communities import MandateFactory
from tests.factories.releases import counted_round, drafted, proposed, steward

pytestmark = pytest.mark.django_db


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run a service and return its mails by address."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return {message.to[0]: message for message in mail.outbox}

    return run


def test_a_proposal_is_told_to_the_other_stewards_of_today(told):
    reporting, wards = counted_round()
    first, second = steward(), steward()
    MandateFactory(staff=True)
    [draft] = drafted(reporting, by=first)
    mails = told(propose_release, draft, by=first)

    assert set(mails) == {second.email}
    body = mails[second.email].body
    assert "Release of round R1 at threshold 10" in body
    assert f"/map/releases/R1/plans/{draft.pk}/" in body
    assert not [ward for ward in wards if ward.name in body]


def test_a_steward_is_told_in_their_language(told):
    reporting, _wards = counted_round()
    first, second = steward(), steward()
    second.language = "ar"
    second.save()
    [draft] = drafted(reporting, by=first)
    mails = told(propose_release, draft, by=first)

    assert f"/ar/map/releases/R1/plans/{draft.pk}/" in mails[second.email].body


@pytest.mark.parametrize(
    ("changed", "words"),
    [(False, "is public now"), (True, "the counts had changed since")],
)
def test_the_first_steward_is_told_what_came_of_an_approval(told, changed, words):
    reporting, wards = counted_round()
    first, second = steward(), steward()
    proposal = proposed(reporting, by=first)
    if changed:
        ReturnCount.objects.filter(area=wards[0]).update(individuals=41)

    mails = told(approve_release, proposal, by=second)

    assert set(mails) == {first.email}
    assert words in mails[first.email].body


def test_the_first_steward_is_told_why_it_was_refused(told):
    reporting, _wards = counted_round()
    first = steward()
    proposal = proposed(reporting, by=first)

    mails = told(refuse_release, proposal, reason="Wait for R2.", by=steward())

    assert "Wait for R2." in mails[first.email].body


def test_a_withdrawal_is_told_to_the_other_and_its_answer_to_the_first(told):
    counted_round()
    release = publish_release("R1", by=None)
    first, second = steward(), steward()

    asked = told(ask_to_withdraw, release, reason="Swapped.", by=first)
    answered = told(confirm_withdrawal, release.withdrawals.get(), by=second)

    assert (set(asked), set(answered)) == ({second.email}, {first.email})
    assert "does not show this release any more" in answered[first.email].body
