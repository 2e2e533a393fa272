"""Text made comparable: without case, accents, and the many ways to write a letter.

Two spellings that differ only in these are the same heading or the same name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Letters that Arabic, Persian and Urdu keyboards write differently, and the
#: tatweel that only stretches a word.  Hamza and the madda go as accents do.
_ARABIC_FORMS: Final = str.maketrans(
    {
        "\N{ARABIC LETTER ALEF WASLA}": "ا",
        "\N{ARABIC LETTER ALEF MAKSURA}": "ي",
        "\N{ARABIC LETTER FARSI YEH}": "ي",
        "\N{ARABIC LETTER TEH MARBUTA}": "ه",
        "\N{ARABIC LETTER KEHEH}": "ك",
        "\N{ARABIC LETTER HAMZA}": "",
        "\N{ARABIC TATWEEL}": "",
    }
)
#: Latin letters that have no decomposition.
_LATIN_FORMS: Final = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i"})

_PREFIXES: Final = ("وال", "بال", "لل", "ال")
_SUFFIXES: Final = ("ون", "ين", "ات", "ه")
#: Shorter stems than these would fall together with other words.
_LEAST_ARABIC: Final = 3
_LEAST_LATIN: Final = 4


def folded(text: str) -> str:
    """Lower case without accents, Arabic letters in one form, digits as 0 to 9."""
    # Letters of mathematics have no case of their own, so they are taken apart first;
    # and what lost its case may come apart once more.
    apart = unicodedata.normalize("NFKD", text).casefold()
    decomposed = unicodedata.normalize("NFKD", apart)
    bare = "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in decomposed
        if unicodedata.category(c) not in ("Mn", "Cf")
    )
    return bare.translate(_ARABIC_FORMS).translate(_LATIN_FORMS)


def words_of(text: str) -> tuple[str, ...]:
    """``"Estimated  # of returneeHHs "`` gives ``("estimated", "of", "returnee", "hhs")``."""
    split_case = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return tuple(re.findall(r"[^\W_]+", folded(split_case)))


def stem(word: str) -> str:
    """A folded word without its plural ending, and in Arabic without its article."""
    if "\u0600" <= word[:1] <= "\u06ff":
        return _arabic_stem(word)
    if len(word) < _LEAST_LATIN:
        return word
    return word[:-1] if word.endswith(("s", "x")) and word[-2] != "s" else word


def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text: how lists of words are written down."""
    return frozenset(map(stem, words_of(text)))


def _arabic_stem(word: str) -> str:
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_ARABIC:
            word = word.removeprefix(prefix)
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_ARABIC:
            return word.removesuffix(suffix)
    return word
