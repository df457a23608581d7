#include "leat/command.h"

#include "leat/output.h"
#include "leat/pretty.h"
#include "leat/search_db.h"
#include "record/json.h"
#include "text/bigrams.h"

#include <ctype.h>
#include <inttypes.h>
#include <unistd.h>

struct config {
	bool json, csv;
	struct option_list lang;
	const char *site, *since;
	int64_t limit;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "lang", OPTION_LIST, AT(lang), "TAG", .help = "only documents in these languages" },
	{ "site", OPTION_TEXT, AT(site), "HOST", .help = "only documents of this host or its subdomains, or of the site of this name" },
	{ "since", OPTION_TEXT, AT(since), "DATE", .help = "only documents published (else fetched) on DATE or later: 2024, 2024-05, 2024-05-16" },
	{ "limit", OPTION_INT, AT(limit), "N", "10", "1", "1000000", .help = "at most N documents", .letter = 'n' },
	{ "json", OPTION_FLAG, AT(json), .help = "write JSON lines instead of text" },
	{ "csv", OPTION_FLAG, AT(csv), .help = "comma-separated values with a line of names (RFC 4180)" },
	OPTIONS_END,
};

struct printer {
	struct output output;
	void (*print)(struct printer *, const struct search_hit *);
	bool terminal;
	bool headed; /* CSV: the names are written */
	struct err err;
};

/* Text of a document in a line of its own; marks become bold on a terminal and vanish
 * elsewhere. */
static void add_line(struct printer *printer, const char *before, struct str text)
{
	struct buf *out = &printer->output.text;
	size_t start = 0;

	buf_add_text(out, before);
	for (size_t i = 0; i <= text.len; i++) {
		char c = i < text.len ? text.at[i] : SEARCH_MARK_OFF;

		if (c != SEARCH_MARK_ON && c != SEARCH_MARK_OFF)
			continue;
		pretty_text(str_from(text.at + start, i - start), false, out);
		start = i + 1;
		if (printer->terminal && i < text.len)
			buf_add_text(out, c == SEARCH_MARK_ON ? "\033[1;31m" : "\033[0m");
	}
}

static void print_text(struct printer *printer, const struct search_hit *hit)
{
	struct buf *out = &printer->output.text;
	const char *bold = printer->terminal ? "\033[1m" : "", *plain = printer->terminal ? "\033[0m" : "";

	add_line(printer, bold, hit->title.len ? hit->title : STR("(no title)"));
	buf_add_text(out, plain);
	if (hit->lang.len)
		add_line(printer, "  ", hit->lang);
	if (hit->published.len)
		add_line(printer, "  ", hit->published);
	add_line(printer, "\n  ", hit->url.len ? hit->url : hit->source);
	add_line(printer, "\n  ", hit->snippet);
	buf_add_text(out, "\n\n");
}

static void print_json(struct printer *printer, const struct search_hit *hit)
{
	struct buf *out = &printer->output.text, snippet = BUF_INIT;

	for (size_t i = 0; i < hit->snippet.len; i++)
		if (hit->snippet.at[i] != SEARCH_MARK_ON && hit->snippet.at[i] != SEARCH_MARK_OFF)
			buf_add_byte(&snippet, hit->snippet.at[i]);
	buf_add_byte(out, '{');
	json_member_str(out, "id", hit->id);
	json_member_str(out, "url", hit->url);
	json_member_str(out, "source", hit->source);
	json_member_str(out, "title", hit->title);
	json_member_str(out, "site", hit->site);
	json_member_str(out, "lang", hit->lang);
	json_member_str(out, "published", hit->published);
	json_member_str(out, "snippet", buf_str(&snippet));
	json_key(out, STR("score"));
	json_float(out, hit->score);
	buf_add_text(out, "}\n");
	buf_release(&snippet);
}

/* A quoted value. */
static void add_csv(struct printer *printer, struct str value)
{
	struct buf *out = &printer->output.text;
	size_t start = 0;

	buf_add_byte(out, '"');
	for (size_t i = 0; i <= value.len; i++) {
		if (i < value.len && value.at[i] != '"')
			continue;
		add_line(printer, "", str_from(value.at + start, i - start));
		if (i < value.len)
			buf_add_text(out, "\"\"");
		start = i + 1;
	}
	buf_add_byte(out, '"');
}

