"""What a whole database tells about who voted how: nothing, if all is well."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.sessions.models import Session
from django.db import connection

from participation.models import Ballot, RoundResult, VotingPass

PASSES, BALLOTS = VotingPass._meta.db_table, Ballot._meta.db_table
RESULTS = RoundResult._meta.db_table


def rows_of(table: str) -> list[tuple[str, ...]]:
    """Every row of a table, each value as text."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a table of this database
        return [tuple(map(_as_text, row)) for row in cursor.fetchall()]


def whole_database() -> Iterator[tuple[str, str]]:
    """Table and text of every row there is; sessions also as what they say."""
    for table in sorted(connection.introspection.table_names()):
        for row in rows_of(table):
            yield table, " ".join(row)
    for session in Session.objects.all():
        yield Session._meta.db_table, str(session.get_decoded())


def tables_with(words: Iterable[str]) -> set[str]:
    """The tables in which one of these stands as a word of its own, or part of one."""
    known = _any_of(words)
    return {table for table, text in whole_database() if known.search(text)}


def tables_with_words(words: Iterable[str]) -> set[str]:
    """The tables in which one of these short words stands by itself."""
    known = re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b")
    return {table for table, text in whole_database() if known.search(text)}


def spellings(code: str) -> set[str]:
    """A pass's secret as printed, without hyphens, and in parts of eight characters."""
    secret = code.partition("-")[2]
    plain = secret.replace("-", "")
    return {secret, plain, plain[:8], plain[4:]}


def assert_no_secret_in(text: str, codes: Iterable[str]) -> None:
    """No pass could be used by whoever reads this text."""
    found = _any_of(part for code in codes for part in spellings(code)).search(text)
    # Not the text itself: it would go into a report.
    assert found is None


def assert_nothing_joins_passes_and_ballots() -> None:
    """No table leads from a pass to a ballot, and no value is in a row of both."""
    pointing: dict[str, set[str]] = {PASSES: set(), BALLOTS: set()}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for _column, target in connection.introspection.get_relations(
                cursor, table
            ).values():
                pointing.get(target, set()).add(table)
    # A pass may stand for a lost one.
    assert pointing == {PASSES: {PASSES}, BALLOTS: set()}

    passes = VotingPass.objects.values_list()
    ballots = Ballot.objects.values_list("pk", "choices", "way")
    own = [field.attname for field in VotingPass._meta.fields if field.name != "round"]
    of_passes = _values(passes.values_list(*own))
    assert of_passes.isdisjoint(_values(ballots))
    columns = {field.column for field in Ballot._meta.fields}
    assert columns == {"id", "round_id", "choices", "way"}

    ids = {form for key, *_ in ballots for form in (str(key), key.hex)}
    assert tables_with(ids) == {BALLOTS}
    serials = VotingPass.objects.values_list("serial", flat=True)
    assert tables_with_words(serials) == {PASSES}


def _values(rows: Iterable[tuple[Any, ...]]) -> set[str]:
    return {_as_text(value) for row in rows for value in row if value is not None}


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(set(words)))), re.IGNORECASE)


def _as_text(value: object) -> str:
    if isinstance(value, memoryview | bytes | bytearray):
        return bytes(value).decode("latin-1")
    return str(value)
