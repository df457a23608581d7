#include "extract/signals.h"

#include "base/buf.h"
#include "extract/signals_words.h"
#include "text/unicode.h"
#include "text/utf8.h"

#include <math.h>
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

/* Flags of a code point are those of text/unicode.h, and whether it is a capital. */
#define WORD (UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK)
#define CAPITAL 256

static const uint16_t ascii_flags[128] = {
	['\t' ... '\r'] = UNICODE_SPACE,
	[' '] = UNICODE_SPACE,
	['0' ... '9'] = UNICODE_DIGIT,
	['A' ... 'Z'] = UNICODE_LETTER | CAPITAL,
	['a' ... 'z'] = UNICODE_LETTER,
	['_'] = UNICODE_MARK,
	['.'] = UNICODE_TERMINAL,
	['!'] = UNICODE_TERMINAL,
	['?'] = UNICODE_TERMINAL,
};

static inline unsigned flags_of(uint32_t c, uint32_t *folded)
{
	const struct unicode_row *row;

	if (c < 0x80) {
		*folded = ascii_flags[c] & CAPITAL ? c | 0x20 : c;
		return ascii_flags[c];
	}
	row = unicode_row(c);
	*folded = c + (uint32_t)row->fold;
	return row->flags | (row->fold && row->flags & UNICODE_LETTER ? CAPITAL : 0u);
}

static bool is_terminal(uint32_t c)
{
	uint32_t folded;

	return flags_of(c, &folded) & UNICODE_TERMINAL;
}

/* The running state of the first pass: of the document, the line, the raw word. */
struct scan {
	struct signals_words *words;
	size_t length, newlines, nlines, nwords, word_chars, raw_words, no_alpha, all_caps, sentences, stop;
	size_t hashes, ellipses, braces, lorem, javascript;
	size_t terminal_lines, ellipsis_lines, bullet_lines, short_lines, long_lines;
	size_t c4_sentences, c4_lorem, c4_braces;
	double line_words, line_digits, line_uppercase;
	unsigned gopher; /* bit set of the eight */
	bool between; /* sentences: the next word begins one */
	uint64_t last[2]; /* hashes of the two words before */
	uint64_t paragraph;
	size_t paragraph_length;
};

struct line {
	uint64_t hash;
	size_t length, words, raw_words, uppercase, digits, sentences, braces, longest;
	unsigned marks; /* of its words */
	bool between;
	uint32_t first, last; /* visible characters */
	size_t dots; /* full stops in a row so far */
	size_t trailing; /* white space at the end */
};

struct word {
	uint64_t hash;
	size_t length;
};

struct raw_word {
	size_t length, alpha, upper, digits;
};

static void end_word(struct scan *s, struct line *line, struct word *word)
{
	struct signals_words *w = s->words;
	uint64_t hash = signals_mix(word->hash, word->hash >> 32);
	size_t at = signals_mark_slot(w, hash), length = word->length;

	*word = (struct word){ .hash = SIGNALS_HASH_START };

	if (w->mark_hash[at] != 0) {
		unsigned mark = w->mark[at];

		s->stop += mark & SIGNALS_STOP;
		if (mark & SIGNALS_GOPHER)
			s->gopher |= 1u << w->gopher_index[at];
		if (mark & SIGNALS_JAVASCRIPT)
			s->javascript++;
		if (mark & SIGNALS_IPSUM && signals_is_word(s->last[0], "lorem")) {
			s->lorem++;
			line->marks |= SIGNALS_IPSUM;
		}
		if (mark & SIGNALS_POLICY && signals_is_policy(hash, s->last))
			line->marks |= SIGNALS_POLICY;
		line->marks |= mark & SIGNALS_JAVASCRIPT;
	}
	s->last[1] = s->last[0];
	s->last[0] = hash;
	s->nwords++;
	s->word_chars += length;
	line->words++;
	line->hash = signals_mix(line->hash, hash);
	if (s->between) {
		s->sentences++;
		s->between = false;
	}
	if (line->between) {
		line->sentences++;
		line->between = false;
	}
	if (w->count < w->cap) {
		w->hash[w->count] = hash;
		w->length[w->count++] = length < UINT32_MAX ? (uint32_t)length : UINT32_MAX;
	}
}

