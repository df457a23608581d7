#include "report.h"

#include "base/file.h"
#include "base/log.h"
#include "record/json.h"
#include "run/asked.h"
#include "run/options.h"
#include "journal_forget.h"
#include "size.h"
#include "snapshot_file.h"

#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct config {
	struct option_list by;
	const char *preset;
	double documents, id_bytes, lines, frame;
	bool json;
	struct log log;
};

#define AT(field) offsetof(struct config, field)

static const struct option size_options[] = {
	{ "by", OPTION_LIST, AT(by), "KIND", "exact", .help = "as leat-dedup has it: exact, url, near, paragraph, translated" },
	{ "preset", OPTION_CHOICE, AT(preset), "NAME", "default", .choices = "default|wide|datatrove", .help = "of near" },
	{ "docs", OPTION_NUMBER, AT(documents), "N", "1e6", "1", "4e9", .help = "documents, 1e9 for a billion" },
	{ "id-bytes", OPTION_NUMBER, AT(id_bytes), "N", "24", "0", "4096", .help = "bytes of a document's id" },
	{ "lines", OPTION_NUMBER, AT(lines), "N", "15", "0", "1e6", .help = "lines of a document with 20 bytes or more" },
	{ "frame", OPTION_NUMBER, AT(frame), "N", "100", "1", "4096", .help = "documents of a frame" },
	{ "json", OPTION_FLAG, AT(json), .help = "as one JSON object" },
	{ "quiet", OPTION_FLAG, AT(log.quiet), .help = "errors only: no warnings", .letter = 'q' },
	{ "json-log", OPTION_FLAG, AT(log.json), .help = "messages as JSON lines" },
	OPTIONS_END,
};

static const struct option stat_options[] = {
	{ "json", OPTION_FLAG, AT(json), .help = "as one JSON object" },
	{ "quiet", OPTION_FLAG, AT(log.quiet), .help = "errors only: no warnings", .letter = 'q' },
	{ "json-log", OPTION_FLAG, AT(log.json), .help = "messages as JSON lines" },
	OPTIONS_END,
};

static const struct option forget_options[] = {
	{ "quiet", OPTION_FLAG, AT(log.quiet), .help = "errors only: no warnings", .letter = 'q' },
	{ "json-log", OPTION_FLAG, AT(log.json), .help = "messages as JSON lines" },
	OPTIONS_END,
};

static const char *const kind_names[ROW_KINDS] = {
	[ROW_KEPT] = "kept", [ROW_REVISION] = "revision", [ROW_SAME] = "same", [ROW_EXACT] = "exact", [ROW_URL] = "url",
	[ROW_NEAR] = "near", [ROW_PARAGRAPH] = "paragraph", [ROW_TRANSLATED] = "translated",
	[ROW_TRANSLATION_DROPPED] = "translated, dropped",
};

/* One figure: a JSON member or a line. */
static void say(struct buf *out, bool json, const char *name, double value)
{
	bool whole = value == floor(value) && value < 1e15;

	if (json) {
		json_key(out, str_of(name));
		if (whole)
			buf_addf(out, "%.0f", value);
		else
			json_float(out, value);
	} else if (value >= 1e15 || (value > 0 && value < 0.01)) {
		buf_addf(out, "%-24s%.3g\n", name, value);
	} else {
		buf_addf(out, "%-24s%.*f\n", name, value < 100 && !whole ? 2 : 0, value);
	}
}

/* The chance to be found, by the share of all shingles that two texts have in common. */
static void say_curve(struct buf *out, bool json, const struct near_preset *preset)
{
	if (json) {
		json_key(out, STR("found"));
		buf_add_byte(out, '{');
	} else {
		buf_addf(out, "\nshingles in common      candidates (preset %s)\n", preset->name);
	}
	for (int tenth = 1; tenth <= 10; tenth++) {
		char name[8];

		snprintf(name, sizeof name, "%.1f", tenth / 10.0);
		say(out, json, name, size_collision(preset, tenth / 10.0));
	}
	if (json)
		buf_add_byte(out, '}');
}

