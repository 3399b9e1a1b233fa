"""The same exam in the browser of this machine."""
