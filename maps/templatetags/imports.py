"""Words about uploaded files."""

import datetime
from typing import TYPE_CHECKING

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from maps.enums import AreaLevel, ImportKind, ImportState
from maps.imports.area_columns import AREA_TITLES
from maps.imports.counting import LeftOut
from maps.imports.headings import letter_of
from maps.models import ImportJob
from maps.services.import_looks import roles_of

register = template.Library()

if TYPE_CHECKING:
    from maps.forms.columns import ColumnsForm

_TONES = {
    ImportState.UPLOADED: "active",
    ImportState.READING: "active",
    ImportState.NEEDS_ANSWERS: "warn",
    ImportState.READY: "warn",
    ImportState.COMMITTING: "active",
    ImportState.COMMITTED: "good",
    ImportState.FAILED: "bad",
}
_MINUTE = 60

register.filter("letter", letter_of)


@register.filter
def tone(job: ImportJob) -> str:
    """The tone of a file's state."""
    return _TONES.get(ImportState(job.state), "neutral")


@register.filter
def about_date(job: ImportJob) -> datetime.date | None:
    """The date that the person gave."""
    given = job.about.get("date")
    return datetime.date.fromisoformat(given) if given else None


@register.filter
def about_level(job: ImportJob) -> str:
    """The level that the person gave."""
    return str(AreaLevel(job.about["level"]).label)


@register.filter
def id_of_answer(form: "ColumnsForm | None", field: str) -> str:
    """Where on the page a finding's field is answered; empty where it is not."""
    return form.id_of_answer(field) if form else ""


@register.filter
def role_title(role: str, kind: str) -> str:
    """What people call a role of columns."""
    if kind == ImportKind.AREAS:
        return str(AREA_TITLES.get(role, role))
    return next((str(r.title) for r in roles_of(kind) if r.name == role), role)


@register.filter
def duration(seconds: int) -> str:
    """Seconds or minutes, rounded as people say them."""
    if seconds < _MINUTE:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {
            "count": seconds
        }
    minutes = round(seconds / _MINUTE)
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {
        "count": minutes
    }


@register.filter
def left_out(reason: str, count: int) -> str:
    """Why good rows were not counted."""
    why = {
        LeftOut.EMPTY_COUNT: _("their count is empty: nobody asked, or nobody knew"),
        LeftOut.TOTAL_ROW: _("they are totals of other rows"),
        LeftOut.OTHER_GROUP: _("they are of another population group"),
        LeftOut.OTHER_PERIOD: _("they are of another period"),
        LeftOut.OTHER_ROUND: _("they are of another round"),
        LeftOut.PART_OF_TOTAL: _("they repeat people of a total row"),
    }[LeftOut(reason)]
    return ngettext("%(count)d row: %(why)s", "%(count)d rows: %(why)s", count) % {
        "count": count,
        "why": why,
    }
