"""The European Union at large: article 5(3) of Directive 2002/58/EC, as its authorities read it together.

The directive knows two exemptions, transmission and what a user asked for; audience measurement is neither, though
some countries exempt it (a policy for one of them overrides this default with that country's text as its reason).
No text that binds them all sets a number for how long a choice or a cookie is kept, so this profile sets none.
"""

from temoin.policy.regime import Default

TITLE = "European Union (ePrivacy directive, EDPB)"

CHOICE_LIFETIME = Default(
    "",
    "EDPB, Guidelines 05/2020 on consent, section 5.1: no set time limit; to be refreshed at appropriate intervals",
)

MEASUREMENT_LIFETIME = Default(
    "",
    "Article 29 Working Party, Opinion 04/2012 (WP 194): a cookie is to last no longer than its purpose asks for; "
    "no number",
)

ANONYMOUS_STATISTICS = Default(
    "required",
    "Directive 2002/58/EC, article 5(3), and Article 29 Working Party, Opinion 04/2012 (WP 194), section 4.3: "
    "first-party analytics are not exempt",
)
