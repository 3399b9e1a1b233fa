"""Two signature layers on real PDF files: made with test keys, and judged.

`pki` makes the keys of one attempt, `typeset` the drafts, `sign` the signatures,
`validate` the verdict, `page` a picture for the terminal. All functions are plain and
synchronous; from a program with an event loop call them in a thread. The PDF library is
imported at the first call that needs it, not here.
"""
