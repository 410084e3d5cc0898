"""The whole office on one machine: which children it has, in which order, and what people read meanwhile."""

import http.client
import multiprocessing
import shutil
import socket
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.embedded import addresses, children, credentials, logs, postgres, servers, sockets, stamps, supervisor

ROOT = servers.ROOT
SMTP_URL, SMS_URL = "SMTP_URL", "SMS_URL"
QUEUES = ("default", "document", "signature")
_LOCAL = "127.0.0.1"
_DEMONSTRATION = {"EMBEDDED": "true", "OTHER_ENTITIES": "ribera"}

Stages = Sequence[Sequence[children.Child]]


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the children are made from.

    `environment` is what they all see. `stamp` remembers with which sources the database was last
    prepared; it lies beside the database, None when that is somebody else's.
    """

    home: Path
    port: int
    environment: Mapping[str, str]
    stamp: Path | None = None

    @property
    def address(self) -> str:
        """Return where people find the office."""
        return self.environment["BASE_URL"]


def _listens(*ports: int) -> bool:
    for port in ports:
        try:
            socket.create_connection((_LOCAL, port), 1).close()
        except OSError:
            return False
    return True


def serves(port: int) -> bool:
    """Tell whether the web answers a request without a fault of its own."""
    connection = http.client.HTTPConnection(_LOCAL, port, timeout=10)
    try:
        connection.request("GET", "/", headers={"Connection": "close"})
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _wrote(path: Path, word: bytes) -> Callable[[], bool]:
    """Return a claim that a log has said `word` since now."""
    offset = logs.size(path)
    return lambda: word in logs.since(path, offset)


def python(*words: str) -> tuple[str, ...]:
    """Return a command of this very Python."""
    return (sys.executable, *words)


def sink(plan: Plan, smtp: int, sms: int) -> children.Child:
    """Return the mail and SMS sinks."""
    receipts = f"http://{_LOCAL}:{plan.port}/api/v1/sms/receipts"
    argv = python(
        "-m", "app.embedded.sinks", "--home", str(plan.home), "--smtp", str(smtp), "--sms", str(sms),
        "--receipts", receipts,
    )  # fmt: skip
    return children.Child(
        name="sinks",
        label="Buzones de correo y SMS",
        argv=argv,
        ready=lambda: _listens(smtp, sms),
        environment=plan.environment,
    )


def _preparation(plan: Plan) -> children.Child:
    """Return what is done once at every start: migrations, and the demonstration town unless it is there."""
    return children.Child(
        name="preparation",
        label="Migraciones y datos de demostración",
        argv=python("-m", "app.cli", "db", "prepare"),
        environment=plan.environment,
        once=True,
        needed=lambda: not stamps.agrees(plan.stamp, ROOT),
        after=lambda: stamps.write(plan.stamp, ROOT),
    )


def _web(plan: Plan) -> children.Child:
    words = (
        f"-m gunicorn --no-control-socket --preload -k gthread -w 2 --threads 4 -b {_LOCAL}:{plan.port} "
        "--graceful-timeout 10"
    )
    return children.Child(
        name="web",
        label="Páginas web",
        argv=python(*words.split(), "app.main:serve()"),
        ready=lambda: serves(plan.port),
        environment=plan.environment,
        patience=15,
    )


def worker_argv() -> tuple[str, ...]:
    """Return the command of the processes that run the tasks."""
    pool = "prefork" if _has_semaphores() else "threads"
    words = f"-m celery -A workers.main worker --pool {pool} --concurrency 2 --loglevel INFO --queues"
    return python(*words.split(), ",".join(QUEUES))


def _has_semaphores() -> bool:
    """Tell whether processes may share a semaphore: where /dev/shm is missing or closed, workers are threads."""
    try:
        multiprocessing.get_context("fork").Lock()
    except (OSError, ImportError):
        return False
    return True


def _worker(plan: Plan) -> children.Child:
    return children.Child(
        name="worker",
        label="Procesos de tareas",
        argv=worker_argv(),
        ready=_wrote(plan.home / "logs" / "worker.log", b" ready."),
        environment=plan.environment,
    )


def _beat(plan: Plan) -> children.Child:
    words = "-m celery -A workers.beat beat --loglevel INFO --pidfile= --schedule"
    return children.Child(
        name="beat",
        label="Reloj de tareas",
        argv=python(*words.split(), str(plan.home / "beat")),
        environment=plan.environment,
    )


def office(plan: Plan) -> Stages:
    """Return preparation, tasks and web, to be started after the servers."""
    return [[_preparation(plan)], [_worker(plan), _beat(plan), _web(plan)]]


def _secrets(kept: credentials.Credentials) -> dict[str, str]:
    return {"SECRET_KEY": kept.secret_key, "MASTER_KEY": kept.master_key, "PKI_PASSPHRASE": kept.pki_passphrase}


def run(
    home: Path,
    port: int,
    report: Callable[[str], None],
    surroundings: Mapping[str, str],
    stages: Callable[[Plan], Stages] = office,
    *,
    discard: bool = False,
) -> None:
    """Run the office of `home` until Ctrl-C or TERM; with `discard`, empty `home` after that.

    `surroundings` is the environment: whatever setting it holds is left as it is, and the server it
    names is not started. Raises Refused when something cannot start.
    """
    home = home.absolute()
    supervisor.open_home(home)
    keeping = supervisor.Supervisor(home, ROOT, report)
    with supervisor.signals(keeping.enough), supervisor.sole(home):
        for name in supervisor.sweep(home):
            keeping.say(f"Quedaba un proceso de un arranque anterior ({name}); se ha detenido")
        kept = credentials.read(home / "secrets")
        given = frozenset(name for name, text in surroundings.items() if text)
        web = sockets.free_port(port)
        own = {
            "VENTANILLA_HOME": str(home),
            "BASE_URL": f"http://{_LOCAL}:{web}",
            **_DEMONSTRATION,
            **_secrets(kept),
        }
        with (
            servers.prepared(home, kept.database_password, given) as parts,
            keeping.stopped_at_the_end(),
        ):
            smtp, sms = sockets.free_port(0), sockets.free_port(0)
            own |= parts.environment()
            own |= {SMTP_URL: f"smtp://{_LOCAL}:{smtp}", SMS_URL: f"http://{kept.sms_token}@{_LOCAL}:{sms}/messages"}
            own["SMS_RECEIPTS_SECRET"] = kept.sms_receipts_secret
            stamp = parts.cluster.data.with_name("prepared") if parts.cluster else None
            plan = Plan(home, web, {"PYTHONUNBUFFERED": "1", **own, **_given(surroundings)}, stamp)
            sinks = [] if {SMTP_URL, SMS_URL} <= given else [sink(plan, smtp, sms)]
            with addresses.published(home, plan.environment, {*own, servers.DATABASE_URL, servers.REDIS_URL}):
                keeping.start([[*parts.to_keep(), *sinks], *stages(plan)])
                for line in _welcome(plan, port):
                    report(line)
                keeping.watch()
                keeping.say("Deteniendo la oficina")
        if discard:
            _empty(home)
    report("Ventanilla se ha detenido.")


def _empty(home: Path) -> None:
    """Remove everything from `home`, and the database if it lives elsewhere."""
    postgres.discard(home / "postgres")
    for path in home.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()


def _given(surroundings: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, text in surroundings.items() if text}


def _welcome(plan: Plan, wanted: int) -> Iterable[str]:
    yield ""
    if wanted not in (plan.port, 0):
        yield f"El puerto {wanted} está ocupado; se usa el {plan.port}."
    yield f"Ventanilla está lista: {plan.address}"
    accounts = plan.home / "demonstration.txt"
    if accounts.exists():
        yield from accounts.read_text().splitlines()
    yield f"Los datos están en {plan.home}. Para detenerla: Ctrl-C."
