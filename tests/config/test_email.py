"""Mails are plain text: greeting, message, link, and why one gets it."""

from django.template import Context, Template

MAIL = Template(
    '{% extends "email/base.txt" %}{% block body %}{{ words }}{% endblock %}'
)


def test_words_arrive_as_they_were_written():
    text = MAIL.render(Context({"words": "Fish & <ice>", "name": "Amal"}))
    assert "Hello Amal," in text
    assert "Fish & <ice>" in text


def test_the_link_stands_on_its_own_line():
    text = MAIL.render(
        Context({"words": "Read on.", "link": "https://site/x/?a=1&b=2"})
    )
    assert "https://site/x/?a=1&b=2" in text.splitlines()


def test_a_mail_without_name_or_link_has_no_gap_for_them():
    text = MAIL.render(Context({"words": "Read on."}))
    assert text.startswith("Hello,")
    assert "See it here" not in text
