"""Closed vocabularies of initiatives (domain.md sections 1 and 4)."""

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.enums import Dimension


class TextLanguage(models.TextChoices):
    """In which language somebody wrote, in its own name; more than the pages speak."""

    EN = "en", "English"
    AR = "ar", "العربية"
    FR = "fr", "Français"
    ES = "es", "Español"
    OTHER = "und", _("another language")


class Voted(models.TextChoices):
    """What a vote decided about a proposal, for its public history."""

    CHOSEN = "chosen", _("The vote chose it")
    NOT_CHOSEN = "not-chosen", _("The vote did not choose it")


class State(models.TextChoices):
    """Where an initiative stands. `initiatives.lifecycle` says what leads where."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    SCREENING = "screening", _("In screening")
    AUTHORITY_REVIEW = "authority_review", _("With the local authority")
    RETURNED = "returned_for_revision", _("Returned for revision")
    ELIGIBLE = "eligible", _("Ready for a vote")
    DECLINED = "declined", _("Declined")
    SELECTED = "selected", _("Chosen")
    NOT_SELECTED = "not_selected", _("Not chosen")
    IN_IMPLEMENTATION = "in_implementation", _("In implementation")
    SUSPENDED = "suspended", _("Suspended")
    COMPLETED = "completed", _("Completed")
    CLOSED = "closed", _("Closed")
    CANCELLED = "cancelled", _("Cancelled")


class Category(models.TextChoices):
    """IOM's community-level interventions, by dimension."""

    GROUP_IGA = "group_iga", _("Group income-generating activity")
    LOCAL_DEVELOPMENT = "local_development", _("Local development and livelihoods")
    FINANCIAL_SUPPORT = "financial_support", _("Community financial support")
    HOUSING = "housing", _("Housing")
    EDUCATION = "education", _("Education and training")
    HEALTH = "health", _("Health and well-being")
    INFRASTRUCTURE = "infrastructure", _("Public infrastructure")
    SAFETY_JUSTICE = "safety_justice", _("Safety, justice and rights")
    MOBILISATION = "mobilisation", _("Community mobilisation and awareness")
    PEER_SUPPORT = "peer_support", _("Peer support")
    NETWORKS = "networks", _("Community networks")


#: Which kinds of initiative belong to which dimension (domain, section 1).
CATEGORIES_OF: Final = {
    Dimension.ECONOMIC: (
        Category.GROUP_IGA,
        Category.LOCAL_DEVELOPMENT,
        Category.FINANCIAL_SUPPORT,
    ),
    Dimension.SOCIAL: (
        Category.HOUSING,
        Category.EDUCATION,
        Category.HEALTH,
        Category.INFRASTRUCTURE,
        Category.SAFETY_JUSTICE,
    ),
    Dimension.PSYCHOSOCIAL: (
        Category.MOBILISATION,
        Category.PEER_SUPPORT,
        Category.NETWORKS,
    ),
}


class Approach(models.TextChoices):
    """The three project approaches of the Handbook's Module 3."""

    COLLECTIVE = "collective", _("A joint project of returnees")
    NEW_COMMUNITY = "new_community", _("A new project of the whole community")
    EXISTING_COMMUNITY = (
        "existing_community",
        _("Returnees join an existing community project"),
    )


class CameFrom(models.TextChoices):
    """Which group a proposal came from, as a group: never who wrote it or had the idea.

    The codes are those by which a profile counts residents, and one for all others.
    """

    WOMEN = "women", _("A group of women")
    MEN = "men", _("A group of men")
    AGED_18_29 = "aged_18_29", _("A group of young people, 18 to 29")
    AGED_60_UP = "aged_60_up", _("A group of older people, 60 and over")
    RETURNEES = "returnees", _("A group of returnees")
    NEIGHBOURS = "neighbours", _("A group of neighbours")
    WITH_DISABILITY = "with_disability", _("A group of persons with disabilities")
    MIXED = "mixed", _("A mixed group, or a meeting of everybody")


class BudgetKind(models.TextChoices):
    """Money, or what residents give in work and material."""

    CASH = "cash", _("Money")
    IN_KIND = "in_kind", _("Given by residents")


