#include "normalize/normalize.h"
#include "text/clean.h"
#include "text/nfc.h"
#include "text/utf8.h"

enum { SNIFF_MAX = 512 };

void normalize_scratch_release(struct normalize_scratch *scratch)
{
	buf_release(&scratch->decoded);
	buf_release(&scratch->cleaned);
	buf_release(&scratch->composed);
	buf_release(&scratch->repaired);
	repair_scratch_free(scratch->repair);
	scratch->repair = NULL;
}

static bool has_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* "<" with a letter, "!", "?" or "/" behind it, first or behind a byte order mark. Two-byte
 * encodings have a NUL between the two. */
static bool looks_like_markup(struct str body)
{
	char seen[2];
	size_t n = 0;

	if (body.len > SNIFF_MAX)
		body.len = SNIFF_MAX;
	for (size_t i = 0; i < body.len && n < 2; i++) {
		unsigned char c = (unsigned char)body.at[i];

		if (c == 0 || (n == 0 && (c <= ' ' || c == 0xef || c == 0xbb || c == 0xbf || c >= 0xfe)))
			continue;
		seen[n++] = (char)c;
	}
	return n == 2 && seen[0] == '<' && (has_letter(seen[1]) || strchr("!?/", seen[1]));
}

enum normalize_kind normalize_kind_of(struct str mime, struct str body)
{
	static const struct {
		struct str type;
		enum normalize_kind kind;
	} types[] = {
		{ { "text/html", 9 }, NORMALIZE_MARKUP }, { { "application/xhtml+xml", 21 }, NORMALIZE_MARKUP },
		{ { "text/xml", 8 }, NORMALIZE_MARKUP }, { { "application/xml", 15 }, NORMALIZE_MARKUP },
		{ { "application/json", 16 }, NORMALIZE_PLAIN }, { { "application/javascript", 22 }, NORMALIZE_PLAIN },
	};
	const char *parameters = mime.at ? memchr(mime.at, ';', mime.len) : NULL;

	if (parameters)
		mime.len = (size_t)(parameters - mime.at);
	mime = str_trim(mime);
	for (size_t i = 0; i < sizeof types / sizeof *types; i++)
		if (str_eq_nocase(mime, types[i].type))
			return types[i].kind;
	if (str_ends(mime, STR("+xml")))
		return NORMALIZE_MARKUP;
	if (str_ends(mime, STR("+json")) || str_starts_nocase(mime, STR("text/")))
		return NORMALIZE_PLAIN;
	if (mime.len > 0 && !str_eq_nocase(mime, STR("unk")) && !str_eq_nocase(mime, STR("no-type")))
		return NORMALIZE_OPAQUE;
	return looks_like_markup(body) ? NORMALIZE_MARKUP : NORMALIZE_PLAIN;
}

/* Everything behind decoding. `decoded` is well-formed UTF-8 and may lie in scratch->decoded. */
static void finish(struct normalize_scratch *scratch, const struct normalize_config *config, struct str decoded,
	struct normalize_result *out)
{
	struct clean_counts counts = { 0, 0 };
	enum nfc_form form = out->markup ? NFC_MARKUP : config->nfkc ? NFC_COMPATIBILITY : NFC_TEXT;

	if (config->repair) {
		if (!scratch->repair)
			scratch->repair = repair_scratch_new();
		buf_reset(&scratch->repaired);
		if (repair_text(scratch->repair, decoded, &scratch->repaired, &out->repair))
			decoded = buf_str(&scratch->repaired);
	}
	if (out->markup) {
		out->text = clean_markup(decoded, &scratch->cleaned, &counts);
	} else {
		buf_reset(&scratch->cleaned);
		clean_plain(decoded, &scratch->cleaned, &counts);
		out->text = buf_str(&scratch->cleaned);
	}
	if (form == NFC_COMPATIBILITY || nfc_quick_check(out->text) < out->text.len) {
		buf_reset(&scratch->composed);
		nfc_append(out->text, form, &scratch->composed);
		out->text = buf_str(&scratch->composed);
	}
	if (!out->markup && (config->fold_quotes || config->fold_dashes)) {
		buf_reset(&scratch->decoded);
		clean_fold(out->text, config->fold_quotes, config->fold_dashes, &scratch->decoded);
		out->text = buf_str(&scratch->decoded);
	}
	out->faults.nul = counts.nul;
	out->faults.removed = counts.removed;
}

void normalize_body(struct normalize_scratch *scratch, const struct normalize_config *config, struct str mime,
	struct str charset, struct str body, struct normalize_result *out)
{
	struct decode_faults faults = { 0, 0 };
	bool markup = normalize_kind_of(mime, body) == NORMALIZE_MARKUP;
	struct charset_choice choice = charset_decide(body, charset, markup);
	struct str decoded = str_from(body.at + choice.skip, body.len - choice.skip);

	if (choice.charset != CHARSET_UTF_8 || !(choice.valid || utf8_valid(decoded))) {
		buf_reset(&scratch->decoded);
		charset_decode(choice.charset, decoded, &scratch->decoded, &faults);
		decoded = buf_str(&scratch->decoded);
	}
	*out = (struct normalize_result){
		.markup = markup,
		.charset = choice.charset,
		.from = choice.from,
		.faults = { .contradicted = choice.contradicted, .ill_formed = faults.ill_formed, .cp1252 = faults.cp1252 },
	};
	finish(scratch, config, decoded, out);
}

void normalize_text(struct normalize_scratch *scratch, const struct normalize_config *config, struct str text,
	struct normalize_result *out)
{
	struct decode_faults faults = { 0, 0 };

	if (!utf8_valid(text)) {
		buf_reset(&scratch->decoded);
		charset_decode_utf8(text, &scratch->decoded, &faults);
		text = buf_str(&scratch->decoded);
	}
	*out = (struct normalize_result){
		.charset = CHARSET_UTF_8,
		.faults = { .ill_formed = faults.ill_formed, .cp1252 = faults.cp1252 },
	};
	finish(scratch, config, text, out);
}
