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
    "issue_passes": (_("Issue passes"), _("Passes issued")),
    "void_pass": (_("Void pass"), _("Pass voided")),
    "open_paper": (_("Open batch of paper"), _("Batch of paper ballots opened")),
    "give_paper": (_("Give out paper ballot"), _("Vote given up for a paper ballot")),
    "account_paper": (_("Count sheets of paper"), _("Sheets of a table counted")),
    "begin_paper": (_("Begin typing in"), _("Entry of paper ballots begun")),
    "finish_paper": (_("Finish typing in"), _("Entry of paper ballots finished")),
    "agree_paper": (_("Agree on paper"), _("Batch of paper ballots agreed")),
    "redo_paper": (_("Type in anew"), _("Entries of a batch of paper begun anew")),
    "draw_paper": (_("Draw sheets"), _("Sheets to read twice drawn by dice")),
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
