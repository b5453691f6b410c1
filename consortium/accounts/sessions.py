"""Sessions in the database; a cookie that cannot be one of ours is not asked for."""

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore


class SessionStore(DatabaseStore):
    """Our keys are letters and digits; PostgreSQL would fail on other bytes instead of finding nothing."""

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(key) and key.isascii() and key.isalnum() and super()._validate_session_key(key)
