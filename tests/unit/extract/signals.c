#include "extract/signals_words.h"

#include "base/buf.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <math.h>

#define TEN(text) text text text text text text text text text text
#define LONG_LINE TEN(TEN(TEN("x")))

static const struct {
	const char *name, *lang, *text;
	enum signal signal;
	double want;
} cases[] = {
	{ "length", "en", "åß c", SIGNAL_LENGTH, 4 },
	{ "lines", "en", "a\n\nb\nc\n", SIGNAL_LINES, 3 },
	{ "words", "en", "The cat, the dog_1!", SIGNAL_WORDS, 4 },
	{ "words without spaces", "zh", "港口很安静", SIGNAL_WORDS, 5 },
	{ "a letter behind Han is a word of its own", "zh", "中a文b", SIGNAL_WORDS, 4 },
	{ "mean word length", "en", "ab cdef", SIGNAL_MEAN_WORD_LENGTH, 3 },
	{ "sentences", "en", "One here. Two there! Three? four", SIGNAL_SENTENCES, 4 },
	{ "sentences in Chinese", "zh", "港口很安静。船回来了。", SIGNAL_SENTENCES, 2 },
	{ "stop words", "en", "the cat and the dog", SIGNAL_STOP_WORD_FRACTION, 3 / 5.0 },
	{ "stop words of another language", "nn", "eg og ho", SIGNAL_STOP_WORD_FRACTION, 1 },
	{ "stop words of an unknown language", "xx", "the cat", SIGNAL_STOP_WORD_FRACTION, NAN },
	{ "Gopher stop words are counted once each", "en", "The cat and the dog with the hat", SIGNAL_GOPHER_STOP_WORDS, 3 },
	{ "symbols", "en", "a # b ... c … d", SIGNAL_SYMBOL_TO_WORD_RATIO, 3 / 7.0 },
	{ "hashes", "en", "#a #b c d", SIGNAL_GOPHER_HASH_RATIO, .5 },
	{ "ellipses", "en", "a... b… c d......", SIGNAL_GOPHER_ELLIPSIS_RATIO, 1 },
	{ "entropy", "en", "a b a b", SIGNAL_UNIGRAM_ENTROPY, 0.6931471805599453 },
	{ "unique", "en", "a b a b", SIGNAL_UNIQUE_WORDS, .5 },
	{ "all caps", "en", "NATO is A1 nice", SIGNAL_ALL_CAPS_WORDS, .5 },
	{ "no letters", "en", "12 a 3b - c", SIGNAL_NO_ALPH_WORDS, .4 },
	{ "braces", "en", "{a}b", SIGNAL_CURLY_BRACKET, .5 },
	{ "lorem ipsum", "en", "Lorem ipsum ", SIGNAL_LOREM_IPSUM, 1 / 12.0 },
	{ "lines end with ellipsis", "en", "a...\nb… \nc.\nd..", SIGNAL_LINES_ELLIPSIS, .5 },
	{ "top bigram", "en", "a b c a b d", SIGNAL_TOP_2GRAM, 4 / 6.0 },
	{ "no bigram twice", "en", "a b c d", SIGNAL_TOP_2GRAM, 0 },
	{ "top trigram, the earliest of equals", "en", "aa b c d aa b c d", SIGNAL_TOP_3GRAM, 8 / 10.0 },
	{ "top 4-gram", "en", "a b c d e a b c d", SIGNAL_TOP_4GRAM, 8 / 9.0 },
	{ "5-grams overlap", "en", "a b c d e f x a b c d e f", SIGNAL_DUPE_5GRAMS, 12 / 13.0 },
	{ "10-grams", "en", "a b c d e f g h i j x a b c d e f g h i j", SIGNAL_DUPE_10GRAMS, 20 / 21.0 },
	{ "10-grams, one word short", "en", "a b c d e f g h i x a b c d e f g h i y", SIGNAL_DUPE_10GRAMS, 0 },
	{ "lines end as sentences do", "en", "One.\nTwo\n\"Three.\"\nFour!", SIGNAL_LINES_TERMINAL, .75 },
	{ "javascript", "en", "Javascript a\nb", SIGNAL_LINES_JAVASCRIPT, .5 },
	{ "words a line", "en", "a b c\nd", SIGNAL_LINES_NUM_WORDS, 2 },
	{ "digits", "en", "12ab\ncd", SIGNAL_LINES_NUMERICAL, .25 },
	{ "bullets", "en", "- a\n• b\nc\nd", SIGNAL_LINES_BULLET, .5 },
	{ "upper case", "en", "ABcd\nef", SIGNAL_LINES_UPPERCASE, .25 },
	{ "lines repeated", "en", "one\ntwo\none\none", SIGNAL_DUP_LINE_FRAC, .5 },
	{ "characters of lines repeated", "en", "one\ntwo\none\none", SIGNAL_DUP_LINE_CHAR_FRAC, 6 / 15.0 },
	{ "lines that differ in case are not repeated", "en", "one\nOne\n one", SIGNAL_DUP_LINE_FRAC, 0 },
	{ "white space at the end of a line does not count", "en", "one \none", SIGNAL_DUP_LINE_FRAC, .5 },
	{ "a line of what cannot be seen is empty", "en", "a\n\xe2\x80\x8b\nb", SIGNAL_LINES, 2 },
	{ "a word over 1,000 characters", "en", LONG_LINE "a b c d.", SIGNAL_C4_SENTENCES, 0 },
	{ "a word of 1,000 characters", "en", LONG_LINE " b c d.", SIGNAL_C4_SENTENCES, 1 },
	{ "paragraphs repeated", "en", "a\nb\n\nc\n\na\nb\n\nd", SIGNAL_DUP_PARA_FRAC, .25 },
	{ "characters of paragraphs repeated", "en", "a\nb\n\nc\n\na\nb\n\nd", SIGNAL_DUP_PARA_CHAR_FRAC, 3 / 14.0 },
	{ "short lines", "en", "short\nthis line has more than thirty letters in it", SIGNAL_FINEWEB_SHORT_LINES, .5 },
	{ "characters repeated, newlines aside", "en", "one\ntwo\none\none", SIGNAL_FINEWEB_CHAR_DUP, .5 },
	{ "newlines", "en", "a\nb\nc d", SIGNAL_FINEWEB_NEWLINES, .5 },
	{ "C4 keeps sentences", "en", "One two three. Four five.\nNo end here at all\nToo short.\nIt goes on and on...",
	  SIGNAL_C4_SENTENCES, 2 },
	{ "C4 drops javascript and policies", "en", "Turn on Javascript now please.\nRead our privacy policy here.\n"
	  "This site uses cookies today.\nRead the terms of use here.\nThe policy of the state is this.", SIGNAL_C4_SENTENCES, 1 },
	{ "C4 finds phrases inside longer words, in any case", "en", "All about JavaScripts in here.\nOur cookie policyholders said so.\n"
	  "It reuses cookies at night.\nThe use of cookies, it is said.\nWe use\tcookies here now.\nThe terms  of use of it.",
	  SIGNAL_C4_SENTENCES, 2 },
	{ "C4 takes citations off the end", "en", "It was so in May.[12]\nNobody said more.[1][][edit]\nIt was so in May.[a]\n"
	  "One thing is missing.[citation needed]\nIt was a long day [3]\nIt goes on...[4]", SIGNAL_C4_SENTENCES, 3 },
	{ "citations count for C4 only", "en", "It was so in May.[12]\nHere.", SIGNAL_LINES_TERMINAL, .5 },
	{ "lorem ipsum inside words", "en", "xLorem Ipsumy dolor sit.", SIGNAL_C4_LOREM_IPSUM, 1 },
	{ "a phrase across the blocks that are looked at", "en", "0123456789abc javascript x javascript.", SIGNAL_LINES_JAVASCRIPT, 2 },
	{ "a phrase at the very end", "en", "lorem ipsum lorem ipsum", SIGNAL_LOREM_IPSUM, 2 / 23.0 },
	{ "C4 lorem ipsum", "en", "Lorem ipsum dolor sit amet.\nlorem ipsum", SIGNAL_C4_LOREM_IPSUM, 1 },
	{ "C4 curly bracket", "en", "A line with { in it.\nnone {", SIGNAL_C4_CURLY_BRACKET, 1 },
	{ "empty", "en", "", SIGNAL_MEAN_WORD_LENGTH, 0 },
};

