#!/usr/bin/env python3
"""Writes the frozen vectors from FORMAT.md alone: an independent second implementation of the
format. They are never changed; a new version gets vectors of its own."""
import os, struct, zlib

HERE = os.path.dirname(os.path.abspath(__file__))


def crc32c(data, crc=0):
    crc ^= 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def pack(value):
    """MessagePack of small maps, lists, str, bytes, int, None and bool."""
    if value is None:
        return b"\xc0"
    if isinstance(value, bool):
        return b"\xc3" if value else b"\xc2"
    if isinstance(value, int):
        return bytes([value]) if value < 128 else b"\xcd" + struct.pack(">H", value) if value < 65536 else b"\xcf" + struct.pack(">Q", value)
    if isinstance(value, bytes):
        return b"\xc4" + bytes([len(value)]) + value
    if isinstance(value, str):
        raw = value.encode()
        return (bytes([0xA0 | len(raw)]) if len(raw) < 32 else b"\xd9" + bytes([len(raw)])) + raw
    if isinstance(value, list):
        return bytes([0x90 | len(value)]) + b"".join(map(pack, value))
    return bytes([0x80 | len(value)]) + b"".join(pack(k) + pack(v) for k, v in value.items())


def frame(kind, layers, flags=0, stream=0, seq=0, src=(0, 0), src_hash=0, recipe=0, born=0, nrec=0):
    """layers: (kind, codec, raw bytes)."""
    descriptors, stored = b"", b""
    for layer, codec, raw in layers:
        data = zlib.compress(raw, 6) if codec == 1 else raw
        descriptors += struct.pack("<BBHIII", layer, codec, 0, len(raw), len(data), crc32c(data))
        stored += data
    head = b"LEAT" + struct.pack("<BBHQQQQQQQIB3xI", 1, kind, flags, stream, seq, src[0], src[1], src_hash, recipe,
                                 born, nrec, len(layers), len(descriptors) + len(stored))
    return head + struct.pack("<I", crc32c(head + b"\0\0\0\0" + descriptors)) + descriptors + stored


META = pack({"id": "a-1", "url": "https://example.org/", "offset": 300}) + pack({"id": "a-2", "x-own": [1, None, True]})
BULK = pack({"text": "Grüße aus Øvre Årdal, " + "und so weiter " * 2}) + pack({"body": b"<p>\xff"})
RECIPE = 0xD5C6D6D73E0E174C  # XXH3-64 of "test/1"


def flow(codec):
    data = frame(2, [(1, codec, META), (2, codec, BULK), (3, 0, b"\0\2")], flags=1, stream=0xFEDCBA9876543210, seq=5,
                 src=(1000, 2000), src_hash=0x0102030405060708, recipe=RECIPE, born=1741600000000, nrec=2)
    start = frame(1, [(5, 0, pack({"recipe": "test/1", "announce": {}}))], recipe=RECIPE)
    stop = frame(4, [(5, 0, pack({"end": "complete", "frames": 1, "stages": []}))], recipe=RECIPE)
    return start + data + stop


for name, codec in (("v1-none.leat", 0), ("v1-zlib.leat", 1)):
    with open(os.path.join(HERE, name), "wb") as out:
        out.write(flow(codec))
