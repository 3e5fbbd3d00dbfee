"""What is shown of each operation on memory, under each policy of copying."""

from collections.abc import Iterator

from optimized.policies import POLICIES, SOUND
from optimized.policy import Policy
from proofs.ledger import chapters
from proofs.obligations import Theorem, Verdict
from proofs.theorems.forking import expected

INTRODUCTION = """\
## Operations and policies

The domains are in the table after this one. *Refuted*: the policy says that it does
not hide this, and the counterexample was run. *Sampled*: slots that share page tables
are compared, in random programs, with slots that have a table each, about which the
theorems are (`shared_tables_show_what_plain_ones_hold`). Empty: nothing is claimed.
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
            _sampled(one, policy) if found is None else _proved(found)
            for policy in POLICIES.values()
            for found in [about.get((name, policy.name))]
        )
        yield f"| `{name}` | {' | '.join(shown)} |"
    yield ""


def _proved(theorem: Theorem) -> str:
    """How a theorem ends."""
    return "proved" if theorem.expected is Verdict.PROVED else "refuted"


def _sampled(theorem: Theorem, policy: type[Policy]) -> str:
    """What is claimed of a policy without a theorem, where others have this one."""
    if policy.name not in SOUND:
        return ""
    hidden = expected(theorem.law, policy) is Verdict.PROVED
    return "sampled" if hidden else "not hidden"
