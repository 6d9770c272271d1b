"""Shuts a worker off from the machine before it is given a byte of a model. Python 3.6 or newer.

Three processes: the supervisor stays outside and ends the others when the server is gone; the first
process of the new namespaces builds the private root, gives up every right and reaps; its child
serves. Frames: length of the header (u32), length of the payload (u64), JSON header, payload.
"""
import ctypes
import json
import os
import platform
import pwd
import resource
import select
import signal
import socket
import struct
import sys

MOST_HEADER = 1 << 20
NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000
RDONLY, NOSUID, NODEV, NOEXEC, REMOUNT = 1, 2, 4, 8, 32
NOATIME, NODIRATIME, BIND, REC, PRIVATE, RELATIME = 1024, 2048, 4096, 16384, 1 << 18, 1 << 21
DETACH = 2
LIBRARIES = 4 << 30
SET_PDEATHSIG, SET_DUMPABLE, CAPBSET_DROP, SET_NO_NEW_PRIVS, CAP_AMBIENT = 1, 4, 24, 38, 47
SET_SECCOMP, SECCOMP_FILTER = 22, 2
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
SETTINGS = ("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "alternatives", "localtime")
DEVICES = ("null", "zero", "full", "random", "urandom")

libc = ctypes.CDLL(None, use_errno=True)


class Stop(Exception):
    """Ends the start with a code and a text for people."""

    def __init__(self, code, what):
        Exception.__init__(self, what)
        self.code = code


def read_exactly(fd, count):
    """So many bytes, fewer only at the end of the stream."""
    parts = []
    while count > 0:
        part = os.read(fd, min(count, 1 << 20))
        if not part:
            break
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def read_header(fd):
    """The next header and the length of its payload; None at the end."""
    head = read_exactly(fd, 12)
    if len(head) < 12:
        return None
    header, payload = struct.unpack("<IQ", head)
    if header > MOST_HEADER:
        raise Stop("WORKER_PROTOCOL", "a header of %d bytes" % header)
    return json.loads(read_exactly(fd, header).decode("utf-8")), payload


def write_frame(fd, header, payload=b""):
    text = json.dumps(header).encode("utf-8")
    for part in (struct.pack("<IQ", len(text), len(payload)) + text, payload):
        view = memoryview(part)
        while len(view):
            view = view[os.write(fd, view):]


def checked(result, what):
    """Raises Stop when a call of the C library failed."""
    if result != 0:
        error = ctypes.get_errno()
        raise Stop("WORKER_ISOLATION", "%s: %s" % (what, os.strerror(error)))


def prctl(option, *values):
    four = [ctypes.c_ulong(value) for value in (list(values) + [0, 0, 0, 0])[:4]]
    return libc.prctl(option, *four)


def mount(source, target, kind, flags, options=None):
    names = [name.encode() if name else None for name in (source, target, kind, options)]
    result = libc.mount(names[0], names[1], names[2], ctypes.c_ulong(flags), names[3])
    checked(result, "mounting %s" % target)


def unshare(flags, what):
    checked(libc.unshare(flags), what)


def put(path, text):
    with open(path, "w") as out:
        out.write(text)


def enter(rooted):
    """New namespaces for all that is forked from now on."""
    if not rooted:
        uid, gid = os.geteuid(), os.getegid()
        unshare(NEWUSER, "a user namespace of its own")
        try:
            put("/proc/self/setgroups", "deny")
            put("/proc/self/uid_map", "%d %d 1" % (uid, uid))
            put("/proc/self/gid_map", "%d %d 1" % (gid, gid))
        except OSError as failed:
            raise Stop("WORKER_ISOLATION", "a user namespace of its own: %s" % failed)
    unshare(NEWNET, "a network namespace of its own")
    unshare(NEWNS, "a mount namespace of its own")
    unshare(NEWPID, "a process namespace of its own")
    unshare(NEWIPC | NEWUTS, "an IPC namespace of its own")
    libc.unshare(NEWCGROUP)  # hides a name, nothing depends on it


def appear(root, path):
    """Shows a file or folder at its own path below root."""
    target = root + path
    if os.path.lexists(target):
        return
    if path in SYSTEM and os.path.islink(path):
        os.symlink(os.readlink(path), target)
        return
    if os.path.isdir(path):
        os.makedirs(target, 0o755)
    else:
        os.makedirs(os.path.dirname(target), 0o755, exist_ok=True)
        put(target, "")
    mount(path, target, None, BIND | REC)


def covered(path, shown):
    return any(path == one or path.startswith(one + "/") for one in shown)


def seal(root, writable):
    """Everything below root becomes read-only, mounts within mounts too."""
    with open("/proc/self/mountinfo") as lines:
        points = [line.split(" ")[4].encode().decode("unicode_escape") for line in lines]
    known = ((1, RDONLY), (2, NOSUID), (4, NODEV), (8, NOEXEC))
    known += ((1024, NOATIME), (2048, NODIRATIME), (4096, RELATIME))
    for point in points:
        if not covered(point, [root]) or point in writable or point == root + "/proc":
            continue
        if not os.path.lexists(point):
            continue  # a mount of the old root, which the new one hides
        held = os.statvfs(point).f_flag
        flags = RDONLY | NOSUID
        for seen, flag in known:
            flags |= flag if held & seen else 0
        mount(None, point, None, REMOUNT | BIND | flags)


def private_root(config, uid, gid):
    """A root of its own: the system and Python read-only, an empty /tmp, nothing else."""
    mount(None, "/", None, REC | PRIVATE)
    shown = [path for path in SYSTEM if os.path.lexists(path)]
    for path in sorted(config["show"]):
        if path != "/" and os.path.exists(path) and not covered(path, shown):
            shown.append(path)
    places = ("/sys", "/mnt", "/media", "/srv", "/tmp")
    free = [p for p in places if os.path.isdir(p) and not any(covered(s, [p]) for s in shown)]
    if not free:
        raise Stop("WORKER_ISOLATION", "no folder is free for a root of its own")
    root = free[0]
    mount("tmpfs", root, "tmpfs", NOSUID | NODEV, "mode=0755,size=1m")
    for path in shown:
        appear(root, path)
    for folder in ("dev", "etc", "proc", "tmp", "var"):
        os.makedirs(os.path.join(root, folder), 0o755, exist_ok=True)
    for name in SETTINGS:
        if os.path.exists("/etc/" + name):
            appear(root, "/etc/" + name)
    for name in DEVICES:
        appear(root, "/dev/" + name)
    put(root + "/etc/passwd", "serin:x:%d:%d::/tmp:/bin/false\n" % (uid, gid))
    put(root + "/etc/group", "serin:x:%d:\n" % gid)
    put(root + "/etc/hosts", "127.0.0.1 localhost\n")
    os.symlink("/tmp", root + "/var/tmp")
    os.makedirs(root + "/dev/shm", 0o755)
    owned = "mode=0700,uid=%d,gid=%d,nr_inodes=20000,size=%d"
    writable = [root + "/tmp", root + "/dev/shm"]
    for place, size in zip(writable, (config["disk"], 64 << 20)):
        mount("tmpfs", place, "tmpfs", NOSUID | NODEV, owned % (uid, gid, size))
    try:
        mount("proc", root + "/proc", "proc", RDONLY | NOSUID | NODEV | NOEXEC)
    except Stop:
        pass  # a container may hide parts of /proc and then forbids a new one; Python needs none
    seal(root, writable)
    os.chdir(root)
    checked(libc.pivot_root(b".", b"."), "changing the root")
    checked(libc.umount2(b".", DETACH), "leaving the old root")
    os.chdir("/tmp")


def running(uid):
    """Threads of this user that can be seen, which count against the same limit."""
    count = 0
    for name in os.listdir("/proc"):
        try:
            if name.isdigit() and os.stat("/proc/" + name).st_uid == uid:
                count += len(os.listdir("/proc/%s/task" % name))
        except OSError:
            continue  # it ended meanwhile
    return count


def limit(config, beside):
    memory, disk = config["memory"], config["disk"]
    for what, most in (
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_AS, memory + LIBRARIES),  # mapped files count too, torch has gigabytes
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, disk),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_NPROC, config["processes"] + beside),
    ):
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def give_up_rights(rooted, uid, gid):
    """Another user where root, no capability, no way to any."""
    for capability in range(64):
        prctl(CAPBSET_DROP, capability)
    prctl(CAP_AMBIENT, 4)  # clear all; old kernels have none
    if rooted:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
    header = struct.pack("=Ii", 0x20080522, 0)
    checked(libc.capset(header, struct.pack("=6I", 0, 0, 0, 0, 0, 0)), "giving up capabilities")
    checked(prctl(SET_NO_NEW_PRIVS, 1), "no new privileges")
    prctl(SET_DUMPABLE, 0)
    prctl(SET_PDEATHSIG, signal.SIGKILL)


