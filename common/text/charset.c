#include "text/charset.h"
#include "text/charset_table.h"
#include "text/utf8.h"

#include <stdlib.h>

enum {
	LABEL_MAX = 40,
	ESCAPE = 0x1b,
	EVIDENCE_MAX = 4096,
	UTF16_SAMPLE = 4096,
	/* A text in a multi-byte encoding is by chance well-formed UTF-8 only if it is short. */
	UTF8_SURE = 4,
	/* Legacy text forms a well-formed sequence by chance far less often than this. */
	MIXED_SHARE = 20,
	EAST_ASIAN_LEAST = 8, /* ill-formed parts */
	EAST_ASIAN_TRIAL = 64 * 1024, /* bytes to decode */
};

static int by_label(const void *key, const void *entry)
{
	return strcmp(key, ((const struct charset_label *)entry)->label);
}

enum charset charset_by_label(struct str label)
{
	char lower[LABEL_MAX + 1];
	const struct charset_label *hit;

	label = str_trim(label);
	if (label.len == 0 || label.len > LABEL_MAX)
		return CHARSET_UNKNOWN;
	for (size_t i = 0; i < label.len; i++)
		lower[i] = label.at[i] >= 'A' && label.at[i] <= 'Z' ? (char)(label.at[i] + 32) : label.at[i];
	lower[label.len] = '\0';
	hit = bsearch(lower, charset_labels, charset_label_count, sizeof *charset_labels, by_label);
	return hit ? (enum charset)hit->encoding : CHARSET_UNKNOWN;
}

const char *charset_name(enum charset charset)
{
	return charset < CHARSET_COUNT ? charset_encodings[charset].name : "unknown";
}

const char *charset_from_name(enum charset_from from)
{
	static const char *const names[] = { "bom", "http", "meta", "utf8", "detected" };

	return names[from];
}

static bool bom(struct str body, struct charset_choice *choice)
{
	static const struct {
		const char *mark;
		unsigned len;
		enum charset charset;
	} marks[] = {
		{ "\xef\xbb\xbf", 3, CHARSET_UTF_8 },
		{ "\xff\xfe\0\0", 4, CHARSET_UTF_32LE },
		{ "\0\0\xfe\xff", 4, CHARSET_UTF_32BE },
		{ "\xff\xfe", 2, CHARSET_UTF_16LE },
		{ "\xfe\xff", 2, CHARSET_UTF_16BE },
	};

	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		if (str_starts(body, str_from(marks[i].mark, marks[i].len))) {
			*choice = (struct charset_choice){ .charset = marks[i].charset, .from = CHARSET_FROM_BOM, .skip = marks[i].len };
			return true;
		}
	return false;
}

/* UTF-16 without a mark: ASCII (at least its spaces, digits and tags) has its NULs all on
 * one side. */
static enum charset utf16_by_nuls(struct str body)
{
	size_t n = body.len < UTF16_SAMPLE ? body.len & ~(size_t)1 : UTF16_SAMPLE, zero[2] = { 0, 0 };

	if (n < 8 || !memchr(body.at, 0, n))
		return CHARSET_UNKNOWN;
	for (size_t i = 0; i < n; i++)
		zero[i & 1] += body.at[i] == 0;
	if (zero[1] * 10 > n && zero[0] * 20 < zero[1])
		return CHARSET_UTF_16LE;
	if (zero[0] * 10 > n && zero[1] * 20 < zero[0])
		return CHARSET_UTF_16BE;
	return CHARSET_UNKNOWN;
}

static bool wide(enum charset c)
{
	return c == CHARSET_UTF_16LE || c == CHARSET_UTF_16BE || c == CHARSET_UTF_32LE || c == CHARSET_UTF_32BE;
}

/* ISO 2022 puts everything into seven bits: as long as there is but ASCII, valid UTF-8 says
 * nothing against it. */
static bool seven_bit(enum charset c)
{
	return c == CHARSET_ISO_2022_JP || c == CHARSET_ISO_2022_KR || c == CHARSET_ISO_2022_CN;
}

/* Well-formed UTF-8 with characters beyond ASCII is UTF-8, whatever was declared. */
static bool refuted_by_utf8(enum charset declared, size_t sequences)
{
	if (sequences == 0)
		return false;
	return charset_encodings[declared].codec == CODEC_ICONV && !seven_bit(declared) ? sequences >= UTF8_SURE : true;
}

/* A few bad bytes do not make a text legacy: UTF-8 it is as long as what is wrong with it
 * looks like damage, or like pieces of windows-1252 pasted into UTF-8. Without a label the good
 * sequences have to be the most. */
static bool damaged_utf8(const struct utf8_evidence *seen, bool declared)
{
	if (!declared)
		return seen->good > seen->broken + seen->latin + seen->other;
	if (seen->other > seen->good)
		return false;
	return seen->latin == 0 || (seen->good > 0 && seen->good >= seen->latin / MIXED_SHARE);
}

