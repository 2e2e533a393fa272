"""The commands of the thread, from a file of borders to a file of public cells."""

import csv
import datetime
import io
import json
from datetime import date

import geopandas as gpd
import pytest
from django.core.management import CommandError, call_command
from shapely.geometry import box

from maps.models import AdminArea, AreaSuccession, Release, ReleasedCell
from maps.models.returns import ReturnCount

pytestmark = pytest.mark.django_db


def run(command: str, *arguments, **options) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def borders(tmp_path):
    """Four wards in a row, as COD-AB names their columns."""
    features = [
        {
            "type": "Feature",
            "properties": {"adm1_pcode": f"XX0{n}", "adm1_name": f"Ward {n}"},
            "geometry": {
                "type": "Polygon",
                "coordinates": [[[n, 0], [n + 1, 0], [n + 1, 1], [n, 1], [n, 0]]],
            },
        }
        for n in range(1, 5)
    ]
    path = tmp_path / "wards.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return path


def table(tmp_path, text: str):
    path = tmp_path / "returns.csv"
    path.write_text(text)
    return path


def test_thread_from_files_to_public_cells(tmp_path, borders):
    returns = table(
        tmp_path,
        "adm1_pcode,name,returnees_individuals\n"
        "XX01,Amal,3\nXX02,Badr,40\nXX03,Dana,60\nXX04,Hadi,90\n",
    )
    run("load_areas", borders, level=1)
    run(
        "load_returns",
        returns,
        round="R11",
        date="2021-09-30",
        group="RRI",
        columns={"individuals": "returnees_individuals", "code": "adm1_pcode"},
    )
    run("publish_release", round="R11", threshold=10)
    release = Release.objects.get()

    rows = list(csv.DictReader(io.StringIO(run("export_release", release.pk))))

    assert list(rows[0]) == [
        *("level", "pcode", "parent_pcode", "round", "group", "measure"),
        *("status", "value"),
    ]
    by_code = {row["pcode"]: (row["status"], row["value"]) for row in rows}
    assert by_code["XX01"] == ("hidden", "")
    assert by_code["XX04"] == ("published", "90")
    offered = run("export_release", release.pk, open_data=True)
    assert "#affected+returnees" in offered.splitlines()[1]
    assert "0 leaks" in run("audit_release", release.pk)


def test_small_areas_are_published_together_by_command(tmp_path, borders):
    rows = "adm1_pcode,individuals\nXX01,7\nXX02,8\nXX03,60\nXX04,90\n"
    run("load_areas", borders, level=1)
    run(
        "load_returns",
        table(tmp_path, rows),
        round="R11",
        date="2021-09-30",
        group="RRI",
    )

    told = run("publish_release", round="R11", threshold=10, together=1)

    assert "Region: 2 areas shown together in 1, 15 people" in told
    assert "0 leaks" in run("audit_release", Release.objects.get().pk)


def test_one_bad_row_stores_nothing_and_says_what_to_do(tmp_path, borders):
    returns = table(tmp_path, "adm1_pcode,individuals\nXX01,12\nXX02,many\n")
    run("load_areas", borders, level=1)
    out = io.StringIO()

    with pytest.raises(CommandError, match="Nothing was stored: 2 rows read, 1 bad"):
        call_command(
            "load_returns",
            returns,
            round="R1",
            date="2021-09-30",
            group="RRI",
            stdout=out,
        )

    assert "row 3" in out.getvalue()
    assert not ReturnCount.objects.exists()


def test_bad_rows_can_be_left_out_and_are_counted(tmp_path, borders):
    returns = table(tmp_path, "adm1_pcode,individuals\nXX01,12\nXX02,many\n")
    run("load_areas", borders, level=1)

    said = run(
        "load_returns",
        returns,
        round="R1",
        date="2021-09-30",
        group="RRI",
        skip_bad=True,
    )

    assert "1 bad rows left out" in said
    assert ReturnCount.objects.get().individuals == 12


def test_commands_say_nothing_of_people(tmp_path, borders):
    returns = table(
        tmp_path,
        "adm1_pcode,name,phone,individuals\nXX01,Amal Haddad,+970599123456,oops\n",
    )
    run("load_areas", borders, level=1)
    out = io.StringIO()

    with pytest.raises(CommandError):
        call_command("load_returns", returns, round="R1", date="2021-09-30", stdout=out)

    assert "Amal" not in out.getvalue()
    assert "599123456" not in out.getvalue()


