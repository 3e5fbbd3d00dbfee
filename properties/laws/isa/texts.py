"""What the text of each architecture says of a capability, read off its bits.

The model says the same in its own way. This restatement is there to judge the model, so
it takes nothing from ``model.isa`` but the bits and the names of permissions.

Source:
    Sail Morello, ``CapIsExponentOutOfRange``, ``CAP_SEAL_TYPE_*``, and the clauses of
    its instructions. Sail CHERI-RISC-V and Sail CHERIoT call no bounds malformed; their
    ``reserved_otypes`` and ``cheri_types.sail``. RISC-V specification for CHERI: memory
    space, malformed capability bounds, and the instructions of the base.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

import attrs

from model.isa.capability import Capability
from model.isa.format import Format
from model.isa.permissions import Permission
from properties.laws.isa.codings import CODINGS

_MORELLO_EMAX, _RVY128_EMAX, _RVY64_EMAX, _TOY_EMAX = (
    CODINGS[name].greatest for name in ("morello128", "rvy128", "rvy64", "toy")
)
"""The greatest exponents that bounds have."""

SHORTEST: Final = 2
"""Bytes of the shortest instruction of RISC-V: a jump there checks as many."""


@attrs.frozen(kw_only=True)
class Text:
    """What one architecture says, for addresses of one width."""

    is_malformed: Callable[[int], bool]
    """Whether a metadata word, as it is in a register, has a bounds field that is no
    encoding."""
    wraps: bool = False
    """Whether address 0 follows the last address in an access; a top is no address."""
    lacks: frozenset[str] = frozenset()
    """The operations for which there is no instruction."""
    unsealed: int = 0
    """The otype of an unsealed capability."""
    sentry: int = 1
    """The otype of an entry that a jump to it unseals."""
    pcc_moves: bool = False
    """Whether the PCC's address is that of the next instruction, always."""
    data_otypes: int = 0
    """What is added to the otype of a capability without Execute to get software's
    number, if data has otypes of its own."""
    sealable: tuple[tuple[int, int], ...] = ()
    """The otypes that an authority may seal with: the least and the greatest of each
    range; only those of code, if data has otypes of its own."""
    sealable_data: tuple[tuple[int, int], ...] = ()
    """The otypes of data, as software numbers them."""
    returning: frozenset[int] = frozenset()
    """The otypes of code that is entered by returning to it, which is always local."""
    reserved_otypes: int = 0
    """The least otype that no authority unseals; 0 if there is none."""
    strips: frozenset[str] = frozenset()
    """The permissions without which a capability store clears the tag and does not
    fault."""
    writing: int = 0
    """What a load without MutableLoad takes, if it is these permissions and no other
    changes."""
    entries: Mapping[str, frozenset[int]]
    """The otypes that an operation seals with, without an authority over them."""
    reserved: int = 0
    """The reserved bits of the metadata word."""
    derives_what_it_builds: bool = False
    """Whether building gives what derivations would make from the authority."""
    keeps_tags_it_builds: bool = False
    """Whether building takes the bits as they are, with the tag that they have."""


def text_of(form: Format) -> Text:
    """The text that a format is from; variants of it have its name and a suffix."""
    return next(text for name, text in _TEXTS.items() if form.name.startswith(name))


def is_malformed(capability: Capability) -> bool:
    """Whether no bounds are encoded as its are, so that it stands for no addresses."""
    return text_of(capability.format).is_malformed(capability.register_metadata)


def can_be_malformed(form: Format) -> bool:
    """Whether there are bounds fields that are no encoding."""
    return text_of(form).is_malformed is not _never


def is_sealed(capability: Capability) -> bool:
    """Whether it may not be used or changed as it is."""
    return capability.otype != text_of(capability.format).unsealed


def is_sentry(capability: Capability) -> bool:
    """Whether it is sealed as an entry, to be entered where it points."""
    text = text_of(capability.format)
    if text.data_otypes and not capability.has(Permission.EXECUTE):
        return False
    return capability.otype == text.sentry


def is_local(capability: Capability) -> bool:
    """Whether a store needs StoreLocal to keep its tag: it has no Global permission, or
    it is there to be returned to.
    """
    returning = False
    for otype in text_of(capability.format).returning:
        returning |= capability.otype == otype
    returning &= capability.has(Permission.EXECUTE)
    return (not capability.has(Permission.GLOBAL)) | returning


def otype_of(capability: Capability) -> int:
    """Its otype as software numbers it."""
    if capability.has(Permission.EXECUTE):
        return capability.otype
    return capability.otype + text_of(capability.format).data_otypes


def reserved_bits(capability: Capability) -> int:
    """Those of its bits that stand for nothing."""
    return capability.register_metadata & text_of(capability.format).reserved


