"""Comments on places: who may say and read what, when, and who is told."""

import pytest
import rules
from django.contrib.gis.geos import Point
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from initiatives import services
from initiatives.enums import CommentState
from initiatives.models import PlaceComment
from initiatives.queries.place_comments import people_over, place_comments_for
from tests.factories.communities import MandateFactory
from tests.factories.people import UserFactory

ROLES = ("committee", "staff", "authority", "implementer", "outsider")


def say(cast, by="authority", **where):
    return services.add_place_comment(
        by=cast[by],
        text="The ford is gone since the flood.",
        language="en",
        **(where or {"area": cast.community.area}),
    )


def resolve(comment, by):
    return services.resolve_place_comment(comment, by=by, reason="A bridge stands.")


@pytest.mark.parametrize("role", ROLES)
def test_authority_and_staff_speak_about_an_area_and_nobody_else(cast, role):
    may = rules.has_perm(
        "initiatives.comment_on_place", cast[role], cast.community.area
    )
    assert may == (role in ("staff", "authority"))


def test_an_authority_of_elsewhere_neither_reads_nor_speaks(cast):
    comment = say(cast)
    elsewhere = cast.elsewhere["authority"]
    assert not place_comments_for(elsewhere).exists()
    with pytest.raises(services.NotAllowedError):
        services.reply_to_place_comment(comment, by=elsewhere, text="?", language="en")


@pytest.mark.parametrize("role", ROLES)
def test_comments_are_read_by_those_who_may_speak(cast, role):
    comment = say(cast)
    expected = [comment] if role in ("staff", "authority") else []
    assert list(place_comments_for(cast[role])) == expected


#: state → verbs that it allows; what is not written here is refused.
TABLE = {
    CommentState.OPEN: {"reply", "resolve"},
    CommentState.RESOLVED: {"reopen"},
}
VERBS = {
    "reply": lambda comment, by: services.reply_to_place_comment(
        comment, by=by, text="Seen.", language="en"
    ),
    "resolve": resolve,
    "reopen": lambda comment, by: services.reopen_place_comment(
        comment, by=by, text="Gone again.", language="en"
    ),
}


@pytest.mark.parametrize("state", CommentState.values)
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what_in_which_state(cast, role, verb, state):
    comment = say(cast)
    if state == CommentState.RESOLVED:
        resolve(comment, cast.staff)
    if role not in ("staff", "authority"):
        refusal = services.NotAllowedError
    elif verb not in TABLE[state]:
        refusal = services.WrongStateError
    else:
        VERBS[verb](comment, cast[role])
        return
    with pytest.raises(refusal):
        VERBS[verb](comment, cast[role])


def test_a_point_belongs_to_the_smallest_area_that_holds_it(cast):
    comment = say(cast, place=cast.community.point)
    assert comment.area == cast.community.area
    assert comment.author_role == "authority"


def test_a_point_in_no_area_is_refused(cast):
    with pytest.raises(services.PlanError, match="No area holds this place"):
        say(cast, place=Point(-170, -80, srid=4326))


def test_a_point_in_the_area_of_others_is_refused(cast):
    theirs = MandateFactory(authority=True).area
    with pytest.raises(services.NotAllowedError):
        say(cast, place=theirs.point)


def test_resolving_says_how(cast):
    comment = say(cast)
    with pytest.raises(services.ReasonMissingError):
        services.resolve_place_comment(comment, by=cast.staff, reason="  ")
    resolved = resolve(comment, cast.staff)
    assert (resolved.settled_by, resolved.settled_why) == (
        cast.staff,
        "A bridge stands.",
    )


def test_opening_again_keeps_the_reason_as_an_answer(cast):
    comment = resolve(say(cast), cast.staff)
    reopened = services.reopen_place_comment(
        comment, by=cast.authority, text="Gone again.", language="en"
    )
    assert (reopened.state, reopened.settled_by) == (CommentState.OPEN, None)
    assert [reply.text for reply in reopened.replies.all()] == ["Gone again."]


@pytest.mark.parametrize(
    "broken",
    [
        {"state": CommentState.RESOLVED},
        {"settled_why": "Because."},
        {"state": CommentState.RESOLVED, "settled_at": timezone.now()},
        {"text": ""},
    ],
)
def test_the_database_keeps_a_resolution_whole(cast, broken):
    comment = say(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceComment.objects.filter(pk=comment.pk).update(**broken)


def test_the_record_names_acts_and_no_words_or_places(cast):
    comment = say(cast, place=cast.community.point)
    resolve(comment, cast.staff)
    entries = ModelLogEntry.objects.filter(
        action__startswith="initiatives.place_comment_"
    )
    assert {entry.action.rsplit("_", 1)[1] for entry in entries} == {
        "added",
        "resolved",
    }
    written = " ".join(str(entry.data) + entry.label for entry in entries)
    assert "ford" not in written
    assert "POINT" not in written


# --- who is told ------------------------------------------------------------------------


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run a service and return the addresses of its mails."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return {message.to[0] for message in mail.outbox}

    return run


def test_a_new_comment_is_told_to_all_who_answer_for_the_area(cast, told):
    assert told(say, cast) == {cast.staff.email}
    assert told(say, cast, by="staff") == {cast.authority.email}
    assert cast.authority.email not in str(mail.outbox[0].body)
    assert "The ford is gone" in mail.outbox[0].body


def test_an_answer_is_told_to_those_who_took_part(cast, told):
    comment = say(cast)
    colleague = MandateFactory(staff=True).user
    found = told(
        services.reply_to_place_comment,
        comment,
        by=cast.staff,
        text="We look.",
        language="en",
    )
    assert found == {cast.authority.email}
    assert colleague.email not in found


def test_whoever_lost_the_mandate_hears_no_more(cast, told):
    comment = say(cast)
    cast.authority.mandates.all().delete()
    assert told(resolve, comment, cast.staff) == set()


def test_people_over_an_area_are_those_of_today(cast):
    asleep = MandateFactory(staff=True, user=UserFactory(is_active=False)).user
    over = set(people_over(cast.community.area))
    assert over == {cast.staff, cast.authority}
    assert asleep not in over
