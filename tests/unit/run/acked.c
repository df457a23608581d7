#include "run/acked.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/leat-acked-XXXXXX";
static char path[64];

static void set_up(void)
{
	cr_assert(mkdtemp(dir));
	snprintf(path, sizeof path, "%s/acked", dir);
}

static void tear_down(void)
{
	unlink(path);
	rmdir(dir);
}

static struct acked *reopen(struct acked *acked)
{
	struct err err = { 0 };

	acked_close(acked);
	acked = acked_open(dir, &err);
	cr_assert(acked, "%s", err.text);
	return acked;
}

static bool place(struct acked *acked, uint64_t stream, uint64_t seq, uint64_t hash, struct frame_route *route)
{
	struct frame *frame = frame_new();

	frame->head.stream = stream;
	frame->head.seq = seq;
	frame->head.src_hash = hash;
	bool known = acked_place(acked, frame);
	if (route)
		*route = frame->route;
	frame_free(frame);
	return known;
}

Test(acked, remembers_by_name_and_content, .init = set_up, .fini = tear_down)
{
	struct acked *acked = reopen(NULL);
	struct frame_route route;
	struct err err;

	for (uint64_t seq = 0; seq < 4; seq++)
		cr_assert_not(place(acked, 1, seq, 100 + seq, NULL));
	cr_expect_eq(acked_add(acked, 1, 0, 1, &err), 0);
	cr_expect_eq(acked_add(acked, 1, 3, UINT64_MAX, &err), 0);
	cr_expect_eq(acked_open_count(acked), 1);
	uint64_t source = acked_source(acked);

	acked = reopen(acked);
	cr_expect_eq(acked_source(acked), source);
	cr_expect(place(acked, 1, 0, 100, NULL));
	cr_expect_not(place(acked, 1, 1, 999, NULL), "another content");
	cr_expect_not(place(acked, 1, 2, 102, &route));
	cr_expect_eq(route.order, 2, "the place counts what is passed by");
	cr_expect_eq(route.low, 1);
	cr_expect_eq(route.source, source);
	cr_expect(place(acked, 1, 3, 103, NULL));
	acked_close(acked);
}

Test(acked, a_torn_tail_at_every_byte, .init = set_up, .fini = tear_down)
{
	struct acked *acked = reopen(NULL);
	struct stat st;
	struct err err;

	for (uint64_t seq = 0; seq < 3; seq++)
		place(acked, 9, seq, seq, NULL);
	cr_assert_eq(acked_add(acked, 9, 0, 2, &err), 0);
	cr_assert_eq(stat(path, &st), 0);
	for (off_t len = st.st_size; len >= 16; len--) {
		cr_assert_eq(truncate(path, len), 0);
		acked = reopen(acked);
		uint64_t whole = ((uint64_t)len - 16) / 32;
		for (uint64_t seq = 0; seq < 3; seq++)
			cr_assert_eq(place(acked, 9, seq, seq, NULL), seq < whole, "%ld", (long)len);
	}
	acked_close(acked);
}

Test(acked, without_a_folder)
{
	struct err err;
	struct acked *acked = acked_open(NULL, &err);

	cr_assert_not(place(acked, 1, 0, 5, NULL));
	cr_assert_eq(acked_add(acked, 1, 0, 0, &err), 0);
	cr_expect_eq(acked_open_count(acked), 0);
	acked_close(acked);
}

Test(acked, another_file, .init = set_up, .fini = tear_down)
{
	FILE *file = fopen(path, "w");
	struct err err;

	fputs("this is something else altogether", file);
	fclose(file);
	cr_expect_null(acked_open(dir, &err));
	cr_expect_eq(err.code, EXIT_MISMATCH);
}
