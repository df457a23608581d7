#include "text/tokens.h"

#include "base/num.h"
#include "text/unicode.h"
#include "text/utf8.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Folded text passes through `folded` in blocks of up to 64 bytes; each block comes with
 * two bit masks: bytes that belong to tokens, and bytes that start a token whatever stands
 * before them. A token open at the end of the buffer is moved to its front. */
enum { BLOCK = 64, ROOM = 2 * TOKENS_LONGEST + 4 * BLOCK, WORD_FLAGS = UNICODE_LETTER | UNICODE_DIGIT | UNICODE_MARK };

enum place { BETWEEN, IN_WORD, IN_SOLO };

struct block {
	uint64_t word;
	uint64_t start;
	unsigned used; /* folded bytes */
	enum place place; /* at its end */
};

struct run {
	unsigned char folded[ROOM];
	size_t end; /* of the folded bytes of all finished blocks */
	size_t open; /* start of the open token */
	bool in_token; /* at the end of the finished blocks */
	uint64_t *out;
	size_t count;
	size_t max;
};

/* Classes of up to 64 ASCII bytes at p, and their folded form in `folded` (64 bytes are
 * written). `high` marks bytes that are no ASCII. */
struct ascii {
	uint64_t high;
	uint64_t word;
};
typedef struct ascii (*classify_fn)(const unsigned char *p, unsigned char *folded);

/* Inlined into one function for each instruction set. */
#define INLINE static inline __attribute__((always_inline))

#define MIX_A 0x9e3779b97f4a7c15u
#define MIX_B 0xd6e8feb86659fd93u
#define MIX_C 0xe7037ed1a0b428dbu

