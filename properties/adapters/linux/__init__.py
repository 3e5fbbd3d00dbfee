"""The oracle: random programs on real processes of the running kernel, and the model.

``generation`` makes programs up while the model runs them, ``recording`` keeps what it
says, ``encoding`` writes them for a runner, ``c_runner`` and ``python_runner`` run
them, ``comparing`` holds the two against each other, ``campaign`` goes through many,
and ``workers`` through many at once. What is not compared, and why, is in ``judged``.
"""
