"""Corrections of the map: who proposes, who decides, and what changes by it."""

import datetime

import pytest
import rules
from django.contrib.gis.geos import Point
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from communities.permissions import is_authority
from initiatives import services
from initiatives.enums import CorrectionState
from initiatives.models import Correction
from initiatives.queries.corrections import change_of, corrections_for
from maps.models import AdminArea
from maps.queries.released import figures_of, release_for, series_of
from maps.queries.successions import lineage_of
from maps.services.outlines import redraw_outlines
from maps.services.releases import publish_release
from tests.factories.communities import MandateFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.maps import (
    AdminAreaFactory,
    PopulationFactory,
    ReportingRoundFactory,
    return_count,
    square,
)

ROLES = ("committee", "staff", "authority", "implementer", "outsider")


def borders_of(area, *, wider=0.0):
    """The area's own square, shifted to the east by ``wider`` on one side."""
    west, south, _east, _north = area.geometry.extent
    return square(west, south, 1.0 + wider)


def propose(cast, by="authority", **what):
    return services.propose_correction(
        what.pop("subject", cast.community.area),
        by=cast[by],
        reason="Decree 12 of 3 May.",
        **(what or {"borders": borders_of(cast.community.area, wider=0.25)}),
    )


def accept(correction, by):
    return services.accept_correction(correction, by=by, reason="Checked.")


@pytest.mark.parametrize("role", ROLES)
def test_authority_and_staff_propose_and_nobody_else(cast, role):
    may = rules.has_perm(
        "initiatives.propose_correction", cast[role], cast.community.area
    )
    assert may == (role in ("staff", "authority"))


@pytest.mark.parametrize("state", CorrectionState.values)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("verb", ["accept_correction", "decline_correction"])
def test_staff_decide_once_and_nobody_else(cast, role, state, verb):
    correction = propose(cast)
    if state == CorrectionState.ACCEPTED:
        accept(correction, cast.staff)
    elif state == CorrectionState.DECLINED:
        services.decline_correction(correction, by=cast.staff, reason="No.")
    decide = getattr(services, verb)
    if role == "staff" and state == CorrectionState.OPEN:
        decide(correction, by=cast.staff, reason="Checked.")
        return
    refusal = services.WrongStateError if role == "staff" else services.NotAllowedError
    with pytest.raises(refusal):
        decide(correction, by=cast[role], reason="Checked.")


def test_staff_do_not_decide_on_their_own_proposal(cast):
    correction = propose(cast, by="staff")
    with pytest.raises(services.NotAllowedError):
        accept(correction, cast.staff)
    assert accept(correction, MandateFactory(staff=True).user).state == "accepted"


def test_an_authority_of_elsewhere_neither_proposes_nor_reads(cast):
    with pytest.raises(services.NotAllowedError):
        services.propose_correction(
            cast.community.area, by=cast.elsewhere["authority"], reason="x", name="Ours"
        )
    propose(cast)
    assert not corrections_for(cast.elsewhere["authority"]).exists()


def test_what_is_as_it_is_already_is_no_proposal(cast):
    area = cast.community.area
    for what in (
        {"name": area.name, "borders": area.geometry},
        {"subject": cast.community, "point": cast.community.point},
    ):
        with pytest.raises(services.PlanError, match="Nothing would change"):
            propose(cast, **what)


def test_a_decision_has_its_reason(cast):
    correction = propose(cast)
    with pytest.raises(services.ReasonMissingError):
        services.accept_correction(correction, by=cast.staff, reason=" ")


# --- what an accepted correction changes ------------------------------------------------


def test_accepted_borders_begin_a_version_and_end_the_one_before(cast):
    before = cast.community.area
    PopulationFactory(area=before, persons=4_321)
    part = AdminAreaFactory(level=3, parent=before)
    after = accept(propose(cast), cast.staff).area
    before.refresh_from_db()
    today = timezone.localdate()
    assert (before.valid_to, after.valid_on) == (today, today)
    assert (after.pcode, after.level, after.parent) == (
        before.pcode,
        before.level,
        before.parent,
    )
    assert after.area_km2 != before.area_km2
    assert before.geometry.equals(borders_of(before))
    assert after.geometry.equals(borders_of(before, wider=0.25))
    part.refresh_from_db()
    assert part.parent == after
    assert after.populations.get().persons == 4_321


def test_what_belongs_to_the_area_goes_over(cast):
    comment = services.add_place_comment(
        by=cast.authority, text="Wet.", language="en", area=cast.community.area
    )
    ward_authority = MandateFactory(authority=True, area=cast.community.area).user
    other = propose(cast, name="New name")
    after = accept(propose(cast), cast.staff).area
    for thing in (cast.community, comment, other):
        thing.refresh_from_db()
        assert thing.area == after
    assert is_authority(ward_authority, cast.community)
    assert is_authority(cast.authority, cast.community)


