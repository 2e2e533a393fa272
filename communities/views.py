"""What the CMS's first page shows beyond Wagtail's own panels."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page, TaskState, WorkflowState

from maps.queries.proposals import waiting_for_steward


class WhatWaits(Component):
    """Pages that wait for this person's approval or for somebody else's.

    What waits outside the CMS (proposals, milestones, rounds) is on *My work*, to
    which this leads.
    """

    name = "what_waits"
    template_name = "communities/cms/what_waits.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        """``to_approve`` and ``sent``: pages with an address and since when.

        ``releases`` counts those that wait for this person as a data steward.
        """
        user = parent_context["request"].user
        to_approve = (
            TaskState.objects.reviewable_by(user)
            .select_related("revision__user")
            .prefetch_related("revision__content_object")
            .order_by("started_at")
        )
        sent = (
            WorkflowState.objects.active()
            .filter(requested_by=user)
            .prefetch_related("content_object")
            .order_by("created_at")
        )
        return {
            "to_approve": [
                _line(
                    state.revision.content_object,
                    since=state.started_at,
                    by=state.revision.user,
                )
                for state in to_approve
                if isinstance(state.revision.content_object, Page)
            ],
            "sent": [
                _line(state.content_object, since=state.created_at)
                for state in sent
                if isinstance(state.content_object, Page)
            ],
            "releases": len(waiting_for_steward(user)),
            "release_list": reverse("maps:releases"),
            "my_work": reverse("participation:my_work"),
        }


def _line(page: Page, **more: Any) -> dict[str, Any]:
    return {
        "title": page.get_admin_display_title(),
        "url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        **more,
    }
