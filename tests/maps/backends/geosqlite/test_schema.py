"""Migrations of geometry columns keep the data, the checks and the R-trees right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.gis.db import models
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management import call_command
from django.db import IntegrityError, migrations
from django.db.migrations.state import ProjectState

from .databases import embedded_database

if TYPE_CHECKING:
    from collections.abc import Iterator

ALIAS = "schema_changes"
here = Point(1, 1, srid=4326)
square = MultiPolygon(Polygon.from_bbox((0, 0, 2, 2)), srid=4326)


class World:
    """A database with one migrated app, ``town``, and its present models."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.state = ProjectState()
        self.migrate(
            migrations.CreateModel(
                "Place",
                [
                    ("id", models.BigAutoField(primary_key=True)),
                    ("name", models.CharField(max_length=20, default="")),
                    ("spot", models.PointField(srid=4326, null=True)),
                    ("area", models.MultiPolygonField(srid=4326, null=True)),
                ],
            )
        )

    def migrate(self, *operations: Any) -> None:
        """Run operations as one migration."""
        after = self.state.clone()
        with self.connection.schema_editor(atomic=True) as editor:
            for operation in operations:
                before = after.clone()
                operation.state_forwards("town", after)
                operation.database_forwards("town", editor, before, after)
        self.state = after

    def rows(self, model: str = "Place") -> Any:
        """The rows of a model as it now is."""
        return self.state.apps.get_model("town", model).objects.using(ALIAS)

    def rtrees(self) -> set[str]:
        """The names of the R-trees that have all three triggers."""
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name FROM sqlite_master m WHERE sql LIKE 'CREATE VIRTUAL%' AND "
                "3 = (SELECT count(*) FROM sqlite_master t WHERE t.type = 'trigger' "
                "AND substr(t.name, 1, length(m.name) + 1) = m.name || ':')"
            )
            return {name.removeprefix("rtree:") for (name,) in cursor.fetchall()}


@pytest.fixture
def world(databases_reachable: None) -> Iterator[World]:
    with embedded_database(ALIAS) as connection:
        yield World(connection)


def found(world: World, model: str = "Place", **lookup: Any) -> list[str]:
    names = world.rows(model).filter(**lookup).order_by("pk")
    return list(names.values_list("name", flat=True))


def test_created_table_has_an_rtree_for_each_geometry(world: World) -> None:
    assert world.rtrees() == {"town_place:spot", "town_place:area"}


