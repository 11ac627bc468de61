"""What a parser that was taken over would try, run inside the limited process; each returns where it succeeded, else raises.

`world` names the decoys: a home with a vault, a sibling process, sockets, programs.
"""

import ctypes
import json
import mmap
import os
import pwd
import resource
import shutil
import socket
import subprocess

libc = ctypes.CDLL(None, use_errno=True)
SEIZE = 0x4206


def called(result):
    if result < 0:
        raise OSError(ctypes.get_errno(), "refused")
    return result


def read(path):
    with open(path, "rb") as file:
        return file.read(64) or b"empty"


def read_memory(pid):
    with open(f"/proc/{pid}/maps", "rb") as maps:
        start = int(maps.readline().split(b"-")[0], 16)
    with open(f"/proc/{pid}/mem", "rb") as memory:
        memory.seek(start)
        return memory.read(16)


def write(path, data=b""):
    with open(path, "wb") as file:
        file.write(data)


def overwrite_mapped(path):
    with open(path, "r+b") as file, mmap.mmap(file.fileno(), 0) as mapped:
        mapped[:4] = b"evil"


def copied_and_unlinked(path):
    shutil.copy(path, path + ".copy")
    os.unlink(path)


def connect(family, address, kind=socket.SOCK_STREAM):
    with socket.socket(family, kind) as made:
        made.settimeout(2)
        made.connect(address)
        made.send(b"exfil")


def made_socket(*what):
    socket.socket(*what).close()


def ran(*words):
    return subprocess.run(words, check=True, capture_output=True, timeout=10).stdout


def outlives():
    subprocess.Popen(["/bin/sleep", "20"], start_new_session=True, stdout=subprocess.DEVNULL)


def many_processes():
    for _ in range(3):
        if (pid := os.fork()) == 0:
            os._exit(0)
        os.waitpid(pid, 0)


def cloned(flags, call=0):
    """A child by `clone` with these flags, or by another call; a thread's would share this one's stack, so none is asked."""
    import platform

    made = called(libc.syscall(call or {"x86_64": 56, "aarch64": 220}[platform.machine()], flags, 0, 0, 0, 0))
    if made == 0:
        os._exit(0)


def vforked():
    import platform

    if platform.machine() != "x86_64":
        raise OSError("there is no such call")
    called(libc.syscall(58))


def threads_without_end():
    """One thread may be made; a hundred are too many."""
    import threading

    done, made = threading.Event(), []
    try:
        for _ in range(100):
            made.append(threading.Thread(target=done.wait))
            made[-1].start()
    finally:
        done.set()


