#include "ingest/warc_head.h"

#include "base/num.h"

enum { START_MAX = 64 }; /* "WARC/1.1", line end, "WARC-" or "Content-" */

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Length of "WARC/n.n" and its line end at the start of s, or 0. */
static size_t version_line(struct str s)
{
	size_t at = 5;

	if (!str_starts(s, STR("WARC/")))
		return 0;
	while (at < s.len && at < 16 && (is_digit(s.at[at]) || s.at[at] == '.'))
		at++;
	if (at < 8 || at >= s.len)
		return 0;
	while (at < s.len && at < START_MAX / 2 && (s.at[at] == ' ' || s.at[at] == '\r'))
		at++;
	return at < s.len && s.at[at] == '\n' ? at + 1 : 0;
}

bool warc_starts(struct str s)
{
	return version_line(s) > 0;
}

static bool starts_surely(struct str s)
{
	size_t line = version_line(s);
	struct str next = str_from(s.at + line, s.len - line);

	return line > 0 && (str_starts_nocase(next, STR("WARC-")) ||
			    str_starts_nocase(next, STR("Content-")));
}

ptrdiff_t warc_find(struct str s, size_t from, bool anywhere)
{
	while (from < s.len) {
		struct str rest = str_from(s.at + from, s.len - from);
		ptrdiff_t hit = str_find(rest, STR("WARC/"));
		size_t at;

		if (hit < 0)
			return -1;
		at = from + (size_t)hit;
		if ((anywhere || at == 0 || s.at[at - 1] == '\n') &&
		    starts_surely(str_from(s.at + at, s.len - at)))
			return (ptrdiff_t)at;
		from = at + 5;
	}
	return -1;
}

size_t warc_head_size(struct str s, size_t *from, bool *broken)
{
	size_t at = *from;

	*broken = false;
	while (at < s.len) {
		const char *end = memchr(s.at + at, '\n', s.len - at);
		size_t next;

		if (!end)
			break;
		next = (size_t)(end - s.at) + 1;
		if (next - at == 1 || (next - at == 2 && s.at[at] == '\r'))
			return next;
		if (at > 0 && starts_surely(str_from(s.at + at, s.len - at))) {
			*broken = true;
			return at;
		}
		at = next;
		*from = at;
	}
	return 0;
}

static struct str bare_uri(struct str value)
{
	if (value.len >= 2 && value.at[0] == '<' && value.at[value.len - 1] == '>')
		return str_from(value.at + 1, value.len - 2);
	return value;
}

static void read_field(struct str name, struct str value, struct warc_head *head)
{
	struct {
		struct str name;
		struct str *to;
	} const fields[] = {
		{ STR("WARC-Type"), &head->type },
		{ STR("WARC-Record-ID"), &head->id },
		{ STR("WARC-Target-URI"), &head->url },
		{ STR("WARC-Date"), &head->date },
		{ STR("Content-Type"), &head->content_type },
		{ STR("WARC-Identified-Payload-Type"), &head->payload_type },
		{ STR("WARC-Block-Digest"), &head->block_digest },
		{ STR("WARC-Payload-Digest"), &head->payload_digest },
		{ STR("WARC-Truncated"), &head->truncated },
	};

	if (str_eq_nocase(name, STR("Content-Length"))) {
		head->has_length = num_u64(value, &head->length);
		head->bad_length = !head->has_length;
		return;
	}
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (str_eq_nocase(name, fields[i].name)) {
			*fields[i].to = value;
			return;
		}
}

void warc_head_read(struct str s, size_t size, struct warc_head *head)
{
	size_t at = version_line(s);

	*head = (struct warc_head){ .size = size, .odd = size > WARC_HEAD_NOTED };
	while (at < size) {
		const char *end = memchr(s.at + at, '\n', size - at);
		size_t len = end ? (size_t)(end - s.at) - at : size - at;
		struct str line = str_from(s.at + at, len);
		const char *colon;
		size_t name;

		at += len + 1;
		if (line.len > 0 && line.at[line.len - 1] == '\r')
			line.len--;
		if (line.len == 0 || line.at[0] == ' ' || line.at[0] == '\t')
			continue; /* a folded value: none that is read here is ever that long */
		if (line.len > WARC_LINE_MAX || !(colon = memchr(line.at, ':', line.len))) {
			head->odd = true;
			continue;
		}
		name = (size_t)(colon - line.at);
		read_field(str_trim(str_from(line.at, name)),
			   str_trim(str_from(colon + 1, line.len - name - 1)), head);
	}
	head->id = bare_uri(head->id);
	head->url = bare_uri(head->url);
}
