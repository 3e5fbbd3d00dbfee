"""The architectural permissions of a capability; knows nothing of their encoding."""

import enum


class Permission(enum.IntFlag):
    """What a capability allows, as the bits of the architectural permission value.

    Source:
        Arm Morello supplement, capability permissions; Sail Morello, ``CAP_PERM_*``.
    """

    GLOBAL = 1 << 0
    EXECUTIVE = 1 << 1
    USER0 = 1 << 2
    USER1 = 1 << 3
    USER2 = 1 << 4
    USER3 = 1 << 5
    MUTABLE_LOAD = 1 << 6
    COMPARTMENT_ID = 1 << 7
    BRANCH_SEALED_PAIR = 1 << 8
    SYSTEM = 1 << 9
    UNSEAL = 1 << 10
    SEAL = 1 << 11
    STORE_LOCAL = 1 << 12
    STORE_CAP = 1 << 13
    LOAD_CAP = 1 << 14
    EXECUTE = 1 << 15
    STORE = 1 << 16
    LOAD = 1 << 17


MEMORY = (
    Permission.LOAD
    | Permission.STORE
    | Permission.EXECUTE
    | Permission.LOAD_CAP
    | Permission.STORE_CAP
)
"""The permissions through which memory is reached; the others reach none."""

WRITING = (
    Permission.STORE
    | Permission.STORE_CAP
    | Permission.STORE_LOCAL
    | Permission.MUTABLE_LOAD
)
"""What a capability loses when it is loaded through one without MutableLoad."""

LETTERS = (
    (Permission.LOAD, "r"),
    (Permission.STORE, "w"),
    (Permission.EXECUTE, "x"),
    (Permission.LOAD_CAP, "R"),
    (Permission.STORE_CAP, "W"),
    (Permission.SEAL, "s"),
    (Permission.UNSEAL, "u"),
)
"""The letters by which people read permissions; capital letters move capabilities."""


def letters(perms: int) -> str:
    """The permissions people look for first, as letters; ``-`` when there is none."""
    return "".join(letter for bit, letter in LETTERS if perms & bit) or "-"
