#!/usr/bin/env python3
"""Builds a tree of everything that is awkward to back up. Python's standard library only.

    build_nasty_tree.py DIR [--entries N]      N: entries of the huge directory (10,000)

The same call makes the same contents everywhere. What this machine cannot make (devices and foreign owners
without root, extended attributes on some file systems) is left out and listed in the JSON on stdout:
{"made": N, "leftOut": [...]}. An unreadable file is made only where it is unreadable, that is without root.
"""

import json
import os
import random
import socket
import stat
import sys

MIB = 1 << 20
is_root = os.geteuid() == 0


def main() -> None:
    top = os.fsencode(sys.argv[1])
    entries = int(sys.argv[sys.argv.index("--entries") + 1]) if "--entries" in sys.argv else 10_000
    os.makedirs(top)
    left_out: list[str] = []
    for build in (names, contents, holes, links, special, modes, owners, attributes, depths):
        folder = os.path.join(top, build.__name__.encode())
        os.mkdir(folder)
        build(folder, left_out)
    huge(os.path.join(top, b"huge"), entries)
    os.mkdir(os.path.join(top, b"empty directory"))
    times(os.path.join(top, b"times"))
    made = sum(len(folders) + len(files) for _, folders, files in os.walk(top))
    print(json.dumps({"made": made, "leftOut": left_out}))


def write(path: bytes, data: bytes, mode: int = 0o644) -> bytes:
    with open(path, "wb") as file:
        file.write(data)
    os.chmod(path, mode)
    return path


def noise(seed: int, size: int) -> bytes:
    return random.Random(seed).randbytes(size)


def names(folder: bytes, _: list[str]) -> None:
    odd = [
        b"n" * 255, "ü".encode() * 127, b"not utf-8 \xff\xfe\x80", b"\xc3\x28", b"new\nline", b"tab\tbell\x07", b"-rf", b"*",
        b"quote'\"`$(x)", b"back\\slash", b" leading and trailing ", b"...", b".hidden", b"CASE", b"case", b"con.txt",
        "é".encode(), "e\u0301".encode(), "日本語".encode(), "😀".encode(), b"#", b"!", b"%2e%2e%2f", b"~", b"\x01", b"\x7f",
    ]
    for number, name in enumerate(odd):
        write(os.path.join(folder, name), b"file %d" % number)
    inner = os.path.join(folder, b"directory \xff\xfe not utf-8")
    os.mkdir(inner)
    write(os.path.join(inner, b"\xe9t\xe9"), b"latin1")


def contents(folder: bytes, _: list[str]) -> None:
    write(os.path.join(folder, b"empty"), b"")
    write(os.path.join(folder, b"one byte"), b"x")
    write(os.path.join(folder, b"several chunks of noise"), noise(1, 9 * MIB + 17))
    write(os.path.join(folder, b"several chunks of text"), b"".join(b"line %d of a long log\n" % n for n in range(300_000)))
    write(os.path.join(folder, b"zeros, written"), bytes(3 * MIB))
    block = noise(2, MIB)
    write(os.path.join(folder, b"the same block, often"), block * 5)
    write(os.path.join(folder, b"the same block, shifted"), b"shift" + block * 3)
    for size in (4095, 4096, 4097, 65_535, 65_536, 262_143, 262_144, 262_145, MIB - 1, MIB, MIB + 1):
        write(os.path.join(folder, b"size %d" % size), noise(size, size))
    for number in range(300):
        write(os.path.join(folder, b"small %d" % number), noise(number, number * 7) + b"text " * number)


def holes(folder: bytes, _: list[str]) -> None:
    def sparse(name: bytes, size: int, pieces: list[tuple[int, bytes]]) -> None:
        with open(os.path.join(folder, name), "wb") as file:
            file.truncate(size)
            for at, data in pieces:
                file.seek(at)
                file.write(data)

    sparse(b"only a hole", 24 * MIB, [])
    sparse(b"hole first", 16 * MIB + 5, [(16 * MIB, b"tail!")])
    sparse(b"hole last", 16 * MIB, [(0, noise(3, 70_000))])
    sparse(b"hole between", 40 * MIB, [(0, b"head"), (5 * MIB, noise(4, MIB)), (39 * MIB, noise(5, 100_000))])


def links(folder: bytes, left_out: list[str]) -> None:
    first = write(os.path.join(folder, b"first name"), b"one file, three names")
    os.mkdir(os.path.join(folder, b"elsewhere"))
    os.link(first, os.path.join(folder, b"second name"))
    os.link(first, os.path.join(folder, b"elsewhere", b"third name"))
    large = write(os.path.join(folder, b"large, first name"), noise(6, 3 * MIB))
    os.link(large, os.path.join(folder, b"elsewhere", b"large, second name"))
    write(os.path.join(folder, b"twin 1"), b"equal content, two files")
    write(os.path.join(folder, b"twin 2"), b"equal content, two files")
    for name, target in (
        (b"to a file", b"first name"), (b"to a directory", b"elsewhere"), (b"dangling", b"nothing here"), (b"to itself", b"to itself"),
        (b"upwards", b"../contents/one byte"), (b"absolute", b"/etc/hostname"), (b"not utf-8 \xff", b"target \xff\xfe"), (b"long", b"t/" * 1_500),
    ):
        os.symlink(target, os.path.join(folder, name))
    try:
        os.link(os.path.join(folder, b"dangling"), os.path.join(folder, b"dangling, second name"), follow_symlinks=False)
    except OSError as error:
        left_out.append(f"hard link to a symbolic link: {error}")