def test_commands_say_which_columns_were_taken_and_why(tmp_path, borders):
    run("load_areas", borders, level=1)
    returns = table(
        tmp_path,
        "adm1_pcode,Returnee individuals,Returnee individuals abroad\nXX01,12,3\n",
    )

    said = run("load_returns", returns, round="R1", date="2021-09-30")

    assert "individuals = “Returnee individuals” (95%: words for returnees and" in said
    assert "not taken: individuals = “Returnee individuals abroad” (30%: " in said


def test_look_stores_nothing_and_shows_no_values_of_people(tmp_path):
    returns = table(
        tmp_path,
        "adm1_pcode,name,phone,individuals\nXX01,Amal Haddad,+970599123456,12\n",
    )

    said = run("load_returns", returns, round="R1", date="2021-09-30", look=True)

    assert "The table: headings end in row 1" in said
    assert "name [text]" in said
    assert "individuals [12] individuals 80%: a word for persons" in said
    assert "Amal" not in said
    assert "599123456" not in said
    assert not ReturnCount.objects.exists()


def test_columns_are_remembered_for_the_same_headings_only(tmp_path, borders):
    run("load_areas", borders, level=1)
    kept = tmp_path / "mapping.json"
    first = table(tmp_path, "adm1_pcode,a,b\nXX01,12,3\n")
    arguments = {"date": "2021-09-30", "group": "RRI"}
    run(
        "load_returns",
        first,
        round="R1",
        columns={"individuals": "a"},
        remember=kept,
        **arguments,
    )

    second = table(tmp_path, "adm1_pcode,b,a\nXX01,99,15\n")
    run("load_returns", second, round="R2", mapping=kept, **arguments)
    third = table(tmp_path, "adm1_pcode,a,c\nXX01,99,15\n")
    with pytest.raises(CommandError, match="headings are not those"):
        run("load_returns", third, round="R3", mapping=kept, **arguments)

    counts = ReturnCount.objects.order_by("round__code")
    assert [count.individuals for count in counts] == [12, 15]


def test_residents_are_loaded_twice_with_remembered_columns(tmp_path, borders):
    run("load_areas", borders, level=1)
    kept = tmp_path / "mapping.json"
    figures = table(tmp_path, "adm1_pcode,year,x\nXX01,2021,500\n")

    said = run("load_population", figures, columns={"persons": "x"}, remember=kept)
    again = run("load_population", figures, mapping=kept)

    assert "1 rows read, 1 figures new or changed" in said
    assert "1 rows read, 0 figures new or changed" in again
    assert "persons = “x” (100%: named by a person)" in again


def test_codes_of_another_source_are_used_when_confirmed(tmp_path, borders):
    run("load_areas", borders, level=1)
    returns = table(tmp_path, "pcode,individuals\nXX-01,12\nXX-02,7\n")
    arguments = {"round": "R1", "date": date(2021, 9, 30), "group": "RRI"}
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("load_returns", returns, stdout=out, **arguments)
    assert "proposed (98%): 2 codes on 2 rows" in out.getvalue()
    assert "XX-01 → XX01" in out.getvalue()
    assert not ReturnCount.objects.exists()

    run("load_returns", returns, confirm_codes=True, **arguments)
    again = run("load_returns", returns, confirm_codes=True, **arguments)

    counts = ReturnCount.objects.values_list("area__pcode", "individuals")
    assert sorted(counts) == [("XX01", 12), ("XX02", 7)]
    assert "nothing changed" in again


def test_names_are_used_when_confirmed_and_remembered(tmp_path, borders):
    run("load_areas", borders, level=1)
    kept = tmp_path / "mapping.json"
    returns = table(tmp_path, "district,individuals\nWARD-1,12\nWord Two,7\n")
    arguments = {"date": "2021-09-30", "group": "RRI"}
    run(
        "load_returns",
        returns,
        round="R1",
        confirm_names=True,
        places={"Word Two": "XX02"},
        remember=kept,
        **arguments,
    )

    run("load_returns", returns, round="R2", mapping=kept, **arguments)

    counts = ReturnCount.objects.values_list(
        "round__code", "area__pcode", "individuals"
    )
    assert sorted(counts) == [
        (name, area, count)
        for name in ("R1", "R2")
        for area, count in (("XX01", 12), ("XX02", 7))
    ]


def test_residents_under_other_codes_are_loaded_when_confirmed(tmp_path, borders):
    run("load_areas", borders, level=1)
    figures = table(tmp_path, "pcode,year,population\nxx-01,2021,500\n")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 without an area of their own"):
        call_command("load_population", figures, stdout=out)
    assert "xx-01 → XX01" in out.getvalue()

    said = run("load_population", figures, confirm_codes=True)

    assert "1 rows read, 1 figures new or changed" in said


