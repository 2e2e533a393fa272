"""Areas shown together: chosen with a threshold, agreed on by two, bound to what is public."""

import pytest
from django.db import DatabaseError, transaction

from maps.enums import CellStatus, ProposalState, RefusalKind, ReleaseState
from maps.models import (
    Release,
    ReleasedCell,
    ReleasedZone,
    ReleasedZoneFigure,
    ReleaseProposal,
)
from maps.models.releases import ReleaseImmutableError
from maps.models.returns import ReturnCount
from maps.services.approvals import (
    approve_release,
    propose_release,
    publish_approved,
    refuse_release,
)
from maps.services.audits import audit_release
from maps.services.preparations import prepare_zones
from maps.services.refusals import OutOfTurnError
from maps.services.releases import publish_release
from maps.services.withdrawals import ask_to_withdraw, confirm_withdrawal
from tests.factories.maps import ReportingRoundFactory, return_count, row_of_wards
from tests.factories.releases import drafted, steward, zoned_draft

pytestmark = pytest.mark.django_db

#: Five wards in a row; the first two have few returnees.
FEW = (7, 8, 40, 50, 60)


def counted(persons=FEW, **fields):
    """A round of wards that stand in a row, in one district."""
    wards = row_of_wards(len(persons))
    reporting = ReportingRoundFactory(code="R1")
    for ward, number in zip(wards, persons, strict=True):
        return_count(ward, number, round=reporting, **fields)
    return reporting, wards


def approved(reporting, **options):
    first, second = steward(), steward()
    draft = zoned_draft(reporting, by=first, **options)
    return approve_release(propose_release(draft, by=first), by=second)


def published(reporting, **options):
    return publish_approved(approved(reporting, **options))


def told(release):
    """Members and figure of each zone."""
    return [
        ({area.pcode for area in zone.areas.all()}, zone.figures.get().value)
        for zone in release.zones.all()
    ]


def test_hidden_neighbours_are_shown_together_and_not_alone():
    reporting, wards = counted()

    release = published(reporting)

    assert told(release) == [({wards[0].pcode, wards[1].pcode}, 15)]
    hidden = release.cells.filter(status=CellStatus.HIDDEN)
    assert {cell.area_id for cell in hidden} == {wards[0].pk, wards[1].pk}
    assert audit_release(release).ok


def test_working_out_tells_what_zones_bring():
    reporting, wards = counted()

    draft = zoned_draft(reporting, by=steward())

    assert draft.state == ProposalState.DRAFTED
    assert draft.zones == [
        {
            "areas": [wards[0].pcode, wards[1].pcode],
            "groups": ["RET"],
            "columns": ["RET"],
        }
    ]
    assert published_as(draft) == {
        "level": 2,
        "zones": 1,
        "areas": 2,
        "figures": 2,
        "people": 15,
    }
    before, after = draft.price["levels"][2], draft.report["levels"][2]
    assert before["people_hidden_share"] > 0 == after["people_hidden_share"]


def test_an_area_that_had_a_figure_of_its_own_is_part_of_the_price():
    # The third is hidden to cover the first, and does not touch it: each is put
    # together with a neighbour, whose figure is given up.
    reporting, wards = counted((3, 60, 40, 50, 70))

    draft = zoned_draft(reporting, by=steward())

    codes = [ward.pcode for ward in wards]
    assert [zone["areas"] for zone in draft.zones] == [codes[:2], codes[2:4]]
    assert draft.price["given_up"] == 2
    assert published_as(draft)["figures"] == 4


def published_as(draft):
    """What the report says of zones."""
    [level] = draft.report["zones"]
    return level


def test_nothing_is_offered_where_no_zone_would_be_shown():
    reporting, _wards = counted((40, 50, 60))

    draft = zoned_draft(reporting, by=steward())

    assert (draft.state, draft.refusal) == (
        ProposalState.BLOCKED,
        RefusalKind.NO_ZONES,
    )


