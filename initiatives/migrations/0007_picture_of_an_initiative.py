"""An initiative has a picture of its own, for its page, its cards and the ballot."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("communities", "0005_groups_of_residents"),
        ("initiatives", "0006_languages_of_texts"),
        ("wagtailimages", "0027_image_description"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="initiative",
            name="picture",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="wagtailimages.image",
                verbose_name="picture",
            ),
        ),
        migrations.AddField(
            model_name="initiative",
            name="picture_alt",
            field=models.CharField(
                blank=True, max_length=200, verbose_name="picture in words"
            ),
        ),
        migrations.AddConstraint(
            model_name="initiative",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("picture__isnull", True),
                    models.Q(("picture_alt", ""), _negated=True),
                    _connector="OR",
                ),
                name="initiatives_picture_has_words",
                violation_error_message="Say in words what the picture shows.",
            ),
        ),
    ]
