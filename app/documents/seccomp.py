"""Take system calls away from a child before it reads hostile bytes.

A small filter, so that a child which is tricked into running somebody's code still opens no socket,
starts no program and signals nobody. Source: seccomp(2), kernel headers of Linux for the numbers.
"""

import ctypes
import errno
import platform
import struct
import sys

_NO_NEW_PRIVILEGES, _SET_FILTER, _FILTER_MODE = 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW, _KILL, _REFUSE = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EACCES
_X32_BIT = 0x40000000

# socket, connect, execve, execveat, ptrace, kill, process_vm_readv and _writev, pidfd_send_signal, io_uring_setup
_DENIED = {
    "x86_64": (0xC000003E, (41, 42, 59, 322, 101, 62, 310, 311, 424, 425)),
    "aarch64": (0xC00000B7, (198, 203, 221, 281, 117, 129, 270, 271, 424, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.c_void_p)]


def _instructions(architecture: int, denied: tuple[int, ...]) -> bytes:
    step = struct.Struct("=HBBI")
    lines = [
        step.pack(_LOAD, 0, 0, 4),
        step.pack(_EQUAL, 1, 0, architecture),
        step.pack(_RETURN, 0, 0, _KILL),
        step.pack(_LOAD, 0, 0, 0),
        step.pack(_AT_LEAST, len(denied) + 1, 0, _X32_BIT),
    ]
    lines += [step.pack(_EQUAL, len(denied) + 1 - index, 0, number) for index, number in enumerate(denied, start=1)]
    lines += [step.pack(_RETURN, 0, 0, _ALLOW), step.pack(_RETURN, 0, 0, _REFUSE)]
    return b"".join(lines)


def install() -> bool:
    """Deny sockets, programs and signals to this process for good; return whether the system could.

    Only Linux on x86-64 and arm64 has the filter; elsewhere the limits of the child remain.
    """
    known = _DENIED.get(platform.machine())
    if sys.platform != "linux" or known is None:
        return False
    code = _instructions(*known)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_SET_FILTER, _FILTER_MODE, ctypes.byref(program), 0, 0) == 0)
