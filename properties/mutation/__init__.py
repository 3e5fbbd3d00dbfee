"""The mutation score: single nodes of the text changed, and what notices.

The catalogue in ``properties.mutants`` has defects that a person thought of. Here they
are made by rule, so that the score says how nearly it is true that every line of the
model and of the optimized memory is held in place. Read the modules in this order.

``rules``, ``exempt``, ``sites``
    What may stand in the place of a node, what is left as it is, and every site.
``equivalent``
    Changes that no program can observe, each with the reason, kept as data.
``areas``, ``drawing``
    What the score is broken down by, and which changes a seed draws.
``tree``
    A copy of the sources in which one file is changed; the checkout is never touched.
``watching``, ``watched``, ``index``
    Which functions each question executes, found once on the unchanged sources: a
    change is put only to the questions that execute it, the cheapest first.
``questions``, ``asking``
    The questions that this package can put, and the process that puts them to a copy.
``killers``
    The families of questions, in the order in which they are asked.
``trials``, ``results``
    What became of each change, and the file from which an interrupted run resumes.
"""
