"""The page: explore, play and exercise in a browser, served from this machine alone.

``desk`` shares the worker processes fairly among visitors, ``work`` is what they do; ``dials``, ``recipe``, ``charts``
and ``pairing`` know the model and no framework; ``door`` and ``visitors`` say who may come in and keep what is theirs;
the rest draws pages with NiceGUI, which is an extra of the package (``tightrope[web]``).
"""