Test(signals, cases)
{
	struct signals_scratch scratch = SIGNALS_SCRATCH_INIT;
	double out[SIGNAL_COUNT];

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		double got;

		signals_compute(&scratch, str_of(cases[i].text), cases[i].lang, out);
		got = out[cases[i].signal];
		cr_expect(isnan(cases[i].want) ? isnan(got) : fabs(got - cases[i].want) < 1e-9, "%s: %f, not %f",
		          cases[i].name, got, cases[i].want);
		for (int k = 0; k < SIGNAL_COUNT; k++)
			cr_expect(isnan(out[k]) ? k == SIGNAL_STOP_WORD_FRACTION || k == SIGNAL_GOPHER_STOP_WORDS :
			                          isfinite(out[k]) && out[k] >= 0,
			          "%s: %s is %f", cases[i].name, signal_name((enum signal)k), out[k]);
	}
	signals_scratch_release(&scratch);
}

Test(signals, names)
{
	for (int i = 0; i < SIGNAL_COUNT; i++) {
		cr_assert(signal_name((enum signal)i));
		for (int k = 0; k < i; k++)
			cr_expect_str_neq(signal_name((enum signal)i), signal_name((enum signal)k));
	}
}

static uint32_t next_random(uint32_t *state)
{
	return *state = *state * 1664525u + 1013904223u;
}

