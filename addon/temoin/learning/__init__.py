"""A first policy out of what recordings show: witnessed, recognised, written down for a person to confirm."""

from temoin.learning.site import Learnt, learnt
from temoin.learning.witnessing import Choosing, Witnessing
from temoin.learning.writing import policy_text

__all__ = ["Choosing", "Learnt", "Witnessing", "learnt", "policy_text"]
