"""Log lines that tell nobody's secret: an address with a token in it is a key."""

import logging
import re

SECRET_ADDRESSES = re.compile(
    r"(/(?:sign|survey|verify|invitation|download|confirm-email|password/reset/key)/)[^/\s\"'?#]+"
)


class DiscreetFormatter(logging.Formatter):
    """Leaves the token of a mailed link out of every line, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET_ADDRESSES.sub(r"\1…", super().format(record))


class DiscreetFilter(logging.Filter):
    """Leaves it out of what Django says of requests, for every handler: before a view could see to it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = SECRET_ADDRESSES.sub(r"\1…", record.getMessage()), ()
        return True