def special(folder: bytes, left_out: list[str]) -> None:
    os.mkfifo(os.path.join(folder, b"fifo"), 0o640)
    place = os.getcwd()
    os.chdir(folder)  # a socket's path may have 107 bytes only
    try:
        with socket.socket(socket.AF_UNIX) as server:
            server.bind("socket")
    finally:
        os.chdir(place)
    try:
        os.mknod(os.path.join(folder, b"character device"), stat.S_IFCHR | 0o660, os.makedev(1, 3))
        os.mknod(os.path.join(folder, b"block device"), stat.S_IFBLK | 0o660, os.makedev(7, 250))
    except OSError as error:
        left_out.append(f"devices: {error}")


def modes(folder: bytes, left_out: list[str]) -> None:
    for mode in (0o000, 0o400, 0o600, 0o640, 0o755, 0o777, 0o4755, 0o2755, 0o1644, 0o6711):
        if mode & 0o400 or is_root:
            write(os.path.join(folder, b"file %05o" % mode), b"mode", mode)
    for mode in (0o1777, 0o2775, 0o555, 0o700):
        inner = os.path.join(folder, b"directory %05o" % mode)
        os.mkdir(inner)
        write(os.path.join(inner, b"inside"), b"x")
        os.chmod(inner, mode)
    if is_root:
        left_out.append("an unreadable file: root reads everything")
    else:
        write(os.path.join(folder, b"unreadable"), b"nobody may read this", 0o000)


def owners(folder: bytes, left_out: list[str]) -> None:
    if not is_root:
        left_out.append("other owners: not root")
        return
    os.chown(write(os.path.join(folder, b"file"), b"owned"), 12_345, 54_321)
    os.chown(write(os.path.join(folder, b"setuid, owned"), b"owned"), 4_000_000_000, 3)
    os.chmod(os.path.join(folder, b"setuid, owned"), 0o4755)
    os.mkdir(os.path.join(folder, b"directory"))
    os.chown(os.path.join(folder, b"directory"), 1, 2)
    os.symlink(b"file", os.path.join(folder, b"link"))
    os.chown(os.path.join(folder, b"link"), 77, 88, follow_symlinks=False)


def attributes(folder: bytes, left_out: list[str]) -> None:
    file = write(os.path.join(folder, b"file"), b"with attributes")
    inner = os.path.join(folder, b"directory")
    os.mkdir(inner)
    try:
        os.setxattr(file, b"user.text", b"value")
        os.setxattr(file, b"user.binary", bytes(range(256)))
        os.setxattr(file, b"user.empty", b"")
        os.setxattr(file, b"user.large", noise(7, 2_000))
        os.setxattr(inner, b"user.of a directory", b"value")
    except OSError as error:
        left_out.append(f"extended attributes: {error}")


def depths(folder: bytes, _: list[str]) -> None:
    path = folder
    for level in range(40):
        path = os.path.join(path, b"level %d " % level + b"d" * 40)
        os.mkdir(path)
    write(os.path.join(path, b"at the bottom"), b"deep")


def huge(folder: bytes, entries: int) -> None:
    os.mkdir(folder)
    for number in range(entries):
        write(os.path.join(folder, b"entry %06d" % number), b"entry %d\n" % number if number % 3 else b"")


def times(folder: bytes) -> None:
    """Last of all, since making things changes the times of the directories above them."""
    os.mkdir(folder)
    moments = {
        b"1969": -1_000_000_000_123_456_789, b"1901": -2_147_483_648_000_000_000, b"one ns before 1970": -1, b"1970": 0,
        b"last ns of a second": 1_234_567_890_999_999_999, b"2038": 2_147_483_648_000_000_001, b"2100": 4_102_444_800_123_456_789,
    }
    for name, moment in moments.items():
        os.utime(write(os.path.join(folder, name), name), ns=(moment, moment))
        link = os.path.join(folder, b"link " + name)
        os.symlink(name, link)
        os.utime(link, ns=(moment, moment), follow_symlinks=False)
        inner = os.path.join(folder, b"directory " + name)
        os.mkdir(inner)
        os.utime(write(os.path.join(inner, b"inside"), name), ns=(moment + 1, moment + 1))
        os.utime(inner, ns=(moment, moment))
    os.utime(folder, ns=(1_000_000_000_000_000_007,) * 2)


main()
