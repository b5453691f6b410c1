"""A small trend line as SVG: no script, no inline style, and words for those who cannot see it."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

WIDTH, HEIGHT, MARGIN = 120, 36, 4


def trend_line(points: list[float], label: str) -> SafeString:
    """The last values as a line; fewer than two make no trend."""
    if len(points) < 2:
        return SafeString("")
    places = _places(points)
    words = _("%(label)s: from %(first)s to %(last)s") % {
        "label": label,
        "first": f"{points[0]:g}",
        "last": f"{points[-1]:g}",
    }
    return format_html(
        '<svg class="trend" viewBox="0 0 {} {}" width="{}" height="{}" role="img" aria-label="{}">'
        '<polyline points="{}" /><circle cx="{}" cy="{}" r="3" /></svg>',
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        words,
        format_html_join(" ", "{},{}", places),
        *places[-1],
    )


def _places(points: list[float]) -> list[tuple[str, str]]:
    low, high = min(points), max(points)
    step = (WIDTH - 2 * MARGIN) / (len(points) - 1)
    scale = (HEIGHT - 2 * MARGIN) / (high - low) if high > low else 0
    middle = HEIGHT / 2
    return [
        (
            f"{MARGIN + index * step:.1f}",
            f"{HEIGHT - MARGIN - (value - low) * scale if scale else middle:.1f}",
        )
        for index, value in enumerate(points)
    ]
