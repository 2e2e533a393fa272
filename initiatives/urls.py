"""Addresses of this room."""

from django.urls import path

from initiatives.views import detail, listing, milestones, proposing, reviewing

app_name = "initiatives"
urlpatterns = [
    path("", listing.index, name="list"),
    path("review/", reviewing.queue, name="review_queue"),
    path("propose/", proposing.start, name="propose"),
    path("<slug:reference>/", detail.show, name="detail"),
    path("<slug:reference>/step/", reviewing.take, name="take"),
    path("<slug:reference>/propose/<slug:step>/", proposing.step, name="propose_step"),
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
