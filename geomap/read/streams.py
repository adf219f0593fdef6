"""Looking at the beginning of a stream that cannot be rewound."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, BinaryIO, cast

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_HEAD = 65_536


class _Joined(io.RawIOBase):
    """Bytes already read, then the rest of their stream."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill `buffer`, first from the head."""
        view = memoryview(buffer)
        data = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(data) :]
        view[: len(data)] = data
        return len(data)


def prepend(head: bytes, rest: BinaryIO) -> BinaryIO:
    """Stream that gives `head`, then what is left of `rest`."""
    return cast("BinaryIO", io.BufferedReader(_Joined(head, rest), _HEAD))


def peek(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """First bytes (64 KiB, or all there is), and a stream that still gives them."""
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD - len(head))):
        head += more
    return head, prepend(head, stream)
