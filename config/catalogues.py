"""Compile the translations: `python -m config.catalogues`.

Pure Python (polib), so that installing needs no GNU gettext.
"""

import sys
from pathlib import Path

import polib

LOCALE = Path(__file__).parent / "locale"


def compile_catalogues(folder: Path = LOCALE) -> list[Path]:
    """Write a ``.mo`` beside every ``.po`` below ``folder``; return what was written."""
    written = []
    for source in sorted(folder.rglob("*.po")):
        target = source.with_suffix(".mo")
        polib.pofile(str(source)).save_as_mofile(str(target))
        written.append(target)
    return written


if __name__ == "__main__":
    sys.stdout.write(f"{len(compile_catalogues())} catalogues compiled\n")
