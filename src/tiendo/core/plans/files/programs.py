"""Programs of the machine that read what Python does not (antiword, LibreOffice, tesseract): found, limited, never through a shell."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path

LARGEST_MEMORY_BYTES = 1024**3

_TURNS = threading.BoundedSemaphore(2)
"""Two files at a time in one process: others wait for their turn rather than for the machine."""


def find(*names: str) -> str | None:
    """The first of these programs that is installed."""
    return next((found for found in map(shutil.which, names) if found), None)


def output_of(
    command: Sequence[str], *, seconds: int, folder: Path | None = None, content: bytes = b"", limited: bool = True
) -> bytes | None:
    """What the program printed, or None when it failed or ran longer than `seconds`; its children end with it.

    `limited` holds its memory too, where `prlimit` is installed; LibreOffice needs to be left without.
    """
    prlimit = shutil.which("prlimit") if limited else None
    limits = [prlimit, f"--as={LARGEST_MEMORY_BYTES}", f"--cpu={seconds}", "--core=0"] if prlimit else []
    with (
        _TURNS,
        subprocess.Popen(
            [*limits, *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=folder,
            env=_environment(folder),
            start_new_session=True,
        ) as process,
    ):
        try:
            printed, _nothing = process.communicate(content, timeout=seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            return None
    return printed if process.returncode == 0 else None


def _environment(folder: Path | None) -> dict[str, str]:
    """Little of ours, a proxy that answers nobody, and a home that is thrown away: a document may name pictures on the net."""
    kept = ("PATH", "LD_LIBRARY_PATH", "TESSDATA_PREFIX", "ANTIWORDHOME")
    nowhere = "http://127.0.0.1:9"
    return {name: os.environ[name] for name in kept if name in os.environ} | {
        "LC_ALL": "C.UTF-8",
        "HOME": str(folder) if folder is not None else os.devnull,
        "http_proxy": nowhere,
        "https_proxy": nowhere,
        "OMP_THREAD_LIMIT": "1",
    }
