"""Addresses of the pages of paper ballots."""

from django.urls import reverse


def at(name, round_, *more):
    return reverse(f"participation:{name}", args=[round_.slug, *more])
