#include "extract/signals.h"

#include "base/buf.h"
#include "extract/signals_words.h"

#include <stdlib.h>

static const char *const names[SIGNAL_COUNT] = {
	"ccnet_length",
	"ccnet_nlines",
	"rps_doc_word_count",
	"rps_doc_mean_word_length",
	"rps_doc_num_sentences",
	"rps_doc_stop_word_fraction",
	"rps_doc_symbol_to_word_ratio",
	"rps_doc_unigram_entropy",
	"rps_doc_frac_unique_words",
	"rps_doc_frac_all_caps_words",
	"rps_doc_frac_no_alph_words",
	"rps_doc_curly_bracket",
	"rps_doc_lorem_ipsum",
	"rps_doc_frac_lines_end_with_ellipsis",
	"rps_doc_frac_chars_top_2gram",
	"rps_doc_frac_chars_top_3gram",
	"rps_doc_frac_chars_top_4gram",
	"rps_doc_frac_chars_dupe_5grams",
	"rps_doc_frac_chars_dupe_6grams",
	"rps_doc_frac_chars_dupe_7grams",
	"rps_doc_frac_chars_dupe_8grams",
	"rps_doc_frac_chars_dupe_9grams",
	"rps_doc_frac_chars_dupe_10grams",
	"rps_lines_ending_with_terminal_punctution_mark",
	"rps_lines_javascript_counts",
	"rps_lines_num_words",
	"rps_lines_numerical_chars_fraction",
	"rps_lines_start_with_bulletpoint",
	"rps_lines_uppercase_letter_fraction",
	"gopher_hash_to_word_ratio",
	"gopher_ellipsis_to_word_ratio",
	"gopher_stop_words",
	"dup_line_frac",
	"dup_line_char_frac",
	"dup_para_frac",
	"dup_para_char_frac",
	"fineweb_short_line_ratio",
	"fineweb_char_dup_ratio",
	"fineweb_newlines_to_words",
	"c4_num_sentences",
	"c4_lorem_ipsum",
	"c4_curly_bracket",
	"mc4_long_lines",
};

const char *signal_name(enum signal signal)
{
	return names[signal];
}

/* Room for the words of a text of `len` bytes. */
static void make_room(struct signals_words *w, size_t len)
{
	size_t need = len / 2 + 1;

	need = need < SIGNALS_MAX_WORDS ? need : SIGNALS_MAX_WORDS;
	if (need <= w->cap)
		return;
	w->hash = mem_grow(w->hash, need * sizeof *w->hash);
	w->chars = mem_grow(w->chars, (need + 1) * sizeof *w->chars);
	w->gram = mem_grow(w->gram, need * sizeof *w->gram);
	w->candidate = mem_grow(w->candidate, need * sizeof *w->candidate);
	w->slot = mem_grow(w->slot, need * sizeof *w->slot);
	w->cap = need;
}

void signals_scratch_release(struct signals_scratch *scratch)
{
	struct signals_words *w = scratch->words;

	if (w) {
		free(w->hash);
		free(w->chars);
		free(w->gram);
		free(w->candidate);
		free(w->slot);
		free(w->line);
		free(w->piece);
		free(w->paragraph);
		free(w->slots);
		for (size_t i = 0; i < w->stops_count; i++)
			free(w->stops[i].hash);
		free(w->stops);
		free(w);
	}
	*scratch = SIGNALS_SCRATCH_INIT;
}

static double over(double a, size_t b)
{
	return b ? a / (double)b : 0;
}

static void set_counted(const struct signals_counts *n, double out[SIGNAL_COUNT])
{
	out[SIGNAL_LENGTH] = (double)n->length;
	out[SIGNAL_LINES] = (double)n->lines;
	out[SIGNAL_WORDS] = (double)n->words;
	out[SIGNAL_MEAN_WORD_LENGTH] = over((double)n->word_chars, n->words);
	out[SIGNAL_SENTENCES] = (double)n->sentences;
	out[SIGNAL_SYMBOL_TO_WORD_RATIO] = over((double)(n->hashes + n->ellipses), n->raw_words);
	out[SIGNAL_ALL_CAPS_WORDS] = over((double)n->all_caps, n->raw_words);
	out[SIGNAL_NO_ALPH_WORDS] = over((double)n->no_letter, n->raw_words);
	out[SIGNAL_CURLY_BRACKET] = over((double)n->braces, n->length);
	out[SIGNAL_LINES_ELLIPSIS] = over((double)n->ellipsis_lines, n->lines);
	out[SIGNAL_LINES_TERMINAL] = over((double)n->terminal_lines, n->lines);
	out[SIGNAL_LINES_NUM_WORDS] = over((double)n->words, n->lines);
	out[SIGNAL_LINES_NUMERICAL] = over(n->line_digits, n->lines);
	out[SIGNAL_LINES_BULLET] = over((double)n->bullet_lines, n->lines);
	out[SIGNAL_LINES_UPPERCASE] = over(n->line_uppercase, n->lines);
	out[SIGNAL_GOPHER_HASH_RATIO] = over((double)n->hashes, n->words);
	out[SIGNAL_GOPHER_ELLIPSIS_RATIO] = over((double)n->ellipses, n->words);
	out[SIGNAL_FINEWEB_SHORT_LINES] = over((double)n->short_lines, n->lines);
	out[SIGNAL_FINEWEB_NEWLINES] = over((double)n->newlines, n->words);
	out[SIGNAL_MC4_LONG_LINES] = (double)n->long_lines;
}

void signals_compute(struct signals_scratch *scratch, struct str text, const char *lang, double out[SIGNAL_COUNT])
{
	struct signals_words *w = scratch->words;
	struct signals_counts counts;
	size_t candidates;

	if (!w)
		w = scratch->words = signals_words_new();
	make_room(w, text.len);
	for (int i = 0; i < SIGNAL_COUNT; i++)
		out[i] = 0;
	signals_scan(w, text, &counts);
	set_counted(&counts, out);
	candidates = signals_count_words(w, out);
	signals_count_marks(w, lang, &counts, out);
	signals_count_grams(w, candidates, out);
	signals_count_copies(w, &counts, out);
}
