/*
 * num: numbers as bytes and as text. Text must be a number from end to end;
 * overflow and anything behind it are errors, never a guess.
 */
#ifndef LEAT_BASE_NUM_H
#define LEAT_BASE_NUM_H

#include "base/str.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* Little-endian loads and stores at any address. */
static inline uint16_t num_load16(const void *at)
{
	uint16_t v;
	memcpy(&v, at, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap16(v);
#endif
	return v;
}

static inline uint32_t num_load32(const void *at)
{
	uint32_t v;
	memcpy(&v, at, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap32(v);
#endif
	return v;
}

static inline uint64_t num_load64(const void *at)
{
	uint64_t v;
	memcpy(&v, at, sizeof v);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	return v;
}

static inline void num_store16(void *at, uint16_t v)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap16(v);
#endif
	memcpy(at, &v, sizeof v);
}

static inline void num_store32(void *at, uint32_t v)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap32(v);
#endif
	memcpy(at, &v, sizeof v);
}

static inline void num_store64(void *at, uint64_t v)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	v = __builtin_bswap64(v);
#endif
	memcpy(at, &v, sizeof v);
}

/* Decimal integers, with one leading '-' where the type has a sign. */
bool num_i64(struct str s, int64_t *out);
bool num_u64(struct str s, uint64_t *out);
bool num_hex64(struct str s, uint64_t *out);
bool num_double(struct str s, double *out);
/* A size in bytes: 4096, 64K, 64KiB, 2M, 2MiB, 1.5G, 10MB (1000s only with "B"). */
bool num_size(struct str s, uint64_t *out);
/* A duration in milliseconds: 250ms, 5s, 10m, 12h, 30d. A bare number is seconds. */
bool num_duration(struct str s, uint64_t *out);

#endif