def published(area, *, days_ago):
    """A release of one count in the area's present borders."""
    day = timezone.localdate() - datetime.timedelta(days=days_ago)
    reporting = ReportingRoundFactory(code="R1", reported_on=day)
    return_count(area, 60, round=reporting)
    redraw_outlines(2)
    publish_release("R1", by=None)


def test_no_round_is_ever_published_in_two_sets_of_borders(cast):
    published(cast.community.area, days_ago=0)
    correction = propose(cast)
    with pytest.raises(services.PlanError, match="published in the present borders"):
        accept(correction, cast.staff)
    assert AdminArea.objects.filter(pcode=cast.community.area.pcode).count() == 1


@pytest.mark.parametrize(("wider", "is_told"), [(0.25, False), (0.0005, True)])
def test_a_release_keeps_the_version_that_it_was_made_of(cast, wider, is_told):
    before = cast.community.area
    published(before, days_ago=30)
    borders = borders_of(before, wider=wider)
    after = accept(propose(cast, borders=borders), cast.staff).area
    release = release_for("R1")
    assert before in [cell.area for cell in release.cells.all()]
    assert ("RET" in figures_of(release, after)) == is_told
    [figure] = series_of(lineage_of(after), "RET")
    assert figure.is_comparable == is_told


def test_a_name_alone_keeps_the_borders(cast):
    before = cast.community.area
    after = accept(propose(cast, name="Upper ward"), cast.staff).area
    assert after.name == "Upper ward"
    assert after.geometry.equals(before.geometry)


def test_borders_change_once_a_day_and_say_so(cast):
    accept(propose(cast), cast.staff)
    cast.community.refresh_from_db()
    again = propose(cast, name="Third name")
    with pytest.raises(services.PlanError, match="from tomorrow on"):
        accept(again, cast.staff)
    again.refresh_from_db()
    assert again.state == CorrectionState.OPEN
    assert AdminArea.objects.filter(pcode=cast.community.area.pcode).count() == 2


def test_an_accepted_point_moves_the_community(cast):
    place = Point(cast.community.point.x + 0.1, cast.community.point.y, srid=4326)
    accept(propose(cast, subject=cast.community, point=place), cast.staff)
    cast.community.refresh_from_db()
    assert cast.community.point.equals(place)


def test_an_accepted_point_moves_the_initiative(cast):
    initiative = InitiativeFactory(community=cast.community, location=None)
    place = cast.community.point
    accept(propose(cast, subject=initiative, point=place), cast.staff)
    initiative.refresh_from_db()
    assert initiative.location.equals(place)


def test_a_declined_correction_changes_nothing(cast):
    correction = propose(cast)
    services.decline_correction(correction, by=cast.staff, reason="No decree.")
    assert AdminArea.objects.filter(pcode=cast.community.area.pcode).count() == 1


# --- what neighbours would lose ---------------------------------------------------------


@pytest.fixture
def ward(cast):
    """The ward on ground of its own, filling its district, with one neighbour east."""
    ward = cast.community.area
    for area in (ward, ward.parent):
        area.geometry = square(10.0, 40.0)
        area.save()
    return ward


def test_overlaps_gaps_and_size_are_reported(cast, ward):
    neighbour = AdminAreaFactory(level=2, geometry=square(11.0, 40.0))
    change = change_of(propose(cast, borders=square(10.25, 40.0)))
    quarter = pytest.approx(change.before / 4, rel=0.01)
    assert [(each, km2) for each, km2 in change.overlaps] == [(neighbour, quarter)]
    assert change.orphaned == quarter
    assert change.outside == quarter
    assert change.after == pytest.approx(change.before, rel=0.001)
    assert not change.is_clean


def test_borders_that_fit_are_said_to_fit(cast, ward):
    AdminAreaFactory(level=2, geometry=square(11.0, 40.0))
    ward.geometry = square(10.0, 40.0, 0.5)
    ward.save()
    assert change_of(propose(cast, borders=square(10.0, 40.0))).is_clean


# --- records, constraints, mails --------------------------------------------------------


def test_each_act_is_on_record(cast):
    accept(propose(cast), cast.staff)
    actions = set(ModelLogEntry.objects.values_list("action", flat=True))
    assert {
        "initiatives.propose_correction",
        "initiatives.accept_correction",
        "maps.begin_version",
    } <= actions


@pytest.mark.parametrize(
    "broken",
    [
        {"state": CorrectionState.ACCEPTED},
        {"decision": "Because."},
        {"reason": ""},
        {"borders": None},
        {"point": Point(1, 1, srid=4326)},
    ],
)
def test_the_database_keeps_a_correction_whole(cast, broken):
    correction = propose(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=correction.pk).update(**broken)


def test_staff_hear_of_a_proposal_and_the_proposer_of_the_decision(
    cast, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        correction = propose(cast)
    assert [message.to for message in mail.outbox] == [[cast.staff.email]]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        accept(correction, cast.staff)
    assert [message.to for message in mail.outbox] == [[cast.authority.email]]
    assert "Checked." in mail.outbox[0].body
