"""What a memory relies on when it decides once for many entries, or many frames.

A fork changes every entry of the parent. Few entries differ in more than their frames,
and few frames in more than their pages, so that an optimized memory asks its policy
once for all that do not.
"""

import attrs

from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policy import Policy
from properties.laws.memory.table_invariants import same_whole_entry


def a_decision_is_the_same_for_every_frame(
    policy: Policy, entry: Entry, frame: int
) -> None:
    """What a fork makes of an entry, for the parent or for the child, follows from its
    bits alone; its frame stays.
    """
    elsewhere = attrs.evolve(entry, frame=frame)
    for made in (policy.parent_entry, policy.child_entry):
        expected = attrs.evolve(made(entry), frame=frame)
        assert same_whole_entry(made(elsewhere), expected)
        assert made(entry).frame == entry.frame


def a_change_of_frames_is_the_same_for_every_page(
    policy: Policy, known: Frame, page: int
) -> None:
    """How a fork or the end of a page changes what is known of a frame follows from its
    references and its home alone; its page stays.
    """
    elsewhere = attrs.evolve(known, page=page)
    for changed in (policy.frame_after_fork, policy.frame_after_leaving):
        now, expected = changed(elsewhere), changed(known)
        assert now.references == expected.references
        assert now.home == expected.home
        assert now.page == page
