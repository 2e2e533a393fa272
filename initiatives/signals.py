"""What services announce once a change is stored; receivers tell people about it."""

from django.dispatch import Signal

#: A step of the lifecycle was taken. Argument: ``event_id`` of the InitiativeEvent.
initiative_moved = Signal()

#: A milestone changed. Arguments: ``milestone_id``, ``move`` (a MilestoneMove value) and
#: ``actor_id``, who is not told what they just did.
milestone_moved = Signal()
