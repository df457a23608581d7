#include "base/buf.h"
#include "extract/lexicon.h"
#include "extract/signals_words.h"

#include <math.h>
#include <string.h>

struct signals_words *signals_words_new(void)
{
	struct signals_words *w = mem_zero(1, sizeof *w);

	for (size_t c = 1; c < SIGNALS_LOGS; c++)
		w->log_of[c] = log((double)c);
	return w;
}

/* The hashes of a list of the lexicon, in its order; made when it is first asked for. */
static const struct signals_stops *stops_of(struct signals_words *w, struct str list)
{
	struct signals_stops *stops;

	for (size_t i = 0; i < w->stops_count; i++)
		if (w->stops[i].list == list.at)
			return &w->stops[i];
	w->stops = mem_grow(w->stops, (w->stops_count + 1) * sizeof *w->stops);
	stops = &w->stops[w->stops_count++];
	*stops = (struct signals_stops){ list.at, 0, mem_alloc(list.len * sizeof *stops->hash) };
	for (const char *at = list.at, *end = list.at + list.len; at < end;) {
		const char *space = memchr(at, ' ', (size_t)(end - at)), *stop = space ? space : end;

		stops->hash[stops->count++] = tokens_hash_word(str_from(at, (size_t)(stop - at)));
		at = stop + 1;
	}
	return stops;
}

static void count_stops(struct signals_words *w, const char *lang, double out[SIGNAL_COUNT])
{
	struct str list = lexicon_stop_words(lang);
	const struct signals_stops *stops;
	size_t sum = 0, gopher = 0;

	out[SIGNAL_STOP_WORD_FRACTION] = out[SIGNAL_GOPHER_STOP_WORDS] = (double)NAN;
	if (list.len == 0)
		return;
	stops = stops_of(w, list);
	for (size_t i = 0; i < stops->count; i++) {
		size_t count = signals_count_of(w, stops->hash[i]);

		sum += count;
		gopher += i < LEXICON_GOPHER_WORDS && count > 0;
	}
	out[SIGNAL_STOP_WORD_FRACTION] = w->count ? (double)sum / (double)w->count : 0;
	out[SIGNAL_GOPHER_STOP_WORDS] = (double)gopher;
}

/* C4's line rules, in their order; see datatrove's c4_filters.py. */
static void judge_c4(const struct signals_line *line, double out[SIGNAL_COUNT])
{
	if (line->flags & (SIGNALS_LONG_WORD | SIGNALS_ELLIPSIS) || !(line->flags & SIGNALS_TERMINAL) || line->raw_words < 3)
		return;
	out[SIGNAL_C4_LOREM_IPSUM] += (line->flags & SIGNALS_LOREM) != 0;
	if (line->flags & SIGNALS_JAVASCRIPT)
		return;
	out[SIGNAL_C4_CURLY_BRACKET] += line->braces > 0;
	if (!(line->flags & SIGNALS_POLICY))
		out[SIGNAL_C4_SENTENCES] += (double)line->sentences;
}

void signals_count_marks(struct signals_words *w, const char *lang, const struct signals_counts *n, double out[SIGNAL_COUNT])
{
	count_stops(w, lang, out);
	out[SIGNAL_LOREM_IPSUM] = n->length ? (double)n->lorem / (double)n->length : 0;
	out[SIGNAL_LINES_JAVASCRIPT] = n->lines ? (double)n->javascript / (double)n->lines : 0;
	for (size_t i = 0; i < w->lines; i++)
		judge_c4(&w->line[i], out);
}
