/*
 * cld2_shim: Compact Language Detector 2, which is C++, for C.
 */
#ifndef LEAT_EXTRACT_CLD2_SHIM_H
#define LEAT_EXTRACT_CLD2_SHIM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct cld2_result {
	char code[3][16]; /* CLD2's code, the likeliest first; "un" where it knows none */
	int percent[3]; /* of the text's letters */
	int reliable;
};

/* False in a build without CLD2. `len` bytes of clean UTF-8. */
int cld2_guess(const char *text, size_t len, struct cld2_result *out);

#ifdef __cplusplus
}
#endif

#endif
