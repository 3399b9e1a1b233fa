"""Question files in and out: GIFT, Aiken, Moodle XML, QTI, spreadsheets, native YAML, paper.

Readers turn a file of somebody else into `ImportedItem`s and a list of problems; writers turn
items into such a file and a list of what it could not hold. Nothing here is needed to sit an
exam, so nothing here is imported by the screens at the start.
"""