# Calls of the kernel that no model needs: other processes, mounts, namespaces, keys, modules, clocks.
DENIED = {
    "x86_64": (
        0xC000003E, 41, 56,
        [101, 103, 135, 155, 159, 161, 163, 164, 165, 166, 167, 168, 169, 170, 171, 172, 173, 175,
         176, 179, 212, 227, 246, 248, 249, 250, 272, 298, 303, 304, 305, 308, 310, 311, 312, 313,
         320, 321, 323, 425, 426, 427, 428, 429, 430, 431, 432, 433, 438, 442]),
    "aarch64": (
        0xC00000B7, 198, 220,
        [18, 39, 40, 41, 51, 60, 89, 92, 97, 104, 105, 106, 112, 116, 117, 142, 161, 162, 170, 171,
         217, 218, 219, 224, 225, 241, 264, 265, 266, 268, 270, 271, 272, 273, 280, 282, 294, 425,
         426, 427, 428, 429, 430, 431, 432, 433, 438, 442]),
}


def seccomp():
    """Whether the kernel now refuses those calls, and sockets of every kind but local ones."""
    if platform.machine() not in DENIED or sys.maxsize < 1 << 32:
        return False
    arch, open_socket, clone, denied = DENIED[platform.machine()]
    clone3, kill, allow, errno = 435, 0x80000000, 0x7FFF0000, 0x50000
    lines = [(0x20, 0, 0, 4), (0x15, 1, 0, arch), (6, 0, 0, kill), (0x20, 0, 0, 0)]
    lines += [(0x35, 0, 1, 0x40000000), (6, 0, 0, errno | 1)]
    for number in denied:
        lines += [(0x15, 0, 1, number), (6, 0, 0, errno | 1)]
    lines += [(0x15, 0, 1, clone3), (6, 0, 0, errno | 38)]  # absent: clone is used, and looked at
    lines += [(0x15, 0, 4, clone), (0x20, 0, 0, 16), (0x45, 0, 1, NEWUSER)]
    lines += [(6, 0, 0, errno | 1), (6, 0, 0, allow)]
    lines += [(0x15, 0, 3, open_socket), (0x20, 0, 0, 16), (0x15, 1, 0, socket.AF_UNIX)]
    lines += [(6, 0, 0, errno | 13), (6, 0, 0, allow)]
    code = b"".join(struct.pack("=HBBI", *line) for line in lines)
    held = ctypes.create_string_buffer(code, len(code))
    program = struct.pack("=H6xQ", len(lines), ctypes.addressof(held))
    kept = ctypes.create_string_buffer(program, len(program))
    return prctl(SET_SECCOMP, SECCOMP_FILTER, ctypes.addressof(kept)) == 0


