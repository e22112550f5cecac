"""Unpacks what Cygnet uses of the wheels of the lock file, and converts the pretrained weights among it.

    python3 unpack_wheels.py native.lock WHEELS FOLDER

WHEELS holds the files the lock names; FOLDER receives the tree that Package.swift expects behind `.native`. Standard
library only. Exits with 4 and one sentence when something is not as the lock says.
"""

import hashlib
import os
import re
import shutil
import sys
import zipfile

import convert_weights

#: Kept from every wheel.
LICENCES = re.compile(r"[^/]+\.dist-info/(licenses/.*|LICENSE[^/]*)")


class Failure(Exception):
    """One sentence for the person at the terminal."""


def sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def require_checksum(path, expected):
    found = sha256(path)
    if found != expected:
        os.remove(path)
        raise Failure(
            f"The checksum of {os.path.basename(path)} is wrong (native.lock says {expected}, the file has {found}): "
            "run script/bootstrap again, and if it stays wrong, do not trust the place the file came from")


def read_lock(path):
    """The lines of a lock file by their kind: kind -> lists of words."""
    lines = {"wheel": [], "keep": [], "link": [], "weights": [], "debian": [], "notebook": []}
    with open(path, encoding="utf-8") as file:
        for words in (line.split() for line in file):
            if words and not words[0].startswith("#"):
                lines[words[0]].append(words[1:])
    return lines


def destination_of(member, kept):
    """The name under which a member of a wheel is kept, or nothing."""
    for path, *name in kept:
        if member == path or (path.endswith("/") and member.startswith(path)):
            return name[0] if name else member
    return member if LICENCES.fullmatch(member) else None


def unpack(wheel, kept, folder):
    """Unpacks what is kept of one wheel; answers the names it left."""
    left = []
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.infolist():
            name = destination_of(member.filename, kept)
            if name is None or member.is_dir():
                continue
            path = os.path.join(folder, name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with archive.open(member) as source, open(path, "wb") as target:
                shutil.copyfileobj(source, target, 1 << 20)
            left.append(member.filename)
    return left


def convert(name, file, expected, folder):
    checkpoint, weights = os.path.join(folder, name + ".pth"), os.path.join(folder, file)
    try:
        convert_weights.convert(checkpoint, weights)
    except convert_weights.Refused as refusal:
        raise Failure(f"The pretrained weights {name} were not converted: {refusal}") from None
    require_checksum(weights, expected)
    os.remove(checkpoint)


def main(lock, wheels, folder):
    lines = read_lock(lock)
    left = []
    for _, _, file, expected in lines["wheel"]:
        wheel = os.path.join(wheels, file)
        require_checksum(wheel, expected)
        left += unpack(wheel, lines["keep"], folder)
    for path, *_ in lines["keep"]:
        if not any(member.startswith(path) for member in left):
            raise Failure(f"No wheel of native.lock holds {path}")
    for name, target in lines["link"]:
        os.symlink(target, os.path.join(folder, name))
    for name, _, file, expected in lines["weights"]:
        convert(name, file, expected, os.path.join(folder, "weights"))


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except (Failure, OSError, zipfile.BadZipFile) as error:
        print(f"{error}.", file=sys.stderr)
        sys.exit(4)
