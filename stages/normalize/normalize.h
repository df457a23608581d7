/*
 * normalize: the bytes of a body become clean UTF-8.
 *
 *   bytes -> charset -> UTF-8 -> mojibake repair -> controls, white space -> NFC
 *
 * Markup stays markup (its white space is kept, its entities are not read: that is the
 * business of extract) and plain text becomes text. Pure: no I/O, no clock, no globals.
 */
#ifndef LEAT_NORMALIZE_NORMALIZE_H
#define LEAT_NORMALIZE_NORMALIZE_H

#include "base/buf.h"
#include "base/str.h"
#include "text/charset.h"
#include "text/repair.h"

#include <stdbool.h>
#include <stdint.h>

struct normalize_config {
	bool repair; /* mojibake; default on */
	bool nfkc; /* instead of NFC */
	bool fold_quotes;
	bool fold_dashes;
};

#define NORMALIZE_DEFAULTS ((struct normalize_config){ true, false, false, false })

/* Buffers of one thread, kept from record to record. NORMALIZE_SCRATCH_INIT is valid. */
struct normalize_scratch {
	struct buf decoded;
	struct buf cleaned;
	struct buf composed;
	struct buf repaired;
	struct repair_scratch *repair; /* made at the first need */
};

#define NORMALIZE_SCRATCH_INIT ((struct normalize_scratch){ BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT, NULL })

void normalize_scratch_release(struct normalize_scratch *scratch);

/* What was wrong with one text, and what was done about it. */
struct normalize_faults {
	bool contradicted; /* the declared charset cannot be */
	uint64_t ill_formed; /* U+FFFD written for ill-formed input */
	uint64_t cp1252; /* ill-formed bytes read as windows-1252 */
	uint64_t nul; /* U+0000 removed */
	uint64_t removed; /* other controls and invisible characters removed */
};

struct normalize_result {
	struct str text; /* lies in the scratch (valid until its next use) or, unchanged, in the input */
	bool markup;
	enum charset charset; /* these two by normalize_body only */
	enum charset_from from;
	struct normalize_faults faults;
	struct repair_report repair; /* all zero: nothing was mended */
};

/* What a body is, by its mime type or, without one, by its first bytes. */
enum normalize_kind {
	NORMALIZE_MARKUP,
	NORMALIZE_PLAIN,
	NORMALIZE_OPAQUE, /* images, archives: not for this stage */
};

enum normalize_kind normalize_kind_of(struct str mime, struct str body);

/* `mime` without or with parameters, `charset` of the HTTP header; either may be absent. A body
 * of kind NORMALIZE_OPAQUE must not be given. */
void normalize_body(struct normalize_scratch *scratch, const struct normalize_config *config, struct str mime,
	struct str charset, struct str body, struct normalize_result *out);

/* Text that came as text. It ought to be UTF-8; ill-formed parts are mended. */
void normalize_text(struct normalize_scratch *scratch, const struct normalize_config *config, struct str text,
	struct normalize_result *out);

#endif
