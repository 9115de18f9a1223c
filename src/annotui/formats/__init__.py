"""Interchange formats, one module each: records in, bytes out, nothing else."""