def test_what_is_public_with_zones_is_not_worked_out_again():
    reporting, _wards = counted()
    published(reporting)

    with pytest.raises(OutOfTurnError, match="published at this threshold with areas"):
        prepare_zones(reporting, 10, level=2, by=steward())

    prepare_zones(reporting, 15, level=2, by=steward())


def test_a_round_that_is_public_without_zones_may_still_get_them():
    reporting, wards = counted()
    publish_release("R1", by=None, threshold=10)

    release = published(reporting)

    assert told(release) == [({wards[0].pcode, wards[1].pcode}, 15)]


def test_zones_are_published_at_once_by_the_server_s_own_command():
    _reporting, wards = counted()

    release = publish_release("R1", by=None, threshold=10, zone_level=2)
    again = publish_release("R1", by=None, threshold=10, zone_level=2)

    assert told(release) == [({wards[0].pcode, wards[1].pcode}, 15)]
    assert again == release
    assert audit_release(release).ok


@pytest.mark.parametrize("field", ["zones", "zone_level", "price"])
def test_what_is_changed_after_it_was_proposed_is_not_published(field):
    reporting, wards = counted((7, 8, 40, 50, 60, 9))
    proposal = approved(reporting)
    other = {
        "zones": [
            {
                "areas": [wards[1].pcode, wards[2].pcode],
                "groups": ["RET"],
                "columns": ["RET"],
            }
        ],
        "zone_level": 1,
        "price": {"levels": [], "given_up": 0},
    }
    ReleaseProposal.objects.filter(pk=proposal.pk).update(**{field: other[field]})

    assert publish_approved(proposal) is None

    proposal.refresh_from_db()
    assert proposal.state == ProposalState.STALE
    assert not Release.objects.exists()


def test_a_proposal_without_zones_does_not_get_any_afterwards():
    reporting, wards = counted()
    first, second = steward(), steward()
    [plain] = drafted(reporting, by=first)
    proposal = approve_release(propose_release(plain, by=first), by=second)
    zone = {
        "areas": [wards[0].pcode, wards[1].pcode],
        "groups": ["RET"],
        "columns": ["RET"],
    }
    ReleaseProposal.objects.filter(pk=plain.pk).update(zone_level=2, zones=[zone])

    assert publish_approved(proposal) is None
    assert not Release.objects.exists()


def test_a_refused_proposal_forgets_its_zones():
    reporting, _wards = counted()
    draft = zoned_draft(reporting, by=steward())
    proposed = propose_release(draft, by=draft.prepared_by)

    refused = refuse_release(proposed, reason="Not yet.", by=steward())

    assert (refused.zones, refused.price, refused.hidden) == ([], {}, {})


def test_what_the_audit_can_work_out_is_not_stored(monkeypatch):
    reporting, wards = counted()
    proposal = approved(reporting)
    monkeypatch.setattr(
        "maps.services.releases.audit_release",
        lambda release: type(
            "Found", (), {"leaks": [(2, wards[0].pcode, "RET", 7.0, 7.0)]}
        ),
    )

    assert publish_approved(proposal) is None

    proposal.refresh_from_db()
    assert proposal.refusal == RefusalKind.ATTACK_SUCCEEDED
    assert not Release.objects.exists()
    assert not ReleasedZone.objects.exists()


# --- the attacker knows zones -----------------------------------------------------------


def test_the_audit_subtracts_what_is_shown_of_a_member():
    reporting, wards = counted()
    release = published(reporting)
    careless = Release.objects.create(
        round=reporting, version=2, threshold=10, report=release.report
    )
    ReleasedCell.objects.bulk_create(
        ReleasedCell(
            release=careless,
            area=cell.area,
            parent=cell.parent,
            group=cell.group,
            status=CellStatus.HIDDEN,
        )
        for cell in release.cells.exclude(area__in=wards).select_related("area")
    )
    ReleasedCell.objects.bulk_create(
        ReleasedCell(
            release=careless,
            area=ward,
            parent=ward.parent,
            group="RET",
            status=CellStatus.HIDDEN if few else CellStatus.PUBLISHED,
            value=None if few else number,
        )
        for at, (ward, number) in enumerate(zip(wards, FEW, strict=True))
        for few in [at == 0]
    )

    leaks = audit_release(careless).leaks

    assert (2, wards[0].pcode, "RET", 7.0, 7.0) in leaks