static void print_csv(struct printer *printer, const struct search_hit *hit)
{
	struct buf *out = &printer->output.text;
	const struct str values[] = {
		hit->id, hit->url, hit->source, hit->title, hit->site, hit->lang, hit->published, hit->snippet,
	};

	if (!printer->headed)
		buf_add_text(out, "id,url,source,title,site,lang,published,snippet,score\r\n");
	printer->headed = true;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		add_csv(printer, values[i]);
		buf_add_byte(out, ',');
	}
	json_float(out, hit->score);
	buf_add_text(out, "\r\n");
}

static int print_hit(void *ctx, const struct search_hit *hit)
{
	struct printer *printer = ctx;

	printer->print(printer, hit);
	return output_tick(&printer->output, &printer->err) < 0 || printer->output.gone;
}

/* Words between ORs are alternatives; each is a query of its own. */
static void make_match(struct str query, struct buf *match)
{
	bool quoted = false;
	size_t start = 0;

	for (size_t i = 0; i <= query.len; i++) {
		if (i < query.len && query.at[i] == '"')
			quoted = !quoted;
		bool between = i + 4 <= query.len && !quoted && memcmp(query.at + i, " OR ", 4) == 0;
		if (!between && i < query.len)
			continue;
		size_t before = match->len;
		if (before > 0)
			buf_add_text(match, " OR ");
		size_t behind = match->len;
		bigrams_query(str_from(query.at + start, i - start), match);
		if (match->len == behind)
			match->len = before;
		start = i + 4;
	}
}

/* 2024, 2024-05, 2024-05-16, and more behind. */
static bool is_date(const char *text)
{
	static const char shape[] = "dddd-dd-dd";

	for (size_t i = 0; text[i] && shape[i]; i++)
		if (shape[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != shape[i])
			return false;
	return strlen(text) >= 4;
}

static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	struct buf words = BUF_INIT, match = BUF_INIT;
	struct printer printer = {
		.output = OUTPUT_INIT,
		.print = config->json ? print_json : config->csv ? print_csv : print_text,
		.terminal = !config->csv && isatty(STDOUT_FILENO),
		.err = { .code = EXIT_DONE },
	};
	uint64_t total = 0;
	int result;

	for (size_t i = 1; i < env->operand_count; i++)
		buf_addf(&words, "%s%s", i > 1 ? " " : "", env->operands[i]);
	make_match(buf_str(&words), &match);
	if (config->json && config->csv)
		result = err_set(err, EXIT_USAGE, "--json and --csv: one of them");
	else if (match.len == 0)
		result = err_set(err, EXIT_USAGE, "'%s': no word to search for", buf_cstr(&words));
	else if (config->since && !is_date(config->since))
		result = err_set(err, EXIT_USAGE, "--since: '%s' is no date: 2024, 2024-05, 2024-05-16", config->since);
	else
		result = search_db(env->operands[0],
				   &(struct search){ buf_cstr(&match), buf_str(&words), &config->lang, config->site,
						     config->since, config->limit },
				   print_hit, &printer, &total, err);
	if (result == 0 && printer.err.code != EXIT_DONE) {
		*err = printer.err;
		result = -1;
	}
	if (result == 0)
		result = output_flush(&printer.output, err);
	if (result == 0 && printer.print == print_text && !printer.output.gone)
		log_info(&env->log, total > (uint64_t)config->limit ? "%" PRIu64 " documents; --limit shows more" : "%" PRIu64 " documents",
			 total);
	output_release(&printer.output);
	buf_release(&words);
	buf_release(&match);
	return result;
}

const struct command command_search = {
	.name = "search",
	.summary = "search a corpus in SQLite",
	.usage = "DB WORD...",
	.about = "Finds documents by words in title and text, best first (BM25). All words must be there; \"words in quotes\" "
		 "are a phrase, word* is a beginning, -word must not be there, OR stands between alternatives. Case and "
		 "accents do not count.\n\n"
		 "    leat search news.db 'ferge OR ferry' --since 2025\n"
		 "    leat search news.db '\"old harbour\" -wall' --lang en --json\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 2,
	.operands_max = SIZE_MAX,
	.run = run,
};
