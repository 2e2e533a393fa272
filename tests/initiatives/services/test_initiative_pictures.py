"""The picture of an initiative: with words and leave, and the same for every voter."""

import pytest
from django.db import IntegrityError, transaction
from django.dispatch import Signal
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry

from initiatives import services
from initiatives.models import Initiative
from initiatives.services import initiative_pictures
from tests.factories.initiatives import InitiativeFactory
from tests.initiatives.pictures import photograph, upload

ALT = "Taps under a tree."


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def initiative(cast):
    return InitiativeFactory(community=cast.community)


@pytest.fixture
def voted(monkeypatch):
    """A room above says that every initiative stands on an open ballot."""
    asked = Signal()
    asked.connect(lambda sender, **kwargs: True, weak=False)
    monkeypatch.setattr(initiative_pictures, "ballot_asked", asked)


def given(initiative, by, **answers):
    return services.set_picture(
        initiative,
        by=by,
        **{
            "picture": photograph(900, 600),
            "alt": ALT,
            "has_consent": True,
            **answers,
        },
    )


def files_in(settings):
    return [each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]


@pytest.mark.parametrize("role", ["committee", "staff"])
def test_it_is_kept_with_its_words_and_put_on_record(cast, initiative, role):
    stored = given(initiative, cast[role], alt=f"  {ALT} ")
    assert stored.picture.description == stored.picture_alt == ALT
    assert stored.picture.uploaded_by_user == cast[role]
    entry = ModelLogEntry.objects.get(action="initiatives.set_picture")
    assert entry.data == {"new": True, "consent": True}


def test_what_the_camera_wrote_is_not_kept(cast, initiative):
    stored = given(initiative, cast.committee)
    with stored.picture.file.open("rb") as file:
        content = file.read()
    assert not [
        text for text in (b"Some telephone", b"GPS", b"Exif") if text in content
    ]


@pytest.mark.parametrize("role", ["implementer", "authority", "outsider"])
def test_others_give_none_and_take_none(cast, initiative, role):
    with pytest.raises(services.NotAllowedError):
        given(initiative, cast[role])
    given(initiative, cast.committee)
    with pytest.raises(services.NotAllowedError):
        services.remove_picture(initiative, by=cast[role])


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({"has_consent": False}, "has_consent"),
        ({"alt": " "}, "alt"),
        ({"picture": None}, "picture"),
        ({"picture": upload(b"no picture")}, "picture"),
    ],
)
def test_without_leave_words_or_picture_nothing_is_kept(
    cast, initiative, settings, answers, field
):
    with pytest.raises(services.InitiativeError) as refusal:
        given(initiative, cast.committee, **answers)
    assert refusal.value.field == field
    assert Initiative.objects.get().picture is None
    assert not files_in(settings)


def test_new_words_need_no_new_picture_and_end_the_old_translations(cast, initiative):
    first = given(initiative, cast.committee)
    first.translations = {"ar": {"title": "صنابير", "picture_alt": "شجرة"}}
    first.save()
    stored = given(initiative, cast.committee, picture=None, alt="Four taps.")
    assert stored.picture == first.picture
    assert stored.picture_alt == "Four taps."
    assert stored.translations == {"ar": {"title": "صنابير"}}


def test_another_picture_deletes_the_one_before_with_its_files(
    cast, initiative, settings, django_capture_on_commit_callbacks
):
    first = given(initiative, cast.committee)
    first.picture.get_rendition("width-100")
    with django_capture_on_commit_callbacks(execute=True):
        second = given(initiative, cast.committee)
    assert list(get_image_model().objects.all()) == [second.picture]
    assert [each.name for each in files_in(settings)] == [
        second.picture.file.name.rpartition("/")[2]
    ]


def test_during_a_vote_it_cannot_be_changed_but_taken_out(
    cast, initiative, settings, voted, django_capture_on_commit_callbacks
):
    with pytest.raises(services.WrongStateError):
        given(initiative, cast.staff)
    with pytest.raises(services.WrongStateError):
        given(initiative, cast.staff, picture=None)
    Initiative.objects.update(
        picture=get_image_model().objects.create(title="A", file=photograph(90, 60)),
        picture_alt=ALT,
    )
    with django_capture_on_commit_callbacks(execute=True):
        stored = services.remove_picture(initiative, by=cast.committee)
    assert (stored.picture, stored.picture_alt) == (None, "")
    assert not files_in(settings)
    assert ModelLogEntry.objects.filter(action="initiatives.remove_picture").exists()


def test_the_database_keeps_no_picture_without_words(cast, initiative):
    given(initiative, cast.committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        Initiative.objects.update(picture_alt="")
