"""Empty what was asked and not published, once its time is over."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from participation.services.forgetting import KEPT_DAYS, forget_refused_texts


class Command(BaseCommand):
    """`forget_questions`, once a day."""

    help = (
        "Empty the texts of questions that were refused or hidden, some time after the "
        "last decision. Run it every day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--days",
            type=int,
            default=KEPT_DAYS,
            help=f"how long they are kept for an appeal ({KEPT_DAYS})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Empty them, and say how many."""
        count = forget_refused_texts(options["days"])
        self.stdout.write(f"{count} texts forgotten.")