static void end_raw_word(struct scan *s, struct line *line, struct raw_word *raw)
{
	if (raw->length == 0)
		return;
	s->raw_words++;
	line->raw_words++;
	s->no_alpha += raw->alpha == 0;
	s->all_caps += raw->upper > 0 && raw->upper == raw->alpha;
	line->uppercase += raw->upper;
	line->digits += raw->digits;
	if (raw->length > line->longest)
		line->longest = raw->length;
	*raw = (struct raw_word){ 0 };
}

static void *grow(void *old, size_t *cap, size_t need, size_t size)
{
	if (need <= *cap)
		return old;
	*cap = need + need / 2 + 64;
	return mem_grow(old, *cap * size);
}

static void end_paragraph(struct scan *s)
{
	struct signals_words *w = s->words;
	size_t cap = w->paragraph_cap;

	if (s->paragraph_length == 0)
		return;
	w->paragraph_hash = grow(w->paragraph_hash, &cap, w->paragraphs + 1, sizeof *w->paragraph_hash);
	w->paragraph_length = grow(w->paragraph_length, &w->paragraph_cap, w->paragraphs + 1, sizeof *w->paragraph_length);
	w->paragraph_hash[w->paragraphs] = s->paragraph;
	w->paragraph_length[w->paragraphs++] = (uint32_t)s->paragraph_length;
	s->paragraph = 0;
	s->paragraph_length = 0;
}

static bool is_bullet(uint32_t c)
{
	return c == '-' || (c > 0x7f && (c == 0x2022 || c == 0x2023 || c == 0x25b6 || c == 0x25c0 || c == 0x25e6 ||
	                                 c == 0x25a0 || c == 0x25a1 || c == 0x25aa || c == 0x25ab || c == 0x2013));
}

/* C4's line rules, in their order; see datatrove's c4_filters.py. */
static void judge_c4(struct scan *s, const struct line *line, bool terminal, bool ellipsis)
{
	if (line->longest > 1000 || !terminal || ellipsis || line->raw_words < 3)
		return;
	if (line->marks & SIGNALS_IPSUM)
		s->c4_lorem++;
	if (line->marks & SIGNALS_JAVASCRIPT)
		return;
	if (line->braces > 0)
		s->c4_braces++;
	if (line->marks & SIGNALS_POLICY)
		return;
	s->c4_sentences += line->sentences;
}

static void end_line(struct scan *s, struct line *line)
{
	struct signals_words *w = s->words;
	size_t cap = w->line_cap, length = line->length - line->trailing;
	bool ellipsis, terminal;

	if (length == 0) {
		end_paragraph(s);
		goto reset;
	}
	ellipsis = line->last == 0x2026 || line->dots >= 3;
	terminal = line->last == '"' || line->last == '\'' || line->last == 0x201d || line->last == 0xbb ||
	           is_terminal(line->last);
	s->nlines++;
	s->terminal_lines += terminal;
	s->ellipsis_lines += ellipsis;
	s->bullet_lines += is_bullet(line->first);
	s->short_lines += length <= 30;
	s->long_lines += length >= 200;
	s->line_words += (double)line->words;
	s->line_digits += (double)line->digits / (double)length;
	s->line_uppercase += (double)line->uppercase / (double)length;
	judge_c4(s, line, terminal && !(line->last == 0xbb), ellipsis);
	w->line_hash = grow(w->line_hash, &cap, w->lines + 1, sizeof *w->line_hash);
	w->line_length = grow(w->line_length, &w->line_cap, w->lines + 1, sizeof *w->line_length);
	w->line_hash[w->lines] = signals_mix(line->hash, length);
	w->line_length[w->lines++] = (uint32_t)length;
	s->paragraph = signals_mix(s->paragraph + 1, signals_mix(line->hash, length));
	s->paragraph_length += length + (s->paragraph_length > 0);
reset:
	*line = (struct line){ .between = true, .hash = SIGNALS_HASH_START };
}

/* One code point that is no part of a word and no white space. */
static inline void read_mark(struct scan *s, struct line *line, uint32_t c, unsigned flags)
{
	line->hash = signals_mix(line->hash, c);
	if (flags & UNICODE_TERMINAL)
		s->between = true;
	if (c == '#') {
		s->hashes++;
	} else if (c == '{' || c == '}') {
		s->braces++;
		line->braces += c == '{';
	} else if (c == 0x2026) {
		s->ellipses++;
	} else if (c == '.') {
		s->ellipses += ++line->dots % 3 == 0;
	}
}

