"""Proposing in steps, through the pages, without a script."""

import pytest
from django.contrib.gis.geos import Point
from django.urls import reverse

from initiatives.enums import ProposalStep, State
from initiatives.models import Initiative
from maps.enums import SRID
from tests.factories.communities import MandateFactory
from tests.factories.initiatives import InitiativeFactory

START = "/initiatives/propose/"


def address(initiative, step):
    return reverse("initiatives:propose_step", args=[initiative.reference, step])


def rows(prefix, *values, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": len(values), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(values):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


@pytest.fixture(autouse=True)
def _near_the_pin(cast):
    cast.community.point = Point(43.9, 36.2, srid=SRID)
    cast.community.save(update_fields=["point"])


ANSWERS = {
    "idea": {
        "summary": "A second borehole",
        "dimension": "social",
        "category": "infrastructure",
        "approach": "new_community",
    },
    "people": {
        "returnees_planned": "240",
        "neighbours_planned": "660",
        "place_name": "Beside the school",
        "latitude": "36.19",
        "longitude": "43.99",
    },
    "money": {
        "starts_on": "2026-02-01",
        "ends_on": "2026-09-30",
        **rows(
            "lines",
            {"label": "Drilling", "planned": "18000", "kind": "cash"},
            {"label": "Digging", "planned": "900", "kind": "in_kind"},
            {"label": "", "planned": "", "kind": "cash"},
        ),
        **rows(
            "milestones",
            {"title": "Water flows", "planned_on": "2026-05-01"},
            {"title": "", "planned_on": ""},
        ),
    },
    "care": {
        "both_consulted": "yes",
        "harm_note": "Tap captains from both groups",
        "children_note": "The site is fenced",
    },
}


def test_the_whole_proposal_by_hand(client, cast):
    client.force_login(cast.committee)
    form = client.get(START).context["form"]
    response = client.post(
        START,
        {
            "reference": form.initial["reference"],
            "community": cast.community.slug,
            "title": "Tap stands",
            "problem": "One tap for nine hundred",
            "language": "en",
        },
    )
    draft = Initiative.objects.get()
    assert response.url == address(draft, "idea")
    for step, answers in ANSWERS.items():
        assert client.get(address(draft, step)).status_code == 200
        response = client.post(address(draft, step), answers)
        assert response.status_code == 302, response.context["form"].errors
    preview = address(draft, "preview")
    assert response.url == preview
    shown = client.get(preview)
    assert shown.context["missing"] == {}
    assert "18,000" in shown.content.decode()
    client.post(preview)

    draft.refresh_from_db()
    assert draft.state == State.SUBMITTED
    assert draft.location == Point(43.99, 36.19, srid=4326)
    assert [line.planned for line in draft.budget_lines.all()] == [18000, 900]
    assert draft.milestones.get().title == "Water flows"


def test_which_group_it_came_from_may_be_told_or_left_open(client, cast):
    draft = InitiativeFactory(community=cast.community, bare=True)
    client.force_login(cast.committee)

    for told, stored in (("returnees", "returnees"), ("", "")):
        answers = {**ANSWERS["care"], "came_from": told}
        assert client.post(address(draft, "care"), answers).status_code == 302
        draft.refresh_from_db()
        assert draft.came_from == stored
    page = client.get(address(draft, "care")).text
    assert "only where 10 people or more of the group spoke for it" in page
    wrong = client.post(
        address(draft, "care"), {**ANSWERS["care"], "came_from": "the widow next door"}
    )
    assert wrong.context["form"].errors.keys() == {"came_from"}


def test_a_form_sent_twice_begins_one_draft(client, cast):
    client.force_login(cast.committee)
    data = {
        "reference": client.get(START).context["form"].initial["reference"],
        "community": cast.community.slug,
        "title": "Tap stands",
        "problem": "One tap",
        "language": "en",
    }
    for _ in range(2):
        assert client.post(START, data).status_code == 302
    assert Initiative.objects.count() == 1


def test_the_device_forgets_what_it_kept_once_it_is_stored_and_not_before(client, cast):
    client.force_login(cast.committee)
    typed = {
        "reference": client.get(START).context["form"].initial["reference"],
        "community": cast.community.slug,
        "problem": "One well",
        "language": "en",
        "kept_as": "propose-new-problem",
    }

    refused = client.post(START, {**typed, "title": ""})
    stored = client.post(START, {**typed, "title": "A second borehole"}, follow=True)

    assert "data-keep-done" not in refused.text
    assert 'data-keep-done="propose-new-problem"' in stored.text


def test_half_a_step_can_be_kept_for_later(client, cast):
    draft = InitiativeFactory(community=cast.community, bare=True)
    client.force_login(cast.others[0])
    response = client.post(
        address(draft, "people"), {"returnees_planned": "40", "later": "1"}
    )
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.returnees_planned, draft.place_name) == (40, "")


