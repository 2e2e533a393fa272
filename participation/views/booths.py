"""The steps of a vote: mark, look over, cast, keep the receipt.

They are the same on one's own telephone and at a table with help. What must be carried
from step to step is a signed ticket and the marks, in hidden fields of the voter's own
page: nothing is stored on the server before the ballot is cast.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables

from participation.enums import BallotType
from participation.forms.ballots import PassForm, TicketForm, mark_name
from participation.queries.ballot_papers import ballot_paper
from participation.services.ballots import cast_ballot, check_pass, is_trial
from participation.services.choices import Choices, check_choices
from participation.services.code_entry import guesses_counted
from participation.services.errors import (
    BallotError,
    ParticipationError,
    PassRefusedError,
    PassUsedError,
    PassVoidError,
    RoundStateError,
    TicketError,
)
from participation.services.tickets import Ticket, read_ticket
from participation.views.even_sizes import even_sized, filler, longest_marks
from participation.views.visitors import address_of, with_too_many

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from participation.models import Round, VotingPass


class Booth:
    """One request of a voter: the step that the button names, beginning with the pass."""

    #: Templates are ``participation/<pages>_<step>.html``.
    pages: ClassVar = "vote"
    #: The method that takes each step.
    steps: ClassVar[Mapping[str, str]] = {
        "pass": "take_pass",
        "mark": "mark",
        "review": "look_over",
        "cast": "cast",
    }

    #: The key of a table; one's own device has none.
    place = ""

    def __init__(self, request: "HttpRequest", round_: "Round") -> None:
        self.request, self.round = request, round_

    def answer(self) -> "HttpResponse":
        """Take the step that was asked for."""
        step = self.steps.get(self.request.POST.get("step", ""), "begin")
        answer: HttpResponse = getattr(self, step)()
        return even_sized(
            answer,
            self.request,
            options=len(self.numbers),
            blank=self.blank_ballot,
        )

    @cached_property
    def numbers(self) -> list[int]:
        """The numbers of the options."""
        return list(self.round.options.values_list("number", flat=True))

    @property
    def longest(self) -> int:
        """The length of the form in which every option is marked, in bytes."""
        if self.round.ballot_type in (BallotType.APPROVAL, BallotType.KNAPSACK):
            return longest_marks([("choice", number) for number in self.numbers])
        most = max(self.round.points or 0, len(self.numbers))
        return longest_marks([(mark_name(number), most) for number in self.numbers])

    def blank_ballot(self) -> "HttpResponse":
        """A ballot with nothing marked and no ticket, to know how long one is."""
        return self.ballot_page([], ticket="")

    def begin(self) -> "HttpResponse":
        """Show where a vote begins: here, with the pass."""
        return self.ask_for_pass()

    def refuse(self, refusal: ParticipationError) -> "HttpResponse":
        """Begin again, and say why."""
        return self.ask_for_pass(refused(PassForm({"code": ""}), refusal))

    def ask_for_pass(self, form: PassForm | None = None) -> "HttpResponse":
        """Ask for the code of a pass."""
        return self.page("pass", form=form or PassForm())

    @sensitive_variables()
    def take_pass(self) -> "HttpResponse":
        """Check the pass that was typed; show the ballot."""
        form = PassForm(self.request.POST)
        if not form.is_valid():
            return self.ask_for_pass(form)
        try:
            with guesses_counted(("pass-entry", address_of(self.request))):
                voting_pass = check_pass(self.round, form.cleaned_data["code"])
        except (PassRefusedError, RoundStateError) as refusal:
            if isinstance(refusal, PassUsedError | PassVoidError | RoundStateError):
                form = PassForm({"code": ""})
            # A slip of the finger: the voter corrects one letter, not sixteen.
            answer = self.ask_for_pass(refused(form, refusal))
            return with_too_many(answer, refusal)
        return self.admit(voting_pass)

    def admit(self, voting_pass: "VotingPass") -> "HttpResponse":
        """Let in a pass that was found good: here is its ballot."""
        return self.show_ballot(Ticket.for_pass(voting_pass, self.place), [])

    @sensitive_variables()
    def show_ballot(
        self,
        ticket: Ticket,
        marked: Choices,
        refusal: ParticipationError | None = None,
    ) -> "HttpResponse":
        """Show the ballot, as far as it is marked."""
        return self.ballot_page(
            marked,
            is_trial=is_trial(ticket),
            ticket=ticket.signed(),
            refusal=refusal,
        )

    def ballot_page(self, marked: Choices, **context: Any) -> "HttpResponse":
        """Draw the ballot."""
        return self.page(
            "ballot",
            parts=ballot_paper(self.round, marked),
            places=range(1, (self.round.most_choices or len(self.numbers)) + 1),
            longest=self.longest,
            **context,
        )

    def mark(self) -> "HttpResponse":
        """Go back to the ballot, to change something."""
        return self._with_ticket(self.show_ballot)

    def look_over(self) -> "HttpResponse":
        """Show what was marked."""
        return self._with_ticket(self.show_choices)

    def cast(self) -> "HttpResponse":
        """Cast the ballot; show the receipt."""
        return self._with_ticket(self._cast_choices)

    def store(self, ticket: Ticket, marked: Choices) -> str:
        """Cast by the service of this way of voting; return the receipt."""
        return cast_ballot(ticket, marked)

    def page(self, name: str, **context: Any) -> "HttpResponse":
        """Draw the page of a step."""
        context |= {"round": self.round, "action": self.request.path}
        return render(self.request, f"participation/{self.pages}_{name}.html", context)

    @sensitive_variables()
    def show_choices(self, ticket: Ticket, marked: Choices) -> "HttpResponse":
        """Show what was marked, with the button that casts it."""
        try:
            chosen = check_choices(self.round, marked)
        except BallotError as refusal:
            return self.show_ballot(ticket, marked, refusal)
        marks = [
            ("choice", each.option.number)
            if each.points is None
            else (mark_name(each.option.number), each.points)
            for each in chosen
        ]
        return self.page(
            "review",
            chosen=chosen,
            marks=marks,
            filler=filler(marks, self.longest),
            total=sum(each.option.cost for each in chosen),
            is_trial=is_trial(ticket),
            ticket=ticket.signed(),
        )

    @sensitive_variables()
    def _cast_choices(self, ticket: Ticket, marked: Choices) -> "HttpResponse":
        try:
            receipt = self.store(ticket, marked)
        except BallotError as refusal:
            return self.show_ballot(ticket, marked, refusal)
        except ParticipationError as refusal:
            return self.refuse(refusal)
        return self.page("receipt", receipt=receipt, is_trial=is_trial(ticket))

    @sensitive_variables()
    def _with_ticket(
        self, then: "Callable[[Ticket, Choices], HttpResponse]"
    ) -> "HttpResponse":
        """Read ticket and marks; without a good ticket, begin again."""
        form = TicketForm(
            self.request.POST, ballot_type=self.round.ballot_type, numbers=self.numbers
        )
        form.is_valid()
        try:
            ticket = read_ticket(
                form.cleaned_data.get("ticket", ""), self.round, self.place
            )
        except TicketError as refusal:
            return self.refuse(refusal)
        if "choice" in form.errors:
            # Changed by hand: not on this ballot. The ballot is shown anew, unmarked.
            return self.show_ballot(ticket, [])
        if not form.is_readable:
            unreadable = BallotError(_("Use whole numbers only, none less than 0."))
            return self.show_ballot(ticket, form.choices(), unreadable)
        return then(ticket, form.choices())


def refused(form: PassForm, refusal: ParticipationError) -> PassForm:
    """The form, which says why and nothing else."""
    form.errors.clear()
    form.add_error("code", str(refusal))
    return form