@pytest.mark.parametrize("is_withdrawn", [False, True])
def test_a_later_release_reckons_with_an_earlier_zone(is_withdrawn):
    # At threshold 5 nothing is small: alone, the second ward would be shown, and with
    # what was shown of both it would give the first away.
    reporting, wards = counted((3, 8, 40, 50, 60))
    release = published(reporting)
    if is_withdrawn:
        asked = ask_to_withdraw(release, reason="Wrong.", by=steward())
        confirm_withdrawal(asked, by=steward())

    later = publish_release("R1", by=None, threshold=5)

    assert later.version == 2
    assert later.cells.get(area=wards[1]).status == CellStatus.HIDDEN
    assert not later.zones.exists()
    assert (release.state == ReleaseState.PUBLISHED) or is_withdrawn
    assert audit_release(later).ok


def test_another_loading_of_the_counts_reckons_with_an_earlier_zone():
    reporting, wards = counted((3, 8, 40, 50, 60))
    published(reporting)
    for ward, persons in zip(wards, (3, 8, 40, 50, 90), strict=True):
        return_count(ward, persons, round=reporting, revision=2)

    later = publish_release("R1", by=None, threshold=5)

    assert later.cells.get(area=wards[1]).status == CellStatus.HIDDEN
    assert later.cells.get(area=wards[4]).value == 90
    assert audit_release(later).ok


def test_counts_that_differ_from_a_shown_zone_are_refused():
    reporting, wards = counted()
    published(reporting)
    ReturnCount.objects.filter(area=wards[0]).update(individuals=9)

    draft = zoned_draft(reporting, by=steward(), threshold=5)

    assert (draft.state, draft.refusal) == (
        ProposalState.BLOCKED,
        RefusalKind.COUNTS_CHANGED,
    )


def test_parts_and_households_of_a_zone_are_shown_as_far_as_they_are_safe(settings):
    settings.RELEASE_BREAKDOWN_LEVEL = 2
    wards = row_of_wards(4)
    reporting = ReportingRoundFactory(code="R1")
    for ward, (women, men, homes) in zip(
        wards, [(6, 7, 3), (8, 9, 4), (40, 40, 20), (50, 60, 30)], strict=True
    ):
        return_count(ward, women + men, households=homes, round=reporting)
        return_count(ward, women, breakdown="f", round=reporting)
        return_count(ward, men, breakdown="m", round=reporting)

    release = published(reporting)

    [zone] = release.zones.all()
    shown = {
        (row.measure, row.breakdown): row.value for row in zone.figures.order_by("pk")
    }
    assert {area.pk for area in zone.areas.all()} >= {wards[0].pk, wards[1].pk}
    assert shown["individuals", "all"] is not None
    assert shown["individuals", "u"] is None
    assert audit_release(release).ok


# --- written once -----------------------------------------------------------------------


def test_the_database_keeps_zones_as_they_are():
    reporting, wards = counted()
    release = published(reporting)
    [zone] = release.zones.all()
    changes = [
        lambda: ReleasedZone.objects.update(level=1),
        lambda: ReleasedZoneFigure.objects.update(value=1),
        lambda: zone.areas.through.objects.update(adminarea=wards[4]),
        lambda: zone.areas.remove(wards[0]),
        lambda: ReleasedZoneFigure.objects.all()._raw_delete("default"),
        lambda: ReleasedZone.objects.all()._raw_delete("default"),
    ]

    for change in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    with pytest.raises(ReleaseImmutableError):
        zone.save()
    with pytest.raises(ReleaseImmutableError):
        zone.figures.get().delete()
    assert told(release) == [({wards[0].pcode, wards[1].pcode}, 15)]
