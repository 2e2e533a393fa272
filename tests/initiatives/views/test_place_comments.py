"""Comments on places as people meet them: list, map, thread, form."""

import pytest
from django.urls import reverse

from initiatives import services
from initiatives.enums import CommentState
from initiatives.models import PlaceComment

LIST = reverse("initiatives:place_comments")
ADD = reverse("initiatives:add_place_comment")
DESK = reverse("initiatives:review_queue")


def say(cast, text="The ford is gone.", by="authority"):
    return services.add_place_comment(
        by=cast[by], text=text, language="en", area=cast.community.area
    )


def page_of(comment):
    return reverse("initiatives:place_comment", args=[comment.pk])


@pytest.mark.parametrize("address", [LIST, ADD])
@pytest.mark.parametrize("role", ["committee", "implementer", "outsider"])
def test_others_have_no_comments(client, cast, role, address):
    client.force_login(cast[role])
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("role", ["committee", "implementer", "outsider"])
def test_others_learn_of_no_comment(client, cast, role):
    client.force_login(cast[role])
    assert client.get(page_of(say(cast))).status_code == 404


def test_authority_of_elsewhere_learns_of_no_comment(client, cast):
    comment = say(cast)
    client.force_login(cast.elsewhere["authority"])
    assert client.get(page_of(comment)).status_code == 404
    assert "ford" not in client.get(LIST).content.decode()


def test_visitors_are_asked_to_sign_in(client, cast):
    for address in (LIST, ADD, page_of(say(cast))):
        assert client.get(address).status_code == 302


def test_a_comment_is_pinned_by_two_numbers(client, cast):
    client.force_login(cast.authority)
    place = cast.community.point
    response = client.post(
        ADD,
        {"text": "Wet.", "language": "en", "latitude": place.y, "longitude": place.x},
    )
    comment = PlaceComment.objects.get()
    assert response["Location"] == page_of(comment)
    assert (comment.area, comment.place.x) == (cast.community.area, place.x)


def test_a_comment_is_pinned_to_a_whole_area(client, cast):
    client.force_login(cast.authority)
    area = cast.community.area
    client.post(ADD, {"text": "Wet.", "language": "en", "area": area.pcode})
    comment = PlaceComment.objects.get()
    assert (comment.area, comment.place) == (area, None)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({}, "area"),
        ({"latitude": "1"}, "longitude"),
        ({"latitude": "-80", "longitude": "-170"}, "latitude"),
        ({"area": "NOWHERE"}, "area"),
    ],
)
def test_a_place_that_is_none_is_asked_for_again(client, cast, given, field):
    client.force_login(cast.authority)
    response = client.post(ADD, {"text": "Wet.", "language": "en", **given})
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not PlaceComment.objects.exists()


def test_the_area_of_others_is_not_offered(client, cast):
    theirs = cast.elsewhere["authority"].mandates.get().area
    client.force_login(cast.authority)
    assert theirs.pcode not in client.get(ADD).content.decode()
    client.post(ADD, {"text": "Wet.", "language": "en", "area": theirs.pcode})
    assert not PlaceComment.objects.exists()


def test_a_click_on_the_map_brings_its_place_along(client, cast):
    client.force_login(cast.authority)
    page = client.get(ADD, {"latitude": "1.5", "longitude": "2.5"}).content.decode()
    assert 'value="1.5"' in page
    assert 'value="2.5"' in page


def test_open_comments_stand_on_the_desk_and_its_map(client, cast):
    say(cast, "The ford is gone.")
    services.resolve_place_comment(
        say(cast, "The well is dry."), by=cast.staff, reason="Dug deeper."
    )
    client.force_login(cast.authority)
    page = client.get(DESK).content.decode()
    assert "The ford is gone." in page
    assert "The well is dry." not in page
    assert 'class="pin remark"' in page


@pytest.mark.parametrize(
    ("asked", "texts"),
    [
        ({}, {"open"}),
        ({"state": "resolved"}, {"resolved"}),
        ({"state": "all"}, {"open", "resolved"}),
        ({"state": "'; DROP TABLE"}, {"open"}),
        ({"state": "all", "area": "NOWHERE"}, {"open", "resolved"}),
    ],
)
def test_the_list_is_narrowed_as_asked(client, cast, asked, texts):
    say(cast, "open")
    services.resolve_place_comment(say(cast, "resolved"), by=cast.staff, reason="Done")
    client.force_login(cast.staff)
    found = client.get(LIST, asked).context["page_obj"]
    assert {comment.text for comment in found} == texts


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(LIST, 8), (DESK, 7)])
def test_the_list_asks_as_much_for_three_as_for_one(
    client, cast, item_count, address, queries, django_assert_num_queries
):
    for _number in range(item_count):
        comment = say(cast)
        services.reply_to_place_comment(
            comment, by=cast.staff, text="Seen.", language="en"
        )
    client.force_login(cast.authority)
    with django_assert_num_queries(queries):
        assert len(client.get(address).context["comment_rows"]) == item_count


def test_a_thread_is_answered_resolved_and_opened_again(client, cast):
    comment = say(cast)
    client.force_login(cast.staff)
    address = page_of(comment)
    for move, text, state in (
        ("answered", "We look.", CommentState.OPEN),
        ("resolved", "A bridge stands.", CommentState.RESOLVED),
        ("reopened", "Gone again.", CommentState.OPEN),
    ):
        response = client.post(address, {"move": move, "text": text, "language": "en"})
        assert response.status_code == 302
        comment.refresh_from_db()
        assert comment.state == state
        assert text in client.get(address).content.decode()


def test_a_move_from_an_old_page_changes_nothing(client, cast):
    comment = say(cast)
    client.force_login(cast.staff)
    response = client.post(
        page_of(comment), {"move": "reopened", "text": "x", "language": "en"}
    )
    assert response.status_code == 422
    comment.refresh_from_db()
    assert comment.state == CommentState.OPEN


def test_words_of_a_comment_are_text(client, cast):
    comment = say(cast, "<script>alert(1)</script>")
    client.force_login(cast.staff)
    for address in (page_of(comment), LIST, DESK):
        assert "<script>alert(1)" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    "path", ["/map/", "/initiatives/", "/", "/map/points/communities.json"]
)
def test_no_public_page_holds_a_comment(client, cast, path):
    say(cast, "Nobody else reads this")
    assert "Nobody else reads this" not in client.get(path).content.decode()
