"""Shapes and names in the CMS's forms: read as they were typed, refused with a reason."""

import json

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.exceptions import ValidationError
from django.forms import JSONField
from django.urls import reverse
from wagtail.test.utils.form_data import querydict_from_html

from maps.models import AdminArea, AreaOutline
from maps.validators import geometry_from_geojson
from maps.widgets import GeometryInput, NamesInput
from tests.factories.maps import AdminAreaFactory, square
from tests.factories.people import UserFactory

RING = [[0, 0], [4, 0], [4, 4], [0, 4], [0, 0]]
HOLE = [[1, 1], [1, 2], [2, 2], [2, 1], [1, 1]]
ISLAND = [[5, 5], [6, 5], [6, 6], [5, 6], [5, 5]]


def text(kind, coordinates, **more):
    return json.dumps({"type": kind, "coordinates": coordinates, **more})


ISLES = text("MultiPolygon", [[RING, HOLE], [ISLAND]])


# --- reading shapes ---------------------------------------------------------------------


def test_holes_and_parts_are_read():
    found = geometry_from_geojson(ISLES, "MultiPolygon")
    assert [polygon.num_interior_rings for polygon in found] == [1, 0]
    assert found.srid == 4326


def test_a_lone_polygon_is_borders_of_one_part():
    found = geometry_from_geojson(text("Polygon", [RING, HOLE]), "MultiPolygon")
    assert found.equals(MultiPolygon(Polygon(RING, HOLE)))


def test_a_feature_is_taken_for_its_geometry():
    feature = {"type": "Feature", "geometry": json.loads(text("Point", [36.5, 33.5]))}
    assert geometry_from_geojson(json.dumps(feature), "Point").coords == (36.5, 33.5)


@pytest.mark.parametrize(
    ("typed", "kind", "code"),
    [
        ("{", "Point", "not_json"),
        ("POINT (1 2)", "Point", "not_json"),
        ("[]", "Point", "not_a_shape"),
        ("7", "Point", "not_a_shape"),
        ("[" * 100_000, "Point", "not_a_shape"),
        ('{"type": "Point"}', "Point", "not_a_shape"),
        ('{"type": "Feature", "geometry": null}', "Point", "not_a_shape"),
        (text("Pint", [1, 2]), "Point", "not_a_shape"),
        (text("Point", "far"), "Point", "not_a_shape"),
        (text("Polygon", [[[0, 0], [1, 1]]]), "MultiPolygon", "not_a_shape"),
        (text("MultiPolygon", []), "MultiPolygon", "empty"),
        (text("Point", [1, 2, 300]), "Point", "heights"),
        (text("Point", [36.5, 33.5]), "MultiPolygon", "wrong_kind"),
        (text("Point", [33.5, 95]), "Point", "outside"),
        (text("Point", [4_070_000, 3_960_000]), "Point", "outside"),
        (
            text("Polygon", [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]),
            "MultiPolygon",
            "crosses_itself",
        ),
    ],
)
def test_what_is_wrong_is_named(typed, kind, code):
    with pytest.raises(ValidationError) as refused:
        geometry_from_geojson(typed, kind)
    assert refused.value.code == code
    assert "%(" not in refused.value.messages[0]


def test_a_reference_system_by_address_is_never_followed():
    crs = {"type": "link", "properties": {"href": "http://elsewhere.test/crs"}}
    found = geometry_from_geojson(text("Point", [1, 2], crs=crs), "Point")
    assert found.srid == 4326


# --- the inputs ---------------------------------------------------------------------------


def test_the_text_holds_the_whole_shape():
    shape = geometry_from_geojson(ISLES, "MultiPolygon")
    drawn = GeometryInput({"geom_type": "MULTIPOLYGON"}).render(
        "geometry", shape, {"id": "id_geometry"}
    )
    assert 'data-type="MultiPolygon"' in drawn
    kept = drawn.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0]
    assert geometry_from_geojson(kept.replace("&quot;", '"'), "MultiPolygon") == shape


def test_refused_text_comes_back_as_it_was_typed_and_harmless():
    drawn = GeometryInput().render("point", "</textarea><b>", {"id": "id_point"})
    assert "&lt;/textarea&gt;&lt;b&gt;" in drawn


