"""Addresses of this room."""

from django.urls import path

from initiatives.views import (
    corrections,
    detail,
    listing,
    milestones,
    pictures,
    place_comments,
    proposing,
    reports,
    reviewing,
)

app_name = "initiatives"
urlpatterns = [
    path("", listing.index, name="list"),
    path("review/", reviewing.queue, name="review_queue"),
    path("review/comments/", place_comments.index, name="place_comments"),
    path("review/comments/add/", place_comments.add, name="add_place_comment"),
    path("review/comments/<int:pk>/", place_comments.thread, name="place_comment"),
    path("review/corrections/", corrections.index, name="corrections"),
    path("review/corrections/propose/", corrections.propose, name="propose_correction"),
    path("review/corrections/<int:pk>/", corrections.show, name="correction"),
    path("propose/", proposing.start, name="propose"),
    path("reports/<str:pcode>/", reports.choose, name="district_report"),
    path(
        "reports/<str:pcode>/<slug:language>.pdf",
        reports.download,
        name="district_report_file",
    ),
    path("<slug:reference>/", detail.show, name="detail"),
    path("<slug:reference>/step/", reviewing.take, name="take"),
    path("<slug:reference>/propose/<slug:step>/", proposing.step, name="propose_step"),
    path("<slug:reference>/picture/", pictures.picture, name="picture"),
    path("<slug:reference>/picture/remove/", pictures.remove, name="remove_picture"),
    path("<slug:reference>/spending/", detail.spending, name="spending"),
    path("<slug:reference>/milestones/add/", milestones.plan, name="plan_milestone"),
    path(
        "<slug:reference>/milestones/<int:milestone>/claim/",
        milestones.claim,
        name="claim",
    ),
    path(
        "<slug:reference>/milestones/<int:milestone>/answer/",
        milestones.respond,
        name="respond",
    ),
    path(
        "<slug:reference>/milestones/<int:milestone>/reopen/",
        milestones.reopen,
        name="reopen",
    ),
]
