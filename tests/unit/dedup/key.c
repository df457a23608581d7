#include "dedup/key.h"

#include "base/buf.h"

#include <criterion/criterion.h>

/* Of each length that the hash treats in its own way. */
Test(key, equal_by_all_codes)
{
	static const size_t lengths[] = { 0, 1, 3, 4, 8, 9, 16, 17, 32, 64, 128, 129, 200, 240, 241, 255, 256, 1023, 1024, 1025, 2400, 9999 };
	struct buf text = BUF_INIT;

	for (size_t i = 0; i < 9999; i++)
		buf_add_byte(&text, (char)(i * i * 31 + i / 7));
	for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
		char keys[2][KEY_BYTES] = { { 0 } };

		key_portable(str_from(text.data, lengths[i]), keys[0]);
		if (!key_avx2(str_from(text.data, lengths[i]), keys[1]))
			cr_skip("no AVX2 here");
		cr_expect_arr_eq(keys[0], keys[1], KEY_BYTES, "%zu bytes", lengths[i]);
	}
	buf_release(&text);
}

/* Stored indexes hold these. */
Test(key, frozen)
{
	static const unsigned char want[KEY_BYTES] = {
		0x4e, 0xe4, 0x1c, 0xc9, 0xb0, 0x7f, 0xf5, 0xae, 0x50, 0x7e, 0x15, 0x85, 0x7a, 0xdc, 0x10, 0x40,
	};
	char key[KEY_BYTES];

	key_make(STR("A mill race, or leat, leads the water of a stream to the mill."), key);
	cr_expect_arr_eq(key, want, KEY_BYTES);
}
