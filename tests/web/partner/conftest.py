"""The same office, seen by those whom it asks."""

from tests.web.officer.conftest import (  # noqa: F401
    _keys,
    ayu,
    cast,
    citra,
    dewi,
    education,
    labour,
)
