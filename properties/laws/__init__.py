"""The laws: assertions that are run on examples, sampled and proved, from one text.

A law takes everything it speaks of as arguments. Inputs that are outside its domain end
in ``assumption.Unmet``, which is neither a success nor a violation. No law depends on
its caller: this package imports no sampler, no solver and no test runner.
"""

if not __debug__:
    raise ImportError(
        "the laws are assertions, which python -O and PYTHONOPTIMIZE take away"
    )
