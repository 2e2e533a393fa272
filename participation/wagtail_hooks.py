"""Registers this room's steps in the CMS's audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

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
    "open_table": (_("Open table"), _("Table for assisted voting opened")),
    "renew_pin": (_("Renew PIN"), _("PIN of a table renewed")),
    "admit_late": (_("Enter tally sheet"), _("Tally sheet of a table entered")),
    "close_table": (_("Close table"), _("Table closed")),
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


@hooks.register("register_log_actions")
def register_round_actions(actions: Any) -> None:
    """Give each step its words; casting a ballot is never logged."""
    for name, (label, message) in ACTIONS.items():
        actions.register_action(f"participation.{name}", label, message)
