"""Run as a program: prints the words of a PDF or XLSX from its input as JSON lines, within limits.

A small file can ask for endless memory and time; here that ends this process. It knows nothing of the portal,
holds no connection and no secret.
"""

import io
import json
import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator

LARGEST = 8_000_000  # characters: more than any honest file of the size that is taken
MOST_CELLS = 1_000_000  # of a sheet as it is laid out, from its first cell to its last
# Of a cell that holds something; what only has a format, far below the last line, is not laid out.
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{1,3})([0-9]{1,7})["'][^<>]*(?<!/)>""")


def main(kind: str, memory: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    read: Callable[[io.BytesIO], Iterator[str | list[str]]] = {"pdf": _pdf, "xlsx": _xlsx}[kind]
    left = LARGEST
    for words in read(io.BytesIO(sys.stdin.buffer.read())):
        left -= sum(map(len, words))
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


def _xlsx(content: io.BytesIO) -> Iterator[str | list[str]]:
    """The filled cells of each row, however many fonts they are written in; hidden sheets too."""
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    _refuse_vast_sheets(content)
    with CalamineWorkbook.from_filelike(content) as book:
        for name in book.sheet_names:
            yield name
            for row in book.get_sheet_by_name(name).iter_rows():
                if filled := [_text(cell) for cell in row if cell != ""]:
                    yield filled


def _refuse_vast_sheets(content: io.BytesIO) -> None:
    """One cell in the last corner of a sheet would be laid out as seventeen thousand million cells."""
    with zipfile.ZipFile(content) as archive:
        for name in archive.namelist():
            if name.startswith("xl/worksheets/") and name.lower().endswith(".xml"):
                places = PLACE.findall(archive.read(name))
                rows = max((int(row) for _, row in places), default=0)
                columns = max((_number(column) for column, _ in places), default=0)
                if rows * columns > MOST_CELLS:
                    raise SystemExit(3)
    content.seek(0)


def _number(column: bytes) -> int:
    """A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in column.upper():
        number = number * 26 + letter - 64
    return number


def _text(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


if __name__ == "__main__":
    main(*sys.argv[1:])
