"""A silent HiGHS. Nothing of the protection's or the attacker's logic is here."""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

import highspy

if TYPE_CHECKING:
    from collections.abc import Mapping


def new_solver(options: Mapping[str, bool | int | float | str]) -> highspy.Highs:
    """Return a solver that prints nothing, with one thread and the given options."""
    _swallow_the_banner()
    return _made(options)


def _made(options: Mapping[str, bool | int | float | str]) -> highspy.Highs:
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # no annotations upstream
    for option, value in {"output_flag": False, "threads": 1, **options}.items():
        solver.setOptionValue(option, value)
    return solver


@cache
def _swallow_the_banner() -> None:
    """HiGHS greets once a process, on file descriptor 1, before it takes options.

    A command whose standard output is a file of figures must not begin with it.
    """
    kept = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 1)
        _made({})
    finally:
        os.dup2(kept, 1)
        os.close(kept)
        os.close(nowhere)