class MilestoneState(models.TextChoices):
    """A milestone is only done when the community has confirmed it."""

    PLANNED = "planned", _("Planned")
    CLAIMED = "claimed", _("Reported done, waiting for the committee")
    VERIFIED = "verified", _("Confirmed by the community")
    DISPUTED = "disputed", _("Disputed")


class Verdict(models.TextChoices):
    """A committee member's answer to a claim."""

    CONFIRM = "confirm", _("Confirm")
    DISPUTE = "dispute", _("Dispute")


class Answer(models.TextChoices):
    """Answers of the care checklist."""

    YES = "yes", _("Yes")
    PARTLY = "partly", _("Partly")
    NO = "no", _("No")


class ActingRole(models.TextChoices):
    """In which role somebody took a step; shown to the public instead of the name."""

    COMMITTEE = "committee", _("Community committee")
    STAFF = "staff", _("Programme staff")
    AUTHORITY = "authority", _("Local authority")
    IMPLEMENTER = "implementer", _("Implementing partner")


class Action(models.TextChoices):
    """The steps of `initiatives.lifecycle`, in the words of the history."""

    SUBMIT = "submit", pgettext_lazy("step", "Proposed")
    TAKE_UP = "take_up", _("Taken up for screening")
    PASS_TO_AUTHORITY = "pass_to_authority", _("Passed to the local authority")
    RETURN_FOR_REVISION = "return_for_revision", _("Returned for revision")
    DECLINE = "decline", _("Declined")
    ENDORSE = "endorse", _("Endorsed by the local authority")
    SELECT = "select", _("Chosen")
    MARK_NOT_SELECTED = "mark_not_selected", _("Not chosen this time")
    STAND_AGAIN = "stand_again", _("Put to a vote again")
    START_IMPLEMENTATION = "start_implementation", _("Work started")
    SUSPEND = "suspend", _("Suspended")
    RESUME = "resume", _("Work resumed")
    COMPLETE = "complete", _("Completed")
    CLOSE = "close", _("Closed")
    WITHDRAW = "withdraw", _("Withdrawn")
    CANCEL = "cancel", _("Cancelled")


#: The same steps as somebody is about to take them.
BUTTONS: Final = {
    Action.SUBMIT: _("Submit the proposal"),
    Action.TAKE_UP: _("Take up for screening"),
    Action.PASS_TO_AUTHORITY: _("Pass to the local authority"),
    Action.RETURN_FOR_REVISION: _("Return for revision"),
    Action.DECLINE: _("Decline"),
    Action.ENDORSE: _("Endorse"),
    Action.SELECT: _("Record as chosen"),
    Action.MARK_NOT_SELECTED: _("Record as not chosen"),
    Action.STAND_AGAIN: _("Put to a vote again"),
    Action.START_IMPLEMENTATION: _("Start the work"),
    Action.SUSPEND: _("Suspend the work"),
    Action.RESUME: _("Resume the work"),
    Action.COMPLETE: _("Mark as completed"),
    Action.CLOSE: _("Close"),
    Action.WITHDRAW: _("Withdraw the proposal"),
    Action.CANCEL: _("Cancel"),
}

#: What happens next in each state, and who has it in hand.
NEXT_STEPS: Final = {
    State.DRAFT: _("The committee finishes the proposal and submits it."),
    State.SUBMITTED: _("Programme staff take it up for screening."),
    State.SCREENING: _(
        "Programme staff check that it is complete, fits the community's profile and "
        "does no harm."
    ),
    State.AUTHORITY_REVIEW: _("The local authority of the area answers."),
    State.RETURNED: _("The committee revises the proposal and submits it again."),
    State.ELIGIBLE: _("It stands in the community's next vote."),
    State.DECLINED: _("It goes no further. The reason is given in the history."),
    State.SELECTED: _("Programme staff agree the start with the implementing partner."),
    State.NOT_SELECTED: _("It can stand again in a later vote."),
    State.IN_IMPLEMENTATION: _(
        "The implementing partner works on the milestones; the committee confirms each."
    ),
    State.SUSPENDED: _("Work rests until programme staff resume it."),
    State.COMPLETED: _("Programme staff close it once the hand-over is settled."),
    State.CLOSED: _("Nothing is left to do."),
    State.CANCELLED: _("It goes no further. The reason is given in the history."),
}


