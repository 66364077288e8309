"""The bench of the figures engine: ratios against the usual design, both sides in one run on one database. See docs/figures.md."""
