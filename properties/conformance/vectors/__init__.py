"""Published answers about capabilities, and whether the model gives the same.

Read ``questions``, ``readings`` (whose answers a file has, where two are known to
differ), ``tables`` (files of answers), ``answers`` (the model's), ``comparison``, then
``checking``, which goes through a whole file.
"""
