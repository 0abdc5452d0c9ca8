"""Finding the installed programs, and installing what is missing."""

import shutil
import subprocess
from glob import glob
from pathlib import Path

_INSTALL = Path(__file__).parents[2] / "scripts" / "apt-install"


class NotInstalled(Exception):
    """A program is missing and may not be installed from here; one line says what to do."""


def find(name: str, package: str, folders: str = "") -> str:
    """The path of a program; its Debian package is installed first if it is missing.

    folders   a pattern of folders that are looked at before PATH; the newest version wins

    Raises NotInstalled.
    """
    if path := _look(name, folders):
        return path
    installing = subprocess.run([_INSTALL, package], capture_output=True, text=True)
    if path := _look(name, folders):
        return path
    reason = installing.stderr.strip().splitlines() or [f"{package} does not bring it"]
    raise NotInstalled(f"{name} is missing: {reason[-1]}")


def _look(name: str, folders: str) -> str | None:
    newest_first = sorted(glob(folders), key=lambda folder: (len(folder), folder), reverse=True)
    found = (shutil.which(name, path=folder) for folder in newest_first)
    return next(filter(None, found), None) or shutil.which(name)
