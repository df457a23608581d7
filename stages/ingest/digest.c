#include "ingest/digest.h"
#include "base/sha1.h"

enum { DIGEST_MAX = 32, BLOCK = 64 };

struct hash {
	uint32_t state[8];
	uint32_t words; /* of the digest */
	bool little; /* byte order */
	void (*block)(uint32_t state[8], const uint32_t w[16]);
};

static uint32_t left(uint32_t x, unsigned n)
{
	return x << n | x >> (32 - n);
}

static uint32_t right(uint32_t x, unsigned n)
{
	return x >> n | x << (32 - n);
}

/* First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
static const uint32_t sha256_k[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
	0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
	0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
	0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
	0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
	0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static void sha256_block(uint32_t state[8], const uint32_t in[16])
{
	uint32_t w[64], s[8];

	for (int i = 0; i < 16; i++)
		w[i] = in[i];
	for (int i = 16; i < 64; i++)
		w[i] = w[i - 16] + w[i - 7] + (right(w[i - 15], 7) ^ right(w[i - 15], 18) ^ w[i - 15] >> 3) +
		       (right(w[i - 2], 17) ^ right(w[i - 2], 19) ^ w[i - 2] >> 10);
	for (int i = 0; i < 8; i++)
		s[i] = state[i];
	for (int i = 0; i < 64; i++) {
		uint32_t t1 = s[7] + (right(s[4], 6) ^ right(s[4], 11) ^ right(s[4], 25)) +
			      ((s[4] & s[5]) ^ (~s[4] & s[6])) + sha256_k[i] + w[i];
		uint32_t t2 = (right(s[0], 2) ^ right(s[0], 13) ^ right(s[0], 22)) +
			      ((s[0] & s[1]) ^ (s[0] & s[2]) ^ (s[1] & s[2]));

		for (int k = 7; k > 0; k--)
			s[k] = s[k - 1];
		s[4] += t1;
		s[0] = t1 + t2;
	}
	for (int i = 0; i < 8; i++)
		state[i] += s[i];
}

/* floor(2^32 * abs(sin(i + 1))), and the shifts of each round. */
static const uint32_t md5_k[64] = {
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501,
	0x698098d8, 0x8b44f7af, 0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821,
	0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa, 0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8,
	0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8, 0x676f02d9, 0x8d2a4c8a,
	0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665,
	0xf4292244, 0x432aff97, 0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1,
	0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1, 0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
};
static const unsigned char md5_shift[4][4] = { { 7, 12, 17, 22 }, { 5, 9, 14, 20 }, { 4, 11, 16, 23 }, { 6, 10, 15, 21 } };

static void md5_block(uint32_t state[8], const uint32_t w[16])
{
	uint32_t a = state[0], b = state[1], c = state[2], d = state[3];

	for (unsigned i = 0; i < 64; i++) {
		unsigned round = i / 16;
		uint32_t f = round == 0 ? (b & c) | (~b & d) :
			     round == 1 ? (d & b) | (~d & c) :
			     round == 2 ? b ^ c ^ d :
					  c ^ (b | ~d);
		unsigned word = round == 0 ? i : round == 1 ? 5 * i + 1 : round == 2 ? 3 * i + 5 : 7 * i;
		uint32_t next = b + left(a + f + md5_k[i] + w[word % 16], md5_shift[round][i % 4]);

		a = d;
		d = c;
		c = b;
		b = next;
	}
	state[0] += a;
	state[1] += b;
	state[2] += c;
	state[3] += d;
}

