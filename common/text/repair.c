#include "text/repair.h"
#include "text/charset.h"
#include "text/charset_table.h"
#include "text/repair_scan.h"
#include "text/repair_score.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
	LOOK_BACK = 1024, /* bytes of a long line before the first suspect */
	CLUSTER_PENALTY = 40,
	TRUSTED_SUM = 60, /* scores that make a code page known for a whole text */
};

struct round {
	struct repair_sequence sequences[REPAIR_WINDOW];
	size_t count;
	int sum; /* of the scores of what would be mended */
	bool whole; /* sure, and nothing beyond ASCII is left but punctuation */
};

struct repair_scratch {
	struct repair_point points[REPAIR_WINDOW];
	size_t count;
	uint16_t high[REPAIR_WINDOW]; /* where the points beyond ASCII are */
	size_t nhigh;
	struct round rounds[2]; /* the best so far and the one at hand */
	unsigned trusted; /* code pages that this text was surely read in: bits */
	unsigned sums[REPAIR_CODECS]; /* of the scores in this text */
	struct buf first; /* the text after the first pass */
};

struct repair_scratch *repair_scratch_new(void)
{
	return mem_zero(1, sizeof(struct repair_scratch));
}

void repair_scratch_free(struct repair_scratch *scratch)
{
	if (scratch)
		buf_release(&scratch->first);
	free(scratch);
}

/* A character of `codec` that ought to have been a part of a sequence, and is not. */
static bool leftover(const struct repair_point *p, unsigned codec)
{
	const struct repair_char *c = &repair_chars[p->id];

	return c->byte[codec] && ((c->lead >> codec & 1) || c->class == REPAIR_ODD || c->class == REPAIR_CONTROL);
}

/* Directly beside sequences even a character that could be genuine elsewhere is one too many. */
static bool stranger(const struct repair_point *p)
{
	enum repair_class class = repair_chars[p->id].class;

	return p->c >= 0x80 && p->c != UTF8_BAD && class != REPAIR_PUNCTUATION && class != REPAIR_SIGN;
}

/* Takes the points of one run of characters beyond ASCII together: what is left over in it
 * counts against each of its sequences. */
static void weigh_clusters(const struct repair_scratch *w, struct round *round)
{
	size_t i = 0, s = 0;

	while (s < round->count) {
		size_t first = s, left = 0;

		/* The cluster that holds sequences[s] begins behind the last ASCII before it. */
		for (i = round->sequences[s].at; i > 0 && w->points[i - 1].c >= 0x80; i--)
			left += stranger(&w->points[i - 1]);
		for (i = round->sequences[s].at; i < w->count;) {
			if (s < round->count && i == round->sequences[s].at) {
				i += round->sequences[s++].len;
			} else if (w->points[i].c >= 0x80) {
				left += stranger(&w->points[i++]);
			} else {
				break;
			}
		}
		int penalty = left ? (int)(left * CLUSTER_PENALTY / (s - first)) : 0;

		for (; first < s; first++)
			round->sequences[first].score = (int16_t)(round->sequences[first].score - (penalty < 1000 ? penalty : 1000));
	}
}

/* What speaks against a window as a whole: leads without anything behind them. Sets
 * round->whole as far as that goes. */
static int doubts(const struct repair_scratch *w, unsigned codec, struct round *round)
{
	int sum = 0;
	size_t s = 0;

	round->whole = true;

	for (size_t h = 0; h < w->nhigh; h++) {
		const struct repair_point *p = &w->points[w->high[h]];

		while (s < round->count && round->sequences[s].at + round->sequences[s].len <= w->high[h])
			s++;
		if (s < round->count && round->sequences[s].at <= w->high[h])
			continue;
		round->whole &= !stranger(p);
		if (leftover(p, codec))
			sum += repair_chars[p->id].upper || repair_chars[p->id].class >= REPAIR_ODD ? 10 : 3;
	}
	return sum;
}

/* Keeps the sequences that are to be mended, and their sum. Returns what speaks for all that
 * were found. */
