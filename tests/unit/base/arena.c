#include "base/arena.h"
#include "base/buf.h"

#include <criterion/criterion.h>
#include <stdint.h>

Test(arena, pieces_are_aligned_and_keep_their_content)
{
	struct arena arena = ARENA_INIT;
	struct str kept[200];

	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < 200; i++) {
			char text[3000];
			memset(text, (int)('a' + i % 26), sizeof text);
			kept[i] = arena_copy(&arena, str_from(text, i * 15));
			cr_expect_eq((uintptr_t)kept[i].at % 16, 0);
		}
		for (size_t i = 0; i < 200; i++)
			for (size_t j = 0; j < kept[i].len; j++)
				cr_assert_eq(kept[i].at[j], (char)('a' + i % 26));
		cr_assert_not_null(arena_alloc(&arena, 3 << 20));
		arena_reset(&arena);
	}
	arena_release(&arena);
}

Test(buf, grows_swaps_and_detaches)
{
	struct buf a = BUF_INIT, b = BUF_INIT;
	size_t len;

	for (int i = 0; i < 1000; i++)
		buf_addf(&a, "%d,", i);
	cr_expect(str_starts(buf_str(&a), STR("0,1,2,")));
	buf_swap(&a, &b);
	cr_expect_eq(a.len, 0);
	char *data = buf_detach(&b, &len);
	cr_expect_eq(len, 3890);
	cr_expect_eq(b.cap, 0);
	free(data);
	cr_expect_str_eq(buf_cstr(&a), "");
	buf_release(&a);
}
