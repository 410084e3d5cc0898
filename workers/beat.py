"""The clock of the workers: `celery -A workers.beat beat`.

It knows the names of tasks and not the office, so it is small and starts at once.
"""

import logging
from typing import Any

from celery import Celery

from app import settings as office_settings
from workers import schedule


def _start() -> "Celery[Any]":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    made = Celery("ventanilla", broker=office_settings.from_environment().broker_url)
    made.conf.update(
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 5},
        beat_schedule=schedule.SCHEDULE,
    )
    return made


app: "Celery[Any]" = _start()
"""What the celery command looks for."""
