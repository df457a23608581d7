#!/usr/bin/env python3
"""libutf8proc -> nfc_table.c (run in this folder; the result is committed).

One byte a code point, in two levels: 0 for a starter that NFC never changes and that never
combines with what is before it (NFC_Quick_Check=Yes, ccc=0); the canonical combining class
for a mark that NFC leaves alone; 255 for the rest (No and Maybe). Taken from the library
that normalizes, so that both are of one Unicode version."""
import ctypes

lib = ctypes.CDLL("libutf8proc.so.2")
lib.utf8proc_get_property.restype = ctypes.POINTER(ctypes.c_uint16 * 2)
lib.utf8proc_decompose_char.restype = ctypes.c_ssize_t
lib.utf8proc_normalize_utf32.restype = ctypes.c_ssize_t
lib.utf8proc_unicode_version.restype = ctypes.c_char_p
STABLE, COMPOSE, DECOMPOSE = 2, 8, 16
last = ctypes.c_int()


def ccc(c):
    return lib.utf8proc_get_property(c).contents[1]


def decompose(c):
    out = (ctypes.c_int32 * 32)()
    n = lib.utf8proc_decompose_char(c, out, 32, STABLE | DECOMPOSE, ctypes.byref(last))
    return list(out[:n])


def compose(points):
    out = (ctypes.c_int32 * 32)(*points)
    n = lib.utf8proc_normalize_utf32(out, len(points), STABLE | COMPOSE)
    return list(out[:n])


points = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
changed, seconds = set(), set(range(0x1161, 0x1176)) | set(range(0x11A8, 0x11C3))
for c in points:
    parts = decompose(c)
    if parts != [c]:
        if compose(parts) != [c]:
            changed.add(c)
        else:
            seconds.add(parts[-1])
table = [0] * 0x110000
for c in points:
    table[c] = 255 if c in changed or c in seconds else ccc(c)
blocks, index = [], []
for i in range(0, 0x110000, 128):
    block = table[i:i + 128]
    if block not in blocks:
        blocks.append(block)
    index.append(blocks.index(block))
assert len(blocks) < 256
out = open("nfc_table.c", "w", encoding="ascii")
out.write("/* Made by gen_nfc.py, Unicode %s; do not edit. */\n" % lib.utf8proc_unicode_version().decode())
out.write('#include "text/nfc_table.h"\n\n')


def write(name, values):
    out.write("const uint8_t %s = {\n" % name)
    for i in range(0, len(values), 32):
        out.write("\t" + ",".join(str(v) for v in values[i:i + 32]) + ",\n")
    out.write("};\n")


write("nfc_index[0x110000 / 128]", index)
out.write("\n")
write("nfc_block[%d * 128]" % len(blocks), sum(blocks, []))
print(len(blocks), "blocks", len(changed), "changed", len(seconds), "seconds")
