"""The trees that are scanned, and the tools that scan them; made once and kept."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

LINUX = "linux-source-6.1"

PYTHON = (
    "ansible==12.3.0 boto3==1.44.8 botocore==1.44.8 django==5.2.19 fastapi==0.165.0 openstacksdk==4.22.0 pandas==3.1.1 "
    "scikit_learn==1.9.1 scipy==1.17.1 sqlalchemy==2.1.9 sympy==1.14.0"
).split()


def cache():
    """Where trees and tools are kept."""
    folder = Path(os.environ.get("BARTIZAN_BENCH_DIR") or ROOT / "target" / "bench-trees").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def run(*command, cwd=None):
    """Runs a step of the preparation and stops if it fails; what it prints goes to standard error."""
    print("+", " ".join(map(str, command)), file=sys.stderr)
    if subprocess.run(command, cwd=cwd, stdout=sys.stderr).returncode:
        sys.exit(f"failed: {' '.join(map(str, command))}")


def tree(name):
    """The folder of a tree: where the environment says, else where it was made before, else made now."""
    given = os.environ.get(f"BARTIZAN_BENCH_{name.upper()}")
    if given:
        folder = Path(given).resolve()
        if not folder.is_dir():
            sys.exit(f"BARTIZAN_BENCH_{name.upper()}: no folder {folder}")
        return folder
    folder = cache() / name
    if not folder.is_dir():
        making = cache() / f"{name}.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir()
        {"linux": make_linux, "python": make_python}[name](making)
        making.rename(folder)
    return folder


def make_linux(folder):
    """Downloads and unpacks the kernel's sources; installs nothing."""
    package = folder / "package"
    package.mkdir()
    # Without package lists there is nothing to download from; refreshing them needs root.
    if subprocess.run(["apt-cache", "show", LINUX], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode:
        run("apt-get", "update")
    run("apt-get", "download", LINUX, cwd=package)
    run("dpkg-deb", "-x", str(next(package.glob("*.deb"))), str(package / "root"))
    archive = next((package / "root" / "usr" / "src").glob("linux-source-*.tar.*"))
    run("tar", "-xf", str(archive), "-C", str(folder), "--strip-components=1")
    shutil.rmtree(package)


def make_python(folder):
    """Lets pip unpack the packages of the list, without what they depend on."""
    run(sys.executable, "-m", "pip", "install", "--no-deps", "--target", str(folder), *PYTHON)


def ripgrep():
    """The path of `rg`: the one on the PATH, else one that cargo builds."""
    found = shutil.which("rg")
    if found:
        return found
    built = cache() / "tools" / "bin" / "rg"
    if not built.exists():
        run("cargo", "install", "ripgrep", "--locked", "--root", str(cache() / "tools"))
    return str(built)


def bartizan(given):
    """The path of the release binary: the one given, else built now."""
    if given:
        return str(Path(given).resolve(strict=True))
    run("cargo", "build", "--release", "--locked", cwd=ROOT)
    target = Path(os.environ.get("CARGO_TARGET_DIR") or ROOT / "target")
    return str((ROOT / target / "release" / "bartizan").resolve(strict=True))


def every(source, step, folder):
    """A tree of every `step`-th file of `source`, hard-linked where the file system allows, so that the mix stays the same."""
    shutil.rmtree(folder, ignore_errors=True)
    at = 0
    for place, folders, names in os.walk(source):
        folders.sort()
        for name in sorted(names):
            path = os.path.join(place, name)
            if os.path.islink(path) or not os.path.isfile(path):
                continue
            at += 1
            if at % step:
                continue
            copy = os.path.join(folder, os.path.relpath(path, source))
            os.makedirs(os.path.dirname(copy), exist_ok=True)
            try:
                os.link(path, copy)
            except OSError:
                shutil.copyfile(path, copy)


def one_file(source, size, path):
    """One file of `size` bytes, made of the text files of `source` one after the other, again from the start if need be."""
    with open(path, "wb") as out:
        while out.tell() < size:
            before = out.tell()
            for place, folders, names in os.walk(source):
                folders.sort()
                for name in sorted(names):
                    add_text(os.path.join(place, name), size - out.tell(), out)
                    if out.tell() >= size:
                        return
            if out.tell() == before:
                sys.exit(f"no text under {source}")


def add_text(path, most, out):
    """Adds at most `most` bytes of a file; nothing if it is binary, for a zero byte would make the whole binary."""
    if os.path.islink(path) or not os.path.isfile(path):
        return
    with open(path, "rb") as file:
        text = file.read(most)
    if b"\0" not in text:
        out.write(text)
