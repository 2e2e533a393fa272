"""How many of a group live there: stored by editors, shown as far as it singles nobody out."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from communities.enums import ResidentGroup
from communities.models import CommunityProfile, ProfileGroup
from communities.models.profile_groups import misfits
from communities.queries.composition import shown_composition
from participation.enums import AttendanceGroup
from tests.factories.communities import (
    CommunityFactory,
    CommunityProfileFactory,
    profile_with_groups,
)

pytestmark = pytest.mark.django_db


def shown(residents=1000, **groups):
    profile = profile_with_groups(
        community=CommunityFactory(), residents=residents, **groups
    )
    return {
        group.value: persons for group, persons in shown_composition(profile).items()
    }


# --- what everybody sees ------------------------------------------------------------


def test_groups_are_shown_in_the_order_of_the_vocabulary():
    groups = {"women": 510, "men": 490, "returnees": 200, "neighbours": 800}

    assert shown(**dict(reversed(groups.items()))) == groups
    assert list(shown(**groups)) == list(groups)


@pytest.mark.parametrize(
    "groups",
    [
        {"returnees": 5},
        {"neighbours": 995},
        {"returnees": 5, "neighbours": 995},
        {"women": 1000},
        {"women": 800, "men": 300},
    ],
    ids=["few", "few others", "few beside many", "everybody", "more than there are"],
)
def test_no_group_is_shown_that_is_small_or_gives_a_small_one_away(groups):
    assert shown(**groups) == {}


def test_ages_are_shown_only_beside_adults_who_are():
    ages = {"aged_18_29": 200, "aged_60_up": 100}

    assert shown(**ages) == ages
    assert shown(**ages, adults=500) == {**ages, "adults": 500}
    assert shown(**ages, adults=995) == {}


def test_the_communitys_page_shows_what_may_be_shown(client, community_page):
    community = CommunityFactory()
    profile_with_groups(
        community=community, residents=1000, women=512, with_disability=994
    )

    page = client.get(community_page(community=community).url).text

    assert "Women: <strong>512</strong>" in page
    assert "994" not in page


@given(
    st.fixed_dictionaries(
        {"women": st.integers(0, 60), "men": st.integers(0, 60)},
    ),
    st.integers(0, 60),
)
def test_whoever_is_left_over_is_never_few(groups, others):
    """What can be worked out of the residents and what is shown is no small number."""
    residents = sum(groups.values()) + others
    profile = CommunityProfile(residents=residents)
    profile.groups = [
        ProfileGroup(group=group, persons=number)
        for group, number in groups.items()
        if number
    ]

    told = shown_composition(profile)

    rest = residents - sum(told.values())
    assert all(number >= 10 for number in told.values())
    assert not told or rest == 0 or rest >= 10


# --- the database and the editors ---------------------------------------------------


def test_whoever_is_counted_at_meetings_too_has_the_same_code():
    assert set(ResidentGroup.values) - set(AttendanceGroup.values) == {"adults"}


@pytest.mark.parametrize(
    "fields",
    [
        {"group": "women", "persons": 20},
        {"group": "men", "persons": 0},
        {"group": "tall", "persons": 20},
    ],
    ids=["twice", "nobody", "unknown"],
)
def test_the_database_refuses(fields):
    profile = profile_with_groups(
        community=CommunityFactory(), residents=1000, women=510
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ProfileGroup.objects.bulk_create([ProfileGroup(profile=profile, **fields)])


@pytest.mark.parametrize(
    ("groups", "wrong"),
    [
        ({"women": 510, "men": 490}, set()),
        ({"women": 9}, {"women"}),
        ({"women": 510, "men": 500}, {"women", "men"}),
        ({"adults": 1001}, {"adults"}),
        ({"adults": 300, "aged_18_29": 200, "aged_60_up": 100}, set()),
        ({"adults": 300, "aged_18_29": 301}, {"aged_18_29"}),
    ],
)
def test_groups_have_to_fit_among_the_residents(groups, wrong):
    found = misfits(1000, {ResidentGroup(name): n for name, n in groups.items()})

    assert set(found) == wrong


def filled(profile, *groups, initial=0):
    return {
        "community": profile.community_id,
        "reference_date": profile.reference_date,
        "residents": 1000,
        "households": "",
        "method": "Interviews",
        "source": "Assessment",
        "limitations": "",
        "groups-TOTAL_FORMS": len(groups),
        "groups-INITIAL_FORMS": initial,
        "groups-MIN_NUM_FORMS": 0,
        "groups-MAX_NUM_FORMS": 1000,
        **{
            f"groups-{number}-{name}": value
            for number, group in enumerate(groups)
            for name, value in {"id": "", "DELETE": "", **group}.items()
        },
    }


def test_an_editor_stores_groups_with_the_profile(sign_in):
    profile = CommunityProfileFactory()
    client, url = sign_in("editor"), reverse("communityprofile:edit", args=[profile.pk])
    assert "Who lives there" in client.get(url).text

    women, men = ({"group": "women", "persons": 510}, {"group": "men", "persons": 490})
    assert client.post(url, filled(profile, women, men)).status_code == 302
    assert dict(profile.groups.values_list("group", "persons")) == {
        "women": 510,
        "men": 490,
    }


@pytest.mark.parametrize(
    ("groups", "words"),
    [
        ([("women", 9)], "Leave out a group of fewer than 10 people."),
        (
            [("women", 510), ("men", 500)],
            "The groups come to more people than there are.",
        ),
    ],
)
def test_groups_that_cannot_be_are_refused_with_the_reason(sign_in, groups, words):
    profile = CommunityProfileFactory()
    rows = [{"group": group, "persons": persons} for group, persons in groups]

    answer = sign_in("editor").post(
        reverse("communityprofile:edit", args=[profile.pk]), filled(profile, *rows)
    )

    assert answer.status_code == 200
    assert words in answer.text
    assert not ProfileGroup.objects.exists()


def test_a_group_twice_is_refused(sign_in):
    profile = CommunityProfileFactory()
    rows = [{"group": "women", "persons": persons} for persons in (100, 200)]

    answer = sign_in("editor").post(
        reverse("communityprofile:edit", args=[profile.pk]), filled(profile, *rows)
    )

    assert answer.status_code == 200
    assert not ProfileGroup.objects.exists()
