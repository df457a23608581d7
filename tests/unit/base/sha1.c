#include "base/sha1.h"

#include <criterion/criterion.h>

Test(sha1, known_ones)
{
	/* FIPS 180 examples; base32 of the empty one as in WARC files */
	static const struct {
		const char *text, *base32;
	} cases[] = {
		{ "", "3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ" },
		{ "abc", "VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "QSMD4RA4HPJG5OVOJKQ7SUJJ4XSUM4HR" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		unsigned char digest[SHA1_BYTES];
		char text[SHA1_BASE32];

		sha1(str_of(cases[i].text), digest);
		sha1_base32(digest, text);
		cr_expect_str_eq(text, cases[i].base32);
	}
}
