"""What waits for whom: the desk of everybody who has a role."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateTimeField,
    F,
    Field,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communities.enums import Role
from communities.permissions import current_mandates, is_staff, own_mandates
from initiatives.enums import (
    ActingRole,
    CommentState,
    CorrectionState,
    MilestoneState,
    ProposalStep,
    State,
)
from initiatives.models import (
    Initiative,
    Milestone,
    MilestoneClaim,
    PlaceCommentReply,
)
from initiatives.queries.corrections import corrections_for
from initiatives.queries.place_comments import place_comments_for


@dataclass(frozen=True)
class Waiting:
    """One thing that waits for a person: what to do, about what, where, since when."""

    what: str
    subject: str
    where: str
    since: datetime.datetime
    url: str


def within_areas(area_ids: list[int], path: str = "community__area") -> Q:
    """Initiatives of communities that lie in any of the areas, at whatever level.

    ``path`` leads to the area from something else than an initiative.
    """
    condition = Q()
    for _level in range(5):
        condition |= Q(**{f"{path}__in": area_ids})
        path += "__parent"
    return condition


def review_queue(user: Any) -> "QuerySet[Initiative]":
    """Proposals on this person's desk: staff screen, the authority of the area answers.

    Longest waiting first, each with ``since``.
    """
    on_desk = Q(pk__in=[])
    if is_staff(user):
        on_desk |= Q(state__in=[State.SUBMITTED, State.SCREENING])
    areas = [
        mandate.area_id
        for mandate in current_mandates(user)
        if mandate.role == Role.AUTHORITY and mandate.area_id is not None
    ]
    if areas:
        on_desk |= Q(state=State.AUTHORITY_REVIEW) & within_areas(areas)
    return (
        Initiative.objects.filter(on_desk)
        .select_related("community")
        .annotate(since=_since())
        .order_by("since", "pk")
    )


def _since() -> Max:
    """When the initiative came into the state that it is in."""
    return Max("events__at", filter=Q(events__to_state=F("state")))


def _communities(user: Any, role: Role) -> list[int]:
    return [
        mandate.community_id
        for mandate in current_mandates(user)
        if mandate.role == role and mandate.community_id is not None
    ]


def _item(what: str, initiative: Initiative, url: str | None = None) -> Waiting:
    since = getattr(initiative, "since", None) or initiative.changed_at
    return Waiting(
        what=what,
        subject=initiative.display_title,
        where=initiative.community.display_name,
        since=since,
        url=url or reverse("initiatives:detail", args=[initiative.reference]),
    )


def _proposals(user: Any) -> Iterator[Waiting]:
    """Drafts and returned proposals of one's committees."""
    mine = Initiative.objects.filter(
        community__in=_communities(user, Role.COMMITTEE),
        state__in=[State.DRAFT, State.RETURNED],
    ).select_related("community")
    for initiative in mine.annotate(since=_since()):
        what = (
            _("Finish and submit the proposal")
            if initiative.state == State.DRAFT
            else _("Revise the proposal and submit it again")
        )
        args = [initiative.reference, ProposalStep.PREVIEW]
        yield _item(what, initiative, reverse("initiatives:propose_step", args=args))


def _reviews(user: Any) -> Iterator[Waiting]:
    """Proposals to screen or to answer."""
    words = {
        State.SUBMITTED: _("Take up the proposal for screening"),
        State.SCREENING: _("Screen the proposal"),
        State.AUTHORITY_REVIEW: _("Answer the proposal for the local authority"),
    }
    for initiative in review_queue(user):
        yield _item(words[State(initiative.state)], initiative)


def _work(user: Any) -> Iterator[Waiting]:
    """What only staff can start or end."""
    if not is_staff(user):
        return
    ripe = (
        Initiative.objects.select_related("community")
        .annotate(
            since=_since(),
            planned=Count("milestones", distinct=True),
            confirmed=Count(
                "milestones",
                filter=Q(milestones__state=MilestoneState.VERIFIED),
                distinct=True,
            ),
        )
        .filter(
            Q(state__in=[State.SELECTED, State.COMPLETED])
            | Q(state=State.IN_IMPLEMENTATION, planned__gt=0, planned=F("confirmed"))
        )
    )
    words = {
        State.SELECTED: _("Start the work"),
        State.IN_IMPLEMENTATION: _("All milestones are confirmed: complete it"),
        State.COMPLETED: _("Settle the hand-over and close it"),
    }
    for initiative in ripe:
        yield _item(words[State(initiative.state)], initiative)


