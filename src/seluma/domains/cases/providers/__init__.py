"""Ways to an authority, one file each. Which of them are in use says `SELUMA_HANDOVER_ADAPTERS`."""

from .base import Adapter, AdapterFailed, Answer, Package
from .demo import Demo
from .failing_demo import FailingDemo, RefusingDemo
from .manual import Manual

ADAPTERS: dict[str, Adapter] = {adapter.name: adapter for adapter in (Manual(), Demo(), FailingDemo(), RefusingDemo())}

__all__ = ["ADAPTERS", "Adapter", "AdapterFailed", "Answer", "Package"]
