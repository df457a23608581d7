#include "leat/command.h"

#include "base/tally.h"
#include "leat/diff_table.h"
#include "leat/diff_text.h"
#include "leat/docs.h"
#include "leat/output.h"
#include "leat/pretty.h"
#include "record/json.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct config {
	int64_t limit;
	bool json;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "limit", OPTION_INT, AT(limit), "N", "3", "0", "1000000", .help = "show the text of the first N that changed in it",
	  .letter = 'n' },
	{ "json", OPTION_FLAG, AT(json), .help = "JSON lines, one for each record that differs" },
	OPTIONS_END,
};

/* A record whose text changed and is shown at the end. */
struct shown {
	char *id;
	struct buf before, after;
};

struct diff {
	const struct config *config;
	struct diff_table table; /* of A; of B its names, too */
	uint64_t before, after, added, gone, changed, texts, verdicts;
	struct tally changes, fields, langs; /* counts by what it was and is; by field; by language */
	struct buf shown; /* struct shown */
	struct output output;
	struct buf names; /* of the fields that differ in the record at hand, as JSON or to read */
};

static int read_before(void *ctx, const struct record *record, struct err *err)
{
	struct diff *diff = ctx;
	struct diff_entry entry;
	(void)err;

	if (diff_table_read(&diff->table, record, &entry) && diff_table_add(&diff->table, &entry))
		diff->before++;
	return 0;
}

static void tally_name(struct tally *tally, const char *sign, struct str name)
{
	char text[TALLY_NAME];

	snprintf(text, sizeof text, "%s%.*s", sign, STR_ARG(name));
	tally_add(tally, text, 1);
}

static void add_name(struct diff *diff, const char *sign, struct str name)
{
	tally_name(&diff->fields, sign, name);
	if (diff->names.len)
		buf_add_byte(&diff->names, ',');
	buf_addf(&diff->names, "\"%s", sign);
	struct buf quoted = BUF_INIT;
	json_str(&quoted, name);
	buf_add(&diff->names, quoted.data + 1, quoted.len - 1);
	buf_release(&quoted);
}

static const struct diff_field *field_in(const struct diff_field *fields, uint32_t count, uint32_t name)
{
	for (uint32_t i = 0; i < count; i++)
		if (fields[i].name == name)
			return &fields[i];
	return NULL;
}

/* "+name" was added, "-name" is gone, "name" has another value. */
static void compare_fields(struct diff *diff, const struct diff_entry *a, const struct diff_entry *b)
{
	const struct diff_table *table = &diff->table;
	const struct diff_field *before = diff_table_fields(table, a), *after = diff_table_fields(table, b);

	buf_reset(&diff->names);
	for (uint32_t i = 0; i < b->nfields; i++) {
		const struct diff_field *old = field_in(before, a->nfields, after[i].name);

		if (!old)
			add_name(diff, "+", diff_table_name(table, after[i].name));
		else if (old->value != after[i].value)
			add_name(diff, "", diff_table_name(table, after[i].name));
	}
	for (uint32_t i = 0; i < a->nfields; i++)
		if (!field_in(after, b->nfields, before[i].name))
			add_name(diff, "-", diff_table_name(table, before[i].name));
}

static void line_json(struct diff *diff, const char *what, struct str id, struct str before, struct str after, bool text)
{
	struct buf *out = &diff->output.text;

	buf_addf(out, "{\"what\":\"%s\"", what);
	json_member_str(out, "id", id);
	json_member_str(out, "before", before);
	json_member_str(out, "after", after);
	if (diff->names.len) {
		buf_add_text(out, ",\"fields\":[");
		buf_add_str(out, buf_str(&diff->names));
		buf_add_byte(out, ']');
	}
	buf_add_text(out, text ? ",\"text\":true}\n" : "}\n");
}

