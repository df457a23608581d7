#include "leat/command.h"

#include "leat/copies.h"
#include "leat/corpus.h"
#include "leat/output.h"
#include "leat/pretty.h"
#include "record/json.h"

#include <inttypes.h>

struct config {
	bool json;
	const char *kind;
	int64_t limit;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "kind", OPTION_TEXT, AT(kind), "KIND", .help = "only copies of this kind: exact, url, near, translated, revision" },
	{ "limit", OPTION_INT, AT(limit), "N", "10", "1", "1000000", .help = "at most N clusters", .letter = 'n' },
	{ "json", OPTION_FLAG, AT(json), .help = "JSON lines, a cluster each" },
	OPTIONS_END,
};

#ifdef HAVE_SQLITE3

/* The largest come first. */
static const char sql[] = "SELECT of, count(*) AS n FROM ("
			  "SELECT dup_of AS of FROM documents WHERE dup_of IS NOT NULL AND (?1 IS NULL OR dup_kind = ?1)"
			  " UNION ALL "
			  "SELECT dup_of FROM dropped WHERE dup_of IS NOT NULL AND (?1 IS NULL OR dup_kind = ?1)"
			  ") GROUP BY of ORDER BY n DESC, of LIMIT ?2";

struct cluster {
	struct str of;
	bool json;
	struct buf lines; /* of its documents, as they are printed */
	struct buf langs; /* words, a comma behind each */
	uint64_t count;
	char from[11], to[11]; /* dates */
};

static void keep_date(char to[11], struct str date)
{
	size_t len = date.len < 10 ? date.len : 10;

	memcpy(to, date.at, len);
	to[len] = '\0';
}

static void add_lang(struct buf *langs, struct str lang)
{
	for (struct str rest = buf_str(langs); rest.len > 0;) {
		const char *comma = memchr(rest.at, ',', rest.len);
		size_t len = (size_t)(comma - rest.at);

		if (str_eq(str_from(rest.at, len), lang))
			return;
		rest = str_from(comma + 1, rest.len - len - 1);
	}
	pretty_text(lang, false, langs);
	buf_add_byte(langs, ',');
}

static int add_copy(void *ctx, const struct copy *copy)
{
	struct cluster *cluster = ctx;

	cluster->count++;
	if (copy->lang.len && !memchr(copy->lang.at, ',', copy->lang.len))
		add_lang(&cluster->langs, copy->lang);
	if (copy->date.len) {
		if (!cluster->from[0])
			keep_date(cluster->from, copy->date);
		keep_date(cluster->to, copy->date);
	}
	if (cluster->json) {
		if (cluster->lines.len)
			buf_add_byte(&cluster->lines, ',');
		copies_json(copy, &cluster->lines);
	} else {
		copies_line(copy, &cluster->lines);
	}
	return 0;
}

static void print(const struct cluster *cluster, struct buf *out)
{
	struct str langs = buf_str(&cluster->langs);

	if (langs.len)
		langs.len--;
	if (cluster->json) {
		buf_add_text(out, "{\"of\":");
		json_str(out, cluster->of);
		buf_addf(out, ",\"count\":%" PRIu64 ",\"documents\":[", cluster->count);
		buf_add_str(out, buf_str(&cluster->lines));
		buf_add_text(out, "]}\n");
		return;
	}
	pretty_text(cluster->of, false, out);
	buf_addf(out, ": %" PRIu64 " documents", cluster->count);
	if (langs.len)
		buf_addf(out, "; %.*s", STR_ARG(langs));
	if (cluster->from[0])
		buf_addf(out, "; %s to %s", cluster->from, cluster->to);
	buf_add_byte(out, '\n');
	buf_add_str(out, buf_str(&cluster->lines));
	buf_add_byte(out, '\n');
}

static int each_cluster(const struct corpus *corpus, const struct config *config, struct output *output, struct err *err)
{
	struct cluster cluster = { .json = config->json };
	sqlite3_stmt *statement;
	int step;

	if (corpus_prepare(corpus, sql, &statement, err) < 0)
		return -1;
	sqlite3_bind_text(statement, 1, config->kind, -1, SQLITE_STATIC);
	sqlite3_bind_int64(statement, 2, config->limit);
	while ((step = corpus_step(corpus, statement, err)) > 0 && !output->gone) {
		buf_reset(&cluster.lines);
		buf_reset(&cluster.langs);
		cluster.count = 0;
		cluster.from[0] = cluster.to[0] = '\0';
		cluster.of = corpus_column(statement, 0);
		step = copies_each(corpus, cluster.of, add_copy, &cluster, err);
		if (step < 0)
			break;
		print(&cluster, &output->text);
		if ((step = output_tick(output, err)) < 0)
			break;
	}
	sqlite3_finalize(statement);
	buf_release(&cluster.lines);
	buf_release(&cluster.langs);
	return step < 0 ? -1 : output_flush(output, err);
}

static int run(const void *config, struct command_env *env, struct err *err)
{
	struct corpus corpus = { NULL, NULL };
	struct output output = OUTPUT_INIT;
	int result = corpus_open(&corpus, env->operands[0], false, err);

	if (result == 0)
		result = each_cluster(&corpus, config, &output, err);
	corpus_close(&corpus);
	output_release(&output);
	return result;
}

#else

static int run(const void *config, struct command_env *env, struct err *err)
{
	(void)config;
	return corpus_missing(env->operands[0], err);
}

#endif

const struct command command_clusters = {
	.name = "clusters",
	.summary = "show which documents of a corpus are copies of one another",
	.usage = "DB",
	.about = "The copies that leat-dedup found, side by side: languages, sources, dates, and who was first; the largest "
		 "clusters come first. The date is that of publication, else that of the crawl.\n\n"
		 "    leat clusters news.db --kind translated\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 1,
	.operands_max = 1,
	.run = run,
};