/* Random text of pieces that meet every branch, at every place of a block. */
static void random_text(struct buf *out, uint32_t *state, size_t pieces)
{
	static const char *const table[] = {
		"a", "B", "word", " ", " ", "\n", "\n\n", "-", "_", "9", "é", "É", "Ⱥ", "中", "文", "ก", "\xe0\xb8\xb1", "\xcc\x81",
		"\xc2\xad", "\xe2\x80\x8d", "\xff", "\xe4\xb8", "😀", "Жж", "。", ". ", "!", "...", "…", "#", "{", "}", "\"", "»",
		"NATO ", "longerword ", "\xc2\xa0", "javascript ", "lorem ipsum ", "terms of use ", TEN("....."), TEN(TEN("abcdefgh")),
	};

	buf_reset(out);
	for (size_t i = 0; i < pieces; i++)
		buf_add_text(out, table[(next_random(state) >> 16) % (sizeof table / sizeof *table)]);
}

/* What signals.h says, one code point at a time: the slow way to the same counts. */
static void count_slowly(struct str text, struct signals_counts *n)
{
	const char *at = text.at, *end = text.at + text.len;
	size_t at_word = 0, alpha = 0, upper = 0, visible = 0, dots = 0;
	struct str word;
	bool between = true;

	*n = (struct signals_counts){ .length = utf8_count(text) };
	while (tokens_next(text, &at_word, &word))
		n->words++;
	for (bool more = true; more;) {
		more = at < end;
		uint32_t c = more ? utf8_next(&at, end) : (uint32_t)' ';
		unsigned flags = c == '_' ? UNICODE_MARK : unicode_flags(c);

		n->newlines += c == '\n';
		if (flags & UNICODE_IGNORE)
			continue;
		if (flags & UNICODE_SPACE) {
			n->raw_words += visible > 0;
			n->no_letter += visible > 0 && alpha == 0;
			n->all_caps += upper > 0 && upper == alpha;
			visible = alpha = upper = 0;
		} else {
			visible++;
			alpha += (flags & UNICODE_LETTER) != 0;
			upper += flags & UNICODE_LETTER && unicode_fold(c) != c;
		}
		dots = c == '.' ? dots + 1 : 0;
		n->ellipses += c == 0x2026 || (dots > 0 && dots % 3 == 0);
		n->hashes += c == '#';
		n->braces += c == '{' || c == '}';
		if (flags & UNICODE_TERMINAL)
			between = true;
		if (between && flags & (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)) {
			n->sentences++;
			between = false;
		}
	}
}

static void expect_same(const struct signals_counts *got, const struct signals_counts *want, struct str text)
{
	cr_assert(got->length == want->length && got->newlines == want->newlines && got->words == want->words &&
	          got->raw_words == want->raw_words && got->no_letter == want->no_letter && got->all_caps == want->all_caps &&
	          got->sentences == want->sentences && got->hashes == want->hashes && got->ellipses == want->ellipses &&
	          got->braces == want->braces,
	          "%zu %zu %zu %zu %zu %zu %zu %zu %zu %zu, not %zu %zu %zu %zu %zu %zu %zu %zu %zu %zu: %.*s", got->length,
	          got->newlines, got->words, got->raw_words, got->no_letter, got->all_caps, got->sentences, got->hashes,
	          got->ellipses, got->braces, want->length, want->newlines, want->words, want->raw_words, want->no_letter,
	          want->all_caps, want->sentences, want->hashes, want->ellipses, want->braces, (int)text.len, text.at);
}

/* Each set of instructions, and the slow way, count the same; and the words are those of tokens.h. */
Test(signals, all_codes_agree)
{
	struct signals_scratch scratch = SIGNALS_SCRATCH_INIT;
	struct buf text = BUF_INIT;
	uint32_t state = 3;
	double out[SIGNAL_COUNT];
	uint64_t *hashes = mem_alloc(1 << 20);

	for (size_t i = 0; i < 3000; i++) {
		struct signals_counts counts[TOKENS_AVX512 + 1], slow;

		random_text(&text, &state, i < 2900 ? i % 97 : 3000);
		signals_compute(&scratch, buf_str(&text), "en", out);
		count_slowly(buf_str(&text), &slow);
		for (int code = TOKENS_PORTABLE; code <= TOKENS_AVX512; code++) {
			if (!signals_scan_by((enum tokens_code)code, scratch.words, buf_str(&text), &counts[code]))
				continue;
			expect_same(&counts[code], &slow, buf_str(&text));
			cr_assert(memcmp(&counts[code], &counts[0], sizeof counts[0]) == 0, "code %d", code);
			cr_assert_eq(scratch.words->count, tokens_hash(buf_str(&text), hashes, 1 << 17));
			cr_assert(memcmp(scratch.words->hash, hashes, scratch.words->count * sizeof *hashes) == 0);
		}
	}
	free(hashes);
	buf_release(&text);
	signals_scratch_release(&scratch);
}
