"""Registers this room's steps in the CMS's audit log, help contacts, and a permission."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import Permission
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from participation.enums import FeedbackAction
from participation.permissions import SERIOUS
from participation.viewsets.help_contacts import HelpContactViewSet, help_contacts

ACTIONS = {
    "create_round": (_("Prepare round"), _("Round prepared")),
    "edit_round": (_("Edit round"), _("Round changed before opening")),
    "set_parts": (_("Divide budget"), _("Budget divided into parts")),
    "set_options": (_("Set options"), _("Options and lots set")),
    "ask_for_step": (_("Ask for step"), _("Step asked for")),
    "take_step": (_("Take step"), _("Step taken by a second person")),
    "take_back_step": (_("Take back step"), _("Step no longer asked for")),
    "open_round": (_("Open round"), _("Round opened")),
    "set_roll": (_("Enter roll"), _("Roll entered")),
    "hand_out": (_("Hand out passes"), _("Batch of passes handed out")),
    "issue_passes": (_("Issue passes"), _("Passes issued")),
    "void_pass": (_("Void pass"), _("Pass voided")),
    "close_round": (_("Close round"), _("Round closed, counted and sealed")),
    "cancel_round": (_("Cancel round"), _("Round cancelled")),
    "adopt_result": (_("Adopt result"), _("Result adopted")),
    "add_second_factor": (_("Set up two-step sign-in"), _("Two-step sign-in set up")),
    "renew_codes": (_("Renew codes"), _("Codes of two-step sign-in renewed")),
    "remove_second_factor": (
        _("Remove two-step sign-in"),
        _("Two-step sign-in removed"),
    ),
}
#: What is done with feedback besides the steps of `participation.handling`. What a person
#: does with their own is never logged: an entry has a time.
FEEDBACK_ACTIONS = {
    "enter_feedback": (_("Enter feedback"), _("Feedback entered for a person")),
    "assign_feedback": (_("Assign feedback"), _("Feedback put into somebody's hands")),
    "sort_feedback": (_("Sort feedback"), _("Category or priority of feedback set")),
    "write_note": (_("Write note"), _("Note on feedback written")),
    "write_answer": (_("Write answer"), _("Message to the person written")),
    "read_contact": (_("Read contact"), _("Contact of feedback read")),
    "erase_feedback": (_("Erase feedback"), _("Texts of feedback erased")),
    "publish_answer": (_("Publish answer"), _("Answer to feedback published")),
    "withdraw_answer": (_("Withdraw answer"), _("Published answer withdrawn")),
}

if TYPE_CHECKING:
    from django.db.models import QuerySet


@hooks.register("register_admin_viewset")
def register_help_contacts() -> HelpContactViewSet:
    """Help contacts in the CMS's menu."""
    return help_contacts


@hooks.register("register_permissions")
def register_serious_permission() -> "QuerySet[Permission]":
    """Let administrators give by name who answers complaints about conduct and fraud."""
    app_label, _dot, codename = SERIOUS.partition(".")
    return Permission.objects.filter(
        content_type__app_label=app_label, codename=codename
    )


@hooks.register("register_log_actions")
def register_round_actions(actions: Any) -> None:
    """Give each step its words; casting a ballot is never logged."""
    for name, (label, message) in {**ACTIONS, **FEEDBACK_ACTIONS}.items():
        actions.register_action(f"participation.{name}", label, message)
    for step in FeedbackAction:
        actions.register_action(
            f"participation.feedback_{step.value}", step.label, step.label
        )
