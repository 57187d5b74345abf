"""What a complaint or an audit needs, in one archive, and how to check such an archive.

`making` redacts the recordings, judges what was written by the policies that covered a page of theirs, renders the
report in each form, searches all of it for secrets, and packs it with the hashes of all. `verifying` unpacks such
an archive, compares the hashes, judges the recordings in it again and compares the report. Both judge through
`judging`, so that the one finds what the other wrote.
"""

from temoin.dossier.making import Made, Wishes, make
from temoin.dossier.verifying import Verified, verify

__all__ = ["Made", "Verified", "Wishes", "make", "verify"]
