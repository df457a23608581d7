#include "leat/command.h"

#include "leat/output.h"
#include "leat/pretty.h"
#include "leat/source.h"
#include "record/flow.h"
#include "record/json.h"
#include "record/where.h"

#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

struct config {
	bool dropped, rejected, pretty;
	struct option_list fields, id, url;
	const char *grep, *where;
	int64_t limit;
};

#define AT(member) offsetof(struct config, member)

static const struct option options[] = {
	{ "dropped", OPTION_FLAG, AT(dropped), .help = "also the records that a stage dropped, with the reason in `drop`" },
	{ "rejected", OPTION_FLAG, AT(rejected), .help = "also the records that a stage rejected, with the reason in `reject`" },
	{ "fields", OPTION_LIST, AT(fields), "NAME", .help = "only these fields, in this order" },
	{ "id", OPTION_LIST, AT(id), "ID", .whole = true, .help = "only records with this id" },
	{ "url", OPTION_LIST, AT(url), "URL", .whole = true, .help = "only records with this URL" },
	{ "grep", OPTION_TEXT, AT(grep), "REGEX",
	  .help = "only records with a match of this extended regular expression in title, text or body" },
	{ "where", OPTION_TEXT, AT(where), "JQ", .help = "only records whose fields (but text and body) this jq expression accepts" },
	{ "pretty", OPTION_FLAG, AT(pretty), .help = "indented over several lines" },
	{ "limit", OPTION_INT, AT(limit), "N", .min = "1", .help = "stop after N records", .letter = 'n' },
	OPTIONS_END,
};

struct cat {
	const struct config *config;
	struct where *where;
	regex_t regex;
	bool bulk; /* text or body is looked at or printed */
	bool terminal;
	struct codec_state codecs;
	struct output output;
	struct buf json, subject;
	int64_t printed;
	bool interrupted;
	uint64_t where_failed;
	char where_why[256];
};

static bool listed(const struct option_list *list, struct str value)
{
	for (size_t i = 0; i < list->count; i++)
		if (str_is(value, list->items[i]))
			return true;
	return list->count == 0;
}

/* In a copy with a NUL behind it, which regexec may ask for; NULs in the text are text. */
static bool regex_matches(struct cat *cat, struct str s)
{
	regmatch_t range = { 0, (regoff_t)s.len };

	if (!s.at)
		return false;
	buf_reset(&cat->subject);
	buf_add_str(&cat->subject, s);
	return regexec(&cat->regex, buf_cstr(&cat->subject), 1, &range, REG_STARTEND) == 0;
}

static bool wanted(struct cat *cat, const struct record *record)
{
	const struct config *config = cat->config;
	struct err err;

	if ((record->verdict == VERDICT_DROPPED && !config->dropped) ||
	    (record->verdict == VERDICT_REJECTED && !config->rejected))
		return false;
	if (!listed(&config->id, record_get(record, FIELD_ID)) || !listed(&config->url, record_get(record, FIELD_URL)))
		return false;
	if (cat->where) {
		int result = where_test(cat->where, record, &err);

		if (result < 0 && cat->where_failed++ == 0)
			snprintf(cat->where_why, sizeof cat->where_why, "%.200s", err.text);
		if (result != 1)
			return false;
	}
	return !config->grep || regex_matches(cat, record_get(record, FIELD_TITLE)) ||
	       regex_matches(cat, record->text) || regex_matches(cat, record->body);
}

static void add_field(struct buf *json, const struct record *record, const char *name)
{
	struct str packed;

	if (strcmp(name, FIELD_TEXT) == 0 && record->text.at) {
		json_key(json, str_of(name));
		json_str(json, record->text);
	} else if (strcmp(name, FIELD_BODY) == 0 && record->body.at) {
		json_key(json, str_of(name));
		json_base64(json, record->body);
	} else if (record_value(record, name, &packed)) {
		json_key(json, str_of(name));
		if (!json_value(json, packed))
			buf_add_text(json, "null");
	}
}

static void print_record(struct cat *cat, const struct record *record)
{
	const struct option_list *fields = &cat->config->fields;
	struct buf *json = &cat->json;

	buf_reset(json);
	if (fields->count == 0) {
		json_record(json, record, JSON_TEXT | JSON_BODY);
	} else {
		buf_add_byte(json, '{');
		for (size_t i = 0; i < fields->count; i++)
			add_field(json, record, fields->items[i]);
		buf_add_byte(json, '}');
	}
	if (cat->terminal) {
		struct buf masked = BUF_INIT;

		pretty_mask(buf_str(json), &masked);
		buf_swap(json, &masked);
		buf_release(&masked);
	}
	if (cat->config->pretty)
		pretty_json(buf_str(json), &cat->output.text);
	else
		buf_add_str(&cat->output.text, buf_str(json));
	buf_add_byte(&cat->output.text, '\n');
	cat->printed++;
}

