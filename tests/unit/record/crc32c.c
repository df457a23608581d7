#include "record/crc32c.h"

#include <criterion/criterion.h>
#include <stdlib.h>

Test(crc32c, known_values)
{
	unsigned char zeros[32] = { 0 }, ones[32];

	memset(ones, 0xff, sizeof ones);
	cr_expect_eq(crc32c(0, "123456789", 9), 0xe3069283u);
	/* RFC 3720, B.4 */
	cr_expect_eq(crc32c(0, zeros, 32), 0x8a9136aau);
	cr_expect_eq(crc32c(0, ones, 32), 0x62a8ab43u);
	cr_expect_eq(crc32c_portable(0, "123456789", 9), 0xe3069283u);
	cr_expect_eq(crc32c(0, "", 0), 0u);
}

Test(crc32c, fast_equals_portable_at_every_length_and_cut)
{
	unsigned char *bytes = malloc(10000);

	for (size_t i = 0; i < 10000; i++)
		bytes[i] = (unsigned char)(i * 2654435761u >> 13);
	for (size_t len = 0; len < 10000; len += len < 64 ? 1 : 97) {
		uint32_t want = crc32c_portable(0, bytes, len);

		cr_assert_eq(crc32c(0, bytes, len), want, "length %zu", len);
		cr_assert_eq(crc32c(crc32c(0, bytes, len / 3), bytes + len / 3, len - len / 3), want);
	}
	free(bytes);
}
