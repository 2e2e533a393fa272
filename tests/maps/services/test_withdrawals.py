"""Two persons take a release back: pages stop showing it, its figures stay as history."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from maps.enums import ReleaseState, WithdrawalState
from maps.models import ReleasedCell, ReleaseWithdrawal
from maps.models.returns import ReturnCount
from maps.queries.released import public_releases, release_for, series_of
from maps.queries.successions import lineage_of
from maps.services.refusals import OutOfTurnError, ReleaseRefusedError
from maps.services.releases import publish_release
from maps.services.withdrawals import (
    ask_to_withdraw,
    confirm_withdrawal,
    decline_withdrawal,
)
from tests.factories.communities import MandateFactory
from tests.factories.people import UserFactory
from tests.factories.releases import counted_round, steward

pytestmark = pytest.mark.django_db

REASON = "Two districts were swapped in the source."


@pytest.fixture
def release():
    counted_round()
    return publish_release("R1", by=None, threshold=10)


def withdrawn(release):
    asked = ask_to_withdraw(release, reason=REASON, by=steward())
    return confirm_withdrawal(asked, by=steward())


def test_a_release_is_public_until_a_second_person_confirms(release):
    asked = ask_to_withdraw(release, reason=REASON, by=steward())
    before = release_for("R1")

    confirm_withdrawal(asked, by=steward())

    assert (before, release_for("R1")) == (release, None)


def test_figures_stay_and_bind_later_releases(release):
    cells = release.cells.count()
    withdrawn(release)

    with pytest.raises(ReleaseRefusedError, match="cannot be protected"):
        publish_release("R1", by=None, threshold=60)
    ReturnCount.objects.filter(individuals=120).update(individuals=121)
    with pytest.raises(ReleaseRefusedError, match="differ from those published"):
        publish_release("R1", by=None, threshold=5)
    assert release.cells.count() == cells
    assert ReleasedCell.objects.count() == cells


def test_the_newest_release_that_is_still_public_is_shown_again(release):
    newer = publish_release("R1", by=None, threshold=5)

    withdrawn(newer)

    assert release_for("R1") == release
    assert [each.pk for each in public_releases()] == [release.pk]
    area = release.cells.get(area__level=0).area
    assert [each.release for each in series_of(lineage_of(area), "RET")] == [release]


def test_the_same_figures_may_be_published_again_as_a_new_version(release):
    withdrawn(release)

    again = publish_release("R1", by=None, threshold=10)

    assert (again.version, again.state) == (2, ReleaseState.PUBLISHED)
    assert publish_release("R1", by=None, threshold=10) == again


def test_declining_leaves_it_public_and_lets_somebody_ask_anew(release):
    asked = ask_to_withdraw(release, reason=REASON, by=steward())

    decline_withdrawal(asked, by=steward())

    assert release_for("R1") == release
    assert ask_to_withdraw(release, reason=REASON, by=steward()).pk != asked.pk


@pytest.mark.parametrize("answer", [confirm_withdrawal, decline_withdrawal])
def test_who_may_answer_a_withdrawal(release, answer):
    first = steward()
    people = {
        "first": first,
        "second": steward(),
        "admin": UserFactory(is_superuser=True),
        "staff": MandateFactory(staff=True).user,
        "somebody": UserFactory(),
        "operator": None,
    }
    asked = ask_to_withdraw(release, reason=REASON, by=first)

    could = set()
    for who, person in people.items():
        point = transaction.savepoint()
        try:
            answer(asked, by=person)
            could.add(who)
        except PermissionDenied:
            pass
        transaction.savepoint_rollback(point)

    assert could == {"second", "admin"}


@pytest.mark.parametrize("trait", ["staff", "implementer", None])
def test_nobody_else_asks(release, trait):
    other = MandateFactory(**{trait: True}).user if trait else UserFactory()

    with pytest.raises(PermissionDenied):
        ask_to_withdraw(release, reason=REASON, by=other)


def test_a_withdrawal_is_asked_for_once_and_answered_once(release):
    asked = ask_to_withdraw(release, reason=REASON, by=steward())
    with pytest.raises(OutOfTurnError, match="waits for an answer"):
        ask_to_withdraw(release, reason=REASON, by=steward())

    confirm_withdrawal(asked, by=steward())

    with pytest.raises(OutOfTurnError, match="meanwhile"):
        decline_withdrawal(asked, by=steward())
    with pytest.raises(OutOfTurnError, match="withdrawn already"):
        ask_to_withdraw(release, reason=REASON, by=steward())


def test_a_reason_is_due(release):
    with pytest.raises(OutOfTurnError, match="Say why"):
        ask_to_withdraw(release, reason=" ", by=steward())


def test_every_step_is_on_record(release):
    before = ModelLogEntry.objects.count()
    asked = ask_to_withdraw(release, reason=REASON, by=steward())
    decline_withdrawal(asked, by=steward())
    withdrawn(release)

    entries = list(ModelLogEntry.objects.order_by("pk"))[before:]
    assert [each.action for each in entries] == [
        "maps.ask_to_withdraw",
        "maps.decline_withdrawal",
        "maps.ask_to_withdraw",
        "maps.withdraw_release",
    ]
    assert {each.data["reason"] for each in entries} == {REASON}


@pytest.mark.parametrize(
    "fields",
    [{"state": "confirmed"}, {"state": "elsewhere"}, {"reason": ""}, {"own": True}],
)
def test_a_withdrawal_that_cannot_be_is_refused_by_the_database(release, fields):
    asked = ask_to_withdraw(release, reason=REASON, by=steward())
    if fields.pop("own", False):
        fields = {
            "state": WithdrawalState.CONFIRMED,
            "decided_by": asked.asked_by,
            "decided_at": timezone.now(),
        }

    with pytest.raises(DatabaseError), transaction.atomic():
        ReleaseWithdrawal.objects.filter(pk=asked.pk).update(**fields)
