"""What a lesson asks of one answer that is marked automatically."""

from msgspec import Struct


class Check(Struct, frozen=True):
    """One answer that is marked automatically. `tolerance` is absolute, in the answer's own unit.

    `spans` are the span labels that count where words are marked; without any, all do.
    """

    points: float = 1.0
    tolerance: float = 0.0
    spans: tuple[str, ...] = ()
