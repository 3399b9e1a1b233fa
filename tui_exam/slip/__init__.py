"""The result slip: one attempt's result as a signed PDF file.

`installation` keeps the key it is signed with, `content` says what stands on it, `make`
typesets and signs. It pretends to be nothing official: every page says THI THỬ.
"""
