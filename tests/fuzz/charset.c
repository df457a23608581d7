/* Any bytes under any label become well-formed UTF-8, and clean and NFC keep it so. */
#include "text/charset.h"
#include "text/clean.h"
#include "text/nfc.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = BUF_INIT, cleaned = BUF_INIT, composed = BUF_INIT, again = BUF_INIT;
	struct decode_faults faults = { 0, 0 };
	struct clean_counts counts = { 0, 0 };
	struct str label, body, clean;
	bool markup;

	if (size < 2)
		return 0;
	markup = data[0] & 1;
	label = data[1] < CHARSET_COUNT ? str_of(charset_name((enum charset)data[1])) : STR_NONE;
	body = str_from(data + 2, size - 2);
	must(utf8_valid(body) == utf8_valid_portable(body));

	struct charset_choice choice = charset_decide(body, label, markup);

	must(choice.charset < CHARSET_COUNT && choice.skip <= body.len);
	charset_decode(choice.charset, str_from(body.at + choice.skip, body.len - choice.skip), &text, &faults);
	must(utf8_valid(buf_str(&text)));
	must(!choice.valid || utf8_valid(body));
	clean_plain(buf_str(&text), &cleaned, &counts);
	clean = markup ? clean_markup(buf_str(&text), &cleaned, &counts) : buf_str(&cleaned);
	must(utf8_valid(clean));
	must(nfc_quick_check(clean) == nfc_quick_check_portable(clean));
	nfc_append(clean, data[0] & 2 ? NFC_COMPATIBILITY : markup ? NFC_MARKUP : NFC_TEXT, &composed);
	must(utf8_valid(buf_str(&composed)));
	if (markup)
		must(clean_markup(clean, &again, &counts).at == clean.at);
	else
		clean_plain(clean, &again, &counts);
	must(markup || str_eq(buf_str(&again), clean));
	buf_release(&text);
	buf_release(&cleaned);
	buf_release(&composed);
	buf_release(&again);
	return 0;
}
