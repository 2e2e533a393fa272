"""Following a community or an initiative by mail, and ending it.

Nothing of it is put on the audit log: it would hold who was interested in what, and when.
"""

from typing import Any

from django.db import transaction

from communities.models import Community
from initiatives.models import Initiative
from participation.models import Following
from participation.queries.following import subject_fields


@transaction.atomic
def follow(about: Community | Initiative, *, by: Any) -> Following:
    """Follow it from now on; once more changes nothing."""
    following, _is_new = Following.objects.get_or_create(
        person=by, **subject_fields(about)
    )
    return following


@transaction.atomic
def unfollow(about: Community | Initiative, *, by: Any) -> None:
    """End it; once more changes nothing."""
    Following.objects.filter(person=by, **subject_fields(about)).delete()
