"""Ballot files: oddities of real ones are read, faults are named with their line."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from participation.tally import (
    Ballot,
    ElectionError,
    Issue,
    PabulibError,
    VoteType,
    count,
    parse_pb,
    read_pb,
    write_pb,
)
from tests.participation.tally.elections import election_of, elections
from tests.participation.tally.real_files import FOLDER, NEEDS_FILES, expectations

PLAIN = """META
key;value
description;A made-up vote
budget;1000
vote_type;approval
num_projects;2
num_votes;3
PROJECTS
project_id;cost;votes;name;selected
well;600;2;A well;1
road;500,50;2;"A road; a long one";0
VOTES
voter_id;vote
1;well
2;well,road
3;road
"""
POINTS = PLAIN.replace("approval", "cumulative").replace(
    "voter_id;vote\n1;well\n2;well,road\n3;road",
    "voter_id;vote;points\n1;well;3\n2;well,road;1,2\n3;road;3",
)


def faults_of(text):
    with pytest.raises(PabulibError) as caught:
        read_pb(text)
    return [(fault.line, fault.issue) for fault in caught.value.faults]


def remarks_of(text):
    return [(remark.line, remark.issue) for remark in parse_pb(text).remarks]


def test_plain_file_is_read():
    read = parse_pb(PLAIN)
    assert read.remarks == ()
    election = read.election
    assert election.budget == 1000
    assert election.vote_type is VoteType.APPROVAL
    assert [p.cost for p in election.projects] == [600, Fraction(1001, 2)]
    assert [p.name for p in election.projects] == ["A well", "A road; a long one"]
    assert [p.selected for p in election.projects] == [1, 0]
    assert election.ballots == {Ballot((0,)): 1, Ballot((0, 1)): 1, Ballot((1,)): 1}
    assert election.meta["description"] == "A made-up vote"


def test_byte_order_mark_windows_lines_and_blank_rows_do_no_harm():
    windows = PLAIN.replace("PROJECTS\n", ";;\n\nPROJECTS;;\n").replace("\n", "\r\n")
    data = b"\xef\xbb\xbf" + windows.encode()
    assert read_pb(data).ballots == read_pb(PLAIN).ballots
    assert read_pb("\ufeff" + PLAIN).ballots == read_pb(PLAIN).ballots


def test_project_named_twice_counts_once_and_is_remarked():
    text = PLAIN.replace("2;well,road", "2;well,road,well")
    assert read_pb(text).ballots == read_pb(PLAIN).ballots
    assert remarks_of(text) == [(15, Issue.CHOICE_REPEATED)]


def test_twice_named_project_keeps_its_first_points():
    text = POINTS.replace("2;well,road;1,2", "2;well,road,well;1,2,9")
    assert read_pb(text).ballots == read_pb(POINTS).ballots


def test_votes_and_counts_that_disagree_are_remarked():
    text = PLAIN.replace("600;2;", "600;7;").replace("num_votes;3", "num_votes;4")
    read = parse_pb(text)
    assert [(r.line, r.issue, r.value, r.expected) for r in read.remarks] == [
        (10, Issue.VOTES_DIFFER, "well: 7", "2"),
        (7, Issue.COUNT_DIFFERS, "num_votes: 4", "3"),
    ]


@pytest.mark.parametrize("selected", [2, 3])
def test_selected_beyond_one_is_kept_and_remarked(selected):
    text = PLAIN.replace("A well;1", f"A well;{selected}")
    assert read_pb(text).projects[0].selected == selected
    assert remarks_of(text) == [(10, Issue.SELECTED)]


def test_voter_listed_twice_is_remarked():
    assert remarks_of(PLAIN.replace("3;road", "2;road")) == [(16, Issue.VOTER_REPEATED)]


def test_more_choices_than_allowed_are_counted_and_remarked():
    text = PLAIN.replace("approval", "choose-1")
    assert read_pb(text).votes == 3
    assert remarks_of(text) == [(0, Issue.CHOICES_OVER)]


def test_blank_ballot_counts_as_a_vote():
    assert read_pb(PLAIN + "4;\n").votes == 4


@pytest.mark.parametrize(
    ("find", "put", "expected"),
    [
        ("budget;1000\n", "", (0, Issue.KEY_MISSING)),
        ("budget;1000", "budget;a lot", (4, Issue.NUMBER)),
        ("budget;1000", "budget;1,000,000", (4, Issue.NUMBER)),
        ("budget;1000", "budget;-5", (4, Issue.NUMBER)),
        ("budget;1000", "budget;1000\nbudget;2000", (5, Issue.KEY_REPEATED)),
        ("vote_type;approval\n", "", (0, Issue.KEY_MISSING)),
        ("vote_type;approval", "vote_type;guess", (5, Issue.VOTE_TYPE)),
        ("META\nkey", "Hello\nMETA\nkey", (1, Issue.BEFORE_PARTS)),
        ("key;value", "description;What is this", (2, Issue.COLUMN_MISSING)),
        ("project_id;cost", "project_id;price", (9, Issue.COLUMN_MISSING)),
        ("votes;name", "name;name", (9, Issue.COLUMN_REPEATED)),
        ("voter_id;vote", "voter_id;choice", (13, Issue.COLUMN_MISSING)),
        ("well;600", "well;six hundred", (10, Issue.NUMBER)),
        ("well;600", "well;1e9", (10, Issue.NUMBER)),
        ("well;600", "well;nan", (10, Issue.NUMBER)),
        ("A well;1", "A well;1;extra", (10, Issue.ROW_TOO_LONG)),
        ("road;500", "well;500", (11, Issue.PROJECT_REPEATED)),
        ("road;500", ";500", (11, Issue.PROJECT_ID)),
        ("road;500", "a,b;500", (11, Issue.PROJECT_ID)),
        ("road;500", "ro\0ad;500", (11, Issue.PROJECT_ID)),
        ("1;well\n", "1;wall\n", (14, Issue.PROJECT_UNKNOWN)),
        ("VOTES\n", "META\nkey;value\nVOTES\n", (12, Issue.PART_REPEATED)),
        ('"A road; a long one"', '"A road', (11, Issue.QUOTE)),
    ],
)
def test_fault_is_named_with_its_line(find, put, expected):
    assert find in PLAIN
    assert expected in faults_of(PLAIN.replace(find, put))


@pytest.mark.parametrize(
    ("find", "put", "expected"),
    [
        ("1;well;3", "1;well;3,4", (14, Issue.POINTS)),
        ("1;well;3", "1;well;", (14, Issue.POINTS)),
        ("1;well;3", "1;well;-3", (14, Issue.NUMBER)),
        ("vote;points", "vote;stars", (13, Issue.COLUMN_MISSING)),
    ],
)
def test_fault_in_points_is_named_with_its_line(find, put, expected):
    assert find in POINTS
    assert expected in faults_of(POINTS.replace(find, put))


def test_every_fault_is_named_not_only_the_first():
    text = PLAIN.replace("budget;1000", "budget;x").replace("1;well\n", "1;wall\n")
    text = text.replace("3;road", "3;rode\n4;wall")
    assert faults_of(text) == [
        (4, Issue.NUMBER),
        (14, Issue.PROJECT_UNKNOWN),
        (16, Issue.PROJECT_UNKNOWN),
        (17, Issue.PROJECT_UNKNOWN),
    ]


def test_thousands_of_faults_are_cut_short_and_counted():
    with pytest.raises(PabulibError) as caught:
        read_pb(PLAIN + "9;nowhere\n" * 5000)
    last = caught.value.faults[-1]
    assert (last.issue, last.value) == (Issue.TOO_MANY, "4900")


def test_text_that_is_not_utf8_is_named_with_its_line():
    data = PLAIN.replace("A well", "Ein Brunnen für alle").encode("latin-1")
    assert faults_of(data) == [(10, Issue.ENCODING)]


def test_missing_parts_are_named():
    assert faults_of("") == [
        (0, Issue.PART_MISSING),
        (0, Issue.PART_MISSING),
        (0, Issue.PART_MISSING),
        (0, Issue.KEY_MISSING),
        (0, Issue.KEY_MISSING),
    ]


def test_number_of_a_million_digits_is_refused():
    assert (10, Issue.NUMBER) in faults_of(PLAIN.replace("600", "6" * 100_000))


def test_message_gives_line_fault_and_value():
    with pytest.raises(
        PabulibError, match=r"^line 4: not-a-number 'x', expected a bud"
    ):
        read_pb(PLAIN.replace("budget;1000", "budget;x"))


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused_as_a_file(data):
    read_or_refuse(data)


def test_a_part_that_comes_twice_is_refused_whatever_its_columns():
    """Ballots of the first part are sought again; they lack the second's columns."""
    text = PLAIN.replace("2;well,road", "2;nowhere\nVOTES\nage;voter_id;vote\n9;2;road")

    with pytest.raises(PabulibError, match="VOTES"):
        read_pb(text)


