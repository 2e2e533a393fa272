"""Two persons publish together; whatever changed in between, nothing else is published."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from maps.enums import ProposalState, ReleaseState
from maps.models import Release, ReleaseProposal
from maps.models.returns import ReturnCount
from maps.services.approvals import (
    approve_release,
    propose_release,
    publish_again,
    publish_approved,
    refuse_release,
    take_back,
)
from maps.services.audits import audit_release
from maps.services.refusals import OutOfTurnError
from maps.services.releases import publish_release
from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory
from tests.factories.releases import counted_round, drafted, proposed, steward

pytestmark = pytest.mark.django_db

STEPS = {
    "propose": propose_release,
    "take_back": take_back,
    "approve": approve_release,
    "refuse": lambda proposal, *, by: refuse_release(
        proposal, reason="Too coarse.", by=by
    ),
    "publish_again": publish_again,
}


def in_state(state, first, second):
    """A proposal of ``first`` in a state, answered by ``second`` where it is."""
    reporting, _wards = counted_round()
    if state in (ProposalState.PLANNING, ProposalState.BLOCKED):
        return ReleaseProposal.objects.create(
            households=5,
            round=reporting,
            threshold=10,
            state=state,
            refusal="attacked" if state == ProposalState.BLOCKED else "",
            prepared_by=first,
        )
    if state == ProposalState.DRAFTED:
        [draft] = drafted(reporting, by=first)
        return draft
    proposal = proposed(reporting, by=first)
    if state == ProposalState.REFUSED:
        refuse_release(proposal, reason="Too coarse.", by=second)
    elif state != ProposalState.PROPOSED:
        proposal = approve_release(proposal, by=second)
        if state == ProposalState.STALE:
            ReturnCount.objects.filter(individuals=40).update(individuals=41)
        if state != ProposalState.APPROVED:
            publish_approved(proposal)
    return ReleaseProposal.objects.get(pk=proposal.pk)


#: Who may take which step in which state. Everything else is refused.
MAY = {
    ("propose", ProposalState.DRAFTED): {"first", "second", "admin"},
    ("take_back", ProposalState.PROPOSED): {"first"},
    ("approve", ProposalState.PROPOSED): {"second", "admin"},
    ("refuse", ProposalState.PROPOSED): {"second", "admin"},
    ("publish_again", ProposalState.APPROVED): {"first", "second", "admin"},
}


@pytest.mark.parametrize("state", list(ProposalState))
@pytest.mark.parametrize("step", STEPS)
def test_who_may_take_which_step_in_which_state(state, step):
    people = {
        "first": steward(),
        "second": steward(),
        "admin": UserFactory(is_superuser=True),
        "staff": MandateFactory(staff=True).user,
        "authority": MandateFactory(authority=True, area=AdminAreaFactory()).user,
        "somebody": UserFactory(),
        "operator": None,
    }
    proposal = in_state(state, people["first"], people["second"])

    could = set()
    for who, person in people.items():
        point = transaction.savepoint()
        try:
            STEPS[step](proposal, by=person)
            could.add(who)
        except (OutOfTurnError, PermissionDenied):
            pass
        transaction.savepoint_rollback(point)

    # The operator has no name to answer with; at the command line they publish alone.
    assert could == MAY.get((step, state), set())


def test_what_two_persons_agreed_on_is_published_as_it_was_proposed():
    first, second = steward(), steward()
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=first)

    release = publish_approved(approve_release(proposal, by=second))

    proposal.refresh_from_db()
    assert (proposal.state, proposal.release) == (ProposalState.PUBLISHED, release)
    assert (proposal.prepared_by, proposal.decided_by) == (first, second)
    assert (release.threshold, release.report) == (10, proposal.report)
    assert audit_release(release).ok


def test_publishing_throws_the_other_thresholds_away():
    reporting, _wards = counted_round()
    first = steward()
    _five, ten, _fifteen = drafted(reporting, by=first, thresholds=(5, 10, 15))

    publish_approved(approve_release(propose_release(ten, by=first), by=steward()))

    assert [each.threshold for each in reporting.proposals.all()] == [10]


@pytest.mark.parametrize("what", ["counts", "borders", "public"])
def test_nothing_is_published_if_anything_changed_since_it_was_proposed(what):
    reporting, wards = counted_round()
    proposal = approve_release(proposed(reporting, by=steward()), by=steward())
    if what == "counts":
        ReturnCount.objects.filter(area=wards[3]).update(individuals=121)
    elif what == "borders":
        AdminAreaFactory(level=2, parent=wards[0].parent)
    else:
        publish_release("R1", by=None, threshold=5)
    before = Release.objects.count()

    release = publish_approved(proposal)

    proposal.refresh_from_db()
    assert release is None
    assert proposal.state == ProposalState.STALE
    assert proposal.hidden == {}
    assert Release.objects.count() == before


def test_a_reason_is_due_for_refusing():
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())

    with pytest.raises(OutOfTurnError, match="Say why"):
        refuse_release(proposal, reason="  ", by=steward())


def test_one_proposal_of_a_round_waits_at_a_time():
    reporting, _wards = counted_round()
    first = steward()
    five, ten = drafted(reporting, by=first, thresholds=(5, 10))
    propose_release(five, by=first)

    with pytest.raises(OutOfTurnError, match="waits for an answer"):
        propose_release(ten, by=first)


def test_whoever_proposes_answers_for_it_though_another_worked_it_out():
    reporting, _wards = counted_round()
    worker, proposer = steward(), steward()
    [draft] = drafted(reporting, by=worker)
    proposal = propose_release(draft, by=proposer)

    with pytest.raises(PermissionDenied):
        approve_release(proposal, by=proposer)
    assert approve_release(proposal, by=worker).decided_by == worker


def test_a_steward_whose_mandate_has_ended_approves_nothing():
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())
    past = timezone.localdate() - timezone.timedelta(days=1)
    former = MandateFactory(steward=True, ends_on=past).user

    with pytest.raises(PermissionDenied):
        approve_release(proposal, by=former)


def test_taking_back_makes_room_for_another_threshold():
    reporting, _wards = counted_round()
    first = steward()
    proposal = proposed(reporting, by=first)
    drafted(reporting, by=first, thresholds=(10, 15))

    take_back(proposal, by=first)

    states = {each.threshold: each.state for each in reporting.proposals.all()}
    assert states == {10: ProposalState.DRAFTED, 15: ProposalState.DRAFTED}


def test_approving_starts_publishing(django_capture_on_commit_callbacks):
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())

    with django_capture_on_commit_callbacks(execute=True):
        approve_release(proposal, by=steward())

    assert reporting.releases.get().state == ReleaseState.PUBLISHED


def test_every_step_is_on_record():
    reporting, _wards = counted_round()
    first, second = steward(), steward()
    proposal = take_back(proposed(reporting, by=first), by=first)
    refuse_release(propose_release(proposal, by=first), reason="No.", by=second)
    publish_approved(approve_release(proposed(reporting, by=first), by=second))

    entries = ModelLogEntry.objects.exclude(action="maps.read_raw_counts")
    assert [(each.action, each.user) for each in entries.order_by("pk")] == [
        ("maps.prepare_release", first),
        ("maps.propose_release", first),
        ("maps.take_back_proposal", first),
        ("maps.propose_release", first),
        ("maps.refuse_release", second),
        ("maps.prepare_release", first),
        ("maps.propose_release", first),
        ("maps.approve_release", second),
        ("maps.publish_release", second),
        ("maps.publish_proposal", second),
    ]


# --- what the database itself refuses --------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {"state": "approved"},
        {"state": "published"},
        {"state": "refused"},
        {"state": "blocked"},
        {"state": "elsewhere"},
        {"threshold": 4},
    ],
)
def test_a_proposal_that_cannot_be_is_refused_by_the_database(fields):
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())

    with pytest.raises(DatabaseError), transaction.atomic():
        ReleaseProposal.objects.filter(pk=proposal.pk).update(**fields)


def test_one_person_alone_is_refused_by_the_database():
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())

    with pytest.raises(DatabaseError), transaction.atomic():
        ReleaseProposal.objects.filter(pk=proposal.pk).update(
            state=ProposalState.APPROVED,
            decided_by=proposal.prepared_by,
            decided_at=timezone.now(),
        )


def test_two_open_proposals_of_a_round_are_refused_by_the_database():
    reporting, _wards = counted_round()
    proposal = proposed(reporting, by=steward())
    proposal.pk = None
    proposal.threshold = 15

    with pytest.raises(DatabaseError), transaction.atomic():
        proposal.save()
