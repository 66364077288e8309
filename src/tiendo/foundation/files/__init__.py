"""Files kept with a record: checked by their insides, stored once by digest, read and removed by the rules of the record's own app.

An app with records that carry files registers an `owners.Owner` in its `apps.py`; the pages and the partial are here.
"""
