#!/usr/bin/env python3
"""make_tables.py - writes names.inc and entities.inc beside itself.

names.inc     the slots of the hash that finds element and attribute names, from the lists
              in tags.h: multipliers are tried in a fixed order until none collide.
entities.inc  the named character references of the HTML standard (13.5), as Python's own
              html.entities.html5 holds them, sorted by bytes."""
import html.entities
import pathlib
import random
import re

HERE = pathlib.Path(__file__).parent
BITS = 10


def slot(name, multiplier):
    key = 0
    for i, byte in enumerate(name.encode()[:8]):
        key |= (byte | 0x20) << (8 * i)
    return (((key ^ (len(name) << 59)) * multiplier) & (2**64 - 1)) >> (64 - BITS)


def find_multiplier(names):
    order = random.Random(1)
    while True:
        multiplier = order.getrandbits(64) | 1
        if len({slot(name, multiplier) for name in names}) == len(names):
            return multiplier


def rows(numbers, per_row=16):
    for i in range(0, len(numbers), per_row):
        yield '\t' + ' '.join(f'{n},' for n in numbers[i:i + per_row])


def write_names():
    source = (HERE / 'tags.h').read_text()
    lists = {'tag': re.findall(r'^\tX\(\w+, (\w+),', source, re.M),
             'attr': re.findall(r'^\tY\(\w+, "([^"]+)"\)', source, re.M)}
    out = ['/* Made by make_tables.py from tags.h. */', '', f'#define NAMES_BITS {BITS}']
    for kind, names in lists.items():
        assert names == sorted(names), kind
        multiplier = find_multiplier(names)
        slots = [0] * (1 << BITS)
        for number, name in enumerate(names, 1):
            slots[slot(name, multiplier)] = number
        out += ['', f'#define {kind.upper()}_MULTIPLIER 0x{multiplier:x}u', '',
                f'static const uint8_t {kind}_slots[1 << NAMES_BITS] = {{', *rows(slots, 24), '};']
    (HERE / 'names.inc').write_text('\n'.join(out) + '\n')


def quoted(text):
    return '"' + ''.join(f'\\{byte:03o}' for byte in text.encode()) + '"'


def write_entities():
    known = html.entities.html5
    whole = sorted(name[:-1] for name in known if name.endswith(';'))
    bare = sorted(name for name in known if not name.endswith(';'))
    assert all(name in whole for name in bare)
    out = ['/* Made by make_tables.py: named character references of the HTML standard. */', '',
           f'enum {{ ENTITY_MAX = {max(map(len, whole))}, BARE_MAX = {max(map(len, bare))} }};', '',
           '/* Names that end in a semicolon (not written here), and whether the name also',
           ' * counts without one. */',
           'static const struct {', '\tchar name[ENTITY_MAX + 1];', '\tchar text[8];', '\tbool bare;',
           '} entities[] = {']
    for name in whole:
        out.append(f'\t{{ "{name}", {quoted(known[name + ";"])}, {"true" if name in bare else "false"} }},')
    out += ['};']
    (HERE / 'entities.inc').write_text('\n'.join(out) + '\n')


write_names()
write_entities()
