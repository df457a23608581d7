#include "leat/command.h"

#include "leat/columns.h"
#include "leat/copies.h"
#include "leat/corpus.h"
#include "leat/output.h"
#include "leat/pretty.h"
#include "record/json.h"

#include <unistd.h>

struct config {
	bool json;
};

static const struct option options[] = {
	{ "json", OPTION_FLAG, offsetof(struct config, json), .help = "JSON lines, a document each, with its copies" },
	OPTIONS_END,
};

#ifdef HAVE_SQLITE3

struct show {
	struct corpus corpus;
	bool json, terminal;
	struct output output;
	struct buf copies;
	size_t copy_count;
	struct buf versions[COLUMNS_MOST]; /* of the same in several languages: what they are, and how they begin */
	size_t version_count;
	bool translated; /* one of them is said to be a translation */
};

enum { VERSION_LINES = 16 };

/* A column by its name; STR_NONE where the table has none or the row NULL. */
static struct str named(sqlite3_stmt *row, const char *name)
{
	for (int i = 0; i < sqlite3_column_count(row); i++)
		if (strcmp(sqlite3_column_name(row, i), name) == 0)
			return corpus_column(row, i);
	return STR_NONE;
}

static bool is_bulk(const char *name)
{
	return strcmp(name, "text") == 0 || strcmp(name, "body") == 0 || strcmp(name, "record") == 0;
}

static bool is_json(const char *name)
{
	return strcmp(name, "captions") == 0 || strcmp(name, "rest") == 0 || strcmp(name, "meta") == 0;
}

static void add_value(struct buf *out, sqlite3_stmt *row, int column)
{
	struct str text = corpus_column(row, column);

	json_key(out, str_of(sqlite3_column_name(row, column)));
	if (sqlite3_column_type(row, column) != SQLITE_TEXT || is_json(sqlite3_column_name(row, column)))
		buf_add_str(out, text);
	else
		json_str(out, text);
}

static int copy_json(void *ctx, const struct copy *copy)
{
	struct show *show = ctx;

	if (show->copy_count++ > 0)
		buf_add_byte(&show->copies, ',');
	copies_json(copy, &show->copies);
	return 0;
}

/* The first ones, as many as fit. */
static void keep_version(struct show *show, const struct copy *copy)
{
	struct buf *version;

	show->translated |= copy->kind.len > 0;
	if (show->version_count == columns_fit(columns_terminal()))
		return;
	version = &show->versions[show->version_count++];
	buf_reset(version);
	buf_addf(version, "%s%.*s %.*s\n", copy->first ? "first: " : "", STR_ARG(copy->lang),
		 (int)(copy->date.len < 10 ? copy->date.len : 10), copy->date.at ? copy->date.at : "");
	buf_addf(version, "%.*s\n\n", STR_ARG(copy->title));
	buf_add_str(version, copy->text);
}

static int copy_line(void *ctx, const struct copy *copy)
{
	struct show *show = ctx;

	show->copy_count++;
	copies_line(copy, &show->copies);
	if (copy->text.len && (!copy->kind.len || str_is(copy->kind, "translated")))
		keep_version(show, copy);
	return 0;
}

static void print_json(struct show *show, sqlite3_stmt *row, const char *verdict)
{
	struct buf *out = &show->output.text;

	buf_add_byte(out, '{');
	json_key(out, STR("verdict"));
	json_str(out, str_of(verdict));
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		const char *name = sqlite3_column_name(row, i);

		if (sqlite3_column_type(row, i) != SQLITE_NULL && strcmp(name, "doc") != 0 &&
		    sqlite3_column_type(row, i) != SQLITE_BLOB)
			add_value(out, row, i);
	}
	buf_add_text(out, ",\"copies\":[");
	buf_add_str(out, buf_str(&show->copies));
	buf_add_text(out, "]}\n");
}

static void print_heading(struct show *show, const char *heading)
{
	buf_addf(&show->output.text, "\n%s%s%s\n", show->terminal ? "\033[1m" : "", heading,
		 show->terminal ? "\033[0m" : "");
}

/* "text (credit)", a line each. */
static void print_captions(struct show *show, struct str json)
{
	struct buf packed = BUF_INIT;
	struct value list, map, key, value;
	struct err ignored;

	if (!json.at || json_read(json, &packed, &ignored) < 0)
		return;
	struct cursor cursor = cursor_of(buf_str(&packed));
	if (cursor_expect(&cursor, VALUE_LIST, &list) && list.count > 0)
		print_heading(show, "Captions");
	for (uint32_t i = 0; i < list.count && cursor_expect(&cursor, VALUE_MAP, &map); i++) {
		for (uint32_t k = 0; k < map.count && cursor_next(&cursor, &key) && cursor_next(&cursor, &value); k++) {
			if (value.type != VALUE_STR)
				break;
			buf_add_text(&show->output.text, k == 0 ? "- " : " | ");
			pretty_text(value.bytes, false, &show->output.text);
		}
		buf_add_byte(&show->output.text, '\n');
	}
	buf_release(&packed);
}

