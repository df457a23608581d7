/*
 * charset: which encoding bytes are in, and their text as UTF-8.
 *
 * Labels are those of the WHATWG Encoding Standard (iso-8859-1 and us-ascii mean
 * windows-1252), with some more that only old pages use. The table is
 * generated/charset_labels.txt.
 */
#ifndef LEAT_TEXT_CHARSET_H
#define LEAT_TEXT_CHARSET_H

#include "base/buf.h"
#include "base/str.h"
#include "text/generated/charset_ids.h"

#include <stdbool.h>
#include <stdint.h>

/* What made the decision: the words of the record field `charset_from`. */
enum charset_from {
	CHARSET_FROM_BOM,
	CHARSET_FROM_HTTP,
	CHARSET_FROM_META,
	CHARSET_FROM_UTF8,
	CHARSET_FROM_DETECTED,
};

struct charset_choice {
	enum charset charset;
	enum charset_from from;
	unsigned skip; /* bytes of a byte order mark */
	bool contradicted; /* what was declared cannot be: the bytes say otherwise */
	bool valid; /* the body was seen to be well-formed UTF-8; false: it is not, or nobody looked */
};

/* The encoding of a label, without regard to case and white space around it. */
enum charset charset_by_label(struct str label);
/* The name by the standard, in lower case: "utf-8", "windows-1252". */
const char *charset_name(enum charset charset);
const char *charset_from_name(enum charset_from from);

/*
 * Decides, in this order: byte order mark; `http`, the charset of the Content-Type header
 * (or absent); for markup the label in the first 8 KiB (charset_prescan); well-formed
 * UTF-8; detection. A declared label does not hold against bytes that show it to be wrong:
 * well-formed UTF-8 under another label, UTF-8 without one good sequence, NULs in every
 * second place (UTF-16).
 */
struct charset_choice charset_decide(struct str body, struct str http, bool markup);

/* The label that markup declares: <meta charset>, <meta http-equiv content>, or the
 * encoding of an XML declaration (WHATWG "prescan a byte stream", over 8 KiB). Absent if none. */
struct str charset_prescan(struct str body);

/* Detection by uchardet on at most 4 KiB of words that are not ASCII, taken from outside
 * tags, scripts and styles, and corrected where it is known to err. CHARSET_UNKNOWN without an
 * answer; without the library (charset_detects) there is hardly any. */
enum charset charset_detect(struct str body, bool markup);
bool charset_detects(void);

struct decode_faults {
	uint64_t ill_formed; /* U+FFFD written, one for each maximal ill-formed part */
	uint64_t cp1252; /* ill-formed parts that were text in windows-1252 after all */
};

/* Appends `body` as well-formed UTF-8. `body` is without byte order mark. For UTF-8 itself see
 * decode_utf8. */
void charset_decode(enum charset charset, struct str body, struct buf *out, struct decode_faults *faults);

/* UTF-8 with faults: one U+FFFD for each maximal ill-formed part (Unicode 3.9, WHATWG), but a
 * byte that is a letter or quotation mark of windows-1252 in its place (a page put together
 * from two sources) becomes that. */
void charset_decode_utf8(struct str body, struct buf *out, struct decode_faults *faults);

/* What the characters beyond ASCII look like if `body` is read as UTF-8. Ill-formed parts are
 * judged by their neighbours. */
struct utf8_evidence {
	size_t good; /* well-formed sequences */
	size_t broken; /* ill-formed parts that look like damaged UTF-8 or noise */
	size_t latin; /* ... like windows-1252: a letter among letters, a quotation mark at a word */
	size_t other; /* ... like text in yet another encoding */
};

/* Stops when `limit` characters have been judged. */
struct utf8_evidence charset_utf8_evidence(struct str body, size_t limit);

#endif
