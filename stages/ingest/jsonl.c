#include "ingest/reader.h"

#include "base/arena.h"
#include "base/num.h"
#include "base/time.h"
#include "ingest/json.h"
#include "ingest/keys.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	LINE_MAX_BYTES = 32 << 20, /* the rest of a longer line is lost, its text is cut */
};

struct jsonl {
	struct reader base;
	struct buf scratch; /* unescaped strings of the line; never moves within one */
	struct doc_field *fields;
	uint32_t nfields;
	uint32_t fields_cap;
	char date[TIME_TEXT];
	char lang[36];
	uint64_t line; /* number of the line, from 1 */
	struct arena held; /* a document out of the first part of a line */
};

/* What the members of one line say about the document. */
struct found {
	struct json_value value[KEY_KINDS];
	bool has[KEY_KINDS];
	bool partial;
};

/* The line that starts here, without its end; *size with it. Returns false at the end of
 * the data. *partial: only its first part fits. Never waits for what lies behind the line. */
static bool peek_line(struct jsonl *j, struct str *line, size_t *size, bool *partial)
{
	size_t seen = 0;

	*partial = false;
	for (;;) {
		const char *at, *end;
		size_t have = flow_peek(j->base.in.flow, seen + 1, &at);
		bool ended = have <= seen;

		if (have > LINE_MAX_BYTES)
			have = LINE_MAX_BYTES;
		end = memchr(at + seen, '\n', have - seen);
		if (!end && !ended && have < LINE_MAX_BYTES) {
			seen = have;
			continue;
		}
		*partial = !end && have == LINE_MAX_BYTES;
		*size = end ? (size_t)(end - at) + 1 : have;
		*line = str_from(at, end ? (size_t)(end - at) : have);
		return have > 0;
	}
}

/* Skips to the end of a line whose first part was read. */
static void skip_line(struct flow *flow)
{
	for (;;) {
		const char *at;
		size_t have = flow_peek(flow, 1, &at);
		const char *end = memchr(at, '\n', have);

		if (have == 0)
			return;
		flow_skip(flow, end ? (size_t)(end - at) + 1 : have);
		if (end)
			return;
	}
}

static void note(struct jsonl *j, enum fault kind, uint64_t raw, const char *why)
{
	char text[96];

	snprintf(text, sizeof text, "line %llu: %s", (unsigned long long)j->line, why);
	fault_note(j->base.in.faults, kind, raw, text);
}

static bool add_field(struct jsonl *j, struct str key, struct json_value value)
{
	bool cut = false;

	if (j->nfields == DOC_FIELDS_MAX)
		return false;
	if (j->nfields == j->fields_cap) {
		j->fields_cap = j->fields_cap ? j->fields_cap * 2 : 32;
		j->fields = mem_grow(j->fields, j->fields_cap * sizeof *j->fields);
	}
	j->fields[j->nfields++] = (struct doc_field){
		.key = key,
		.value = value.kind == JSON_STRING ?
				 json_text(value.raw, SIZE_MAX, &j->scratch, &cut) :
				 value.raw,
		.json = value.kind != JSON_STRING,
	};
	return true;
}

/* The HTTP status that the value is, as a number or its digits; 0: none. */
static int status_of(struct json_value value)
{
	uint64_t status;

	return num_u64(value.raw, &status) && status >= 100 && status <= 599 ? (int)status : 0;
}

/* Whether the value is what its key promises: a status or a time that is none stays a field of
 * its own name. */
static bool keeps_promise(enum key key, struct json_value value)
{
	int64_t ms;

	return key == KEY_STATUS ? status_of(value) > 0 : key != KEY_FETCHED || time_parse(value.raw, &ms);
}

/* Sorts the members of an object into *found and the further fields. `inner`: the object
 * is the one in "metadata", which is kept whole as well. */
