"""What services announce once it is stored; tasks and upper rooms listen."""

from django.dispatch import Signal

#: Thresholds of a round are to be worked out. Arguments: ``round_id``, ``by_id``.
preparation_wanted = Signal()

#: A proposal was approved and is to be published. Argument: ``proposal_id``.
publication_wanted = Signal()

#: Somebody has to know of a proposal: it waits, or it was answered. Argument:
#: ``proposal_id``; its state says which.
proposal_moved = Signal()

#: The same of a withdrawal. Argument: ``withdrawal_id``.
withdrawal_moved = Signal()

#: An area goes on as another version or under another code. Sent in the transaction
#: that begins it, so that whoever acts for the area, or lies in it, goes along.
#: Arguments: ``before_id``, ``after_id``.
area_continued = Signal()
