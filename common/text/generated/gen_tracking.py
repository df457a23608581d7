#!/usr/bin/env python3
"""configs/tracking-parameters.txt -> tracking.c (run in this folder; the result is committed
and tests/unit/text/url.c compares the two)."""
names = [l.strip() for l in open("../../../configs/tracking-parameters.txt", encoding="ascii")]
names = [n for n in names if n and not n.startswith("#")]
assert len(names) == len(set(names))
with open("tracking.c", "w", encoding="ascii") as out:
    out.write("/* Made by gen_tracking.py from configs/tracking-parameters.txt; do not edit. */\n")
    out.write('#include "text/url.h"\n\nstatic const struct str names[] = {\n')
    for n in names:
        out.write('\t{ "%s", %d },\n' % (n, len(n)))
    out.write("};\n\nconst struct url_tracking url_tracking_default = { names, sizeof names / sizeof *names };\n")
