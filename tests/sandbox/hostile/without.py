"""Runs a program with some system calls failing as on kernels without them: ``without.py CALL:ERRNO… -- PROGRAM …``."""

import ctypes
import errno
import os
import platform
import struct
import sys

NUMBERS = {"landlock_create_ruleset": (444, 444), "unshare": (272, 97), "prctl:seccomp": (157, 167)}
LOAD, EQUAL, RETURN, LET, FAIL = 0x20, 0x15, 0x06, 0x7FFF0000, 0x00050000
PR_SET_SECCOMP = 22


def step(*parts):
    return struct.pack("HBBI", *parts)


def failing(call, number):
    which = 1 if platform.machine() == "aarch64" else 0
    result = step(RETURN, 0, 0, FAIL | number)
    if call == "prctl:seccomp":
        body = step(LOAD, 0, 0, 16) + step(EQUAL, 0, 1, PR_SET_SECCOMP) + result + step(RETURN, 0, 0, LET)
    else:
        body = result
    return step(LOAD, 0, 0, 0) + step(EQUAL, 0, len(body) // 8, NUMBERS[call][which]) + body


def main():
    split = sys.argv.index("--")
    wanted = [word.rpartition(":") for word in sys.argv[1:split]]
    code = b"".join(failing(call, getattr(errno, name)) for call, _, name in wanted) + step(RETURN, 0, 0, LET)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(buffer)))
    libc = ctypes.CDLL(None)
    libc.prctl(38, 1, 0, 0, 0)
    if libc.prctl(PR_SET_SECCOMP, 2, program, 0, 0):
        raise SystemExit("no seccomp here")
    os.execv(sys.argv[split + 1], sys.argv[split + 1 :])


main()
