"""Windows: a job without children or desktop, a token without privileges, no new code. Never tried on Windows.

The process takes these from itself: it puts itself into a job object, removes the privileges of its own token and lowers
its integrity to *untrusted*, so that it can write to nothing of the account and open no other program, and refuses dynamic
code and further libraries. Reading files that everybody may read is not refused. Source: Microsoft's documentation of
`SetInformationJobObject`, `AdjustTokenPrivileges`, `SetTokenInformation`, `SetProcessMitigationPolicy`.
"""

from __future__ import annotations

import ctypes
import struct
from typing import Any

from imr_desktop.sandbox.status import Layer

_LIMITS_CLASS, _UI_CLASS = 9, 4
_ACTIVE_PROCESS, _PROCESS_MEMORY, _DIE_ON_EXCEPTION, _KILL_ON_CLOSE = 0x8, 0x100, 0x400, 0x2000
_ALL_UI = 0xFF
_TOKEN_ACCESS = 0x0080 | 0x0020 | 0x0008  # adjust default, adjust privileges, query
_INTEGRITY_CLASS = 25
_SE_GROUP_INTEGRITY = 0x20
_PRIVILEGES_CLASS, _REMOVED = 3, 0x4
_POLICIES = (("dynamic code", 2, 1), ("extension points", 6, 1), ("images from elsewhere", 10, 7), ("child processes", 13, 1))

_JOB = "no process of its own, bounded memory (job object)"
_TOKEN = "no privileges, may write nothing (token lowered to untrusted)"
_CODE = "no code that was not there at the start (mitigation policies)"


def layers(memory: int) -> tuple[Layer, ...]:
    """Take everything away; the job first, since the token may then no longer be asked for."""
    return _layer(_JOB, _in_job, memory), _layer(_CODE, _no_new_code), _layer(_TOKEN, _lowered)


def _layer(name: str, take: Any, *arguments: int) -> Layer:
    try:
        failed = take(*arguments)
    except (OSError, AttributeError, ctypes.ArgumentError) as error:
        failed = type(error).__name__
    return Layer(name, not failed, f"{failed} was refused" if failed else "")


def _kernel() -> Any:
    library = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined]
    library.CreateJobObjectW.restype = library.GetCurrentProcess.restype = ctypes.c_void_p
    return library


def _in_job(memory: int) -> str:
    kernel = _kernel()
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    flags = _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_EXCEPTION | _KILL_ON_CLOSE
    basic = struct.pack("qqIxxxxNNIxxxxNII", 0, 0, flags, 0, 0, 1, 0, 0, 0)
    extended = basic + bytes(48) + struct.pack("NNNN", memory, 0, 0, 0)
    process = ctypes.c_void_p(kernel.GetCurrentProcess())
    if not kernel.SetInformationJobObject(job, _LIMITS_CLASS, extended, len(extended)):
        return "the limit"
    if not kernel.SetInformationJobObject(job, _UI_CLASS, struct.pack("I", _ALL_UI), 4):
        return "the bar on the desktop"
    return "" if kernel.AssignProcessToJobObject(job, process) else "the job"  # its handle stays open: closing it would kill


def _no_new_code() -> str:
    kernel = _kernel()
    for name, policy, flags in _POLICIES:
        if not kernel.SetProcessMitigationPolicy(policy, struct.pack("I", flags), 4):
            return name
    return ""


def _lowered() -> str:
    kernel, rights = _kernel(), ctypes.WinDLL("advapi32", use_last_error=True)  # type: ignore[attr-defined]
    token = ctypes.c_void_p()
    if not rights.OpenProcessToken(ctypes.c_void_p(kernel.GetCurrentProcess()), _TOKEN_ACCESS, ctypes.byref(token)):
        return "the token"
    if not _without_privileges(rights, token):
        return "removing privileges"
    sid = ctypes.create_string_buffer(bytes((1, 1, 0, 0, 0, 0, 0, 16)) + struct.pack("I", 0))  # S-1-16-0: untrusted
    label = struct.pack("PIxxxx", ctypes.addressof(sid), _SE_GROUP_INTEGRITY)
    return "" if rights.SetTokenInformation(token, _INTEGRITY_CLASS, label, len(label)) else "lowering the integrity"


def _without_privileges(rights: Any, token: ctypes.c_void_p) -> bool:
    """Mark each privilege the token has as removed, which nothing can undo."""
    held, length = ctypes.create_string_buffer(4096), ctypes.c_uint32()
    if not rights.GetTokenInformation(token, _PRIVILEGES_CLASS, held, len(held), ctypes.byref(length)):
        return False
    for index in range(struct.unpack_from("I", held)[0]):
        struct.pack_into("I", held, 4 + 12 * index + 8, _REMOVED)
    return bool(rights.AdjustTokenPrivileges(token, False, held, 0, None, None))
