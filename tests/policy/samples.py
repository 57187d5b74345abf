"""Policy texts for the tests: a small one that is right, and ways to make it say something else."""

from temoin.policy import Policy, load_bytes

SHOP = """\
name: shop
hosts: shop.example
consent:
  cookie: choice
  format: json
categories:
  necessary: {consent: exempt}
  statistics: {consent: required}
cookies:
  - name: sessionid
    category: necessary
"""


def load(text: str, *, file: str = "shop.yaml") -> Policy:
    """Load a policy from its text."""
    return load_bytes(text.encode(), file=file)


def with_cookies(*cookies: str, services: str = "{}") -> Policy:
    """The shop, its cookies as given in flow style, one a line from line 11 on."""
    head = SHOP[: SHOP.index("cookies:")]
    listed = "".join(f"  - {{{cookie}}}\n" for cookie in cookies)
    return load(f"{head}services: {services}\ncookies:\n{listed}")
