#!/usr/bin/env python3
"""page_train.py DUMP PAGES.jsonl.gz GOLD.json > ../generated/page_weights.inc

Learns the weights of page.c, whose score is the mean of two rounds. DUMP is the built page_dump, PAGES holds pages as plain text, GOLD
segments that must ("with") and must not ("without") be in the main text. Two rounds of logistic
regression; the second learns from scores that the first gave pages it had not seen. What cross-
validation by page (10 folds) reaches is written to stderr.
"""
import gzip, hashlib, json, math, random, re, subprocess, sys

FOLDS, EPOCHS, AVERAGED, RATE, DECAY = 10, 12, 6, .15, 2e-5


def norm(text):
    return re.sub(r'\s+', ' ', text).strip()


def features(dump, pages, scores):
    lines = []
    for page, score in zip(pages, scores):
        lines += ['%.4f\t%s' % x for x in zip(score, page['lines'])] + ['\f']
    out = subprocess.run([dump], input='\n'.join(lines) + '\n', capture_output=True, text=True, check=True).stdout
    return [[[int(f) for f in line.split()] for line in block.split('\n')] for block in out.split('\n\n')[:-1]]


def label(page, gold):
    """(line, wanted, weight): a segment that stands in several lines counts once."""
    text = [norm(line) for line in page['lines']]
    rows = []
    for wanted, segments in ((1, gold['with']), (0, gold['without'])):
        for segment in map(norm, segments):
            hits = [i for i, t in enumerate(text) if segment in t or (len(t) > 20 and t in segment)]
            rows += [(i, wanted, 1 / len(hits)) for i in hits]
    return rows


def learn(rows, count):
    weight, square = [0.0] * count, [1e-2] * count
    rng = random.Random(1)
    rows = list(rows)
    mean = [0.0] * count
    for epoch in range(EPOCHS):
        rng.shuffle(rows)
        for active, wanted, share in rows:
            error = share * (1 / (1 + math.exp(-max(-30, min(30, sum(weight[f] for f in active))))) - wanted)
            for f in active:
                g = error + DECAY * weight[f] * len(rows) / 50
                square[f] += g * g
                weight[f] -= RATE * g / math.sqrt(square[f])
        if epoch >= EPOCHS - AVERAGED:
            mean = [m + w / AVERAGED for m, w in zip(mean, weight)]
    return mean


def measure(pages, gold, scores, cut):
    tp = fp = fn = 0
    for page, score in zip(pages, scores):
        text = norm(' '.join(line for line, s in zip(page['lines'], score) if s > cut))
        hit = sum(norm(w) in text for w in gold[page['file']]['with'])
        tp += hit
        fn += len(gold[page['file']]['with']) - hit
        fp += sum(norm(w) in text for w in gold[page['file']]['without'])
    return 2 * tp / (2 * tp + fp + fn), tp / (tp + fp), tp / (tp + fn)


def fold_of(page):
    return int(hashlib.sha1(page['file'].encode()).hexdigest()[:8], 16) % FOLDS


def round_of(pages, found, labels, count, use):
    """Scores of every page by weights learned without its fold, and weights learned from all."""
    def rows(test):
        return [([f for f in found[p][i] if use(f)], wanted, share) for p in range(len(pages)) if test(p)
                for i, wanted, share in labels[p]]
    scores = [None] * len(pages)
    for fold in range(FOLDS):
        weight = learn(rows(lambda p: fold_of(pages[p]) != fold), count)
        for p, page in enumerate(pages):
            if fold_of(page) == fold:
                scores[p] = [sum(weight[f] for f in line if use(f)) for line in found[p]]
    return scores, learn(rows(lambda p: True), count)


def main(dump, path, gold_path):
    count = int(subprocess.run([dump, '--count'], capture_output=True, text=True).stdout)
    gold = json.load(open(gold_path))
    pages = []
    for line in gzip.open(path, 'rt'):
        page = json.loads(line)
        page['lines'] = [x.strip() for x in page['text'].split('\n') if x.strip()]
        if page['file'] in gold and page['lines']:
            pages.append(page)
    labels = [label(page, gold[page['file']]) for page in pages]
    found = features(dump, pages, [[0] * len(p['lines']) for p in pages])
    second = count - ROUND_TWO
    scores, first = round_of(pages, found, labels, count, lambda f: f < second)
    for cut in (-1, -.5, 0, .5):
        print('round 1, cut %4.1f: F1 %.4f P %.4f R %.4f' % ((cut,) + measure(pages, gold, scores, cut)), file=sys.stderr)
    found = features(dump, pages, scores)
    again, both = round_of(pages, found, labels, count, lambda f: True)
    mean = [[(a + b) / 2 for a, b in zip(*both_rounds)] for both_rounds in zip(scores, again)]
    for what, scores in (('round 2', again), ('mean', mean)):
        for cut in (-1, -.5, -.3, -.1, .1, .5):
            print('%s, cut %4.1f: F1 %.4f P %.4f R %.4f' % ((what, cut) + measure(pages, gold, scores, cut)), file=sys.stderr)
    print('/* Made by train/page_train.py: do not edit. Hundredths of a log odd. */')
    for name, weight in (('first', first[:second]), ('both', both)):
        print('static const int16_t %s_weights[] = {' % name)
        for i in range(0, len(weight), 20):
            print('\t' + ' '.join('%d,' % max(-3000, min(3000, round(100 * w))) for w in weight[i:i + 20]))
        print('};')


ROUND_TWO = 12 + 4 * 8 + 2 * 10 + 12  # features of the second round: OWN ... BEST in page_features.c

if __name__ == '__main__':
    main(*sys.argv[1:4])