/* East Asian encodings are full of what looks like damaged UTF-8. */
static bool rather_east_asian(struct str body, bool markup, const struct utf8_evidence *seen, enum charset *found)
{
	struct decode_faults faults = { 0, 0 };
	struct buf decoded = BUF_INIT;
	size_t bad = seen->broken + seen->latin + seen->other;

	if (bad < EAST_ASIAN_LEAST || bad < 2 * seen->good)
		return false;
	*found = charset_detect(body, markup);
	if (*found == CHARSET_UNKNOWN || charset_encodings[*found].codec != CODEC_ICONV)
		return false;
	charset_decode(*found, str_from(body.at, body.len < EAST_ASIAN_TRIAL ? body.len : EAST_ASIAN_TRIAL), &decoded, &faults);
	buf_release(&decoded);
	return faults.ill_formed * MIXED_SHARE <= bad;
}

static enum charset detect_or_default(struct str body, bool markup)
{
	enum charset found = charset_detect(body, markup);

	return found == CHARSET_UNKNOWN || found == CHARSET_UTF_8 || wide(found) ? CHARSET_WINDOWS_1252 : found;
}

static struct charset_choice detected(enum charset found, bool contradicted)
{
	return (struct charset_choice){ .charset = found, .from = CHARSET_FROM_DETECTED, .contradicted = contradicted };
}

static struct charset_choice well_formed(bool contradicted)
{
	return (struct charset_choice){
		.charset = CHARSET_UTF_8, .from = CHARSET_FROM_UTF8, .contradicted = contradicted, .valid = true
	};
}

/* What the header or the markup says; CHARSET_UNKNOWN if neither says anything known. */
static struct charset_choice declared_choice(struct str body, struct str http, bool markup)
{
	struct charset_choice choice = { .charset = CHARSET_UNKNOWN, .from = CHARSET_FROM_HTTP };

	if (http.at)
		choice.charset = charset_by_label(http);
	if (choice.charset == CHARSET_UNKNOWN && markup) {
		choice.charset = charset_by_label(charset_prescan(body));
		choice.from = CHARSET_FROM_META;
		/* Markup that could be read as ASCII so far is not in UTF-16 (WHATWG). */
		if (wide(choice.charset))
			choice.charset = CHARSET_UTF_8;
	}
	return choice;
}

/* `body` is well-formed UTF-8. */
static struct charset_choice choose_well_formed(struct str body, bool markup, struct charset_choice said)
{
	struct utf8_evidence seen = charset_utf8_evidence(body, UTF8_SURE);
	bool declared = said.charset != CHARSET_UNKNOWN;

	if (seen.good == 0 && !seven_bit(said.charset) && body.len > 0 && memchr(body.at, ESCAPE, body.len)) {
		enum charset escaped = charset_detect(body, markup);

		if (seven_bit(escaped))
			return detected(escaped, declared);
	}
	if (!declared || (said.charset != CHARSET_UTF_8 && refuted_by_utf8(said.charset, seen.good)))
		return well_formed(declared);
	return said;
}

/* `body` is not well-formed, `said` UTF-8 or nothing. */
static struct charset_choice choose_ill_formed(struct str body, bool markup, struct charset_choice said)
{
	struct utf8_evidence seen = charset_utf8_evidence(body, EVIDENCE_MAX);
	bool declared = said.charset != CHARSET_UNKNOWN;
	enum charset eastern;

	if (declared && rather_east_asian(body, markup, &seen, &eastern))
		return detected(eastern, true);
	if (damaged_utf8(&seen, declared))
		return (struct charset_choice){ .charset = CHARSET_UTF_8, .from = declared ? said.from : CHARSET_FROM_UTF8 };
	return detected(detect_or_default(body, markup), declared);
}

struct charset_choice charset_decide(struct str body, struct str http, bool markup)
{
	struct charset_choice said;
	enum charset nuls = utf16_by_nuls(body);

	if (bom(body, &said))
		return said;
	said = declared_choice(body, http, markup);
	if (nuls != CHARSET_UNKNOWN && nuls != said.charset)
		return detected(nuls, said.charset != CHARSET_UNKNOWN);
	if (wide(said.charset)) {
		/* Even Chinese in UTF-16 has a line end or a digit, and is not UTF-8. */
		bool refuted = nuls == CHARSET_UNKNOWN && body.len > 0 && !memchr(body.at, 0, body.len) && utf8_valid(body);

		return refuted ? well_formed(true) : said;
	}
	said.valid = utf8_valid(body);
	if (said.valid)
		return choose_well_formed(body, markup, said);
	if (said.charset != CHARSET_UNKNOWN && said.charset != CHARSET_UTF_8)
		return said;
	return choose_ill_formed(body, markup, said);
}
