"""Real elections with known winners, where the folder of open data is present."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).resolve().parents[4] / "shared" / "data" / "pb"
NEEDS_FILES = pytest.mark.skipif(
    not (FOLDER / "expected.json").exists(),
    reason="needs the real elections in ../shared/data/pb",
)


def expectations() -> dict[str, dict[str, Any]]:
    """Return what is known of each file: winners by rule, and official ones."""
    path = FOLDER / "expected.json"
    if not path.exists():
        return {}
    return json.loads(path.read_text(encoding="utf-8"))