static bool read_members(struct jsonl *j, struct str text, bool inner, struct found *found)
{
	struct json json;
	struct json_value value;
	struct str raw_key;
	int more;

	if (!json_open(&json, text, found->partial, '{'))
		return false;
	while ((more = json_member(&json, &raw_key, &value)) > 0) {
		bool cut = false;
		struct str key = json_text(raw_key, SIZE_MAX, &j->scratch, &cut);
		enum key kind = key_of(key, value.kind, inner);

		if (value.kind == JSON_NULL && key_of(key, JSON_STRING, inner) != KEY_OTHER)
			continue; /* unknown is absent */
		if (!keeps_promise(kind, value))
			kind = KEY_OTHER;
		if (value.cut && kind != KEY_TEXT && kind != KEY_HTML)
			continue; /* half of a field is none */
		if (kind == KEY_METADATA && !read_members(j, value.raw, true, found))
			kind = KEY_OTHER;
		if (kind != KEY_OTHER && kind != KEY_METADATA && !found->has[kind]) {
			found->has[kind] = true;
			found->value[kind] = value;
			if (!key_is_kept(key))
				continue;
		}
		if (!inner && !add_field(j, key, value))
			return false;
	}
	return more == 0;
}

/* Absent where the line has none, or an empty one. */
static struct str string_of(struct jsonl *j, const struct found *found, enum key kind)
{
	bool cut = false;
	struct str text;

	if (!found->has[kind] || found->value[kind].kind == JSON_NULL)
		return STR_NONE;
	if (found->value[kind].kind != JSON_STRING)
		return found->value[kind].raw; /* an id that is a number */
	text = json_text(found->value[kind].raw, SIZE_MAX, &j->scratch, &cut);
	return text.len > 0 ? text : STR_NONE;
}

/* The value, or the first of a list. */
static struct json_value first_of(struct json_value value)
{
	struct json json;
	struct json_value item;

	if (value.kind == JSON_ARRAY && json_open(&json, value.raw, false, '[') && json_item(&json, &item) > 0)
		return item;
	return value;
}

/* Language and its score, as the corpus states them. A code as of HPLT ("nob_Latn") gets the
 * hyphen of BCP 47; anything that is no code keeps its own name. */
static void add_language(struct jsonl *j, const struct found *found)
{
	struct json_value lang = first_of(found->value[KEY_LANG]);
	struct json_value score = first_of(found->value[KEY_LANG_SCORE]);
	bool cut = false;
	struct str text;

	if (!found->has[KEY_LANG] || lang.kind != JSON_STRING)
		return;
	text = json_text(lang.raw, 35, &j->scratch, &cut);
	if (cut || text.len < 2)
		return;
	for (size_t i = 0; i < text.len; i++)
		j->lang[i] = text.at[i] == '_' ? '-' : text.at[i];
	lang.raw = str_from(j->lang, text.len);
	add_field(j, STR("lang"), lang);
	if (found->has[KEY_LANG_SCORE] && score.kind == JSON_NUMBER)
		add_field(j, STR("lang_score"), score);
}

static void fill_doc(struct jsonl *j, const struct found *found, uint64_t raw, struct doc *doc)
{
	enum key content = found->has[KEY_TEXT] ? KEY_TEXT : KEY_HTML;
	struct json_value value = found->value[content];
	bool cut = value.cut;
	int64_t ms;

	doc->id = string_of(j, found, KEY_ID);
	doc->url = string_of(j, found, KEY_URL);
	doc->mime = string_of(j, found, KEY_MIME);
	doc->status = found->has[KEY_STATUS] ? status_of(found->value[KEY_STATUS]) : 0;
	doc->is_text = content == KEY_TEXT;
	if (!doc->is_text) {
		doc->charset = STR("utf-8"); /* JSON's, whatever the page says of itself */
		if (doc->mime.len == 0)
			doc->mime = STR("text/html");
	}
	if (found->has[KEY_FETCHED] && time_parse(found->value[KEY_FETCHED].raw, &ms)) {
		time_format(ms, j->date);
		doc->fetched = str_of(j->date);
	}
	doc->content = json_text(value.raw, DOC_BODY_MAX, &j->scratch, &cut);
	if (cut || found->partial) {
		doc->truncated = STR("length");
		note(j, FAULT_TRUNCATED, raw, "text longer than 16 MiB, or line longer than 32 MiB");
	}
	add_language(j, found);
	doc->fields = j->fields;
	doc->nfields = j->nfields;
	doc->offset = raw;
}

