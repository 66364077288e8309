"""Workbooks people send (`reading`) and take away (`writing`): .xlsx only, with limits, without formulas in either direction."""
