"""Log lines that tell nobody's secret: an address with a token in it is a key."""

import logging
import re

SECRET_ADDRESSES = re.compile(r"(/(?:sign|invitation)/)[^/\s\"'?#]+")


class DiscreetFormatter(logging.Formatter):
    """Leaves the token of a mailed link out of every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET_ADDRESSES.sub(r"\1…", super().format(record))
