"""Run as a program: prints the words of a PDF or XLSX from its input as JSON lines, within limits.

A small file can ask for endless memory and time; here that ends this process. It knows nothing of the portal,
holds no connection and no secret.
"""

import io
import json
import resource
import sys
from collections.abc import Callable, Iterator
from itertools import chain

LARGEST = 8_000_000  # characters: more than any honest file of the size that is taken


def main(kind: str, memory: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    read: Callable[[io.BytesIO], Iterator[str]] = {"pdf": _pdf, "xlsx": _xlsx}[kind]
    left = LARGEST
    for words in read(io.BytesIO(sys.stdin.buffer.read())):
        left -= len(words)
        if left < 0:
            raise SystemExit(3)
        print(json.dumps(words))


def _pdf(content: io.BytesIO) -> Iterator[str]:
    """Each page as it reads, what is typed into forms and notes, and what the file says about itself."""
    from pypdf import PdfReader  # noqa: PLC0415

    document = PdfReader(content)
    yield from (str(value) for value in (document.metadata or {}).values())
    for page in document.pages:
        yield page.extract_text()
        for note in page.get("/Annots") or ():
            entry = note.get_object()
            yield from (str(entry[name]) for name in ("/Contents", "/V") if name in entry)
    yield from (str(field.get("/V", "")) for field in (document.get_fields() or {}).values())


def _xlsx(content: io.BytesIO) -> Iterator[str]:
    """Each cell as one text, however many fonts it is written in; hidden sheets too."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    with CalamineWorkbook.from_filelike(content) as book:
        for name in book.sheet_names:
            yield name
            yield from map(_text, chain.from_iterable(book.get_sheet_by_name(name).iter_rows()))


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


if __name__ == "__main__":
    main(*sys.argv[1:])
