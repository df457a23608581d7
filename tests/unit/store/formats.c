#include "record/build.h"
#include "record/pack.h"
#include "store/postgres_copy.h"
#include "store/schema.h"
#include "store/thrift.h"

#include <criterion/criterion.h>

Test(formats, thrift)
{
	struct buf out = BUF_INIT;
	int last = 0, inner = 0;

	thrift_int(&out, &last, 1, THRIFT_I32, -1);
	thrift_int(&out, &last, 3, THRIFT_I64, 300);
	thrift_text(&out, &last, 4, "ab");
	thrift_struct(&out, &last, 5);
	thrift_int(&out, &inner, 1, THRIFT_I32, 1);
	thrift_end(&out);
	thrift_list(&out, &last, 6, THRIFT_I32, 20);
	cr_expect(str_eq(buf_str(&out), STR("\x15\x01\x26\xd8\x04\x18\x02"
					    "ab\x1c\x15\x02\x00\x19\xf5\x14")));
	buf_release(&out);
}

Test(formats, dump)
{
	cr_expect(str_is(schema_dump(STR("/x/CC-MAIN-2024-10/segments/a.warc.gz")), "CC-MAIN-2024-10"));
	cr_expect(str_is(schema_dump(STR("/x/CC-MAIN-20240221153914-1.warc.gz")), ""));
	cr_expect(str_is(schema_dump(STR("CC-MAIN-")), ""));
	cr_expect(str_is(schema_dump(STR_NONE), ""));
}

Test(formats, copy_text)
{
	static const struct {
		struct str in, want;
	} cases[] = {
		{ STR_NONE, STR("\xff\xff\xff\xff") },
		{ STR(""), STR("\0\0\0\0") },
		{ STR("a\xc3\xa5"), STR("\0\0\0\x03" "a\xc3\xa5") },
		{ STR("a\0b"), STR("\0\0\0\x05" "a\xef\xbf\xbd" "b") },
		{ STR("\xff"), STR("\0\0\0\x03\xef\xbf\xbd") },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		copy_text(&out, cases[i].in);
		cr_expect(str_eq(buf_str(&out), cases[i].want), "case %zu", i);
		buf_release(&out);
	}
}

Test(formats, schemas)
{
	static const char *const want[] = {
		[SCHEMA_LEAT] = "{\"id\":\"1\",\"lang\":\"nb\",\"fetched\":\"2024-05-16\",\"source\":\"s\",\"text\":\"t\"}",
		[SCHEMA_DATATROVE] = "{\"text\":\"t\",\"id\":\"1\",\"metadata\":{\"language\":\"nb\",\"date\":\"2024-05-16\","
				     "\"file_path\":\"s\"}}",
		[SCHEMA_DOLMA] = "{\"id\":\"1\",\"text\":\"t\",\"source\":\"s\",\"added\":\"2024-05-16T00:00:00.000Z\","
				 "\"created\":\"2024-05-16T00:00:00.000Z\",\"metadata\":{\"language\":\"nb\",\"date\":\"2024-05-16\"}}",
		[SCHEMA_FINEWEB] = "{\"text\":\"t\",\"id\":\"1\",\"dump\":\"\",\"url\":\"\",\"date\":\"2024-05-16\",\"file_path\":"
				   "\"s\",\"language\":\"nb\",\"language_score\":0.0,\"language_script\":\"\"}",
	};
	struct build build = BUILD_INIT;
	struct frame *frame = frame_new();
	struct codec_state codecs = CODEC_STATE_INIT;
	struct record record;
	struct err err;

	build_str(&build, FIELD_ID, STR("1"));
	build_str(&build, FIELD_LANG, STR("nb"));
	build_str(&build, FIELD_FETCHED, STR("2024-05-16"));
	build_str(&build, FIELD_SOURCE, STR("s"));
	build_text(&build, STR("t"));
	build_record(&build);
	build_finish(&build, frame);
	cr_assert_eq(frame_open_records(frame, true, &codecs, &err), 0);
	cr_assert_eq(frame_record(frame, 0, &record, &err), 0);
	for (int schema = SCHEMA_LEAT; schema <= SCHEMA_FINEWEB; schema++) {
		struct buf out = BUF_INIT;

		schema_write((enum schema)schema, &record, record.text, &out);
		cr_expect_str_eq(buf_cstr(&out), want[schema]);
		buf_release(&out);
	}
	frame_free(frame);
	build_release(&build);
	codec_state_release(&codecs);
}
