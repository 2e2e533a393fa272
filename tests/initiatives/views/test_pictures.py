"""Pictures of initiatives on their pages and cards, and the page that sets them."""

import re

import pytest
from django.urls import reverse

from initiatives.enums import State
from initiatives.models import Initiative
from tests.factories.initiatives import InitiativeFactory, pictured
from tests.initiatives.pictures import photograph

LIST = "/initiatives/"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def initiative(cast):
    return InitiativeFactory(community=cast.community, state=State.SUBMITTED)


def address(initiative, name="picture"):
    return reverse(f"initiatives:{name}", args=[initiative.reference])


def sent(client, initiative, **fields):
    answers = {"picture": photograph(900, 600), "alt": "Taps.", "has_consent": "on"}
    return client.post(address(initiative), {**answers, **fields})


def test_the_page_shows_it_with_its_words_in_the_language_of_the_reader(
    client, initiative
):
    stored = pictured(initiative, alt="Taps under a tree.")
    stored.translations = {"ar": {"picture_alt": "صنابير تحت شجرة."}}
    stored.save()
    assert 'alt="Taps under a tree."' in client.get(address(initiative, "detail")).text
    arabic = client.get("/ar" + address(initiative, "detail")).text
    assert 'alt="صنابير تحت شجرة."' in arabic


def test_cards_show_it_small_and_late_or_a_drawing_of_its_kind(
    client, cast, initiative
):
    pictured(initiative)
    InitiativeFactory(community=cast.community, state=State.SUBMITTED)
    page = client.get(LIST).text
    medias = re.findall(r'<div class="card-media[^>]*>.*?</div>', page, re.DOTALL)
    with_picture, drawn = sorted(medias, key=lambda each: "<svg" in each)
    assert 'loading="lazy"' in with_picture
    assert "fill-360x150" in with_picture
    assert 'class="card-media slim pictogram social"' in drawn
    assert "<svg" in drawn


@pytest.mark.parametrize("item_count", [1, 3])
def test_the_list_asks_as_much_for_three_pictures_as_for_one(
    client, cast, item_count, django_assert_num_queries
):
    for _ in range(item_count):
        pictured(InitiativeFactory(community=cast.community, state=State.SUBMITTED))
    client.get(LIST)
    with django_assert_num_queries(4):
        response = client.get(LIST)
    assert response.content.count(b"fill-360x150") >= item_count


def test_a_committee_gives_a_picture_and_comes_back_to_the_page(
    client, cast, initiative
):
    client.force_login(cast.committee)
    assert "Add a picture" in client.get(address(initiative, "detail")).text
    assert client.get(address(initiative)).status_code == 200
    answer = sent(client, initiative)
    assert answer["Location"] == address(initiative, "detail")
    assert Initiative.objects.get().picture_alt == "Taps."
    assert "Change the picture" in client.get(address(initiative, "detail")).text


def test_while_it_is_written_one_comes_back_to_the_preview(client, cast):
    draft = InitiativeFactory(community=cast.community)
    preview = reverse("initiatives:propose_step", args=[draft.reference, "preview"])
    client.force_login(cast.committee)
    assert address(draft) in client.get(preview).text
    assert sent(client, draft)["Location"] == preview
    assert 'alt="Taps."' in client.get(preview).text


def test_what_is_missing_is_said_beside_its_field(client, cast, initiative):
    client.force_login(cast.committee)
    for fields, name in (
        ({"picture": ""}, "picture"),
        ({"alt": ""}, "alt"),
        ({"has_consent": ""}, "has_consent"),
    ):
        assert name in sent(client, initiative, **fields).context["form"].errors
    assert Initiative.objects.get().picture is None


def test_it_is_taken_out_again(client, cast, initiative):
    pictured(initiative)
    client.force_login(cast.staff)
    assert "Take this picture out" in client.get(address(initiative)).text
    client.post(address(initiative, "remove_picture"))
    assert Initiative.objects.get().picture is None


@pytest.mark.parametrize(
    ("role", "status"),
    [("committee", 200), ("staff", 200), ("implementer", 403), ("outsider", 403)],
)
def test_the_page_is_for_those_who_may(client, cast, initiative, role, status):
    client.force_login(cast[role])
    assert client.get(address(initiative)).status_code == status
    may_take_out = client.post(address(initiative, "remove_picture")).status_code
    assert may_take_out == (302 if status == 200 else 403)
    offered = "Add a picture" in client.get(address(initiative, "detail")).text
    assert offered == (status == 200)
