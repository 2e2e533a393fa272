"""Closed vocabularies of the map's room (domain.md section 1 and 6)."""

from collections.abc import Collection, Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

#: The one spatial reference that geometry is stored in.
SRID = 4326


class AreaLevel(models.IntegerChoices):
    """Administrative levels of the COD-AB convention."""

    COUNTRY = 0, _("Country")
    ADMIN1 = 1, _("Region")
    ADMIN2 = 2, _("District")
    ADMIN3 = 3, _("Ward")
    ADMIN4 = 4, _("Neighbourhood")


class PopulationGroup(models.TextChoices):
    """HDX HAPI's codes, and `MIG` of our own: HAPI has none for returned migrants.

    Groups are never summed: their sources and definitions differ.
    """

    RETURNED_REFUGEES = "RET", _("Returned refugees")
    RETURNED_IDPS = "RDP", _("Returned internally displaced people")
    RETURNEES = "RRI", _("Returnees, not distinguished")
    RETURNED_MIGRANTS = "MIG", _("Returned migrants")


class SuccessionKind(models.TextChoices):
    """What became of an area when borders were drawn anew."""

    UNCHANGED = "unchanged", _("Unchanged")
    RENAMED = "renamed", _("Renamed")
    SPLIT = "split", _("Split")
    MERGED = "merged", _("Merged")
    REDRAWN = "redrawn", _("Redrawn")


class Breakdown(models.TextChoices):
    """Parts of a group by sex or by age, with HDX HAPI's codes; never by both at once.

    A band of ages is the years it spans: ``0-4``, or ``60+``.
    """

    ALL = "all", _("Everybody")
    FEMALE = "f", _("Women and girls")
    MALE = "m", _("Men and boys")
    OTHER = "o", _("Another sex")
    AGE_0_4 = "0-4", _("0 to 4 years")
    AGE_5_11 = "5-11", _("5 to 11 years")
    AGE_12_17 = "12-17", _("12 to 17 years")
    AGE_0_17 = "0-17", _("0 to 17 years")
    AGE_18_59 = "18-59", _("18 to 59 years")
    AGE_18_UP = "18+", _("18 years and older")
    AGE_60_UP = "60+", _("60 years and older")
    UNSTATED = "u", _("Not stated")


_SEXES = frozenset({Breakdown.FEMALE, Breakdown.MALE, Breakdown.OTHER})


def is_partition(codes: Iterable[str]) -> bool:
    """Whether codes are parts of one whole: sexes, or bands of ages that do not overlap."""
    parts = set(codes) - {Breakdown.UNSTATED}
    if not parts <= set(Breakdown.values) - {Breakdown.ALL}:
        return False
    if parts <= _SEXES:
        return True
    if parts & _SEXES:
        return False
    years = [year for code in parts for year in range(*_band(code))]
    return len(years) == len(set(years))


def whole_coding(codes: Iterable[str]) -> set[str]:
    """All codes that people could have had, where some of them have ``codes``.

    The codes are of a partition. Of sexes all three; of ages the bands given and, for
    every other year, the narrowest there are; of either those who state none. So a
    column is there whether or not somebody is in it. No codes have no coding.
    """
    parts = {str(code) for code in codes} - {Breakdown.ALL.value}
    stated = parts - {Breakdown.UNSTATED.value}
    if stated & _SEXES:
        stated |= {sex.value for sex in _SEXES}
    elif stated:
        stated |= _bands_beside(stated)
    return stated | {Breakdown.UNSTATED.value} if parts else set()


def _bands_beside(bands: Collection[str]) -> set[str]:
    """The narrowest bands of ages for all years that some bands leave out."""
    all_bands = set(Breakdown.values) - _SEXES - {Breakdown.ALL, Breakdown.UNSTATED}
    taken = set().union(*(_years(band) for band in bands))
    found = set()
    for band in sorted(all_bands, key=lambda band: len(_years(band))):
        if not taken & _years(band):
            taken |= _years(band)
            found.add(band)
    return found


def _years(band: str) -> set[int]:
    return set(range(*_band(band)))


def _band(code: str) -> tuple[int, int]:
    """First year of a band of ages, and the year after its last."""
    first, dash, last = code.rstrip("+").partition("-")
    return int(first), int(last) + 1 if dash else 200


class Scale(models.TextChoices):
    """Three drawings of the same borders, for three distances."""

    COUNTRY = "country", _("Country")
    REGION = "region", _("Region")
    LOCAL = "local", _("Local")


class Measure(models.TextChoices):
    """What a released cell counts."""

    INDIVIDUALS = "individuals", _("Persons")
    HOUSEHOLDS = "households", _("Households")


class CellStatus(models.TextChoices):
    """A released cell shows its value or nothing; nothing says why it is hidden."""

    PUBLISHED = "published", _("Published")
    HIDDEN = "hidden", _("Not shown, to protect people")


class ReleaseState(models.TextChoices):
    """A release is public until withdrawn; its numbers stay as history."""

    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class RefusalKind(models.TextChoices):
    """Why a release is refused; each kind has its own way on."""

    THRESHOLD_TOO_LOW = "threshold", _("The threshold is too low")
    NO_COUNTS = "no_counts", _("There are no counts")
    OTHER_BORDERS = "borders", _("The counts belong to borders of another date")
    ANOTHER_STOCK = "another_stock", _("This day has been published already")
    COUNTS_CHANGED = "changed", _("The counts differ from what is public")
    UNPROTECTABLE = "unprotectable", _("Earlier versions give figures away")
    ATTACK_SUCCEEDED = "attacked", _("The attacker worked figures out")
    NO_ZONES = "no_zones", _("Showing areas together gains nothing")


