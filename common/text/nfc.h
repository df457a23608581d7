/*
 * nfc: Unicode normalization form C.
 *
 * The quick check (Unicode Annex 15) reads a table of our own and passes Latin text at memory
 * speed; only a span that fails it, from a stable starter to the next, goes through
 * libutf8proc. Without that library such spans stay as they are (nfc_composes() says so).
 */
#ifndef LEAT_TEXT_NFC_H
#define LEAT_TEXT_NFC_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

enum nfc_form {
	NFC_TEXT,
	/* "<", "=" and ">" never combine with a stroke behind them: a tag stays a tag. */
	NFC_MARKUP,
	/* NFKC: compatibility characters become their plain forms as well. */
	NFC_COMPATIBILITY,
};

/* The start of the first span of `s`, well-formed UTF-8, that may not be in NFC; s.len if it
 * is in NFC for certain. */
size_t nfc_quick_check(struct str s);
/* The same without special instructions. */
size_t nfc_quick_check_portable(struct str s);
/* Appends `s`, well-formed UTF-8, in the form asked for. A span of more than 256 code points
 * (real text has none) is normalized in pieces. */
void nfc_append(struct str s, enum nfc_form form, struct buf *out);
/* Puts what `text` holds from byte `from` on into NFC, where it is. */
void nfc_mend(size_t from, struct buf *text);
bool nfc_composes(void);

#endif
