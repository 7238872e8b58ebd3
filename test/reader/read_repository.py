#!/usr/bin/env python3
"""Reads a Holdfast repository without Holdfast: written from docs/format.md alone, it shares no code with the program.

    read_repository.py PLACE list
    read_repository.py PLACE ls SNAPSHOT [PATH]
    read_repository.py PLACE restore SNAPSHOT FOLDER

PLACE: (--s3 ADDRESS --region REGION | --b2 ADDRESS) --bucket NAME [--prefix PREFIX] --repository ID --word-list FILE
SNAPSHOT: an id, the beginning of one, or "latest". FOLDER must not exist; each root lands below it at its own path.
--word-list: the English list of BIP-39, 2,048 words, one a line (format.md says where it is).
Environment: HOLDFAST_WORDS, and HOLDFAST_KEY_ID and HOLDFAST_KEY of a key that may list and read.

Needs Python 3.9, python3-cryptography, and python3-zstandard or the zstd command (Debian: apt-get install
python3-cryptography zstd). It only ever reads, uses no index object, and does not mind hidden or overwritten objects.
Exit code 0: done; 1: something could not be read, and was named; 2: wrong usage.
"""

import argparse
import base64
import datetime
import hashlib
import hmac
import json
import os
import re
import socket
import stat
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree
from collections import OrderedDict

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

HEX = re.compile(r"[0-9a-f]{64}")
PLAIN_LIMIT = 1 << 27
SNAPSHOT_LIMIT = 1 << 27
BLOCK = 4096


class Bad(Exception):
    """Bytes that are not what their name, hash, tag or the format says."""


# --- 2. Keys ---------------------------------------------------------------------------------------------------------


