"""Published answers about capabilities, and whether the model gives the same.

Read ``questions``, ``readings`` (who answers, where two are known to differ),
``tables`` (files of answers), ``answers`` (the model's), ``comparison``, then
``checking``, which goes through a whole file.
"""