def _claims(user: Any) -> Iterator[Waiting]:
    """Claims that this committee member has not answered."""
    claims = (
        MilestoneClaim.objects.filter(
            is_open=True,
            milestone__initiative__state=State.IN_IMPLEMENTATION,
            milestone__initiative__community__in=[
                mandate.community_id
                for mandate in own_mandates(user)
                if mandate.role == Role.COMMITTEE
            ],
        )
        .exclude(responses__member=user)
        .exclude(claimed_by=user)
        .select_related("milestone__initiative__community")
    )
    for claim in claims:
        milestone = claim.milestone
        initiative = milestone.initiative
        yield Waiting(
            what=_("Confirm or dispute: %(milestone)s")
            % {"milestone": milestone.display_title},
            subject=initiative.display_title,
            where=initiative.community.display_name,
            since=claim.claimed_at,
            url=reverse(
                "initiatives:respond", args=[initiative.reference, milestone.pk]
            ),
        )


def _milestones_due(user: Any) -> Iterator[Waiting]:
    """Milestones of the implementing partner that are due or disputed."""
    due = (
        Milestone.objects.filter(
            Q(state=MilestoneState.DISPUTED)
            | Q(state=MilestoneState.PLANNED, planned_on__lte=timezone.localdate()),
            initiative__state=State.IN_IMPLEMENTATION,
            initiative__community__in=_communities(user, Role.IMPLEMENTER),
        )
        .select_related("initiative__community")
        .annotate(disputed_at=Max("claims__responses__responded_at"))
    )
    for milestone in due:
        initiative = milestone.initiative
        is_disputed = milestone.state == MilestoneState.DISPUTED
        what = _("Put right: %(milestone)s") if is_disputed else _("Due: %(milestone)s")
        planned = datetime.datetime.combine(milestone.planned_on, datetime.time.min)
        yield Waiting(
            what=what % {"milestone": milestone.display_title},
            subject=initiative.display_title,
            where=initiative.community.display_name,
            since=milestone.disputed_at or timezone.make_aware(planned),
            url=reverse("initiatives:detail", args=[initiative.reference])
            + f"#milestone-{milestone.pk}",
        )


def _comments(user: Any) -> Iterator[Waiting]:
    """Open comments on places in which somebody else has the last word.

    Staff answer together: what one of them has answered waits for none of them.
    """
    replies = PlaceCommentReply.objects.filter(comment=OuterRef("pk")).order_by(
        "-at", "-pk"
    )

    def last(field: str, kind: Field[Any, Any]) -> Coalesce:
        return Coalesce(
            Subquery(replies.values(field)[:1]), F(field), output_field=kind
        )

    answered = Q(last_author=user.pk)
    if is_staff(user):
        answered |= Q(last_role=ActingRole.STAFF)
    found = place_comments_for(user, CommentState.OPEN).annotate(
        last_author=last("author_id", BigIntegerField()),
        last_role=last("author_role", CharField()),
        since=last("at", DateTimeField()),
    )
    for comment in found.exclude(answered):
        yield Waiting(
            what=_("Answer or resolve the comment"),
            subject=comment.area.display_name,
            where=comment.author.name,
            since=comment.since,
            url=reverse("initiatives:place_comment", args=[comment.pk]),
        )


def _corrections(user: Any) -> Iterator[Waiting]:
    """Corrections of the map that somebody else proposed: staff decide on them."""
    if not is_staff(user):
        return
    found = corrections_for(user, CorrectionState.OPEN).exclude(proposed_by=user)
    for correction in found.defer("borders"):
        yield Waiting(
            what=_("Accept or decline the correction of the map"),
            subject=correction.subject,
            where=correction.proposed_by.name,
            since=correction.proposed_at,
            url=reverse("initiatives:correction", args=[correction.pk]),
        )


_DESKS: tuple[Callable[[Any], Iterator[Waiting]], ...] = (
    _proposals,
    _reviews,
    _claims,
    _milestones_due,
    _work,
    _comments,
    _corrections,
)


def waiting_for(user: Any) -> list[Waiting]:
    """Everything in this room that waits for a person, longest waiting first.

    At most eight queries, however much waits; empty for visitors.
    """
    if not user.is_authenticated:
        return []
    found = [item for desk in _DESKS for item in desk(user)]
    return sorted(found, key=lambda item: item.since)
