"""Addresses and texts of the pages about releases."""

import re

from django.urls import reverse


def at(name, *args):
    return reverse(f"maps:{name}", args=args)


def text_of(response):
    [main] = re.findall(r"<main.*?</main>", response.content.decode(), flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
