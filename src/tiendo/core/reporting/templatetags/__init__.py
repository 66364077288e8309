"""Words and figures of the reporting pages."""
