"""What a proxy or an orchestrator asks."""

import datetime

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config import health


def test_alive_answers_without_a_database(client):
    assert client.get("/healthz").content == b"ok"


@pytest.mark.django_db
def test_ready_when_database_migrations_and_worker_are(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json() == {
        "ready": True,
        "database": True,
        "migrations": True,
        "worker": True,
    }


@pytest.mark.django_db
def test_not_ready_when_no_worker_takes_tasks(client, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    waiting = DBTaskResult.objects.create(
        task_path="config.health.alive", args_kwargs={"args": [], "kwargs": {}}
    )
    long_ago = timezone.now() - health.WORKER_PATIENCE - datetime.timedelta(minutes=1)
    DBTaskResult.objects.filter(pk=waiting.pk).update(enqueued_at=long_ago)

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["worker"] is False


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["secret.txt", "../db.sqlite3", "imports/returns.csv"])
def test_media_outside_the_public_folders_is_not_found(client, path):
    assert client.get(f"/media/{path}").status_code == 404
