/* sha1: SHA-1 (FIPS 180-4) and its base32 form (RFC 4648), as WARC digests have them. */
#ifndef LEAT_BASE_SHA1_H
#define LEAT_BASE_SHA1_H

#include "base/str.h"

#include <stdint.h>

enum { SHA1_BYTES = 20, SHA1_BASE32 = 33 };

/* Takes one block of 16 big-endian words into the state (for digests that share the padding). */
void sha1_block(uint32_t state[5], const uint32_t in[16]);
void sha1(struct str bytes, unsigned char digest[SHA1_BYTES]);
/* 32 digits and NUL. */
void sha1_base32(const unsigned char digest[SHA1_BYTES], char text[SHA1_BASE32]);

#endif
