#!/usr/bin/env python3
"""lang_wordlist.py TEXTS PACKAGES > ../generated/lang_words.inc: what single words say of Norwegian, Danish and
Swedish, which the sums of lang_model.h blur: a table for lang_words.c, by hash.

A word's weight for a language is the log of its share in the texts of that language (lang_collect.py's TEXTS; a word
of the language's dictionary counts twice more), less that of the likeliest language: 0 down to -3. Words that are commoner in English are left out. Software and games
speak of other things than newspapers do, so a language whose dictionary (PACKAGES) has the word loses at most .25.
"""
import math, re, sys
from collections import Counter

LANGUAGES = {
    'nb': ('wnorwegian/usr/share/dict/bokmaal', 'latin1'), 'nn': ('wnorwegian/usr/share/dict/nynorsk', 'latin1'),
    'da': ('wdanish/usr/share/dict/danish', 'utf8'), 'sv': ('wswedish/usr/share/dict/swedish', 'latin1'),
}
BITS = 15
LEAST = 10  # occurrences in all texts
LOWEST, LOWEST_KNOWN = -3.0, -.25
TELLING = .4  # a word whose weights differ by less says nothing


def hash_word(word):
    """lang_hash of lang_model.h over the word, as lang_features does it."""
    h = 0x5bd1e995
    for c in word:
        h = ((h ^ ord(c)) * 0x9e3779b1) & 0xffffffff
        h ^= h >> 15
    return h


def main(texts, packages):
    counts, words = {}, {}
    for lang, (path, coding) in LANGUAGES.items():
        with open(f'{texts}/{lang}.txt') as f:
            counts[lang] = Counter(w for line in f for w in re.findall(r'[^\W\d_]+', line.lower()))
        with open(f'{packages}/{path}', encoding=coding) as f:
            words[lang] = set(f.read().lower().split())
    with open(f'{texts}/en.txt') as f:
        english = Counter(w for line in f for w in re.findall(r'[^\W\d_]+', line.lower()))
    all_english = sum(english.values()) + 1e6
    sums = {lang: sum(c.values()) + 1e6 for lang, c in counts.items()}
    total = Counter()
    for c in counts.values():
        total.update(c)
    slots = [None] * (1 << BITS)
    for word, n in sorted(total.items(), key=lambda item: (-item[1], item[0])):
        logs = [math.log((counts[k][word] + 2 * (word in words[k]) + .5) / sums[k]) for k in LANGUAGES]
        weights = [max(LOWEST_KNOWN if word in words[k] else LOWEST, v - max(logs)) for k, v in zip(LANGUAGES, logs)]
        if n < LEAST or min(weights) > -TELLING or math.log((english[word] + .5) / all_english) > max(logs):
            continue
        h = hash_word(word)
        at, tag = h >> (32 - BITS), h & 0xfff
        while slots[at] and slots[at][0] != tag:
            at = (at + 1) % len(slots)
        if not slots[at]:
            slots[at] = (tag, [round(-10 * w) for w in weights])
    print('/* Made by train/lang_wordlist.py: do not edit. Sources and licences: train/lang_sources.txt. */\n'
          f'static const char rows[] =')
    for at in range(0, len(slots), 16):
        print('"' + ''.join(''.join(map(chr, [48 + (s[0] >> 6), 48 + (s[0] & 63)] + [48 + w for w in s[1]])) if s
                            else '      ' for s in slots[at:at + 16]).replace('\\', '\\\\').replace('?', '\\?') + '"')
    print(';')
    print(sum(map(bool, slots)), 'words', file=sys.stderr)


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
