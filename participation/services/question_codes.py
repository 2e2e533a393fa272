"""Coming back to a question without an account: by its code, then by a signed ticket.

As with passes: the code is typed once, and what the next page sends back instead of it
is a ticket that is good for a while.
"""

from django.views.decorators.debug import sensitive_variables

from participation.models import Question
from participation.services.errors import OldFormError, UnknownQuestionCodeError
from participation.services.pass_codes import read_code, row_of_code
from participation.services.signed_forms import STEPS, SignedField

_FIELD = SignedField("participation.follow_up", STEPS, OldFormError)


@sensitive_variables()
def question_by_code(typed: str) -> Question:
    """The question that a code leads to. Raises UnknownQuestionCodeError."""
    found = row_of_code(Question.objects.all(), read_code(typed))
    if found is None:
        raise UnknownQuestionCodeError
    return found


def follow_up_ticket(question: Question) -> str:
    """What the page of a question carries once its code was shown."""
    return _FIELD.sign(question.pk)


def question_by_ticket(text: str) -> Question:
    """The question of a ticket. Raises OldFormError when old or forged."""
    return Question.objects.get(pk=_FIELD.read(text))
