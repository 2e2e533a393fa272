"""Print what a reader found, the same way in every command."""

from collections.abc import Iterable, Mapping

from django.core.management.base import OutputWrapper

from maps.imports.counting import LeftOut
from maps.imports.findings import Finding


def print_findings(
    findings: Iterable[Finding], stream: OutputWrapper, *, limit: int = 50
) -> None:
    """One line a finding: row, field, value, what is wrong, and what to do."""
    listed = list(findings)
    for finding in listed[:limit]:
        place = [] if finding.row is None else [f"row {finding.row}"]
        if finding.field:
            place.append(finding.field)
        if finding.value:
            place.append(f"“{finding.value}”")
        elif finding.value_kind:
            place.append(finding.value_kind)
        where = ", ".join(place)
        kind = "" if finding.is_error else "note: "
        stream.write(
            f"  {kind}{where}{': ' if where else ''}{finding.message} {finding.remedy}"
        )
    if len(listed) > limit:
        stream.write(f"  … and {len(listed) - limit} more.")


def left_out_of(rows: Mapping[LeftOut, int]) -> str:
    """How many good rows were not counted and why; empty where all were."""
    told = ", ".join(
        f"{count} {reason.replace('_', ' ')}" for reason, count in rows.items()
    )
    return f", left out: {told}" if told else ""
