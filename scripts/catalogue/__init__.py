"""Writes down what travels on the bus, from the declarations that the code itself uses.

    python -m scripts.catalogue

makes docs/events.md, docs/schemas/*.json and docs/asyncapi.json. A test fails when they are
not what this would make.
"""
