#include "ingest/digest.h"

#include <criterion/criterion.h>

/* Vectors of RFC 1321 and FIPS 180, as sha1sum and base32 print them. */
Test(digest, known_ones)
{
	static const char long_text[] = "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq";
	struct {
		const char *stated, *text;
		enum digest_result want;
	} const rows[] = {
		{ "md5:900150983cd24fb0d6963f7d28e17f72", "abc", DIGEST_SAME },
		{ "md5:8215EF0796A20BCAAAE116D3876C664A", long_text, DIGEST_SAME },
		{ "sha1:a9993e364706816aba3e25717850c26c9cd0d89d", "abc", DIGEST_SAME },
		{ "SHA-1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", "abc", DIGEST_SAME },
		{ "sha1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "abc", DIGEST_SAME },
		{ "sha1:84983e441c3bd26ebaae4aa1f95129e5e54670f1", long_text, DIGEST_SAME },
		{ "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ", "", DIGEST_SAME },
		{ "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc", DIGEST_SAME },
		{ "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5", "abd", DIGEST_OTHER },
		{ "sha1:a9993e364706816aba3e25717850c26c9cd0d89e", "abc", DIGEST_OTHER },
		{ "xxx:a9993e364706816aba3e25717850c26c9cd0d89d", "abc", DIGEST_UNKNOWN },
		{ "sha1:", "abc", DIGEST_UNKNOWN },
		{ "sha1", "abc", DIGEST_UNKNOWN },
		{ "", "abc", DIGEST_UNKNOWN },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		cr_expect_eq(digest_check(str_of(rows[i].stated), str_of(rows[i].text)), rows[i].want, "%s",
			     rows[i].stated);
}
