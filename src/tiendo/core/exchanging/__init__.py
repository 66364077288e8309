"""Reports as workbooks, out and back: a sheet that knows what it is, filled away from the system and taken in whole or not at all."""