def raised(kind):
    resource.setrlimit(kind, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def mounted():
    called(libc.unshare(0x20000))
    called(libc.mount(b"none", b"/mnt", b"tmpfs", 0, None))


def in_memory():
    handle = called(libc.memfd_create(b"x", 0))
    os.write(handle, bytes(10_000_000))


def typed_for_the_user():
    import fcntl
    import termios

    handle = os.open("/dev/tty", os.O_RDWR)
    fcntl.ioctl(handle, termios.TIOCSTI, b"x")


def probes(world):
    home, parent, sibling, programs = world["home"], os.getppid(), world["sibling"], world["programs"]
    return {
        "id": lambda: pwd.getpwuid(os.getuid()).pw_name if read("/etc/passwd") else "",
        "read vault account.key": lambda: read(f"{home}/vault/account.key"),
        "read vault keys.json": lambda: read(f"{home}/vault/keys.json"),
        "read reviewer.p12": lambda: read(f"{home}/reviewer.p12"),
        "read ~/.ssh/id_ed25519": lambda: read(f"{home}/.ssh/id_ed25519"),
        "list home": lambda: os.listdir(home),
        "read settings.json (reviewer name)": lambda: read(f"{home}/settings.json"),
        "read /proc/PPID/environ": lambda: read(f"/proc/{parent}/environ"),
        "read /proc/PPID/mem": lambda: read_memory(parent),
        "read /proc/PPID/cmdline": lambda: read(f"/proc/{parent}/cmdline"),
        "list /proc/PPID/fd": lambda: os.listdir(f"/proc/{parent}/fd"),
        "read /proc/SIBLING/environ": lambda: read(f"/proc/{sibling}/environ"),
        "read /proc/SIBLING/mem": lambda: read_memory(sibling),
        "ptrace parent": lambda: called(libc.ptrace(SEIZE, parent, None, None)),
        "ptrace sibling": lambda: called(libc.ptrace(SEIZE, sibling, None, None)),
        "create empty file in home": lambda: write(f"{home}/empty"),
        "write bytes to new file": lambda: write(f"{home}/new", b"x" * 10),
        "mkdir": lambda: os.mkdir(f"{home}/made"),
        "symlink carrying 3 kB of data": lambda: os.symlink("x" * 3000, f"{home}/carrier"),
        "symlink .config/autostart": lambda: os.symlink("/tmp", f"{home}/.config/autostart"),
        "rename a file": lambda: os.rename(f"{home}/movable", f"{home}/moved"),
        "chmod home 0777": lambda: os.chmod(home, 0o777),
        "xattr 1 kB on a file": lambda: os.setxattr(f"{home}/.bashrc", "user.x", b"x" * 1000),
        "overwrite .bashrc through mmap": lambda: overwrite_mapped(f"{home}/.bashrc"),
        "truncate vault/cases.db": lambda: os.close(os.open(f"{home}/vault/cases.db", os.O_WRONLY | os.O_TRUNC)),
        "unlink vault/keys.json": lambda: os.unlink(f"{home}/vault/keys.json.bak"),
        "delete backups": lambda: shutil.rmtree(f"{home}/backups"),
        "TCP to 127.0.0.1": lambda: connect(socket.AF_INET, ("127.0.0.1", world["port"])),
        "UDP socket": lambda: made_socket(socket.AF_INET, socket.SOCK_DGRAM),
        "AF_UNIX path socket": lambda: connect(socket.AF_UNIX, world["path"]),
        "AF_UNIX abstract socket": lambda: connect(socket.AF_UNIX, "\0" + world["abstract"]),
        "netlink route socket": lambda: made_socket(socket.AF_NETLINK, socket.SOCK_RAW, 0),
        "AF_VSOCK socket": lambda: made_socket(40, socket.SOCK_STREAM),
        "netfilter netlink": lambda: made_socket(socket.AF_NETLINK, socket.SOCK_RAW, 12),
        "raw IP socket": lambda: made_socket(socket.AF_INET, socket.SOCK_RAW, 1),
        "X11: list windows": lambda: ran(f"{programs}/xwininfo", "-root"),
        "X11: screenshot": lambda: ran(f"{programs}/import", "root"),
        "X11: inject keystrokes": lambda: ran(f"{programs}/xdotool", "key", "a"),
        "exec /bin/sh -c id": lambda: ran("/bin/sh", "-c", "id"),
        "start a process that outlives us": outlives,
        "raise RLIMIT_FSIZE again": lambda: raised(resource.RLIMIT_FSIZE),
        "RLIMIT_NPROC: start processes": many_processes,
        "fork": os.fork,
        "vfork": vforked,
        "clone a process": lambda: cloned(17),
        "clone a process that shares memory": lambda: cloned(0x4111),
        "clone a thread into a namespace of its own": lambda: cloned(0x3D0F00 | 0x40000000),
        "clone a thread with an untraced flag": lambda: cloned(0x3D0F00 | 0x800000),
        "clone3": lambda: cloned(0, 435),
        "a hundred threads": threads_without_end,
        "execve": lambda: os.execv("/bin/sh", ["sh", "-c", "exit"]),
        "signal 0 to parent": lambda: os.kill(parent, 0),
        "signal 0 to sibling": lambda: os.kill(sibling, 0),
        "mount a tmpfs in a new namespace": mounted,
        "memfd 10 MB": in_memory,
        "write to /dev/shm": lambda: write(f"/dev/shm/{os.path.basename(home)}"),
        "read clipboard through X11": lambda: ran(f"{programs}/xclip", "-o"),
        "open /dev/tty, TIOCSTI": typed_for_the_user,
    }


def names(payload):
    return json.dumps(list(probes(json.loads(payload)))).encode()


def attempt(payload):
    world = json.loads(payload)
    try:
        probes(world)[world["probe"]]()
    except BaseException as error:  # noqa: BLE001  a refusal, whatever form it has
        return f"refused: {type(error).__name__}".encode()
    return b"succeeded"
