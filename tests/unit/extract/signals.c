#include "extract/signals.h"

#include <criterion/criterion.h>
#include <math.h>

static const struct {
	const char *name, *lang, *text;
	enum signal signal;
	double want;
} cases[] = {
	{ "length", "en", "åß c", SIGNAL_LENGTH, 4 },
	{ "lines", "en", "a\n\nb\nc\n", SIGNAL_LINES, 3 },
	{ "words", "en", "The cat, the dog_1!", SIGNAL_WORDS, 4 },
	{ "words without spaces", "zh", "港口很安静", SIGNAL_WORDS, 5 },
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
	{ "paragraphs repeated", "en", "a\nb\n\nc\n\na\nb\n\nd", SIGNAL_DUP_PARA_FRAC, .25 },
	{ "characters of paragraphs repeated", "en", "a\nb\n\nc\n\na\nb\n\nd", SIGNAL_DUP_PARA_CHAR_FRAC, 3 / 14.0 },
	{ "short lines", "en", "short\nthis line has more than thirty letters in it", SIGNAL_FINEWEB_SHORT_LINES, .5 },
	{ "characters repeated, newlines aside", "en", "one\ntwo\none\none", SIGNAL_FINEWEB_CHAR_DUP, .5 },
	{ "newlines", "en", "a\nb\nc d", SIGNAL_FINEWEB_NEWLINES, .5 },
	{ "C4 keeps sentences", "en", "One two three. Four five.\nNo end here at all\nToo short.\nIt goes on and on...",
	  SIGNAL_C4_SENTENCES, 2 },
	{ "C4 drops javascript and policies", "en", "Turn on Javascript now please.\nRead our privacy policy here.\n"
	  "This site uses cookies today.\nRead the terms of use here.\nThe policy of the state is this.", SIGNAL_C4_SENTENCES, 1 },
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
