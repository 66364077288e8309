"""How letters leave: a mail server named by the environment, else files of the installation's folder; and where their links lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FOLDER_BACKEND = "tiendo.foundation.letters.mailbox_folder.MailboxFolder"
SMTP_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
SECONDS = 20
"""How long a mail server may take to answer."""
_LOCAL = {"localhost", "127.0.0.1", "[::1]"}
_PORTS = {"starttls": 587, "ssl": 465, "none": 25}


@dataclass(frozen=True, slots=True)
class Server:
    """Django's settings of e-mail; without a server named, the folder."""

    backend: str = FOLDER_BACKEND
    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    ssl: bool = False


def server(environment: Mapping[str, str]) -> Server:
    """What the environment names. Raises ValueError for a kind of protection nobody knows: no letter leaves in the open by a slip."""
    host = environment.get("TIENDO_SMTP_HOST", "").strip()
    if not host:
        return Server()
    secured = environment.get("TIENDO_SMTP_SECURITY", "starttls").strip().lower()
    if secured not in _PORTS:
        raise ValueError(f"TIENDO_SMTP_SECURITY is {secured!r}; it must be starttls, ssl or none")
    return Server(
        backend=SMTP_BACKEND,
        host=host,
        port=int(environment.get("TIENDO_SMTP_PORT") or _PORTS[secured]),
        user=environment.get("TIENDO_SMTP_USER", ""),
        password=environment.get("TIENDO_SMTP_PASSWORD", ""),
        starttls=secured == "starttls",
        ssl=secured == "ssl",
    )


def site_url(environment: Mapping[str, str], hosts: Sequence[str]) -> str:
    """The beginning of every link in a letter: TIENDO_SITE_URL, else the first public host name, else this machine."""
    said = environment.get("TIENDO_SITE_URL", "").strip().rstrip("/")
    public = next((host for host in hosts if host and host not in _LOCAL and "*" not in host), "")
    return said or (f"https://{public.lstrip('.')}" if public else "http://localhost:8000")
