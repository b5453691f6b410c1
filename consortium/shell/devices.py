"""Browsers and systems by name, so that people recognise their own devices."""

from django.utils.translation import gettext as _

# The first name whose sign occurs wins: later ones pretend to be earlier ones.
BROWSERS = (
    ("Edg", "Edge"),
    ("Whale", "Whale"),
    ("SamsungBrowser", "Samsung Internet"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_name(user_agent: str) -> str:
    """`Chrome · Windows`; whoever says nothing of themselves is an unknown device."""
    names = [next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS)]
    return " · ".join(filter(None, names)) or _("unknown device")
