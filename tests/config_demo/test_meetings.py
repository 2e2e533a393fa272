"""The demo's meetings hang together with its initiatives, votes and pictures."""

import re

import pytest

from config.demo.communities import communities
from config.demo.initiatives import initiatives
from config.demo.pictures import pictures
from config.demo.rounds import rounds
from config.demo.words import content
from initiatives.enums import ActingRole
from participation.enums import AttendanceGroup, DecidedHow, MeetingKind, MeetingState

MEETINGS = content("meetings")["meeting"]


def _each() -> list[object]:
    return [pytest.param(entry, id=entry["reference"]) for entry in MEETINGS]


def test_there_are_meetings_of_every_ending_and_in_both_languages():
    endings = {entry.get("ends", "published") for entry in MEETINGS}
    assert endings == {
        MeetingState.CALLED,
        MeetingState.HANDED_IN,
        MeetingState.PUBLISHED,
        MeetingState.CALLED_OFF,
    }
    assert {entry["language"] for entry in MEETINGS} == {"en", "ar"}
    assert any(entry["days"] > 0 for entry in MEETINGS)
    assert len({entry["reference"] for entry in MEETINGS}) == len(MEETINGS)


@pytest.mark.parametrize("entry", _each())
def test_a_meeting_points_at_what_exists(entry):
    assert re.fullmatch(r"MT-[2-9A-Z]{5}", entry["reference"])
    places = {each.slug for each in communities()}
    assert entry.get("community", entry.get("area_of")) in places
    if "community" in entry:
        [place] = [each for each in communities() if each.slug == entry["community"]]
        assert entry["body"] in {each.name.en for each in place.bodies}
    homes = {each.key: each for each in initiatives()}
    for key in entry.get("initiatives", []):
        assert homes[key].community == entry["community"]
    if "milestone" in entry:
        [initiative] = entry["initiatives"]
        titles = [each.title.en for each in homes[initiative].milestones]
        assert entry["milestone"] in titles
    assert set(entry.get("rounds", [])) <= {each.slug for each in rounds()}
    assert entry.get("picture", "market") in {each.stem for each in pictures()}


@pytest.mark.parametrize("entry", _each())
def test_a_meeting_is_told_in_known_words(entry):
    assert entry["kind"] in MeetingKind.values
    assert set(entry.get("attendance", {})) <= {"everybody", *AttendanceGroup.values}
    assert {each["how"] for each in entry.get("decisions", [])} <= set(
        DecidedHow.values
    )
    assert {each[2] for each in entry.get("actions", [])} <= set(ActingRole.values)
