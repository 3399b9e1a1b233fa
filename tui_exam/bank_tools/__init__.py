"""Tools for those who keep a question bank: check, count, expire, publish, seal."""
