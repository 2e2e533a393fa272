"""Health checks for a proxy or an orchestrator."""

import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

#: A task that has waited longer than this says that no worker is taking any.
WORKER_PATIENCE = datetime.timedelta(minutes=10)


@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, is migrated, and tasks are being taken."""
    checks = {"database": _database_answers()}
    if checks["database"]:
        checks["migrations"] = _is_migrated()
        checks["worker"] = checks["migrations"] and _worker_keeps_up()
    good = all(checks.values())
    return JsonResponse({"ready": good, **checks}, status=200 if good else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _worker_keeps_up() -> bool:
    """Tasks run in the process itself, or none has waited too long for a worker."""
    if not settings.TASKS["default"]["BACKEND"].endswith("DatabaseBackend"):
        return True
    patience = timezone.now() - WORKER_PATIENCE
    return not DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, enqueued_at__lt=patience
    ).exists()
