"""The lazy memory: one address space, whose frames are shared after a fork.

The lazy memory runs on the hardware that the model describes, page-table bits included,
and implements the protocol of ``model.memory.memory_system`` in a way of its own. Read
its modules in this order.

``entries``, ``packed``, ``frames``
    What it stores: where a page is and what is allowed, as objects and in words, and
    how a frame is shared.
``bounds``
    The bounds of a capability on bare numbers, proved to be those of the model.
``relocation``, ``bulk``, ``content``
    One granule relocated, by adding to its mantissas; a whole frame relocated at once;
    and the bytes and tags of frames.
``policy``, ``policies``
    What a policy of lazy copying decides, and the policies: pure functions.
``fault_handler``
    What happens to an access that the hardware refuses.
``lazy_memory``
    The memory itself, which looks up, asks policy and handler, and stores.
``links``, ``table_references``, ``page_tables``, ``shared_tables``
    Tables that slots have in common after a fork: what leads to them, what they hold
    and map, and the memory that has them.
``metering``, ``memories``
    The same memory, which also counts its work; and which class a policy asks for.
"""
