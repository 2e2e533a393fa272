"""A column is taken when it alone can be meant; what is doubtful is refused."""

from collections.abc import Sequence

import pytest

from maps.imports.columns import EachRow, match_return_columns
from maps.imports.findings import FileRefusedError
from maps.imports.headings import Heading
from maps.imports.hxl import parse_tag

#: As in IOM DTM's mobility tracking of South Sudan, double and trailing blanks kept.
DTM_HEADINGS = [
    "county_pcode",
    "payam_pcode",
    "latitude",
    "longitude",
    "Estimated # of IDP households  (total)",
    "Estimated # of IDP individuals  (total)",
    "Estimated # of IDP households previously abroad ",
    "Estimated # of returnee households  (total)",
    "Estimated  # of returnee individuals  (total)",
    "Estimated # of returnee individuals from South Sudan",
    "Estimated  # of returnee individuals from abroad",
    "Estimated  # of relocated individuals",
    "Source_Round",
]


def heading(*headers: str, tags: Sequence[str] = ()) -> Heading:
    parsed = [parse_tag(tag) for tag in tags or [""] * len(headers)]
    return Heading(tuple(headers), tuple(parsed), 1)


def matched_count(*headers: str) -> str:
    columns = match_return_columns(heading("pcode", *headers))
    column = columns["individuals"]
    assert column is not None
    return ("pcode", *headers)[column]


def test_columns_of_dtm_take_the_total_of_returnees():
    columns = match_return_columns(heading(*DTM_HEADINGS))
    assert columns["individuals"] == 8
    assert columns["households"] == 7
    assert columns.codes == (1, 0)
    assert (columns["latitude"], columns["longitude"]) == (2, 3)
    assert columns["round"] is None


@pytest.mark.parametrize(
    "header",
    [
        "returnees",
        "Returnee Individuals",
        "RETURNEES_IND",
        "# of Returnees",
        "Number of returnees (individuals)",
        "returneeInd",
        "Returnee individuals R11",
        "Nombre de retournés (individus)",
        "Personnes retournées",
        "Retornados",
        "Número de personas retornadas",
        "عدد العائدين",
        "Individuals",
        "persons",
    ],
)
def test_columns_recognise_the_count_of_persons(header):
    assert matched_count(header) == header


@pytest.mark.parametrize(
    "header",
    [
        "IDP individuals",
        "Returnee individuals from abroad",
        "Female returnees",
        "Returnees present (yes/no)",
        "relocated individuals",
        "population",
        "Total",
    ],
)
def test_columns_do_not_take_a_part_or_another_count(header):
    with pytest.raises(FileRefusedError):
        matched_count(header)


def test_columns_prefer_returnees_to_persons_of_any_kind():
    assert matched_count("individuals", "returnees") == "returnees"


def test_columns_refuse_two_equal_candidates_and_name_them():
    with pytest.raises(FileRefusedError) as refused:
        matched_count("returnees", "Number of returnees")
    assert "returnees | Number of returnees" in str(refused.value)


def test_columns_take_the_one_of_several_that_says_total():
    assert matched_count("returnee individuals", "returnee individuals total") == (
        "returnee individuals total"
    )


@pytest.mark.parametrize(
    "wanted",
    ["Estimated  # of returnee individuals from abroad",
     "Estimated # of returnee individuals from abroad",
     "estimated # of returnee individuals FROM ABROAD ",
     "estimated_of_returnee_individuals_from_abroad"],
)  # fmt: skip
def test_columns_chosen_win_however_their_blanks_are_written(wanted):
    columns = match_return_columns(
        heading(*DTM_HEADINGS), columns={"individuals": wanted}
    )
    assert columns["individuals"] == 10


def test_columns_do_not_pair_households_of_all_with_chosen_persons_of_a_part():
    columns = match_return_columns(
        heading(*DTM_HEADINGS), columns={"individuals": DTM_HEADINGS[10]}
    )
    assert columns["households"] is None


def test_columns_can_be_chosen_by_tag():
    tagged = heading("a", "b", tags=["#adm2+code", "#affected+returnees+f"])
    columns = match_return_columns(
        tagged, columns={"individuals": "#affected +f +returnees"}
    )
    assert columns["individuals"] == 1


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"individuals": "absent"}, "The file has no column absent."),
        ({"persons": "n"}, "There is no field persons."),
        ({"individuals": "n"}, "The file has 2 columns named n."),
    ],
)
def test_columns_chosen_wrongly_are_refused(columns, message):
    with pytest.raises(FileRefusedError) as refused:
        match_return_columns(heading("pcode", "n", "n"), columns=columns)
    assert str(refused.value) == message
    assert refused.value.finding.remedy


def test_columns_of_codes_go_from_fine_to_coarse_by_level():
    columns = match_return_columns(
        heading("adm3_pcode", "adm1_pcode", "Admin 2 P-Code", "returnees")
    )
    assert columns.codes == (0, 2, 1)


def test_columns_of_codes_leave_out_where_people_came_from():
    columns = match_return_columns(
        heading("origin_admin1_pcode", "previous district pcode", "pcode", "returnees")
    )
    assert columns.codes == (2,)


def test_columns_refuse_a_file_that_does_not_say_where():
    with pytest.raises(FileRefusedError, match="No column says where"):
        match_return_columns(heading("site", "latitude", "returnees"))


def test_columns_of_hapi_take_the_country_returned_to():
    columns = match_return_columns(
        heading(
            "origin_location_code",
            "asylum_location_code",
            "population_group",
            "gender",
            "age_range",
            "population",
        )
    )
    assert columns.each_row is EachRow.PLACE
    assert columns.codes == (0,)
    assert columns["individuals"] == 5


def test_tags_are_read_with_blanks_and_capitals_in_any_order():
    assert parse_tag(" #Adm2 +v_pcode + CODE") == parse_tag("#adm2+code+v_pcode")


@pytest.mark.parametrize("text", ["", "adm2", "# of returnees", "#1", "#adm2+"])
def test_tags_are_not_seen_in_headings(text):
    assert parse_tag(text) is None
