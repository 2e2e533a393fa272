"""Makes initiatives and their audit log known to the CMS."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from initiatives.enums import Action, CommentMove
from initiatives.models import Initiative
from initiatives.viewsets import (
    InitiativeViewSet,
    ReadOnlyPolicy,
    initiative_viewset,
)

#: What services write to the audit log besides the steps of the lifecycle.
OTHER_ACTIONS = {
    "start_proposal": _("Begin a proposal"),
    "save_step": _("Save a proposal"),
    "set_picture": _("Set the picture of an initiative"),
    "remove_picture": _("Take the picture of an initiative out"),
    "plan_milestone": _("Plan a milestone"),
    "claim_milestone": _("Report a milestone done"),
    "respond_to_claim": _("Answer a report"),
    "decide_claim": _("Settle a report"),
    "reopen_milestone": _("Open a milestone again"),
    "record_budget_spent": _("Record spending"),
    "propose_correction": _("Propose a correction of the map"),
    "accept_correction": _("Accept a correction of the map"),
    "decline_correction": _("Decline a correction of the map"),
}

register_permission_policy(Initiative, ReadOnlyPolicy(Initiative))


@hooks.register("register_admin_viewset")
def register_viewset() -> InitiativeViewSet:
    """Show initiatives in the CMS's menu."""
    return initiative_viewset


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Let the audit log name what services do."""
    for action in Action:
        actions.register_action(
            f"initiatives.{action.value}", action.label, action.label
        )
    for move in CommentMove:
        actions.register_action(
            f"initiatives.place_comment_{move.value}", move.label, move.label
        )
    for code, label in OTHER_ACTIONS.items():
        actions.register_action(f"initiatives.{code}", label, label)