@given(st.data())
@settings(max_examples=250, deadline=None)
def test_damaged_file_is_read_or_refused_and_then_counted(data):
    text = data.draw(st.sampled_from([PLAIN, POINTS]))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(text)))
        cut = data.draw(st.integers(0, 12))
        put = data.draw(
            st.text(max_size=6)
            | st.sampled_from(
                [
                    ";",
                    '"',
                    "\n",
                    ",",
                    "VOTES\n",
                    "META",
                    "0",
                    "-1",
                    "\r",
                    "\0",
                    "\ud800",
                ]
            )
        )
        text = text[:place] + put + text[place + cut :]
    read_or_refuse(text)


def read_or_refuse(data):
    try:
        election = read_pb(data)
    except PabulibError:
        return
    for rule in ("equal-shares", "greedy", "phragmen"):
        assert count(election, rule=rule).cost <= election.budget
    again = read_pb(write_pb(election))
    assert again.ballots == election.ballots


@given(elections())
@settings(max_examples=100, deadline=None)
def test_written_election_is_read_back(parts):
    projects, *_ = parts
    election = election_of(parts)
    if any(project.cost.denominator == 3 for project in projects):
        with pytest.raises(ElectionError, match="cannot be written"):
            write_pb(election)
        return
    again = read_pb(write_pb(election))
    assert again.ballots == election.ballots
    assert again.vote_type == election.vote_type
    assert count(again).winners == count(election).winners


def test_written_text_depends_on_ballots_not_on_their_order():
    election = read_pb(PLAIN)
    shuffled = read_pb(PLAIN.replace("1;well\n2;well,road", "2;road,well\n7;well"))
    assert write_pb(shuffled) == write_pb(election)
    assert write_pb(election) == (
        "META\nkey;value\ndescription;A made-up vote\nnum_projects;2\nnum_votes;3\n"
        "budget;1000\nvote_type;approval\nPROJECTS\n"
        "project_id;cost;votes;score;name;category\n"
        "well;600;2;2;A well;\n"
        'road;500.5;2;2;"A road; a long one";\n'
        "VOTES\nvoter_id;vote\n1;well\n2;well,road\n3;road\n"
    )


def test_winners_are_written_as_selected():
    written = read_pb(write_pb(read_pb(PLAIN), winners=["road"]))
    assert [p.selected for p in written.projects] == [0, 1]


@NEEDS_FILES
@pytest.mark.parametrize("name", sorted(expectations()))
def test_real_file_has_as_many_ballots_as_it_says(name):
    read = parse_pb((FOLDER / name).read_bytes())
    odd = {remark.issue for remark in read.remarks}
    assert odd <= {Issue.VOTES_DIFFER, Issue.SELECTED}
