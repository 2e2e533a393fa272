"""Who acts in a role today: people by their mandates, and by those they stand in for."""

from django.db.models import Q
from django.utils import timezone

from communities.models import Delegation, Mandate


def holders(condition: Q) -> Q:
    """People who hold, today, a mandate that meets the condition, or stand in for one."""
    today = timezone.localdate()
    mandates = Mandate.objects.current(today).filter(condition)
    standing_in = Delegation.objects.in_force(today).filter(mandate__in=mandates)
    return Q(pk__in=mandates.values("user")) | Q(pk__in=standing_in.values("person"))
