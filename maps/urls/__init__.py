"""Addresses of the map."""

from django.urls import include, path

from maps.views import data, embedding, hexagons, need, over_time, pages

app_name = "maps"

urlpatterns = [
    path("", pages.map_page, name="map"),
    path("areas/<str:pcode>/", pages.area_page, name="area"),
    path("shapes/<int:level>/<slug:scale>.json", data.area_outlines, name="outlines"),
    path(
        "shapes/<int:level>/<slug:scale>/<slug:version>.json",
        data.area_grid,
        name="shapes",
    ),
    path(
        "tiles/<int:level>/<slug:version>/<int:z>/<int:x>/<int:y>.mvt",
        data.area_tile_of,
        name="tile",
    ),
    path(
        "values/<int:release>/<int:level>/<slug:group>/<slug:shade>.json",
        data.area_values,
        name="values",
    ),
    path(
        "picture/<int:release>/<int:level>/<slug:group>/<slug:shade>/<slug:theme>.svg",
        data.picture,
        name="picture",
    ),
    path("need-and-response/", need.need_page, name="need"),
    path(
        "need/<int:release>/<int:level>/<slug:group>/<slug:response>.json",
        need.need_values,
        name="need_values",
    ),
    path(
        "need/<int:release>/<int:level>/<slug:group>/<slug:response>/<slug:theme>.svg",
        need.need_picture,
        name="need_picture",
    ),
    path("hexagons/", hexagons.hexagons_page, name="hexagons"),
    path(
        "hexagons/<int:level>/<slug:version>.json",
        hexagons.hexagon_shapes,
        name="hexagon_shapes",
    ),
    path(
        "hexagons/<int:release>/<int:level>/<slug:group>.json",
        hexagons.hexagon_values,
        name="hexagon_values",
    ),
    path(
        "hexagons/<int:release>/<int:level>/<slug:group>/<slug:theme>.svg",
        hexagons.hexagon_picture,
        name="hexagon_picture",
    ),
    path("embed/", embedding.embed_page, name="embed"),
    path("embed/<slug:way>/", embedding.embed_page, name="embed_way"),
    path("oembed", embedding.oembed, name="oembed"),
    path("rounds/", over_time.rounds_page, name="rounds"),
    path("compare/", over_time.compare_page, name="compare"),
    path(
        "change/<int:before>/<int:after>/<int:level>/<slug:group>/<slug:shade>/<slug:theme>.svg",
        over_time.change_picture,
        name="change_picture",
    ),
    path("releases/", include("maps.urls.releases")),
    path("imports/", include("maps.urls.imports")),
    path("points/<slug:layer>.json", data.points, name="points"),
]
