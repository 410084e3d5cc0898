"""Become another program: in its own session, with fewer rights, and gone when its starter is gone.

Run as a file with `python -I -S`, so that nothing but the standard library is read:
`launch.py PARENT SIGNAL UID GID UMASK PROGRAM [ARGUMENT...]`; "-" keeps the present user or group.
"""

import contextlib
import ctypes
import os
import sys

_PR_SET_PDEATHSIG = 1


def _drop(uid: str, gid: str) -> None:
    if uid == "-":
        return
    os.setgroups([])
    os.setgid(int(gid))
    os.setuid(int(uid))


def _die_with(parent: int, signal_number: int) -> None:
    """Ask Linux for `signal_number` when `parent` ends; elsewhere the next start sweeps."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal_number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(75)


def main(arguments: list[str]) -> None:
    """Do what the module says. Changing user clears the wish to die with the parent, so it comes second."""
    parent, signal_number, uid, gid, umask, *program = arguments
    os.umask(int(umask, 8))
    _drop(uid, gid)
    _die_with(int(parent), int(signal_number))
    try:
        os.execv(program[0], program)  # noqa: S606 - the whole point; no shell is wanted
    except OSError as error:
        sys.stderr.write(f"{program[0]}: {error.strerror}\n")
        sys.exit(127 if isinstance(error, FileNotFoundError) else 126)


if __name__ == "__main__":
    main(sys.argv[1:])