def test_borders_without_a_stated_system_are_asked_about(tmp_path, borders):
    run("load_areas", borders, level=1)
    frame = gpd.GeoDataFrame(
        {"adm2_pcode": ["XX0101", "XX0201"]},
        geometry=[box(1, 0, 2, 1), box(2, 0, 3, 1)],
    )
    path = tmp_path / "parts.shp"
    frame.set_crs(4326).to_crs(32631).to_file(path)
    path.with_suffix(".prj").unlink()
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("load_areas", path, level=2, stdout=out)
    assert "--crs EPSG:32631 (WGS 84 / UTM zone 31N): 100 %" in out.getvalue()

    said = run("load_areas", path, level=2, crs="EPSG:32631")
    again = run("load_areas", path, level=2, crs="EPSG:32631")

    assert "2 areas added" in said
    assert "0 areas added, 2 unchanged" in again


def test_borders_with_latitude_first_are_turned_when_told(tmp_path, borders):
    run("load_areas", borders, level=1)
    frame = gpd.GeoDataFrame(
        {"adm2_pcode": ["XX0301", "XX0401"]},
        geometry=[box(0, 3, 1, 4), box(0, 4, 1, 5)],
        crs=4326,
    )
    path = tmp_path / "parts.geojson"
    frame.to_file(path)
    out = io.StringIO()
    with pytest.raises(CommandError, match="Nothing was stored"):
        call_command("load_areas", path, level=2, stdout=out)
    assert "Latitude and longitude are swapped." in out.getvalue()

    assert "2 areas added" in run("load_areas", path, level=2, turn_axes=True)
    parents = AdminArea.objects.filter(level=2).values_list("pcode", "parent__pcode")
    assert sorted(parents) == [("XX0301", "XX03"), ("XX0401", "XX04")]


def test_mapping_that_is_none_is_refused(tmp_path):
    path = tmp_path / "mapping.json"
    path.write_text("{}")
    with pytest.raises(CommandError, match="not a remembered mapping"):
        run("load_returns", path, round="R1", date="2021-09-30", mapping=path)


def test_audit_exits_with_one_on_a_leak(tmp_path, borders):
    run("load_areas", borders, level=1)
    returns = table(tmp_path, "adm1_pcode,individuals\nXX01,33\nXX02,40\nXX03,60\n")
    run("load_returns", returns, round="R1", date="2021-09-30", group="RRI")
    run("publish_release", round="R1")
    release = Release.objects.get()
    leaky = Release.objects.create(round=release.round, version=2, threshold=10)
    parent = AdminArea.objects.create(
        level=0,
        pcode="XX",
        name="Country",
        geometry=AdminArea.objects.first().geometry,
        point=AdminArea.objects.first().point,
        area_km2=1,
        valid_on="2020-01-01",
    )
    cells = [(parent, None, 43)] + [
        (area, parent, value)
        for area, value in zip(
            AdminArea.objects.filter(level=1), (3, 40, 0, 0), strict=True
        )
    ]
    ReleasedCell.objects.bulk_create(
        ReleasedCell(
            release=leaky,
            area=area,
            parent=above,
            group="MIG",
            status="hidden" if value == 3 else "published",
            value=None if value == 3 else value,
        )
        for area, above, value in cells
    )

    with pytest.raises(SystemExit) as left:
        run("audit_release", leaky.pk)

    assert left.value.code == 1


@pytest.mark.parametrize("command", ["audit_release", "export_release"])
def test_unknown_release_is_named(command):
    with pytest.raises(CommandError, match="no release 4711"):
        run(command, 4711)


def test_changes_of_borders_are_listed_and_confirmed(tmp_path, borders):
    run("load_areas", borders, level=1, valid_on=datetime.date(2020, 1, 1))
    newer = tmp_path / "newer.geojson"
    newer.write_text(borders.read_text().replace("Ward 2", "Bright Hill"))

    said = run("load_areas", newer, level=1, valid_on=datetime.date(2024, 1, 1))
    assert "→ Bright Hill (XX02)." in said
    assert "1 changes of borders wait for a person" in said

    said = run(
        "load_areas",
        newer,
        level=1,
        valid_on=datetime.date(2024, 1, 1),
        confirm_changes=True,
    )
    assert "1 changes of borders confirmed." in said
    assert not AreaSuccession.objects.filter(is_confirmed=False).exists()
