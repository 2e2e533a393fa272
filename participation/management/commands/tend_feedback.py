"""Look after feedback: escalate, close, erase, tell quarters and handlers."""

from typing import Any

from django.core.management.base import BaseCommand

from participation.services.feedback_upkeep import tend_feedback


class Command(BaseCommand):
    """`tend_feedback`, once a day."""

    help = (
        "Escalate feedback that is overdue, close answered feedback that nobody came "
        "back to, erase texts and contacts whose time is over, work out the figures of "
        "quarters, and write to those who handle it how much waits. Run it every day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say how many; never which, or about what."""
        done = tend_feedback()
        self.stdout.write(
            f"Escalated {len(done.escalated)}, closed {done.closed}, erased "
            f"{done.erased}; quarters told: {len(done.quarters)}; written to those who "
            f"handle it: {done.told}."
        )
