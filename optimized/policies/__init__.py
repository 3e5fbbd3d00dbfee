"""The policies of a lazy memory, one per module, and their names.

``copa``
    The paper's: shared pages are read-only, and trap capability loads by the child.
``coa``
    Shared pages are inaccessible.
``copa_strict``
    Shared pages that may hold tags are inaccessible to the child, others read-only.
``copa_shared``
    ``copa`` with page tables that are shared, too.
``naive_cow``
    Copy on write without relocation: unsound on purpose.

A new policy is a module here, and a line of ``SOUND``: laws, theorems, campaigns and
commands find it there.
"""

from types import MappingProxyType

from optimized.policies.coa import CoA
from optimized.policies.copa import CoPA
from optimized.policies.copa_shared import CoPAShared
from optimized.policies.copa_strict import CoPAStrict
from optimized.policies.naive_cow import NaiveCoW
from optimized.policy import Policy

SOUND = MappingProxyType(
    {policy.name: policy for policy in (CoPA, CoA, CoPAStrict, CoPAShared)}
)
"""The policies that must agree with full copy, by name; the first is the paper's."""

PLAIN = MappingProxyType(
    {name: policy for name, policy in SOUND.items() if not policy.shares_tables}
)
"""Those under which every slot has page tables of its own: the others show what one of
these would have written."""

POLICIES: MappingProxyType[str, type[Policy]] = MappingProxyType(
    {**SOUND, NaiveCoW.name: NaiveCoW}
)
"""Every policy by name."""
