"""The record of one mutant: a defect made on purpose, and what must catch it."""

import enum

import attrs

from optimized.policy import Policy

PROTOTYPE = "the published uFork prototype"
"""The source of a defect that was read in the code of the prototype."""


class Area(enum.Enum):
    """Where a defect is, or what it is judged by."""

    ISA = "isa"
    """Capabilities and their encodings."""
    RELOCATION = "relocation"
    """What moves a capability from one region to another."""
    MEMORY = "memory"
    """The memories: which page, frame and granule an operation reaches."""
    POLICY = "policy"
    """The decisions of a lazy fork."""
    KERNEL = "kernel"
    """What the kernel keeps, and what a call that fails leaves behind."""
    POSIX = "posix"
    """What POSIX says of a call."""
    ORACLE = "oracle"
    """What the running kernel does otherwise."""


@attrs.frozen
class Edit:
    """Other text at one place of one function.

    The place is found by its text inside the function, compared without regard to
    layout and quotes: an expression, a statement, a keyword argument, or, if the text
    ends in a colon, the head of a compound statement, whose body then stays. Nothing
    outside the function matters, and a place that is there twice is refused.
    """

    function: str
    """The module, a colon, and the function's qualified name."""
    before: str
    after: str


@attrs.frozen
class Edits:
    """The same defect in several texts that are otherwise proved to be equal."""

    edits: tuple[Edit, ...]


@attrs.frozen
class Decisions:
    """Another policy in place of the one whose name it has."""

    policy: type[Policy]


Change = Edit | Edits | Decisions


@attrs.frozen
class Proof:
    """The proof of a law: it is refuted, by a counterexample that was run."""

    law: str
    form: str = "morello128"
    """The format in which it is refuted."""


@attrs.frozen
class Fuzz:
    """Random programs over a memory: one breaks a law."""

    law: str = ""
    """The law that is broken; empty if any will do."""
    policy: str = "copa"


@attrs.frozen
class Program:
    """A law of the kernel's state: it fails after a program."""

    law: str
    lines: tuple[str, ...]
    policy: str = ""
    """The memory, if it must be a certain one."""
    image: str = "plain"
    """The parts of the first process's memory."""


@attrs.frozen
class Assertion:
    """An assertion of a POSIX suite: its example fails over some memory."""

    example: str
    """The suite, a slash, and the name of the example."""


@attrs.frozen
class Oracle:
    """The running kernel: it answers a random program in another way."""

    memory: str = "separate"
    """The memory that the model runs over."""


Killer = Proof | Fuzz | Program | Assertion | Oracle


@attrs.frozen
class Mutant:
    """A defect made on purpose: what cannot find it finds nothing."""

    id: str
    area: Area
    defect: str
    """What is wrong, in one sentence for people."""
    change: Change
    killed_by: tuple[Killer, ...]
    """Each of these must catch it."""
    source: str = attrs.field(default="", kw_only=True)
    """Where the defect was seen, if it is not of our own making."""

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The texts that are changed; none by a policy."""
        match self.change:
            case Edit():
                return (self.change,)
            case Edits(edits):
                return edits
            case Decisions():
                return ()

    @property
    def laws(self) -> frozenset[str]:
        """The laws whose proofs must be refuted."""
        return frozenset(by.law for by in self.killed_by if isinstance(by, Proof))

    @property
    def catching_laws(self) -> frozenset[str]:
        """All laws that must fail: proved, of random programs, or after a program."""
        named = (by for by in self.killed_by if isinstance(by, Proof | Fuzz | Program))
        return frozenset(by.law for by in named if by.law)

    @property
    def assertions(self) -> tuple[str, ...]:
        """The assertions of POSIX that must fail."""
        return tuple(by.example for by in self.killed_by if isinstance(by, Assertion))

    @property
    def oracle(self) -> Oracle | None:
        """The running kernel, if it must catch this."""
        return next((by for by in self.killed_by if isinstance(by, Oracle)), None)

    @property
    def policy(self) -> type[Policy] | None:
        """The policy that it is, if it is one."""
        return self.change.policy if isinstance(self.change, Decisions) else None
