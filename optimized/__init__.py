"""The memory that copies late: one address space, frames shared after a fork.

It runs on the hardware that the model describes, page-table bits and all, and keeps
the protocol of ``model.memory.memory_system``; how it gets there is its own. Read
``frames`` and ``entries`` (what it stores), ``relocation`` (one granule, by adding to
its mantissas), ``policies`` (every decision, as pure functions), then ``lazy_memory``,
which only looks up, asks the policy, and stores.
"""
