"""Codes that sources write in their own ways are proposed, and never taken silently."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.imports.choices import Choices
from maps.imports.code_spellings import CodeProposal, propose_codes
from maps.imports.country_codes import THREE_LETTERS, other_letters
from maps.imports.returns import read_returns
from maps.imports.unplaced import confirmed_codes
from tests.maps.imports.outcomes import errors, individuals, notes


def proposed(theirs: list[str], ours: list[str]) -> tuple[CodeProposal, ...]:
    return propose_codes(Counter(theirs), ours)


@pytest.mark.parametrize(
    ("theirs", "ours", "reason"),
    [
        ("SOM2501", "SO2501", "they begin with SOM where the loaded areas have SO"),
        ("SO2501", "SOM2501", "they begin with SO where the loaded areas have SOM"),
        ("AFG", "AF", "they begin with AFG where the loaded areas have AF"),
        ("SOM-25-01", "SO2501", "they begin with SOM where the loaded areas have SO"),
        ("HT081107", "HT0811-07",
         "they differ only in capitals, blanks, dashes and points"),
        ("ss 0101", "SS0101", "they differ only in capitals, blanks, dashes and points"),
        ("SS101", "SS0101",
         "they differ only in leading zeros, which spreadsheets drop"),
        ("101", "0101", "they differ only in leading zeros, which spreadsheets drop"),
        ("0101", "SS0101", "they lack the letters SS"),
        ("101", "SS0101", "they lack the letters SS"),
    ],
)  # fmt: skip
def test_spelling_is_proposed_with_its_reason(theirs, ours, reason):
    (proposal,) = proposed([theirs], [ours])
    assert proposal.codes == {theirs: ours}
    assert proposal.reason == reason
    assert 0.5 < proposal.confidence < 1


def test_one_rule_explains_all_codes_of_a_source():
    theirs = [f"SOM{n}" for n in range(1101, 1175)]
    (proposal,) = proposed(theirs * 3, [f"SO{n}" for n in range(1101, 1175)])
    assert (len(proposal.codes), proposal.rows) == (74, 222)


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (["SDN01"], ["SS01"]),
        (["SD01"], ["SS01"]),
        (["101"], ["SS0101", "SO0101"]),
        (["XA01", "X-A01"], ["XA.01"]),
        (["AA0101"], ["AA01"]),
        (["AUT"], ["AU"]),
        (["Nyandeng Akol", "0912345678"], ["SS01"]),
        (["", "–"], ["SS01"]),
    ],
)
def test_spelling_that_could_mean_two_areas_or_another_country_is_not_proposed(
    theirs, ours
):
    assert proposed(theirs, ours) == ()


def test_rule_that_few_codes_follow_is_not_proposed():
    theirs = [f"QQ{n}" for n in range(10, 20)]
    assert proposed(theirs, ["SS10", "SS99"]) == ()


@given(st.lists(st.text(max_size=8), max_size=12), st.lists(st.text(max_size=8)))
def test_proposals_lead_to_loaded_areas_and_to_each_once(theirs, ours):
    for proposal in proposed(theirs, sorted(set(ours))):
        assert set(proposal.codes) <= set(theirs)
        assert set(proposal.codes.values()) <= set(ours)
        assert len(set(proposal.codes.values())) == len(proposal.codes)


def test_countries_have_two_and_three_letters_each_their_own():
    assert len(THREE_LETTERS) == 249
    assert len(set(THREE_LETTERS.values())) == 249
    assert (other_letters("SO"), other_letters("SOM"), other_letters("XX")) == (
        *("SOM", "SO", ""),
    )


def test_returns_under_other_codes_are_proposed_and_read_when_confirmed(
    squares, write_csv
):
    path = write_csv(["pcode", "returnees"], ["AA-01", 4], ["AA-02", 6], ["AA-02", 1])
    first = read_returns(path, locate=squares, group="RRI")
    assert first.counts == {}
    assert first.bad_rows == 3
    assert "No row could be given an area." in errors(first)
    assert notes(first) == [
        "2 unknown codes, on 3 rows, would be known: "
        "they differ only in capitals, blanks, dashes and points."
    ]
    assert "AA-01 → AA01, AA-02 → AA02" in str(first.findings)

    choices = Choices(codes=confirmed_codes(first.code_proposals))
    second = read_returns(path, locate=squares, group="RRI", choices=choices)
    assert individuals(second) == {"AA01": 4, "AA02": 7}
    assert notes(second) == [
        "3 rows were placed by codes or names that a person confirmed."
    ]


def test_returns_under_other_codes_are_placed_by_points_and_it_is_said(
    squares, write_csv
):
    path = write_csv(["pcode", "lat", "lon", "returnees"], ["ZZ9", 10.5, 30.5, 4])
    result = read_returns(path, locate=squares, group="RRI")
    assert individuals(result) == {"AA01": 4}
    assert notes(result) == [
        "1 row has a code that is not loaded and was placed by its point (row 2)."
    ]


def test_confirmed_codes_do_not_override_codes_that_are_known(squares, write_csv):
    path = write_csv(["pcode", "returnees"], ["AA01", 4])
    result = read_returns(path, locate=squares, choices=Choices(codes={"aa01": "AA02"}))
    assert individuals(result) == {"AA01": 4}


def test_codes_of_a_list_of_persons_are_not_quoted(squares, write_csv):
    path = write_csv(["sex", "pcode"], ["f", "A-A01"], ["f", "A-A02"])
    result = read_returns(path, locate=squares)
    assert result.code_proposals
    assert "A-A01" not in "".join(f.message + f.remedy for f in result.findings)


LEVELS = {"Region (level 1)": ["AA", "AB"], "District (level 2)": ["AA01", "AA02"]}


@pytest.mark.parametrize("codes", [["AA", "AB"], ["A-A", "a.b"]])
def test_level_that_the_codes_are_of_is_named(squares, write_csv, codes):
    path = write_csv(["pcode", "returnees"], *([code, 4] for code in codes))

    result = read_returns(path, locate=squares, group="RRI", other_levels=LEVELS)

    assert errors(result)[-1] == (
        "The codes of the file are those of another level: Region (level 1)."
    )


def test_codes_of_no_level_are_unknown(squares, write_csv):
    path = write_csv(["pcode", "returnees"], ["ZZ", 4], ["ZY", 4])

    result = read_returns(path, locate=squares, group="RRI", other_levels=LEVELS)

    assert errors(result)[-1] == "No row could be given an area."


def test_level_that_has_the_codes_as_they_stand_comes_before_a_rule(squares, write_csv):
    """``AA1`` is the region, not the district ``AA01`` without its zero."""
    path = write_csv(["pcode", "returnees"], ["AA1", 4], ["AA2", 6])

    as_they_stand = read_returns(
        path, locate=squares, group="RRI", other_levels={"Region": ["AA1", "AA2"]}
    )
    by_a_rule = read_returns(
        path, locate=squares, group="RRI", other_levels={"Region": ["AA-1", "AA-2"]}
    )

    assert errors(as_they_stand)[-1] == (
        "The codes of the file are those of another level: Region."
    )
    assert by_a_rule.code_proposals
    assert errors(by_a_rule)[-1] == "No row could be given an area."
