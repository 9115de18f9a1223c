"""A folder of files, and the articles in it: what is read, as what text, under which name."""
