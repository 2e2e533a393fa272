"""The result of a round as one sheet to pin to a wall: A3, tagged, in one language."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from initiatives.exports.typesetting import kept_pdf


def result_poster(words: Mapping[str, Any], *, key: str) -> bytes:
    """Set the sheet as PDF; ``words`` are what `participation.views.posters` says."""
    return kept_pdf(
        Path(__file__).with_name("result_poster.typ"),
        json.dumps(words, ensure_ascii=False, sort_keys=True),
        key=f"result-poster:{key}",
    )
