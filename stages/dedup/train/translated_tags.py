#!/usr/bin/env python3
"""translated_tags.py: prints generated/translated_tags.inc: of the tags of three letters those that have one of two, from
ISO 639-2 as Debian's iso-codes has it (deploy/install-deps.sh does not need it: the table is checked in); and what is
written as the language that it is a kind of."""
import json

# Kinds of a language that share its written form, or that its tag is used for; and tags that were withdrawn.
KINDS = """als:sq arb:ar azj:az cmn:zh ekk:et gaz:om hbs:sr in:id iw:he ji:yi khk:mn kmr:ku lvs:lv mey:ar mo:ro nb:no nob:no
    nno:nn npi:ne ory:or pbt:ps pes:fa plt:mg prs:fa sh:sr swh:sw tgl:fil tl:fil uzn:uz ydd:yi zsm:ms"""

tags = {}
for language in json.load(open("/usr/share/iso-codes/json/iso_639-2.json"))["639-2"]:
    for name in ("alpha_3", "bibliographic"):
        if "alpha_2" in language and name in language:
            tags[language[name]] = language["alpha_2"]
tags.update(kind.split(":") for kind in KINDS.split())
print("/* Made by train/translated_tags.py from iso-codes' ISO 639-2. */\nstatic const char tags[][2][4] = {", end="")
for i, (tag, short) in enumerate(sorted(tags.items())):
    print(("\n\t" if i % 10 == 0 else " ") + f'{{"{tag}", "{short}"}},', end="")
print("\n};")