static int select_sequences(struct round *round, int doubt, bool trusted)
{
	int sum = -doubt, least = SCORE_SURE;
	size_t kept = 0, found = round->count;

	for (size_t i = 0; i < round->count; i++)
		if (round->sequences[i].score > 0 && !round->sequences[i].spaced && !round->sequences[i].asked)
			sum += round->sequences[i].score;
	if (sum >= (trusted ? SCORE_COMPANY : SCORE_SURE))
		least = SCORE_COMPANY;
	if (sum >= SCORE_SURE_WINDOW && doubt == 0)
		least = SCORE_CONSISTENT;
	round->sum = 0;
	for (size_t i = 0; i < round->count; i++) {
		const struct repair_sequence *s = &round->sequences[i];
		int needed = !s->spaced && !s->asked ? least : sum >= SCORE_SURE_WINDOW ? SCORE_LOSSY : SCORE_SURE;

		if (s->score >= needed) {
			round->sum += s->score > 0 ? s->score : 1;
			round->sequences[kept++] = *s;
		}
	}
	round->count = kept;
	round->whole &= kept == found && sum >= SCORE_SURE_WINDOW;
	return sum;
}

static void score_all(const struct repair_scratch *w, unsigned codec, struct round *round, unsigned home)
{
	for (size_t i = 0; i < round->count; i++)
		round->sequences[i].score =
			(int16_t)repair_score(w->points, w->count, codec, round->sequences, round->count, i, home);
}

/* Fills *round with what undoing `codec` would mend. */
static void weigh(struct repair_scratch *w, unsigned codec, struct round *round)
{
	size_t behind = 0;

	round->count = 0;
	for (size_t h = 0; h < w->nhigh; h++) {
		struct repair_sequence *s = &round->sequences[round->count];
		size_t i = w->high[h];

		if (i >= behind && (repair_chars[w->points[i].id].lead >> codec & 1) &&
		    repair_sequence_at(w->points, w->count, i, codec, s)) {
			behind = i + s->len;
			round->count++;
		}
	}
	score_all(w, codec, round, 0);
	unsigned home = repair_home(round->sequences, round->count);

	if (home)
		score_all(w, codec, round, home);
	weigh_clusters(w, round);
	int sum = select_sequences(round, doubts(w, codec, round), w->trusted >> codec & 1);

	/* Weak evidence adds up over the text. */
	if (round->count == 0 && sum > 0)
		w->sums[codec] += (unsigned)sum;
}

/* Finds the points beyond ASCII, and the code pages in which some sequence may begin there. */
static unsigned candidates(struct repair_scratch *w)
{
	unsigned mask = 0;

	w->nhigh = 0;
	for (size_t i = 0; i < w->count; i++) {
		if (w->points[i].c < 0x80)
			continue;
		w->high[w->nhigh++] = (uint16_t)i;
		unsigned lead = repair_chars[w->points[i].id].lead;

		if (lead && i + 1 < w->count) {
			uint32_t c = w->points[i + 1].c;

			mask |= c == UTF8_BAD || c == '?' || c == ' ' ? lead : lead & repair_chars[w->points[i + 1].id].follow;
		}
	}
	return mask;
}

static bool continues(const struct repair_point *points, size_t count, size_t at, const char *word)
{
	for (; *word; word++, at++)
		if ((at < count ? points[at].c : ' ') != (unsigned char)*word)
			return false;
	return true;
}

/* "à" lost its second byte to a space. The word goes on behind it in Portuguese ("às",
 * "àquele"); two blanks had the byte and a space; else the word ended here and its space is
 * to stay. */
static bool space_stays(const struct repair_scratch *w, const struct repair_sequence *s)
{
	static const char *const endings[] = { " ", "s ", "quele", "quela", "quilo" };
	size_t next = (size_t)s->at + s->len;

	if (s->result != 0xe0 || next >= w->count)
		return false;
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
		if (continues(w->points, w->count, next, endings[i]))
			return false;
	return true;
}

static void set_point(struct repair_point *p, uint32_t c)
{
	p->c = c;
	p->id = (uint16_t)repair_id(c);
}

static void mend(struct repair_scratch *w, const struct round *round)
{
	size_t to = round->sequences[0].at, s = 0;

	for (size_t i = to; i < w->count;) {
		if (s == round->count || i != round->sequences[s].at) {
			w->points[to++] = w->points[i++];
			continue;
		}
		const struct repair_sequence *q = &round->sequences[s++];
		bool space = q->spaced && space_stays(w, q);

		i += q->len;
		set_point(&w->points[to++], q->result);
		if (space)
			set_point(&w->points[to++], ' ');
	}
	w->count = to;
}

