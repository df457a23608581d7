#include "text/html/token.h"

#include "base/file.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>

#ifdef HAVE_JSON_C
#include <json-c/json.h>
#endif

/* Lower case, and NUL as U+FFFD. */
static void add_name(struct str name, struct buf *out)
{
	size_t from = out->len;

	html_decode(name, HTML_RAWTEXT, out);
	for (size_t i = from; i < out->len; i++)
		if (out->data[i] >= 'A' && out->data[i] <= 'Z')
			out->data[i] = (char)(out->data[i] + 32);
}

static struct str attr_name(struct str markup, const struct html_attr *attr)
{
	return str_from(markup.at + attr->name, attr->name_len);
}

static bool repeated(struct str markup, const struct html_token *token, uint32_t index)
{
	for (uint32_t i = 0; i < index; i++)
		if (str_eq_nocase(attr_name(markup, &token->attrs[i]),
				  attr_name(markup, &token->attrs[index])))
			return true;
	return false;
}

/* One line a token; neighbouring texts join. */
static void write_token(struct str markup, const struct html_token *token, struct buf *out)
{
	static const char *const kind[] = { "eof", "text", "start", "end", "comment", "doctype" };

	buf_addf(out, "\n%s ", kind[token->type]);
	if (token->type == HTML_COMMENT) {
		html_decode(token->text, token->content, out);
	} else if (token->type == HTML_DOCTYPE) {
		struct html_doctype d;

		html_doctype_parse(token, &d);
		if (d.name.at)
			add_name(d.name, out);
		buf_add_text(out, d.public_id.at ? " p:" : " -");
		html_decode(d.public_id, HTML_RAWTEXT, out);
		buf_add_text(out, d.system_id.at ? " s:" : " -");
		html_decode(d.system_id, HTML_RAWTEXT, out);
		buf_add_text(out, d.quirks ? " quirks" : "");
	} else {
		add_name(token->text, out);
		if (token->type == HTML_START && token->self_closing)
			buf_add_text(out, " /");
		for (uint32_t i = 0; token->type == HTML_START && i < token->attr_count; i++) {
			const struct html_attr *attr = &token->attrs[i];

			if (repeated(markup, token, i))
				continue;
			buf_add_byte(out, ' ');
			add_name(attr_name(markup, attr), out);
			buf_add_byte(out, '=');
			html_decode(str_from(markup.at + attr->value, attr->value_len),
				    HTML_IN_ATTR, out);
		}
	}
}

static void tokenize(struct str markup, enum html_content content, struct str last, struct buf *out)
{
	struct html_tokenizer t;
	struct html_token token;
	bool in_text = false;

	html_tokenizer_init(&t, markup);
	t.content = content;
	t.last_start = last;
	t.all_attrs = true;
	t.foreign = content == HTML_CDATA;
	for (html_tokenizer_next(&t, &token); token.type != HTML_EOF; html_tokenizer_next(&t, &token)) {
		if (token.type != HTML_TEXT)
			write_token(markup, &token, out);
		else if (!in_text)
			buf_add_text(out, "\ntext ");
		if (token.type == HTML_TEXT)
			html_decode(token.text, token.content, out);
		in_text = token.type == HTML_TEXT;
	}
}

