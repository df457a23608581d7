/* sha1: SHA-1 (FIPS 180-4) and its base32 form (RFC 4648), as WARC digests have them. */
#ifndef LEAT_STORE_SHA1_H
#define LEAT_STORE_SHA1_H

#include "base/str.h"

enum { SHA1_BYTES = 20, SHA1_BASE32 = 33 };

void sha1(struct str bytes, unsigned char digest[SHA1_BYTES]);
/* 32 digits and NUL. */
void sha1_base32(const unsigned char digest[SHA1_BYTES], char text[SHA1_BASE32]);

#endif
