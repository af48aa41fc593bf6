"""Why a file is not opened, told across the two processes by name."""


class CannotOpen(Exception):
    """`reason` names a refusal of foundation.file_kinds; `detail` completes its sentence."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail
