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
    "discard_round": (_("Delete draft of a round"), _("Draft of a round deleted")),
    "edit_round": (_("Edit round"), _("Round changed before opening")),
    "set_parts": (_("Divide budget"), _("Budget divided into parts")),
    "set_options": (_("Set options"), _("Options and lots set")),
    "ask_for_step": (_("Ask for step"), _("Step asked for")),
    "take_step": (_("Take step"), _("Step taken by a second person")),
    "take_back_step": (_("Take back step"), _("Step no longer asked for")),
    "open_round": (_("Open round"), _("Round opened")),
    "set_roll": (_("Enter roll"), _("Roll entered")),
    "hand_out": (_("Hand out passes"), _("Batch of passes handed out")),
    "give_back": (_("Give number back"), _("Number of the roll given back")),
    "open_table": (_("Open table"), _("Table for assisted voting opened")),
    "renew_pin": (_("Renew PIN"), _("PIN of a table renewed")),
    "admit_late": (_("Enter tally sheet"), _("Tally sheet of a table entered")),
    "say_lost": (_("Say device lost"), _("Device of a table said to be lost")),
    "close_table": (_("Close table"), _("Table closed")),
    "issue_passes": (_("Issue passes"), _("Passes issued")),
    "void_pass": (_("Void pass"), _("Pass voided")),
    "ask_of_used_pass": (
        _("Ask to void a used pass"),
        _("It was asked to void a pass that had been used"),
    ),
    "ask_of_number": (
        _("Ask to give a number back that was not taken"),
        _("It was asked to give a number back that had not been taken"),
    ),
    "read_ballots": (
        _("Read the ballots of a small round"),
        _("The ballots of a small round were read"),
    ),
    "name_observer": (_("Name observer"), _("Observer of a round named")),
    "take_out_observer": (
        _("Take out observer"),
        _("Observer taken out before a second person agreed"),
    ),
    "agree_to_observer": (
        _("Agree to observer"),
        _("Second person agreed to an observer"),
    ),
    "lay_down_observing": (_("Lay down observing"), _("Observing laid down")),
    "ask_to_void_batch": (
        _("Ask to void batch"),
        _("Second person asked to declare a batch of passes void"),
    ),
    "agree_to_void_batch": (
        _("Agree to void batch"),
        _("Second person agreed that a batch of passes is void"),
    ),
    "refuse_to_void_batch": (
        _("Refuse to void batch"),
        _("Second person refused to declare a batch of passes void"),
    ),
    "take_back_voiding": (
        _("Take back voiding"),
        _("Voiding of a batch of passes no longer asked for"),
    ),
    "void_batch": (_("Void batch"), _("Batch of passes declared void")),
    "open_paper": (_("Open batch of paper"), _("Batch of paper ballots opened")),
    "give_paper": (_("Give out paper ballot"), _("Vote given up for a paper ballot")),
    "give_paper_back": (
        _("Give number back at a paper table"),
        _("Number given up for paper given back or corrected"),
    ),
    "account_paper": (_("Count sheets of paper"), _("Sheets of a table counted")),
    "begin_paper": (_("Begin typing in"), _("Entry of paper ballots begun")),
    "finish_paper": (_("Finish typing in"), _("Entry of paper ballots finished")),
    "agree_paper": (_("Agree on paper"), _("Batch of paper ballots agreed")),
    "redo_paper": (_("Type in anew"), _("Entries of a batch of paper begun anew")),
    "draw_paper": (_("Draw sheets"), _("Sheets to read twice drawn by dice")),
    "count_voters": (_("Count voters"), _("Voters of a day counted by group")),
    "close_round": (_("Close round"), _("Round closed, counted and sealed")),
    "cancel_round": (_("Cancel round"), _("Round cancelled")),
    "agree_to_result": (_("Agree to result"), _("Agreement of a body to the result")),
    "adopt_result": (_("Adopt result"), _("Result adopted")),
    "invite": (_("Invite"), _("Invitation made")),
    "accept_invitation": (_("Accept invitation"), _("Invitation accepted")),
    "withdraw_invitation": (_("Withdraw invitation"), _("Invitation withdrawn")),
    "change_term": (_("Change term"), _("Term of a role changed")),
    "lay_down": (_("Lay down role"), _("Role laid down")),
    "hand_over": (_("Hand over for a time"), _("Role handed over for a time")),
    "ask_to_stand_in": (
        _("Ask to hand over"),
        _("Asked that somebody stands in for a time"),
    ),
    "agree_to_stand_in": (_("Agree to standing in"), _("Standing in agreed to")),
    "refuse_stand_in": (_("Refuse standing in"), _("Standing in refused")),
    "end_standing_in": (_("End standing in"), _("Standing in ended")),
    "agree_to_be_named": (
        _("Agree to be named"),
        _("Consent to be named in public changed"),
    ),
    "question_published": (_("Publish question"), _("Question published")),
    "question_refused": (_("Refuse question"), _("Question not published")),
    "question_hidden": (_("Hide question"), _("Question hidden")),
    "question_granted": (_("Grant appeal"), _("Appeal granted: question published")),
    "question_dismissed": (_("Dismiss appeal"), _("Appeal dismissed")),
    "answer_question": (_("Answer question"), _("Question answered")),
    "hide_answer": (_("Hide answer"), _("Answer hidden")),
    "set_up_account": (_("Set up account"), _("Account set up for somebody else")),
    "add_second_factor": (_("Set up two-step sign-in"), _("Two-step sign-in set up")),
    "renew_codes": (_("Renew codes"), _("Codes of two-step sign-in renewed")),
    "remove_second_factor": (
        _("Remove two-step sign-in"),
        _("Two-step sign-in removed"),
    ),
    "call_meeting": (_("Call meeting"), _("Meeting called")),
    "edit_meeting": (_("Edit meeting"), _("Announcement of the meeting changed")),
    "call_off_meeting": (_("Call meeting off"), _("Meeting called off")),
    "link_meeting": (_("Link meeting"), _("Meeting linked to what it is about")),
    "write_minutes": (_("Write minutes"), _("Text of the minutes changed")),
    "count_attendance": (_("Count attendance"), _("Attendance counted by group")),
    "save_decision": (_("Note decision"), _("Decision noted or changed")),
    "remove_decision": (_("Remove decision"), _("Decision taken out of the minutes")),
    "save_action_point": (_("Note action"), _("Action point noted or changed")),
    "remove_action_point": (_("Remove action"), _("Action point taken out")),
    "close_action_point": (_("Close action"), _("Action point marked as done")),
    "reopen_action_point": (_("Reopen action"), _("Action point opened again")),
    "add_picture": (_("Add picture"), _("Picture of the meeting added")),
    "remove_picture": (_("Remove picture"), _("Picture of the meeting removed")),
    "hand_in_minutes": (_("Hand in minutes"), _("Minutes handed in")),
    "send_back_minutes": (_("Send minutes back"), _("Minutes sent back")),
    "publish_minutes": (_("Publish minutes"), _("Minutes published, counts settled")),
    "confirm_minutes": (_("Confirm minutes"), _("Minutes confirmed")),
    "withdraw_minutes": (_("Withdraw minutes"), _("Published minutes taken back")),
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
    "tell_giver": (_("Tell of answer"), _("Person told by mail of an answer")),
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
