#!/usr/bin/env python3
"""label_html.py blocks GOLD PAGES_A BLOCKS_A PAGES_B BLOCKS_B > LABELS
label_html.py claims GOLD PAGES_B CLAIMS_B PAGES_C CLAIMS_C > LABELS

What is known of each block and of each claim (train_html.c), from the gold data of
eval/extraction.py. Pages of one site share a fold."""
import hashlib
import json
import os
import re
import sys

TOKEN = re.compile(r'\w+')
FOLDS = 5
WEIGHT_MAKE = 0.1
WEIGHT_A = 15


def norm(text):
    return re.sub(r'\s+', ' ', text).strip()


def fold_of(site):
    return hashlib.sha1(site.encode()).digest()[0] % FOLDS


def site_of(name):
    name = re.sub(r'^www\.', '', name)
    return re.split(r'[.\-_]', name)[0]


def grams(tokens, n):
    return {tuple(tokens[i:i + n]) for i in range(len(tokens) - n + 1)}


def label_a(gold, blocks, makes):
    want = TOKEN.findall(gold)
    known = {n: grams(want, n) for n in range(1, 7)}
    tokens = [TOKEN.findall(b) for b in blocks]
    seen = set()
    size = max(len(want), 30) + 0.25 * max(0, sum(map(len, tokens)) - len(want))
    for i, t in enumerate(tokens):
        if not t:
            yield 0, 0
            continue
        n = min(4, len(t))
        pieces = [tuple(t[k:k + n]) for k in range(len(t) - n + 1)]
        share = sum(p in known[n] for p in pieces) / len(pieces)
        weight = WEIGHT_A * len(t) / size + 0.15
        if len(t) < 4 and share == 1:
            before = [x for b in tokens[max(0, i - 3):i] for x in b][-(6 - len(t)):]
            after = [x for b in tokens[i + 1:i + 4] for x in b][:6 - len(t)]
            near = any(tuple(before[-k:] + t) in known[k + len(t)] for k in (2, 3) if len(before) >= k) or \
                any(tuple(t + after[:k]) in known[k + len(t)] for k in (2, 3) if len(after) >= k)
            if not near:
                share, weight = 0, weight / 3
        key = tuple(t)
        if len(t) > 8 and key in seen:
            weight = 0
        seen.add(key)
        yield share, weight


def label_b(gold, blocks, makes):
    """Segments decide; a make of block (same elements and classes) of which only bad ones are
    known is bad, less surely."""
    known = list(label_segments(gold, blocks))
    good = {m for m, (share, weight) in zip(makes, known) if weight and share > 0}
    bad = {m for m, (share, weight) in zip(makes, known) if weight and share == 0}
    bad -= good
    for make, (share, weight) in zip(makes, known):
        if weight == 0 and make in bad:
            yield 0, WEIGHT_MAKE
        else:
            yield share, weight


def label_segments(gold, blocks):
    texts = [norm(b) for b in blocks]
    good = [norm(s) for s in gold['with'] if norm(s)]
    bad = [norm(s) for s in gold['without'] if norm(s)]
    comments = [norm(s) for s in gold.get('comments') or [] if norm(s)]
    for t in texts:
        def has(segments):
            return any(s in t or (len(t) >= 12 and t in s) for s in segments)
        plus, minus, comment = has(good), has(bad), has(comments)
        if plus and minus:
            yield 0.5, 0.3
        elif plus:
            yield 1, 1
        elif minus:
            yield 0, 1
        elif comment:
            yield 0, 0.5
        else:
            yield 0, 0


def load(gold_dir, kind):
    with open(os.path.join(gold_dir, f'gold-{kind}.json'), encoding='utf8') as f:
        return json.load(f)


def pages(list_path, dump_path):
    with open(list_path) as names, open(dump_path, encoding='utf8') as dump:
        for path, line in zip(names, dump):
            path = path.rstrip('\n')
            yield path, os.path.basename(path), json.loads(line)


def label_blocks(gold_dir, *files):
    for kind, label in (('a', label_a), ('b', label_b)):
        gold = load(gold_dir, kind)
        for path, name, blocks in pages(*files[:2]):
            site = name if kind == 'a' else site_of(name)
            print(fold_of(site), len(blocks['texts']), path)
            for share, weight in label(gold[name], blocks['texts'], blocks['makes']):
                print(f'{share:.3f} {weight:.4f}')
        files = files[2:]


def wanted(value):
    if isinstance(value, list):
        value = '; '.join(value)
    return norm(value or '').casefold()


def label_claims(gold_dir, *files):
    done = set()
    gold_b, gold_c = load(gold_dir, 'b'), load(gold_dir, 'c')
    for _ in range(2):
        for path, name, claims in pages(*files[:2]):
            if name in done:
                continue
            done.add(name)
            print(fold_of(site_of(name)), 0, path)
            b = gold_b.get(name, {})
            for field in ('title', 'author', 'date'):
                want = [wanted(b.get(field))] if b.get(field) else []
                if field == 'date' and name in gold_c:
                    want += [d for d in gold_c[name] if isinstance(d, str)]
                labels = [int(norm(c).casefold() in want) for c in claims[field]]
                print(int(bool(want)), *labels)
        files = files[2:]


{'blocks': label_blocks, 'claims': label_claims}[sys.argv[1]](*sys.argv[2:])
