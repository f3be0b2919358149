"""Payment providers, one file each. Which of them are in use says `SELUMA_PAYMENT_PROVIDERS`."""

from .base import Charge, HasBankPage, Provider, ProviderFailed, Settlement
from .demo import DemoBank, DemoBankPage
from .failing_demo import FailingDemo, RefusingDemo

PROVIDERS: dict[str, Provider] = {
    provider.name: provider for provider in (DemoBank(), DemoBankPage(), FailingDemo(), RefusingDemo())
}

__all__ = ["PROVIDERS", "Charge", "HasBankPage", "Provider", "ProviderFailed", "Settlement"]