/* One line. False: no document in it; noted. */
static bool read_line(struct jsonl *j, struct str line, bool partial, bool broken, uint64_t raw,
		      struct doc *doc)
{
	struct found found = { .partial = partial };

	buf_reset(&j->scratch);
	/* Unescaping never makes longer, so the strings of one line stay where they are;
	 * members of "metadata" are unescaped twice. */
	buf_reserve(&j->scratch, line.len * 2);
	j->nfields = 0;
	*doc = (struct doc){ .is_text = true };
	if (!read_members(j, line, false, &found)) {
		if (!broken)
			note(j, FAULT_JSON, raw, j->nfields == DOC_FIELDS_MAX ? "more than 65535 fields" : "no JSON object, or one nested deeper than 32");
		return false;
	}
	if (!found.has[KEY_TEXT] && !found.has[KEY_HTML]) {
		note(j, FAULT_JSON, raw, "no text");
		return false;
	}
	fill_doc(j, &found, raw, doc);
	/* Text is text, whatever the page was: its type is not looked at. */
	enum skip skip = select_by_date(j->base.in.select, doc->fetched);

	if (skip == SKIP_NONE)
		skip = select_by_content(j->base.in.select, doc->status, STR_NONE);
	if (skip != SKIP_NONE)
		j->base.in.skips->count[skip]++;
	return skip == SKIP_NONE;
}

/* Copies what lies in the line's first part: the window moves on before the caller sees the
 * document. */
static void hold_part(struct jsonl *j, struct str line, struct str *part)
{
	if (part->at >= line.at && part->at < line.at + line.len)
		*part = arena_copy(&j->held, *part);
}

static void hold(struct jsonl *j, struct str line, struct doc *doc)
{
	struct str *const parts[] = { &doc->id, &doc->url, &doc->mime, &doc->content };

	arena_reset(&j->held);
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
		hold_part(j, line, parts[i]);
	for (uint32_t i = 0; i < j->nfields; i++) {
		hold_part(j, line, &j->fields[i].key);
		hold_part(j, line, &j->fields[i].value);
	}
}

static bool is_blank(struct str line)
{
	return str_trim(line).len == 0;
}

static bool jsonl_next(struct reader *reader, struct doc *doc)
{
	struct jsonl *j = (struct jsonl *)reader;
	struct flow *flow = reader->in.flow;

	for (;;) {
		uint64_t raw = flow_raw(flow);
		uint64_t ordinal = reader->records;
		struct str line;
		size_t size;
		bool partial, broken, found;

		if (!peek_line(j, &line, &size, &partial)) {
			if (!flow_broken(flow))
				return false;
			flow_resume(flow);
			continue;
		}
		j->line++;
		/* The last line before a gap is half a line; the gap itself was noted. */
		broken = flow_broken(flow) && size == line.len;
		if (j->line == 1 && str_starts(line, STR("\xef\xbb\xbf")))
			line = str_from(line.at + 3, line.len - 3);
		if (is_blank(line)) {
			flow_skip(flow, size);
			continue;
		}
		reader->records++;
		found = read_line(j, line, partial, broken, raw, doc);
		if (partial && found)
			hold(j, line, doc);
		flow_skip(flow, size);
		if (partial)
			skip_line(flow);
		if (!found)
			continue;
		doc->ordinal = ordinal;
		doc->src_begin = reader->covered;
		doc->src_end = reader->covered = flow_pos(flow);
		return true;
	}
}

static void jsonl_close(struct reader *reader)
{
	struct jsonl *j = (struct jsonl *)reader;

	buf_release(&j->scratch);
	arena_release(&j->held);
	free(j->fields);
	free(j);
}

struct reader *jsonl_reader(const struct reading *in)
{
	static const struct reader_ops ops = { jsonl_next, jsonl_close };
	struct jsonl *j = mem_zero(1, sizeof *j);

	j->base = (struct reader){ .ops = &ops, .in = *in };
	return &j->base;
}
