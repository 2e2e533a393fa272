"""``manage.py tally``: anyone can count a published file again."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.participation.tally.real_files import FOLDER, NEEDS_FILES, expectations

PLAIN = """META
key;value
budget;100
vote_type;approval
PROJECTS
project_id;cost;votes;name
well;60;3;A well <b>
road;60;2;Çay road
tree;30;2;A tree
VOTES
voter_id;vote
1;well,tree
2;well
3;well,road
4;road,tree
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "vote.pb"
    path.write_text(PLAIN, encoding="utf-8")
    return path


def tally(path, *options):
    out, err = StringIO(), StringIO()
    call_command("tally", str(path), *options, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def test_json_has_the_promised_keys_in_order(file):
    out, err = tally(file, "--json")
    result = json.loads(out)
    assert list(result) == [
        "rule",
        "winners",
        "cost",
        "budget",
        "votes",
        "ties",
        "parameters",
        "explanations",
    ]
    assert result["rule"] == "equal-shares"
    assert result["winners"] == ["well", "tree"]
    assert (result["cost"], result["budget"], result["votes"]) == (90, 100, 4)
    assert result["parameters"]["completion"] == "add1"
    assert result["parameters"]["exact"] == {
        "start_share": "25",
        "step": "1",
        "final_share": str(result["parameters"]["final_share"]),
    }
    road = result["explanations"]["road"]
    assert (road["chosen"], road["reason"]) == (False, "supporters-cannot-pay")
    assert err == ""


@pytest.mark.parametrize(
    ("options", "winners"),
    [
        (["--rule", "greedy"], ["well", "tree"]),
        (["--rule", "greedy", "--threshold", "3"], ["well"]),
        (["--rule", "greedy", "--threshold", "0.6"], ["well"]),
        (["--rule", "greedy-stop"], ["well", "tree"]),
        (["--rule", "phragmen"], ["tree", "well"]),
        (["--completion", "none"], ["well", "tree"]),
        (["--completion", "add1", "--step", "2,5"], ["well", "tree"]),
    ],
)
def test_options_choose_the_rule(file, options, winners):
    out, _ = tally(file, "--json", *options)
    assert json.loads(out)["winners"] == winners


def test_table_names_winners_costs_and_ties(file):
    out, _ = tally(file, "--rule", "greedy-stop")
    lines = out.splitlines()
    assert lines[0].split() == ["1", "well", "60.00", "3", "A", "well", "<b>"]
    assert lines[1].split() == ["2", "tree", "30.00", "2", "A", "tree"]
    assert lines[2] == "2 winners for 90.00 of 100.00, 4 ballots"
    assert lines[3] == "Tie between tree, road: tree was preferred by cost"


def test_remarks_go_to_the_error_stream(file):
    file.write_text(PLAIN.replace("well;60;3", "well;60;9"), encoding="utf-8")
    out, err = tally(file)
    assert err.splitlines() == ["line 7: votes-differ 'well: 9', expected 3"]
    assert "votes-differ" not in out


def test_who_counts_by_another_rule_than_the_file_says_is_told(file):
    stated = PLAIN.replace("budget;100", "budget;100\nrule;phragmen\nthreshold;2")
    file.write_text(stated, encoding="utf-8")

    _, otherwise = tally(file, "--json")
    _, as_it_says = tally(file, "--json", "--rule", "phragmen", "--threshold", "2")

    assert otherwise.splitlines() == [
        "The file says rule phragmen; counted with equal-shares. "
        "To count as it says: --rule phragmen",
        "The file says threshold 2; counted with 0. To count as it says: --threshold 2",
    ]
    assert as_it_says == ""


def test_words_of_other_programs_for_rules_are_passed_over(file):
    stated = PLAIN.replace("budget;100", "budget;100\nrule;equalshares/add1")
    file.write_text(stated, encoding="utf-8")

    _, err = tally(file, "--json")

    assert err == ""


def test_faulty_file_is_refused_with_every_line(file):
    text = PLAIN.replace("budget;100", "budget;x").replace("4;road", "4;rode")
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError) as caught:
        tally(file)
    assert str(caught.value).splitlines() == [
        "line 3: not-a-number 'x', expected a budget",
        "line 15: project-unknown 'rode'",
    ]


def test_missing_file_is_refused(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        tally(tmp_path / "nowhere.pb")


@pytest.mark.parametrize(
    "options",
    [
        ["--rule", "lottery"],
        ["--completion", "add2"],
        ["--step", "one"],
        ["--step", "0"],
        ["--threshold", "-1"],
    ],
)
def test_wrong_options_are_refused(file, options):
    with pytest.raises(CommandError):
        tally(file, *options)


@NEEDS_FILES
@pytest.mark.parametrize(
    "name", ["Netherlands_Assen_2024.pb", "Poland_Swiecie_2023.pb"]
)
def test_default_gives_the_official_winners_of_real_equal_shares_votes(name):
    out, _ = tally(FOLDER / name, "--json")
    assert sorted(json.loads(out)["winners"]) == sorted(
        expectations()[name]["official"]
    )
