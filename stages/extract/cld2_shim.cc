#include "extract/cld2_shim.h"

#ifdef HAVE_CLD2

#include <cstdio>
// clang-format off (compact_lang_det.h needs <cstdio> and does not include it)
#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>
// clang-format on

/* compact_lang_det_impl.h: answer for the best guess on short text, too. */
static const int best_effort = 0x4000;

int cld2_guess(const char *text, size_t len, struct cld2_result *out)
{
	CLD2::CLDHints hints = { nullptr, nullptr, CLD2::UNKNOWN_ENCODING, CLD2::UNKNOWN_LANGUAGE };
	CLD2::Language languages[3];
	double score[3];
	int bytes = 0;
	bool reliable = false;

	CLD2::ExtDetectLanguageSummary(text, static_cast<int>(len), true, &hints, best_effort, languages, out->percent,
	                               score, nullptr, &bytes, &reliable);
	for (int i = 0; i < 3; i++)
		snprintf(out->code[i], sizeof out->code[i], "%s", CLD2::LanguageCode(languages[i]));
	out->reliable = reliable;
	return 1;
}

#else

int cld2_guess(const char *, size_t, struct cld2_result *)
{
	return 0;
}

#endif
