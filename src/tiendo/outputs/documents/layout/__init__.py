"""Paper to Word: the template in the administrative layout, its filling and its charts. Reads no database."""