static void say_estimate(struct buf *out, bool json, const struct settings *settings, double documents, const struct size_estimate *estimate)
{
	say(out, json, "memory", estimate->memory);
	say(out, json, "memory a document", estimate->memory / documents);
	say(out, json, "disk", estimate->disk);
	say(out, json, "disk a document", estimate->disk / documents);
	say(out, json, "chance candidates", estimate->candidates);
	say(out, json, "texts taken for others", estimate->wrong);
	if (settings->near)
		say_curve(out, json, settings->near);
}

static int size_run(const struct config *config, const struct option_list *operands, struct buf *out, struct err *err)
{
	struct settings settings = { .exact = false };
	struct size_estimate estimate;

	(void)operands;
	for (size_t i = 0; i < config->by.count; i++)
		if (!settings_add(&settings, str_of(config->by.items[i]), config->preset))
			return err_set(err, EXIT_USAGE, "--by: '%s' is none of exact, url, paragraph, near, translated", config->by.items[i]);
	estimate = size_estimate(&settings, config->documents, config->id_bytes, config->lines, config->frame);
	if (config->json)
		buf_add_byte(out, '{');
	say(out, config->json, "documents", config->documents);
	say_estimate(out, config->json, &settings, config->documents, &estimate);
	buf_add_text(out, config->json ? "}\n" : "");
	return 0;
}

static void say_census(struct buf *out, bool json, struct str parameters, const struct size_census *census, double wrong)
{
	if (json) {
		buf_add_byte(out, '{');
		json_key(out, STR("settings"));
		json_str(out, parameters);
	} else {
		buf_addf(out, "%-24s%.*s\n", "settings", STR_ARG(parameters));
	}
	say(out, json, "frames", (double)census->frames);
	say(out, json, "void frames", (double)census->void_frames);
	say(out, json, "records", (double)census->rows);
	for (unsigned i = 0; i < ROW_KINDS; i++)
		if (census->kinds[i])
			say(out, json, kind_names[i], (double)census->kinds[i]);
	say(out, json, "memory", (double)census->memory);
	say(out, json, "journal", (double)census->journal);
	if (census->rows) {
		say(out, json, "memory a record", (double)census->memory / (double)census->rows);
		say(out, json, "journal a record", (double)census->journal / (double)census->rows);
	}
	say(out, json, "fill of the tables", census->table_places ? (double)census->table_entries / (double)census->table_places : 0);
	say(out, json, "texts taken for others", wrong);
}

/* The journal is only read: it may be of a program that runs. */
static int load_and_say(const char *dir, const struct config *config, struct str journal, struct buf *out, struct err *err)
{
	struct buf snapshot = BUF_INIT;
	struct settings settings;
	struct size_census census;
	struct index *index;
	struct entry entry;
	uint64_t covered;
	uint32_t known;

	if (!entry_read(journal, &entry) || entry.kind != ENTRY_PARAMETERS || !settings_read(&settings, entry.text))
		return err_set(err, EXIT_MISMATCH, "%s/journal: not a journal that this version of leat-dedup reads", dir);
	index = index_new(&settings);
	index->written = journal.at;
	index->written_len = journal.len;
	buf_addf(&snapshot, "%s/snapshot", dir);
	known = snapshot_read(buf_cstr(&snapshot), index, &covered);
	index->written_len = index_load(index, 0, known);
	size_census(index, &census);
	say_census(out, config->json, entry.text, &census,
		   size_estimate(&settings, (double)census.rows, 0, 0, 1).wrong);
	if (settings.near)
		say_curve(out, config->json, settings.near);
	buf_add_text(out, config->json ? "}\n" : "");
	if (index->written_len < journal.len)
		err_set(err, EXIT_CUT, "%s/journal: cut or damaged at byte %" PRIu64, dir, index->written_len);
	covered = index->written_len;
	buf_release(&snapshot);
	index_free(index);
	return covered < journal.len ? -1 : 0;
}

