"""Parts of a count by sex or by age: the codes that a file's words stand for.

Sex and age are in a column beside the count (a row for women, a row for men), or the
count is in a column of each (returnees, women; returnees, men).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _

from maps.enums import Breakdown
from maps.imports.folding import stems
from maps.imports.proposing import BY_TAG, BY_WORDS, Finder, Proposal
from maps.imports.vocabulary import NEUTRAL, PERSONS, RETURNEE_STEMS

if TYPE_CHECKING:
    from maps.imports.headings import Heading
    from maps.imports.hxl import Tag

_WOMEN: Final = stems(
    "f female females woman women girl girls femme femmes féminin fille filles mujer"
    " mujeres femenino niña niñas أنثى إناث نساء امرأة"
)
_MEN: Final = stems(
    "m male males man men boy boys homme hommes masculin garçon garçons hombre hombres"
    " masculino niño niños h ذكر ذكور رجال رجل"
)
_OTHER: Final = stems("o other autre otro آخر")
_NOT_OF_ALL: Final = frozenset({"hh", "households", "disabled", "abroad"}) | {
    *("infants", "children", "adolescents", "adults", "elderly")
}


def sex_of(text: str) -> str:
    """The code of a sex; that of none stated for words we do not know."""
    words = stems(text)
    for code, known in (
        (Breakdown.FEMALE, _WOMEN),
        (Breakdown.MALE, _MEN),
        (Breakdown.OTHER, _OTHER),
    ):
        if words and words <= known:
            return code.value
    return Breakdown.UNSTATED.value


def age_of(text: str) -> str:
    """The code of a band of ages; that of none stated for bands we do not know."""
    years = re.findall(r"\d+", text)
    open_ended = len(years) == 1 and re.search(r"[+>≥]", text)
    band = f"{int(years[0])}+" if open_ended else "-".join(str(int(y)) for y in years)
    known = band in Breakdown.values and band not in ("", Breakdown.ALL)
    return band if known else Breakdown.UNSTATED.value


def counted(code: Breakdown) -> Finder:
    """Columns that count the returned persons of one sex, of whatever age."""
    words = _WOMEN if code == Breakdown.FEMALE else _MEN

    def find(heading: Heading) -> list[Proposal]:
        tags = [
            Proposal(column, BY_TAG, _("HXL tag %(tag)s") % {"tag": tag})
            for column, tag in enumerate(heading.tags)
            if tag is not None and _is_of_sex(tag, code)
        ]
        return tags or [
            Proposal(column, BY_WORDS, _("words for returnees and for their sex"))
            for column, split in enumerate(heading.stems)
            if split & words
            and any(word.startswith(RETURNEE_STEMS) for word in split)
            and all(
                word in NEUTRAL | PERSONS | words or word.startswith(RETURNEE_STEMS)
                for word in split
            )
        ]

    return find


def _is_of_sex(tag: Tag, code: Breakdown) -> bool:
    other = Breakdown.MALE if code == Breakdown.FEMALE else Breakdown.FEMALE
    return bool(
        tag.name in ("affected", "population")
        and tag.attributes & {"returnees", "returnee"}
        and code in tag.attributes
        and other not in tag.attributes
        and not tag.attributes & _NOT_OF_ALL
        and not any("age" in attribute for attribute in tag.attributes)
    )
