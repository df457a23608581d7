/*
 * token: HTML markup as a sequence of tokens, by the tokenization rules of the HTML
 * standard (13.2.5). Linear in the input, and nothing is copied: tokens borrow from the
 * markup. Character references, line ends and NUL are left as they stand; html_decode
 * (charref.h) says what they mean. The markup must be shorter than 4 GiB.
 *
 * As in the standard, it is the reader who says that a start tag is followed by raw text:
 * he sets `content` before he asks for the next token.
 */
#ifndef LEAT_TEXT_HTML_TOKEN_H
#define LEAT_TEXT_HTML_TOKEN_H

#include "base/str.h"
#include "text/html/charref.h"
#include "text/html/tags.h"

#include <stdbool.h>
#include <stdint.h>

/* Attributes that are kept of one tag; the rest are read over. */
enum { HTML_ATTRS_MAX = 64 };

enum html_token_type { HTML_EOF, HTML_TEXT, HTML_START, HTML_END, HTML_COMMENT, HTML_DOCTYPE };

/* Name and value as they stand (offsets in the markup). Of two with the same name the first
 * one counts. */
struct html_attr {
	uint32_t name;
	uint32_t value;
	uint32_t value_len;
	uint16_t name_len; /* a longer name is cut */
	uint16_t id; /* enum html_attr_id */
};

struct html_token {
	enum html_token_type type;
	enum html_tag tag; /* HTML_START, HTML_END */
	bool self_closing; /* HTML_START: "<x/>" */
	bool complete; /* HTML_DOCTYPE: its ">" is there */
	enum html_content content; /* HTML_TEXT, HTML_COMMENT: how to decode `text` */
	struct str text; /* the tag's name, the text, or what is inside a comment or DOCTYPE */
	uint32_t begin, end; /* the whole token in the markup */
	uint32_t attr_count;
	struct html_attr attrs[HTML_ATTRS_MAX];
};

struct html_tokenizer {
	const char *begin, *at, *end;
	enum html_content content; /* of what follows; goes back to HTML_DATA at the end tag */
	struct str last_start; /* name of the last start tag, which ends raw text */
	bool foreign; /* "<![CDATA[" opens a section: inside svg and math */
	bool all_attrs; /* keep attributes without a number too */
};

void html_tokenizer_init(struct html_tokenizer *tokenizer, struct str markup);
/* Fills *token; HTML_EOF at the end, again and again. */
void html_tokenizer_next(struct html_tokenizer *tokenizer, struct html_token *token);

/* The parts of a DOCTYPE token. Absent identifiers have at == NULL. */
struct html_doctype {
	struct str name, public_id, system_id; /* as they stand */
	bool quirks;
};

void html_doctype_parse(const struct html_token *token, struct html_doctype *doctype);

#endif
