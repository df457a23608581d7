#include "text/charset.h"
#include "text/charset_table.h"

#ifdef HAVE_UCHARDET
#include <uchardet/uchardet.h>
#endif

enum {
	SCAN_MAX = 256 * 1024,
	SAMPLE_MAX = 4096,
	ESCAPE = 0x1b, /* of ISO 2022 */
};

static bool space(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static struct str rest(struct str s, size_t skip)
{
	return skip < s.len ? str_from(s.at + skip, s.len - skip) : str_from(s.at + s.len, 0);
}

/* Behind the next `mark`, or the end. */
static struct str behind(struct str s, struct str mark)
{
	ptrdiff_t at = str_find(s, mark);

	return at < 0 ? rest(s, s.len) : rest(s, (size_t)at + mark.len);
}

/* Where the tag at s[0] == '<' ends; scripts and styles end with their closing tag. */
static struct str skip_tag(struct str s)
{
	static const struct {
		struct str open, close;
	} raw[] = {
		{ { "<script", 7 }, { "</script", 8 } },
		{ { "<style", 6 }, { "</style", 7 } },
		{ { "<!--", 4 }, { "--", 2 } },
	};

	for (size_t i = 0; i < sizeof raw / sizeof *raw; i++)
		if (str_starts_nocase(s, raw[i].open)) {
			for (s = rest(s, raw[i].open.len); s.len > 0; s = rest(s, 1))
				if (str_starts_nocase(s, raw[i].close))
					break;
			break;
		}
	return behind(s, STR(">"));
}

/* Fills `sample` with words that hold a byte over 0x7F, or an escape of ISO 2022. */
static size_t sample_words(struct str s, bool markup, char sample[SAMPLE_MAX])
{
	size_t used = 0;

	while (s.len > 0 && used < SAMPLE_MAX) {
		size_t end = 0;
		bool wanted = false;

		if (markup && s.at[0] == '<') {
			s = skip_tag(s);
			continue;
		}
		for (; end < s.len && !space(s.at[end]) && !(markup && s.at[end] == '<'); end++)
			wanted |= (s.at[end] & 0x80) != 0 || s.at[end] == ESCAPE;
		if (wanted) {
			size_t take = end < SAMPLE_MAX - used ? end : SAMPLE_MAX - used;

			memcpy(sample + used, s.at, take);
			used += take;
			if (used < SAMPLE_MAX)
				sample[used++] = ' ';
		}
		s = rest(s, end < s.len && space(s.at[end]) ? end + 1 : end);
	}
	return used;
}

static bool ascii_letter(unsigned char c)
{
	return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* What the bytes over 0x7F of a sample are like. */
struct profile {
	size_t high;
	size_t signs; /* that are signs in windows-1252, between two ASCII letters */
	size_t beyond; /* letters of windows-1252 that Italian does not have */
	size_t a_grave; /* E0 */
	size_t runs; /* of high bytes, one or more */
	size_t small_cyrillic; /* E0 to FF */
	size_t cyrillic; /* capitals (C0 to DC) and small ya (FF) of windows-1251: signs in x-mac-cyrillic */
	size_t mac_cyrillic; /* capitals (80 to 9F, but for quotation marks) and small ya (DF) there, beside small letters */
};

static struct profile profile_of(struct str s)
{
	static const char quotes[] = "\x82\x84\x85\x8b\x91\x92\x93\x94\x9b"; /* of windows-1251 */
	static const char italian[] = "\xc0\xc8\xc9\xcc\xd2\xd9\xe0\xe8\xe9\xec\xf2\xf9";
	struct profile p = { 0 };

	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];

		if (c < 0x80)
			continue;
		p.high++;
		p.runs += i == 0 || !(s.at[i - 1] & 0x80);
		p.signs += c < 0xc0 && i > 0 && i + 1 < s.len && ascii_letter((unsigned char)s.at[i - 1]) &&
			   ascii_letter((unsigned char)s.at[i + 1]) && c != 0x92;
		p.beyond += c >= 0xc0 && !memchr(italian, c, sizeof italian - 1);
		p.a_grave += c == 0xe0;
		p.small_cyrillic += c >= 0xe0;
		p.cyrillic += (c >= 0xc0 && c <= 0xdc) || c == 0xff;
		p.mac_cyrillic += (c == 0xdf && i > 0 && (unsigned char)s.at[i - 1] >= 0xe0) ||
				  (c <= 0x9f && !strchr(quotes, c) && i + 1 < s.len && (unsigned char)s.at[i + 1] >= 0xe0);
	}
	return p;
}

