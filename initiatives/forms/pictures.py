"""The form of an initiative's picture."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class InitiativePictureForm(forms.Form):
    """A picture, its words, and the leave of everybody in it."""

    picture = forms.FileField(
        label=_("A picture"),
        required=False,
        widget=forms.ClearableFileInput(
            attrs={"accept": "image/jpeg,image/png,image/webp"}
        ),
        help_text=_(
            "Of the place or the work, wider than high. JPEG, PNG or WebP, up to 10 MB. "
            "The place and time stored in it are removed."
        ),
    )
    alt = forms.CharField(
        label=_("The picture in words"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("For those who cannot see it. No names."),
    )
    has_consent = forms.BooleanField(
        label=_(
            "Everybody who can be recognised agreed that it is shown here, and no child "
            "can be recognised"
        ),
        required=False,
        help_text=_("Whoever changes their mind later: take the picture out at once."),
    )

    def __init__(self, *args: Any, has_picture: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["picture"].required = not has_picture
        if has_picture:
            self.fields["picture"].label = _("Another picture")
