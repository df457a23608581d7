#include "record/json.h"
#include "record/pack.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdlib.h>

Test(json, strings)
{
	static const struct {
		struct str in;
		const char *want;
	} cases[] = {
		{ STR(""), "\"\"" },
		{ STR("plain"), "\"plain\"" },
		{ STR("a\"b\\c/d"), "\"a\\\"b\\\\c/d\"" },
		{ STR("\b\t\n\f\r\x01\x1f\x7f"), "\"\\b\\t\\n\\f\\r\\u0001\\u001f\x7f\"" },
		{ STR("nul\0nul"), "\"nul\\u0000nul\"" },
		{ STR("\xc3\xa5l \xe4\xb8\xad \xf0\x9f\x98\x80"), "\"\xc3\xa5l \xe4\xb8\xad \xf0\x9f\x98\x80\"" },
		{ STR("long enough for words, \xc3"), "\"long enough for words, \xef\xbf\xbd\"" },
		{ STR("\xff\xc0\xaf"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ STR("\xf0\x9f\x98z"), "\"\xef\xbf\xbdz\"" },
		{ STR("\xed\xa0\x80"), "\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\"" },
		{ STR("12345678\"2345678\n"), "\"12345678\\\"2345678\\n\"" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		json_str(&out, cases[i].in);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want);
		buf_release(&out);
	}
}

Test(json, base64)
{
	/* RFC 4648, 10 */
	static const char *const cases[][2] = {
		{ "", "\"\"" }, { "f", "\"Zg==\"" }, { "fo", "\"Zm8=\"" }, { "foo", "\"Zm9v\"" },
		{ "foob", "\"Zm9vYg==\"" }, { "fooba", "\"Zm9vYmE=\"" }, { "foobar", "\"Zm9vYmFy\"" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		json_base64(&out, str_of(cases[i][0]));
		cr_expect_str_eq(buf_cstr(&out), cases[i][1]);
		buf_release(&out);
	}
}

Test(json, floats)
{
	static const struct {
		double in;
		const char *want;
	} cases[] = {
		{ 0.1, "0.1" }, { 1, "1.0" }, { -2.5, "-2.5" }, { 1e300, "1e+300" }, { 1.0 / 3, "0.3333333333333333" },
		{ NAN, "null" }, { INFINITY, "null" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf out = BUF_INIT;

		json_float(&out, cases[i].in);
		cr_expect_str_eq(buf_cstr(&out), cases[i].want);
		buf_release(&out);
	}
}

/* JSON that reads and comes back in the form given. */
Test(json, round_trip)
{
	static const char *const cases[][2] = {
		{ "null", "null" }, { " true ", "true" }, { "[]", "[]" }, { "{}", "{}" },
		{ "[1,-1,0,1.5,1e2]", "[1,-1,0,1.5,100.0]" },
		{ "9223372036854775808", "9223372036854775808" }, { "18446744073709551616", "1.8446744073709552e+19" },
		{ "{ \"a\" : [ { \"b\" : null } , \"c\" ] }", "{\"a\":[{\"b\":null},\"c\"]}" },
		{ "\"\\u00e5\\ud83d\\ude00\\/\\n\"", "\"\xc3\xa5\xf0\x9f\x98\x80/\\n\"" },
		{ "\"\\ud83d\\u0041\\udc00\"", "\"\xef\xbf\xbd" "A\xef\xbf\xbd\"" },
		{ "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]", "[1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17]" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf packed = BUF_INIT, out = BUF_INIT;
		struct err err;

		buf_add_byte(&packed, 'x');
		cr_expect_eq(json_read(str_of(cases[i][0]), &packed, &err), 0, "%s", cases[i][0]);
		cr_expect(json_value(&out, str_from(packed.data + 1, packed.len - 1)));
		cr_expect_str_eq(buf_cstr(&out), cases[i][1]);
		buf_release(&packed);
		buf_release(&out);
	}
}

Test(json, errors)
{
	static const char *const cases[] = {
		"", " ", "{", "[1,", "[1 2]", "{\"a\"}", "{\"a\":}", "{a:1}", "tru", "nulls", "01", "-", "1.", "1e", "+1",
		"\"", "\"\\x\"", "\"\\u12\"", "\"\n\"", "\"\xff\"", "[1]]", "'a'", "1e999",
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf packed = BUF_INIT;
		struct err err = { .code = EXIT_DONE };

		cr_expect_eq(json_read(str_of(cases[i]), &packed, &err), -1, "%s", cases[i]);
		cr_expect_eq(err.code, EXIT_BAD_INPUT);
		cr_expect_eq(packed.len, 0);
		buf_release(&packed);
	}
}

Test(json, depth)
{
	struct buf text = BUF_INIT, packed = BUF_INIT, out = BUF_INIT;
	struct err err;

	for (int i = 0; i < CURSOR_DEPTH; i++)
		buf_add_byte(&text, '[');
	for (int i = 0; i < CURSOR_DEPTH; i++)
		buf_add_byte(&text, ']');
	cr_expect_eq(json_read(buf_str(&text), &packed, &err), 0);
	cr_expect(json_value(&out, buf_str(&packed)));
	cr_expect(str_eq(buf_str(&out), buf_str(&text)));
	buf_reset(&text);
	for (int i = 0; i < 100000; i++)
		buf_add_byte(&text, '[');
	cr_expect_eq(json_read(buf_str(&text), &packed, &err), -1);
	buf_reset(&packed);
	for (int i = 0; i < 100000; i++)
		pack_list(&packed, 1);
	pack_nil(&packed);
	buf_reset(&out);
	cr_expect_not(json_value(&out, buf_str(&packed)));
	cr_expect_eq(out.len, 0);
	buf_release(&text);
	buf_release(&packed);
	buf_release(&out);
}

Test(json, odd_packed)
{
	struct buf packed = BUF_INIT, out = BUF_INIT;

	pack_map(&packed, 3);
	pack_int(&packed, 7);
	pack_bin(&packed, STR("foo"));
	pack_list(&packed, 1);
	pack_text(&packed, "k");
	pack_float(&packed, NAN);
	pack_text(&packed, "max");
	pack_uint(&packed, UINT64_MAX);
	cr_expect(json_value(&out, buf_str(&packed)));
	cr_expect_str_eq(buf_cstr(&out), "{\"7\":\"Zm9v\",\"[]\":null,\"max\":18446744073709551615}");
	buf_release(&packed);
	buf_release(&out);
}

/* Found by fuzzing: quoting the text of a key that holds keys doubled it with each level. */
Test(json, keys_in_keys)
{
	struct buf packed = BUF_INIT, out = BUF_INIT;

	for (int i = 0; i < CURSOR_DEPTH - 1; i++)
		pack_map(&packed, 1);
	pack_text(&packed, "k");
	for (int i = 0; i < CURSOR_DEPTH - 1; i++)
		pack_nil(&packed);
	cr_expect(json_value(&out, buf_str(&packed)));
	cr_expect_str_eq(buf_cstr(&out), "{\"{}\":null}");
	buf_release(&packed);
	buf_release(&out);
}

/* Against a slow writer, at every place of a block: plain, escaped, well-formed and not. */
Test(json, strings_at_every_place)
{
	static const char *const pieces[] = { "a", "\"", "\\", "\n", "\x01", "\x1f", "\x7f", "\xc3\xa5", "\xe4\xb8\xad", "\xf0\x9f\x98\x80" };
	static const char *const written[] = { "a", "\\\"", "\\\\", "\\n", "\\u0001", "\\u001f", "\x7f", "\xc3\xa5", "\xe4\xb8\xad",
					       "\xf0\x9f\x98\x80" };
	static const char *const bad[] = { "\xc3", "\xe4\xb8", "\xff", "\xed\xa0\x80", "\xf0\x9f\x98" };
	static const unsigned marks[] = { 1, 1, 1, 3, 1 };
	struct buf in = BUF_INIT, want = BUF_INIT, out = BUF_INIT;
	unsigned seed = 7;

	for (unsigned round = 0; round < 20000; round++) {
		unsigned dense = (unsigned)rand_r(&seed) % 20 + 1, parts = (unsigned)rand_r(&seed) % 60;

		buf_reset(&in);
		buf_reset(&want);
		buf_add_byte(&want, '"');
		for (unsigned i = 0; i < parts; i++) {
			unsigned which = (unsigned)rand_r(&seed) % 10, broken = (unsigned)rand_r(&seed) % 5;

			which = (unsigned)rand_r(&seed) % dense ? 0 : which;
			buf_add_text(&in, pieces[which]);
			buf_add_text(&want, written[which]);
			if ((unsigned)rand_r(&seed) % (8 * dense) != 0)
				continue;
			/* The letter behind it ends the ill-formed part. */
			buf_add_text(&in, bad[broken]);
			buf_add_byte(&in, 'x');
			for (unsigned k = 0; k < marks[broken]; k++)
				buf_add_text(&want, "\xef\xbf\xbd");
			buf_add_byte(&want, 'x');
		}
		buf_add_byte(&want, '"');
		buf_release(&out);
		json_str(&out, buf_str(&in));
		cr_assert(str_eq(buf_str(&out), buf_str(&want)), "round %u", round);
	}
	buf_release(&in);
	buf_release(&want);
	buf_release(&out);
}
