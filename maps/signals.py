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
