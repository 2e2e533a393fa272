"""Fields by which a picture comes in, and the form of an initiative's picture."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_WORDS = 200


def picture_field(help_text: Any, *, required: bool = True) -> forms.Field:
    """A file that can be a picture; whether it is one, the service finds out.

    ``help_text`` is translated when it is shown.
    """
    return forms.FileField(
        label=_("A picture"),
        required=required,
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp"}
        ),
        help_text=help_text,
    )


def consent_field(*, required: bool = True) -> forms.Field:
    """Whether everybody in a picture agreed."""
    return forms.BooleanField(
        label=_(
            "Everybody who can be recognised agreed that it is shown here, and no child "
            "can be recognised"
        ),
        required=required,
        help_text=_("Whoever changes their mind later: take the picture out at once."),
    )


def words_field(*, required: bool = True, rows: int = 0) -> forms.Field:
    """A picture in words, on one line or in a box of some rows."""
    return forms.CharField(
        label=_("The picture in words"),
        required=required,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows, "dir": "auto"})
        if rows
        else forms.TextInput(),
        help_text=_("For those who cannot see it. No names."),
    )


class InitiativePictureForm(forms.Form):
    """A picture, its words, and the leave of everybody in it."""

    picture = picture_field(
        _(
            "Of the place or the work, wider than high. JPEG, PNG or WebP, up to 10 MB. "
            "The place and time stored in it are removed."
        ),
        required=False,
    )
    alt = words_field(rows=2)
    has_consent = consent_field(required=False)

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = not has_picture
        if has_picture:
            self.fields["picture"].label = _("Another picture")
