#!/usr/bin/env python3
"""lang_collect.py PACKAGES OUT: text by language out of unpacked Debian packages, for lang_train.

PACKAGES holds one folder a package (dpkg-deb -x). Read are message catalogues (.mo, MediaWiki's JSON), translated
manual pages, the Debian Administrator's Handbook, GIMP's manual, and words of dictionaries. OUT
gets one file a language, one piece of text a line. The packages used and their licences are in
lang_sources.txt beside this script.
"""
import gzip, html, json, os, random, re, struct, sys
from collections import defaultdict

# Languages that the model tells apart; every other language in Latin or Cyrillic script is
# "other". Keys are locale names.
OURS = {
    'nb': 'nb', 'nb_NO': 'nb', 'nn': 'nn', 'nn_NO': 'nn', 'da': 'da', 'da_DK': 'da', 'sv': 'sv', 'sv_SE': 'sv',
    'de': 'de', 'nl': 'nl', 'af': 'af', 'fr': 'fr', 'es': 'es', 'es_419': 'es', 'pt': 'pt', 'pt_BR': 'pt', 'pt_PT': 'pt',
    'gl': 'gl', 'ca': 'ca', 'ca@valencia': 'ca', 'it': 'it', 'hr': 'hr', 'bs': 'bs', 'sr@latin': 'sr', 'sl': 'sl',
    'sk': 'sk', 'cs': 'cs', 'pl': 'pl', 'id': 'id', 'ms': 'ms', 'is': 'is',
    'sr': 'sr-Cyrl', 'mk': 'mk', 'bg': 'bg', 'ru': 'ru', 'uk': 'uk', 'be': 'be',
}
SKIPPED = {'en-GB', 'en_GB', 'en_CA', 'en_ZA', 'en', 'en@shaw', 'ang@latin', 'sr@ijekavian', 'sr@ijekavianlatin', 'ja', 'zh_CN', 'zh_TW', 'zh_HK', 'ko', 'racv'}
CYRILLIC = {'sr-Cyrl', 'mk', 'bg', 'ru', 'uk', 'be'}
LATINIZED = dict(zip('абвгдђежзијклљмнњопрстћуфхцчџш',
                     'a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š'.split()))
LISTS = {'bokmaal': ('nb', 'latin1'), 'nynorsk': ('nn', 'latin1'), 'danish': ('da', 'utf8'), 'swedish': ('sv', 'latin1')}
# Packages that are read for these languages alone, into files of their own ("nb.more.txt"): the model of the family
# gains by them; the one that tells it from other languages takes more English for Norwegian then.
NORTH = {'nb', 'nn', 'da', 'sv'}
NORTH_PACKAGES = {'evolution-common', 'freeciv-data', 'gimp-help-da', 'gimp-help-nn', 'iso-codes', 'kmail', 'krita-l10n',
                  'mediawiki', 'okular', 'wordpress-l10n'}
WIKI = re.compile(r"\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|'''?|\{\{[^}]*\}\}|\[https?\S+ |[\[\]{}|]")
MARKUP = re.compile(r'<[^>]*>|%[-+ 0-9.$]*[a-zA-Z]|\$\(?\w+\)?|\{[^}]*\}|\\[a-z]|https?:\S+|\S+@\S+|--?\w[\w-]*|~(?=\w)|&(?=\w)|_(?=\w)')


def catalogue(path):
    data = open(path, 'rb').read()
    if len(data) < 28 or data[:4] != b'\xde\x12\x04\x95':
        return
    count, ids, strings = struct.unpack('<III', data[8:20])
    for i in range(count):
        n, at = struct.unpack('<II', data[ids + 8 * i:ids + 8 * i + 8])
        m, to = struct.unpack('<II', data[strings + 8 * i:strings + 8 * i + 8])
        said = data[at:at + n].split(b'\x04')[-1].split(b'\0')[0].decode('utf8', 'replace')
        for text in data[to:to + m].decode('utf8', 'replace').split('\0'):
            if said and text != said:
                yield said, text


def manual(path):
    for line in re.split(r'\n\.[A-Z]+.*|\n\n', gzip.open(path, 'rt', errors='replace').read()):
        line = re.sub(r"(?m)^[.'].*$", ' ', line)
        yield re.sub(r'\\f(\[\w*\]|\(..|.)|\\[-&|^]|\\\(..|\\\*\(..|\\\[\w+\]|\\.', '', line)


def wiki_messages(path):
    for text in json.load(open(path)).values():
        if isinstance(text, str):
            yield WIKI.sub(lambda m: m.group(1) or ' ', text)


