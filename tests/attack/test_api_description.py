"""What the description of the API promises is what it does: requests made up from it, right ones and wrong ones.

In this process, without a network; the same requests at every run.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from hypothesis import HealthCheck, Phase, settings

from seluma.config.wsgi import application
from seluma.rest.api import api

# Hypothesis asks again and again in one test; each time nobody has asked before.
SOME = settings(
    max_examples=80,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def described() -> Any:
    schema = schemathesis.openapi.from_dict(json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"))))
    schema.app = application
    return schema


SCHEMA = described()


@pytest.mark.django_db
@SCHEMA.parametrize()
@SOME
def test_every_answer_is_one_that_the_description_names(case: Any, places: None) -> None:
    cache.clear()
    case.call_and_validate(headers={"Host": "localhost"})
