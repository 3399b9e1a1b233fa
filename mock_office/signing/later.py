"""What was changed in a file after a signature: which changes can be explained, and where."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from mock_office.signing import form


def changed_fields(reader: Any, revision: int, names: Iterable[str]) -> frozenset[str]:
    """Those of the named fields that do differ from what they were in a revision.

    The library names every field it had to look at, also those left as they were.
    """
    before = reader.get_historical_resolver(revision)
    changed = set()
    for name in names:
        reference = form.find(reader, name)
        if (
            reference is None
            or reader.xrefs.get_introducing_revision(reference.reference) > revision
            or reference.get_object() != before(reference.reference)
        ):
            changed.add(name)
    return frozenset(changed)


def signed_after(reader: Any, revision: int) -> set[str]:
    """Names of the fields whose signature is younger than a revision."""
    from pyhanko.sign.fields import enumerate_sig_fields

    names = set()
    for name, _, reference in enumerate_sig_fields(reader, filled_status=True):
        value = reference.get_object().raw_get("/V")
        if reader.xrefs.get_last_change(value.reference) > revision:
            names.add(name)
    return names


@cache
def policy(*, first: bool = False) -> Any:
    """Which changes between two revisions can be explained.

    A signature field may move, which is told as a mistake of its own. A picture in place
    may never be written over. For the step from the draft to its `first` signature the
    mark of certification may be set.
    """
    from pyhanko.sign import diff_analysis
    from pyhanko.sign.diff_analysis.constants import (
        ROOT_EXEMPT_STRICT_COMPARISON,
        VALUE_UPDATE_KEYS,
    )

    exempt = set(ROOT_EXEMPT_STRICT_COMPARISON) | ({"/Perms"} if first else set())
    library: Any = diff_analysis
    level = library.ModificationLevel.LTA_UPDATES
    rules = (
        library.DocInfoRule(),
        library.XrefStreamRule(),
        library.ObjectStreamRule(),
        library.DSSCompareRule(),
        library.MetadataUpdateRule(),
    )
    field_rules = [
        library.SigFieldCreationRule(),
        library.SigFieldModificationRule(
            allow_in_place_appearance_stream_changes=False,
            value_update_keys=VALUE_UPDATE_KEYS | {"/Rect"},
        ),
        library.GenericFieldModificationRule(allow_in_place_appearance_stream_changes=False),
    ]
    return library.StandardDiffPolicy(
        global_rules=[
            library.CatalogModificationRule(frozenset(exempt)),
            *(rule.as_qualified(level) for rule in rules),
        ],
        form_rule=library.FormUpdatingRule(field_rules=field_rules),
    )
