"""The memory that copies late: one address space, frames shared after a fork.

It runs on the hardware that the model describes, page-table bits and all, and keeps
the protocol of ``model.memory.memory_system``; how it gets there is its own. Read it in
this order.

``entries``, ``frames``
    What it stores: where a page is and what is allowed, and who shares a frame.
``bounds``
    The bounds of a capability on bare numbers, proved to be those of the model.
``relocation``
    One granule relocated, by adding to its mantissas.
``policy``, ``policies``
    What a way of lazy copying has to say, and those there are: pure functions.
``fault_handler``
    What becomes of an access that the hardware refuses.
``lazy_memory``
    Looks up, asks policy and handler, and stores.
"""
