/*
 * dedup: documents a second by one thread (CPU time), from text to verdict and journal, for
 * made-up documents of 2.4 KB of which every fourth is an edited copy (a version with other words
 * between the same names and numbers, for translated); and how the rate holds as the index grows.
 */
#include "bench.h"
#include "dedup/draft.h"
#include "dedup/index.h"

#include <math.h>
#include <stdlib.h>

enum { FRAME_DOCUMENTS = 100, DOCUMENT_BYTES = 2400, SMALL = 10000, LARGE = 100000, WORDS = 20000, LINE_WORDS = 40 };

struct corpus {
	char words[WORDS][12];
	struct buf texts[FRAME_DOCUMENTS], ids[FRAME_DOCUMENTS];
	uint32_t made; /* documents */
};

static uint32_t next_random(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	return *state ^= *state << 5;
}

static void make_words(struct corpus *corpus)
{
	uint32_t state = 42;

	for (size_t i = 0; i < WORDS; i++) {
		size_t length = 2 + next_random(&state) % 9;

		for (size_t k = 0; k < length; k++)
			corpus->words[i][k] = "etaoinshrdlucmfwypvbgkqjxz"[(size_t)(pow(next_random(&state) / 4294967296.0, 1.7) * 26)];
		corpus->words[i][length] = '\0';
	}
}

/* Document `number`; every fourth is the one before with one word in fifty replaced. */
static void make_text(const struct corpus *corpus, uint32_t number, struct buf *out)
{
	bool copy = number % 4 == 3;
	uint32_t state = (number - copy) * 2654435761u + 1, edits = number + 1;

	buf_reset(out);
	for (unsigned i = 1; out->len < DOCUMENT_BYTES; i++) {
		size_t word = (size_t)(pow(next_random(&state) / 4294967296.0, 3) * WORDS);

		if (copy && next_random(&edits) % 50 == 0)
			word = next_random(&edits) % WORDS;
		buf_add_text(out, corpus->words[word]);
		buf_add_byte(out, i % LINE_WORDS ? ' ' : '\n');
	}
}

/* For translated: names and numbers among the words; of every fourth document the words are others. */
static void make_version(const struct corpus *corpus, uint32_t number, struct buf *out)
{
	bool copy = number % 4 == 3;
	uint32_t state = (number - copy) * 2654435761u + 1;

	buf_reset(out);
	for (unsigned i = 1; out->len < DOCUMENT_BYTES; i++) {
		uint32_t random = next_random(&state);
		size_t word = (size_t)(pow(random / 4294967296.0, 3) * WORDS), begin = out->len;

		if (i % 40 == 7) {
			buf_addf(out, "%u", 10 + random % 90000);
		} else if (i % 12 == 5) {
			buf_add_text(out, corpus->words[random % WORDS]);
			out->data[begin] = (char)(out->data[begin] - 'a' + 'A');
		} else {
			buf_add_text(out, corpus->words[(word + 7u * copy) % WORDS]);
		}
		buf_add_text(out, i % LINE_WORDS ? " " : ".\n");
	}
}

static double run(struct corpus *corpus, const struct settings *settings, uint32_t documents, double *last)
{
	struct index *index = index_new(settings);
	struct draft_scratch scratch = { .near = { NULL, 0, BUF_INIT } };
	struct buf draft = BUF_INIT;
	uint64_t total = 0, tail = 0;
	struct err err;

	for (uint32_t first = 0; first < documents; first += FRAME_DOCUMENTS) {
		struct frame_head head = { .stream = 1, .seq = first / FRAME_DOCUMENTS, .nrec = FRAME_DOCUMENTS };
		const char *entry;
		uint64_t start;

		for (uint32_t i = 0; i < FRAME_DOCUMENTS; i++) {
			(settings->translated ? make_version : make_text)(corpus, first + i, &corpus->texts[i]);
			buf_reset(&corpus->ids[i]);
			buf_addf(&corpus->ids[i], "document-%u", first + i);
		}
		start = time_cpu_ns();
		buf_reset(&draft);
		entry_frame(&draft, &head);
		for (uint32_t i = 0; i < FRAME_DOCUMENTS; i++) {
			draft_row(settings, &scratch, &draft, i,
				  &(struct draft_record){ .id = buf_str(&corpus->ids[i]), .text = buf_str(&corpus->texts[i]),
							  .lang = (first + i) % 4 == 3 ? STR("de") : STR("en") });
		}
		entry_frame_end(&draft);
		if (index_decide(index, &draft, STR("bench"), &entry, &err) < 0)
			abort();
		start = time_cpu_ns() - start;
		total += start;
		if (first + SMALL >= documents)
			tail += start;
	}
	*last = SMALL * 1e9 / (double)tail;
	index_free(index);
	draft_scratch_release(&scratch);
	buf_release(&draft);
	return documents * 1e9 / (double)total;
}

int main(void)
{
	static const struct {
		const char *name;
		struct settings settings;
		const char *preset;
	} cases[] = {
		{ "exact", { .exact = true }, NULL }, { "paragraph", { .paragraph = true }, NULL }, { "near", { .exact = false }, "default" },
		{ "near, wide", { .exact = false }, "wide" }, { "near, datatrove", { .exact = false }, "datatrove" }, { "translated, made-up texts", { .translated = true }, NULL },
	};
	struct corpus *corpus = mem_zero(1, sizeof *corpus);
	double last;

	mem_keep(); /* as stage_main does */
	make_words(corpus);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct settings settings = cases[i].settings;
		char name[64];

		settings.near = cases[i].preset ? near_preset(cases[i].preset) : NULL;
		bench_print(cases[i].name, run(corpus, &settings, SMALL, &last), "documents/s", "");
		if (strcmp(cases[i].name, "near") != 0 && !settings.translated)
			continue;
		run(corpus, &settings, LARGE, &last);
		snprintf(name, sizeof name, "%s, the last of %d", cases[i].name, LARGE);
		bench_print(name, last, "documents/s", cases[i].name);
	}
	for (size_t i = 0; i < FRAME_DOCUMENTS; i++) {
		buf_release(&corpus->texts[i]);
		buf_release(&corpus->ids[i]);
	}
	free(corpus);
	return 0;
}
