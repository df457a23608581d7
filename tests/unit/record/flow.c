#include "record/flow.h"
#include "record/pack.h"

#include <criterion/criterion.h>

Test(flow, values_of_a_map)
{
	struct frame *frame = frame_new();
	struct buf map = BUF_INIT;
	struct str got, text = STR_NONE;
	int64_t number = 0;
	struct err err;

	pack_map(&map, 4);
	pack_text(&map, "deep");
	pack_list(&map, 2);
	pack_text(&map, "recipe");
	pack_int(&map, 1);
	pack_text(&map, "recipe");
	pack_text(&map, "ingest/1");
	pack_text(&map, "frames");
	pack_int(&map, 7);
	pack_text(&map, "footer");
	pack_bool(&map, true);
	cr_assert_eq(frame_make_control(frame, FRAME_STOP, &map, &err), 0);
	cr_assert_eq(flow_map(frame, &got, &err), 0);
	cr_expect(flow_str(got, "recipe", &text) && str_is(text, "ingest/1"));
	cr_expect(flow_int(got, "frames", &number) && number == 7);
	cr_expect(flow_true(got, "footer"));
	cr_expect_not(flow_int(got, "recipe", &number));
	cr_expect_not(flow_str(got, "absent", &text));
	frame_free(frame);
	buf_release(&map);
}