def handbook(path):
    page = re.sub(r'(?s)<(script|style|pre|head)\b.*?</\1>', ' ', open(path, errors='replace').read())
    for block in re.split(r'</?(?:p|div|li|h\d|td|dt|dd|br)\b[^>]*>', page):
        yield html.unescape(re.sub(r'<[^>]*>', '', block))


def main(packages, out):
    lists = {}
    texts = defaultdict(dict)  # keeps the order, drops copies

    def add(locale, text, more=''):
        name = OURS.get(locale)
        if not name and locale not in SKIPPED:
            name = 'other'
        text = re.sub(r'\s+', ' ', MARKUP.sub(' ', text)).strip()
        letters = [c for c in text if c.isalpha()]
        cyrillic = sum('\u0400' <= c <= '\u052f' for c in letters)
        latin = sum(c < '\u0250' or '\u1e00' <= c <= '\u1eff' for c in letters)
        if not name or len(letters) < 12 or max(cyrillic, latin) < .9 * len(letters):
            return
        if name != 'other' and (cyrillic > latin) != (name in CYRILLIC):
            return
        if name == 'other' and cyrillic > latin:
            name = 'otherC'
        texts[name + more].setdefault(text)
        if name == 'sr-Cyrl':
            low = ''.join(LATINIZED.get(c, LATINIZED.get(c.lower(), c).capitalize()) for c in text)
            texts['sr'].setdefault(low)

    for folder, _, files in sorted(os.walk(packages)):
        for name in sorted(files):
            path = os.path.join(folder, name)
            locale = re.search(r'/(?:locale|man|resource|html|help)/([a-z]{2,3}(?:[_-][A-Za-z0-9]+)?(?:@\w+)?)/|'
                               r'/(?:i18n|languages)/(?:[a-z]+-)*([a-z]{2}(?:_[A-Z]{2})?)\.(?:json|mo)$', path)
            locale = (locale.group(1) or locale.group(2)).replace('-', '_') if locale else None
            if locale and locale not in OURS and locale.split('_')[0] in OURS:
                locale = locale.split('_')[0]
            if os.path.relpath(path, packages).split(os.sep)[0] in NORTH_PACKAGES:
                if OURS.get(locale) in NORTH:
                    for text in wiki_messages(path) if name.endswith('.json') else handbook(path) if name.endswith('.html') \
                            else [text for _, text in catalogue(path)] if name.endswith('.mo') else []:
                        add(locale, text, '.more')
            elif name.endswith('.mo') and locale:
                for said, text in catalogue(path):
                    add(locale, text)
                    texts['en'].setdefault(re.sub(r'\s+', ' ', MARKUP.sub(' ', said)).strip())
            elif '/man/' in path and name.endswith('.gz') and locale:
                for text in manual(path):
                    add(locale, text)
            elif 'handbook' in path and name.endswith('.html') and locale:
                for text in handbook(path):
                    if locale == 'en_US':
                        texts['en'].setdefault(re.sub(r'\s+', ' ', text).strip())
                    else:
                        add(locale, text)
            elif '/share/dict/' in path and name in LISTS:
                lists[LISTS[name][0]] = set(open(path, encoding=LISTS[name][1]).read().split())
            elif name.endswith('.dic') and name[:2] in OURS and not name.startswith('hyph'):
                raw = open(path, 'rb').read()
                try:
                    words = raw.decode('utf8').split('\n')
                except UnicodeDecodeError:
                    words = raw.decode('latin1').split('\n')
                words = [w.split('/')[0].split('\t')[0] for w in words[1:]]
                words = [w for w in words if w.isalpha()]
                stem = name.split('.')[0]
                key = stem if stem in OURS else stem.split('_')[0]
                if 'Latn' in stem:
                    key = 'sr@latin'
                for i in range(0, len(words), 16):
                    add(key, ' '.join(words[i::max(1, len(words) // 16)][:16]))
    for name, words in sorted(lists.items()):  # only what no other list has tells languages apart
        own = sorted(w for w in words.difference(*(lists[o] for o in lists if o != name)) if w.isalpha())
        random.Random(1).shuffle(own)
        for i in range(0, min(len(own), 60000), 12):
            add(name, ' '.join(own[i:i + 12]))
    os.makedirs(out, exist_ok=True)
    for name, lines in sorted(texts.items()):
        with open(os.path.join(out, name + '.txt'), 'w') as f:
            for line in lines:
                if len(line) >= 15:
                    f.write(line + '\n')


if __name__ == '__main__':
    main(sys.argv[1], sys.argv[2])
