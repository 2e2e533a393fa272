"""A backup taken while people vote: whole, and without the order in which they came."""

import os
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from participation.models import Entitlement
from participation.services.ballots import cast_ballot
from participation.services.tickets import Ticket
from tests.factories.participation import opened, passes, round_with_options

pytestmark = [pytest.mark.postgis, pytest.mark.usefixtures("own_database")]

DEPLOY = settings.BASE_DIR / "deploy"

#: Stands in for gpg: what it is to write is written as it is.
OPEN_ENVELOPE = """#!/bin/sh
case "$1" in
  --encrypt) cat > "$5" ;;
  --decrypt) cat "$2" ;;
esac
"""


def url_of(name: str) -> str:
    server = connection.settings_dict
    return (
        f"postgres://{server['USER']}:{server['PASSWORD']}"
        f"@{server['HOST']}:{server['PORT'] or 5432}/{name}"
    )


def run(program: str, *arguments: str, database: str, folder: Path) -> None:
    tools = folder / "bin"
    tools.mkdir(exist_ok=True)
    (tools / "gpg").write_text(OPEN_ENVELOPE)
    (tools / "gpg").chmod(0o755)
    subprocess.run(  # noqa: S603 - ours
        [str(DEPLOY / program), *arguments],
        check=True,
        env={
            "PATH": f"{tools}:{os.environ['PATH']}",
            "DATABASE_URL": url_of(database),
            "HOMEGROUND_DATA": str(folder / "data"),
        },
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    media = tmp_path / "data" / "media"
    media.mkdir(parents=True)
    (media / "picture.jpg").write_bytes(b"\xff\xd8")
    return tmp_path


@pytest.fixture
def empty_database() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}"')
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield name
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


@pytest.fixture
def in_the_midst_of_voting(own_database: None) -> None:
    round_ = round_with_options()
    Entitlement.objects.bulk_create(
        Entitlement(round=round_, number=str(number)) for number in range(1, 31)
    )
    opened(round_)
    people = passes(round_, 30)
    random.shuffle(people)
    for number, voting_pass in enumerate(people[:20]):
        cast_ballot(Ticket.for_pass(voting_pass), [1 + number % 3])


def stored(table: str, column: str) -> list[str]:
    """As rows lie in the database, which is how they are copied by default."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column}::text FROM {table}")  # noqa: S608 - ours
        return [row[0] for row in cursor.fetchall()]


def copied(text: str, table: str) -> list[dict[str, str]]:
    """The rows of a table in a file of COPY."""
    found = re.search(
        rf"^COPY public\.{table} \((.*)\) FROM stdin;\n((?:.*\n)*?)\\\.$", text, re.M
    )
    assert found is not None
    columns = found[1].split(", ")
    return [
        dict(zip(columns, line.split("\t"), strict=True))
        for line in found[2].splitlines()
    ]


def told_by(database: str, query: str) -> str:
    return subprocess.run(  # noqa: S603 - ours
        ["psql", "-XAt", "-c", query, url_of(database)],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


@pytest.mark.usefixtures("in_the_midst_of_voting")
def test_copies_are_in_no_order_in_which_people_came(folder: Path) -> None:
    came = stored("participation_ballot", "id")

    run("backup", "clerk", str(folder), database=own_name(), folder=folder)

    (voting,) = folder.glob("*.voting.sql.gpg")
    ballots = copied(voting.read_text(), "participation_ballot")
    assert [row["id"] for row in ballots] == sorted(came)
    assert came != sorted(came)
    all_passes = copied(voting.read_text(), "participation_votingpass")
    assert sum(row["state"] == "used" for row in all_passes) == 20
    serials = [(int(row["round_id"]), row["serial"]) for row in all_passes]
    assert serials == sorted(serials)


@pytest.mark.usefixtures("in_the_midst_of_voting")
def test_dump_beside_it_has_no_row_of_them(folder: Path) -> None:
    run("backup", "clerk", str(folder), database=own_name(), folder=folder)

    (dump,) = folder.glob("*.dump.gpg")
    text = subprocess.run(  # noqa: S603 - ours
        ["pg_restore", "--data-only", "--file=-", str(dump)],  # noqa: S607
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert "COPY public.participation_round " in text
    for table in ("ballot", "votingpass", "entitlement"):
        assert f"COPY public.participation_{table} " not in text


@pytest.mark.usefixtures("in_the_midst_of_voting")
def test_backup_is_brought_back_whole(folder: Path, empty_database: str) -> None:
    run("backup", "clerk", str(folder), database=own_name(), folder=folder)
    (dump,) = folder.glob("*.dump.gpg")
    (folder / "data" / "media" / "picture.jpg").unlink()

    name = str(dump).removesuffix(".dump.gpg")
    run("restore", name, database=empty_database, folder=folder)

    for table in ("ballot", "votingpass", "entitlement", "round", "roundoption"):
        query = f"SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM participation_{table} t"  # noqa: S608
        assert told_by(empty_database, query) == told_by(own_name(), query) != ""
    triggers = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
    assert told_by(empty_database, triggers) == told_by(own_name(), triggers) != "0"
    assert (folder / "data" / "media" / "picture.jpg").exists()


def own_name() -> str:
    return str(connection.settings_dict["NAME"])
