#!/usr/bin/env python3
"""label_html.py GOLD PAGES_A PAGES_B BLOCKS_A BLOCKS_B > LABELS

What is known of each block (train_html.c, dump), from the gold text of set a and the
segments of set b (eval/extraction.py). Pages of one site share a fold."""
import hashlib
import json
import os
import re
import sys

TOKEN = re.compile(r'\w+')
FOLDS = 5
WEIGHT_A = float(os.environ.get('WA', '12'))


def norm(text):
    return re.sub(r'\s+', ' ', text).strip()


def fold_of(site):
    return hashlib.sha1(site.encode()).digest()[0] % FOLDS


def site_of(name):
    name = re.sub(r'^www\.', '', name)
    return re.split(r'[.\-_]', name)[0]


def grams(tokens, n):
    return {tuple(tokens[i:i + n]) for i in range(len(tokens) - n + 1)}


def label_a(gold, blocks):
    want = TOKEN.findall(gold)
    known = {n: grams(want, n) for n in range(1, 7)}
    tokens = [TOKEN.findall(b) for b in blocks]
    seen = set()
    for i, t in enumerate(tokens):
        if not t:
            yield 0, 0
            continue
        n = min(4, len(t))
        pieces = [tuple(t[k:k + n]) for k in range(len(t) - n + 1)]
        share = sum(p in known[n] for p in pieces) / len(pieces)
        weight = WEIGHT_A * len(t) / max(len(want), 30) + 0.15
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


def label_b(gold, blocks):
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


def main():
    gold_dir, *rest = sys.argv[1:]
    for kind, pages, blocks, label in (('a', rest[0], rest[2], label_a), ('b', rest[1], rest[3], label_b)):
        with open(os.path.join(gold_dir, f'gold-{kind}.json'), encoding='utf8') as f:
            gold = json.load(f)
        with open(pages) as p, open(blocks, encoding='utf8') as b:
            for path, line in zip(p, b):
                path = path.rstrip('\n')
                name = os.path.basename(path)
                texts = json.loads(line)
                site = name if kind == 'a' else site_of(name)
                print(fold_of(site), len(texts), path)
                for share, weight in label(gold[name], texts):
                    print(f'{share:.3f} {weight:.4f}')


main()
