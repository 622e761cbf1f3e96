"""What most tests about follow-ups begin with."""

import pytest

from tests.conftest import OpenWork
from tests.findings.factory import City, make_city
from tests.follow_ups.factory import make_flags


@pytest.fixture
def city(work: OpenWork) -> City:
    return make_city(work)


@pytest.fixture
def flags(work: OpenWork, city: City) -> list[int]:
    """Flags on findings of Vega, of Okafor, of Vega again, and of nobody identified."""
    return make_flags(work, city, [city.vega, city.okafor, city.vega, None])