def prove(rooted, uid, networks, device):
    """What is shut off, tried out and not taken from what was asked for."""
    names = [name for _, name in socket.if_nameindex()]
    root = os.statvfs("/")
    facts = {
        "network": networks != own_network() and not [n for n in names if n != "lo"],
        "files": bool(root.f_flag & RDONLY) and os.stat("/").st_dev != device,
        "processes": os.getpid() == 1,
        "user": os.geteuid() == uid and os.geteuid() != 0,
        "rooted": rooted,
    }
    for shown in ("/usr", "/etc"):
        facts["files"] = facts["files"] and bool(os.statvfs(shown).f_flag & RDONLY)
    missing = [name for name, held in facts.items() if not held and name != "rooted"]
    if missing:
        raise Stop("WORKER_ISOLATION", "not shut off: " + ", ".join(missing))
    facts["seccomp"] = seccomp()
    return facts


def own_network():
    try:
        return os.stat("/proc/self/ns/net").st_ino
    except OSError:
        return 0


def inside(config, rooted, uid, gid, networks):
    """The first process of the namespaces; never returns."""
    try:
        os.setsid()  # a signal to "my group" must not reach the server
        device = os.stat("/").st_dev
        beside = running(uid) if rooted or kernel() < (5, 14) else 0
        private_root(config, uid, gid)
        give_up_rights(rooted, uid, gid)
        limit(config, beside)
        facts = prove(rooted, uid, networks, device)
    except Stop as stop:
        write_frame(1, {"error": {"code": stop.code, "what": str(stop)}})
        os._exit(3)
    except (OSError, ValueError) as failed:
        write_frame(1, {"error": {"code": "WORKER_ISOLATION", "what": str(failed)}})
        os._exit(3)
    worker = os.fork()
    if worker == 0:
        serve(config, facts)
        os._exit(0)
    os.close(0)
    os.close(1)
    while True:
        ended, status = os.wait()
        if ended == worker:
            os._exit(code(status))


