"""Small drawings written into the page: icons beside words, and pictures for quiet moments.

All are decoration beside text, therefore hidden from assistive technology; colours come
from classes in the stylesheet, so they follow light, dark, print and forced colours.
"""

from typing import Final

#: Shapes on a 24 × 24 grid, drawn as lines in the colour of the text beside them.
LINE_ICONS: Final = {
    "active": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "arrow": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "back": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "bad": '<path d="M6 6l12 12M18 6 6 18"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10h16M8 3v5M16 3v5"/>',
    "comment": '<path d="M4 5h16v11H11l-5 4v-4H4z"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M5 20h14"/>',
    "error": '<circle cx="12" cy="12" r="9"/><path d="M12 7v6M12 16.5v.5"/>',
    "follow": '<path d="M6 17v-6a6 6 0 0 1 12 0v6l2 2H4zM10 21h4"/>',
    "good": '<path d="M5 13l5 5L19 7"/>',
    "home": '<path d="M3 12 12 4l9 8M6 10v10h12V10"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v6M12 7v.5"/>',
    "map": '<path d="M3 6l6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "money": '<circle cx="12" cy="12" r="9"/><path d="M15 9c-1-2-6-2-6 .6 0 3 6 1.6 6 4.6 0 2.8-5 2.8-6 .5M12 6v12"/>',
    "neutral": '<circle cx="12" cy="12" r="7"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M3 20c0-7 12-7 12 0M16 5a3.5 3.5 0 0 1 0 6.5M18 14c2 1 3 3 3 6"/>',
    "pin": '<path d="M12 21c-5-6-7-8.5-7-11.5a7 7 0 0 1 14 0C19 12.5 17 15 12 21z"/><circle cx="12" cy="9.5" r="2.5"/>',
    "print": '<path d="M7 8V3h10v5M7 17H4V8h16v9h-3M7 14h10v7H7z"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="M16 16l5 5"/>',
    "speak": '<path d="M4 9v6h4l6 5V4L8 9zM17 8.5a5 5 0 0 1 0 7M19.5 6a9 9 0 0 1 0 12"/>',
    "success": '<circle cx="12" cy="12" r="9"/><path d="M8 12.5l3 3 5-6"/>',
    "warn": '<path d="M12 5v9M12 18.5v.5"/>',
    "warning": '<path d="M12 3 2 20h20zM12 10v5M12 17.5v.2"/>',
}

#: Filled marks that stand for the three dimensions wherever they are named.
SOLID_ICONS: Final = {
    "economic": '<path d="M12 1 23 12 12 23 1 12z"/>',
    "social": '<circle cx="12" cy="12" r="10"/>',
    "psychosocial": '<path d="M12 2 23 22H1z"/>',
}

#: Icons that point along the line of reading, and so turn round from right to left.
TURNING: Final = frozenset({"active", "arrow", "back"})

#: Pictures for empty states and error pages, on a 120 × 80 grid.
DRAWINGS: Final = {
    "home": (
        '<path class="fill" d="M0 72c24-16 44-18 62-10s36 8 58-4v22H0z"/>'
        '<path d="M38 40 60 20l22 20M44 36v26h32V36M55 62V48h10v14"/>'
        '<path class="warm" d="M60 62c-2 8-14 8-16 18M92 60c0-8 8-8 8-16M92 60c0-6-6-6-6-12"/>'
    ),
    "seed": (
        '<path class="fill" d="M8 66c30-12 74-12 104 0v14H8z"/>'
        '<path d="M60 66V34M60 46c-16 2-22-6-22-16 14-2 22 4 22 16zM60 38c0-14 8-20 22-20 0 14-8 20-22 20z"/>'
        '<path class="warm" d="M30 70h8M46 73h6M70 72h10"/>'
    ),
    "ballot": (
        '<path class="fill" d="M0 70c36-8 84-8 120 0v10H0z"/>'
        '<path d="M34 42h52v30H34zM46 42h28M30 42h60"/>'
        '<path class="warm" d="M50 36V12h20v24M55 22l4 4 7-8"/>'
    ),
    "bridge": (
        '<path class="fill" d="M0 60c14-4 26-2 36 4v16H0zM120 60c-14-4-26-2-36 4v16h36z"/>'
        '<path d="M0 54h40M80 54h40M12 54V38M28 54V38M92 54V38M108 54V38M4 40c10-4 22-4 32 0M84 40c10-4 22-4 32 0"/>'
        '<path class="warm" d="M48 58l5 6M60 54v8M72 58l-5 6"/>'
    ),
    "gate": (
        '<path class="fill" d="M0 70c36-8 84-8 120 0v10H0z"/>'
        '<path d="M26 72V30M94 72V30M26 38h68M26 60h68M42 34v32M58 34v32M74 34v32"/>'
        '<path class="warm" d="M22 26h8M90 26h8"/>'
    ),
    "storm": (
        '<path class="fill" d="M0 70c36-8 84-8 120 0v10H0z"/>'
        '<path d="M40 68V54l14-12 14 12v14zM36 58l18-16 18 16"/>'
        '<path class="warm" d="M74 28c10 0 10-14 0-14-4-10-22-8-22 2-10 0-10 12 0 12zM84 36l-4 8h6l-4 8"/>'
    ),
}


def icon_markup(name: str) -> str:
    """Return the SVG of an icon; raise KeyError for a name that is not drawn."""
    if name in SOLID_ICONS:
        classes, shape = "icon solid", SOLID_ICONS[name]
    else:
        classes = "icon turns" if name in TURNING else "icon"
        shape = LINE_ICONS[name]
    return (
        f'<svg class="{classes}" viewBox="0 0 24 24" width="18" height="18" '
        f'aria-hidden="true">{shape}</svg>'
    )


def drawing_markup(name: str) -> str:
    """Return the SVG of a picture; raise KeyError for a name that is not drawn."""
    return (
        '<svg class="drawing" viewBox="0 0 120 80" width="144" height="96" '
        f'aria-hidden="true">{DRAWINGS[name]}</svg>'
    )
