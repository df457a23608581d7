#include "store/identity.h"
#include "store/streams.h"

#include <criterion/criterion.h>

Test(identity, recipes)
{
	static const struct {
		const char *before, *now, *want;
	} cases[] = {
		{ "a/1 | b/1", "a/1 | b/1 keep-body=yes", "b: --keep-body was off, is on" },
		{ "a/1 | b/1 keep-body=yes", "a/1 | b/1", "b: --keep-body was on, is off" },
		{ "a/1 x=1", "a/1 x=2", "a: --x was 1, is 2" },
		{ "a/1 x=1 y=2", "a/1 y=2", "a: --x was 1, is the default" },
		{ "a/1 | b/1", "a/2 | b/1 z=3", "a: its version was 1, is 2; b: --z was the default, is 3" },
		{ "a/1 | b/1", "a/1", "the chain was a | b, is a" },
		{ "a/1", "a/1 | b/1 | c/1", "the chain was a, is a | b | c" },
		{ NULL, "a/1", "it was made by another recipe" },
		{ "", "a/1", "the chain was , is a" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		identity_recipe(str_of(cases[i].before), str_of(cases[i].now), &out);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want);
		buf_release(&out);
	}
}

Test(identity, files)
{
	struct known known = { .src_begin = 100, .src_end = 200, .src_hash = 1, .recipe = 7, .final = true };
	struct frame_head head = { .src_begin = 100, .src_end = 200, .src_hash = 1, .recipe = 7 };
	struct buf out = BUF_INIT;

	cr_expect(identity_same(&known, &head));
	head.src_hash = 2;
	cr_expect_not(identity_same(&known, &head));
	identity_explain(&known, &head, STR("r/1"), STR("r/1"), STR("f.txt"), &out);
	cr_expect_str_eq(buf_cstr(&out), "f.txt: the file has changed since it was stored");
	head.src_end = 300;
	buf_reset(&out);
	identity_explain(&known, &head, STR("r/1"), STR("r/1"), STR("f.txt"), &out);
	cr_expect(str_find(buf_str(&out), STR("--grown continue")) > 0);
	known.final = false;
	buf_reset(&out);
	identity_explain(&known, &head, STR("r/1"), STR("r/1"), STR_NONE, &out);
	cr_expect_str_eq(buf_cstr(&out), "the file has changed since it was stored");
	buf_release(&out);
}

Test(streams, set)
{
	struct streams set = { NULL, 0, 0, false };

	cr_expect_not(streams_has(&set, 5));
	for (uint64_t i = 0; i < 1000; i++)
		cr_expect(streams_add(&set, i * 64));
	for (uint64_t i = 0; i < 1000; i++) {
		cr_expect_not(streams_add(&set, i * 64));
		cr_expect(streams_has(&set, i * 64));
		cr_expect_not(streams_has(&set, i * 64 + 1));
	}
	streams_release(&set);
}
