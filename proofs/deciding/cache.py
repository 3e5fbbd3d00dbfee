"""Answers remembered by the content of everything that they depend on.

A proof is of the text that was executed. So an answer is kept under a hash of the
sources of the model, the optimized memory, the laws, the mutants and the proofs, of the
solvers' versions, of the law's name and domain, and of the format, policy and mutant
that it is about. After a change of any line, the proof is made again.
"""

import functools
import hashlib
import json
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs
import z3

import model
import optimized
import proofs
import properties.laws
import properties.mutants
from proofs.deciding.prover import Counterexample
from proofs.deciding.second_opinion import Solver, versions
from proofs.obligations import Theorem, Verdict

ANSWERS = (Verdict.PROVED, Verdict.REFUTED)
"""The verdicts that are worth remembering: others may change with more time."""


@attrs.frozen
class TheoremResult:
    """What is known of a theorem, all its cases taken together."""

    law: str
    form: str
    """The format that the theorem is about."""
    domain: str
    verdict: Verdict
    expected: Verdict
    cases: int
    """Parts of the domain."""
    vacuous: int
    """The cases in which no input meets the law's assumptions."""
    conditions: int
    """Failing paths of the cases. All are asked about unless one refutes the law."""
    cpu_seconds: float
    slowest: float
    """Processor seconds of the case that took longest."""
    opinions: int = 0
    """Conditions that another solver confirmed."""
    unconfirmed: int = 0
    """Conditions that no other solver that was asked could decide."""
    disagreements: int = 0
    policy: str = ""
    """The policy that the theorem is about, if it is about one."""
    doubt: str = ""
    """Why the last of the unconfirmed conditions is not confirmed."""
    cached: bool = False
    counterexample: Counterexample | None = None
    reason: str = ""

    @property
    def is_expected(self) -> bool:
        """Whether the verdict is the one that the ledger expects."""
        return self.verdict is self.expected


def folder() -> Path:
    """Where answers are kept: ``UFORK_CACHE``, or the user's cache folder."""
    if chosen := os.environ.get("UFORK_CACHE"):
        return Path(chosen)
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "ufork" / "proofs"


@functools.cache
def content_hash() -> str:
    """The hash of every source that a proof depends on, and of the solver's version."""
    digest = hashlib.sha256(z3.get_full_version().encode())
    for path in _sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _sources() -> Iterator[Path]:
    """The sources, in a fixed order."""
    for package in (model, optimized, properties.laws, properties.mutants, proofs):
        root = Path(package.__path__[0])
        yield from sorted(root.rglob("*.py"))


def _path(theorem: Theorem, mutant: str | None, solvers: Sequence[Solver]) -> Path:
    """The file of one answer."""
    asked = f"{theorem.key}/{mutant or ''}/{theorem.domain}/{versions(solvers)}"
    key = f"{content_hash()}/{asked}"
    return folder() / f"{hashlib.sha256(key.encode()).hexdigest()}.json"


def recall(
    theorem: Theorem, mutant: str | None, solvers: Sequence[Solver] = ()
) -> TheoremResult | None:
    """The remembered answer, if there is a whole one."""
    try:
        kept = json.loads(_path(theorem, mutant, solvers).read_text(encoding="utf-8"))
        found = kept.pop("counterexample")
        return TheoremResult(
            **{
                **kept,
                "verdict": Verdict(kept["verdict"]),
                "expected": Verdict(kept["expected"]),
                "cached": True,
            },
            counterexample=None if found is None else _counterexample(found),
        )
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _counterexample(kept: dict[str, str]) -> Counterexample:
    """A counterexample as it was remembered."""
    return Counterexample(kept["case"], tuple(kept["arguments"]), kept["message"])


def remember(
    theorem: Theorem,
    mutant: str | None,
    solvers: Sequence[Solver],
    result: TheoremResult,
) -> None:
    """Keep a proof or refutation; a folder that cannot be written keeps nothing."""
    if result.verdict not in ANSWERS or result.unconfirmed:
        return
    kept = attrs.asdict(result)
    kept["verdict"], kept["expected"] = result.verdict.value, result.expected.value
    path = _path(theorem, mutant, solvers)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(kept, file)
        Path(temporary).replace(path)
    except OSError:
        return
