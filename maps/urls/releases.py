"""Addresses of releases: their public reports, and the pages of data stewards."""

from django.urls import URLPattern, URLResolver, include, path

from maps.views import proposals, release_reports, releases

#: A round's code may hold a stroke (2026/3), so whatever is said of it comes first.
proposal_patterns: list[URLPattern | URLResolver] = [
    path("", proposals.proposal_page, name="proposal"),
    path("refuse/", proposals.refuse, name="refuse_proposal"),
    path("figures/", proposals.figures, name="proposal_figures"),
    path(
        "picture/<int:level>/<str:group>/<slug:theme>.svg",
        proposals.picture,
        name="proposal_picture",
    ),
    path("<slug:verb>/", proposals.step, name="proposal_step"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", releases.release_list, name="releases"),
    path("<path:code>/plans/<int:pk>/", include(proposal_patterns)),
    path("<path:code>/prepare/", releases.prepare, name="prepare_release"),
    path("<path:code>/zones/", releases.prepare_together, name="prepare_zones"),
    path(
        "<path:code>/<int:version>/compare/", releases.compare, name="compare_releases"
    ),
    path(
        "<path:code>/<int:version>/withdraw/",
        release_reports.withdraw,
        name="withdraw_release",
    ),
    path(
        "<path:code>/<int:version>/withdraw/<slug:verb>/",
        release_reports.answer_withdrawal,
        name="answer_withdrawal",
    ),
    path("<path:code>/<int:version>/", release_reports.report, name="release"),
    path("<path:code>/plans/", releases.release_round, name="release_round"),
]
