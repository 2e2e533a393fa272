"""Stewards, and a round whose release is on its way, for tests."""

from collections.abc import Sequence
from typing import Any

from maps.enums import DRAFT_STATES, ProposalState
from maps.models import AdminArea, Release, ReleaseProposal, ReportingRound
from maps.services.approvals import (
    approve_release,
    propose_release,
    publish_approved,
)
from maps.services.preparations import (
    prepare_release,
    prepare_zones,
    work_out_drafts,
)
from maps.services.releases import publish_release
from tests.factories.communities import MandateFactory
from tests.factories.maps import ReportingRoundFactory, area_tree, return_count

#: Six wards of two districts; the second has few returnees.
PERSONS = (40, 3, 55, 120, 80, 61)


def steward() -> Any:
    """A data steward."""
    return MandateFactory(steward=True).user


def counted_round(
    code: str = "R1", *, households: Sequence[int | None] = (None,) * 6, **fields: Any
) -> tuple[ReportingRound, list[AdminArea]]:
    """A round with raw counts in six wards, nothing published."""
    [_country], _districts, wards = area_tree(1, 2, 3)
    reporting = ReportingRoundFactory(code=code, **fields)
    for ward, persons, homes in zip(wards, PERSONS, households, strict=True):
        return_count(ward, persons, households=homes, round=reporting)
    return reporting, wards


def drafted(
    reporting: ReportingRound, *, by: Any, thresholds: tuple[int, ...] = (10,)
) -> list[ReleaseProposal]:
    """Thresholds, worked out."""
    prepare_release(reporting, thresholds, by=by)
    work_out_drafts(reporting, by=by)
    drafts = reporting.proposals.filter(state__in=DRAFT_STATES)
    return list(drafts.order_by("threshold"))


def proposed(
    reporting: ReportingRound, *, by: Any, threshold: int = 10
) -> ReleaseProposal:
    """A proposal that waits for a second person."""
    [draft] = drafted(reporting, by=by, thresholds=(threshold,))
    return propose_release(draft, by=by)


def blocked(reporting: ReportingRound, *, by: Any) -> ReleaseProposal:
    """A threshold that cannot be published, because a lower one is public."""
    publish_release(reporting.code, by=None, threshold=10)
    [draft] = drafted(reporting, by=by, thresholds=(60,))
    assert draft.state == ProposalState.BLOCKED
    return draft


def zoned_draft(
    reporting: ReportingRound, *, by: Any, threshold: int = 10, level: int = 2
) -> ReleaseProposal:
    """A draft that shows small areas of a level together."""
    prepare_zones(reporting, threshold, level=level, by=by)
    work_out_drafts(reporting, by=by)
    return reporting.proposals.get(zone_level=level, threshold=threshold)


def shown_together(reporting: ReportingRound) -> Release:
    """A release with zones, agreed on by two."""
    draft = zoned_draft(reporting, by=steward())
    proposal = propose_release(draft, by=draft.prepared_by)
    release = publish_approved(approve_release(proposal, by=steward()))
    assert release is not None
    return release
