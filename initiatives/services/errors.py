"""Why a service refused, in words that the person who asked can act on."""

from collections.abc import Sequence

from django.utils.translation import gettext as _


class InitiativeError(Exception):
    """A service of this room refused; ``str()`` is a translated sentence for people.

    ``field`` names the form field that the remedy concerns, or is None.
    """

    field: str | None = None

    def __init__(self, message: str, field: str | None = None) -> None:
        super().__init__(message)
        if field is not None:
            self.field = field


class NotAllowedError(InitiativeError):
    """This person may not do this here."""

    def __init__(self) -> None:
        super().__init__(_("Your role does not allow this step."))


class WrongStateError(InitiativeError):
    """The initiative or milestone is no longer in a state that allows the step."""


class ReasonMissingError(InitiativeError):
    """The step needs a written reason, which is public."""

    field = "reason"

    def __init__(self) -> None:
        super().__init__(
            _("Say why: the reason is shown in the history of the initiative.")
        )


class NotReadyError(InitiativeError):
    """Something that must hold does not; ``guards`` are codes of the lifecycle."""

    def __init__(self, message: str, guards: Sequence[str]) -> None:
        super().__init__(message)
        self.guards = tuple(guards)


class PictureError(InitiativeError):
    """The upload is not a picture that can be kept."""

    field = "picture"


class PlanError(InitiativeError):
    """A plan, claim or amount that cannot be as given."""
