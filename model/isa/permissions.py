"""The permissions of a capability by name, and in groups.

A format stores some of them, and numbers them in its own way: see
``permission_coding``.
"""

import enum


class Permission(enum.IntFlag):
    """What a capability allows, whatever its format calls it.

    The numbers are Morello's, where the permission value of the architecture and the
    bits that are stored are these flags.

    Source:
        Arm Morello supplement, capability permissions; Sail Morello, ``CAP_PERM_*``.
        The last is CHERIoT's, and the elevate-level permission of RVY.
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
    LOAD_GLOBAL = 1 << 18


LETTERS = (
    (Permission.LOAD, "r"),
    (Permission.STORE, "w"),
    (Permission.EXECUTE, "x"),
    (Permission.LOAD_CAP, "R"),
    (Permission.STORE_CAP, "W"),
    (Permission.SEAL, "s"),
    (Permission.UNSEAL, "u"),
)
"""The letters that permissions are printed as; capital letters move capabilities."""


def letters(named: int) -> str:
    """The permissions that have a letter, as letters; ``-`` if there is none."""
    return "".join(letter for bit, letter in LETTERS if named & bit) or "-"
