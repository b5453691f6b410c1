"""Is this web server well? It must answer and reach its database; a missing worker is not its fault."""

import json
import os
import sys
import urllib.error
import urllib.request
from urllib.parse import urlsplit

HOST = urlsplit(os.environ.get("SITE_URL", "http://localhost:8000")).netloc
request = urllib.request.Request("http://127.0.0.1:8000/healthz", headers={"Host": HOST})
try:
    with urllib.request.urlopen(request, timeout=8) as answer:  # noqa: S310 - our own address
        parts = json.load(answer)
except urllib.error.HTTPError as error:
    parts = json.load(error) if error.code == 503 else {}
except OSError as error:
    sys.exit(f"no answer: {error}")
sys.exit(None if parts.get("database") == "ok" else f"not well: {parts}")