static void take_block(struct hash *hash, const unsigned char *at)
{
	uint32_t w[16];

	for (int i = 0; i < 16; i++, at += 4)
		w[i] = hash->little ? (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24 :
				      (uint32_t)at[3] | (uint32_t)at[2] << 8 | (uint32_t)at[1] << 16 | (uint32_t)at[0] << 24;
	hash->block(hash->state, w);
}

static size_t run(struct hash *hash, struct str bytes, unsigned char out[DIGEST_MAX])
{
	const unsigned char *at = (const unsigned char *)bytes.at;
	unsigned char tail[2 * BLOCK] = { 0 };
	size_t left_over = bytes.len % BLOCK;
	size_t size = left_over < BLOCK - 8 ? BLOCK : 2 * BLOCK;
	uint64_t bits = (uint64_t)bytes.len * 8;

	for (size_t i = 0; i + BLOCK <= bytes.len; i += BLOCK)
		take_block(hash, at + i);
	if (left_over > 0)
		memcpy(tail, at + bytes.len - left_over, left_over);
	tail[left_over] = 0x80;
	for (int i = 0; i < 8; i++)
		tail[size - 1 - (size_t)i] = (unsigned char)(bits >> 8 * (hash->little ? 7 - i : i));
	for (size_t i = 0; i < size; i += BLOCK)
		take_block(hash, tail + i);
	for (uint32_t i = 0; i < hash->words * 4; i++)
		out[i] = (unsigned char)(hash->state[i / 4] >> 8 * (hash->little ? i % 4 : 3 - i % 4));
	return hash->words * 4;
}

static bool hash_of(struct str name, struct hash *hash)
{
	static const struct {
		const char *name;
		struct hash hash;
	} hashes[] = {
		{ "md5", { { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476 }, 4, true, md5_block } },
		{ "sha-1", { { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 }, 5, false, sha1_block } },
		{ "sha-256", { { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 }, 8, false, sha256_block } },
		{ "sha1", { { 0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0 }, 5, false, sha1_block } },
		{ "sha256", { { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 }, 8, false, sha256_block } },
	};

	for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++)
		if (str_eq_nocase(name, str_of(hashes[i].name))) {
			*hash = hashes[i].hash;
			return true;
		}
	return false;
}

static int digit_of(char c, unsigned bits)
{
	bool upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z', number = c >= '0' && c <= '9';

	switch (bits) {
	case 4:
		return number ? c - '0' : (c | 32) >= 'a' && (c | 32) <= 'f' ? (c | 32) - 'a' + 10 : -1;
	case 5:
		return upper ? c - 'A' : lower ? c - 'a' : c >= '2' && c <= '7' ? c - '2' + 26 : -1;
	default:
		return upper  ? c - 'A' :
		       lower  ? c - 'a' + 26 :
		       number ? c - '0' + 52 :
		       c == '+' || c == '-' ? 62 :
		       c == '/' || c == '_' ? 63 :
					      -1;
	}
}

/* Digits of `bits` bits each; true where they give exactly the digest. */
static bool notes(struct str text, unsigned bits, const unsigned char *digest, size_t size)
{
	uint32_t held = 0;
	unsigned count = 0;
	size_t at = 0;

	for (size_t i = 0; i < text.len; i++) {
		int digit = digit_of(text.at[i], bits);

		if (digit < 0)
			return false;
		held = held << bits | (uint32_t)digit;
		count += bits;
		if (count >= 8) {
			count -= 8;
			if (at == size || (unsigned char)(held >> count) != digest[at])
				return false;
			at++;
		}
	}
	return at == size;
}

enum digest_result digest_check(struct str stated, struct str bytes)
{
	const char *colon = memchr(stated.at ? stated.at : "", ':', stated.len);
	unsigned char digest[DIGEST_MAX];
	struct hash hash;
	struct str text;
	size_t size;
	unsigned bits = 0;

	if (!colon || !hash_of(str_from(stated.at, (size_t)(colon - stated.at)), &hash))
		return DIGEST_UNKNOWN;
	text = str_trim(str_from(colon + 1, stated.len - (size_t)(colon - stated.at) - 1));
	while (text.len > 0 && text.at[text.len - 1] == '=')
		text.len--;
	size = hash.words * 4;
	for (unsigned b = 4; b <= 6; b++)
		if (text.len == (size * 8 + b - 1) / b)
			bits = b;
	if (bits == 0)
		return DIGEST_UNKNOWN;
	run(&hash, bytes, digest);
	return notes(text, bits, digest, size) ? DIGEST_SAME : DIGEST_OTHER;
}
