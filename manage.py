#!/usr/bin/env python
"""Homeground's command line."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # Whoever starts a site reads what to set, not where in the program it was missed.
        sys.exit(f"Homeground does not start: {error}")
