"""Addresses of open data. Those of a release stay: they are printed in its files."""

from django.urls import path

from maps.views import open_data

app_name = "open_data"
urlpatterns = [
    path("", open_data.page, name="page"),
    path("catalogue.jsonld", open_data.catalogue, name="catalogue"),
    path("returns/<path:code>/<int:version>/", open_data.release_page, name="release"),
    path(
        "returns/<path:code>/<int:version>/<str:name>",
        open_data.release_file,
        name="release_file",
    ),
    path("<slug:key>/<str:name>", open_data.collection_file, name="file"),
]
