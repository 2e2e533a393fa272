"""StreamField blocks that editors compose pages from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from communities.enums import Dimension, Severity


class PictureBlock(blocks.StructBlock):
    """A picture with the words that stand in for it."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = blocks.CharBlock(
        label=_("In words"),
        help_text=_("What the picture shows, for people who do not see it."),
    )
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "communities/blocks/picture.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said, with their leave; never who they are as a returnee."""

    text = blocks.TextBlock(label=_("Words"))
    said_by = blocks.CharBlock(label=_("Said by"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        template = "communities/blocks/quote.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    heading = blocks.CharBlock(
        label=_("Heading"), icon="title", template="communities/blocks/heading.html"
    )
    paragraph = blocks.RichTextBlock(
        label=_("Text"),
        features=["bold", "italic", "link", "ol", "ul", "document-link"],
    )
    picture = PictureBlock()
    quote = QuoteBlock()


class StrengthBlock(blocks.StructBlock):
    """Something the community can build on."""

    statement = blocks.CharBlock(label=_("Strength"), max_length=300)

    class Meta:
        icon = "tick"
        label = _("Strength")


class GapBlock(blocks.StructBlock):
    """A need that the community named, in one dimension of reintegration."""

    dimension = blocks.ChoiceBlock(choices=Dimension.choices, label=_("Dimension"))
    severity = blocks.ChoiceBlock(
        choices=[(str(value), label) for value, label in Severity.choices],
        label=_("How hard it presses"),
    )
    statement = blocks.CharBlock(label=_("Gap"), max_length=300)

    class Meta:
        icon = "warning"
        label = _("Gap")
