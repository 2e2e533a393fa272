"""Why a release, or a step towards one, is refused."""

from collections.abc import Sequence

from maps.enums import RefusalKind


class ReleaseRefusedError(Exception):
    """A release may not be published; the message says why.

    ``cells`` names the cells at fault, as (level, P-code, group). They are for the
    data steward only: they are as confidential as the counts.
    """

    def __init__(
        self,
        kind: RefusalKind,
        message: str,
        cells: Sequence[tuple[int, str, str]] = (),
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.cells = list(cells)


class OutOfTurnError(Exception):
    """A step that cannot be taken now; the message says why, in the reader's words."""
