/*
 * clean: controls, invisible characters and white space.
 *
 * What happens to which character is the table in clean.c; it is the documentation. The soft
 * hyphen is kept: only a hyphenation dictionary could tell what it stands for.
 *
 * Plain text, besides: every kind of blank becomes one space, runs of blanks shrink to one,
 * blanks at both ends of a line go, every kind of line end becomes "\n", no more than two
 * empty lines stand in a row (one empty line and two can mean different things: extract reads
 * headings from it), and empty lines at both ends of the text go. Markup keeps its white space.
 */
#ifndef LEAT_TEXT_CLEAN_H
#define LEAT_TEXT_CLEAN_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>

struct clean_counts {
	uint64_t nul; /* U+0000 removed */
	uint64_t removed; /* other controls and invisible characters removed */
};

/* Appends `s`, well-formed UTF-8, cleaned. */
void clean_plain(struct str s, struct buf *out, struct clean_counts *counts);
/* `s` cleaned: `s` itself where that changes nothing, as in most pages; else it lies in *out,
 * which is reset first. */
struct str clean_markup(struct str s, struct buf *out, struct clean_counts *counts);

/* What becomes of one character behind `before` (0: the first one), where it comes by itself, as
 * from a character reference: ' ' for white space of any kind, 0 for nothing, else itself. */
uint32_t clean_char(uint32_t c, uint32_t before);

/* On request only: curly, angle and low quotation marks as ' and "; every dash and minus as -. */
void clean_fold(struct str s, bool quotes, bool dashes, struct buf *out);

#endif
