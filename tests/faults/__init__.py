"""Faults: several processes acting at once, killed at any moment, against one real installation; then everything is proved.

`python -m tests.faults` is the long run, `script/faults` the same on both databases; the tests in this folder are short ones. The
process that starts, kills and judges (`storm`, `served`) never touches the database: that is done by processes it starts (`land`,
`worker`, `proof`).
"""
