"""Counting a file of sealed ballots again, each time in another process."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.participation.tally.reference import Reference, listed

ROOT = Path(__file__).resolve().parents[3]


def _answer(*command: str | Path) -> str:
    ran = subprocess.run(  # noqa: S603 - programs of this repository, or named by whoever runs it
        command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def by_the_command(file: Path) -> list[int]:
    """By Homeground's own command, from nothing but the file."""
    completion = ("--completion", "add1-exhaustive")
    told = _answer(sys.executable, "manage.py", "tally", file, *completion, "--json")
    return list(map(int, json.loads(told)["winners"]))


def by_a_stranger(file: Path) -> list[int]:
    """By a program that shares nothing with ours: pabutools, where there is one.

    HOMEGROUND_PABUTOOLS_PYTHON names a Python that has it. Elsewhere the definition of
    the rule is followed voter by voter.
    """
    if python := os.environ.get("HOMEGROUND_PABUTOOLS_PYTHON"):
        text = file.read_text()
        with Reference(python) as reference:
            theirs = reference.winners(text, listed(text))
        return list(map(int, theirs["equal shares, add1-exhaustive"]))
    recount = ("-m", "tests.participation.tally.recount")
    return list(map(int, json.loads(_answer(sys.executable, *recount, file))))
