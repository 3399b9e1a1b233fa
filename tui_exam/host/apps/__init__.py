"""Many apps in one process, each as if it were alone."""
