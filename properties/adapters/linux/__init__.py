"""The oracle: random programs on real processes of the running kernel, and the model.

``generation`` makes programs while the model runs them, ``recording`` keeps them with
the answers of the model, which are encoded in ``results`` as the programs are in
``encoding``, ``c_runner`` and ``python_runner`` run them, ``comparing`` compares the
kernel with the model, ``campaign`` runs many programs, and ``workers`` many at once.
What is not compared, and why, is in ``judged``, and what a runner cannot do in
``abilities``.
"""