/* Reads ASCII letters and digits as far as they go: one at least. */
static inline const char *read_ascii_word(struct scan *s, struct line *line, struct word *word, struct raw_word *raw,
                                          const char *at, const char *end)
{
	const char *start = at;
	struct signals_run run;
	size_t length;

	do {
		run = end - at >= SIGNALS_RUN ? signals_read_run(at, word->hash) :
						signals_read_short(at, (size_t)(end - at), word->hash);
		if (run.length == 0)
			break;
		word->hash = run.hash;
		raw->alpha += run.alpha;
		raw->upper += run.upper;
		raw->digits += run.digits;
		at += run.length;
	} while (run.length == SIGNALS_RUN && at < end);
	length = (size_t)(at - start);
	word->length += length;
	raw->length += length;
	s->length += length;
	line->length += length;
	line->trailing = 0;
	line->dots = 0;
	line->last = (unsigned char)at[-1];
	if (line->first == 0)
		line->first = (unsigned char)*start;
	return at;
}

/* A letter, mark or digit beyond ASCII. */
static inline void read_letter(struct scan *s, struct line *line, struct word *word, struct raw_word *raw,
                               unsigned flags, uint32_t folded)
{
	if (flags & UNICODE_SOLO && word->length > 0)
		end_word(s, line, word);
	word->hash = signals_add(word->hash, folded);
	word->length++;
	raw->alpha += (flags & UNICODE_LETTER) != 0;
	raw->upper += (flags & CAPITAL) != 0;
	raw->digits += (flags & UNICODE_DIGIT) != 0;
}

static inline void read_space(struct scan *s, struct line *line, struct raw_word *raw, uint32_t c)
{
	end_raw_word(s, line, raw);
	if (c == '\n') {
		s->newlines++;
		end_line(s, line);
		return;
	}
	line->between |= line->last != 0 && is_terminal(line->last);
	line->length++;
	line->trailing++;
}

static inline void read_visible(struct line *line, struct raw_word *raw, uint32_t c)
{
	raw->length++;
	line->length++;
	line->trailing = 0;
	line->last = c;
	if (line->first == 0)
		line->first = c;
}

static void read_text(struct scan *s, struct str text)
{
	const char *at = text.at, *end = text.at + text.len;
	struct line line = { .between = true, .hash = SIGNALS_HASH_START };
	struct raw_word raw = { 0 };
	struct word word = { .hash = SIGNALS_HASH_START };

	s->between = true;
	while (at < end) {
		uint32_t c, folded;
		unsigned flags;

		if (signals_is_ascii_word(*at)) {
			at = read_ascii_word(s, &line, &word, &raw, at, end);
			continue;
		}
		if (*at == ' ') {
			at++;
			s->length++;
			if (word.length > 0)
				end_word(s, &line, &word);
			read_space(s, &line, &raw, ' ');
			continue;
		}
		c = utf8_next(&at, end);
		flags = flags_of(c, &folded);
		s->length++;
		if (flags & UNICODE_IGNORE) {
			line.length++;
			continue;
		}
		if (flags & WORD)
			read_letter(s, &line, &word, &raw, flags, folded);
		else if (word.length > 0)
			end_word(s, &line, &word);
		if (flags & UNICODE_SPACE) {
			read_space(s, &line, &raw, c);
			continue;
		}
		if (c != '.' || line.trailing > 0)
			line.dots = 0;
		if (!(flags & WORD))
			read_mark(s, &line, c, flags);
		read_visible(&line, &raw, c);
	}
	if (word.length > 0)
		end_word(s, &line, &word);
	end_raw_word(s, &line, &raw);
	end_line(s, &line);
	end_paragraph(s);
}

