"""Annotations and decisions in TinyDB: what is acknowledged is on the disk, and stays there."""
