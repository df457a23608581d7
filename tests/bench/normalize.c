/*
 * Figures of normalize, a line each: MB/s of input by CPU time, the best of several rounds. Texts
 * are made here from a few sentences, so that the figures need no data.
 *
 *   normalize         all of them
 *   normalize FILE    FILE, a text, besides
 */
#include "bench.h"
#include "base/file.h"
#include "text/clean.h"
#include "text/nfc.h"
#include "text/repair.h"
#include "text/url.h"
#include "text/utf8.h"

#include <stdio.h>
#include <time.h>

enum {
	SIZE = 8 << 20,
	ROUNDS = 7,
};

struct work {
	struct str text;
	struct buf out;
	struct repair_scratch *repair;
};

static double cpu_seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void measure(const char *name, void (*run)(struct work *), struct work *work)
{
	double best = 1e9;

	for (int i = 0; i < ROUNDS; i++) {
		double start = cpu_seconds();

		buf_reset(&work->out);
		run(work);
		double took = cpu_seconds() - start;

		if (took < best)
			best = took;
	}
	bench_print(name, (double)work->text.len / best / 1e6, "MB/s CPU", "");
}

static void run_valid(struct work *w)
{
	if (!utf8_valid(w->text))
		puts("not UTF-8");
}

static void run_valid_portable(struct work *w)
{
	if (!utf8_valid_portable(w->text))
		puts("not UTF-8");
}

static void run_quick_check(struct work *w)
{
	if (nfc_quick_check(w->text) > w->text.len)
		puts("never");
}

static void run_nfc(struct work *w)
{
	nfc_append(w->text, NFC_TEXT, &w->out);
}

static void run_clean(struct work *w)
{
	struct clean_counts counts = { 0, 0 };

	clean_plain(w->text, &w->out, &counts);
}

static void run_clean_markup(struct work *w)
{
	struct clean_counts counts = { 0, 0 };

	clean_markup(w->text, &w->out, &counts);
}

static void run_repair(struct work *w)
{
	struct repair_report report = { 0 };

	repair_text(w->repair, w->text, &w->out, &report);
}

/* What the stage does with a text: validate, repair, clean, check NFC. */
static void run_all(struct work *w)
{
	struct repair_report report = { 0 };
	struct clean_counts counts = { 0, 0 };
	struct buf mended = BUF_INIT;
	struct str text = w->text;

	run_valid(w);
	if (repair_text(w->repair, text, &mended, &report))
		text = buf_str(&mended);
	clean_plain(text, &w->out, &counts);
	if (nfc_quick_check(buf_str(&w->out)) > w->out.len)
		puts("never");
	buf_release(&mended);
}

static const struct {
	const char *name, *text;
} texts[] = {
	{ "English", "The mill stands where the river bends, and the channel that feeds it was cut by hand. "
	  "\xe2\x80\x9cIt has never run dry,\xe2\x80\x9d said the miller \xe2\x80\x93 and smiled.\n\n" },
	{ "Latin", "Møllen står der elva svinger, og renna som mater den ble gravd for hånd. Älven fryser på "
	  "vintern, säger mjölnaren. L’été, l’écluse reste fermée à clé. Die Mühle läuft schließlich größtenteils "
	  "für Gäste.\n\n" },
	{ "Cyrillic", "Мельница стоит там, где река поворачивает, а канал, который её питает, вырыли вручную.\n\n" },
	{ "Chinese", "磨坊坐落在河流转弯的地方，供水的水渠是人工开凿的。“它从来没有干涸过。”磨坊主说。\n\n" },
	{ "mojibake", "MÃ¸llen stÃ¥r der elva svinger, og renna som mater den ble gravd for hÃ¥nd. â€œDen har aldri "
	  "gÃ¥tt tÃ¸rrâ€\xc2\x9d, sa mÃ¸lleren.\n\n" },
	{ "decomposed", "Mo\xcc\x88lnaren a\xcc\x88r fo\xcc\x88rvisso tro\xcc\x88tt, men ga\xcc\x8ar a\xcc\x88nda\xcc\x8a till kvarnen.\n\n" },
};

static const struct {
	const char *name;
	void (*run)(struct work *);
} runs[] = {
	{ "UTF-8 validation", run_valid }, { "UTF-8 validation, portable", run_valid_portable },
	{ "NFC quick check", run_quick_check }, { "NFC", run_nfc }, { "clean, plain", run_clean },
	{ "clean, markup", run_clean_markup }, { "mojibake repair", run_repair }, { "all of normalize, text", run_all },
};

static void measure_text(const char *name, struct str text, struct work *work)
{
	work->text = text;
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++) {
		char label[64];

		snprintf(label, sizeof label, "%s, %s", name, runs[i].name);
		measure(label, runs[i].run, work);
	}
}

int main(int argc, char **argv)
{
	struct work work = { .repair = repair_scratch_new() };
	struct buf text = BUF_INIT;
	struct err err;

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		buf_reset(&text);
		while (text.len < SIZE)
			buf_add_text(&text, texts[i].text);
		measure_text(texts[i].name, buf_str(&text), &work);
	}
	for (int i = 1; i < argc; i++) {
		buf_reset(&text);
		if (file_read(argv[i], (size_t)256 << 20, &text, &err) < 0) {
			fprintf(stderr, "%s\n", err.text);
			return 1;
		}
		measure_text(argv[i], buf_str(&text), &work);
	}
	buf_release(&text);
	buf_release(&work.out);
	repair_scratch_free(work.repair);
	return 0;
}
