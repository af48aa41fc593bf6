"""Where pieces of one and two characters stand in the text of a segment, and where a term stands by them. Pure.

The text of a segment is all its zones one after the other (see `foundation.search.shelf`), each closed by a break. A
pair of characters keeps every position at which it begins; a term of three characters or more stands where its pairs
stand at their distances, which bitmaps tell by shifting and intersecting, so nothing need be looked at again. A single
character keeps the slots (entry and zone) that hold it, and so does a pair that is common, so that short terms cost
no walk through their positions.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from pyroaring import BitMap

Numbers = npt.NDArray[np.uint32]
Unsigned = TypeVar("Unsigned", np.uint32, np.uint64)

LONGEST_TEXT = 1 << 24  # positions fit 24 bits
_CODE_BITS = 21  # of a code point
_DENSE_BITS = 20  # of the characters that occur, numbered
_COMMON = 4096  # a pair that stands at more places also keeps its slots, and no list of gaps
_FEW = 128  # so many numbers or fewer are kept as they are
_GAP = np.iinfo(np.uint16).max
_PLAIN, _ROARING, _GAPS = b"\0", b"\1", b"\2"
_BREAK = 10


class Posting(NamedTuple):
    piece: int
    positions: bytes | None
    slots: bytes | None


class Found(NamedTuple):
    """What was read of a posting: positions, slots, or both, as far as they were asked for."""

    positions: bytes | None
    slots: bytes | None


def piece_of(characters: str) -> int:
    """The number of one or two characters."""
    number = 0
    for character in characters:
        number = number << _CODE_BITS | ord(character)
    return number


def pieces_of(term: str) -> dict[int, int]:
    """The pieces that cover a term, by their offset: 0 → 临沧, 2 → 市人, 3 → 人民. A lone character is its own."""
    if len(term) <= 2:
        return {0: piece_of(term)}
    offsets = [*range(0, len(term) - 1, 2)]
    if len(term) % 2:
        offsets.append(len(term) - 2)
    return {offset: piece_of(term[offset : offset + 2]) for offset in offsets}


def postings_of(text: str, starts: Numbers) -> Iterator[Posting]:
    """Every posting of a segment's text; ``starts`` tells where each slot begins, and last where the text ends."""
    assert len(text) <= LONGEST_TEXT and starts[-1] == len(text)
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    if not len(codes):
        return
    known = np.flatnonzero(np.bincount(codes))
    numbered = np.zeros(int(known[-1]) + 1, dtype=np.uint64)
    numbered[known] = np.arange(len(known), dtype=np.uint64)
    dense, letters = numbered[codes], codes != _BREAK
    slot_of = np.repeat(np.arange(len(starts) - 1, dtype=np.uint32), np.diff(starts))
    yield from _singles(dense, letters, slot_of, known)
    yield from _pairs(dense, letters, slot_of, known)


def _singles(
    dense: npt.NDArray[np.uint64],
    letters: npt.NDArray[np.bool_],
    slot_of: Numbers,
    known: npt.NDArray[np.int64],
) -> Iterator[Posting]:
    packed = (dense << np.uint64(32) | slot_of)[letters]
    packed.sort()
    packed = _once(packed)
    slots = packed.astype(np.uint32)
    for piece, begin, end in _groups(packed >> np.uint64(32)):
        yield Posting(int(known[piece]), None, _packed(slots[begin:end]))


def _pairs(
    dense: npt.NDArray[np.uint64],
    letters: npt.NDArray[np.bool_],
    slot_of: Numbers,
    known: npt.NDArray[np.int64],
) -> Iterator[Posting]:
    positions = np.arange(len(dense) - 1, dtype=np.uint64)
    packed = (dense[:-1] << np.uint64(_DENSE_BITS) | dense[1:]) << np.uint64(24) | positions
    packed = packed[letters[:-1] & letters[1:]]
    packed.sort()
    places = (packed & np.uint64(LONGEST_TEXT - 1)).astype(np.uint32)
    packed >>= np.uint64(24)
    for pair, begin, end in _groups(packed):
        first, second = known[pair >> _DENSE_BITS], known[pair & (1 << _DENSE_BITS) - 1]
        at = places[begin:end]
        slots = _packed(_once(slot_of[at])) if end - begin > _COMMON else None
        yield Posting(int(first) << _CODE_BITS | int(second), _packed(at), slots)


