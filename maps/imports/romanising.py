"""The consonants of a name, whatever its script: what spellings agree on.

Vowels, doubled letters and the article are dropped, and letters that transliterations
confuse fall together: ``الموصل``, ``Al-Mawsil`` and ``Mosul`` are all ``msl``.
"""

from __future__ import annotations

import re
from typing import Final

from maps.imports.folding import words_of

_ARABIC: Final = str.maketrans(
    {
        **dict.fromkeys("اوي", ""),
        **dict.fromkeys("عء", ""),
        **dict.fromkeys("حخه", "h"),
        **dict.fromkeys("كق", "k"),
        **dict.fromkeys("تط", "t"),
        **dict.fromkeys("دضذظ", "d"),
        **dict.fromkeys("سصث", "s"),
        **dict.fromkeys("ب", "b"),
        **dict.fromkeys("پ", "b"),
        **dict.fromkeys("جگغ", "g"),
        "ش": "s",
        "چ": "s",
        "ر": "r",
        "ز": "z",
        "ژ": "z",
        "ف": "f",
        "ڤ": "f",
        "ل": "l",
        "م": "m",
        "ن": "n",
    }
)
#: Pairs of letters for one sound first, then letters that are confused.
_LATIN: Final = (
    (r"sh|ch|th|c(?=[eiy])", "s"),
    (r"kh", "h"),
    (r"dh", "d"),
    (r"gh|dj|j", "g"),
    (r"ph|v", "f"),
    (r"q|c", "k"),
    (r"p", "b"),
    (r"[aeiouwy]", ""),
)
_ARTICLES: Final = frozenset({"al", "el", "ad", "ar", "as", "ash", "an", "at", "az"})


def consonants_of(name: str) -> str:
    """The consonants of the name as spellings agree on them."""
    return "".join(filter(None, map(_of_word, words_of(name))))


def _of_word(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        letters = re.sub(r"^ال(?=\w{3})", "", word).translate(_ARABIC)
    elif word in _ARTICLES:
        return ""
    else:
        letters = word
        for pattern, letter in _LATIN:
            letters = re.sub(pattern, letter, letters)
    # An h that ends a word only lengthens the vowel before it.
    return re.sub(r"(.)\1+", r"\1", re.sub(r"h$", "", letters))
