"""Starts one real PostgreSQL for the whole run, on loopback only, and stops it with the run."""

import os
import shutil
import socket
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    # A test database outlives nothing, so it need not survive a power cut.
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
}


def _binaries() -> Path:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    raise RuntimeError("PostgreSQL is missing: install postgresql and postgis (see the README)")


def _as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, so root becomes `postgres`."""
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


@dataclass
class Server:
    """A running PostgreSQL."""

    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Where it is reached, without the name of a database."""
        return f"postgresql+psycopg://postgres@127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Stops it and removes what it kept."""
        control = str(_binaries() / "pg_ctl")
        subprocess.run(
            _as_postgres([control, "-D", str(self.folder / "data"), "-m", "immediate", "stop"]),
            check=False,
            capture_output=True,
            cwd="/",
        )
        shutil.rmtree(self.folder, ignore_errors=True)


def start() -> Server:
    """A new, empty PostgreSQL on a free port of the loopback."""
    folder = Path(tempfile.mkdtemp(prefix="microcare-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    binaries = _binaries()
    data = str(folder / "data")
    initdb = [str(binaries / "initdb"), "-D", data, "-U", "postgres", "-A", "trust"]
    initdb += ["-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
    subprocess.run(_as_postgres(initdb), check=True, capture_output=True, cwd="/")
    options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
    options += f" -c unix_socket_directories={folder} -p {port}"
    begin = [str(binaries / "pg_ctl"), "-D", data, "-w", "-o", options]
    begin += ["-l", str(folder / "log"), "start"]
    subprocess.run(_as_postgres(begin), check=True, capture_output=True, cwd="/")
    return Server(folder, port)
