#!/usr/bin/env python3
"""Compares two trees as a backup must keep them, with nothing but Python's standard library: it shares no code with Holdfast.

    compare_trees.py A B [--ignore FIELD,…]

Compared for everything: type, mode, owner, group, mtime (ns), extended attributes. Files: size, SHA-256 of the contents,
holes, which names are one file. Symbolic links: the target. Devices: the number. Prints one line for each difference (the
first 200), then {"entries": N, "bytes": N, "differences": N}; exit code 1 if there is a difference.

Fields: missing extra type mode owner group mtime xattrs size content holes links target device
"""

import hashlib
import json
import os
import stat
import sys

# A hole is a hole from here on: file systems and restores round to their blocks.
LEAST_HOLE = 64 * 1024

KINDS = {
    stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "symlink", stat.S_IFIFO: "fifo",
    stat.S_IFSOCK: "socket", stat.S_IFCHR: "character device", stat.S_IFBLK: "block device",
}  # fmt: skip


def main() -> int:
    ignored = set(sys.argv[sys.argv.index("--ignore") + 1].split(",")) if "--ignore" in sys.argv else set()
    a, b = (os.fsencode(path) for path in sys.argv[1:3])
    for top in (a, b):
        os.lstat(top)  # a tree that is not there is a mistake of the caller, not a difference
    tree_a, tree_b = gather(a), gather(b)
    differences = 0
    content_bytes = 0
    for path in sorted(tree_a.keys() | tree_b.keys()):
        for field, was, now in compare(a, b, path, tree_a, tree_b):
            if field in ignored:
                continue
            differences += 1
            if differences <= 200:
                print(f"{os.fsdecode(path)!r}: {field}: {was} -> {now}")
        if path in tree_a and stat.S_ISREG(tree_a[path].st_mode):
            content_bytes += tree_a[path].st_size
    print(json.dumps({"entries": len(tree_a), "bytes": content_bytes, "differences": differences}))
    return 1 if differences else 0


class Tree(dict):
    """Relative path -> lstat; and for each inode with several names here, its names."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[tuple[int, int], list[bytes]] = {}

    def names_of(self, path: bytes) -> list[bytes]:
        status = self[path]
        return sorted(self.names.get((status.st_dev, status.st_ino), [path]))


def gather(top: bytes) -> Tree:
    tree = Tree()
    waiting = [b""]
    while waiting:
        path = waiting.pop()
        whole = os.path.join(top, path) if path else top
        status = tree[path] = os.lstat(whole)
        if stat.S_ISDIR(status.st_mode):
            waiting += [os.path.join(path, name) for name in os.listdir(whole)]
        elif status.st_nlink > 1:
            tree.names.setdefault((status.st_dev, status.st_ino), []).append(path)
    return tree


def compare(a: bytes, b: bytes, path: bytes, tree_a: Tree, tree_b: Tree):
    if path not in tree_b:
        yield "missing", kind(tree_a[path]), None
        return
    if path not in tree_a:
        yield "extra", None, kind(tree_b[path])
        return
    one, two = tree_a[path], tree_b[path]
    at_a, at_b = (os.path.join(top, path) if path else top for top in (a, b))
    if kind(one) != kind(two):
        yield "type", kind(one), kind(two)
        return
    yield from unequal("mode", oct(stat.S_IMODE(one.st_mode)), oct(stat.S_IMODE(two.st_mode)))
    yield from unequal("owner", one.st_uid, two.st_uid)
    yield from unequal("group", one.st_gid, two.st_gid)
    yield from unequal("mtime", one.st_mtime_ns, two.st_mtime_ns)
    yield from unequal("xattrs", attributes(at_a), attributes(at_b))
    if not stat.S_ISDIR(one.st_mode):
        yield from unequal("links", tree_a.names_of(path), tree_b.names_of(path))
    if stat.S_ISLNK(one.st_mode):
        yield from unequal("target", os.readlink(at_a), os.readlink(at_b))
    if stat.S_ISCHR(one.st_mode) or stat.S_ISBLK(one.st_mode):
        yield from unequal("device", one.st_rdev, two.st_rdev)
    if stat.S_ISREG(one.st_mode):
        yield from unequal("size", one.st_size, two.st_size)
        if one.st_size == two.st_size:
            yield from unequal("content", digest(at_a), digest(at_b))
            yield from unequal("holes", has_holes(at_a, one), has_holes(at_b, two))


def unequal(field: str, was, now):
    if was != now:
        yield field, was, now


def kind(status: os.stat_result) -> str:
    return KINDS.get(stat.S_IFMT(status.st_mode), "unknown")


def attributes(path: bytes) -> dict[str, bytes]:
    try:
        return {name: os.getxattr(path, name, follow_symlinks=False) for name in os.listxattr(path, follow_symlinks=False)}
    except OSError:
        return {}


def digest(path: bytes) -> str:
    with open(path, "rb", buffering=0) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def has_holes(path: bytes, status: os.stat_result) -> bool:
    """Whether at least LEAST_HOLE bytes lie in holes."""
    if status.st_size < LEAST_HOLE or status.st_blocks * 512 >= status.st_size:
        return False
    missing, at = 0, 0
    with open(path, "rb", buffering=0) as file:
        while at < status.st_size:
            hole = os.lseek(file.fileno(), at, os.SEEK_HOLE)
            if hole >= status.st_size:
                break
            try:
                at = os.lseek(file.fileno(), hole, os.SEEK_DATA)
            except OSError:  # a hole up to the end
                at = status.st_size
            missing += at - hole
    return missing >= LEAST_HOLE


sys.exit(main())
