/*
 * digest: WARC-Block-Digest and WARC-Payload-Digest, "sha1:" and base32, also sha256 and
 * md5 (FIPS 180-4, RFC 1321), also base64 and hexadecimal (RFC 4648).
 */
#ifndef LEAT_INGEST_DIGEST_H
#define LEAT_INGEST_DIGEST_H

#include "base/str.h"

enum digest_result { DIGEST_SAME, DIGEST_OTHER, DIGEST_UNKNOWN };

/* Compares the digest that `stated` gives with that of the bytes. UNKNOWN: an algorithm or
 * a notation that is not known here. */
enum digest_result digest_check(struct str stated, struct str bytes);

#endif
