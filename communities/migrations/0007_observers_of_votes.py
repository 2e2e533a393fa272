"""Somebody from outside may be invited to observe votes: a role with no other right."""

from django.db import migrations, models

ROLES = [
    ("committee", "Committee member"),
    ("authority", "Local authority"),
    ("implementer", "Implementing partner"),
    ("staff", "Programme staff"),
    ("steward", "Data steward"),
    ("observer", "Observer of votes"),
]
SCOPES = models.Q(
    models.Q(
        ("area__isnull", True),
        ("community__isnull", False),
        ("role__in", ["committee", "implementer", "observer"]),
    ),
    models.Q(
        ("area__isnull", False), ("community__isnull", True), ("role", "authority")
    ),
    models.Q(
        ("area__isnull", True),
        ("community__isnull", True),
        ("role__in", ["staff", "steward"]),
    ),
    _connector="OR",
)


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0006_bodies_that_meet"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="mandate",
            name="communities_mandate_scope_fits_role",
        ),
        migrations.AlterField(
            model_name="mandate",
            name="role",
            field=models.CharField(choices=ROLES, max_length=12, verbose_name="role"),
        ),
        migrations.AddConstraint(
            model_name="mandate",
            constraint=models.CheckConstraint(
                condition=SCOPES,
                name="communities_mandate_scope_fits_role",
                violation_error_message=(
                    "Committee members, implementing partners and observers act for a "
                    "community, a local authority for an area, staff and stewards for "
                    "the programme."
                ),
            ),
        ),
    ]
