"""Preparing, opening and cancelling a round."""

import datetime

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from communities.enums import Role
from initiatives.enums import State
from initiatives.models import BudgetLine, Initiative
from participation.enums import PassState, RoundState, Step
from participation.models import PaperReading, Round
from participation.permissions import ACTIONS, is_permitted, may
from participation.services.errors import (
    NotPermittedError,
    RoundSetupError,
    RoundStateError,
)
from participation.services.rounds import (
    cancel_round,
    create_round,
    edit_round,
    open_round,
    set_options,
)
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.paper import agreed as paper_agreed
from tests.factories.participation import (
    RoundFactory,
    agreed,
    cast,
    eligible_initiative,
    in_state,
    open_round_with_options,
    passes,
    round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db

ONE_DAY = datetime.timedelta(days=1)
SETTINGS = {"ballot_type": "approval", "rule": "greedy", "completion": "none"}


def dates():
    now = timezone.now()
    return {"opens_at": now, "closes_at": now + ONE_DAY}


# --- who may do what, and when ------------------------------------------------------

WHO = {
    "staff": lambda round_: staff_member(),
    "administrator": lambda round_: UserFactory(is_superuser=True),
    "committee": lambda round_: MandateFactory(community=round_.community).user,
    "other committee": lambda round_: MandateFactory().user,
    "authority": lambda round_: (
        MandateFactory(authority=True, area=round_.community.area).user
    ),
    "implementer": lambda round_: (
        MandateFactory(implementer=True, community=round_.community).user
    ),
    "steward": lambda round_: MandateFactory(steward=True).user,
    "former staff": lambda round_: (
        MandateFactory(staff=True, ends_on=datetime.date(2025, 6, 30)).user
    ),
    "person without a role": lambda round_: UserFactory(),
}
ORGANISERS = {"staff", "administrator"}


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize(
    "state",
    [RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED],
)
def test_actions_are_for_organisers_in_the_right_state(who, state):
    round_ = in_state(state)
    user = WHO[who](round_)

    allowed = {action for action in ACTIONS if may(user, action, round_)}

    expected = {a for a, states in ACTIONS.items() if state in states}
    # By no role, but by having been named: tests/participation/services/test_observers.py.
    expected -= {"observe", "read_sealed_ballots"}
    if who in ORGANISERS:
        expected -= {"adopt_as_committee", "adopt_as_authority"}
    elif who == "authority":
        expected &= {"adopt_as_authority"}
    elif who == "committee":
        expected &= {
            *(
                "adopt_as_committee",
                "see_turnout",
                "see_who",
                "hand_out",
                "take_step",
                "run_table",
            ),
            *("see_paper", "take_paper", "enter_paper", "count_voters"),
            "agree_to_observer",
        }
    else:
        expected = set()
    assert allowed == expected
    assert is_permitted(user, "prepare_rounds") is (who in ORGANISERS)


# --- preparing ----------------------------------------------------------------------


def test_create_round_stores_what_was_asked_and_logs_it():
    staff, community = staff_member(), CommunityFactory()

    round_ = create_round(
        community=community,
        title="Choose for Upper Maro",
        titles={"ar": "اختاروا"},
        budget=60_000,
        by=staff,
        **dates(),
        **SETTINGS,
    )

    round_.refresh_from_db()
    assert (round_.slug, round_.state) == ("choose-for-upper-maro", RoundState.DRAFT)
    assert (round_.budget, round_.rule, round_.created_by) == (60_000, "greedy", staff)
    entry = ModelLogEntry.objects.get(action="participation.create_round")
    assert (entry.user, entry.object_id) == (staff, str(round_.pk))


def test_create_round_gives_every_round_its_own_address():
    wanted = {"community": CommunityFactory(), "budget": 1, "by": staff_member()}

    slugs = [
        create_round(title=title, **wanted, **dates()).slug
        for title in ("Maro", "Maro", "Manage", "قرية")
    ]

    assert slugs == ["maro", "maro-2", "manage-2", "round"]


def test_create_round_refuses_a_round_that_closes_before_it_opens():
    now = timezone.now()

    with pytest.raises(RoundSetupError, match="closes before"):
        create_round(
            community=CommunityFactory(),
            title="Maro",
            budget=1,
            opens_at=now,
            closes_at=now,
            by=staff_member(),
        )


def test_create_round_is_for_staff():
    with pytest.raises(NotPermittedError):
        create_round(
            community=CommunityFactory(),
            title="Maro",
            budget=1,
            by=UserFactory(),
            **dates(),
        )
    assert not Round.objects.exists()


def test_edit_round_changes_only_a_round_in_preparation():
    staff, draft, opened = staff_member(), RoundFactory(), open_round_with_options()

    edit_round(draft, title="Better", budget=70, by=staff, **dates(), **SETTINGS)

    draft.refresh_from_db()
    assert (draft.title, draft.budget, draft.rule) == ("Better", 70, "greedy")
    with pytest.raises(RoundStateError):
        edit_round(opened, title="Better", budget=70, by=staff, **dates(), **SETTINGS)


# --- options ------------------------------------------------------------------------


def test_set_options_takes_prices_without_what_residents_give_and_draws_lots():
    round_ = RoundFactory(budget=100)
    initiatives = [eligible_initiative(round_.community, cost) for cost in (40, 30, 20)]

    set_options(round_, initiatives, by=staff_member())

    options = list(round_.options.order_by("number"))
    assert [o.initiative for o in options] == initiatives
    assert [o.cost for o in options] == [40, 30, 20]
    assert sorted(o.lot for o in options) == [1, 2, 3]


def test_set_options_replaces_what_was_chosen_before():
    round_ = round_with_options([10, 20, 30])
    kept = list(Initiative.objects.order_by("pk")[1:])

    set_options(round_, kept, by=staff_member())

    assert [o.initiative for o in round_.options.all()] == kept


def test_set_options_refuses_a_ballot_with_one_proposal():
    round_ = RoundFactory(budget=100)
    initiative = eligible_initiative(round_.community, 40)

    with pytest.raises(RoundSetupError, match="at least two"):
        set_options(round_, [initiative], by=staff_member())


@pytest.mark.parametrize("state", [s for s in State if s != State.ELIGIBLE])
def test_set_options_refuses_what_is_not_ready_for_a_vote(state):
    round_ = RoundFactory()
    initiative = eligible_initiative(round_.community, 40, state=state)

    with pytest.raises(RoundSetupError, match="ready for a vote"):
        set_options(round_, [initiative], by=staff_member())


def test_set_options_refuses_another_community_and_another_open_round():
    round_ = RoundFactory()
    foreign = eligible_initiative(CommunityFactory(), 40)
    busy = open_round_with_options([40, 50], community=round_.community)

    for initiative in (foreign, busy.options.first().initiative):
        with pytest.raises(RoundSetupError, match="ready for a vote"):
            set_options(round_, [initiative], by=staff_member())


@pytest.mark.parametrize("cost", [101, 4_000])
def test_set_options_refuses_what_the_budget_cannot_pay(cost):
    round_ = RoundFactory(budget=100)
    initiative = eligible_initiative(round_.community, cost)

    with pytest.raises(RoundSetupError, match="within the"):
        set_options(round_, [initiative], by=staff_member())


def test_set_options_refuses_what_has_no_price():
    round_ = RoundFactory()
    initiative = eligible_initiative(round_.community, 5)
    BudgetLine.objects.filter(kind="cash").delete()

    with pytest.raises(RoundSetupError, match="needs a price"):
        set_options(round_, [initiative], by=staff_member())


# --- opening and cancelling ---------------------------------------------------------


def test_open_round_opens():
    round_ = round_with_options()

    agreed(round_, Step.OPEN)
    open_round(round_, by=staff_member())

    round_.refresh_from_db()
    assert round_.is_voting_open


def test_open_round_needs_two_options():
    with pytest.raises(RoundSetupError, match="at least two"):
        open_round(round_with_options([40]), by=staff_member())


def test_open_round_refuses_when_the_closing_time_has_passed():
    round_ = round_with_options()

    with pytest.raises(RoundSetupError, match="has passed"):
        open_round(round_, by=staff_member(), now=round_.closes_at)


def test_open_round_refuses_when_a_price_changed_meanwhile():
    round_ = round_with_options()
    BudgetLine.objects.filter(kind="cash").update(planned=33)

    with pytest.raises(RoundSetupError, match="price"):
        open_round(round_, by=staff_member())


def test_open_round_refuses_when_an_option_was_cancelled_meanwhile():
    round_ = round_with_options()
    Initiative.objects.filter(title="Proposal 1").update(state=State.CANCELLED)

    with pytest.raises(RoundSetupError, match="ready for a vote"):
        open_round(round_, by=staff_member())


def test_cancel_round_needs_a_public_reason():
    round_ = open_round_with_options()
    staff = staff_member()

    with pytest.raises(RoundSetupError):
        cancel_round(round_, by=staff, reason="  ", language="en")
    agreed(round_, Step.CANCEL, "The valley was flooded.")
    cancel_round(round_, by=staff, reason="The valley was flooded.", language="en")

    round_.refresh_from_db()
    assert round_.state == RoundState.CANCELLED
    assert round_.cancel_reason == "The valley was flooded."


def test_a_cancelled_round_forgets_how_people_voted():
    round_ = open_round_with_options()
    passes(round_, 5)
    cast(round_, (1,), (2,))
    paper_agreed(round_, ["1 2"])
    agreed(round_, Step.CANCEL, "Flood.")

    cancel_round(round_, by=staff_member(), reason="Flood.", language="en")

    assert not round_.ballots.exists()
    assert not PaperReading.objects.exists()
    assert round_.passes.filter(state=PassState.USED).count() == 3


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.CANCELLED])
def test_cancel_round_is_too_late_afterwards(state):
    with pytest.raises(RoundStateError):
        cancel_round(
            in_state(state), by=staff_member(), reason="Too late.", language="en"
        )


def test_committee_role_does_not_prepare_rounds():
    round_ = round_with_options()
    member = MandateFactory(role=Role.COMMITTEE, community=round_.community).user

    for act in (
        lambda: open_round(round_, by=member),
        lambda: cancel_round(round_, by=member, reason="No.", language="en"),
        lambda: set_options(round_, [], by=member),
    ):
        with pytest.raises(NotPermittedError):
            act()
