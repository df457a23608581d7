#include "base/buf.h"
#include "extract/signals_words.h"
#include "text/fold.h"

#include <xxhash.h>

#define LONG_WORD 1000 /* code points: C4 drops a line with a longer one */

/* What goes over from one block to the next. */
struct open {
	bool visible; /* the last code point was no white space */
	bool no_letter, no_lower; /* the raw word has none so far */
	bool between, line_between; /* the next word begins a sentence: of the text, of the line */
	bool terminal; /* the last code point was one */
	unsigned dots; /* in a row */
	size_t raw_length; /* of the raw word, in code points */
};

struct scan {
	struct signals_words *words;
	struct signals_counts n;
	struct signals_line line;
	struct open open;
	uint64_t counted; /* bits of the block at hand that count in the length of a word */
	size_t chars; /* of words before the block */
	const char *line_at, *end;
	size_t paragraph_length;
	uint64_t paragraph;
};

FOLD_INLINE void add_word(void *context, uint64_t hash, unsigned stop)
{
	struct scan *s = context;
	struct signals_words *w = s->words;

	w->hash[w->count++] = hash;
	w->chars[w->count] = (uint32_t)(s->chars + (size_t)__builtin_popcountll(s->counted & fold_below(stop)));
}

FOLD_INLINE size_t count_bits(uint64_t bits)
{
	return (size_t)__builtin_popcountll(bits);
}

/* Each bit of `from`, and of bit 0 where one is open, moves up through the bits of `through` to
 * the first that is not among them: the bits where one arrives, and some of `through`. *open says
 * whether one goes on behind the block. As an addition carries. */
FOLD_INLINE uint64_t move_up(uint64_t from, uint64_t through, bool *open)
{
	unsigned long long sum;

	*open = __builtin_add_overflow((unsigned long long)(from | (uint64_t)*open), (unsigned long long)through, &sum);
	return sum;
}