def test_half_a_step_does_not_go_on(client, cast):
    draft = InitiativeFactory(community=cast.community, bare=True)
    client.force_login(cast.committee)
    response = client.post(address(draft, "people"), {"returnees_planned": "40"})
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {"neighbours_planned", "place_name"}


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"latitude": "95", "longitude": "40"}, "latitude"),
        ({"latitude": "36", "longitude": ""}, "longitude"),
        ({"latitude": "nan", "longitude": "40"}, "latitude"),
        ({"returnees_planned": "-5"}, "returnees_planned"),
        ({"neighbours_planned": "0"}, "neighbours_planned"),
        ({"latitude": "48.2", "longitude": "16.3"}, "latitude"),
        ({"latitude": "43.99", "longitude": "36.19"}, "latitude"),
    ],
)
def test_impossible_places_and_numbers_are_refused(client, cast, answers, field):
    draft = InitiativeFactory(community=cast.community)
    client.force_login(cast.committee)
    response = client.post(address(draft, "people"), ANSWERS["people"] | answers)
    assert field in response.context["form"].errors


def test_a_pin_far_away_is_refused_with_its_distance(client, cast):
    draft = InitiativeFactory(community=cast.community)
    client.force_login(cast.committee)
    vienna = ANSWERS["people"] | {"latitude": "48.2", "longitude": "16.3"}
    page = client.post(address(draft, "people"), vienna).content.decode()
    assert f"km from {cast.community.name}" in page


def test_a_group_that_does_not_benefit_yet_can_be_kept_for_later(client, cast):
    draft = InitiativeFactory(community=cast.community, bare=True)
    client.force_login(cast.committee)
    later = ANSWERS["people"] | {"neighbours_planned": "0", "later": "1"}
    assert client.post(address(draft, "people"), later).status_code == 302


def test_more_rows_are_offered_after_saving(client, cast):
    draft = InitiativeFactory(community=cast.community, bare=True)
    client.force_login(cast.committee)
    response = client.post(address(draft, "money"), ANSWERS["money"] | {"more": "1"})
    assert response.url == address(draft, "money")
    assert client.get(response.url).context["bound"].lines.total_form_count() == 5


def test_rows_marked_to_leave_out_are_left_out(client, cast):
    draft = InitiativeFactory(community=cast.community, plan=1)
    client.force_login(cast.committee)
    lines = rows(
        "lines",
        {"label": "Drilling", "planned": "1", "kind": "cash", "DELETE": "on"},
        {"label": "Pump", "planned": "2", "kind": "cash"},
        initial=1,
    )
    client.post(address(draft, "money"), ANSWERS["money"] | lines)
    assert [line.label for line in draft.budget_lines.all()] == ["Pump"]


def test_the_preview_lists_what_is_missing_with_its_step(client, cast):
    draft = InitiativeFactory(community=cast.community, bare=True)
    client.force_login(cast.committee)
    shown = client.get(address(draft, "preview"))
    assert set(shown.context["missing"]) == set(ProposalStep) - {ProposalStep.PREVIEW}
    client.post(address(draft, "preview"))
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_a_near_initiative_is_pointed_out(client, cast):
    other = InitiativeFactory(
        community=cast.community,
        title="Taps at the school",
        state=State.SUBMITTED,
    )
    draft = InitiativeFactory(community=cast.community, title="A school garden")
    client.force_login(cast.committee)
    shown = client.get(address(draft, "idea"))
    assert [each.initiative for each in shown.context["similar"]] == [other]


@pytest.mark.parametrize("role", ["authority", "implementer", "outsider"])
def test_a_draft_is_not_even_there_for_others(client, cast, role):
    draft = InitiativeFactory(community=cast.community)
    client.force_login(cast[role])
    assert client.get(address(draft, "idea")).status_code == 404


def test_staff_read_a_draft_but_do_not_write_it(client, cast):
    draft = InitiativeFactory(community=cast.community)
    client.force_login(cast.staff)
    assert client.get(address(draft, "idea")).status_code == 403


def test_what_was_handed_in_leads_to_its_page(client, cast):
    initiative = InitiativeFactory(community=cast.community, state=State.SUBMITTED)
    client.force_login(cast.committee)
    response = client.get(address(initiative, "idea"))
    assert response.url == f"/initiatives/{initiative.reference}/"


def test_whoever_is_on_no_committee_is_told_who_proposes(client, cast):
    client.force_login(cast.outsider)
    response = client.get(START)
    assert response.status_code == 403
    assert b"Committees propose" in response.content


def test_a_member_of_two_committees_chooses_and_of_none_other(client, cast):
    MandateFactory(user=cast.committee)
    client.force_login(cast.committee)
    form = client.get(START).context["form"]
    assert form.fields["community"].queryset.count() == 2
    elsewhere = cast.elsewhere["committee"].mandates.get().community
    data = {
        "reference": "HG-22222",
        "community": elsewhere.slug,
        "title": "Taps",
        "problem": "One tap",
        "language": "en",
    }
    assert "community" in client.post(START, data).context["form"].errors


def test_the_map_is_an_extra_and_the_numbers_are_there_without_it(client, cast):
    draft = InitiativeFactory(community=cast.community)
    client.force_login(cast.committee)
    shown = client.get(address(draft, "people")).content.decode()
    assert 'name="latitude"' in shown
    assert "data-pin-map hidden" in shown
    assert f'data-centre-latitude="{cast.community.point.y}"' in shown
