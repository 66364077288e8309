"""The pages of reports: parse, ask one action or query, render. `access` holds the rule beside each page."""
