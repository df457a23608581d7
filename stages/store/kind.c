#include "store/kind.h"

/* Longer suffixes first. */
static const struct {
	const char *suffix;
	enum sink_kind kind;
} suffixes[] = {
	{ ".jsonl.gz", SINK_JSONL }, { ".jsonl.zst", SINK_JSONL }, { ".jsonl", SINK_JSONL }, { ".jsonl.gz/", SINK_JSONL },
	{ ".jsonl.zst/", SINK_JSONL }, { ".jsonl/", SINK_JSONL }, { ".sqlite3", SINK_SQLITE }, { ".sqlite", SINK_SQLITE },
	{ ".db", SINK_SQLITE }, { ".leat/", SINK_ARCHIVE }, { ".leat", SINK_ARCHIVE }, { ".parquet", SINK_PARQUET },
	{ ".wet.gz", SINK_WET }, { ".wet", SINK_WET }, { ".txt/", SINK_TEXT }, { ".txt.d/", SINK_TEXT },
};

static const struct {
	const char *word;
	enum sink_kind kind;
} words[] = {
	{ "archive", SINK_ARCHIVE }, { "sqlite", SINK_SQLITE }, { "jsonl", SINK_JSONL },
	{ "parquet", SINK_PARQUET }, { "wet", SINK_WET }, { "text", SINK_TEXT },
};

static bool by_name(struct str path, enum sink_kind *kind)
{
	if (str_is(path, "-")) {
		*kind = SINK_STDOUT;
		return true;
	}
	if (str_starts(path, STR("postgres://")) || str_starts(path, STR("postgresql://"))) {
		*kind = SINK_POSTGRES;
		return true;
	}
	for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
		if (!str_ends(path, str_of(suffixes[i].suffix)))
			continue;
		*kind = suffixes[i].kind;
		return true;
	}
	return false;
}

static bool by_word(const char *word, enum sink_kind *kind)
{
	for (size_t i = 0; word && i < sizeof words / sizeof *words; i++) {
		if (strcmp(word, words[i].word) != 0)
			continue;
		*kind = words[i].kind;
		return true;
	}
	return false;
}

/* --as holds for what no name tells, and against the suffix of a single sink. */
static int find_kind(const struct kind_options *options, size_t count, struct sink_options *sink, struct err *err)
{
	bool named = by_name(str_of(sink->path), &sink->kind);

	if (!options->as || (named && count > 1))
		return named ? 0 : err_set(err, EXIT_USAGE, "%s: the name does not say what kind of sink it is: add --as %s",
					   sink->path, "archive, sqlite, jsonl, parquet, wet or text");
	if (named && sink->kind == SINK_STDOUT && strcmp(options->as, "jsonl") != 0)
		return err_set(err, EXIT_USAGE, "--as %s: standard output takes jsonl only", options->as);
	if (!named || sink->kind != SINK_STDOUT)
		by_word(options->as, &sink->kind);
	return 0;
}

static bool has_limits(const struct archive_limits *limits)
{
	return limits->segment_bytes || limits->segment_ms || limits->keep_bytes || limits->keep_ms;
}

static bool any(const struct sink_options *sinks, size_t count, enum sink_kind kind)
{
	for (size_t i = 0; i < count; i++)
		if (sinks[i].kind == kind)
			return true;
	return false;
}

static enum lines_codec codec_of(struct str path)
{
	while (str_ends(path, STR("/")))
		path.len--;
	return str_ends(path, STR(".gz")) ? LINES_GZIP : str_ends(path, STR(".zst")) ? LINES_ZSTD : LINES_PLAIN;
}

static int check_parts(const struct kind_options *options, const struct sink_options *sinks, size_t count, struct err *err)
{
	bool jsonl = any(sinks, count, SINK_JSONL);

	if ((options->split || options->by) && !jsonl)
		return err_set(err, EXIT_USAGE, "--split and --by are for JSON lines; %s is none", sinks[0].path);
	if (options->on_complete && !jsonl && !any(sinks, count, SINK_PARQUET) && !any(sinks, count, SINK_WET) &&
	    !any(sinks, count, SINK_TEXT))
		return err_set(err, EXIT_USAGE, "--on-complete is for Parquet, WET, text and folders of JSON lines; %s is none",
			       sinks[0].path);
	return 0;
}

int kind_sinks(const struct kind_options *options, const char *const *operands, size_t count,
	       struct sink_options sinks[SINKS_MAX], struct err *err)
{
	if (count == 0)
		return err_set(err, EXIT_USAGE, "name a sink: corpus.db, corpus.jsonl.gz, corpus.leat, or -");
	for (size_t i = 0; i < count; i++) {
		sinks[i] = (struct sink_options){
			.path = operands[i],
			.dropped = options->dropped,
			.rejects = options->rejects,
			.codec = codec_of(str_of(operands[i])),
			.split = options->split,
			.by_lang = options->by != NULL,
			.on_complete = options->on_complete,
			.form = { schema_by_name(options->schema), options->text_with != NULL },
			.limits = options->limits,
		};
		if (find_kind(options, count, &sinks[i], err) < 0)
			return -1;
		for (size_t j = 0; j < i; j++)
			if (strcmp(operands[i], operands[j]) == 0)
				return err_set(err, EXIT_USAGE, "%s: is named twice", operands[i]);
		if (options->replace && sinks[i].kind != SINK_SQLITE && sinks[i].kind != SINK_POSTGRES)
			return err_set(err, EXIT_USAGE, "--replace: %s only appends: store into a new file", operands[i]);
	}
	if (has_limits(&options->limits) && !any(sinks, count, SINK_ARCHIVE))
		return err_set(err, EXIT_USAGE, "--segment-size and the like are for archives; %s is none", operands[0]);
	if ((options->dropped || options->rejects) && (count > 1 || sinks[0].kind != SINK_JSONL))
		return err_set(err, EXIT_USAGE, "--dropped and --rejects are for one JSONL sink");
	return check_parts(options, sinks, count, err);
}
