"""Taking from a process what a query must not have: the network, new programs, memory without end.

Linux keeps the promise: a seccomp filter (Linux kernel documentation, "Seccomp BPF") refuses every call that makes a
socket or starts a program. Elsewhere nothing here can, and the caller is told so.
"""

from __future__ import annotations

import ctypes
import os
import platform
import signal
import struct
import sys
from collections.abc import Iterable
from contextlib import suppress

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS, _SECCOMP_MODE_FILTER = 1, 22, 38, 2
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_OFFSET, _MACHINE_OFFSET = 0, 4  # in struct seccomp_data
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 1  # the call fails with EPERM
_BACKGROUND = 10  # niceness: a tenth of the time of a process that competes
_X32 = 0x40000000  # the second numbering of calls on x86-64

# what makes or steals a socket, starts a program or looks into another process; by the kernel's tables
_REFUSED_CALLS = {
    "x86_64": {
        "audit": 0xC000003E,
        "socket": 41,
        "socketpair": 53,
        "connect": 42,
        "execve": 59,
        "execveat": 322,
        "ptrace": 101,
        "process_vm_readv": 310,
        "process_vm_writev": 311,
        "io_uring_setup": 425,
        "pidfd_getfd": 438,
    },
    "aarch64": {
        "audit": 0xC00000B7,
        "socket": 198,
        "socketpair": 199,
        "connect": 203,
        "execve": 221,
        "execveat": 281,
        "ptrace": 117,
        "process_vm_readv": 270,
        "process_vm_writev": 271,
        "io_uring_setup": 425,
        "pidfd_getfd": 438,
    },
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def cut_off_network() -> bool:
    """Make it impossible for this process, and all its threads to come, to open a socket or start a program.

    Returns:
        Whether the system keeps to it; False where it knows no such filter.
    """
    calls = _REFUSED_CALLS.get(platform.machine())
    if not sys.platform.startswith("linux") or calls is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    code = _filter(calls["audit"], sorted(number for name, number in calls.items() if name != "audit"))
    program = _Program(len(code) // 8, code)
    refused: int = libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    refused |= libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return refused == 0


def limit_memory(mebibytes: int) -> bool:
    """Limit the memory that this process may fill; beyond it an allocation fails.

    Args:
        mebibytes: of data, stacks and heaps.

    Returns:
        Whether the system keeps to it: Linux does, macOS and Windows do not.
    """
    if not sys.platform.startswith("linux"):
        return False
    import resource

    size = mebibytes << 20
    resource.setrlimit(resource.RLIMIT_DATA, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return True


def end_with_parent() -> None:
    """End this process when the one that started it is gone, even amid a query; Linux only."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def yield_to_others(process: int) -> None:
    """Let a process give way where others want the processor.

    Args:
        process: its id.
    """
    if hasattr(os, "setpriority"):
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, process, _BACKGROUND)


def _filter(machine: int, refused: Iterable[int]) -> bytes:
    """A program for the kernel: another machine's calls and those listed fail, all others pass."""
    numbers = [*refused]
    steps = [
        (_LOAD, 0, 0, _MACHINE_OFFSET),
        (_JUMP_IF_EQUAL, 1, 0, machine),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, _NUMBER_OFFSET),
        (_JUMP_IF_AT_LEAST, len(numbers) + 1, 0, _X32),
        *((_JUMP_IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *step) for step in steps)
