"""The `NAME=VALUE` options of the loading commands."""

from argparse import Action, ArgumentError, ArgumentParser, Namespace
from collections.abc import Sequence
from typing import Any


class PairsAction(Action):
    """Collects repeated NAME=VALUE options into a dictionary."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Add one pair, or say how it is written."""
        name, sign, header = str(values).partition("=")
        if not sign or not name or not header:
            raise ArgumentError(self, "write it as NAME=VALUE")
        collected = dict(getattr(namespace, self.dest) or {})
        collected[name.strip()] = header
        setattr(namespace, self.dest, collected)
