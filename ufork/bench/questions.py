"""The questions of a measurement: drawn once, ahead of time."""

from random import Random

import attrs

from model.isa.capability import Capability
from model.isa.encoding import encode
from model.isa.format import Format
from model.isa.words import align_down, truncate
from model.memory.layout import Layout

PAGE_BITS = 12
"""Pages are of 4 KiB."""
SLOTS_BITS = 11
"""Bits of an address that number slots, its sign among them."""
WORD_BITS = 4
"""Loads are of up to 16 bytes."""


@attrs.frozen(kw_only=True)
class Questions:
    """Arguments for many calls of every operation, one of each kind for every call."""

    capabilities: tuple[Capability, ...]
    lengths: tuple[int, ...]
    """The lengths to set their bounds to."""
    targets: tuple[int, ...]
    """The addresses to move them to and to load from."""
    sizes: tuple[int, ...]
    """Bytes to load."""

    layout: Layout
    residents: tuple[Capability, ...]
    """Capabilities to relocate: what the parents hold."""
    parents: tuple[int, ...]
    """Slots from which they are relocated."""
    children: tuple[int, ...]
    """Slots to which they are relocated."""


def draw(form: Format, count: int, seed: int) -> Questions:
    """Capabilities of all sizes; some are sealed, untagged or not well-formed.

    Some of their addresses, and some that they are asked about, are out of bounds.
    """
    chance = Random(seed)  # noqa: S311  questions have to come again
    layout = Layout(form, PAGE_BITS, form.value_width - SLOTS_BITS)
    slots = range(layout.first_user_slot, layout.last_user_slot + 1)
    parents = tuple(chance.choice(slots) for _ in range(count))
    held = tuple(_anywhere(chance, form) for _ in range(count))
    targets = tuple(_address(chance, capability) for capability in held)
    return Questions(
        capabilities=held,
        lengths=tuple(_length(chance, one, one.value) for one in held),
        targets=targets,
        sizes=tuple(map(_size, [chance] * count, held, targets)),
        layout=layout,
        residents=tuple(_resident(chance, layout, parent) for parent in parents),
        parents=parents,
        children=tuple(chance.choice(slots) for _ in range(count)),
    )


def _anywhere(chance: Random, form: Format) -> Capability:
    """A capability for some of the address space; for one half, where that matters."""
    if not form.signed_values or _rarely(chance):
        return _capability(chance, form, 0, form.address_space)
    half = 1 << (form.value_width - 1)
    least = chance.choice((0, form.address_space - half))
    return _capability(chance, form, least, half)


def _resident(chance: Random, layout: Layout, parent: int) -> Capability:
    """A capability for some of the parent's region; now and then, for any addresses."""
    if _rarely(chance):
        return _anywhere(chance, layout.format)
    region = layout.region(parent)
    return _capability(chance, layout.format, region.base, region.length)


def _capability(chance: Random, form: Format, least: int, size: int) -> Capability:
    """A capability for some of ``[least, least + size)``, of any exponent."""
    length = min(size, chance.getrandbits(chance.randrange(1, size.bit_length() + 1)))
    base = least + chance.randrange(size - length + 1)
    coding, otypes = form.permissions, form.otypes
    perms = coding.write(coding.legal(coding.all_permissions))
    drawn, encoded = chance.getrandbits(form.bounds_width), encode(form, base, length)
    capability = Capability(
        format=form,
        tag=not _rarely(chance),
        perms_field=chance.getrandbits(coding.width) if _rarely(chance) else perms,
        otype=otypes.sentry if _rarely(chance) else otypes.unsealed,
        bounds_field=drawn if _rarely(chance) else encoded.field,
        address=truncate(base, form.address_width),
    )
    return attrs.evolve(capability, address=_address(chance, capability))


def _address(chance: Random, capability: Capability) -> int:
    """An address for a capability: mostly in bounds; now and then, with flags."""
    bounds, form = capability.bounds, capability.format
    if bounds.base < bounds.top and chance.randrange(8):
        address = chance.randrange(bounds.base, bounds.top)
    else:
        around = max(1, 2 * bounds.length)
        address = bounds.base + chance.randrange(-around, around)
    flags = align_down(chance.getrandbits(form.address_width), form.value_width)
    return truncate(address ^ (flags if _rarely(chance) else 0), form.address_width)


def _length(chance: Random, capability: Capability, base: int) -> int:
    """A length from ``base`` up: mostly one that is in bounds, if any is."""
    room = capability.top - base
    if room <= 0 or _rarely(chance):
        return chance.getrandbits(chance.randrange(1, capability.format.address_width))
    return min(room, chance.getrandbits(chance.randrange(1, room.bit_length() + 1)))


def _size(chance: Random, capability: Capability, target: int) -> int:
    """How much to load: mostly no more than is in bounds."""
    room = capability.top - target
    most = WORD_BITS if _rarely(chance) else min(WORD_BITS, room.bit_length() - 1)
    return 1 << chance.randrange(max(1, most + 1))


def _rarely(chance: Random) -> bool:
    """One time in 32."""
    return chance.randrange(32) == 0