class StateGroup(models.TextChoices):
    """The groups of `initiatives.lifecycle.GROUPS`, as headings and filters."""

    UNDER_WAY = "under_way", _("Under way")
    TO_VOTE = "to_vote", _("Ready for a vote")
    IN_REVIEW = "in_review", _("In review")
    DONE = "done", _("Done")
    NOT_GOING_AHEAD = "not_going_ahead", _("Not going ahead")


class DeskView(models.TextChoices):
    """What the desk of staff and authorities shows: what waits, or a group of states."""

    DESK = "desk", _("On your desk")
    IN_REVIEW = "in_review", _("In review")
    TO_VOTE = "to_vote", _("Ready for a vote")
    UNDER_WAY = "under_way", _("Under way")
    DONE = "done", _("Done")
    NOT_GOING_AHEAD = "not_going_ahead", _("Not going ahead")
    ALL = "all", _("All")


class CommentState(models.TextChoices):
    """A comment on a place waits for an answer until somebody resolves it."""

    OPEN = "open", pgettext_lazy("comment", "Open")
    RESOLVED = "resolved", _("Resolved")


class CommentMove(models.TextChoices):
    """What can happen to a comment on a place, as people are told."""

    ADDED = "added", _("A new comment on a place")
    ANSWERED = "answered", _("A comment on a place was answered")
    RESOLVED = "resolved", _("A comment on a place was resolved")
    REOPENED = "reopened", _("A comment on a place was opened again")


class CorrectionState(models.TextChoices):
    """A correction of the map waits for staff, who accept or decline it."""

    OPEN = "open", pgettext_lazy("correction", "Waiting for a decision")
    ACCEPTED = "accepted", pgettext_lazy("correction", "Accepted")
    DECLINED = "declined", pgettext_lazy("correction", "Declined")


#: How the state of a correction looks.
CORRECTION_TONES: Final = {
    CorrectionState.OPEN: "active",
    CorrectionState.ACCEPTED: "good",
    CorrectionState.DECLINED: "neutral",
}


class PathStep(models.TextChoices):
    """The steps of `initiatives.lifecycle.PATH`, as drawn on a page."""

    PROPOSED = "proposed", _("Proposal")
    SCREENED = "screened", _("Screening")
    ANSWERED = "answered", _("Authority’s answer")
    CHOSEN = "chosen", _("Vote")
    IMPLEMENTED = "implemented", _("Work")
    COMPLETED = "completed", _("Completion")


class ProposalStep(models.TextChoices):
    """The five short steps of proposing, and the look at the whole."""

    PROBLEM = "problem", _("Problem")
    IDEA = "idea", _("Idea")
    PEOPLE = "people", _("People and place")
    MONEY = "money", _("Money and time")
    CARE = "care", _("Care")
    PREVIEW = "preview", _("Preview")


class MilestoneMove(models.TextChoices):
    """What can happen to a milestone, as people are told."""

    CLAIMED = "claimed", _("Reported done")
    VERIFIED = "verified", _("Confirmed by the community")
    DISPUTED = "disputed", _("Disputed by the community")
    REOPENED = "reopened", _("Opened again with a changed plan")


#: How a state looks: a tone of the stylesheet, beside its word.
TONES: Final = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "active",
    State.SCREENING: "active",
    State.AUTHORITY_REVIEW: "active",
    State.RETURNED: "warn",
    State.ELIGIBLE: "warn",
    State.DECLINED: "bad",
    State.SELECTED: "good",
    State.NOT_SELECTED: "neutral",
    State.IN_IMPLEMENTATION: "active",
    State.SUSPENDED: "warn",
    State.COMPLETED: "good",
    State.CLOSED: "good",
    State.CANCELLED: "neutral",
}
MILESTONE_TONES: Final = {
    MilestoneState.PLANNED: "neutral",
    MilestoneState.CLAIMED: "active",
    MilestoneState.VERIFIED: "good",
    MilestoneState.DISPUTED: "bad",
}
