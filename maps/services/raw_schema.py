"""PostgreSQL's part in keeping raw counts: a schema of their own, and who may read it.

Three names. The administrator's login owns everything else and runs migrations. The
*site's* login runs the site and the worker; it has all rights on everything but raw
counts. The *role* owns the raw counts and cannot log in; the site's login may take it
on, statement by statement, and does so in `maps.services.raw_counts` alone.

Source: PostgreSQL's documentation, 22.3 Role Membership (NOINHERIT, SET ROLE).
"""

from typing import Any

from django.db import connection, transaction

from maps.models.returns import ReturnCount, StagedCount

_MODELS = (ReturnCount, StagedCount)


class NoPostgreSQLError(Exception):
    """An embedded database has no roles: whoever has the file reads it."""


class SameLoginError(Exception):
    """The site would run under the login that owns the tables."""


@transaction.atomic
def protect_raw_counts(site: str, *, role: str, schema: str) -> None:
    """Move raw counts into a schema that only a role may read; again changes nothing.

    ``site`` is the login of site and worker, which must exist and not be this one. It
    keeps what is needed to delete an area or an import: the keys, and no count. Needs a
    login that may create roles and owns the tables. Raises NoPostgreSQLError,
    SameLoginError, and ProgrammingError where the database refuses.
    """
    if connection.vendor != "postgresql":
        raise NoPostgreSQLError
    if site == _one("SELECT current_user"):
        raise SameLoginError
    q = connection.ops.quote_name
    _run(
        *([] if _has_role(role) else [f"CREATE ROLE {q(role)} NOLOGIN"]),
        f"ALTER ROLE {q(site)} NOINHERIT",
        f"GRANT {q(role)} TO {q(site)}, CURRENT_USER",
        f"CREATE SCHEMA IF NOT EXISTS {q(schema)} AUTHORIZATION {q(role)}",
        f"GRANT USAGE ON SCHEMA {q(schema)}, public TO {q(site)}",
        f"ALTER DATABASE {q(_database())} SET search_path = public, {q(schema)}",
        f"SET LOCAL search_path = public, {q(schema)}",
        *(f"GRANT ALL ON {q(name)} TO {q(site)}" for name in _own_relations()),
    )
    for kind in ("TABLES", "SEQUENCES"):
        _run(
            "ALTER DEFAULT PRIVILEGES IN SCHEMA public "
            f"GRANT ALL ON {kind} TO {q(site)}"
        )
    for model in _MODELS:
        table = q(model._meta.db_table)
        keys = ", ".join(
            q(field.column)
            for field in model._meta.concrete_fields
            if field.primary_key or field.is_relation
        )
        _run(
            f"REVOKE ALL ON {table} FROM {q(site)}, PUBLIC",
            f"ALTER TABLE {table} SET SCHEMA {q(schema)}",
            f"ALTER TABLE {table} OWNER TO {q(role)}",
            f"GRANT SELECT ({keys}), DELETE ON {table} TO {q(site)}",
        )


def are_raw_counts_open() -> bool:
    """Whether this login of a server reads raw counts without taking on a role."""
    if connection.vendor != "postgresql":
        return False
    table = connection.ops.quote_name(ReturnCount._meta.db_table)
    return bool(
        _one(
            "SELECT has_column_privilege(%s::regclass, 'individuals', 'SELECT')", table
        )
    )


def _own_relations() -> list[str]:
    """Tables, views and sequences of ours; PostGIS's own belong to somebody else."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
            "AND relkind IN ('r', 'p', 'v', 'm', 'S') "
            "AND pg_has_role(relowner, 'USAGE') ORDER BY relname"
        )
        return [name for (name,) in cursor.fetchall()]


def _has_role(role: str) -> bool:
    return bool(_one("SELECT count(*) FROM pg_roles WHERE rolname = %s", role))


def _one(question: str, *given: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return cursor.fetchone()[0]


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