def _of_morello(word: int) -> bool:
    """Internal exponents above 50, except 63, which NULL has."""
    stored = (word >> 16 & 0b111) << 3 | word & 0b111
    return (word >> 30 & 1 == 0) & _is_between(_MORELLO_EMAX, 63 - stored, 63)


def _of_toy(word: int) -> bool:
    """The same in a smaller field: above 5, except 15."""
    stored = (word >> 5 & 0b11) << 2 | word & 0b11
    return (word >> 8 & 1 == 0) & _is_between(_TOY_EMAX, 15 - stored, 15)


def _is_between(low: int, exponent: int, high: int) -> bool:
    """Whether the exponent lies strictly between the two limits."""
    return (low < exponent) & (exponent < high)


def _of_rvy128(word: int) -> bool:
    """Internal exponents below 0; 52 unless B is 0; 51 if B has its highest bit."""
    E = _RVY128_EMAX - ((word >> 14 & 0b111) << 3 | word & 0b111)
    B = word & 0x3FF8
    beyond = (E == _RVY128_EMAX) & (B != 0) | (E == _RVY128_EMAX - 1) & (B >> 13 == 1)
    return (word >> 26 & 1 == 0) & ((E < 0) | beyond)


def _of_rvy64(word: int) -> bool:
    """The same with 24 and 23; also 0, because it is encoded without an internal
    exponent.
    """
    stored = (word >> 18 & 1) << 4 | (word >> 10 & 0b11) << 2 | word & 0b11
    E, B = _RVY64_EMAX - stored, word & 0x3FC
    beyond = (E == _RVY64_EMAX) & (B != 0) | (E == _RVY64_EMAX - 1) & (B >> 9 == 1)
    return (word >> 19 & 1 == 0) & ((E <= 0) | beyond)


def _never(_: int) -> bool:
    """Every bounds field is an encoding."""
    return False


def _by_each(*otypes: int) -> Mapping[str, frozenset[int]]:
    """Operations that seal entries without an authority seal with these otypes."""
    return dict.fromkeys(("seal_entry", "build", "link"), frozenset(otypes))


_WRITING = (
    Permission.STORE
    | Permission.STORE_CAP
    | Permission.STORE_LOCAL
    | Permission.MUTABLE_LOAD
)

_MORELLO_ENTRIES = {"seal_entry": frozenset({1}), "link": frozenset({1})}
"""Building is not listed, because on Morello what is built is unsealed."""

_TEXTS: Mapping[str, Text] = MappingProxyType(
    {
        "morello128": Text(
            is_malformed=_of_morello,
            pcc_moves=True,
            sealable=((0, 0x7FFF),),
            writing=_WRITING,
            entries=_MORELLO_ENTRIES,
            keeps_tags_it_builds=True,
        ),
        "cheriv9-128": Text(
            is_malformed=_never,
            unsealed=0x3FFFF,
            sentry=0x3FFFE,
            sealable=((0, 0x3FFFB),),
            reserved_otypes=0x3FFFC,
            entries=_by_each(0x3FFFE),
            reserved=0b11 << 46,
            derives_what_it_builds=True,
        ),
        "cheriv9-64": Text(
            is_malformed=_never,
            unsealed=0xF,
            sentry=0xE,
            sealable=((0, 0xB),),
            reserved_otypes=0xC,
            entries=_by_each(0xE),
            derives_what_it_builds=True,
        ),
        "rvy128": Text(
            is_malformed=_of_rvy128,
            pcc_moves=True,
            wraps=True,
            lacks=frozenset({"seal", "unseal"}),
            strips=frozenset({"store_cap", "store_local"}),
            entries=_by_each(1),
            reserved=0x7F << 57 | 0x7FFF << 28,
        ),
        "rvy64": Text(
            is_malformed=_of_rvy64,
            pcc_moves=True,
            wraps=True,
            lacks=frozenset({"seal", "unseal"}),
            strips=frozenset({"store_cap", "store_local"}),
            entries=_by_each(1),
            reserved=0b111 << 21,
        ),
        "cheriot": Text(
            is_malformed=_never,
            lacks=frozenset({"seal_entry", "build"}),
            data_otypes=8,
            sealable=((1, 3), (6, 7)),
            sealable_data=((9, 15),),
            strips=frozenset({"store_local"}),
            entries={"link": frozenset({4, 5})},
            returning=frozenset({4, 5}),
            reserved=1 << 31,
        ),
        "toy": Text(
            is_malformed=_of_toy,
            pcc_moves=True,
            keeps_tags_it_builds=True,
            sealable=((0, 7),),
            writing=_WRITING,
            entries=_MORELLO_ENTRIES,
        ),
    }
)
"""The texts, by the beginning of the names of their formats."""