Test(token, own_cases)
{
	static const struct {
		const char *markup, *want;
	} cases[] = {
		{ "a < b <1> </ ", "\ntext a < b <1> \ncomment  " },
		{ "x&amp;y &eacute &notit; &#x41;&#150;", "\ntext x&y é ¬it; A–" },
		{ "<A HREF='?a=1&copy=2&lt'B>t</A >", "\nstart a href=?a=1&copy=2< b=\ntext t\nend a" },
		{ "<p a=1 a=2/>", "\nstart p a=1" },
		{ "<br/ >x<br/>", "\nstart br\ntext x\nstart br /" },
		{ "<!-->a<!---->b<!--c--!>d<!-- e -", "\ncomment \ntext a\ncomment \ntext b\ncomment c\ntext d\ncomment  e " },
		{ "<!DOCTYPE html><?xml?></>z", "\ndoctype html - -\ncomment ?xml?\ntext z" },
		{ "a<b c=\"", "\ntext a" },
		{ "</", "\ntext </" },
		{ "<", "\ntext <" },
		{ "a\r\nb\rc", "\ntext a\nb\nc" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf got = BUF_INIT;

		tokenize(str_of(cases[i].markup), HTML_DATA, STR(""), &got);
		cr_expect_str_eq(buf_cstr(&got), cases[i].want, "%s", cases[i].markup);
		buf_release(&got);
	}
}

Test(token, scripts)
{
	static const struct {
		const char *markup, *want;
	} cases[] = {
		{ "if (a</b/.exec(c))</script>x", "\ntext if (a</b/.exec(c))\nend script\ntext x" },
		{ "<!-- <script>a</script>b --></script >x",
		  "\ntext <!-- <script>a</script>b -->\nend script\ntext x" },
		{ "<!-- a</script>b", "\ntext <!-- a\nend script\ntext b" },
		{ "</scriptx></SCRIPT/>", "\ntext </scriptx>\nend script" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf got = BUF_INIT;

		tokenize(str_of(cases[i].markup), HTML_SCRIPT, STR("script"), &got);
		cr_expect_str_eq(buf_cstr(&got), cases[i].want, "%s", cases[i].markup);
		buf_release(&got);
	}
}

Test(token, one_tag_of_many_attributes)
{
	struct buf markup = BUF_INIT;
	struct html_tokenizer t;
	struct html_token token;

	buf_add_text(&markup, "<p");
	for (int i = 0; i < 100000; i++)
		buf_addf(&markup, " class%d=x class='y'", i);
	buf_add_text(&markup, ">end");
	html_tokenizer_init(&t, buf_str(&markup));
	html_tokenizer_next(&t, &token);
	cr_expect_eq(token.type, HTML_START);
	cr_expect_eq(token.attr_count, 1);
	html_tokenizer_next(&t, &token);
	cr_expect(str_is(token.text, "end"));
	buf_release(&markup);
}

#ifdef HAVE_JSON_C
static struct str json_str(struct json_object *o)
{
	return str_from(json_object_get_string(o), (size_t)json_object_get_string_len(o));
}

/* \uXXXX as in the cases marked doubleEscaped; surrogates become U+FFFD. */
static void add_unescaped(struct str s, bool twice, struct buf *out)
{
	for (size_t i = 0; i < s.len; i++) {
		if (twice && s.at[i] == '\\' && i + 6 <= s.len && s.at[i + 1] == 'u') {
			char hex[5] = { s.at[i + 2], s.at[i + 3], s.at[i + 4], s.at[i + 5], 0 };
			char text[4];
			unsigned long code = strtoul(hex, NULL, 16);

			if (code >= 0xd800 && code < 0xe000)
				code = 0xfffd;
			if (code < 0x80) {
				buf_add_byte(out, (char)code);
			} else if (code < 0x800) {
				text[0] = (char)(0xc0 | code >> 6);
				text[1] = (char)(0x80 | (code & 0x3f));
				buf_add(out, text, 2);
			} else {
				text[0] = (char)(0xe0 | code >> 12);
				text[1] = (char)(0x80 | (code >> 6 & 0x3f));
				text[2] = (char)(0x80 | (code & 0x3f));
				buf_add(out, text, 3);
			}
			i += 5;
		} else {
			buf_add_byte(out, s.at[i]);
		}
	}
}

static void write_expected(struct json_object *tokens, bool twice, struct buf *out)
{
	bool in_text = false;

	for (size_t i = 0; i < json_object_array_length(tokens); i++) {
		struct json_object *token = json_object_array_get_idx(tokens, i);

		if (!json_object_is_type(token, json_type_array))
			continue; /* "ParseError" */
		struct str kind = json_str(json_object_array_get_idx(token, 0));
		struct json_object *one = json_object_array_get_idx(token, 1);

		if (str_is(kind, "Character")) {
			if (!in_text)
				buf_add_text(out, "\ntext ");
			add_unescaped(json_str(one), twice, out);
			in_text = true;
			continue;
		}
		in_text = false;
		if (str_is(kind, "Comment")) {
			buf_add_text(out, "\ncomment ");
			add_unescaped(json_str(one), twice, out);
		} else if (str_is(kind, "DOCTYPE")) {
			buf_add_text(out, "\ndoctype ");
			if (one)
				add_unescaped(json_str(one), twice, out);
			struct json_object *id = json_object_array_get_idx(token, 2);
			buf_add_text(out, id ? " p:" : " -");
			add_unescaped(id ? json_str(id) : STR(""), twice, out);
			id = json_object_array_get_idx(token, 3);
			buf_add_text(out, id ? " s:" : " -");
			add_unescaped(id ? json_str(id) : STR(""), twice, out);
			if (!json_object_get_boolean(json_object_array_get_idx(token, 4)))
				buf_add_text(out, " quirks");
		} else {
			bool start = str_is(kind, "StartTag");

			buf_add_text(out, start ? "\nstart " : "\nend ");
			add_unescaped(json_str(one), twice, out);
			if (start && json_object_array_length(token) > 3)
				buf_add_text(out, " /");
			if (start) {
				json_object_object_foreach(json_object_array_get_idx(token, 2), key, value)
				{
					buf_add_byte(out, ' ');
					add_unescaped(str_of(key), twice, out);
					buf_add_byte(out, '=');
					add_unescaped(json_str(value), twice, out);
				}
			}
		}
	}
}

static enum html_content state_of(struct str name)
{
	static const struct {
		const char *name;
		enum html_content content;
	} states[] = {
		{ "PLAINTEXT state", HTML_PLAINTEXT }, { "RCDATA state", HTML_RCDATA },
		{ "RAWTEXT state", HTML_RAWTEXT },     { "Script data state", HTML_SCRIPT },
		{ "CDATA section state", HTML_CDATA },
	};

	for (size_t i = 0; i < sizeof states / sizeof *states; i++)
		if (str_is(name, states[i].name))
			return states[i].content;
	return HTML_DATA;
}

static struct json_object *member(struct json_object *o, const char *key)
{
	struct json_object *value = NULL;

	return json_object_object_get_ex(o, key, &value) ? value : NULL;
}

static size_t run_case(struct json_object *test)
{
	struct json_object *states = member(test, "initialStates");
	struct json_object *last = member(test, "lastStartTag");
	bool twice = json_object_get_boolean(member(test, "doubleEscaped"));
	size_t count = states ? json_object_array_length(states) : 1;
	struct buf input = BUF_INIT, want = BUF_INIT, got = BUF_INIT;

	add_unescaped(json_str(member(test, "input")), twice, &input);
	write_expected(member(test, "output"), twice, &want);
	for (size_t i = 0; i < count; i++) {
		enum html_content content =
			states ? state_of(json_str(json_object_array_get_idx(states, i))) : HTML_DATA;

		buf_reset(&got);
		tokenize(buf_str(&input), content, last ? json_str(last) : STR(""), &got);
		cr_expect(str_eq(buf_str(&got), buf_str(&want)), "%s: got %s\nwant %s",
			  json_object_get_string(member(test, "description")), buf_cstr(&got),
			  buf_cstr(&want));
	}
	buf_release(&input);
	buf_release(&want);
	buf_release(&got);
	return count;
}

Test(token, html5lib)
{
	const char *shared = getenv("SHARED") ? getenv("SHARED") : "../shared";
	char pattern[512];
	glob_t files;
	size_t ran = 0;

	snprintf(pattern, sizeof pattern, "%s/data/html5lib/*.test", shared);
	if (glob(pattern, 0, NULL, &files) != 0)
		cr_skip_test("skip: no html5lib cases");
	for (size_t i = 0; i < files.gl_pathc; i++) {
		struct buf text = BUF_INIT;
		struct err err;

		cr_assert_eq(file_read(files.gl_pathv[i], 16 << 20, &text, &err), 0);
		struct json_object *root = json_tokener_parse(buf_cstr(&text));
		struct json_object *tests = root ? member(root, "tests") : NULL;
		for (size_t k = 0; tests && k < json_object_array_length(tests); k++)
			ran += run_case(json_object_array_get_idx(tests, k));
		json_object_put(root);
		buf_release(&text);
	}
	globfree(&files);
	cr_log_info("%zu html5lib cases", ran);
	cr_expect_gt(ran, 6000);
}
#endif