static uint64_t mix(uint64_t hash, uint64_t value)
{
	hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

static void end_paragraph(struct scan *s)
{
	struct signals_words *w = s->words;

	if (s->paragraph_length == 0)
		return;
	if (w->paragraphs == w->paragraph_cap) {
		w->paragraph_cap = w->paragraph_cap * 2 + 64;
		w->paragraph = mem_grow(w->paragraph, w->paragraph_cap * sizeof *w->paragraph);
	}
	w->paragraph[w->paragraphs++] = (struct signals_piece){ s->paragraph, s->paragraph_length };
	s->paragraph = 0;
	s->paragraph_length = 0;
}

static bool is_bullet(uint32_t c)
{
	return c == '-' || (c > 0x7f && (c == 0x2022 || c == 0x2023 || c == 0x25b6 || c == 0x25c0 || c == 0x25e6 ||
	                                 c == 0x25a0 || c == 0x25a1 || c == 0x25aa || c == 0x25ab || c == 0x2013));
}

static bool is_blank(uint32_t c)
{
	return c < 0x80 ? c == ' ' || (c >= '\t' && c <= '\r') : unicode_flags(c) & (UNICODE_SPACE | UNICODE_IGNORE);
}

static struct str trim_end(struct str line)
{
	while (line.len > 0) {
		uint32_t c = utf8_last(line);

		if (!is_blank(c))
			break;
		do
			line.len--;
		while (line.len > 0 && ((unsigned char)line.at[line.len] & 0xc0) == 0x80);
	}
	return line;
}

static uint32_t first_visible(struct str line)
{
	const char *at = line.at;
	uint32_t c;

	do
		c = utf8_next(&at, line.at + line.len);
	while (is_blank(c));
	return c;
}

static bool ends_sentence(uint32_t c)
{
	return c < 0x80 ? c == '.' || c == '!' || c == '?' : unicode_flags(c) & UNICODE_TERMINAL;
}

static void add_line(struct signals_words *w, const struct signals_line *line, uint64_t hash, size_t length)
{
	if (w->lines == w->line_cap) {
		w->line_cap = w->line_cap * 2 + 64;
		w->line = mem_grow(w->line, w->line_cap * sizeof *w->line);
		w->piece = mem_grow(w->piece, w->line_cap * sizeof *w->piece);
	}
	w->line[w->lines] = *line;
	w->piece[w->lines++] = (struct signals_piece){ hash, length };
}

/* "[12]", "[]", "[edit]" or "[citation needed]" at the end of a line. */
static size_t citation_length(struct str line)
{
	size_t at = line.len - 1;

	if (str_ends(line, STR("[edit]")))
		return 6;
	if (str_ends(line, STR("[citation needed]")))
		return 17;
	while (at > 0 && line.at[at - 1] >= '0' && line.at[at - 1] <= '9')
		at--;
	return at > 0 && line.at[at - 1] == '[' ? line.len - at + 1 : 0;
}

/* How C4 sees the end of a line: citations are taken off before. */
static unsigned ending_flags(struct str line)
{
	uint32_t last;
	size_t citation;

	while (line.len > 0 && line.at[line.len - 1] == ']' && (citation = citation_length(line)) > 0)
		line.len -= citation;
	if (line.len == 0)
		return 0;
	last = utf8_last(line);
	return (ends_sentence(last) || last == '"' || last == '\'' || last == 0x201d ? SIGNALS_TERMINAL : 0u) |
	       (last == 0x2026 || str_ends(line, STR("...")) ? SIGNALS_ELLIPSIS : 0u);
}

/* A line without white space at its end, which is not empty; `length` in code points. */
static void judge_line(struct scan *s, struct str text, size_t length)
{
	uint32_t last = utf8_last(text);
	unsigned ending = ending_flags(text);
	struct signals_phrases phrases = signals_find_phrases(text);
	uint64_t hash = XXH3_64bits(text.at, text.len);

	s->n.lines++;
	s->n.javascript += phrases.javascript;
	s->n.lorem += phrases.lorem;
	s->n.ellipsis_lines += last == 0x2026 || (last == '.' && str_ends(text, STR("...")));
	s->n.bullet_lines += is_bullet(first_visible(text));
	s->n.short_lines += length <= 30;
	s->n.long_lines += length >= 200;
	s->n.line_digits += (double)s->line.digits / (double)length;
	s->n.line_uppercase += (double)s->line.uppercase / (double)length;
	s->n.terminal_lines += last == 0xbb || (last != ']' && (ending & SIGNALS_TERMINAL));
	s->line.flags |= ending | phrases.flags;
	add_line(s->words, &s->line, hash, length);
	s->paragraph = mix(s->paragraph + 1, hash);
	s->paragraph_length += length + (s->paragraph_length > 0);
}

/* `words` so far are those of this line and of all before it. */
static void end_line(struct scan *s, size_t words)
{
	size_t room = (size_t)(s->end - s->line_at);
	const char *newline = room > 0 ? memchr(s->line_at, '\n', room) : NULL;
	struct str line = str_from(s->line_at, newline ? (size_t)(newline - s->line_at) : room), text = trim_end(line);

	if (text.len > 0)
		judge_line(s, text, s->line.length - utf8_count(str_from(line.at + text.len, line.len - text.len)));
	else
		end_paragraph(s);
	s->n.length += s->line.length + (newline != NULL);
	s->line = (struct signals_line){ .first_word = words };
	s->line_at = newline ? newline + 1 : s->end;
}

static void add_rare(struct scan *s, const unsigned char *folded, uint64_t rare)
{
	for (; rare; rare &= rare - 1) {
		unsigned char c = folded[__builtin_ctzll(rare)];

		s->n.hashes += c == '#';
		s->n.ellipses += c == FOLD_ELLIPSIS;
		s->n.braces += c == '{' || c == '}';
		s->line.braces += c == '{';
	}
}

/* Three full stops in a row are an ellipsis. */
static void count_dots(struct scan *s, uint64_t dots, unsigned used)
{
	for (unsigned i = 0; i < used; i++) {
		s->open.dots = dots >> i & 1 ? s->open.dots + 1 : 0;
		s->n.ellipses += s->open.dots > 0 && s->open.dots % 3 == 0;
	}
}

FOLD_INLINE void add_dots(struct scan *s, uint64_t dots, unsigned used)
{
	if (dots & (dots << 1 | (s->open.dots > 0)))
		count_dots(s, dots, used);
	else
		s->open.dots = dots >> (used - 1) & 1;
}

/* The raw word that was open ends in the block, or goes on. */
FOLD_INLINE void measure_raw_word(struct scan *s, const struct fold_block *block, uint64_t visible)
{
	uint64_t blank = ~visible & fold_below(block->used);

	if (blank == 0) {
		s->open.raw_length += count_bits(block->first);
		return;
	}
	if (s->open.raw_length + count_bits(block->first & ((blank & -blank) - 1)) > LONG_WORD)
		s->line.flags |= SIGNALS_LONG_WORD;
	s->open.raw_length = count_bits(block->first & ~fold_below(64 - (unsigned)__builtin_clzll(blank)));
}

/* Words of all kinds, sentences and lines of one block. */
FOLD_INLINE void read_block(struct scan *s, const struct fold_block *block, const unsigned char *folded, uint64_t starts)
{
	const struct fold_classes *is = &block->is;
	struct open *open = &s->open;
	uint64_t behind = ~fold_below(block->used), newline = is->newline;
	uint64_t visible = ~(is->space | newline), before = visible << 1 | (uint64_t)open->visible;
	uint64_t raw = visible & ~before & ~behind;
	uint64_t sentences, line_sentences, rest = UINT64_MAX;
	size_t no_letter = count_bits(move_up(raw, visible & ~is->letter, &open->no_letter) & ~visible);
	bool more;

	s->n.no_letter += no_letter;
	s->n.all_caps += count_bits(move_up(raw, visible & ~(is->letter & ~is->upper), &open->no_lower) & ~visible) - no_letter;
	more = is->terminal >> 63;
	sentences = move_up(is->terminal << 1, ~(is->terminal | starts), &open->between) & starts;
	open->between |= more;
	line_sentences = move_up((is->space & (is->terminal << 1 | (uint64_t)open->terminal)) | newline, ~starts,
				 &open->line_between) & starts;
	s->n.sentences += count_bits(sentences);
	s->n.raw_words += count_bits(raw);
	add_dots(s, is->dot, block->used);
	measure_raw_word(s, block, visible);
	open->visible = visible >> (block->used - 1) & 1;
	open->terminal = is->terminal >> (block->used - 1) & 1;
	for (;;) {
		uint64_t here = newline ? rest & (newline ^ (newline - 1)) : rest;

		s->line.length += count_bits(block->first & here & ~newline);
		s->line.raw_words += count_bits(raw & here);
		s->line.sentences += count_bits(line_sentences & here);
		s->line.digits += count_bits(is->digit & block->first & here);
		s->line.uppercase += count_bits(is->upper & block->first & here);
		add_rare(s, folded, is->rare & here);
		if (!newline)
			break;
		s->n.newlines++;
		end_line(s, s->n.words + count_bits(starts & (newline ^ (newline - 1))));
		rest &= ~(newline ^ (newline - 1));
		newline &= newline - 1;
	}
	s->n.words += count_bits(starts);
}

/* `no_letter` and the like of a raw word that ends with the text. */
static void end_text(struct scan *s)
{
	s->n.no_letter += s->open.no_letter;
	s->n.all_caps += (size_t)s->open.no_lower - (size_t)s->open.no_letter;
	if (s->open.raw_length > LONG_WORD)
		s->line.flags |= SIGNALS_LONG_WORD;
	end_line(s, s->n.words);
	end_paragraph(s);
}

FOLD_INLINE void scan_all(struct scan *s, struct str text, fold_classify_fn classify)
{
	struct fold fold;

	fold_begin(&fold, text);
	while (fold.at < fold.stop) {
		struct fold_block block = fold_next(&fold, classify);

		if (block.used == 0) {
			s->line.length++;
			continue;
		}
		s->counted = block.is.word & block.first;
		read_block(s, &block, fold.folded + fold.end, fold_starts(&fold, &block));
		fold_tokens(&fold, &block, s->words->cap - s->words->count, add_word, s);
		s->chars += count_bits(s->counted);
	}
	if (s->words->count < s->words->cap)
		fold_end(&fold, add_word, s);
	s->n.word_chars = s->chars;
}

static void scan_portable(struct scan *s, struct str text)
{
	scan_all(s, text, fold_classify_portable);
}

#if defined(__x86_64__)
FOLD_AVX2 static void scan_avx2(struct scan *s, struct str text)
{
	scan_all(s, text, fold_classify_avx2);
}

FOLD_AVX512 static void scan_avx512(struct scan *s, struct str text)
{
	scan_all(s, text, fold_classify_avx512);
}
#endif

static bool scan_by(enum tokens_code code, struct scan *s, struct str text)
{
#if defined(__x86_64__)
	if (code == TOKENS_AVX512 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
		scan_avx512(s, text);
		return true;
	}
	if (code == TOKENS_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
		scan_avx2(s, text);
		return true;
	}
#endif
	if (code != TOKENS_PORTABLE)
		return false;
	scan_portable(s, text);
	return true;
}

bool signals_scan_by(enum tokens_code code, struct signals_words *words, struct str text, struct signals_counts *counts)
{
	struct scan s = { .words = words, .line_at = text.at, .end = text.at + text.len };

	words->count = words->lines = words->paragraphs = 0;
	words->chars[0] = 0;
	s.open.between = s.open.line_between = true;
	if (text.len > 0 && !scan_by(code, &s, text))
		return false;
	if (text.len > 0)
		end_text(&s);
	*counts = s.n;
	return true;
}

void signals_scan(struct signals_words *words, struct str text, struct signals_counts *counts)
{
	if (!signals_scan_by(TOKENS_AVX512, words, text, counts) && !signals_scan_by(TOKENS_AVX2, words, text, counts))
		signals_scan_by(TOKENS_PORTABLE, words, text, counts);
}
