"""Laws of whole systems.

Read ``numbers``, then ``looking`` (an observation disturbs nothing and misses nothing),
``beginning``, ``images`` (the parts of a program's memory) and ``allocating`` (its
malloc), ``bookkeeping``, ``asking`` and ``failing``, ``protocol`` (what the kernel may
ask of a memory), ``declarations`` (what operations say that they do), ``faults`` and
``signalled``, ``piping``, ``transfers`` and ``crossing`` (what the kernel copies, and
what new memory holds), ``devices`` (what goes past the page table), ``revoking``,
``holding`` (what registers may come to hold), ``inheritance``, ``handed_down`` and
``fates`` (all that a fork hands down, thing by thing), ``refinement`` (two systems that
run one program), and ``limits``, which is what one address space cannot hide.
``steps``, ``words`` and ``traces`` are about what is told of all that.
"""
