/*
 * diff_text: two texts line by line: "- " what only the first has, "+ " what only the second
 * has, "  " and "..." for what both have. Longest common subsequence (Wagner and Fischer 1974);
 * of texts that differ in many lines the differing middle stands as a whole. Pure.
 */
#ifndef LEAT_LEAT_DIFF_TEXT_H
#define LEAT_LEAT_DIFF_TEXT_H

#include "base/buf.h"

void diff_text(struct str before, struct str after, struct buf *out);

#endif