static void remember_text(struct diff *diff, struct str id, struct str text)
{
	struct shown shown = { .before = BUF_INIT };

	if (diff->config->json || diff->shown.len / sizeof shown >= (size_t)diff->config->limit)
		return;
	shown.id = mem_alloc(id.len + 1);
	memcpy(shown.id, id.at, id.len);
	shown.id[id.len] = '\0';
	buf_add_str(&shown.after, text);
	buf_add(&diff->shown, &shown, sizeof shown);
}

static void compare(struct diff *diff, const struct diff_entry *a, const struct diff_entry *b, const struct record *record)
{
	struct str was = diff_table_name(&diff->table, a->verdict), is = diff_table_name(&diff->table, b->verdict);
	struct str id = diff_table_id(&diff->table, b);
	/* Where only one side keeps the record, the verdict says it. */
	bool text = a->text != b->text && record->verdict == VERDICT_KEPT && str_is(was, "kept");
	char change[2 * TALLY_NAME];

	compare_fields(diff, a, b);
	if (!text && a->verdict == b->verdict && diff->names.len == 0)
		return;
	diff->changed++;
	diff->texts += text;
	if (a->verdict != b->verdict) {
		diff->verdicts++;
		snprintf(change, sizeof change, "%.*s -> %.*s", STR_ARG(was), STR_ARG(is));
		tally_add(&diff->changes, change, 1);
	}
	tally_name(&diff->langs, "~", diff_table_name(&diff->table, b->lang));
	if (text)
		remember_text(diff, id, record->text);
	if (diff->config->json)
		line_json(diff, "changed", id, a->verdict != b->verdict ? was : STR_NONE, is, text);
}

static void count_alone(struct diff *diff, const struct diff_entry *entry, const char *sign, const char *what)
{
	struct str verdict = diff_table_name(&diff->table, entry->verdict);

	tally_name(&diff->changes, sign, verdict);
	tally_name(&diff->langs, sign, diff_table_name(&diff->table, entry->lang));
	buf_reset(&diff->names);
	if (diff->config->json)
		line_json(diff, what, diff_table_id(&diff->table, entry), *sign == '-' ? verdict : STR_NONE,
			  *sign == '+' ? verdict : STR_NONE, false);
}

static int read_after(void *ctx, const struct record *record, struct err *err)
{
	struct diff *diff = ctx;
	struct diff_entry entry;

	if (!diff_table_read(&diff->table, record, &entry))
		return 0;
	diff->after++;
	struct diff_entry *old = diff_table_find(&diff->table, diff_table_id(&diff->table, &entry));
	if (!old) {
		diff->added++;
		count_alone(diff, &entry, "+", "added");
	} else if (!old->seen) {
		old->seen = true;
		compare(diff, old, &entry, record);
	}
	diff_table_forget(&diff->table, &entry);
	return output_tick(&diff->output, err);
}

static int take_text(void *ctx, const struct record *record, struct err *err)
{
	struct diff *diff = ctx;
	struct shown *shown = (void *)diff->shown.data;
	struct str id = record_get(record, FIELD_ID);
	(void)err;

	for (size_t i = 0; i < diff->shown.len / sizeof *shown; i++)
		if (shown[i].before.len == 0 && record->text.at && str_is(id, shown[i].id))
			buf_add_str(&shown[i].before, record->text);
	return 0;
}

static void print_tally(struct buf *out, const char *heading, const struct tally *tally)
{
	if (tally->used)
		buf_addf(out, "%s\n", heading);
	for (size_t i = 0; i < tally->used; i++) {
		buf_addf(out, "  %8" PRIu64 "  ", tally->rows[i].count);
		pretty_text(str_of(tally->rows[i].name), false, out);
		buf_add_byte(out, '\n');
	}
}