static int stat_run(const struct config *config, const struct option_list *operands, struct buf *out, struct err *err)
{
	const char *dir = operands->items[0];
	struct buf path = BUF_INIT;
	struct stat stat;
	int fd, result;
	void *map;

	buf_addf(&path, "%s/journal", dir);
	fd = open(buf_cstr(&path), O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &stat) < 0)
		result = err_sys(err, EXIT_CUT, "%s: cannot open", buf_cstr(&path));
	else if (stat.st_size == 0)
		result = err_set(err, EXIT_CUT, "%s: empty", buf_cstr(&path));
	else if ((map = mmap(NULL, (size_t)stat.st_size, PROT_READ, MAP_SHARED, fd, 0)) == MAP_FAILED)
		result = err_sys(err, EXIT_RETRY, "%s: cannot map", buf_cstr(&path));
	else {
		result = load_and_say(dir, config, str_from(map, (size_t)stat.st_size), out, err);
		munmap(map, (size_t)stat.st_size);
	}
	if (fd >= 0)
		close(fd);
	buf_release(&path);
	return result;
}

static int forget_run(const struct config *config, const struct option_list *operands, struct buf *out, struct err *err)
{
	const char *dir = operands->items[0];
	struct deny deny = { .hashes = BUF_INIT };
	uint64_t rows = 0;
	int result = deny_load(&deny, dir, err);

	(void)config;
	deny_sort(&deny);
	if (result == 0)
		result = journal_forget(dir, &deny, &rows, err);
	if (result == 0)
		buf_addf(out, "%s: %" PRIu64 " records forgotten\n", dir, rows);
	deny_release(&deny);
	return result;
}

struct report {
	const char *word, *program, *page, *usage, *summary, *about;
	const struct option *options;
	size_t operands;
	int (*run)(const struct config *config, const struct option_list *operands, struct buf *out, struct err *err);
};

static const struct report reports[] = {
	{ "size", "leat size", "leat-size", "", "what an index of leat-dedup will take",
	  "Says for so many documents what memory and disk the index takes (bytes), how many rows a document has to be compared with "
	  "by chance, and how many texts are expected to be taken for another; with near, also how likely two texts "
	  "become candidates, by the share of all their shingles that they have in common.\n",
	  size_options, 0, size_run },
	{ "stat", "leat stat", "leat-stat", "DIR", "what is in an index of leat-dedup",
	  "Reads the state of leat-dedup in DIR and says what was decided, what memory the index takes, how full its tables are and "
	  "what error is expected.\n",
	  stat_options, 1, stat_run },
	{ "forget", "leat-dedup forget", "leat-dedup-forget", "DIR", "take what DIR.deny lists out of a state of leat-dedup",
	  "A step of leat forget, which makes the list: of the records whose ids are in it nothing is left in the state.\n",
	  forget_options, 1, forget_run },
};

static int run(const struct report *report, struct options_set *set, struct config *config, int argc, char **argv)
{
	struct buf out = BUF_INIT;
	struct err err;
	int code = EXIT_DONE;

	config->log.program = report->program;
	if (asked(&(struct asked){ report->program, report->page, "leat", report->usage, report->summary, report->about, 1 }, set, argc, argv))
		return EXIT_DONE;
	if (options_parse(set, argc, argv, &err) < 0 ||
	    (set->operands.count != report->operands &&
	     err_set(&err, EXIT_USAGE, "needs %s; see %s --help", *report->usage ? report->usage : "no operand", report->program) < 0) ||
	    report->run(config, &set->operands, &out, &err) < 0) {
		log_error(&config->log, "%s", err.text);
		code = (int)err.code;
	}
	if (out.len && file_write(STDOUT_FILENO, out.data, out.len, "standard output", &err) < 0 && code == EXIT_DONE)
		code = (int)err.code;
	buf_release(&out);
	return code;
}

bool report_main(int argc, char **argv, int *status)
{
	for (size_t i = 0; argc > 1 && i < sizeof reports / sizeof *reports; i++) {
		struct config config = { .json = false };
		struct options_set set = { .tables = { reports[i].options }, .bases = { &config }, .section = reports[i].word };

		if (strcmp(argv[1], reports[i].word) != 0)
			continue;
		options_defaults(&set);
		*status = run(&reports[i], &set, &config, argc - 1, argv + 1);
		options_release(&set);
		return true;
	}
	return false;
}
