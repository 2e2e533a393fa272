"""The result of a round as one picture to print and pin up where people voted."""

import io
from typing import TYPE_CHECKING, Any

import segno
from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from initiatives.exports.typesetting import printed_date
from initiatives.templatetags.initiatives import money as money_text
from participation.enums import BallotType, Rule
from participation.exports.posters import result_poster
from participation.queries.paper_results import paper_result
from participation.templatetags.explanations import why
from participation.templatetags.near_misses import sufficed_words
from participation.templatetags.papers import errors_of_entries
from participation.templatetags.rounds import how_it_works
from participation.views.results import result_or_404
from participation.views.rounds import shown_round

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

    from participation.models import Round
    from participation.queries.results import OptionResult, ResultView

Words = dict[str, Any]


@require_safe
def poster(request: "HttpRequest", slug: str) -> HttpResponse:
    """The sheet in the language of its address."""
    view = result_or_404(shown_round(slug))
    address = request.build_absolute_uri(reverse("participation:result", args=[slug]))
    pdf = result_poster(poster_words(view, address=address), key=slug)
    language = get_language() or settings.LANGUAGE_CODE
    return HttpResponse(
        pdf,
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{slug}-{language}.pdf"'},
    )


def poster_words(view: "ResultView", *, address: str) -> Words:
    """All that the sheet says, in the reader's language; nothing that the page does not."""
    round_ = view.result.round
    chosen = ngettext(
        "%(n)s proposal was chosen, for %(spent)s of %(budget)s.",
        "%(n)s proposals were chosen, for %(spent)s of %(budget)s.",
        len(view.winners),
    )
    unit = _deciding(round_)
    most = max((each.facts[unit] or 0 for each in view.options), default=0)
    return {
        "language": get_language() or settings.LANGUAGE_CODE,
        "site": str(settings.SITE_TITLE),
        "title": round_.display_title,
        "facts": [round_.place_name, printed_date(view.result.sealed_at.date())],
        "lead": chosen
        % {
            "n": number_format(len(view.winners)),
            "spent": money_text(view.spent),
            "budget": money_text(round_.budget),
        },
        "warnings": _warnings(view),
        "chosen": {
            "heading": pgettext("proposals", "Chosen"),
            "none": _("Nothing was chosen."),
            "options": _options(view.winners, unit, most),
        },
        "others": {
            "heading": pgettext("proposals", "Not chosen"),
            "options": _options(view.others, unit, most),
        },
        "check": {
            "heading": _("How it works"),
            "words": how_it_works(round_),
            "digest": _("SHA-256 of the sealed ballots, printed at the polling place:"),
        },
        "paper": _paper(view),
        "foot": ngettext(
            "%(n)s ballot counted", "%(n)s ballots counted", view.result.ballot_count
        )
        % {"n": number_format(view.result.ballot_count)},
        "digest": view.result.digest,
        "address": address,
        "qr": _qr(address),
    }


def _paper(view: "ResultView") -> Words | None:
    """How often the clerks erred, as far as the page tells it; None without paper."""
    paper = paper_result(view.result)
    errors = errors_of_entries(paper) if paper else []
    if not errors:
        return None
    told = [f"{entry}: {words}" for entry, words in errors]
    return {"heading": _("On paper"), "errors": told}


def _warnings(view: "ResultView") -> list[Words]:
    """What must stand above the result: no quorum, or a decision that departs from it."""
    own = get_language() or settings.LANGUAGE_CODE
    found = []
    if view.is_short_of_quorum:
        words = _("The quorum was not reached: the result is advice to the committee.")
        found.append({"language": own, "words": words})
    if view.adoption is not None and view.adoption.departs:
        words = _("Decided on %(date)s, differing from the vote:") % {
            "date": printed_date(view.adoption.adopted_at.date())
        }
        language = view.reason_language
        reason = {
            "language": own if language in ("", "und") else language,
            "words": view.adoption.reason,
        }
        carried_out = _("To be carried out, for %(cost)s in all:") % {
            "cost": money_text(view.cost_of_adopted)
        }
        titles = [
            f"{each.option.number}. {each.option.initiative.display_title}"
            for each in view.adopted
        ]
        found += [
            {"language": own, "words": words},
            reason,
            {"language": own, "words": "\n".join([carried_out, *titles])},
        ]
    return found


def _deciding(round_: "Round") -> str:
    """Which fact the bars show: points or marks where they decide, else supporters."""
    rule, ballot = Rule(round_.rule), BallotType(round_.ballot_type)
    return "score" if rule.is_greedy and ballot.weighs_choices else "votes"


def _options(options: "Iterable[OptionResult]", unit: str, most: float) -> list[Words]:
    return [
        {
            "title": f"{each.option.number}. {each.option.initiative.display_title}",
            "price": money_text(each.option.cost),
            # Of a handful it is not told how many supported it: no bar, not an empty one.
            "share": each.facts[unit] / most if most else None,
            "why": " ".join(filter(None, (why(each), sufficed_words(each)))),
        }
        for each in options
    ]


def _qr(address: str) -> str:
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=1)
    return drawn.getvalue().decode()
