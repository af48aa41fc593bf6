"""Names of the permissions the foundation asks for."""

from foundation.lifecycle import Verb

SETTLE_UNIT_PROPOSAL = "foundation.change_unitproposal"


def moving(app_label: str, model_name: str, verb: Verb) -> str:
    """The permission to move a noun along its lifecycle, e.g. `documents.publish_document`."""
    return f"{app_label}.{verb.value}_{model_name}"
