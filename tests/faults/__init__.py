"""Faults: several processes acting at once, killed at any moment, against one real installation; then everything is proved.

`script/faults` is the long run on both databases, `python -m tests.faults` one of them; the tests in this folder are short ones.
"""
