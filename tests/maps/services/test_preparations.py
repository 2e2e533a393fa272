"""What a threshold costs is known before anybody answers for it, and tells no count."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from maps.enums import CellStatus, ProposalState, RefusalKind
from maps.imports.counting import Count
from maps.models import Release, ReleaseProposal
from maps.models.returns import ReturnCount
from maps.queries.columns import column_key
from maps.services.preparations import (
    figures_at_fault,
    offered_thresholds,
    prepare_release,
    work_out_drafts,
)
from maps.services.refusals import OutOfTurnError, ReleaseRefusedError
from maps.services.releases import publish_release
from maps.services.returns import store_returns
from tests.factories.communities import MandateFactory
from tests.factories.maps import ReportingRoundFactory
from tests.factories.people import UserFactory
from tests.factories.releases import (
    PERSONS,
    blocked,
    counted_round,
    drafted,
    steward,
)

pytestmark = pytest.mark.django_db


def test_each_threshold_is_worked_out_with_its_price():
    reporting, _wards = counted_round()

    low, high = drafted(reporting, by=steward(), thresholds=(5, 60))

    assert [low.state, high.state] == [ProposalState.DRAFTED] * 2
    hidden = [
        sum(level["hidden"] for level in each.report["levels"]) for each in (low, high)
    ]
    assert hidden[0] < hidden[1]


def test_working_out_publishes_nothing():
    reporting, _wards = counted_round()

    drafted(reporting, by=steward())

    assert not Release.objects.exists()


def test_a_plan_hides_what_the_release_will_hide():
    reporting, _wards = counted_round()
    [draft] = drafted(reporting, by=steward())

    release = publish_release("R1", by=None, threshold=10)

    hidden = release.cells.filter(status=CellStatus.HIDDEN).select_related("area")
    assert {cell.area.pcode for cell in hidden} == {
        pcode for codes in draft.hidden["RET"].values() for pcode in codes
    }
    assert release.report == draft.report


def test_a_plan_holds_no_count_and_no_plain_digest_of_one(settings):
    reporting, wards = counted_round()
    ReturnCount.objects.filter(area=wards[1]).update(individuals=987_654, households=2)
    [draft] = drafted(reporting, by=steward())

    row = ReleaseProposal.objects.filter(pk=draft.pk).values().get()
    settings.SECRET_KEY = "another " * 10
    [again] = drafted(reporting, by=steward())

    assert "987654" not in str(row)
    assert "987654" not in repr(draft)
    assert draft.fingerprint != again.fingerprint


def test_the_same_counts_have_the_same_fingerprint_whatever_the_threshold():
    reporting, wards = counted_round()
    low, high = drafted(reporting, by=steward(), thresholds=(5, 60))
    ReturnCount.objects.filter(area=wards[0]).update(individuals=41)
    [changed] = drafted(reporting, by=steward(), thresholds=(5,))

    assert low.fingerprint == high.fingerprint != changed.fingerprint
    assert len(changed.fingerprint) == 64


def test_working_out_anew_replaces_what_nobody_answered_for():
    reporting, _wards = counted_round()
    drafted(reporting, by=steward(), thresholds=(5, 10))

    drafted(reporting, by=steward(), thresholds=(15,))

    assert [each.threshold for each in reporting.proposals.all()] == [15]


def test_a_refusal_is_kept_with_its_kind_and_without_its_places():
    reporting, wards = counted_round()

    draft = blocked(reporting, by=steward())

    assert draft.refusal == RefusalKind.UNPROTECTABLE
    assert (draft.report, draft.hidden) == ({}, {})
    assert not [ward for ward in wards if ward.pcode in str(vars(draft))]


def test_a_round_without_counts_blocks_every_threshold():
    reporting = ReportingRoundFactory(code="R1")

    drafts = drafted(reporting, by=steward(), thresholds=(5, 10))

    assert {each.refusal for each in drafts} == {RefusalKind.NO_COUNTS}


def test_a_threshold_that_is_public_is_left_out():
    reporting, _wards = counted_round()
    publish_release("R1", by=None, threshold=10)

    prepare_release(reporting, (5, 10), by=steward())

    assert [each.threshold for each in reporting.proposals.all()] == [5]
    with pytest.raises(OutOfTurnError, match="published at all"):
        prepare_release(reporting, (10,), by=steward())


def test_the_same_persons_with_another_threshold_of_households_are_worked_out():
    reporting, _wards = counted_round(households=(8, 3, 8, 8, 8, 8))
    publish_release("R1", by=None, threshold=10, households=5)

    prepare_release(reporting, (10,), households=9, by=steward())

    assert [each.households for each in reporting.proposals.all()] == [9]
    with pytest.raises(OutOfTurnError, match="published at all"):
        prepare_release(reporting, (10,), households=5, by=steward())


def test_a_threshold_of_households_is_never_under_five():
    reporting, _wards = counted_round()

    with pytest.raises(ReleaseRefusedError, match="5 households"):
        prepare_release(reporting, (10,), households=4, by=steward())


def test_a_plan_hides_households_and_parts_as_the_release_will():
    reporting, _wards = counted_round(households=(9, 3, 11, 24, 6, 12))
    [draft] = drafted(reporting, by=steward())

    release = publish_release("R1", by=None, threshold=10)

    hidden: dict[str, set[str]] = {}
    for cell in release.cells.filter(status=CellStatus.HIDDEN).select_related("area"):
        column = column_key(cell.group, cell.breakdown, cell.measure)
        hidden.setdefault(column, set()).add(cell.area.pcode)
    assert hidden == {
        column: {pcode for codes in at_level.values() for pcode in codes}
        for column, at_level in draft.hidden.items()
    }
    assert set(hidden) == {"RET", "RET--households"}


def test_a_threshold_at_which_only_the_counts_before_a_correction_are_public_is_kept():
    reporting, wards = counted_round()
    publish_release("R1", by=None, threshold=10)
    counts = dict(zip(wards, PERSONS, strict=True)) | {wards[5]: 99}
    store_returns(
        {(ward.pk, "RET"): Count(persons) for ward, persons in counts.items()},
        round_code="R1",
        reported_on=reporting.reported_on,
        by=None,
    )

    [draft] = drafted(reporting, by=steward(), thresholds=(10,))

    assert draft.state == ProposalState.DRAFTED
    assert publish_release("R1", by=None, threshold=10).revision == 2
    with pytest.raises(OutOfTurnError, match="published at all"):
        prepare_release(reporting, (10,), by=steward())


def test_a_threshold_under_the_floor_is_refused():
    reporting, _wards = counted_round()

    with pytest.raises(ReleaseRefusedError, match="never under 5"):
        prepare_release(reporting, (4,), by=steward())


def test_the_usual_thresholds_are_offered_with_the_one_asked_for(settings):
    settings.RELEASE_THRESHOLD_PERSONS = 12

    assert offered_thresholds(8) == [5, 8, 10, 12, 15, 20]
    assert offered_thresholds() == [5, 10, 12, 15, 20]


def test_every_reading_of_raw_counts_is_on_record_with_its_purpose_and_person():
    reporting, _wards = counted_round()
    person = steward()
    drafted(reporting, by=person, thresholds=(5, 10))
    figures_at_fault(reporting.proposals.first(), by=person)

    read = ModelLogEntry.objects.filter(action="maps.read_raw_counts", user=person)
    assert [entry.data["purpose"] for entry in read.order_by("pk")] == [
        "plan_release",
        "explain_refusal",
    ]


def test_figures_at_fault_are_named_on_request_and_kept_nowhere():
    reporting, _wards = counted_round()
    draft = blocked(reporting, by=steward())

    kind, cells = figures_at_fault(draft, by=steward())

    draft.refresh_from_db()
    assert kind == RefusalKind.UNPROTECTABLE
    assert cells
    assert all(
        pcode not in str(vars(draft)) and pcode not in str(entry.data)
        for _level, pcode, _group in cells
        for entry in ModelLogEntry.objects.all()
    )


@pytest.mark.parametrize("trait", ["staff", "implementer", None])
def test_nobody_else_prepares_works_out_or_is_told(trait):
    reporting, _wards = counted_round()
    [draft] = drafted(reporting, by=steward())
    other = MandateFactory(**{trait: True}).user if trait else UserFactory()

    for action in (
        lambda: prepare_release(reporting, (10,), by=other),
        lambda: work_out_drafts(reporting, by=other),
        lambda: figures_at_fault(draft, by=other),
    ):
        with pytest.raises(PermissionDenied):
            action()


def test_what_is_asked_for_is_worked_out_by_a_task(django_capture_on_commit_callbacks):
    reporting, _wards = counted_round()

    with django_capture_on_commit_callbacks(execute=True):
        prepare_release(reporting, (10,), by=steward())

    assert reporting.proposals.get().state == ProposalState.DRAFTED
