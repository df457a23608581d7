/*
 * signals: quality signals of a text, all from one pass over it and one over its words.
 *
 * Names and meanings are those of RedPajama-v2 (rps_*, ccnet_*; its line signals as mean over
 * the lines), and, where RedPajama has none, of the rule sets that need them: Gopher (Rae et
 * al. 2021, table A1; datatrove), C4, mC4, FineWeb.
 *
 * Lines are those with something in them; a paragraph is a run of lines without an empty line
 * between. Words are tokens as in text/tokens.h; raw words are parted by white space. Lengths
 * are code points. Repetition looks at the first SIGNALS_MAX_WORDS words.
 */
#ifndef LEAT_EXTRACT_SIGNALS_H
#define LEAT_EXTRACT_SIGNALS_H

#include "base/str.h"

#include <stdint.h>

#define SIGNALS_MAX_WORDS (1u << 18)

/* In the order of their names' table in signals.c. */
enum signal {
	SIGNAL_LENGTH,
	SIGNAL_LINES,
	SIGNAL_WORDS,
	SIGNAL_MEAN_WORD_LENGTH,
	SIGNAL_SENTENCES,
	SIGNAL_STOP_WORD_FRACTION,
	SIGNAL_SYMBOL_TO_WORD_RATIO,
	SIGNAL_UNIGRAM_ENTROPY,
	SIGNAL_UNIQUE_WORDS,
	SIGNAL_ALL_CAPS_WORDS,
	SIGNAL_NO_ALPH_WORDS,
	SIGNAL_CURLY_BRACKET,
	SIGNAL_LOREM_IPSUM,
	SIGNAL_LINES_ELLIPSIS,
	SIGNAL_TOP_2GRAM,
	SIGNAL_TOP_3GRAM,
	SIGNAL_TOP_4GRAM,
	SIGNAL_DUPE_5GRAMS,
	SIGNAL_DUPE_6GRAMS,
	SIGNAL_DUPE_7GRAMS,
	SIGNAL_DUPE_8GRAMS,
	SIGNAL_DUPE_9GRAMS,
	SIGNAL_DUPE_10GRAMS,
	SIGNAL_LINES_TERMINAL,
	SIGNAL_LINES_JAVASCRIPT,
	SIGNAL_LINES_NUM_WORDS,
	SIGNAL_LINES_NUMERICAL,
	SIGNAL_LINES_BULLET,
	SIGNAL_LINES_UPPERCASE,
	SIGNAL_GOPHER_HASH_RATIO, /* '#' to words */
	SIGNAL_GOPHER_ELLIPSIS_RATIO, /* "..." and U+2026 to words */
	SIGNAL_GOPHER_STOP_WORDS, /* how many of the language's eight occur */
	SIGNAL_DUP_LINE_FRAC,
	SIGNAL_DUP_LINE_CHAR_FRAC,
	SIGNAL_DUP_PARA_FRAC,
	SIGNAL_DUP_PARA_CHAR_FRAC,
	SIGNAL_FINEWEB_SHORT_LINES, /* lines of at most 30 characters, of all lines */
	SIGNAL_FINEWEB_CHAR_DUP, /* characters of repeated lines to all but newlines */
	SIGNAL_FINEWEB_NEWLINES, /* newlines to words */
	SIGNAL_C4_SENTENCES, /* in lines that C4's line rules keep */
	SIGNAL_C4_LOREM_IPSUM, /* lines that get to the rule and hold it */
	SIGNAL_C4_CURLY_BRACKET, /* lines that get to the rule and hold '{' */
	SIGNAL_MC4_LONG_LINES, /* lines of 200 characters and more */
	SIGNAL_COUNT
};

/* "rps_doc_word_count" and so on. */
const char *signal_name(enum signal signal);

/* Memory for signals_compute, one a thread. SIGNALS_SCRATCH_INIT is valid; it grows with the
 * texts up to about 12 MiB. */
struct signals_scratch {
	struct signals_words *words;
};
#define SIGNALS_SCRATCH_INIT ((struct signals_scratch){ NULL })
void signals_scratch_release(struct signals_scratch *scratch);

/* Computes all signals of clean UTF-8 text. `lang` (BCP 47, "" if unknown) chooses the stop
 * words; without a list for it the two signals of stop words are NAN: unknown. */
void signals_compute(struct signals_scratch *scratch, struct str text, const char *lang, double out[SIGNAL_COUNT]);

#endif
