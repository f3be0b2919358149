"""The only door of this package."""

from .acts import RETRY, deliver_all, destroy_facts, retry_delivery
from .events import DeliveryRetried, FactsDestroyed, RecordsViewed
from .keys import forget_keys, once, outcome_of, remember
from .leaves import (
    Act,
    Bare,
    Unfaithful,
    acts_of,
    bodies,
    checked,
    facts_missing,
    place_of,
    time_of,
    unfaithful,
    without_a_place,
    without_facts,
)
from .pen import Noted, Receipt, collecting, commitment, note, note_view, pseudonym
from .reading import Entry, FailedDelivery, entry, failed_deliveries, sequencer_lag, timeline, timelines, views_of
from .sequencer import install_subscribers, sequence, subscribers_of

__all__ = [
    "RETRY",
    "Act",
    "Bare",
    "DeliveryRetried",
    "Entry",
    "FactsDestroyed",
    "FailedDelivery",
    "Noted",
    "Receipt",
    "RecordsViewed",
    "Unfaithful",
    "acts_of",
    "bodies",
    "checked",
    "collecting",
    "commitment",
    "deliver_all",
    "destroy_facts",
    "entry",
    "facts_missing",
    "failed_deliveries",
    "forget_keys",
    "install_subscribers",
    "note",
    "note_view",
    "once",
    "outcome_of",
    "place_of",
    "pseudonym",
    "remember",
    "retry_delivery",
    "sequence",
    "sequencer_lag",
    "subscribers_of",
    "time_of",
    "timeline",
    "timelines",
    "unfaithful",
    "views_of",
    "without_a_place",
    "without_facts",
]