static void print_text(struct show *show, sqlite3_stmt *row, const char *verdict)
{
	struct buf *out = &show->output.text;
	struct str title = named(row, "title"), text = named(row, "text");

	buf_add_text(out, show->terminal ? "\033[1m" : "");
	pretty_text(title.len ? title : STR("(no title)"), false, out);
	buf_addf(out, "%s\n  %-13s %s\n", show->terminal ? "\033[0m" : "", "verdict", verdict);
	for (int i = 0; i < sqlite3_column_count(row); i++) {
		const char *name = sqlite3_column_name(row, i);
		struct str value = corpus_column(row, i);

		if (!value.len || is_bulk(name) || strcmp(name, "doc") == 0 || strcmp(name, "title") == 0 ||
		    strcmp(name, "captions") == 0 || str_is(value, "{}"))
			continue;
		buf_addf(out, "  %-13s ", name);
		pretty_text(value, false, out);
		buf_add_byte(out, '\n');
	}
	if (text.len) {
		buf_add_byte(out, '\n');
		pretty_text(text, true, out);
		buf_add_byte(out, '\n');
	}
	print_captions(show, named(row, "captions"));
	if (show->copy_count > 1) {
		print_heading(show, "Copies");
		buf_add_str(out, buf_str(&show->copies));
	}
	if (show->translated && show->version_count > 1) {
		struct str texts[COLUMNS_MOST];

		for (size_t i = 0; i < show->version_count; i++)
			texts[i] = buf_str(&show->versions[i]);
		print_heading(show, "Versions");
		columns_add(texts, show->version_count, columns_terminal(), VERSION_LINES, out);
	}
	buf_add_byte(out, '\n');
}

static int show_row(struct show *show, sqlite3_stmt *row, const char *verdict, struct err *err)
{
	struct str of = named(row, "dup_of"), id = named(row, "id");

	buf_reset(&show->copies);
	show->copy_count = show->version_count = 0;
	show->translated = false;
	if (id.at && copies_each(&show->corpus, of.at ? of : id, show->json ? copy_json : copy_line, show, err) < 0)
		return -1;
	(show->json ? print_json : print_text)(show, row, verdict);
	return output_tick(&show->output, err);
}

/* Shows what a table holds by that id or address; 1 where there is something, 0, -1. */
static int show_from(struct show *show, const char *table, const char *verdict, const char *id, struct err *err)
{
	struct buf sql = BUF_INIT;
	sqlite3_stmt *row;
	int step, found = 0;

	buf_addf(&sql, "SELECT * FROM %s WHERE id = ?1 OR url = ?1", table);
	int result = corpus_prepare(&show->corpus, buf_cstr(&sql), &row, err);
	buf_release(&sql);
	if (result < 0)
		return -1;
	sqlite3_bind_text(row, 1, id, -1, SQLITE_STATIC);
	while ((step = corpus_step(&show->corpus, row, err)) > 0) {
		found = 1;
		if ((step = show_row(show, row, verdict, err)) < 0)
			break;
	}
	sqlite3_finalize(row);
	return step < 0 ? -1 : found;
}

static int show_id(struct show *show, const char *id, struct command_env *env, struct err *err)
{
	int kept = show_from(show, "documents", "kept", id, err);
	int dropped = kept < 0 ? -1 : show_from(show, "dropped", "dropped", id, err);
	int rejected = dropped < 0 ? -1 : show_from(show, "rejects", "rejected", id, err);

	if (rejected < 0)
		return -1;
	if (kept + dropped + rejected == 0) {
		log_error(&env->log, "%s: holds no record with the id or address %s", show->corpus.path, id);
		env->later = EXIT_FAILED;
	}
	return 0;
}

static int run(const void *data, struct command_env *env, struct err *err)
{
	const struct config *config = data;
	struct show show = { .json = config->json, .terminal = isatty(STDOUT_FILENO), .output = OUTPUT_INIT };
	int result = corpus_open(&show.corpus, env->operands[0], false, err);

	for (size_t i = 1; result == 0 && i < env->operand_count && !show.output.gone; i++)
		result = show_id(&show, env->operands[i], env, err);
	if (result == 0)
		result = output_flush(&show.output, err);
	corpus_close(&show.corpus);
	output_release(&show.output);
	buf_release(&show.copies);
	for (size_t i = 0; i < COLUMNS_MOST; i++)
		buf_release(&show.versions[i]);
	return result;
}

#else

static int run(const void *config, struct command_env *env, struct err *err)
{
	(void)config;
	return corpus_missing(env->operands[0], err);
}

#endif

const struct command command_show = {
	.name = "show",
	.summary = "show a document of a corpus, whole, and its copies",
	.usage = "DB ID...",
	.about = "Shows what a corpus in SQLite holds by this id or address: all fields, text and captions, and the documents "
		 "that are copies of it, kept or dropped; versions in other languages stand side by side, as many as fit the terminal. leat search and leat clusters name ids.\n\n"
		 "    leat show news.db https://example.org/a\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 2,
	.operands_max = SIZE_MAX,
	.run = run,
};
