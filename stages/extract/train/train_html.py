#!/usr/bin/env python3
"""train_html.py SHARED BUILD [FOLDER] - learns the weights of stages/extract (html_weights_*.inc).

SHARED/data/extraction holds the pages and the gold data (eval/extraction.py); BUILD is where
make has put libleat.a. The same pages give the same weights, bit for bit. Prints what models
that never saw a page's site reach, by eval/extraction.py.

Pages are decoded here, roughly as leat-normalize does it."""
import glob
import gzip
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(HERE)))
STAGE = os.path.join(ROOT, 'stages', 'extract')
LABEL = os.path.join(HERE, 'label_html.py')


def decode(page):
    page = page.removeprefix(b'\xef\xbb\xbf')
    try:
        return page.decode('utf-8')
    except UnicodeDecodeError:
        pass
    said = re.search(rb'charset=["\']?\s*([-\w]+)', page[:4096], re.I)
    charset = said.group(1).decode().lower() if said else 'cp1252'
    if charset.startswith('utf') and page.decode('utf-8', 'replace').count('\ufffd') >= 50:
        charset = 'cp1252'
    if charset in ('iso-8859-1', 'latin1', 'ascii', 'us-ascii'):
        charset = 'cp1252'
    try:
        return page.decode(charset, 'replace')
    except LookupError:
        return page.decode('cp1252', 'replace')


def unpack(data, work):
    """Pages as UTF-8 files; returns the lists of their paths."""
    lists = {}
    for kind in 'abc':
        folder = os.path.join(work, kind)
        os.mkdir(folder)
        for name in os.listdir(os.path.join(data, f'pages-{kind}')):
            with gzip.open(os.path.join(data, f'pages-{kind}', name)) as f:
                page = decode(f.read())
            with open(os.path.join(folder, name.removesuffix('.gz')), 'wb') as f:
                f.write(page.encode('utf-8', 'replace'))
        lists[kind] = os.path.join(work, f'pages-{kind}')
        with open(lists[kind], 'w') as f:
            f.writelines(os.path.join(folder, name) + '\n' for name in sorted(os.listdir(folder)))
    return lists


def compile_trainer(build, work):
    trainer = os.path.join(work, 'train_html')
    sources = sorted(glob.glob(os.path.join(STAGE, 'html*.c'))) + [os.path.join(HERE, 'boost.c'), os.path.join(HERE, 'train_html.c')]
    subprocess.run(['gcc', '-D_GNU_SOURCE', '-D_FILE_OFFSET_BITS=64', '-std=c17', '-O2', '-ffp-contract=off', '-pthread',
                    '-I', os.path.join(ROOT, 'common'), '-I', os.path.join(ROOT, 'stages'), *sources,
                    os.path.join(build, 'libleat.a'), '-lxxhash', '-lm', '-o', trainer], check=True)
    return trainer


def output(path, *command):
    with open(path, 'wb') as f:
        subprocess.run(command, stdout=f, check=True)
    return path


def learn(what, shared, build, folder, work, lists):
    trainer = compile_trainer(build, work)
    data = os.path.join(shared, 'data', 'extraction')
    sets = 'ab' if what == 'blocks' else 'bc'
    files = []
    for kind in sets:
        files += [lists[kind], output(os.path.join(work, f'{what}-{kind}'), trainer, what, lists[kind])]
    labels = output(os.path.join(work, f'labels-{what}'), sys.executable, LABEL, what, data, *files)
    predictions = os.path.join(work, f'predictions-{what}')
    subprocess.run([trainer, f'fit-{what}', labels, folder, predictions], check=True)
    for kind in sets:
        subprocess.run([sys.executable, os.path.join(shared, 'eval', 'extraction.py'), kind, predictions], check=True)


def main():
    shared, build, folder = sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else STAGE
    with tempfile.TemporaryDirectory() as work:
        lists = unpack(os.path.join(shared, 'data', 'extraction'), work)
        # The claims are judged against the main text, so the blocks come first.
        learn('blocks', shared, build, folder, work, lists)
        learn('claims', shared, build, folder, work, lists)


main()
