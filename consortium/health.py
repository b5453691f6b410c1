"""`/healthz`: do database, broker and worker answer? One bounded question each, and no personal table."""

from functools import cache

import psycopg
import redis
from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

PULSE = "portal:worker:pulse"  # a worker renews it every two seconds, so a dead one is noticed within:
PULSE_SECONDS = 10
PATIENCE = 2  # seconds that database and broker get for one answer


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when every part answers; 503 with the names of the parts that do not."""
    broker, worker = _broker_and_worker()
    parts = {"database": _database(), "broker": broker, "worker": worker}
    failing = [name for name, state in parts.items() if state != "ok"]
    return JsonResponse(parts | {"failing": failing}, status=503 if failing else 200)


def _database() -> str:
    """Ask on a connection of its own: the pool would wait ten seconds for a database that is gone."""
    where = connection.settings_dict
    try:
        with psycopg.connect(
            host=where["HOST"],
            port=where["PORT"],
            dbname=where["NAME"],
            user=where["USER"],
            password=where["PASSWORD"],
            connect_timeout=PATIENCE,
            options=f"-c statement_timeout={PATIENCE}s",
        ) as question:
            question.execute("SELECT 1")
    except psycopg.Error:
        return "does not answer"
    return "ok"


def _broker_and_worker() -> tuple[str, str]:
    try:
        beats = _broker(settings.REDIS_URL).exists(PULSE)
    except redis.RedisError:
        return "does not answer", "unknown while the broker does not answer"
    return "ok", "ok" if beats else "no sign of life"


def keep_pulse() -> None:
    """Called by every worker's own clock: tells that its main loop still turns."""
    try:
        _broker(settings.REDIS_URL).set(PULSE, 1, ex=PULSE_SECONDS)
    except redis.RedisError:
        return  # the worker itself reconnects; the pulse comes back with it


@cache
def _broker(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
