"""The confined child: sets its limits, gives up its rights, then does one task over hostile bytes."""

import importlib
import os
import resource
import sys

from app.documents import confinement, seccomp

_TASKS = {
    "render": ("app.documents.typesetting", "render"),
    "inspect_document": ("app.documents.inspection", "inspect"),
    "inspect_picture": ("app.documents.pictures", "inspect"),
    "preview_document": ("app.documents.raster", "preview"),
    "preview_picture": ("app.documents.pictures", "preview"),
    "pages": ("app.documents.raster", "pages"),
    "verify": ("app.documents.verification", "answer"),
    "probe": ("app.documents.child", "probe"),
}


def probe(_header: dict[str, object], _blobs: list[bytes]) -> tuple[dict[str, object], list[bytes]]:
    """Say whether this child may open a socket, write a file or see its parent's environment (for tests)."""
    import socket  # noqa: PLC0415 -- no other task needs it

    try:
        socket.socket().close()
        sockets = True
    except OSError:
        sockets = False
    return {"sockets": sockets, "environment": sorted(os.environ)}, []


def _confine(memory: int, cpu_seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    seccomp.install()


def main(arguments: list[str]) -> int:
    """Answer one message from standard input on standard output; return the exit code."""
    task, memory, cpu_seconds = arguments
    module, function = _TASKS[task]
    answer = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a chatty library must not write into the answer
    _confine(int(memory), int(cpu_seconds))
    try:
        header, blobs = confinement.unpack(sys.stdin.buffer.read())
        answer.write(confinement.pack(*getattr(importlib.import_module(module), function)(header, blobs)))
        answer.close()
    except MemoryError:
        os._exit(77)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
