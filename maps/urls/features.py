"""Addresses of the open interface (OGC API – Features): no slash at the end but the root's."""

from django.urls import path

from maps.views import features

app_name = "features"
urlpatterns = [
    path("", features.landing, name="landing"),
    path("conformance", features.conformance, name="conformance"),
    path("api", features.definition, name="definition"),
    path("collections", features.collections, name="collections"),
    path("collections/<slug:key>", features.collection, name="collection"),
    path("collections/<slug:key>/schema", features.schema, name="schema"),
    path("collections/<slug:key>/queryables", features.queryables, name="queryables"),
    path("collections/<slug:key>/items", features.items, name="items"),
    path("collections/<slug:key>/items/<str:feature>", features.item, name="item"),
]