def _once(ordered: npt.NDArray[Unsigned]) -> npt.NDArray[Unsigned]:
    """Each value of an ordered array once; np.unique hashes, which takes five times as long."""
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _groups(ordered: npt.NDArray[np.uint64]) -> Iterator[tuple[int, int, int]]:
    """Each value of an ordered array with where its run begins and ends."""
    if not len(ordered):
        return
    begins = np.concatenate(([0], np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))
    ends = np.append(begins[1:], len(ordered))
    yield from zip(ordered[begins].tolist(), begins.tolist(), ends.tolist(), strict=True)


def _packed(numbers: Numbers) -> bytes:
    """Ascending numbers in the smallest of three forms; a bitmap pays a header for every 65,536 numbers of its range."""
    is_narrow = len(numbers) > 0 and numbers[-1] < 4 * _GAP
    if len(numbers) <= (_FEW // 8 if is_narrow else _FEW):
        return _PLAIN + numbers.tobytes()
    if not is_narrow and len(numbers) <= _COMMON:
        return _GAPS + _gaps(numbers).tobytes()
    bitmap = BitMap(array("I", numbers.tobytes()))
    bitmap.run_optimize()
    return _ROARING + bitmap.serialize()


def _gaps(numbers: Numbers) -> npt.NDArray[np.uint16]:
    """Steps from number to number; a wide one is walked in steps of `_GAP`, which is itself no arrival."""
    steps = np.diff(numbers, prepend=np.uint32(0))
    arrivals = np.cumsum(steps // _GAP + 1) - 1
    gaps = np.full(int(arrivals[-1]) + 1, _GAP, dtype=np.uint16)
    gaps[arrivals] = steps % _GAP
    return gaps


def _numbers(packed: bytes) -> Numbers:
    form = packed[:1]
    if form == _PLAIN:
        return np.frombuffer(packed, dtype=np.uint32, offset=1)
    if form == _GAPS:
        gaps = np.frombuffer(packed, dtype=np.uint16, offset=1)
        reached: Numbers = np.cumsum(gaps, dtype=np.uint32)[gaps != _GAP]
        return reached
    return np.frombuffer(BitMap.deserialize(packed[1:]).to_array(), dtype=np.uint32)


def _bitmap(packed: bytes) -> BitMap:
    if packed[:1] == _ROARING:
        return BitMap.deserialize(packed[1:])
    return BitMap(array("I", _numbers(packed).tobytes()))


def slots_with(term: str, found: Mapping[int, Found], starts: Numbers) -> Numbers:
    """The slots of a segment in which the term stands, ascending, some of them perhaps more than once."""
    pieces = pieces_of(term)
    if any(piece not in found for piece in pieces.values()):
        return np.empty(0, dtype=np.uint32)
    if len(term) <= 2:
        posting = found[pieces[0]]
        if posting.slots is not None:
            return _numbers(posting.slots)
        assert posting.positions is not None
        return _slots_at(_numbers(posting.positions), starts)
    return _slots_at(_adjacent({offset: found[piece] for offset, piece in pieces.items()}), starts)


def _adjacent(postings: Mapping[int, Found]) -> Numbers:
    """Positions at which one of the pieces stands with all others at their distances; the rarest are looked at first."""
    bitmaps = [(offset, _bitmap(found.positions or _PLAIN)) for offset, found in postings.items()]
    bitmaps.sort(key=lambda pair: len(pair[1]))
    at, standing = bitmaps[0]
    for offset, bitmap in bitmaps[1:]:
        if not standing:
            break
        standing = standing.shift(offset - at) & bitmap
        at = offset
    return np.frombuffer(standing.to_array(), dtype=np.uint32)


def _slots_at(positions: Numbers, starts: Numbers) -> Numbers:
    after: Numbers = np.searchsorted(starts, positions, side="right").astype(np.uint32)
    return after - np.uint32(1)
