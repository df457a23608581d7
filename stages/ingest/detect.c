#include "ingest/detect.h"

#include "ingest/arc_line.h"

#include <string.h>

static const char *const names[] = {
	[FORMAT_AUTO] = "auto", [FORMAT_EMPTY] = "empty", [FORMAT_WARC] = "warc",
	[FORMAT_ARC] = "arc",	[FORMAT_JSONL] = "jsonl", [FORMAT_HTML] = "html",
	[FORMAT_TEXT] = "text", [FORMAT_XML] = "xml",	  [FORMAT_FEED] = "feed",
	[FORMAT_TAR] = "tar",	[FORMAT_ZIP] = "zip",	  [FORMAT_UNKNOWN] = "unknown",
};

const char *format_name(enum format format)
{
	return names[format];
}

enum format format_of(struct str name)
{
	if (str_is(name, "wet"))
		return FORMAT_WARC;
	for (int format = FORMAT_AUTO; format < FORMAT_UNKNOWN; format++)
		if (format != FORMAT_EMPTY && str_is(name, names[format]))
			return (enum format)format;
	return FORMAT_UNKNOWN;
}

enum format detect_claim(struct str name)
{
	static const struct {
		struct str suffix;
		enum format format;
	} claims[] = {
		{ { ".warc", 5 }, FORMAT_WARC },
		{ { ".wet", 4 }, FORMAT_WARC },
		{ { ".arc", 4 }, FORMAT_ARC },
	};

	if (name.len > 3 && str_eq_nocase(str_from(name.at + name.len - 3, 3), STR(".gz")))
		name.len -= 3;
	else if (name.len > 4 && str_eq_nocase(str_from(name.at + name.len - 4, 4), STR(".zst")))
		name.len -= 4;
	for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
		struct str suffix = claims[i].suffix;

		if (name.len > suffix.len &&
		    str_eq_nocase(str_from(name.at + name.len - suffix.len, suffix.len), suffix))
			return claims[i].format;
	}
	return FORMAT_AUTO;
}

static bool is_tar(struct str head)
{
	return head.len >= 512 && memcmp(head.at + 257, "ustar", 5) == 0;
}

static bool is_utf16(struct str head)
{
	return head.len >= 2 &&
	       (memcmp(head.at, "\xff\xfe", 2) == 0 || memcmp(head.at, "\xfe\xff", 2) == 0);
}

/* More than one byte in twenty is a control character: no text. */
static bool is_binary(struct str head)
{
	size_t controls = 0;

	for (size_t i = 0; i < head.len; i++) {
		unsigned char c = (unsigned char)head.at[i];

		controls += c < 0x20 && !(c >= '\t' && c <= '\r') && c != 0x1b;
	}
	return controls * 20 > head.len;
}

static bool tag_is(struct str s, const char *name)
{
	size_t len = strlen(name);

	return str_starts_nocase(s, str_from(name, len)) &&
	       (s.len == len || strchr(" \t\r\n/>:", s.at[len]));
}

/* What the first element is, behind declarations and comments. */
static enum format detect_markup(struct str s)
{
	bool xml = false;

	while (s.len > 1 && s.at[0] == '<') {
		ptrdiff_t end = str_find(s, STR(">")), subset = str_find(s, STR("["));

		if (str_starts(s, STR("<!--")))
			end = str_find(s, STR("-->"));
		else if (s.at[1] == '!' && subset >= 0 && subset < end)
			end = str_find(s, STR("]"));
		else if (s.at[1] != '?' && s.at[1] != '!')
			break;
		if (str_starts_nocase(s, STR("<!doctype html")))
			return FORMAT_HTML;
		xml |= str_starts_nocase(s, STR("<?xml"));
		while (end >= 0 && (size_t)end < s.len && s.at[end] != '>')
			end++;
		if (end < 0 || (size_t)end == s.len)
			return xml ? FORMAT_XML : FORMAT_HTML;
		s = str_trim(str_from(s.at + end + 1, s.len - (size_t)end - 1));
	}
	if (s.len < 2 || s.at[0] != '<')
		return xml ? FORMAT_XML : FORMAT_TEXT;
	s = str_from(s.at + 1, s.len - 1);
	if (tag_is(s, "rss") || tag_is(s, "feed") || tag_is(s, "rdf:RDF") || tag_is(s, "atom:feed"))
		return FORMAT_FEED;
	if (tag_is(s, "html"))
		return FORMAT_HTML;
	if (xml)
		return FORMAT_XML;
	return (s.at[0] | 0x20) >= 'a' && (s.at[0] | 0x20) <= 'z' ? FORMAT_HTML : FORMAT_TEXT;
}

/* '{' and, on the same line, a key or the end of the object. */
static bool is_jsonl(struct str s)
{
	size_t at = 1;

	if (s.len == 0 || s.at[0] != '{')
		return false;
	while (at < s.len && (s.at[at] == ' ' || s.at[at] == '\t'))
		at++;
	return at < s.len && (s.at[at] == '"' || s.at[at] == '}');
}

/* What UTF-16 is shows itself by its ASCII characters. JSON lines are UTF-8 (RFC 8259). */
static enum format detect_wide(struct str head)
{
	char narrow[DETECT_BYTES / 2];
	size_t len = 0;
	struct str s;

	for (size_t i = 2; i < head.len && len < sizeof narrow; i++)
		if (head.at[i] != '\0')
			narrow[len++] = head.at[i];
	s = str_trim(str_from(narrow, len));
	if (is_jsonl(s))
		return FORMAT_UNKNOWN;
	return s.len > 0 && s.at[0] == '<' ? detect_markup(s) : FORMAT_TEXT;
}

enum format detect_content(struct str head)
{
	struct str s = head;

	if (head.len == 0)
		return FORMAT_EMPTY;
	if (str_starts(s, STR("\xef\xbb\xbf")))
		s = str_from(s.at + 3, s.len - 3);
	s = str_trim(s);
	if (str_starts(s, STR("WARC/")))
		return FORMAT_WARC;
	if (arc_starts(s))
		return FORMAT_ARC;
	if (str_starts(head, STR("PK\3\4")) || str_starts(head, STR("PK\5\6")))
		return FORMAT_ZIP;
	if (is_tar(head))
		return FORMAT_TAR;
	if (is_utf16(head))
		return detect_wide(head);
	if (is_binary(head))
		return FORMAT_UNKNOWN;
	if (is_jsonl(s))
		return FORMAT_JSONL;
	return s.len > 0 && s.at[0] == '<' ? detect_markup(s) : FORMAT_TEXT;
}
