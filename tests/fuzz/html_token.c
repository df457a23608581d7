/* Any bytes as markup, from each tokenizer state. */
#include "text/html/token.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct html_tokenizer t;
	struct html_token token;
	struct buf text = BUF_INIT;

	if (size == 0)
		return 0;
	struct str markup = str_from((const char *)data + 1, size - 1);
	html_tokenizer_init(&t, markup);
	t.content = data[0] % HTML_IN_ATTR;
	t.all_attrs = data[0] & 0x80;
	t.last_start = STR("script");
	uint32_t end = 0;
	for (html_tokenizer_next(&t, &token); token.type != HTML_EOF; html_tokenizer_next(&t, &token)) {
		if (token.begin < end || token.end < token.begin || token.end > markup.len)
			abort();
		end = token.end;
		buf_reset(&text);
		if (token.type == HTML_TEXT || token.type == HTML_COMMENT)
			html_decode(token.text, token.content, &text);
		if (token.type == HTML_DOCTYPE) {
			struct html_doctype doctype;

			html_doctype_parse(&token, &doctype);
		}
		for (uint32_t i = 0; token.type == HTML_START && i < token.attr_count; i++)
			html_decode(str_from(markup.at + token.attrs[i].value, token.attrs[i].value_len), HTML_IN_ATTR, &text);
	}
	buf_release(&text);
	return 0;
}
