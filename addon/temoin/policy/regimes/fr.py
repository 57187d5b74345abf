"""France: article 82 of the loi Informatique et Libertés, as the CNIL reads it.

Audience measurement is exempt on conditions that no traffic shows: for the site's own use alone, nothing but
anonymous statistics made of it, no matching with other data, no following from site to site. Whether they hold is
for a person to decide; what traffic does show (how long the cookie is kept, whether each visit renews it) is held
against the policy.
"""

from temoin.policy.regime import Default

TITLE = "France (CNIL)"

CHOICE_LIFETIME = Default(
    "6 months",
    "CNIL, délibération 2020-092 of 17 September 2020 (recommandation): to keep choices, refusals as well as "
    "consents, for six months is good practice",
)

MEASUREMENT_LIFETIME = Default(
    "13 months",
    "CNIL, délibération 2020-092 of 17 September 2020 (recommandation), article 5: a lifetime such as thirteen "
    "months, not prolonged by new visits",
)

ANONYMOUS_STATISTICS = Default(
    "exempt",
    "CNIL, délibération 2020-091 of 17 September 2020 (lignes directrices), article 5, and “Cookies : solutions "
    "pour les outils de mesure d'audience” (4 July 2025): exempt on conditions",
)