INLINE uint64_t fold_multiply(uint64_t a, uint64_t b)
{
	__extension__ unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* In the manner of wyhash (Wang Yi, public domain): 16 bytes a multiplication, its halves
 * combined; without a branch for up to 16 bytes. Reads 16 bytes at p whatever n is. */
INLINE uint64_t hash_bytes(const unsigned char *p, size_t n)
{
	uint64_t seed = MIX_C ^ n, a, b;
	unsigned low, half;

	for (; n > 16; p += 16, n -= 16)
		seed = fold_multiply(num_load64(p) ^ MIX_B, num_load64(p + 8) ^ seed);
	low = n < 8 ? (unsigned)n : 8;
	half = 32 - 4 * ((unsigned)n - low); /* in two shifts, as one by 64 is undefined */
	a = num_load64(p) << (64 - 8 * low);
	b = num_load64(p + 8) << half << half;
	return fold_multiply(a ^ MIX_A, b ^ seed) * MIX_B;
}

INLINE void close_token(struct run *run, size_t end)
{
	size_t length = end - run->open;

	run->out[run->count++] = hash_bytes(run->folded + run->open, length < TOKENS_LONGEST ? length : TOKENS_LONGEST);
}

/* The lowest `count` bits that are set. */
INLINE uint64_t lowest_bits(uint64_t bits, size_t count)
{
	uint64_t rest = bits;

	while (count-- > 0 && rest)
		rest &= rest - 1;
	return bits ^ rest;
}

/* Emits the tokens that end in the block. False when `out` is full. */
INLINE bool take_block(struct run *run, const struct block *block)
{
	uint64_t valid = block->used == 64 ? UINT64_MAX : (UINT64_C(1) << block->used) - 1;
	uint64_t before = block->word << 1 | (uint64_t)run->in_token;
	uint64_t starts = block->word & (~before | block->start) & valid;
	uint64_t ends = before & (~block->word | block->start) & valid;

	if (run->max - run->count < BLOCK)
		ends = lowest_bits(ends, run->max - run->count);
	if (run->in_token && ends) {
		close_token(run, run->end + (unsigned)__builtin_ctzll(ends));
		ends &= ends - 1;
		run->in_token = false;
	}
	for (; ends; ends &= ends - 1, starts &= starts - 1) {
		run->open = run->end + (unsigned)__builtin_ctzll(starts);
		close_token(run, run->end + (unsigned)__builtin_ctzll(ends));
	}
	if (starts) {
		run->open = run->end + (unsigned)__builtin_ctzll(starts);
		run->in_token = true;
	}
	run->end += block->used;
	return run->count < run->max;
}

/* Keeps room for another block behind the open token, of which no more than
 * TOKENS_LONGEST bytes count. */
static void make_room(struct run *run)
{
	size_t length = run->in_token ? run->end - run->open : 0;

	if (length == 0)
		run->open = run->end;
	if (length > TOKENS_LONGEST)
		length = TOKENS_LONGEST;
	memmove(run->folded, run->folded + run->open, length);
	run->open = 0;
	run->end = length;
}

/* The code point that is no ASCII at *at, which is moved behind it. */
INLINE uint32_t decode(const unsigned char **at, const unsigned char *end)
{
	const unsigned char *p = *at;
	const char *next = (const char *)p;
	uint32_t c;

	if (end - p >= 2 && p[0] >= 0xc2 && p[0] < 0xe0 && (p[1] & 0xc0) == 0x80) {
		*at = p + 2;
		return (uint32_t)(p[0] & 0x1f) << 6 | (p[1] & 0x3f);
	}
	if (end - p >= 3 && p[0] > 0xe0 && p[0] < 0xed && (p[1] & 0xc0) == 0x80 && (p[2] & 0xc0) == 0x80) {
		*at = p + 3;
		return (uint32_t)(p[0] & 0x0f) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
	}
	c = utf8_next(&next, (const char *)end);
	*at = (const unsigned char *)next;
	return c;
}

/* One code point that is no ASCII, as folded bytes at `to`, the end of the block. */
INLINE void add_wide(struct block *block, unsigned char *to, uint32_t c)
{
	const struct unicode_row *row = unicode_row(c);
	unsigned flags = row->flags, length;

	if (flags & UNICODE_IGNORE)
		return;
	if (!(flags & WORD_FLAGS)) {
		*to = ' ';
		block->used++;
		block->place = BETWEEN;
		return;
	}
	length = (unsigned)utf8_put(c + (uint32_t)row->fold, (char *)to);
	block->word |= ((UINT64_C(1) << length) - 1) << block->used;
	if (!(flags & UNICODE_MARK)) {
		if (flags & UNICODE_SOLO || block->place == IN_SOLO)
			block->start |= UINT64_C(1) << block->used;
		block->place = flags & UNICODE_SOLO ? IN_SOLO : IN_WORD;
	} else if (block->place == BETWEEN) {
		block->place = IN_WORD;
	}
	block->used += length;
}

/* A word character of `length` folded bytes, which are at the end of the block already. */
INLINE void add_word(struct block *block, unsigned length)
{
	block->word |= ((UINT64_C(1) << length) - 1) << block->used;
	if (block->place == IN_SOLO)
		block->start |= UINT64_C(1) << block->used;
	block->place = IN_WORD;
	block->used += length;
}

/* The common letters of two bytes, and Han, without their row in the tables. Moves *at behind
 * the code point; false (and nothing done) for all others. */
INLINE bool add_common(struct block *block, unsigned char *to, const unsigned char **at, const unsigned char *end)
{
	const unsigned char *p = *at;

	if (end - p < 3)
		return false;
	if (p[0] >= 0xc2 && p[0] < 0xe0 && (p[1] & 0xc0) == 0x80) {
		unsigned folded = unicode_narrow[((p[0] & 0x1fu) << 6 | (p[1] & 0x3fu)) - 0x80];

		if (!folded)
			return false;
		to[0] = (unsigned char)(0xc0 | (folded >> 6 & 0x1f));
		to[1] = (unsigned char)(0x80 | (folded & 0x3f));
		add_word(block, 2);
		*at = p + 2;
		return true;
	}
	if (p[0] < 0xe5 || p[0] > 0xe9 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
		return false;
	memcpy(to, p, 3);
	block->word |= UINT64_C(7) << block->used;
	block->start |= UINT64_C(1) << block->used;
	block->place = IN_SOLO;
	block->used += 3;
	*at = p + 3;
	return true;
}

/* `count` ASCII bytes, classified as `ascii`, are at the end of the block already. */
INLINE void add_ascii(struct block *block, struct ascii ascii, unsigned count)
{
	uint64_t word = count == 64 ? ascii.word : ascii.word & ((UINT64_C(1) << count) - 1);

	block->word |= word << block->used;
	if (block->place == IN_SOLO)
		block->start |= (word & 1) << block->used;
	block->place = word >> (count - 1) & 1 ? IN_WORD : BETWEEN;
	block->used += count;
}

/* Fills a block whose folded bytes go to `to`, from *at, and moves *at behind what it took. */
INLINE void fill_block(struct block *block, unsigned char *to, const unsigned char **at, const unsigned char *end,
		       classify_fn classify)
{
	const unsigned char *p = *at;

	while (p < end && block->used < BLOCK - 3) {
		unsigned room = BLOCK - block->used, count;
		unsigned char last[BLOCK];
		struct ascii ascii;

		if (*p >= 0x80) {
			if (!add_common(block, to + block->used, &p, end))
				add_wide(block, to + block->used, decode(&p, end));
			continue;
		}
		if (end - p < BLOCK) {
			if ((unsigned)(end - p) < room)
				room = (unsigned)(end - p);
			memset(last, 0, sizeof last);
			memcpy(last, p, (size_t)(end - p));
			ascii = classify(last, to + block->used);
		} else {
			ascii = classify(p, to + block->used);
		}
		count = ascii.high ? (unsigned)__builtin_ctzll(ascii.high) : BLOCK;
		if (count > room)
			count = room;
		add_ascii(block, ascii, count);
		p += count;
	}
	*at = p;
}

INLINE size_t hash_all(struct str text, uint64_t *out, size_t max, classify_fn classify)
{
	const unsigned char *p = (const unsigned char *)text.at, *end;
	enum place place = BETWEEN;
	struct run run;

	if (text.len == 0)
		return 0;
	end = p + text.len;
	run.end = run.open = run.count = 0;
	run.in_token = false;
	run.out = out;
	run.max = max;
	while (p < end) {
		struct block block = { 0, 0, 0, place };

		fill_block(&block, run.folded + run.end, &p, end, classify);
		place = block.place;
		if (!take_block(&run, &block))
			return run.count;
		if (run.end > ROOM - 3 * BLOCK)
			make_room(&run);
	}
	if (run.in_token && run.count < run.max)
		close_token(&run, run.end);
	return run.count;
}

static struct ascii classify_portable(const unsigned char *p, unsigned char *folded)
{
	struct ascii ascii = { 0, 0 };

	for (unsigned i = 0; i < BLOCK; i++) {
		unsigned char c = p[i], low = c | 32;
		bool letter = low >= 'a' && low <= 'z';

		folded[i] = letter ? low : c;
		ascii.high |= (uint64_t)(c >> 7) << i;
		ascii.word |= (uint64_t)(letter || (c >= '0' && c <= '9') || c == '_') << i;
	}
	return ascii;
}

static size_t hash_portable(struct str text, uint64_t *out, size_t max)
{
	return hash_all(text, out, max, classify_portable);
}

#if defined(__x86_64__)
#define TARGET_AVX2 __attribute__((target("avx2,bmi,bmi2")))
#define TARGET_AVX512 __attribute__((target("avx512f,avx512bw,avx512vl,bmi,bmi2")))

TARGET_AVX2 static inline uint32_t classify_avx2_half(const unsigned char *p, unsigned char *folded, uint32_t *high)
{
	__m256i x = _mm256_loadu_si256((const __m256i *)(const void *)p);
	__m256i low = _mm256_or_si256(x, _mm256_set1_epi8(32));
	__m256i letter = _mm256_and_si256(
		_mm256_cmpgt_epi8(low, _mm256_set1_epi8('a' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('z' + 1), low));
	__m256i digit = _mm256_and_si256(
		_mm256_cmpgt_epi8(x, _mm256_set1_epi8('0' - 1)), _mm256_cmpgt_epi8(_mm256_set1_epi8('9' + 1), x));
	__m256i word = _mm256_or_si256(_mm256_or_si256(letter, digit), _mm256_cmpeq_epi8(x, _mm256_set1_epi8('_')));

	_mm256_storeu_si256((__m256i *)(void *)folded, _mm256_blendv_epi8(x, low, letter));
	*high = (uint32_t)_mm256_movemask_epi8(x);
	return (uint32_t)_mm256_movemask_epi8(word);
}

TARGET_AVX2 static inline struct ascii classify_avx2(const unsigned char *p, unsigned char *folded)
{
	uint32_t high[2], word[2];

	word[0] = classify_avx2_half(p, folded, &high[0]);
	word[1] = classify_avx2_half(p + 32, folded + 32, &high[1]);
	return (struct ascii){ (uint64_t)high[1] << 32 | high[0], (uint64_t)word[1] << 32 | word[0] };
}

TARGET_AVX2 static size_t hash_avx2(struct str text, uint64_t *out, size_t max)
{
	return hash_all(text, out, max, classify_avx2);
}

TARGET_AVX512 static inline struct ascii classify_avx512(const unsigned char *p, unsigned char *folded)
{
	__m512i x = _mm512_loadu_si512(p);
	__m512i low = _mm512_or_si512(x, _mm512_set1_epi8(32));
	__mmask64 letter = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(low, _mm512_set1_epi8('a')), _mm512_set1_epi8(26));
	__mmask64 digit = _mm512_cmplt_epu8_mask(_mm512_sub_epi8(x, _mm512_set1_epi8('0')), _mm512_set1_epi8(10));
	__mmask64 line = _mm512_cmpeq_epi8_mask(x, _mm512_set1_epi8('_'));

	_mm512_storeu_si512(folded, _mm512_mask_mov_epi8(x, letter, low));
	return (struct ascii){ _mm512_movepi8_mask(x), letter | digit | line };
}

TARGET_AVX512 static size_t hash_avx512(struct str text, uint64_t *out, size_t max)
{
	return hash_all(text, out, max, classify_avx512);
}
#endif

bool tokens_hash_by(enum tokens_code code, struct str text, uint64_t *out, size_t max, size_t *count)
{
#if defined(__x86_64__)
	if (code == TOKENS_AVX512 && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512vl")) {
		*count = hash_avx512(text, out, max);
		return true;
	}
	if (code == TOKENS_AVX2 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi2")) {
		*count = hash_avx2(text, out, max);
		return true;
	}
#endif
	if (code != TOKENS_PORTABLE)
		return false;
	*count = hash_portable(text, out, max);
	return true;
}

size_t tokens_hash(struct str text, uint64_t *out, size_t max)
{
	size_t count = 0;

	if (!tokens_hash_by(TOKENS_AVX512, text, out, max, &count) && !tokens_hash_by(TOKENS_AVX2, text, out, max, &count))
		tokens_hash_by(TOKENS_PORTABLE, text, out, max, &count);
	return count;
}

uint64_t tokens_hash_word(struct str word)
{
	uint64_t hashes[2];

	return tokens_hash(word, hashes, 2) == 1 ? hashes[0] : 0;
}
