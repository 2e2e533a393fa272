"""Initiatives, their money, milestones and history for tests."""

import datetime
from typing import Any

import factory
from django.contrib.gis.geos import Point
from django.utils import timezone

from communities.enums import Dimension
from initiatives.enums import (
    ActingRole,
    Answer,
    Approach,
    Category,
    MilestoneState,
    State,
)
from initiatives.models import (
    BudgetLine,
    Initiative,
    InitiativeEvent,
    Milestone,
    MilestoneClaim,
)
from initiatives.services import set_picture
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.people import UserFactory
from tests.initiatives.pictures import photograph


class InitiativeFactory(factory.django.DjangoModelFactory[Initiative]):
    """A proposal with all its texts and numbers; the budget and plan are the trait's."""

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    class Params:
        bare = factory.Trait(
            summary="",
            problem="",
            dimension="",
            category="",
            returnees_planned=None,
            neighbours_planned=None,
            place_name="",
            location=None,
            starts_on=None,
            ends_on=None,
            both_consulted="",
            harm_note="",
            children_note="",
        )

    community = factory.SubFactory(CommunityFactory)
    proposed_by = factory.SubFactory(UserFactory)
    state = State.DRAFT
    title = factory.Sequence(lambda n: f"Tap stands for quarter {n}")
    summary = "A second borehole and four tap stands beside the school."
    problem = "One borehole serves nine hundred people; children queue before school."
    dimension = Dimension.SOCIAL
    category = Category.INFRASTRUCTURE
    approach = Approach.NEW_COMMUNITY
    returnees_planned = 240
    neighbours_planned = 660
    place_name = "Beside the school"
    location = factory.LazyAttribute(
        lambda o: Point(o.community.point.x, o.community.point.y, srid=4326)
    )
    starts_on = datetime.date(2026, 2, 1)
    ends_on = datetime.date(2026, 9, 30)
    both_consulted = Answer.YES
    harm_note = "Queues may bring quarrels: tap captains from both groups."
    children_note = "The site is fenced; nobody under eighteen digs."
    submitted_at = factory.LazyAttribute(
        lambda o: None if o.state == State.DRAFT else timezone.now()
    )

    @factory.post_generation
    def plan(self: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """``plan=2``: one budget line and so many milestones."""
        if create and extracted:
            BudgetLineFactory(initiative=self)
            MilestoneFactory.create_batch(extracted, initiative=self)


class BudgetLineFactory(factory.django.DjangoModelFactory[BudgetLine]):
    """Drilling."""

    class Meta:
        model = BudgetLine

    initiative = factory.SubFactory(InitiativeFactory)
    label = "Drilling"
    planned = 18_000


class MilestoneFactory(factory.django.DjangoModelFactory[Milestone]):
    """A planned milestone."""

    class Meta:
        model = Milestone

    class Params:
        verified = factory.Trait(
            state=MilestoneState.VERIFIED, verified_on=datetime.date(2026, 5, 3)
        )

    initiative = factory.SubFactory(InitiativeFactory)
    title = factory.Sequence(lambda n: f"Pump {n} running")
    planned_on = datetime.date(2026, 5, 1)
    means_of_verification = "Water flows at the tap"
    position = factory.Sequence(lambda n: n)


class MilestoneClaimFactory(factory.django.DjangoModelFactory[MilestoneClaim]):
    """An open claim; its milestone is in the matching state."""

    class Meta:
        model = MilestoneClaim

    milestone = factory.SubFactory(MilestoneFactory, state=MilestoneState.CLAIMED)
    claimed_by = factory.SubFactory(UserFactory)
    claimed_at = factory.LazyFunction(timezone.now)
    done_on = datetime.date(2026, 5, 1)
    note = "The pump has run for a week."


class InitiativeEventFactory(factory.django.DjangoModelFactory[InitiativeEvent]):
    """The submission."""

    class Meta:
        model = InitiativeEvent

    initiative = factory.SubFactory(InitiativeFactory)
    from_state = State.DRAFT
    to_state = State.SUBMITTED
    actor_role = ActingRole.COMMITTEE
    at = factory.LazyFunction(timezone.now)


def pictured(initiative: Initiative, alt: str = "Taps under a tree.") -> Initiative:
    """The initiative, with a picture that its committee gave it."""
    stored = set_picture(
        initiative,
        by=MandateFactory(community=initiative.community).user,
        picture=photograph(900, 600),
        alt=alt,
        has_consent=True,
    )
    initiative.refresh_from_db()
    return stored
