"""Pages of the feedback desk, as those who answer walk through them."""

import html
import re

DESK = "/feedback/desk/"


def item_path(item):
    return f"{DESK}items/{item.serial}/"


def text_of(page):
    return html.unescape(page.content.decode())


def hidden(page, name):
    found = re.search(rf'name="{name}" value="([^"]*)"', text_of(page))
    assert found is not None
    return found[1]


def do(client, item, action, **fields):
    page = client.get(item_path(item))
    return client.post(
        item_path(item),
        {
            "form": "step",
            "do": action,
            "seen": hidden(page, "seen"),
            "mark": hidden(page, "mark"),
            **fields,
        },
        follow=True,
    )


def shown(page):
    return re.findall(r"/feedback/desk/items/([A-Z]{4})/", text_of(page))
