/*
 * html_inside: what an element is, by its name, class, role and style, and what its place inside
 * others makes of it.
 */
#ifndef LEAT_EXTRACT_HTML_INSIDE_H
#define LEAT_EXTRACT_HTML_INSIDE_H

#include "extract/html_block.h"

/* Fills the element of a node whose parent's is filled, but for `images`; `first_block` is the
 * number of the next block. `noscript`: what is for readers without scripts is part of the page. */
void html_inside_enter(struct html_page *page, uint32_t node, uint32_t first_block, bool noscript);
/* For a <blockquote> that was entered: quoted posts have the name of their site as class, which
 * says nothing of sharing here; and so do the elements around that hold nothing before them. */
void html_inside_quote(struct html_page *page, uint32_t node);
/* What opens over a word in the midst of a paragraph, such as a person's picture with links to
 * more about them: an inline element that begins with an image, and has but links else. */
bool html_inside_popup(const struct html_page *page, uint32_t node);
/* A text that is the sign behind a heading that links to the heading itself. */
bool html_inside_permalink(const struct html_page *page, uint32_t node);

#endif