/* C1 controls are never meant: where windows-1252 has a character, that was. */
static size_t mend_controls(struct repair_scratch *w)
{
	const uint16_t *row = charset_single_byte[charset_encodings[CHARSET_WINDOWS_1252].table];
	size_t mended = 0;

	for (size_t i = 0; i < w->count; i++) {
		uint32_t c = w->points[i].c;

		if (c >= 0x80 && c < 0xa0 && row[c - 0x80] != c) {
			set_point(&w->points[i], row[c - 0x80]);
			mended++;
		}
	}
	return mended;
}

/* Mends the window in place. False if there was nothing to mend. */
static bool mend_window(struct repair_scratch *w, struct repair_report *report)
{
	unsigned rounds = 0;

	for (; rounds < REPAIR_ROUNDS; rounds++) {
		struct round *best = &w->rounds[0], *trial = &w->rounds[1];
		unsigned best_codec = 0, mask = candidates(w);

		best->count = 0;
		best->sum = 0;
		best->whole = false;
		/* Code pages that share characters have most of them at the same place. */
		for (unsigned codec = 0; codec < REPAIR_CODECS && !best->whole; codec++) {
			if (!(mask >> codec & 1))
				continue;
			weigh(w, codec, trial);
			if (trial->count > 0 && trial->sum > best->sum) {
				struct round *swap = best;

				best = trial;
				trial = swap;
				best_codec = codec;
			}
		}
		if (best->count == 0)
			break;
		report->sequences += best->count;
		report->codecs |= 1u << best_codec;
		w->sums[best_codec] += (unsigned)best->sum;
		mend(w, best);
	}
	size_t controls = mend_controls(w);

	report->controls += controls;
	if (rounds > report->rounds)
		report->rounds = rounds;
	return rounds > 0 || controls > 0;
}

/* The window around `suspect`: its line, or as much of it as there is room for. */
static struct str window_around(const char *from, const char *suspect, const char *end)
{
	const char *start = suspect - from > LOOK_BACK ? suspect - LOOK_BACK : from, *p;
	const char *line = memrchr(start, '\n', (size_t)(suspect - start));
	size_t count = 0;

	if (line)
		start = line + 1;
	else
		while (start < suspect && (*start & 0xc0) == 0x80)
			start++;
	const char *space = NULL;

	for (p = start; p < end && *p != '\n'; p++) {
		if ((*p & 0xc0) != 0x80 && ++count == REPAIR_WINDOW) {
			/* Not within a run that belongs together. */
			if (space && space > suspect)
				p = space;
			break;
		}
		if (*p == ' ')
			space = p;
	}
	return str_from(start, (size_t)(p - start));
}

static void read_window(struct repair_scratch *w, struct str s)
{
	const char *p = s.at, *end = p + s.len;

	for (w->count = 0; p < end && w->count < REPAIR_WINDOW; w->count++)
		set_point(&w->points[w->count], utf8_next(&p, end));
}

static bool pass(struct repair_scratch *scratch, struct str s, struct buf *out, struct repair_report *report)
{
	const char *done = s.at, *p = s.at, *end = s.at + s.len;
	bool changed = false;

	while ((p = repair_next_suspect(p, end)) < end) {
		struct str window = window_around(done > p - LOOK_BACK ? done : p - LOOK_BACK, p, end);
		const char *behind = window.at + window.len;

		read_window(scratch, window);
		if (mend_window(scratch, report)) {
			buf_add(out, done, (size_t)(window.at - done));
			char *to = buf_reserve(out, scratch->count * 4);

			for (size_t i = 0; i < scratch->count; i++)
				to += utf8_put(scratch->points[i].c, to);
			out->len = (size_t)(to - out->data);
			done = behind;
			changed = true;
		}
		p = behind > p ? behind : p + 1;
	}
	if (changed)
		buf_add(out, done, (size_t)(end - done));
	return changed;
}

bool repair_text(struct repair_scratch *scratch, struct str s, struct buf *out, struct repair_report *report)
{
	struct buf *first = &scratch->first;
	bool changed;

	scratch->trusted = 0;
	memset(scratch->sums, 0, sizeof scratch->sums);
	buf_reset(first);
	changed = pass(scratch, s, first, report);
	if (changed)
		s = buf_str(first);
	for (unsigned codec = 0; codec < REPAIR_CODECS; codec++)
		if (scratch->sums[codec] >= TRUSTED_SUM)
			scratch->trusted |= 1u << codec;
	/* What was too weak to be mended in its own line is not, in a text that is full of it. */
	if (scratch->trusted && pass(scratch, s, out, report))
		return true;
	if (changed)
		buf_add_str(out, s);
	return changed;
}
