"""Interchange formats, one module each, all of one shape: `write` makes bytes of records, `read` records of bytes."""
