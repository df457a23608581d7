#!/usr/bin/env python3
"""train_html.py blocks|claims SHARED TRAINER FOLDER [--judge]

Learns weights of stages/extract: of blocks (FOLDER/html_block.inc), or of claims (html_title.inc,
html_author.inc, html_date.inc). Claims are judged against the main text, so TRAINER, the built
train_html.c, must hold the weights of blocks by then: `make train` sees to it. The same pages give
the same weights, bit for bit. --judge prints what models that never saw a page's site reach, by
SHARED/eval/extraction.py, which also says what the pages and gold data in SHARED/data are.

Pages are decoded here, roughly as leat-normalize does it."""
import gzip
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
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


def unpack(pages, folder):
    """Pages as UTF-8 files in `folder`; returns the path of their list."""
    os.mkdir(folder)
    for name in os.listdir(pages):
        with gzip.open(os.path.join(pages, name)) as f:
            page = decode(f.read())
        with open(os.path.join(folder, name.removesuffix('.gz')), 'wb') as f:
            f.write(page.encode('utf-8', 'replace'))
    with open(folder + '.list', 'w') as f:
        f.writelines(os.path.join(folder, name) + '\n' for name in sorted(os.listdir(folder)))
    return f.name


def output(path, *command):
    with open(path, 'wb') as f:
        subprocess.run(command, stdout=f, check=True)
    return path


def learn(what, shared, trainer, folder, judge, work):
    data = os.path.join(shared, 'data', 'extraction')
    sets = 'ab' if what == 'blocks' else 'bc'
    files = []
    for kind in sets:
        pages = unpack(os.path.join(data, f'pages-{kind}'), os.path.join(work, kind))
        files += [pages, output(os.path.join(work, f'found-{kind}'), trainer, what, pages)]
    labels = output(os.path.join(work, 'labels'), sys.executable, LABEL, what, data, *files)
    predictions = [os.path.join(work, 'predictions')] if judge else []
    subprocess.run([trainer, f'fit-{what}', labels, folder, *predictions], check=True)
    for kind in sets if judge else ():
        subprocess.run([sys.executable, os.path.join(shared, 'eval', 'extraction.py'), kind, *predictions], check=True)


def main():
    what, shared, trainer, folder = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as work:
        learn(what, shared, trainer, folder, '--judge' in sys.argv[5:], work)


main()
