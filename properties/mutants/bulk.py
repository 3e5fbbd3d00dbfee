"""Mutants of decisions that a memory makes once for many entries, or frames."""

from optimized.entries import Entry
from optimized.frames import Frame
from optimized.policies.copa import CoPA
from properties.mutants.mutant import Area, Decisions, Fuzz, Mutant, Proof


class FirstFrameUnshared(CoPA):
    """What is in the first frame stays as it is, as if it were the kernel's."""

    def child_entry(self, entry: Entry) -> Entry:
        """The parent's, if it has the first frame."""
        return entry if entry.frame == 0 else super().child_entry(entry)


class FirstPageUncounted(CoPA):
    """A frame that backs the first page of a slot is not counted."""

    def frame_after_fork(self, frame: Frame) -> Frame:
        """Unchanged, if nobody but first pages map the frame."""
        return frame if frame.page == 0 else super().frame_after_fork(frame)


MUTANTS = (
    Mutant(
        "first-frame-unshared",
        Area.POLICY,
        "a fork decides about the first frame in another way than about all others",
        Decisions(FirstFrameUnshared),
        (
            Proof("a_decision_is_the_same_for_every_frame"),
            Proof("fork_keeps_the_invariant"),
            Fuzz(),
        ),
    ),
    Mutant(
        "first-page-uncounted",
        Area.POLICY,
        "a fork does not count the frame of the first page",
        Decisions(FirstPageUncounted),
        (
            Proof("a_change_of_frames_is_the_same_for_every_page"),
            Fuzz(),
        ),
    ),
)
"""The mutants of this chapter."""
