"""Reads the environment. Nothing inside auditor/ imports this."""

import os
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from auditor.notices.rules import mail_server
from auditor.parameters import Parameters
from auditor.settings import Settings, SettingsIncomplete

HERE = Path(__file__).resolve().parent


def from_environ(environ: Mapping[str, str] = os.environ) -> Settings:
    """Settings from the environment; docs/operations.md describes each.

    Raises:
        SettingsIncomplete: one is missing, or cannot be.
    """
    var = Path(environ.get("AUDITOR_VAR") or HERE / "var").resolve()
    port = environ.get("PORT", "8000")
    return Settings(
        database_url=environ.get("AUDITOR_DATABASE_URL") or f"sqlite:///{var}/auditor.db",
        var=var,
        secret_key=_secret_key(environ, var),
        templates_dir=HERE / "templates",
        migrations_dir=HERE / "migrations",
        zone=_zone(environ.get("AUDITOR_ZONE") or "America/New_York"),
        office=environ.get("AUDITOR_OFFICE") or "Office of Police Oversight",
        parameters=_parameters(environ),
        smtp_url=_smtp_url(environ.get("AUDITOR_SMTP_URL")),
        base_url=environ.get("AUDITOR_BASE_URL") or f"http://127.0.0.1:{port}",
        **_limits(environ),
    )


def _limits(environ: Mapping[str, str]) -> dict[str, int]:
    most = _number(environ, "AUDITOR_REPORT_AT_ONCE", most=1_000_000)
    return {} if most is None else {"report_at_once": most}


def _secret_key(environ: Mapping[str, str], var: Path) -> str:
    kept = var / "secret-key"
    key = environ.get("AUDITOR_SECRET_KEY") or (kept.read_text().strip() if kept.is_file() else "")
    if not key:
        raise SettingsIncomplete(
            "There is no secret key. Set AUDITOR_SECRET_KEY, or put one into the file "
            f"{kept} (make demo does that by itself)."
        )
    if len(key) < 32:  # noqa: PLR2004 - 32 characters of hex are 128 bits
        raise SettingsIncomplete("The secret key is too short: give at least 32 random characters.")
    return key


def _smtp_url(url: str | None) -> str | None:
    if not url:
        return None
    try:
        mail_server(url)
    except ValueError as error:
        raise SettingsIncomplete(str(error)) from None
    return url


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsIncomplete(
            f"AUDITOR_ZONE is “{name}”, which is no time zone; write one such as America/New_York."
        ) from None


def _parameters(environ: Mapping[str, str]) -> Parameters:
    """What rules rest on: of each number that is set, the number; else what is usual."""
    given = {
        name: number
        for setting, (name, most) in _NUMBERS.items()
        if (number := _number(environ, setting, most=most)) is not None
    }
    return Parameters(holidays=_holidays(environ.get("AUDITOR_HOLIDAYS")), **given)


#: What each of these settings is called among the parameters, and the most it can be.
_NUMBERS = {
    "AUDITOR_CUT_OFF_HOUR": ("cut_off_hour", 24),
    "AUDITOR_UNCONFIRMED_BUSINESS_DAYS": ("unconfirmed_business_days", 260),
    "AUDITOR_LATE_BUSINESS_DAYS": ("late_business_days", 260),
    "AUDITOR_SOON_BUSINESS_DAYS": ("soon_business_days", 260),
    "AUDITOR_ESCALATED_BUSINESS_DAYS": ("escalated_business_days", 260),
    "AUDITOR_CASE_REUSED_OFFICERS": ("case_reused_officers", 1_000),
    "AUDITOR_HIGH_VOLUME_PERCENT": ("high_volume_percent", 99),
    "AUDITOR_HIGH_VOLUME_FINDINGS": ("high_volume_findings", 100_000),
}


def _number(environ: Mapping[str, str], name: str, *, most: int) -> int | None:
    text = environ.get(name)
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise SettingsIncomplete(f"{name} is “{text}”; write a whole number from 1 to {most}.")
    return int(text)


def _holidays(path: str | None) -> frozenset[date]:
    if not path:
        return frozenset()
    lines = Path(path).read_text().splitlines() if Path(path).is_file() else None
    if lines is None:
        raise SettingsIncomplete(f"AUDITOR_HOLIDAYS names {path}, and there is no such file.")
    try:
        return frozenset(date.fromisoformat(line.split()[0]) for line in lines if line.strip())
    except ValueError as error:
        raise SettingsIncomplete(
            f"In {path} each line begins with a day such as 2026-12-25: {error}."
        ) from None
