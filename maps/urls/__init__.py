"""Addresses of the map."""

from django.urls import include, path

from maps.views import data, pages

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
        "values/<int:release>/<int:level>/<slug:group>/<slug:shade>.json",
        data.area_values,
        name="values",
    ),
    path(
        "picture/<int:release>/<int:level>/<slug:group>/<slug:shade>/<slug:theme>.svg",
        data.picture,
        name="picture",
    ),
    path("releases/", include("maps.urls.releases")),
    path("imports/", include("maps.urls.imports")),
    path("points/<slug:layer>.json", data.points, name="points"),
]
