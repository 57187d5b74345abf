"""What a charter's words can stand for: the columns of its tables, and the sorts of cookies it speaks of."""

from enum import StrEnum

__all__ = ["Column", "Sort"]


class Column(StrEnum):
    """What a column of a table, or a label before a value, says of a cookie."""

    NAME = "name"
    SERVICE = "service"
    PROVIDER = "provider"
    DOMAIN = "domain"
    PURPOSE = "purpose"
    LIFETIME = "lifetime"
    CATEGORY = "category"
    PARTY = "party"
    TYPE = "type"
    """"Type": its party, its category, how it is stored or how long: its cells tell."""


class Sort(StrEnum):
    """A sort of cookies that charters know under many names; its value is the id of its category in a policy."""

    NECESSARY = "necessary"
    FUNCTIONAL = "functional"
    PREFERENCES = "preferences"
    SECURITY = "security"
    STATISTICS = "statistics"
    MARKETING = "marketing"
    SOCIAL = "social"
    MEDIA = "media"
    INTERNAL = "internal"
    THIRD_PARTY = "third-party"
    OPTIONAL = "optional"
    UNCLASSIFIED = "unclassified"
    EXEMPT = "without-consent"
    CONSENTED = "with-consent"
