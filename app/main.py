"""Composition root of the web process: `gunicorn 'app.main:serve()'`."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

import structlog
import structlog.typing
from celery import Celery
from flask import Flask
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from app import settings as office_settings
from app import wiring
from app.ports import Outside
from app.settings import Settings
from app.store import db
from app.web import blueprints, frame, problems

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

log = structlog.get_logger()


def create_app(settings: Settings, outside: Outside | None = None, path: str = "") -> Flask:
    """Return the office's pages on `settings`, with another `outside` world where a test wants one.

    `path` is where they are mounted, "" for the root of the host: their cookies stay below it.
    """
    app = Flask("app.web", root_path=str(frame.FOLDER))
    if settings.trusted_proxies > 0:
        trusted = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=trusted, x_proto=trusted)  # type: ignore[method-assign]
    app.config["SESSION_COOKIE_PATH"] = f"{path}/"
    wiring.install(app, settings, outside or wiring.outside_of(settings))
    frame.install(app, settings)
    problems.install(app)
    for blueprint in blueprints.ALL:
        app.register_blueprint(blueprint)
    for blueprint in blueprints.PROGRAMS:
        frame.csrf.exempt(blueprint)
    db.nudges[:] = [_nudge(settings.broker_url)]
    return app


def _nudge(broker_url: str) -> Callable[[list[UUID]], None]:
    """Return what tells the workers of owed calls at once; when the broker is away, the sweeper finds them."""
    producer = Celery("ventanilla", broker=broker_url)
    producer.conf.update(
        broker_transport_options={"socket_timeout": 1, "socket_connect_timeout": 1}, task_ignore_result=True
    )

    def nudge(_owed: list[UUID]) -> None:
        try:
            producer.send_task("relay.run", queue="default", expires=5, retry=False, ignore_result=True)
        except (OperationalError, RedisError, OSError):
            log.warning("broker.unreachable")

    return nudge


def serve() -> "WSGIApplication":
    """Return the application for a server, settings from the environment."""
    found = office_settings.from_environment()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    steps: list[structlog.typing.Processor] = [
        structlog.processors.TimeStamper(fmt="iso"),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(processors=[*steps, structlog.processors.JSONRenderer()])
    return all_entities(found)


def all_entities(settings: Settings, outside: Outside | None = None) -> "WSGIApplication":
    """Return the pages of the first entity, with those of each further one below /<id>/."""
    first = create_app(settings, outside)
    paths = {f"/{entity}": entity for entity in settings.others}
    further = {
        path: create_app(settings.model_copy(update={"entity": entity}), outside, path)
        for path, entity in paths.items()
    }
    return DispatcherMiddleware(first, dict(further)) if further else first