def test_added_geometry_has_an_rtree(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(
        migrations.AddField("Place", "gate", models.PointField(srid=4326, null=True))
    )
    world.rows().update(gate=here)
    assert found(world, gate__within=square) == ["a"]
    assert found(world, spot__within=square) == ["a"]


def test_added_geometry_with_default_is_filled_and_indexed(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(
        migrations.AddField("Place", "gate", models.PointField(srid=4326, default=here))
    )
    assert found(world, gate__within=square) == ["a"]


def test_geometry_altered_to_not_null_keeps_its_rtree(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(migrations.AlterField("Place", "spot", models.PointField(srid=4326)))
    world.rows().create(name="b", spot=here)
    assert found(world, spot__within=square) == ["a", "b"]


def test_altered_neighbour_leaves_the_rtree_in_place(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(
        migrations.AlterField("Place", "name", models.CharField(max_length=99))
    )
    world.rows().create(name="b", spot=here)
    assert found(world, spot__within=square) == ["a", "b"]


def test_removed_geometry_takes_its_rtree_along(world: World) -> None:
    world.migrate(migrations.RemoveField("Place", "spot"))
    assert world.rtrees() == {"town_place:area"}
    world.rows().create(name="a", area=square)
    assert found(world, area__contains=here) == ["a"]


def test_renamed_geometry_is_found_under_its_new_name(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(migrations.RenameField("Place", "spot", "gate"))
    assert world.rtrees() == {"town_place:gate", "town_place:area"}
    world.rows().create(name="b", gate=here)
    assert found(world, gate__within=square) == ["a", "b"]


def test_renamed_key_keeps_the_rtree_going(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(migrations.RenameField("Place", "id", "number"))
    world.rows().create(name="b", spot=here)
    assert found(world, spot__within=square) == ["a", "b"]


def test_renamed_table_takes_its_rtrees_along(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(migrations.RenameModel("Place", "Site"))
    assert world.rtrees() == {"town_site:spot", "town_site:area"}
    world.rows("Site").create(name="b", spot=here)
    assert found(world, "Site", spot__within=square) == ["a", "b"]


def test_chosen_table_name_takes_the_rtrees_along(world: World) -> None:
    world.rows().create(name="a", spot=here)
    world.migrate(migrations.AlterModelTable("Place", "somewhere else"))
    world.rows().create(name="b", spot=here)
    assert found(world, spot__within=square) == ["a", "b"]


def test_deleted_table_leaves_nothing_behind(world: World) -> None:
    world.migrate(migrations.DeleteModel("Place"))
    assert world.rtrees() == set()
    assert world.connection.introspection.table_names() == []


def test_unindexed_geometry_has_no_rtree_and_the_same_answers(world: World) -> None:
    world.rows().create(name="a", spot=here)
    unindexed = models.PointField(srid=4326, null=True, spatial_index=False)
    world.migrate(migrations.AlterField("Place", "spot", unindexed))
    assert world.rtrees() == {"town_place:area"}
    assert found(world, spot__within=square) == ["a"]
    indexed = models.PointField(srid=4326, null=True)
    world.migrate(migrations.AlterField("Place", "spot", indexed))
    assert "town_place:spot" in world.rtrees()
    assert found(world, spot__within=square) == ["a"]


def test_change_of_dimension_converts_what_is_stored(world: World) -> None:
    world.rows().create(name="a", spot=here)
    high = models.PointField(srid=4326, null=True, dim=3)
    world.migrate(migrations.AlterField("Place", "spot", high))
    assert world.rows().get().spot.coords == (1.0, 1.0, 0.0)
    with pytest.raises(IntegrityError):
        world.rows().create(name="flat", spot=here)
    flat = models.PointField(srid=4326, null=True)
    world.migrate(migrations.AlterField("Place", "spot", flat))
    assert world.rows().get().spot.coords == (1.0, 1.0)


def test_migration_can_query_what_it_has_just_made(world: World) -> None:
    seen: list[str] = []

    def query(apps: Any, editor: Any) -> None:
        rows = apps.get_model("town", "Hut").objects.using(ALIAS)
        rows.create(name="a", spot=here)
        seen.extend(row.name for row in rows.filter(spot__within=square))

    world.migrate(
        migrations.CreateModel(
            "Hut",
            [
                ("id", models.BigAutoField(primary_key=True)),
                ("name", models.CharField(max_length=20)),
                ("spot", models.PointField(srid=4326)),
            ],
        ),
        migrations.RunPython(query),
    )
    assert seen == ["a"]


def test_failed_migration_changes_nothing(world: World) -> None:
    world.rows().create(name="a", spot=here)

    def fail(apps: Any, editor: Any) -> None:
        raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        world.migrate(
            migrations.RenameField("Place", "spot", "gate"), migrations.RunPython(fail)
        )
    assert world.rtrees() == {"town_place:spot", "town_place:area"}
    assert found(world, spot__within=square) == ["a"]


def test_raw_rename_is_made_good_at_the_end_of_the_migration(world: World) -> None:
    world.rows().create(name="a", spot=here)
    renamed = 'ALTER TABLE "town_place" RENAME TO "town_site"'
    world.migrate(migrations.RunSQL(renamed))
    assert world.rtrees() == {"town_site:spot", "town_site:area"}


def test_child_of_a_model_uses_the_key_of_its_parent(world: World) -> None:
    parent = models.OneToOneField(
        "town.Place", models.CASCADE, parent_link=True, primary_key=True
    )
    world.migrate(
        migrations.CreateModel(
            "Yard",
            [("place_ptr", parent), ("edge", models.PolygonField(srid=4326))],
            bases=("town.Place",),
        )
    )
    assert "town_yard:edge" in world.rtrees()
    world.rows("Yard").create(name="y", edge=square[0])
    assert found(world, "Yard", edge__contains=here) == ["y"]


def test_table_with_a_text_key_has_no_rtree_and_still_answers(world: World) -> None:
    world.migrate(
        migrations.CreateModel(
            "Sign",
            [
                ("code", models.CharField(max_length=5, primary_key=True)),
                ("name", models.CharField(max_length=20)),
                ("spot", models.PointField(srid=4326)),
            ],
        )
    )
    assert "town_sign:spot" not in world.rtrees()
    world.rows("Sign").create(code="s", name="sign", spot=here)
    assert found(world, "Sign", spot__within=square) == ["sign"]


def test_script_of_a_migration_can_be_shown(world: World) -> None:
    after = world.state.clone()
    operation = migrations.DeleteModel("Place")
    operation.state_forwards("town", after)
    with world.connection.schema_editor(collect_sql=True) as editor:
        operation.database_forwards("town", editor, world.state, after)
    assert 'DROP TABLE "town_place";' in editor.collected_sql
    assert world.rtrees() == {"town_place:spot", "town_place:area"}


def test_introspection_gives_back_the_fields(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("inspectdb", database=ALIAS)
    printed = capsys.readouterr().out
    assert "spot = models.PointField(blank=True, null=True)" in printed
    assert "area = models.MultiPolygonField(blank=True, null=True)" in printed
    assert "rtree" not in printed


def test_rtree_counts_as_an_index(world: World) -> None:
    with world.connection.cursor() as cursor:
        constraints = world.connection.introspection.get_constraints(
            cursor, "town_place"
        )
    assert constraints["rtree:town_place:spot"]["columns"] == ["spot"]
    assert constraints["rtree:town_place:spot"]["index"] is True
