"""The desk of editors: who may list, write and remove what, and what forms refuse."""

import datetime

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from communities.enums import Role
from communities.models import (
    Community,
    CommunityBody,
    CommunityProfile,
    Mandate,
    Service,
)
from tests.factories.communities import (
    CommunityBodyFactory,
    CommunityFactory,
    CommunityProfileFactory,
    MandateFactory,
)
from tests.factories.maps import (
    AdminAreaFactory,
    PopulationFactory,
    ReportingRoundFactory,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

POINT = '{"type": "Point", "coordinates": [36.5, 33.5]}'


def service(**fields):
    return Service.objects.create(
        community=fields.pop("community", None) or CommunityFactory(),
        name="Well",
        category="water",
        **fields,
    )


MAKERS = {
    "community": CommunityFactory,
    "communityprofile": CommunityProfileFactory,
    "service": service,
    "communitybody": CommunityBodyFactory,
    "mandate": MandateFactory,
    "adminarea": AdminAreaFactory,
    "population": PopulationFactory,
    "reportinground": ReportingRoundFactory,
}

#: Model, then what each role may do: l list, a add, e edit, d delete, - nothing.
TABLE = [
    # model, visitor, editor, moderator, steward, admin
    ("community", "-", "lae", "laed", "-", "laed"),
    ("communityprofile", "-", "lae", "laed", "-", "laed"),
    ("service", "-", "lae", "laed", "-", "laed"),
    ("communitybody", "-", "lae", "laed", "-", "laed"),
    ("mandate", "-", "-", "lae", "-", "laed"),
    ("adminarea", "-", "-", "l", "lae", "laed"),
    ("population", "-", "-", "l", "lae", "laed"),
    ("reportinground", "-", "-", "l", "lae", "laed"),
]
ROLES = ("visitor", "editor", "moderator", "steward", "admin")


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(sign_in, row, role):
    model, *columns = row
    client = sign_in(role)
    made = MAKERS[model]()
    addresses = {
        "l": reverse(f"{model}:index"),
        "a": reverse(f"{model}:add"),
        "e": reverse(f"{model}:edit", args=[made.pk]),
        "d": reverse(f"{model}:delete", args=[made.pk]),
    }
    allowed = {
        letter
        for letter, url in addresses.items()
        if client.get(url).status_code == 200
    }
    assert allowed == set(columns[ROLES.index(role)]) - {"-"}


def test_a_stewards_door_closes_with_the_mandate(sign_in, people):
    client = sign_in("steward")
    assert client.get(reverse("adminarea:index")).status_code == 200
    Mandate.objects.update(ends_on=datetime.date(2025, 6, 30))
    assert client.get(reverse("adminarea:index")).status_code == 302


@pytest.mark.parametrize("model", sorted(MAKERS))
def test_lists_ask_as_much_for_three_as_for_one(sign_in, model):
    client = sign_in("admin")
    asked = []
    for more in (1, 2):
        for _number in range(more):
            MAKERS[model]()
        client.get(reverse(f"{model}:index"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"{model}:index"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_a_community_is_found_by_its_name_and_by_its_kind(sign_in):
    CommunityFactory(name="Fenra")
    CommunityFactory(name="Qelma", settlement_type="town")
    client = sign_in("editor")
    for query in ({"q": "fen"}, {"settlement_type": "village"}):
        shown = client.get(reverse("community:index_results"), query).content.decode()
        assert "Fenra" in shown
        assert "Qelma" not in shown


def test_the_list_shows_residents_and_usable_services(sign_in):
    profile = CommunityProfileFactory(residents=4321)
    service(community=profile.community, status="active")
    service(community=profile.community, status="closed")
    shown = sign_in("editor").get(reverse("community:index")).context["object_list"][0]
    assert (shown.residents, shown.service_count) == (4321, 1)


def community_data(**fields):
    return {
        "name": "Fenra",
        "names__ar": "فنرا",
        "slug": "fenra",
        "settlement_type": "village",
        "point": POINT,
        **fields,
    }


def test_an_editor_stores_a_community(sign_in):
    area = AdminAreaFactory()
    answer = sign_in("editor").post(
        reverse("community:add"), community_data(area=area.pk)
    )
    assert answer.status_code == 302
    stored = Community.objects.get()
    assert (stored.name, stored.names) == ("Fenra", {"ar": "فنرا"})
    assert stored.point.coords == (36.5, 33.5)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "No geometry value provided."),
        ('{"type": "Point"', "This text is not GeoJSON"),
        ('{"type": "Point", "coordinates": [361, 0]}', "outside the Earth"),
    ],
)
def test_a_wrong_place_is_named_and_the_text_stays(sign_in, text, message):
    area = AdminAreaFactory()
    answer = sign_in("editor").post(
        reverse("community:add"), community_data(area=area.pk, point=text)
    )
    assert answer.status_code == 200
    errors = answer.context["form"].errors["point"]
    assert message in str(errors)
    assert not Community.objects.exists()


def test_saving_an_untouched_community_changes_nothing(sign_in):
    community = CommunityFactory(names={"ar": "فنرا", "fr": "Fenra-la-Haute"})
    client = sign_in("editor")
    url = reverse("community:edit", args=[community.pk])
    page = client.get(url).content.decode()
    forms = [
        querydict_from_html(page, form_index=index)
        for index in range(page.count("<form"))
    ]
    form = next(each for each in forms if "settlement_type" in each)
    assert client.post(url, form).status_code == 302
    stored = Community.objects.get()
    for field in ("name", "names", "slug", "area_id", "point", "settlement_type"):
        assert getattr(stored, field) == getattr(community, field)


