"""Questions in templates: a text in its own language, a state, what a moderator marks."""

from typing import TYPE_CHECKING, Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from initiatives.templatetags.texts import in_own_language
from participation.contacts import Kind, find_contacts, stretches
from participation.enums import QuestionState

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from participation.models import Question

register = template.Library()

_TONES = {
    QuestionState.WAITING: "warn",
    QuestionState.PUBLISHED: "good",
    QuestionState.REFUSED: "bad",
    QuestionState.APPEALED: "warn",
    QuestionState.HIDDEN: "bad",
}


@register.inclusion_tag("initiatives/_text.html")
def written(text: str, language: str, is_marked: bool = False) -> dict[str, Any]:
    """A text with its language and direction, named where it is not the reader's.

    ``is_marked`` shows what looks like a telephone number, as moderators need it.
    """
    return in_own_language(marked(text) if is_marked else text, language)


@register.filter
def marked(text: str) -> "SafeString":
    """The text with a mark around whatever looks like a way to reach somebody."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html("<mark>{}</mark>", piece) if kind else piece,)
            for piece, kind in stretches(text)
        ),
    )


@register.filter
def contacts_in(text: str) -> list[str]:
    """What was found, each as the text has it, with what it looks like."""
    return [
        _("“%(what)s” looks like %(kind)s.")
        % {"what": text[each.start : each.end], "kind": kind_words(each.kind)}
        for each in find_contacts(text)
    ]


def kind_words(kind: Kind) -> str:
    """What something looks like, in words."""
    return {
        "telephone": _("a telephone number"),
        "email": _("an e-mail address"),
        "coordinates": _("the coordinates of a place"),
    }[kind]


@register.filter
def question_tone(question: "Question") -> str:
    """The tone of `state_tag` that goes with a question's state."""
    return _TONES[QuestionState(question.state)]
