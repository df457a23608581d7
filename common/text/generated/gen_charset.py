#!/usr/bin/env python3
"""charset_labels.txt -> charset_tables.c, charset_ids.h (run in this folder; the results are committed).

A byte that a code page leaves undefined becomes the C1 control of the same number below
0xA0 (as the WHATWG indexes do for the windows code pages) and U+FFFD above."""
import codecs

encodings = []
for line in open("charset_labels.txt", encoding="ascii"):
    if line.startswith("#"):
        continue
    head, labels = line.split(": ")
    name, kind, codec = head.split()
    encodings.append((name, kind, codec, labels.split()))


def single(codec):
    row = []
    for b in range(0x80, 0x100):
        try:
            row.append(ord(codecs.decode(bytes([b]), codec)))
        except UnicodeDecodeError:
            row.append(b if b < 0xA0 else 0xFFFD)
    return row


out = open("charset_tables.c", "w", encoding="ascii")
out.write("/* Made by gen_charset.py from charset_labels.txt; do not edit. */\n")
out.write('#include "text/charset_table.h"\n\n')
out.write("const uint16_t charset_single_byte[][128] = {\n")
tables = 0
infos = []
for name, kind, codec, _ in encodings:
    if kind == "single":
        row = single(codec)
        out.write("\t{ /* %s */\n" % name)
        for i in range(0, 128, 12):
            out.write("\t\t" + ", ".join("0x%04x" % c for c in row[i:i + 12]) + ",\n")
        out.write("\t},\n")
        infos.append((name, "CODEC_SINGLE", "NULL", tables))
        tables += 1
    elif kind == "iconv":
        infos.append((name, "CODEC_ICONV", '"%s"' % codec, 0))
    else:
        infos.append((name, "CODEC_" + kind.upper(), "NULL", 0))
out.write("};\n\nconst struct charset_encoding charset_encodings[] = {\n")
for info in infos:
    out.write('\t{ "%s", %s, %s, %d },\n' % info)
out.write("};\n\nconst struct charset_label charset_labels[] = {\n")
pairs = sorted((label, i) for i, e in enumerate(encodings) for label in e[3])
assert len({p[0] for p in pairs}) == len(pairs)
for label, i in pairs:
    out.write('\t{ "%s", %d },\n' % (label, i))
out.write("};\n\nconst size_t charset_label_count = sizeof charset_labels / sizeof *charset_labels;\n")
out.close()
names = open("charset_ids.h", "w", encoding="ascii")
names.write("/* Made by gen_charset.py from charset_labels.txt; do not edit. */\n")
names.write("#ifndef LEAT_TEXT_GENERATED_CHARSET_IDS_H\n#define LEAT_TEXT_GENERATED_CHARSET_IDS_H\n\nenum charset {\n")
for name, _, _, _ in encodings:
    names.write("\tCHARSET_%s,\n" % name.upper().replace("-", "_"))
names.write("\tCHARSET_COUNT,\n\tCHARSET_UNKNOWN = CHARSET_COUNT,\n};\n\n#endif\n")