def body_data(community, **fields):
    return {
        "community": community.pk,
        "name": "Salt packers",
        "names__ar": "معبّئات الملح",
        "kind": "women",
        "is_active": "on",
        **fields,
    }


def test_an_editor_stores_a_body_of_a_community(sign_in):
    community = CommunityFactory()
    answer = sign_in("editor").post(reverse("communitybody:add"), body_data(community))
    assert answer.status_code == 302
    stored = CommunityBody.objects.get()
    assert (stored.community, stored.kind) == (community, "women")
    assert (stored.name, stored.names) == ("Salt packers", {"ar": "معبّئات الملح"})


def test_a_body_stays_with_its_community_and_may_meet_no_more(sign_in):
    body = CommunityBodyFactory()
    data = body_data(CommunityFactory(), name=body.name)
    del data["is_active"]
    url = reverse("communitybody:edit", args=[body.pk])
    assert sign_in("editor").post(url, data).status_code == 302
    stored = CommunityBody.objects.get(pk=body.pk)
    assert stored.community == body.community
    assert not stored.is_active


def test_a_community_has_one_body_of_a_name(sign_in):
    body = CommunityBodyFactory(name="Salt packers")
    client, url = sign_in("editor"), reverse("communitybody:add")
    again = client.post(url, body_data(body.community))
    assert "This community has a body of this name" in str(again.context["form"].errors)
    assert client.post(url, body_data(CommunityFactory())).status_code == 302


# --- mandates -------------------------------------------------------------------------


def appointment(role, **fields):
    return {
        "user": UserFactory().pk,
        "role": role,
        "starts_on": "2026-01-01",
        "title": "",
        "community": "",
        "area": "",
        "ends_on": "",
        **fields,
    }


def test_a_moderator_appoints_a_committee(sign_in):
    data = appointment(Role.COMMITTEE, community=CommunityFactory().pk)
    answer = sign_in("moderator").post(reverse("mandate:add"), data)
    assert answer.status_code == 302
    assert Mandate.objects.filter(role=Role.COMMITTEE).count() == 1


@pytest.mark.parametrize("role", [Role.STAFF, Role.STEWARD])
@pytest.mark.parametrize(("who", "allowed"), [("moderator", False), ("admin", True)])
def test_only_an_administrator_appoints_for_the_programme(sign_in, role, who, allowed):
    before = Mandate.objects.count()
    answer = sign_in(who).post(reverse("mandate:add"), appointment(role))
    assert (answer.status_code == 302) is allowed
    assert Mandate.objects.count() - before == allowed


def test_a_moderator_does_not_take_over_a_stewards_mandate(sign_in, people):
    steward = MandateFactory(steward=True)
    data = appointment(Role.STEWARD, user=people["moderator"].pk)
    url = reverse("mandate:edit", args=[steward.pk])
    answer = sign_in("moderator").post(url, data)
    assert "Only an administrator appoints" in str(answer.context["form"].errors)
    steward.refresh_from_db()
    assert steward.user != people["moderator"]


def test_a_moderator_does_not_turn_a_steward_into_a_member(sign_in):
    steward = MandateFactory(steward=True)
    data = appointment(Role.COMMITTEE, community=CommunityFactory().pk)
    url = reverse("mandate:edit", args=[steward.pk])
    assert sign_in("moderator").post(url, data).status_code == 200
    steward.refresh_from_db()
    assert steward.role == Role.STEWARD


def test_a_role_without_its_place_is_explained(sign_in):
    answer = sign_in("moderator").post(
        reverse("mandate:add"), appointment(Role.COMMITTEE)
    )
    assert "act for a community" in str(answer.context["form"].errors)


# --- choosers ---------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["fen", "XZ07"])
def test_an_area_is_chosen_by_a_part_of_its_name_or_code(sign_in, typed):
    AdminAreaFactory(name="Fenra Ward", pcode="XZ0777")
    AdminAreaFactory(name="Elsewhere", pcode="XY1")
    AdminAreaFactory(
        name="Fenra Ward of old", pcode="XZ0778", valid_to=datetime.date(2025, 1, 1)
    )
    url = reverse("area_chooser:choose_results")
    shown = sign_in("editor").get(url, {"q": typed}).content.decode()
    assert "Fenra Ward" in shown
    assert "Elsewhere" not in shown
    assert "of old" not in shown


@pytest.mark.indexed
def test_a_community_is_chosen_by_searching(sign_in):
    CommunityFactory(name="Fenra")
    CommunityFactory(name="Qelma")
    url = reverse("community_chooser:choose_results")
    shown = sign_in("editor").get(url, {"q": "Fen"}).content.decode()
    assert "Fenra" in shown
    assert "Qelma" not in shown


# --- nothing from elsewhere ---------------------------------------------------------------


def test_the_cms_asks_nobody_else():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert settings.WAGTAIL_ENABLE_UPDATE_CHECK is False


def test_editors_may_not_remove_a_profile(sign_in):
    profile = CommunityProfileFactory()
    url = reverse("communityprofile:delete", args=[profile.pk])
    assert sign_in("editor").post(url).status_code == 302
    assert CommunityProfile.objects.filter(pk=profile.pk).exists()


def test_a_moderator_gives_no_mandate_to_themselves(client):
    moderator = UserFactory()
    moderator.groups.add(Group.objects.get(name="Moderators"))
    community = CommunityFactory()
    client.force_login(moderator)

    page = client.post(
        reverse("mandate:add"),
        {
            "user": moderator.pk,
            "role": "committee",
            "community": community.pk,
            "starts_on": "2026-01-01",
        },
    )

    assert "Nobody gives a mandate to themselves" in page.content.decode()
    assert not moderator.mandates.exists()
