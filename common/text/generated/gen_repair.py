#!/usr/bin/env python3
"""Code pages that UTF-8 is most often misread in -> repair_tables.c (run in this folder; the
result is committed).

Mojibake is UTF-8 that was decoded by a single-byte code page: each lead byte (C2 to F4) and
each continuation byte (80 to BF) became a character. The tables map characters back to bytes,
for nine code pages at once, and say

- which lead bytes are worth a look in which code page, with a weight in tenths: those of the
  letters and signs that the world's texts are full of. A lead byte whose character is common in
  front of signs in genuine text, or which leads to rare scripts only, has none;
- of what class a character is where it stands for a continuation byte.
"""
import codecs
import unicodedata

CODECS = [
    # name in `repaired`, Python codec, fill C1 where undefined
    ("windows-1252", "cp1252"), ("windows-1250", "cp1250"), ("iso-8859-2", "iso8859_2"),
    ("windows-1251", "cp1251"), ("windows-1253", "cp1253"), ("windows-1254", "cp1254"),
    ("windows-1257", "cp1257"), ("macintosh", "mac_roman"), ("ibm437", "cp437"),
]
# C1 controls stand for 80 to 9F in ISO 8859-2, and in windows-1252, which is mixed up with
# Latin-1 everywhere; in the other windows code pages only where those have nothing; in these two
# never.
FULL = {"macintosh", "ibm437"}
MIXED = {"windows-1252"}

# Lead bytes in tenths.
CJK = {b: 0 for b in range(0xE3, 0xEE)}
LEADS = {
    "windows-1252": {0xC2: 15, 0xC3: 15, 0xC4: 5, 0xC5: 5, 0xC6: -5, 0xC8: 0, 0xCB: -10, 0xCC: 0, 0xCE: 5,
                     0xCF: 5, 0xD0: 5, 0xD1: 5, 0xD5: -5, 0xD6: -5, 0xD7: 5, 0xD8: 5, 0xD9: 5, 0xDA: 3, 0xDB: 3,
                     0xE0: 0, 0xE1: 0, 0xE2: 10, **CJK, 0xEF: 5, 0xF0: 10},
    "windows-1251": {0xC2: 0, 0xC3: 5, 0xC4: 0, 0xC5: 0, 0xC6: -5, 0xC8: 0, 0xCE: 0, 0xCF: 0, 0xD0: 3, 0xD1: 3, 0xD7: 0, 0xD8: 0,
                     0xD9: 0, 0xE0: 0, 0xE1: 0, 0xE2: 5, **CJK, 0xEF: 5, 0xF0: 5},
    "macintosh": {0xC2: 5, 0xC3: 10, 0xC4: 5, 0xC5: 5, 0xC6: -5, 0xCE: 3, 0xCF: 3, 0xD0: 0, 0xD1: 0, 0xD7: 5, 0xD8: 5,
                  0xD9: 5, 0xE0: 0, 0xE1: 0, 0xE2: 5, **CJK, 0xEF: 0},
    "ibm437": {0xC2: 5, 0xC3: 5, 0xC4: 5, 0xC5: 5, 0xC6: -5, 0xC8: 0, 0xCE: 5, 0xCF: 5, 0xD0: 5, 0xD1: 5, 0xD7: 5, 0xD8: 5,
               0xD9: 5, 0xE0: 0, 0xE1: 0, 0xE2: 5, **CJK, 0xEF: 5, 0xF0: 5},
}
OTHERS = {0xC2: 5, 0xC3: 5, 0xC4: 5, 0xC5: 5, 0xC6: -5, 0xC8: 0, 0xCC: 0, 0xCE: 0, 0xCF: 0, 0xD0: 3, 0xD1: 3, 0xD7: 3, 0xD8: 3,
          0xD9: 3, 0xE0: 0, 0xE1: 0, 0xE2: 5, **CJK, 0xEF: 5, 0xF0: 5}

PUNCTUATION = set("“”‘’„‚–—…»«‹›\u00a0")
SIGNS = set("•™®©·¡¿€£§№")


def klass(c):
    if 0x80 <= ord(c) < 0xA0:
        return "REPAIR_CONTROL"
    if c in PUNCTUATION:
        return "REPAIR_PUNCTUATION"
    if c in SIGNS:
        return "REPAIR_SIGN"
    if 0x2500 <= ord(c) < 0x25A0:
        return "REPAIR_BOX"
    if unicodedata.category(c) in ("Lu", "Ll") and c not in "ƒ":
        return "REPAIR_LETTER"
    return "REPAIR_ODD"


byte_of = {}
for k, (name, codec) in enumerate(CODECS):
    for b in range(0x80, 0x100):
        try:
            c = codecs.decode(bytes([b]), codec)
        except UnicodeDecodeError:
            c = None
        chars = {c} if c else set()
        if b < 0xA0 and (name in MIXED or (name not in FULL and not c)):
            chars.add(chr(b))
        for c in chars:
            if ord(c) < 0x2800:
                byte_of.setdefault(c, [0] * len(CODECS))[k] = b
chars = sorted(byte_of)
out = open("repair_tables.c", "w", encoding="ascii")
out.write("/* Made by gen_repair.py; do not edit. */\n")
out.write('#include "text/repair_tables.h"\n\nconst struct repair_char repair_chars[] = {\n\t{ .class = REPAIR_LETTER },\n')
for c in chars:
    row = byte_of[c]
    lead = follow = long_lead = 0
    for k, (name, _) in enumerate(CODECS):
        if row[k] in LEADS.get(name, OTHERS):
            lead |= 1 << k
            long_lead |= (row[k] >= 0xE0) << k
        if 0x80 <= row[k] < 0xC0:
            follow |= 1 << k
    out.write("\t{ { %s }, %s, %d, 0x%03x, 0x%03x, 0x%03x }, /* U+%04X */\n" % (
        ", ".join("0x%02x" % b if b else "0" for b in row), klass(c), unicodedata.category(c) == "Lu", lead, long_lead, follow, ord(c)))
out.write("};\n\n")
table = [0] * 0x2800
for i, c in enumerate(chars):
    table[ord(c)] = i + 1
blocks, index = [], []
for i in range(0, 0x2800, 64):
    if table[i:i + 64] not in blocks:
        blocks.append(table[i:i + 64])
    index.append(blocks.index(table[i:i + 64]))


def rows(values):
    return "".join("\t" + ", ".join(str(v) for v in values[i:i + 16]) + ",\n" for i in range(0, len(values), 16))


out.write("const uint8_t repair_index[REPAIR_INDEXED / 64] = {\n%s};\n\n" % rows(index))
out.write("const uint16_t repair_block[] = {\n%s};\n\n" % rows(sum(blocks, [])))
out.write("const char *const repair_codec_names[REPAIR_CODECS] = {\n%s};\n\n" % "".join('\t"%s",\n' % n for n, _ in CODECS))
out.write("const int8_t repair_lead[REPAIR_CODECS][0x100] = {\n")
for name, _ in CODECS:
    weights = LEADS.get(name, OTHERS)
    out.write("\t{ /* %s */\n\t" % name + rows([weights.get(b, -128) for b in range(256)]).replace("\n\t", "\n\t\t").rstrip("\t") + "\t},\n")
out.write("};\n")
out.close()
print(len(chars), "characters", len(blocks), "blocks")
