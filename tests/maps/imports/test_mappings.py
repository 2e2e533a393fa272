"""A choice of columns is remembered for files with the same headings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from maps.imports.findings import FileRefusedError
from maps.imports.headings import Heading
from maps.imports.mappings import ColumnMapping, fingerprint_of, mapping_from_json

texts = st.dictionaries(st.text(max_size=8), st.text(max_size=8), max_size=4)


def heading(*headers: str) -> Heading:
    return Heading(headers, (None,) * len(headers), 1)


@given(texts, texts, texts)
def test_mapping_survives_being_kept_as_text(columns, codes, places):
    mapping = ColumnMapping("f" * 64, columns, "Sheet", codes, places)
    assert mapping_from_json(mapping.as_json()) == mapping


def test_mapping_fits_the_same_headings_in_any_order_and_case():
    mapping = ColumnMapping(fingerprint_of(heading("P-code", "Returnees")), {})
    assert mapping.fits(heading("returnees ", "", "P-Code"))
    assert not mapping.fits(heading("P-code", "Returnees", "Households"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"version": 1}',
        '{"version": 1, "fingerprint": "x", "columns": []}',
        '{"version": 1, "fingerprint": "x", "columns": {"code": 3}}',
        '{"version": 1, "fingerprint": 3, "columns": {}}',
        '{"version": 2, "fingerprint": "x", "columns": {}}',
        '{"version": 1, "fingerprint": "x", "columns": {}, "more": 1}',
        "[" * 100_000,
    ],
)
def test_other_text_is_refused(text):
    with pytest.raises(FileRefusedError, match="not a remembered mapping"):
        mapping_from_json(text)
