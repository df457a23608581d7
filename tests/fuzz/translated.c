/* Two texts of any bytes, and a sketch as a journal could hold it: what is built is valid, and what
 * is valid can be matched, marked, taken back and shown. Input: bytes of the first text u16, of the
 * second u16, then both; the rest is a sketch. */
#include "dedup/translated.h"

#include <stdlib.h>

enum { TEXTS = 2, PARTS = TEXTS + 1 };

static const char *part_of(void *ctx, uint32_t number, uint32_t *first)
{
	const struct buf *parts = ctx;

	*first = number;
	return parts[number].len ? parts[number].data : NULL;
}

static struct str take(struct str *rest, size_t count)
{
	struct str taken = str_from(rest->at, count < rest->len ? count : rest->len);

	*rest = str_from(rest->at + taken.len, rest->len - taken.len);
	return taken;
}

/* A valid sketch does all that one of a text does. */
static void use(struct translated *translated, struct translated_scratch *scratch, struct buf parts[PARTS], uint32_t number, struct str text)
{
	struct str evidence[TRANSLATED_EVIDENCE];
	struct translated_match match;
	struct weighed weighed;
	bool found;

	translated_weigh(translated, parts[number].data, &weighed);
	found = translated_match(translated, &weighed, part_of, parts, &match, NULL);
	if (found && match.row >= number)
		abort();
	translated_mark(parts[number].data, &weighed, found ? &match : NULL);
	if (!translated_valid(buf_str(&parts[number])))
		abort();
	translated_add(translated, &weighed, number);
	translated_evidence(scratch, parts[number].data, text, evidence);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
	static const struct str langs[TEXTS] = { { "en", 2 }, { NULL, 0 } };
	static struct translated_scratch scratch;
	struct buf parts[PARTS] = { BUF_INIT, BUF_INIT, BUF_INIT };
	struct translated *translated;
	struct str rest, texts[TEXTS];

	if (count < 4)
		return 0;
	rest = str_from((const char *)bytes + 4, count - 4);
	translated = translated_new();
	for (uint32_t i = 0; i < TEXTS; i++) {
		texts[i] = take(&rest, num_load16((const char *)bytes + 2 * i));
		if (translated_build(&scratch, texts[i], langs[i], &parts[i]) && !translated_valid(buf_str(&parts[i])))
			abort();
		if (parts[i].len)
			use(translated, &scratch, parts, i, texts[i]);
	}
	if (translated_valid(rest)) {
		buf_add_str(&parts[TEXTS], rest);
		use(translated, &scratch, parts, TEXTS, texts[0]);
	}
	for (uint32_t i = 0; i < PARTS; i++)
		if (parts[i].len)
			translated_uncount(translated, parts[i].data);
	translated_forget(translated, 1);
	for (uint32_t i = 0; i < PARTS; i++)
		buf_release(&parts[i]);
	translated_free(translated);
	return 0;
}
