"""The first stage: which sheets could be meant, shown without anything personal."""

from maps.imports.columns import EachRow
from maps.imports.looking import Look
from maps.imports.population import look_at_population
from maps.imports.returns import look_at_returns, read_returns
from tests.maps.imports.outcomes import individuals, notes

HEAD = ["adm2_pcode", "returnees"]
LIST = ["adm2_pcode", "lat", "lon", "returnees"]


def sheets(look: Look) -> list[str]:
    return [candidate.sheet for candidate in look.candidates]


def test_sheet_with_coordinates_is_chosen_before_its_summary(squares, write_xlsx):
    rows = [["AA01", 10.5, 30.5, 4], ["AA01", 10.6, 30.5, 6]]
    path = write_xlsx(HEAD, ["AA01", 10], Locations=[LIST, *rows])
    result = read_returns(path, locate=squares, group="RRI")
    assert result.sheet == "Locations"
    assert notes(result) == [
        "The sheet “Locations” was read: "
        "2 rows with a place and a count, coordinates too."
    ]
    assert result.findings[0].remedy == (
        "If another is meant, name it: Data (1 row with a place and a count)."
    )


def test_sheet_with_clearly_more_rows_is_chosen(squares, write_xlsx):
    path = write_xlsx(
        HEAD, ["AA01", 10], Payams=[HEAD, ["AA01", 4], ["AA01", 5], ["AA02", 1]]
    )
    assert read_returns(path, locate=squares).sheet == "Payams"


def test_sheet_named_by_a_person_wins(squares, write_xlsx):
    path = write_xlsx(HEAD, ["AA01", 10], Locations=[LIST, ["AA01", 10.5, 30.5, 4]])
    result = read_returns(path, locate=squares, sheet="Data", group="RRI")
    assert individuals(result) == {"AA01": 10}
    assert notes(result) == []


def test_empty_rows_of_a_form_do_not_count(squares, write_xlsx):
    empty = [[f"AA{n:02}", 10.5, 30.5, None] for n in range(20)]
    path = write_xlsx(HEAD, ["AA01", 10], Form=[LIST, *empty])
    assert read_returns(path, locate=squares).is_refused


def test_look_lists_usable_sheets_first_and_says_what_others_lack(write_xlsx):
    path = write_xlsx(["Read", "me"], Round=[HEAD, ["AA01", 10]])
    look = look_at_returns(path)
    assert sheets(look) == ["Round", "Data"]
    assert look.chosen is look.candidates[0]
    assert look.candidates[1].lacks.startswith("No column says where")


def test_look_shows_values_of_safe_columns_and_kinds_of_others(write_csv):
    path = write_csv(
        ["P-code", "Site", "Focal point", "Phone", "lat", "lon", "Returnees"],
        ["AA01", "Old school", "Nyandeng Akol", "0912345678", "10.51", "30.4", "12"],
        ["AA02", "", "0912345679", "Akol", "10.52", "30.4", "0912345678"],
    )
    (candidate,) = look_at_returns(path).candidates
    assert candidate.samples == (
        ("AA01", "text", "text", "whole number", *("number with a sign, point or comma",) * 2, "12"),
        ("AA02", "empty", "whole number", "text", *("number with a sign, point or comma",) * 2, "whole number"),
    )  # fmt: skip


def test_look_shows_letters_where_the_first_row_is_data(write_csv):
    path = write_csv(["Nyandeng", "0912345678", "10.5"], ["Akol", "0912345679", "9"])
    (candidate,) = look_at_returns(path).candidates
    assert candidate.labels == ("A", "B", "C")
    assert candidate.fingerprint == ""
    assert "Nyandeng" not in repr(candidate)


def test_look_tells_what_each_row_would_be_when_told(write_csv):
    path = write_csv(["P-code", "notes"], ["AA01", "x"])
    assert look_at_returns(path).candidates[0].lacks
    assert not look_at_returns(path, each_row=EachRow.PERSON).candidates[0].lacks


def test_look_finds_residents_in_four_languages(write_csv):
    for year, persons in (
        ("Year", "Population"),
        ("Année", "Population totale"),
        ("Año", "Población"),
        ("السنة", "عدد السكان"),
    ):
        path = write_csv(["P-code", year, persons], ["AA01", 2021, 5000])
        (candidate,) = look_at_population(path).candidates
        assert candidate.is_usable
        assert candidate.matching.chosen == {
            "code": (0,),
            "year": (1,),
            "persons": (2,),
        }
