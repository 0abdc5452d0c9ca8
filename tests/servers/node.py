"""Node.js with the packages of tests/node, for checks that only it offers."""

import subprocess
from pathlib import Path

from tests.servers.programs import NotInstalled, find

_FOLDER = Path(__file__).parents[1] / "node"


def install_node_packages() -> Path:
    """Bring the packages of tests/node up to its lock file, and return that folder.

    Raises NotInstalled.
    """
    find("node", "nodejs")
    npm = find("npm", "npm")
    if not _is_up_to_date():
        command = [npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"]
        installing = subprocess.run(command, cwd=_FOLDER, capture_output=True, text=True)
        if installing.returncode:
            raise NotInstalled(f"npm ci in {_FOLDER.name} failed: {installing.stderr.strip()}")
    return _FOLDER


def _is_up_to_date() -> bool:
    installed = _FOLDER / "node_modules" / ".package-lock.json"
    wanted = _FOLDER / "package-lock.json"
    return installed.exists() and installed.stat().st_mtime >= wanted.stat().st_mtime
