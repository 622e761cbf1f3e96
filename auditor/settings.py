"""What the application must be told before it can start."""

from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from auditor.parameters import Parameters


class SettingsIncomplete(Exception):
    """A setting is missing or cannot be; the message says which, and how to give it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting, typed; a Settings that exists is complete.

    Attributes:
        var: the folder of the embedded database, the kept files and the key.
        zone: the city's; a day begins and ends there.
        parameters: what the office lays down for its rules, holidays among them.
        base_url: where users reach the pages; decides the cookie's name and trusted hosts.
        upload_limit_bytes: largest request accepted, in bytes; larger is answered with 413.
        report_at_once: of up to how many findings a page issues a report while one waits; what
            is larger is ordered, and issued by whichever process keeps the clock.
        password_rounds: argon2id's passes over its memory; fewer in tests.
        password_memory_kib: argon2id's memory for one password, in KiB.
    """

    database_url: str
    var: Path
    secret_key: str
    templates_dir: Path
    migrations_dir: Path
    zone: ZoneInfo
    office: str = "Office of Police Oversight"
    parameters: Parameters = field(default_factory=Parameters)
    smtp_url: str | None = field(default=None, repr=False)
    base_url: str = "http://127.0.0.1:8000"
    upload_limit_bytes: int = 20 * 1024 * 1024
    report_at_once: int = 2_000
    password_rounds: int = 3
    password_memory_kib: int = 65_536

    @property
    def https(self) -> bool:
        """Whether users reach the pages over TLS."""
        return urlsplit(self.base_url).scheme == "https"

    @property
    def trusted_hosts(self) -> list[str]:
        """The host names a request may be addressed to; any other is answered with 400."""
        named = urlsplit(self.base_url).hostname
        return [host for host in (named, "127.0.0.1", "localhost") if host]