static void print(struct diff *diff, const char *const *paths)
{
	struct buf *out = &diff->output.text;
	const struct shown *shown = (const void *)diff->shown.data;

	buf_addf(out, "A %s: %" PRIu64 " records\nB %s: %" PRIu64 " records\n", paths[0], diff->before, paths[1], diff->after);
	buf_addf(out, "only in A %" PRIu64 ", only in B %" PRIu64 ", changed %" PRIu64 ": verdict %" PRIu64 ", text %" PRIu64 "\n",
		 diff->gone, diff->added, diff->changed, diff->verdicts, diff->texts);
	print_tally(out, "verdicts (- only in A, + only in B)", &diff->changes);
	print_tally(out, "fields of changed records (+ new, - gone)", &diff->fields);
	print_tally(out, "languages (- only in A, + only in B, ~ changed)", &diff->langs);
	for (size_t i = 0; i < diff->shown.len / sizeof *shown; i++) {
		buf_add_text(out, "\n");
		pretty_text(str_of(shown[i].id), false, out);
		buf_add_byte(out, '\n');
		diff_text(buf_str(&shown[i].before), buf_str(&shown[i].after), out);
	}
}

static void find_gone(struct diff *diff)
{
	for (size_t i = 0; i < diff_table_count(&diff->table); i++) {
		const struct diff_entry *entry = diff_table_entry(&diff->table, i);

		if (entry->seen)
			continue;
		diff->gone++;
		count_alone(diff, entry, "-", "gone");
	}
}

static void warn(const struct diff *diff, struct command_env *env)
{
	if (diff->table.without_id)
		log_warn(&env->log, "%" PRIu64 " records have no id and are left out", diff->table.without_id);
	if (diff->table.twice)
		log_warn(&env->log, "%s: %" PRIu64 " records have an id that came before; the first counts", env->operands[0],
			 diff->table.twice);
}

static void release(struct diff *diff)
{
	struct shown *shown = (void *)diff->shown.data;

	for (size_t i = 0; i < diff->shown.len / sizeof *shown; i++) {
		free(shown[i].id);
		buf_release(&shown[i].before);
		buf_release(&shown[i].after);
	}
	buf_release(&diff->shown);
	buf_release(&diff->names);
	diff_table_release(&diff->table);
	output_release(&diff->output);
}

static int run(const void *config, struct command_env *env, struct err *err)
{
	struct diff diff = { .config = config, .output = OUTPUT_INIT };
	int result;

	if (strcmp(env->operands[0], "-") == 0)
		return err_set(err, EXIT_USAGE, "A is read twice, which standard input cannot be: give - second");
	result = docs_each(env->operands[0], read_before, &diff, err);
	if (result == 0)
		result = docs_each(env->operands[1], read_after, &diff, err);
	if (result == 0)
		find_gone(&diff);
	/* Texts are not remembered: those that are shown are read again. */
	if (result == 0 && diff.shown.len > 0)
		result = docs_each(env->operands[0], take_text, &diff, err);
	if (result == 0) {
		warn(&diff, env);
		if (!diff.config->json)
			print(&diff, env->operands);
		result = output_flush(&diff.output, err);
	}
	if (result == 0 && diff.added + diff.gone + diff.changed > 0)
		env->later = EXIT_FAILED;
	release(&diff);
	return result;
}

const struct command command_diff = {
	.name = "diff",
	.summary = "compare what two archives, databases or JSONL files hold",
	.usage = "A B",
	.about = "Compares two sinks record by record, by id: an archive (a file, a folder of segments), a SQLite database, JSON "
		 "lines (a file with what lies beside it, or a folder of parts); the two may be of different kinds. Says what "
		 "only one of them has, whose verdict, fields or text changed, by stage and reason, field and language, and "
		 "shows the first changed texts line by line. Texts of records that are not kept are not compared, as sinks do "
		 "not keep them; nor are bodies. Where fields are not all kept (--schema other than leat), these count as "
		 "gone. Frames from a pipe may be B: -.\n\n"
		 "Exit status: 0 no difference, 1 some. It takes some 400 bytes of memory for each record of A.\n\n"
		 "    leat diff first-try.db second-try.db\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_min = 2,
	.operands_max = 2,
	.run = run,
};
