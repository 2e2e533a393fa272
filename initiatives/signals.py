"""What services announce once a change is stored; receivers tell people about it.

`ballot_asked` is a question: rooms above know what a service here must know first.
"""

from django.dispatch import Signal

#: A step of the lifecycle was taken. Argument: ``event_id`` of the InitiativeEvent.
initiative_moved = Signal()

#: A milestone changed. Arguments: ``milestone_id``, ``move`` (a MilestoneMove value) and
#: ``actor_id``, who is not told what they just did.
milestone_moved = Signal()

#: A comment on a place was added, answered, resolved or opened again. Arguments:
#: ``comment_id``, ``move`` (a CommentMove value) and ``actor_id``.
place_comment_moved = Signal()

#: A correction of the map was proposed or decided. Arguments: ``correction_id`` and
#: ``actor_id``.
correction_moved = Signal()

#: Does an initiative stand on an open ballot? Argument: ``initiative_id``; receivers
#: answer True or False. What voters see of it must not change meanwhile.
ballot_asked = Signal()
