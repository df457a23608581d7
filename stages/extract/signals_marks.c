#include "extract/lexicon.h"
#include "extract/signals_words.h"
#include "text/unicode.h"
#include "text/utf8.h"

/* Words of C4's line rules; its phrases are told by the words before. */
static const struct {
	const char *word;
	unsigned marks;
} fixed[] = {
	{ "lorem", SIGNALS_LOREM },   { "ipsum", SIGNALS_IPSUM },   { "javascript", SIGNALS_JAVASCRIPT },
	{ "policy", SIGNALS_POLICY }, { "cookies", SIGNALS_POLICY }, { "use", SIGNALS_POLICY },
};

static uint64_t hash_word(const char *word, size_t len)
{
	uint64_t hash = SIGNALS_HASH_START;
	const char *end = word + len;

	while (word < end) {
		if (!signals_is_ascii_word(*word)) {
			hash = signals_add(hash, unicode_fold(utf8_next(&word, end)));
			continue;
		}
		struct signals_run run = signals_read_short(word, (size_t)(end - word), hash);

		hash = run.hash;
		word += run.length;
	}
	return signals_mix(hash, hash >> 32);
}

static void add_mark(struct signals_words *w, const char *word, size_t len, unsigned marks, unsigned index)
{
	size_t at = signals_mark_slot(w, hash_word(word, len));

	w->mark_hash[at] = hash_word(word, len);
	w->mark[at] |= (uint8_t)marks;
	if (marks & SIGNALS_GOPHER)
		w->gopher_index[at] = (uint8_t)index;
}

bool signals_load_marks(struct signals_scratch *scratch, const char *lang)
{
	struct signals_words *w = scratch->words;
	struct str list = lexicon_stop_words(lang);
	unsigned index = 0;

	if (strncmp(scratch->lang, lang, sizeof scratch->lang - 1) == 0 && scratch->lang[0])
		return list.len > 0;
	memset(w->mark_hash, 0, sizeof w->mark_hash);
	memset(w->mark, 0, sizeof w->mark);
	for (size_t i = 0; i < sizeof fixed / sizeof *fixed; i++)
		add_mark(w, fixed[i].word, strlen(fixed[i].word), fixed[i].marks, 0);
	for (const char *at = list.at, *end = list.at + list.len; at < end; index++) {
		const char *space = memchr(at, ' ', (size_t)(end - at));
		const char *stop = space ? space : end;

		add_mark(w, at, (size_t)(stop - at), index < LEXICON_GOPHER_WORDS ? SIGNALS_STOP | SIGNALS_GOPHER : SIGNALS_STOP,
		         index);
		at = stop + 1;
	}
	*scratch->lang = 0;
	strncat(scratch->lang, lang[0] ? lang : "und", sizeof scratch->lang - 1);
	return list.len > 0;
}

bool signals_is_word(uint64_t hash, const char *word)
{
	return hash == hash_word(word, strlen(word));
}

bool signals_is_policy(uint64_t hash, const uint64_t *last)
{
	if (signals_is_word(hash, "policy"))
		return signals_is_word(last[0], "privacy") || signals_is_word(last[0], "cookie");
	if (signals_is_word(hash, "use"))
		return signals_is_word(last[0], "of") && signals_is_word(last[1], "terms");
	return signals_is_word(last[0], "uses") || signals_is_word(last[0], "use") ||
	       (signals_is_word(last[0], "of") && signals_is_word(last[1], "use"));
}
