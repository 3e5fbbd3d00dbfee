"""What is shown of each operation on memory, under each policy of copying."""

from collections.abc import Iterator

from optimized.policies import POLICIES
from optimized.policy import Policy
from proofs.ledger import chapters
from proofs.obligations import Theorem, Verdict
from proofs.theorems.forking import expected

INTRODUCTION = """\
## Operations and policies

The domains are in the table after this one. *Refuted*: the policy says that it does
not hide this, and the counterexample was run. *By tables*: the memory does what it does
under `copa`, on page tables that are proved to show every slot what tables of its own
would hold; that the whole agrees is sampled
(`shared_tables_show_what_plain_ones_hold`). Empty: nothing is claimed.
"""


def policy_lines() -> Iterator[str]:
    """A line for each law about a lazy memory, with a column for each policy."""
    about = {
        (theorem.name, theorem.policy): theorem
        for chapter in chapters()
        for theorem in chapter.theorems
        if theorem.policy is not None
    }
    laws = {theorem.name: theorem for theorem in about.values()}
    yield INTRODUCTION
    yield f"| law | {' | '.join(POLICIES)} |"
    yield "|---|" + "---|" * len(POLICIES)
    for name, one in laws.items():
        shown = (
            _by_tables(one, policy) if found is None else _proved(found)
            for policy in POLICIES.values()
            for found in [about.get((name, policy.name))]
        )
        yield f"| `{name}` | {' | '.join(shown)} |"
    yield ""


def _proved(theorem: Theorem) -> str:
    """How a theorem ends."""
    return "proved" if theorem.expected is Verdict.PROVED else "refuted"


def _by_tables(theorem: Theorem, policy: type[Policy]) -> str:
    """What is claimed of a policy that shares tables, where others have a theorem."""
    if not policy.shares_tables:
        return ""
    hidden = expected(theorem.law, policy) is Verdict.PROVED
    return "by tables" if hidden else "not hidden"
