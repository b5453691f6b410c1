"""Run as a program: prints the rows of one sheet as JSON lines, within limits of memory and time.

A workbook of 5 kB can name a cell at the far end of a sheet and so ask for 500 GB; here that ends this
process. It knows nothing of the portal, holds no connection and no secret.
"""

import json
import resource
import sys
from datetime import date, datetime, time, timedelta

MERGED_CELLS = 200_000  # so many cells take over the value of their merged range


def main(path: str, wanted: str, memory: str, seconds: str) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (int(memory),) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds),) * 2)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum  # noqa: PLC0415

    with CalamineWorkbook.from_path(path) as book:
        lists = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        visible = [one.name for one in lists if one.visible == SheetVisibleEnum.Visible]
        name = wanted if wanted in visible else visible[0]
        print(json.dumps([visible, name]))
        sheet = book.get_sheet_by_name(name)
        left = sheet.start[1] if sheet.start else 0
        merged = _merged(sheet.merged_cell_ranges or ())
        for number, cells in enumerate(sheet.iter_rows()):
            row = [""] * left + [_text(cell) for cell in cells]
            if number in merged:
                _fill(row, merged[number])
            print(json.dumps(row, ensure_ascii=False))


def _merged(ranges: object) -> dict[int, list]:
    """Row → its parts of merged ranges; each range is a list [first column, last column, value]."""
    found: dict[int, list] = {}
    left = MERGED_CELLS
    for (top, first), (bottom, last) in ranges:
        left -= (bottom - top + 1) * (last - first + 1)
        if left < 0:
            break
        shared = [first, last, None]
        for row in range(top, bottom + 1):
            found.setdefault(row, []).append(shared)
    return found


def _fill(row: list[str], parts: list) -> None:
    """A merged cell holds its value in its first corner only; the others get it too."""
    for part in parts:
        first, last, value = part
        if value is None:
            part[2] = value = row[first] if first < len(row) else ""
        if value:
            row += [""] * (last + 1 - len(row))
            row[first : last + 1] = [value] * (last + 1 - first)


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time(0) else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    if isinstance(cell, timedelta):
        return str(cell)
    return "" if cell is None else str(cell)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8")
    main(*sys.argv[1:])
