"""Addresses of the wizard for uploaded files."""

from django.urls import path

from maps.views import border_changes, import_columns, imports

urlpatterns = [
    path("", imports.import_list, name="imports"),
    path("changes/", border_changes.waiting, name="border_changes"),
    path("new/<slug:kind>/", imports.upload, name="upload_import"),
    path("<int:pk>/", imports.import_page, name="import"),
    path("<int:pk>/columns/", import_columns.columns, name="import_columns"),
    path("<int:pk>/totals/", imports.import_totals, name="import_totals"),
    path("<int:pk>/findings/", imports.findings, name="import_findings"),
    path("<int:pk>/findings.csv", imports.findings_file, name="import_findings_file"),
    path("<int:pk>/spellings/", imports.confirm_spellings, name="confirm_spellings"),
    path("<int:pk>/store/", imports.store, name="store_import"),
    path("<int:pk>/cancel/", imports.cancel, name="cancel_import"),
]
