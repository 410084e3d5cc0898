"""Composition root of the workers: `celery -A workers.main worker`. The clock is `workers.beat`."""

import logging
from typing import Any

from celery import Celery, Task
from flask import Flask

from app import settings as office_settings
from app import wiring
from workers import tasks


def create(flask_app: Flask, broker_url: str) -> "Celery[Any]":
    """Return a Celery application whose tasks run inside `flask_app`'s context."""

    class InContext(Task[Any, Any]):
        """A task that finds the office around it."""

        def __call__(self, *args: Any, **kwargs: Any) -> Any:
            with flask_app.app_context():
                return self.run(*args, **kwargs)

    made = Celery("ventanilla", broker=broker_url, task_cls=InContext)
    made.conf.update(
        task_ignore_result=True,
        task_default_queue="default",
        task_acks_late=True,
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": 600, "socket_timeout": 5, "socket_connect_timeout": 5},
        include=[tasks.__name__],
    )
    made.set_default()
    return made


def _start() -> "Celery[Any]":
    found = office_settings.from_environment()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    return create(wiring.bare(found), found.broker_url)


app: "Celery[Any]" = _start()
"""What the celery command looks for."""
