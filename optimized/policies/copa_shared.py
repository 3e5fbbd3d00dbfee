"""Copy on pointer access, with page tables that are shared until they must differ."""

from typing import ClassVar

import attrs

from optimized.policies.copa import CoPA


@attrs.frozen
class CoPAShared(CoPA):
    """What ``copa`` does, without work for each page at the fork.

    Parent and child have their last-level page tables in common, which is possible
    because the distance between slots is a multiple of what a table spans. The links to
    them are read-only, and the child runs with another load generation, for which the
    load barrier is up in all of them.

    Source:
        As for ``copa``; the tables are this project's.
    """

    name: ClassVar[str] = "copa-shared"
    shares_tables: ClassVar[bool] = True
