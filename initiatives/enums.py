"""Closed vocabularies of initiatives (domain.md sections 1 and 4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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


class Approach(models.TextChoices):
    """The three project approaches of the Handbook's Module 3."""

    COLLECTIVE = "collective", _("A joint project of returnees")
    NEW_COMMUNITY = "new_community", _("A new project of the whole community")
    EXISTING_COMMUNITY = (
        "existing_community",
        _("Returnees join an existing community project"),
    )


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
