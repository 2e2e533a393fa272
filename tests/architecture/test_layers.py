"""The build fails when a room reaches where it must not."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_import_contracts_hold():
    done = subprocess.run(  # noqa: S603 - our own interpreter and arguments
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-2000:]


def test_top_level_holds_only_the_agreed_folders():
    tracked = subprocess.run(
        ["git", "ls-files"],  # noqa: S607 - git of the machine
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    folders = {name.split("/")[0] for name in tracked if "/" in name}

    assert folders <= {
        *("communities", "initiatives", "participation", "maps", "tests"),
        *("config", "deploy", "docs", ".ci"),
    }