static enum charset cyrillic(const struct profile *p)
{
	return p->mac_cyrillic > 0 && p->cyrillic == 0 ? CHARSET_X_MAC_CYRILLIC : CHARSET_WINDOWS_1251;
}

/*
 * What the detector says, corrected by what it is known to mistake (measured on samples of 41
 * pairs of language and encoding):
 *
 * - Italian and Portuguese become ISO 8859-13, IBM 852 or windows-1250;
 * - ISO 8859-13 is windows-1257 but for its quotation marks, ISO 8859-15 windows-1252 but for
 *   eight signs, KOI8-R is KOI8-U without Ukrainian: the wider one reads both;
 * - x-mac-cyrillic becomes windows-1251, which has most small letters at the same places;
 * - short texts become encodings that hardly any page is in.
 */
static enum charset corrected(enum charset found, struct str sample)
{
	struct profile p = profile_of(sample);
	bool italian = p.beyond == 0 && p.signs == 0;

	switch (found) {
	case CHARSET_ISO_8859_13:
		return italian ? CHARSET_WINDOWS_1252 : CHARSET_WINDOWS_1257;
	case CHARSET_IBM852:
	case CHARSET_IBM850:
	case CHARSET_IBM437:
	case CHARSET_MACINTOSH:
		return p.signs * 10 <= p.high ? CHARSET_WINDOWS_1252 : found;
	case CHARSET_WINDOWS_1250:
	case CHARSET_ISO_8859_2:
		return italian && p.a_grave > 0 ? CHARSET_WINDOWS_1252 : found;
	case CHARSET_KOI8_R:
		return CHARSET_KOI8_U;
	case CHARSET_WINDOWS_1251:
		return cyrillic(&p);
	case CHARSET_ISO_8859_3:
	case CHARSET_ISO_8859_4:
	case CHARSET_ISO_8859_10:
	case CHARSET_ISO_8859_14:
	case CHARSET_ISO_8859_15:
	case CHARSET_ISO_8859_16:
		return CHARSET_WINDOWS_1252;
	case CHARSET_UNKNOWN:
		/* Long words of high bytes, most of them small letters there: Cyrillic. */
		return p.high >= 3 * p.runs && p.small_cyrillic * 10 >= p.high * 7 ? cyrillic(&p) : found;
	default:
		return found;
	}
}

#ifdef HAVE_UCHARDET
static enum charset ask(struct str sample)
{
	uchardet_t detector = uchardet_new();
	enum charset found = CHARSET_UNKNOWN;

	if (!detector)
		return found;
	if (uchardet_handle_data(detector, sample.at, sample.len) == 0) {
		uchardet_data_end(detector);
		found = charset_by_label(str_of(uchardet_get_charset(detector)));
	}
	uchardet_delete(detector);
	return found;
}

bool charset_detects(void)
{
	return true;
}
#else
static enum charset ask(struct str sample)
{
	(void)sample;
	return CHARSET_UNKNOWN;
}

bool charset_detects(void)
{
	return false;
}
#endif

enum charset charset_detect(struct str body, bool markup)
{
	char words[SAMPLE_MAX];
	struct str scanned = str_from(body.at, body.len < SCAN_MAX ? body.len : SCAN_MAX), sample;
	size_t used = sample_words(scanned, markup, words);

	if (used == 0 && markup)
		used = sample_words(scanned, false, words);
	if (used == 0)
		return CHARSET_UNKNOWN;
	sample = str_from(words, used);
	return corrected(ask(sample), sample);
}
