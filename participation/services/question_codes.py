"""Coming back to a question without an account: by its code, then by a signed ticket.

As with passes: the code is typed once, and what the next page sends back instead of it
is a ticket that is good for a while.
"""

import datetime

from django.core import signing
from django.views.decorators.debug import sensitive_variables

from participation.models import Question
from participation.services.errors import OldFormError, UnknownQuestionCodeError
from participation.services.pass_codes import is_secret_of, read_code

LIFETIME = datetime.timedelta(minutes=45)
_SALT = "participation.follow_up"


@sensitive_variables()
def question_by_code(typed: str) -> Question:
    """The question that a code leads to. Raises UnknownQuestionCodeError."""
    code = read_code(typed)
    if code is None:
        raise UnknownQuestionCodeError
    found = Question.objects.filter(serial=code.serial).first()
    is_right = is_secret_of(code.secret, found.secret_hash if found else None)
    if found is None or not is_right:
        raise UnknownQuestionCodeError
    return found


def follow_up_ticket(question: Question) -> str:
    """What the page of a question carries once its code was shown."""
    return signing.dumps(question.pk, salt=_SALT)


def question_by_ticket(text: str) -> Question:
    """The question of a ticket. Raises OldFormError when old or forged."""
    try:
        pk = signing.loads(text, salt=_SALT, max_age=LIFETIME)
    except signing.BadSignature:
        raise OldFormError from None
    return Question.objects.get(pk=pk)