static void prepare(struct signals_scratch *scratch, size_t len)
{
	struct signals_words *w = scratch->words;
	size_t need = len / 2 + 1;

	if (!w)
		w = scratch->words = mem_zero(1, sizeof *w);
	need = need < SIGNALS_MAX_WORDS ? need : SIGNALS_MAX_WORDS;
	w->count = w->lines = w->paragraphs = 0;
	if (need <= w->cap)
		return;
	w->hash = mem_grow(w->hash, need * sizeof *w->hash);
	w->length = mem_grow(w->length, need * sizeof *w->length);
	w->gram = mem_grow(w->gram, need * sizeof *w->gram);
	w->candidate = mem_grow(w->candidate, (need + 1) * sizeof *w->candidate);
	w->slot = mem_grow(w->slot, need * sizeof *w->slot);
	w->cap = need;
}

void signals_scratch_release(struct signals_scratch *scratch)
{
	struct signals_words *w = scratch->words;

	if (w) {
		free(w->hash);
		free(w->length);
		free(w->gram);
		free(w->candidate);
		free(w->slot);
		free(w->line_hash);
		free(w->line_length);
		free(w->paragraph_hash);
		free(w->paragraph_length);
		free(w->slots);
		free(w);
	}
	*scratch = SIGNALS_SCRATCH_INIT;
}

static double over(double a, size_t b)
{
	return b ? a / (double)b : 0;
}

void signals_compute(struct signals_scratch *scratch, struct str text, const char *lang, double out[SIGNAL_COUNT])
{
	struct scan s = { 0 };
	bool listed;

	prepare(scratch, text.len);
	s.words = scratch->words;
	listed = signals_load_marks(scratch, lang);
	read_text(&s, text);
	for (int i = 0; i < SIGNAL_COUNT; i++)
		out[i] = 0;
	out[SIGNAL_LENGTH] = (double)s.length;
	out[SIGNAL_LINES] = (double)s.nlines;
	out[SIGNAL_WORDS] = (double)s.nwords;
	out[SIGNAL_MEAN_WORD_LENGTH] = over((double)s.word_chars, s.nwords);
	out[SIGNAL_SENTENCES] = (double)s.sentences;
	out[SIGNAL_STOP_WORD_FRACTION] = listed ? over((double)s.stop, s.nwords) : (double)NAN;
	out[SIGNAL_SYMBOL_TO_WORD_RATIO] = over((double)(s.hashes + s.ellipses), s.raw_words);
	out[SIGNAL_ALL_CAPS_WORDS] = over((double)s.all_caps, s.raw_words);
	out[SIGNAL_NO_ALPH_WORDS] = over((double)s.no_alpha, s.raw_words);
	out[SIGNAL_CURLY_BRACKET] = over((double)s.braces, s.length);
	out[SIGNAL_LOREM_IPSUM] = over((double)s.lorem, s.length);
	out[SIGNAL_LINES_ELLIPSIS] = over((double)s.ellipsis_lines, s.nlines);
	out[SIGNAL_LINES_TERMINAL] = over((double)s.terminal_lines, s.nlines);
	out[SIGNAL_LINES_JAVASCRIPT] = over((double)s.javascript, s.nlines);
	out[SIGNAL_LINES_NUM_WORDS] = over(s.line_words, s.nlines);
	out[SIGNAL_LINES_NUMERICAL] = over(s.line_digits, s.nlines);
	out[SIGNAL_LINES_BULLET] = over((double)s.bullet_lines, s.nlines);
	out[SIGNAL_LINES_UPPERCASE] = over(s.line_uppercase, s.nlines);
	out[SIGNAL_GOPHER_HASH_RATIO] = over((double)s.hashes, s.nwords);
	out[SIGNAL_GOPHER_ELLIPSIS_RATIO] = over((double)s.ellipses, s.nwords);
	out[SIGNAL_GOPHER_STOP_WORDS] = listed ? (double)__builtin_popcount(s.gopher) : (double)NAN;
	out[SIGNAL_FINEWEB_SHORT_LINES] = over((double)s.short_lines, s.nlines);
	out[SIGNAL_FINEWEB_NEWLINES] = over((double)s.newlines, s.nwords);
	out[SIGNAL_C4_SENTENCES] = (double)s.c4_sentences;
	out[SIGNAL_C4_LOREM_IPSUM] = (double)s.c4_lorem;
	out[SIGNAL_C4_CURLY_BRACKET] = (double)s.c4_braces;
	out[SIGNAL_MC4_LONG_LINES] = (double)s.long_lines;
	signals_count_repeats(s.words, s.length, s.newlines, out);
}
