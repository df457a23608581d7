#include "normalize/records.h"

#include "record/build.h"
#include "text/utf8.h"

#include <criterion/criterion.h>

struct fixture {
	struct frame *frame;
	struct edit edit;
	struct codec_state codecs;
	struct normalize_config config;
	struct normalize_records records;
	struct err err;
};

static void run(struct fixture *f, struct build *build)
{
	f->edit = EDIT_INIT;
	f->config = NORMALIZE_DEFAULTS;
	f->records = (struct normalize_records){ .config = &f->config, .tracking = &url_tracking_default };
	f->frame = frame_new();
	build_finish(build, f->frame);
	build_release(build);
	cr_assert_eq(frame_open_records(f->frame, true, &f->codecs, &f->err), 0);
	edit_begin(&f->edit, f->frame, "normalize");
	cr_assert_eq(each_record(f->frame, &f->edit, normalize_record, &f->records, &f->err), 0);
	cr_assert_eq(edit_apply(&f->edit, &f->codecs, &f->err), 0, "%s", f->err.text);
	cr_assert_eq(frame_open_records(f->frame, true, &f->codecs, &f->err), 0);
}

static void end(struct fixture *f)
{
	normalize_records_release(&f->records);
	edit_release(&f->edit);
	frame_free(f->frame);
}

static void expect(struct fixture *f, uint32_t index, const char *field, const char *want)
{
	struct record record;
	struct str got;

	cr_assert_eq(frame_record(f->frame, index, &record, &f->err), 0);
	got = strcmp(field, FIELD_TEXT) == 0 ? record.text :
	      strcmp(field, FIELD_BODY) == 0 ? record.body : record_get(&record, field);
	if (!want)
		cr_expect_null(got.at, "%u %s: '%.*s'", index, field, STR_ARG(got));
	else
		cr_expect(got.at && str_is(got, want), "%u %s: '%.*s'", index, field, STR_ARG(got));
}

Test(records, plain_text_markup_and_others)
{
	struct fixture f = { 0 };
	struct build b = BUILD_INIT;

	build_str(&b, FIELD_MIME, STR("text/plain"));
	build_str(&b, FIELD_CHARSET, STR("latin1"));
	build_str(&b, FIELD_URL, STR("HTTP://Example.com:80/?utm_id=1#x"));
	build_body(&b, STR("Bl\xe5  b\xe6r\r\n"));
	build_record(&b);
	build_str(&b, FIELD_MIME, STR("text/html"));
	build_body(&b, STR("<p>Bl\xc3\xa5\0 </p>"));
	build_record(&b);
	build_str(&b, FIELD_MIME, STR("image/png"));
	build_str(&b, "own", STR("kept"));
	build_body(&b, STR("\x89PNG"));
	build_record(&b);
	build_text(&b, STR(" as  text "));
	build_str(&b, FIELD_URL, STR("not a url"));
	build_record(&b);
	build_str(&b, FIELD_TITLE, STR("no text at all"));
	build_record(&b);
	run(&f, &b);

	expect(&f, 0, FIELD_TEXT, "Bl\xc3\xa5 b\xc3\xa6r");
	expect(&f, 0, FIELD_BODY, NULL);
	expect(&f, 0, FIELD_CHARSET, "windows-1252");
	expect(&f, 0, FIELD_CHARSET_FROM, "http");
	expect(&f, 0, FIELD_URL, "http://example.com/");
	expect(&f, 1, FIELD_BODY, "<p>Bl\xc3\xa5 </p>");
	expect(&f, 1, FIELD_TEXT, NULL);
	expect(&f, 1, FIELD_CHARSET, "utf-8");
	expect(&f, 1, FIELD_CHARSET_FROM, "utf8");
	expect(&f, 2, FIELD_BODY, "\x89PNG");
	expect(&f, 2, FIELD_CHARSET, NULL);
	expect(&f, 2, "own", "kept");
	expect(&f, 3, FIELD_TEXT, "as text");
	expect(&f, 3, FIELD_URL, "not a url");
	expect(&f, 4, FIELD_TITLE, "no text at all");
	end(&f);
}

Test(records, mojibake_is_mended_and_recorded)
{
	struct fixture f = { 0 };
	struct build b = BUILD_INIT;
	struct record record;
	struct str packed;

	build_text(&b, STR("R\xc3\x83\xc2\xa4ksm\xc3\x83\xc2\xb6rg\xc3\x83\xc2\xa5s"));
	build_record(&b);
	run(&f, &b);
	expect(&f, 0, FIELD_TEXT, "R\xc3\xa4ksm\xc3\xb6rg\xc3\xa5s");
	cr_assert_eq(frame_record(f.frame, 0, &record, &f.err), 0);
	cr_expect(record_value(&record, FIELD_REPAIRED, &packed) && str_eq(packed, STR("\x91\xacwindows-1252")));
	end(&f);
}

/* Markup that went through once is UTF-8, whatever the page said: the label that stands in
 * charset is that of the bytes that were. */
Test(records, a_second_pass_changes_nothing)
{
	struct fixture f = { 0 };
	struct build b = BUILD_INIT;

	build_str(&b, FIELD_MIME, STR("text/html"));
	build_str(&b, FIELD_CHARSET, STR("shift_jis"));
	build_str(&b, FIELD_CHARSET_FROM, STR("http"));
	build_body(&b, STR("<p>\xe6\x97\xa5</p>"));
	build_record(&b);
	run(&f, &b);
	expect(&f, 0, FIELD_BODY, "<p>\xe6\x97\xa5</p>");
	expect(&f, 0, FIELD_CHARSET, "shift_jis");
	expect(&f, 0, FIELD_CHARSET_FROM, "http");
	end(&f);
}

Test(records, a_result_over_the_cap_is_cut_and_says_so)
{
	struct fixture f = { 0 };
	struct build b = BUILD_INIT;
	struct buf big = BUF_INIT;
	struct record record;

	memset(buf_reserve(&big, 12 << 20), 0xe5, 12 << 20);
	big.len = 12 << 20;
	build_str(&b, FIELD_MIME, STR("text/plain"));
	build_str(&b, FIELD_CHARSET, STR("latin1"));
	build_body(&b, buf_str(&big));
	build_record(&b);
	buf_release(&big);
	run(&f, &b);
	cr_assert_eq(frame_record(f.frame, 0, &record, &f.err), 0);
	cr_expect_eq(record.text.len, RECORD_TEXT_MAX);
	cr_expect(utf8_valid(record.text));
	expect(&f, 0, FIELD_TRUNCATED, "length");
	end(&f);
}
