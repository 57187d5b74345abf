"""The United Kingdom: regulation 6 of PECR, as the Data (Use and Access) Act 2025 changed it.

Since 5 February 2026 statistics need no consent where their sole purpose is to improve the service, nobody else
gets them but to help with that, visitors are told clearly, and they have a simple means to object. Traffic
shows none of these conditions: whether they hold is for a person to decide. The exemption does not ask that the
statistics be anonymous. Neither PECR nor the ICO's guidance sets a number for how long a choice is kept.
"""

from temoin.policy.regime import Default

TITLE = "United Kingdom (PECR, ICO)"

CHOICE_LIFETIME = Default(
    "",
    "ICO, guidance on the use of storage and access technologies, “How do we manage consent in practice?”: neither "
    "PECR nor the UK GDPR sets a specific time limit on consent",
)

MEASUREMENT_LIFETIME = Default("", "PECR, Schedule A1, paragraph 5: no number")

ANONYMOUS_STATISTICS = Default(
    "exempt",
    "PECR, regulation 6 and Schedule A1, paragraph 5 (statistical purposes), inserted by the Data (Use and Access) "
    "Act 2025, section 112 and Schedule 12, in force since 5 February 2026",
)
