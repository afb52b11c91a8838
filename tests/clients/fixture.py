"""Values of the right form and with the right checksum, made anew in every run: none of them ever stood anywhere.

No file of the repository holds anything that looks real, so even prefixes and markers are put together here.
"""

import base64
import os
import random
import string
import zlib
from dataclasses import dataclass
from pathlib import Path

ALNUM = string.digits + string.ascii_uppercase + string.ascii_lowercase
DASHES = "-" * 5


@dataclass
class Tree:
    """A folder to scan, and the values in it that no output may show."""

    folder: Path
    values: list


def base62(number):
    """Base 62 with digits, then upper, then lower case."""
    digits = ""
    while number:
        number, digit = divmod(number, 62)
        digits = ALNUM[digit] + digits
    return digits


def github_token(made):
    """A classic personal access token: 30 characters and their CRC-32."""
    body = "".join(made.choices(ALNUM, k=30))
    return "ghp" + "_" + body + base62(zlib.crc32(body.encode())).rjust(6, "0")


def private_key(made):
    """A block in PEM of noise, without its frame."""
    return base64.encodebytes(made.randbytes(700)).decode().replace("\n", "")


def password(made):
    """What a careless person would think strong."""
    words = "".join(made.choices(string.ascii_letters + string.digits, k=18))
    return words[:9] + "!" + words[9:]


def make(folder):
    """Files in which something stands, in several encodings, under names that need care in URIs and on terminals."""
    made = random.SystemRandom()
    token, key, word, other = github_token(made), private_key(made), password(made), github_token(made)
    lines = "\n".join(key[at : at + 64] for at in range(0, len(key), 64))
    kind = "RSA PRIVATE KEY"
    pem = f"{DASHES}BEGIN {kind}{DASHES}\n{lines}\n{DASHES}END {kind}{DASHES}\n"
    files = {
        "app.py": f'import os\n\nTOKEN = "{token}"\nDB_PASSWORD = "{word}"\n'.encode(),
        ".env": f"# settings\nGITHUB_TOKEN={token}\n".encode(),
        "a folder/ключ é #1.pem": pem.encode(),
        "windows.txt": ("\ufeff" + f"first\r\nкод {other}\r\n").encode("utf-16-le"),
        "settings.yaml": f"database: postgres://admin:{word}@db.internal.example.org:5432/app\n".encode(),
        "clean.md": b"# Nothing here\n",
    }
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    os.mkdir(folder / ".git")  # the root, to which paths in reports are relative
    return Tree(folder, [token, other, word, key])


def shown(values, text):
    """Which of the values stand in a text: eight characters of one, behind what may be a prefix that anybody knows."""
    return [
        number
        for number, value in enumerate(values)
        if any(value[at : at + 8] in text for at in range(6, len(value) - 7))
    ]