class ProposalState(models.TextChoices):
    """The way of a release from the first reckoning to the public."""

    PLANNING = "planning", _("Being worked out")
    DRAFTED = "drafted", _("Worked out")
    BLOCKED = "blocked", _("Cannot be published")
    PROPOSED = "proposed", _("Waits for a second data steward")
    APPROVED = "approved", _("Approved, being published")
    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Refused")
    STALE = "stale", _("Outdated: the counts have changed")


#: Offers that nobody has answered for; working out anew throws them away.
DRAFT_STATES = (ProposalState.PLANNING, ProposalState.DRAFTED, ProposalState.BLOCKED)
#: What waits for a second person, or for the machine; one a round.
OPEN_STATES = (ProposalState.PROPOSED, ProposalState.APPROVED)


class WithdrawalState(models.TextChoices):
    """Taking a release back needs two persons as well."""

    ASKED = "asked", _("Waits for a second data steward")
    CONFIRMED = "confirmed", _("Withdrawn")
    DECLINED = "declined", _("Declined")


#: What failed, and what a data steward can do about it, in plain words.
REFUSAL_ADVICE = {
    RefusalKind.THRESHOLD_TOO_LOW: (
        _("Fewer people than this could point to a family."),
        [_("Choose a higher threshold.")],
    ),
    RefusalKind.NO_COUNTS: (
        _("Nothing has been loaded for this round, so there is nothing to publish."),
        [_("Load the returns of the round, then work it out again.")],
    ),
    RefusalKind.OTHER_BORDERS: (
        _(
            "Some counts belong to areas that were not valid on the day of the round. "
            "They would be added up wrongly."
        ),
        [_("Load the borders of that day, then load the returns again.")],
    ),
    RefusalKind.ANOTHER_STOCK: (
        _(
            "The same people were published under another round of the same day. Two "
            "sets of figures about one day can be subtracted from each other, and the "
            "difference can be a single family."
        ),
        [
            _("Put the correction into the round of the next date."),
            _("If this round has the wrong date, correct the date."),
        ],
    ),
    RefusalKind.COUNTS_CHANGED: (
        _(
            "Figures of this round are public, and the counts are not the same any "
            "more. The difference between the two can be a single family."
        ),
        [
            _(
                "Load again the counts that were published, to publish them as they were."
            ),
            _("Put the correction into the round of the next date."),
        ],
    ),
    RefusalKind.UNPROTECTABLE: (
        _(
            "What an earlier version of this round has shown cannot be taken back. With "
            "those figures, somebody could work out small numbers, whatever is hidden "
            "now. A withdrawn version counts too: copies of it exist."
        ),
        [
            _("Keep the threshold of the earlier version, or choose a lower one."),
            _("Wait for the next round: it is protected on its own."),
        ],
    ),
    RefusalKind.ATTACK_SUCCEEDED: (
        _(
            "The figures were protected, and then attacked by a second program that "
            "knows only what would be public. It got closer to some hidden figures than "
            "it may."
        ),
        [
            _("Choose another threshold: a higher one hides more."),
            _(
                "If it happens at every threshold, wait for the next round and tell the people who run this site."
            ),
        ],
    ),
    RefusalKind.NO_ZONES: (
        _(
            "No areas that are hidden with everything in them lie beside others of the "
            "same level, inside the same larger area, with which they could be shown as "
            "one."
        ),
        [
            _("Try another level."),
            _("Choose a release without areas shown together."),
        ],
    ),
}


class ImportKind(models.TextChoices):
    """What a file that is uploaded holds."""

    RETURNS = "returns", _("Returns")
    AREAS = "areas", _("Areas and their borders")
    POPULATION = "population", _("Resident population")


class ImportState(models.TextChoices):
    """How far an uploaded file has come."""

    UPLOADED = "uploaded", _("Uploaded")
    READING = "reading", _("Being read")
    NEEDS_ANSWERS = "needs_answers", _("Needs answers")
    READY = "ready", _("Ready to store")
    COMMITTING = "committing", _("Being stored")
    COMMITTED = "committed", _("Stored")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


#: Nothing can happen to these any more; their file is gone.
FINISHED_IMPORTS = (
    ImportState.COMMITTED,
    ImportState.FAILED,
    ImportState.CANCELLED,
    ImportState.EXPIRED,
)
#: Steps that the machine is busy with.
RUNNING_IMPORTS = (ImportState.READING, ImportState.COMMITTING)
#: A person may answer, look and go back in these.
WAITING_IMPORTS = (
    ImportState.UPLOADED,
    ImportState.NEEDS_ANSWERS,
    ImportState.READY,
)


class ImportEffect(models.TextChoices):
    """What storing an uploaded file would do to what is stored."""

    ADDS = "adds", _("Adds to what is stored")
    REPLACES = "replaces", _("Replaces what is stored")
    NOTHING = "nothing", _("Changes nothing")
    CORRECTS = "corrects", _("Corrects a published round")