def hkdf(key: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    secret = hmac.digest(salt or bytes(32), key, "sha256")
    out = block = b""
    for counter in range(1, 256):
        if len(out) >= length:
            break
        block = hmac.digest(secret, block + info + bytes([counter]), "sha256")
        out += block
    return out[:length]


def derive(master: bytes, purpose: str) -> bytes:
    return hkdf(master, b"", b"holdfast/1/" + purpose.encode(), 32)


def master_of(words: str, word_list: list[str]) -> bytes:
    number = 0
    typed = words.lower().split()
    if len(typed) != 24 or len(word_list) != 2048:
        raise Bad("there must be 24 words, and 2,048 in the list")
    for word in typed:
        if word not in word_list:
            raise Bad("a word is not in the list")
        number = number << 11 | word_list.index(word)
    whole = number.to_bytes(33, "big")
    if hashlib.sha256(whole[:32]).digest()[0] != whole[32]:
        raise Bad("the checksum of the words does not fit: one of them is wrong")
    return whole[:32]


# --- 3. Seals and boxes ----------------------------------------------------------------------------------------------


class Keys:
    def __init__(self, master: bytes, repository: bytes) -> None:
        self.repository = repository
        self.chunk_id = derive(master, "chunk-id")
        self.list = derive(master, "list")
        data, tree, snapshot = (derive(master, name) for name in ("data", "tree", "snapshot"))
        self.purpose = {"d": data, "D": data, "t": tree, "T": tree, "S": snapshot}

    def fits(self, kind: str, box: bytes) -> bool:
        return hmac.compare_digest(self._keys(kind, box)[32:], box[32:64])

    def _keys(self, kind: str, box: bytes) -> bytes:
        return hkdf(self.purpose[kind], box[:32], b"holdfast/1/seal", 64)

    def open(self, kind: str, box: bytes) -> bytes:
        """The plaintext of a box."""
        if len(box) < 89 or not self.fits(kind, box):
            raise Bad("a box was not sealed with this key")
        additional = b"HOLDFAST\x01" + kind.encode() + self.repository + struct.pack(">I", len(box) - 80)
        try:
            content = AESGCM(self._keys(kind, box)[:32]).decrypt(bytes(12), box[64:], additional)
        except InvalidTag:
            raise Bad("a box was changed") from None
        encoding, plain_length, body_length = struct.unpack(">BII", content[:9])
        if encoding > 1 or plain_length > PLAIN_LIMIT or 9 + body_length > len(content):
            raise Bad("a box with impossible lengths")
        body = content[9 : 9 + body_length]
        plain = decompress(body, plain_length) if encoding == 1 else body
        if len(plain) != plain_length:
            raise Bad("a box of another length than it says")
        return plain

    def id_of(self, plain: bytes) -> bytes:
        return hmac.digest(self.chunk_id, plain, "sha256")


def decompress(body: bytes, length: int) -> bytes:
    try:
        import zstandard
    except ImportError:
        return subprocess.run(["zstd", "-dcq"], input=body, stdout=subprocess.PIPE, check=True).stdout
    return zstandard.ZstdDecompressor().decompress(body, max_output_size=length + 1)


class Reader:
    """Bytes from front to back."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, length: int) -> bytes:
        piece = self.data[self.at : self.at + length]
        if len(piece) != length:
            raise Bad("it ends too early")
        self.at += length
        return piece

    def varint(self) -> int:
        value = 0
        for shift in range(0, 56, 7):
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            if byte < 128:
                if (byte == 0 and shift > 0) or value >= 1 << 53:
                    break
                return value
        raise Bad("not a number of this format")


# --- The bucket ------------------------------------------------------------------------------------------------------


def fetch(make_request, tries: int = 4) -> bytes:
    for attempt in range(tries):
        try:
            with urllib.request.urlopen(make_request(), timeout=60) as answer:
                return answer.read()
        except urllib.error.HTTPError as error:
            if error.code < 500 or attempt == tries - 1:
                raise Bad(f"the provider answers {error.code}") from None
        except OSError as error:
            if attempt == tries - 1:
                raise Bad(f"the provider does not answer: {error}") from None
        time.sleep(2**attempt)
    raise AssertionError


def range_header(part) -> dict[str, str]:
    return {"range": f"bytes={part[0]}-{part[1] - 1}"} if part else {}


class S3:
    """Amazon's API with path-style addresses and signature version 4."""

    def __init__(self, address: str, region: str, bucket: str, key_id: str, key: str) -> None:
        self.address, self.region, self.bucket, self.key_id, self.key = address.rstrip("/"), region, bucket, key_id, key

    def _get(self, name: str, query: dict[str, str], headers: dict[str, str]) -> bytes:
        quote = lambda text: urllib.parse.quote(text, safe="-_.~")  # noqa: E731
        path = "/" + "/".join(quote(part) for part in [self.bucket, *name.split("/")] if name or part)
        ordered = "&".join(f"{quote(k)}={quote(v)}" for k, v in sorted(query.items()))

        def request() -> urllib.request.Request:
            moment = datetime.datetime.now(datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
            scope = f"{moment[:8]}/{self.region}/s3/aws4_request"
            nothing = hashlib.sha256(b"").hexdigest()
            signed = {"host": urllib.parse.urlsplit(self.address).netloc, "x-amz-content-sha256": nothing, "x-amz-date": moment}
            names = ";".join(sorted(signed))
            lines = "".join(f"{k}:{signed[k]}\n" for k in sorted(signed))
            canonical = f"GET\n{path}\n{ordered}\n{lines}\n{names}\n{nothing}"
            text = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
            key = b"AWS4" + self.key.encode()
            for part in scope.split("/"):
                key = hmac.digest(key, part.encode(), "sha256")
            signature = hmac.new(key, text.encode(), "sha256").hexdigest()
            signed["authorization"] = (
                f"AWS4-HMAC-SHA256 Credential={self.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
            )
            del signed["host"]
            return urllib.request.Request(f"{self.address}{path}?{ordered}", headers={**signed, **headers})

        return fetch(request)

    def versions(self, prefix: str):
        """(name, version id, upload time in ms, size) of every version that is no delete marker."""
        markers: dict[str, str] = {}
        while True:
            answer = self._get("", {"versions": "", "prefix": prefix, "encoding-type": "url", **markers}, {})
            page = xml.etree.ElementTree.fromstring(answer)
            get = lambda element, name: element.findtext("{*}" + name) or ""  # noqa: E731
            plain = urllib.parse.unquote_plus if get(page, "EncodingType") == "url" else str
            for one in page.iterfind("{*}Version"):
                moment = datetime.datetime.fromisoformat(get(one, "LastModified").replace("Z", "+00:00"))
                yield plain(get(one, "Key")), get(one, "VersionId"), int(moment.timestamp() * 1000), int(get(one, "Size"))
            if get(page, "IsTruncated") != "true":
                return
            markers = {"key-marker": plain(get(page, "NextKeyMarker")), "version-id-marker": get(page, "NextVersionIdMarker")}
            markers = {name: value for name, value in markers.items() if value}

    def read(self, name: str, version: str, part=None) -> bytes:
        return self._get(name, {"versionId": version}, range_header(part))


class B2:
    """Backblaze's own API."""

    def __init__(self, address: str, bucket: str, key_id: str, key: str) -> None:
        basic = base64.b64encode(f"{key_id}:{key}".encode()).decode()
        place = f"{address.rstrip('/')}/b2api/v3/b2_authorize_account"
        account = json.loads(fetch(lambda: urllib.request.Request(place, headers={"authorization": f"Basic {basic}"})))
        self.token, api = account["authorizationToken"], account["apiInfo"]["storageApi"]
        self.api, self.download = api["apiUrl"], api["downloadUrl"]
        asked = {"accountId": account["accountId"], "bucketName": bucket}
        self.bucket = self._call("b2_list_buckets", asked)["buckets"][0]["bucketId"]

    def _call(self, what: str, body: dict) -> dict:
        place, data = f"{self.api}/b2api/v3/{what}", json.dumps(body).encode()
        return json.loads(fetch(lambda: urllib.request.Request(place, data, {"authorization": self.token})))

    def versions(self, prefix: str):
        asked = {"bucketId": self.bucket, "prefix": prefix, "maxFileCount": 1000}
        while True:
            page = self._call("b2_list_file_versions", asked)
            for one in page["files"]:
                if one["action"] == "upload":
                    yield one["fileName"], one["fileId"], one["uploadTimestamp"], one["contentLength"]
            if not page.get("nextFileName"):
                return
            asked |= {"startFileName": page["nextFileName"], "startFileId": page["nextFileId"]}

    def read(self, name: str, version: str, part=None) -> bytes:
        place = f"{self.download}/b2api/v3/b2_download_file_by_id?fileId={urllib.parse.quote(version)}"
        headers = {"authorization": self.token, **range_header(part)}
        return fetch(lambda: urllib.request.Request(place, headers=headers))


# --- 8, 9. Snapshots and list parts ----------------------------------------------------------------------------------


class Repository:
    def __init__(self, bucket, prefix: str, keys: Keys) -> None:
        self.bucket, self.prefix, self.keys = bucket, prefix, keys
        self.segments: OrderedDict[tuple, bytes] = OrderedDict()

    def snapshots(self):
        """Every authentic snapshot as (upload time, id, rows of list parts, body), oldest first; and how many names were foreign."""
        found, foreign = [], 0
        names: dict[str, list] = {}
        folder = f"{self.prefix}snapshots/"
        for name, version, moment, size in self.bucket.versions(folder):
            if HEX.fullmatch(name[len(folder) :]) and size <= SNAPSHOT_LIMIT:
                names.setdefault(name, []).append((moment, version))
        for name, versions in names.items():
            for moment, version in sorted(versions):
                data = self.bucket.read(name, version)
                if hashlib.sha256(data).hexdigest() != name[len(folder) :]:
                    continue
                try:
                    found.append((moment, name[len(folder) :], *self.open_snapshot(data)))
                except Bad:
                    foreign += 1
                break
            else:
                foreign += 1
        return sorted(found, key=lambda one: one[:2]), foreign

    def open_snapshot(self, data: bytes):
        reader = Reader(data)
        header = reader.take(10)
        cleartext_length = struct.unpack(">I", reader.take(4))[0]
        text = reader.take(cleartext_length)
        cleartext = data[: reader.at]
        if not hmac.compare_digest(reader.take(32), hmac.digest(self.keys.list, cleartext, "sha256")):
            raise Bad("a snapshot without our MAC")
        if header[:8] != b"HOLDFAST" or header[9:] != b"S":
            raise Bad("not a snapshot")
        if header[8] != 1:
            raise Bad("a snapshot of a newer format: a newer reader is needed")
        cleartext_json = json.loads(text)
        if cleartext_json["repository"] != self.keys.repository.hex():
            raise Bad("a snapshot of another repository")
        inner = json.loads(self.keys.open("S", data[reader.at :]))
        if inner["cleartext"] != hashlib.sha256(cleartext).hexdigest():
            raise Bad("body and cleartext of a snapshot do not belong together")
        return cleartext_json["needs"], inner["body"]

    def read(self, name: str, version: str, size: int, part=None) -> bytes:
        """Exactly that version. A range of it is proven by what the caller opens in it."""
        data = self.bucket.read(self.prefix + name, version, part)
        if len(data) != (part[1] - part[0] if part else size):
            raise Bad(f"{name} has not the size that is said of it")
        if not part and hashlib.sha256(data).hexdigest() != name[-64:]:
            raise Bad(f"{name} does not hash to its name")
        return data

    def chunk_places(self, rows) -> dict[str, dict[bytes, tuple]]:
        """Of tree ("t") and data ("d"): chunk id -> (pack, segment's start and end, start and length in its plaintext)."""
        places: dict[str, dict[bytes, tuple]] = {"t": {}, "d": {}}
        for row in rows:
            part = self.read(*row)
            if part[:10] != b"HOLDFAST\x01L":
                raise Bad(f"{row[0]} is not a list part")
            for pack in json.loads(part[10:])["needs"]:
                try:
                    self.read_trailer(tuple(pack), places)
                except Bad as error:
                    print(f"{pack[0]}: {error}", file=sys.stderr)  # what lies in it will be named where it is missed
        return places

    def read_trailer(self, pack: tuple, places) -> None:
        name, version, size = pack
        if size < 10 + 89 + 4:
            raise Bad("too short for a pack")
        tail = self.read(name, version, size, (max(0, size - 65536), size))
        length = struct.unpack(">I", tail[-4:])[0]
        if not 89 <= length <= size - 14:
            raise Bad("not a pack")
        if length + 4 > len(tail):
            tail = self.read(name, version, size, (size - length - 4, size))
        box = tail[-length - 4 : -4]
        kind = "t" if self.keys.fits("T", box) else "d"
        reader = Reader(self.keys.open(kind.upper(), box)[32:])
        start = 10
        for _ in range(reader.varint()):
            end, inner = start + reader.varint(), 0
            for _ in range(reader.varint()):
                length_of_chunk, chunk = reader.varint(), reader.take(32)
                places[kind].setdefault(chunk, (pack, kind, start, end, inner, length_of_chunk))
                inner += length_of_chunk
            start = end
        if reader.at != len(reader.data) or start > size - length - 4:
            raise Bad("a trailer that does not fit its pack")

    def chunk(self, places: dict[bytes, tuple], chunk: bytes) -> bytes:
        if chunk not in places:
            raise Bad(f"no pack holds chunk {chunk.hex()}")
        pack, kind, start, end, inner, length = places[chunk]
        plain = self.segments.get((pack[1], start))
        if plain is None:
            plain = self.keys.open(kind, self.read(*pack, (start, end)))
            self.segments[pack[1], start] = plain
            if len(self.segments) > 16:
                self.segments.popitem(last=False)
        else:
            self.segments.move_to_end((pack[1], start))
        piece = plain[inner : inner + length]
        if not hmac.compare_digest(self.keys.id_of(piece), chunk):
            raise Bad(f"chunk {chunk.hex()} is another than its id says")
        return piece


# --- 10. Tree nodes --------------------------------------------------------------------------------------------------


def byte_string(text: str) -> bytes:
    data = text.encode("latin-1")
    if not data or 0 in data:
        raise Bad("not a byte string")
    return data


class Tree:
    def __init__(self, repository: Repository, needs, body) -> None:
        self.repository, self.body = repository, body
        self.places = repository.chunk_places(needs)

    def entries(self, node: str):
        content = json.loads(self.repository.chunk(self.places["t"], bytes.fromhex(node)))
        if "pages" in content:
            for page in content["pages"]:
                yield from json.loads(self.repository.chunk(self.places["t"], bytes.fromhex(page)))["entries"]
        else:
            yield from content["entries"]

    def contents(self, entry):
        done = 0
        for chunk, length in entry["c"]:
            piece = self.repository.chunk(self.places["d"], bytes.fromhex(chunk))
            if len(piece) != length:
                raise Bad("a piece of another length than its file says")
            done += length
            yield piece
        if done != entry["s"]:
            raise Bad("the pieces of a file are not as long as it is")

    def roots(self):
        """(place of the root's folder below where it is restored, the root's own entry)"""
        for root in self.body["roots"]:
            parts = [part for part in re.split(r"[/\\]", root["path"].replace(":", "")) if part not in ("", ".", "..")]
            for entry in self.entries(root["node"]):
                yield os.path.join(b"", *(part.encode("utf-8", "surrogateescape") for part in parts[:-1])), entry

    def walk(self, folder: bytes, entry):
        """(path, entry) of the entry and all below, a folder before what is in it; or (path, Bad) of what cannot be read."""
        name = byte_string(entry["n"])
        if name in (b".", b"..") or b"/" in name:
            raise Bad("a name that leads elsewhere")
        path = os.path.join(folder, name)
        yield path, entry
        if entry["t"] == "d":
            try:
                for inner in self.entries(entry["d"]):
                    yield from self.walk(path, inner)
            except (Bad, ValueError, KeyError) as error:
                yield path, error if isinstance(error, Bad) else Bad(f"not a directory of this format: {error}")


# --- Restoring -------------------------------------------------------------------------------------------------------


class Restore:
    def __init__(self, tree: Tree, top: bytes) -> None:
        self.tree, self.top, self.notes = tree, top, []
        self.files = self.bytes = 0
        self.problems: list[str] = []
        self.first_names: dict[str, bytes] = {}

    def run(self) -> None:
        os.mkdir(self.top)
        folders = []
        for folder, root in self.tree.roots():
            os.makedirs(os.path.join(self.top, folder), exist_ok=True)
            for path, entry in self.tree.walk(os.path.join(self.top, folder), root):
                try:
                    if isinstance(entry, Bad):
                        raise entry
                    self.make(path, entry)
                    if entry["t"] == "d":
                        folders.append((path, entry))
                except (Bad, OSError, ValueError, KeyError) as error:
                    self.problems.append(f"{shown(path)}: {error}")
        for path, entry in reversed(folders):  # what is made in a folder changes its time
            self.set_properties(path, entry)

    def make(self, path: bytes, entry) -> None:
        kind, first = entry["t"], self.first_names.get(entry.get("h", ""))
        if first is not None:
            os.link(first, path, follow_symlinks=False)
            self.files += kind == "f"
            return
        if kind == "d":
            os.mkdir(path, 0o700)
            return
        if kind == "f":
            self.make_file(path, entry)
        elif kind == "l":
            os.symlink(byte_string(entry["l"]), path)
        elif kind == "p":
            os.mkfifo(path, 0o600)
        elif kind == "s":
            os.mknod(path, stat.S_IFSOCK | 0o600)
        else:
            os.mknod(path, (stat.S_IFCHR if kind == "c" else stat.S_IFBLK) | 0o600, entry["r"])
        self.set_properties(path, entry)
        if "h" in entry:
            self.first_names[entry["h"]] = path

    def make_file(self, path: bytes, entry) -> None:
        try:
            with open(path, "xb") as file:
                for piece in self.tree.contents(entry):
                    if entry.get("z"):
                        write_sparsely(file, piece)
                    else:
                        file.write(piece)
                file.truncate(entry["s"])
        except Bad:
            os.unlink(path)  # half a file under its own name would pass for the whole
            raise
        self.files += 1
        self.bytes += entry["s"]

    def set_properties(self, path: bytes, entry) -> None:
        """Owner first, since changing it takes setuid away; the time last."""

        def attempt(what: str, change) -> None:
            try:
                change()
            except OSError as error:
                self.notes.append(f"{shown(path)}: {what}: {error.strerror}")

        link = entry["t"] == "l"
        if os.geteuid() == 0:
            attempt("owner", lambda: os.lchown(path, entry["u"], entry["g"]))
        for name, value in entry.get("x", []):
            data = base64.b64decode(value, validate=True)
            attempt("attribute", lambda: os.setxattr(path, name.encode(), data, follow_symlinks=False))
        if not link:
            attempt("mode", lambda: os.chmod(path, entry["m"]))
        moment = int(entry["mt"])
        attempt("time", lambda: os.utime(path, ns=(moment, moment), follow_symlinks=False))


def write_sparsely(file, piece: bytes) -> None:
    for start in range(0, len(piece), BLOCK):
        block = piece[start : start + BLOCK]
        if any(block):
            file.write(block)
        else:
            file.seek(len(block), os.SEEK_CUR)


# --- The command -----------------------------------------------------------------------------------------------------


def shown(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")


def moment_shown(ms: int) -> str:
    return datetime.datetime.fromtimestamp(ms / 1000, datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S UTC")


def list_snapshots(repository: Repository) -> int:
    found, foreign = repository.snapshots()
    for moment, name, _, body in found:
        roots = ", ".join(root["path"] for root in body["roots"])
        size = f"{body['statistics']['files']} files, {body['statistics']['bytes']} bytes"
        print(f"{moment_shown(moment)}  {name}  {'complete' if body['complete'] else 'checkpoint'}  {body['host']}  {size}  {roots}")
    print(json.dumps({"snapshots": [name for _, name, _, _ in found], "foreign": foreign}))
    return 0


def choose(repository: Repository, wanted: str):
    found, foreign = repository.snapshots()
    complete = [one for one in found if one[3]["complete"]]
    fitting = complete[-1:] if wanted == "latest" else [one for one in found if one[1].startswith(wanted)]
    if len(fitting) != 1:
        raise Bad(f"{len(fitting)} authentic snapshots are meant by {wanted} ({foreign} names under snapshots/ are foreign)")
    return fitting[0]


def list_tree(tree: Tree, wanted: bytes) -> int:
    bad = 0
    for folder, root in tree.roots():
        for path, entry in tree.walk(b"/" + folder, root):
            if path != wanted and not path.startswith(wanted.rstrip(b"/") + b"/"):
                continue
            if isinstance(entry, Bad):
                bad += 1
                print(f"{shown(path)}: {entry}", file=sys.stderr)
                continue
            target = f" -> {shown(byte_string(entry['l']))}" if entry["t"] == "l" else ""
            print(f"{entry['t']} {entry['m']:04o} {entry.get('s', '-'):>12} {entry['mt']:>20}  {shown(path)}{target}")
    return 1 if bad else 0


def restore(tree: Tree, name: str, folder: str) -> int:
    run = Restore(tree, os.fsencode(folder))
    run.run()
    for line in [*run.problems, *run.notes]:
        print(line, file=sys.stderr)
    counts = {"files": run.files, "bytes": run.bytes, "problems": len(run.problems), "notes": len(run.notes)}
    print(json.dumps({"snapshot": name, **counts}))
    return 1 if run.problems else 0


def main() -> int:
    parser = argparse.ArgumentParser(usage=__doc__)
    for option in ("--s3", "--b2", "--region", "--prefix"):
        parser.add_argument(option, default="")
    for option in ("--bucket", "--repository", "--word-list"):
        parser.add_argument(option, required=True)
    parser.add_argument("command", choices=["list", "ls", "restore"])
    parser.add_argument("rest", nargs="*")
    given = parser.parse_args()
    if len(given.rest) not in {"list": (0,), "ls": (1, 2), "restore": (2,)}[given.command] or bool(given.s3) == bool(given.b2):
        parser.error("see above")
    sys.setrecursionlimit(20_000)  # a path has at most 4,096 bytes on most systems, so 2,048 folders
    socket.setdefaulttimeout(60)
    try:
        with open(given.word_list, encoding="ascii") as file:
            master = master_of(os.environ["HOLDFAST_WORDS"], file.read().split())
        key = (os.environ["HOLDFAST_KEY_ID"], os.environ["HOLDFAST_KEY"])
        bucket = S3(given.s3, given.region, given.bucket, *key) if given.s3 else B2(given.b2, given.bucket, *key)
        repository = Repository(bucket, given.prefix, Keys(master, bytes.fromhex(given.repository)))
        if given.command == "list":
            return list_snapshots(repository)
        _, name, needs, body = choose(repository, given.rest[0])
        tree = Tree(repository, needs, body)
        if given.command == "ls":
            return list_tree(tree, os.fsencode(given.rest[1] if len(given.rest) > 1 else "/"))
        return restore(tree, name, given.rest[1])
    except (Bad, OSError) as error:
        print(f"{type(error).__name__}: {error}" if isinstance(error, OSError) else f"Refused: {error}", file=sys.stderr)
        return 1
    except KeyError as error:
        print(f"Set {error} in the environment.", file=sys.stderr)
        return 2


sys.exit(main())
