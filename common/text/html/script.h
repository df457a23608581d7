/*
 * script: where raw text ends.
 */
#ifndef LEAT_TEXT_HTML_SCRIPT_H
#define LEAT_TEXT_HTML_SCRIPT_H

#include "base/str.h"

#include <stdbool.h>

/* Offset of the end tag "</name" that closes raw text, text.len if there is none. In a
 * script, "<!--" and then "<script" hide end tags up to "</script" or "-->" (HTML
 * standard, 13.2.5.15 to 13.2.5.31). */
size_t html_raw_end(struct str text, struct str name, bool script);

#endif
