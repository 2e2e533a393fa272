"""XML that defines nothing, read by the quick parser of the standard library.

What makes XML dangerous (entities that grow, files and addresses that are fetched) has
to be defined in a document type, and that can only stand before the first element. The
parser that looks out for it at every step is written in Python and takes some five
times as long; looking once at the beginning refuses the same files. Workbooks may have
no document type at all (ECMA-376, part 2, 7.3.2).
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING
from xml.etree.ElementTree import iterparse
from xml.parsers import expat

from defusedxml.common import DTDForbidden

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

_CHUNK = 1 << 14


class _FirstElement(Exception):  # noqa: N818 - nothing went wrong
    """Whatever is dangerous would have come before."""


def elements(open_stream: Callable[[], IO[bytes]]) -> Iterator[Element]:
    """Every element of a stream when it ends; who has done with it empties it.

    :raises defusedxml.common.DTDForbidden: if the stream has a document type.
    :raises xml.etree.ElementTree.ParseError: if it is no well-formed XML.
    """
    with open_stream() as stream:
        _refuse_document_type(stream)
    with open_stream() as stream:
        for _event, element in iterparse(stream):  # noqa: S314 - see above
            yield element


def _refuse_document_type(stream: IO[bytes]) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _forbid
    parser.StartElementHandler = _stop
    try:
        while chunk := stream.read(_CHUNK):
            parser.Parse(chunk)
    except (_FirstElement, expat.ExpatError):
        # What is not well-formed is said by whoever reads on.
        return


def _forbid(name: str, system: str | None, public: str | None, _own: int) -> None:
    raise DTDForbidden(name, system, public)


def _stop(_name: str, _attributes: dict[str, str]) -> None:
    raise _FirstElement