static bool finished(const struct cat *cat)
{
	return cat->output.gone || (cat->config->limit && cat->printed >= cat->config->limit);
}

static int cat_frame(struct cat *cat, struct frame *frame, struct err *err)
{
	struct record record;

	if (frame_open_records(frame, cat->bulk, &cat->codecs, err) < 0)
		return -1;
	for (uint32_t i = 0; i < frame->head.nrec && !finished(cat); i++) {
		if (frame_record(frame, i, &record, err) < 0)
			return -1;
		if (!wanted(cat, &record))
			continue;
		print_record(cat, &record);
		if (output_tick(&cat->output, err) < 0)
			return -1;
	}
	return output_flush(&cat->output, err);
}

static int cat_event(struct cat *cat, struct channel_event *event, struct err *err)
{
	struct str map, end = STR("complete");
	int result = 0;

	if (event->kind == CHANNEL_DATA) {
		result = cat_frame(cat, event->frame, err);
	} else if (event->kind == CHANNEL_STOP) {
		result = flow_map(event->frame, &map, err);
		if (result == 0 && flow_str(map, "end", &end) && !str_is(end, "complete"))
			cat->interrupted = true;
	}
	frame_free(event->frame);
	return result;
}

static int cat_all(struct cat *cat, struct source *source, struct err *err)
{
	struct channel_event event;

	do {
		if (source_next(source, &event, err) < 0) {
			struct err ignored;

			output_flush(&cat->output, &ignored);
			return -1;
		}
		if (cat_event(cat, &event, err) < 0)
			return -1;
	} while (event.kind != CHANNEL_END && !finished(cat));
	return 0;
}

static int prepare(struct cat *cat, struct err *err)
{
	const struct config *config = cat->config;
	char why[256];
	int code;

	cat->bulk = config->grep || config->fields.count == 0;
	for (size_t i = 0; i < config->fields.count; i++)
		if (strcmp(config->fields.items[i], FIELD_TEXT) == 0 || strcmp(config->fields.items[i], FIELD_BODY) == 0)
			cat->bulk = true;
	cat->terminal = isatty(STDOUT_FILENO);
	if (config->where && !(cat->where = where_new(config->where, err)))
		return -1;
	if (config->grep && (code = regcomp(&cat->regex, config->grep, REG_EXTENDED | REG_NOSUB | REG_NEWLINE)) != 0) {
		regerror(code, &cat->regex, why, sizeof why);
		where_free(cat->where);
		return err_set(err, EXIT_USAGE, "--grep: '%s': %s", config->grep, why);
	}
	return 0;
}

static int run(const void *config, struct command_env *env, struct err *err)
{
	struct cat cat = { .config = config, .codecs = CODEC_STATE_INIT, .output = OUTPUT_INIT };
	struct source source;
	int result;

	if (prepare(&cat, err) < 0)
		return -1;
	result = source_open(&source, env->operands, env->operand_count, err);
	if (result == 0)
		result = cat_all(&cat, &source, err);
	if (cat.where_failed > 0)
		log_warn(&env->log, "--where: failed on %llu records, which are left out: %s",
			 (unsigned long long)cat.where_failed, cat.where_why);
	if (result == 0 && cat.interrupted)
		result = err_set(err, EXIT_RETRY, "the flow was interrupted at its source: this is not all");
	source_close(&source);
	where_free(cat.where);
	if (cat.config->grep)
		regfree(&cat.regex);
	codec_state_release(&cat.codecs);
	output_release(&cat.output);
	buf_release(&cat.json);
	buf_release(&cat.subject);
	return result;
}

const struct command command_cat = {
	.name = "cat",
	.summary = "print records as JSON lines",
	.usage = "[FILE|FOLDER|-]...",
	.about = "Prints the kept records of archives, of folders of archives, or of the frames on standard input: a "
		 "record a line, its fields, `text`, and `body` as base64.\n\n"
		 "    leat-ingest news/ | leat-normalize | leat cat --fields id,title | head\n"
		 "    leat cat --dropped --where '.drop.stage == \"dedup\"' news.leat\n",
	.options = options,
	.config_size = sizeof(struct config),
	.operands_max = SIZE_MAX,
	.run = run,
};