@pytest.mark.parametrize(
    ("stored", "lines"),
    [
        (None, {}),
        ("{}", {}),
        ('{"ar": "مارو"}', {"ar": "مارو"}),
        ('{"fr": "Maro", "ar": "مارو"}', {"ar": "مارو", "fr": "Maro"}),
        ('{"xx": "Maro"}', {"xx": "Maro"}),
    ],
)
def test_names_have_a_line_each(stored, lines):
    context = NamesInput().get_context("names", stored, {"id": "id_names"})
    asked = dict.fromkeys(("fr", "es", "ar"), "")
    assert {line["code"]: line["text"] for line in context["lines"]} == asked | lines


def test_names_are_stored_without_empty_lines():
    field = JSONField(required=False, widget=NamesInput)
    typed = {"names__ar": " مارو ", "names__fr": "", "name": "Maro"}
    given = field.widget.value_from_datadict(typed, {}, "names")
    assert field.clean(given) == {"ar": "مارو"}
    assert not field.has_changed({"ar": "مارو"}, given)


def test_a_form_without_names_leaves_them_alone():
    assert NamesInput().value_omitted_from_data({"name": "Maro"}, {}, "names")
    assert NamesInput().value_from_datadict({"name": "Maro"}, {}, "names") is None


def test_arabic_is_written_from_the_right():
    drawn = NamesInput().render("names", '{"ar": "مارو"}', {"id": "id_names"})
    assert 'lang="ar" dir="rtl"' in drawn
    assert 'for="id_names__ar"' in drawn


# --- areas in the CMS -----------------------------------------------------------------------


@pytest.fixture
def steward(client, db):
    client.force_login(UserFactory(is_superuser=True))
    return client


@pytest.fixture
def isles():
    shape = geometry_from_geojson(ISLES, "MultiPolygon")
    return AdminAreaFactory(geometry=shape, point=Point(0.5, 0.5, srid=4326))


def form_of(client, area):
    page = client.get(reverse("adminarea:edit", args=[area.pk])).content.decode()
    forms = [
        querydict_from_html(page, form_index=index)
        for index in range(page.count("<form"))
    ]
    return next(form for form in forms if "pcode" in form)


def save(client, area, **changes):
    form = form_of(client, area)
    for name, value in changes.items():
        form[name] = value
    return client.post(reverse("adminarea:edit", args=[area.pk]), form)


def test_an_untouched_area_keeps_holes_and_parts(steward, isles):
    assert save(steward, isles).status_code == 302
    assert AdminArea.objects.get().geometry.equals_exact(isles.geometry)


def test_changed_borders_bring_their_size_and_outlines(steward, isles):
    moved = square(0, 0, 2)
    assert save(steward, isles, geometry=moved.geojson).status_code == 302
    stored = AdminArea.objects.get()
    assert stored.area_km2 == pytest.approx(49_000, rel=0.02)
    assert AreaOutline.objects.filter(area=stored).count() == 3
    assert all(each.geometry.equals(moved) for each in AreaOutline.objects.all())


def test_a_new_area_is_measured(steward):
    data = {
        "name": "Fenra",
        "names__ar": "فنرا",
        "pcode": "XM01",
        "level": "1",
        "parent": "",
        "valid_on": "2026-01-01",
        "valid_to": "",
        "source": "",
        "point": text("Point", [0.5, 0.5]),
        "geometry": ISLES,
    }
    assert steward.post(reverse("adminarea:add"), data).status_code == 302
    stored = AdminArea.objects.get()
    assert stored.names == {"ar": "فنرا"}
    assert stored.area_km2 > 150_000
    assert AreaOutline.objects.count() == 3


def test_a_label_outside_the_borders_is_refused(steward, isles):
    answer = save(steward, isles, point=text("Point", [1.5, 1.5]))
    assert "outside the borders" in str(answer.context["form"].errors["point"])


def test_an_area_is_part_of_a_coarser_one(steward, isles):
    answer = save(steward, isles, parent=str(AdminAreaFactory(level=isles.level).pk))
    assert "coarser level" in str(answer.context["form"].errors["parent"])


def test_text_that_is_no_shape_is_refused_and_kept(steward, isles):
    answer = save(steward, isles, geometry='{"type": "MultiPol')
    assert "This text is not GeoJSON" in str(answer.context["form"].errors["geometry"])
    assert "{&quot;type&quot;: &quot;MultiPol" in answer.content.decode()