def kernel():
    digits = platform.release().split("-")[0].split(".")
    return tuple(int(part) for part in digits[:2])


def code(status):
    return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def supervise(inner):
    """Waits for the end of the worker or of the server, whichever is first."""
    os.close(1)
    woken, wake = os.pipe()
    os.set_blocking(wake, False)
    signal.set_wakeup_fd(wake)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    waiting = select.poll()
    waiting.register(0, 0)  # no event is asked for: only the end of the pipe is told
    waiting.register(woken, select.POLLIN)
    while True:
        ended, status = os.waitpid(inner, os.WNOHANG)
        if ended == inner:
            return code(status)
        for fd, _ in waiting.poll():
            if fd == 0:
                os.kill(inner, signal.SIGKILL)
                return code(os.waitpid(inner, 0)[1])
            os.read(woken, 64)


def main():
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.umask(0o022)
    first = read_header(0)
    if first is None:
        os._exit(0)  # the server gave up
    config = first[0]
    rooted = os.geteuid() == 0
    try:
        if not sys.platform.startswith("linux"):
            raise Stop("WORKER_ISOLATION", "only Linux can shut a process off")
        uid, gid = os.geteuid(), os.getegid()
        if rooted:
            uid, gid = pwd.getpwnam(config["user"])[2:4]
            if uid == 0:
                raise Stop("WORKER_ISOLATION", "the worker's user may not be root")
        networks = own_network()
        enter(rooted)
    except KeyError:
        write_frame(1, {"error": {"code": "WORKER_ISOLATION",
                                  "what": "there is no user '%s'" % config["user"]}})
        os._exit(3)
    except Stop as stop:
        write_frame(1, {"error": {"code": stop.code, "what": str(stop)}})
        os._exit(3)
    inner = os.fork()
    if inner == 0:
        inside(config, rooted, uid, gid, networks)
    os._exit(supervise(inner))
