#include "run/options_value.h"

#include <ctype.h>
#include <string.h>

enum { WIDTH = 80, INDENT = 2, COLUMN = 26 };

/* What the runner answers itself; as last rows of every list of options. */
static const struct {
	const char *spec, *says;
} builtin[] = {
	{ "--help", "print this help and exit; --help=man prints a manual page" },
	{ "--version", "print the version and the libraries that are in, and exit" },
};

static const struct {
	int code;
	const char *says;
} statuses[] = {
	{ EXIT_DONE, "done" },
	{ EXIT_FAILED, "failed" },
	{ EXIT_USAGE, "wrong usage" },
	{ EXIT_BAD_INPUT, "bad input with --strict, or no input that could be read" },
	{ EXIT_CUT, "the stream was cut, or input or output failed" },
	{ EXIT_RETRY, "try again: interrupted, or the disk is full" },
	{ EXIT_MISMATCH, "recipe, version or configuration does not fit" },
};

/* "-n, --limit N", "--action drop|tag", "--[no-]verify". */
static void option_spec(const struct option *option, struct buf *out)
{
	bool on = option->type == OPTION_FLAG && option->fallback && strcmp(option->fallback, "true") == 0;

	buf_reset(out);
	if (option->letter)
		buf_addf(out, "-%c, ", option->letter);
	buf_addf(out, "--%s%s", on ? "[no-]" : "", option->name);
	if (option->type == OPTION_FLAG)
		return;
	if (option->value_name)
		buf_addf(out, " %s", option->value_name);
	else
		buf_addf(out, " %s", option->choices && option->type == OPTION_CHOICE ? option->choices : "VALUE");
}

static void add_fact(struct buf *out, const char *format, const char *a, const char *b)
{
	buf_add_text(out, out->len > 0 ? "; " : "");
	buf_addf(out, format, a, b);
}

/* Its help, with unit, bounds and default behind it in brackets. */
static void option_says(const struct option *option, struct buf *out)
{
	struct buf facts = BUF_INIT;

	if (option->type == OPTION_SIZE)
		add_fact(&facts, "bytes", "", "");
	else if (option->type == OPTION_DURATION)
		add_fact(&facts, "time", "", "");
	if (option->choices && (option->value_name || option->type == OPTION_LIST))
		add_fact(&facts, "%s", option->choices, "");
	if (option->min && option->max)
		add_fact(&facts, "%s to %s", option->min, option->max);
	else if (option->min)
		add_fact(&facts, "at least %s", option->min, "");
	else if (option->max)
		add_fact(&facts, "at most %s", option->max, "");
	if (option->type == OPTION_LIST)
		add_fact(&facts, option->whole ? "may be repeated" : "may be repeated, or divided by commas", "", "");
	if (option->fallback && (option->type != OPTION_FLAG || strcmp(option->fallback, "true") == 0))
		add_fact(&facts, "default %s", option->type == OPTION_FLAG ? "yes" : option->fallback, "");
	buf_reset(out);
	buf_add_text(out, option->help);
	if (facts.len > 0)
		buf_addf(out, " (%s)", buf_cstr(&facts));
	buf_release(&facts);
}

/* Columns that UTF-8 text takes, one a code point. */
static size_t columns(const char *at, size_t len)
{
	size_t count = 0;

	for (size_t i = 0; i < len; i++)
		count += ((unsigned char)at[i] & 0xc0) != 0x80;
	return count;
}

/* Fills text into lines from `column` on; lines after the first start at `indent`. */
static void fill(struct buf *out, const char *text, size_t column, size_t indent)
{
	bool fresh = true;

	while (*text) {
		size_t len = strcspn(text, " \n");
		size_t width = columns(text, len);

		if (!fresh && column + 1 + width > WIDTH) {
			buf_addf(out, "\n%*s", (int)indent, "");
			column = indent;
			fresh = true;
		}
		if (!fresh) {
			buf_add_byte(out, ' ');
			column++;
		}
		buf_add(out, text, len);
		column += width;
		text += len;
		text += strspn(text, " \n");
		fresh = false;
	}
	buf_add_byte(out, '\n');
}

static void help_row(struct buf *out, const char *spec, const char *says)
{
	size_t width = columns(spec, strlen(spec));

	buf_addf(out, "%*s%s", INDENT, "", spec);
	if (INDENT + width + 2 > COLUMN)
		buf_addf(out, "\n%*s", COLUMN, "");
	else
		buf_addf(out, "%*s", (int)(COLUMN - INDENT - width), "");
	fill(out, says, COLUMN, COLUMN);
}

/* The paragraph at *at, without its line breaks at the end; moves behind it. */
static struct str next_paragraph(const char **at)
{
	const char *start = *at + strspn(*at, "\n");
	const char *stop = strstr(start, "\n\n");
	size_t len = stop ? (size_t)(stop - start) : strlen(start);

	*at = start + len;
	while (len > 0 && start[len - 1] == '\n')
		len--;
	return str_from(start, len);
}

void options_help(const struct options_set *set, const char *program, const char *usage,
		  const char *summary, const char *about, struct buf *out)
{
	struct buf spec = BUF_INIT, says = BUF_INIT;
	bool own = set->tables[0] && set->tables[0]->name;

	buf_addf(out, "usage: %s [OPTION...]%s%s\n\n", program, usage && *usage ? " " : "", usage ? usage : "");
	fill(out, summary, 0, 0);
	for (const char *at = about ? about : ""; *at;) {
		struct str paragraph = next_paragraph(&at);

		if (paragraph.len == 0)
			continue;
		buf_reset(&says);
		buf_add_str(&says, paragraph);
		buf_add_byte(out, '\n');
		if (paragraph.at[0] == ' ')
			buf_addf(out, "%s\n", buf_cstr(&says));
		else
			fill(out, buf_cstr(&says), 0, 0);
	}
	for (size_t t = 0; t < 3 && set->tables[t]; t++) {
		if (set->tables[t]->name)
			buf_addf(out, "\n%s:\n", t == 0 || !own ? "options" : "common options");
		for (const struct option *o = set->tables[t]; o->name; o++) {
			option_spec(o, &spec);
			option_says(o, &says);
			help_row(out, buf_cstr(&spec), buf_cstr(&says));
		}
	}
	if (!own && !(set->tables[0] && set->tables[1]))
		buf_add_text(out, "\noptions:\n");
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		help_row(out, builtin[i].spec, builtin[i].says);
	buf_release(&spec);
	buf_release(&says);
}

/* Text of a page: backslashes and hyphens as they are typed, no line that starts a request. */
static void man_text(struct buf *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((i == 0 || text[i - 1] == '\n') && (text[i] == '.' || text[i] == '\''))
			buf_add_text(out, "\\&");
		if (text[i] == '\\')
			buf_add_text(out, "\\e");
		else if (text[i] == '-')
			buf_add_text(out, "\\-");
		else
			buf_add_byte(out, text[i]);
	}
}

static void man_row(struct buf *out, const char *spec, const char *says)
{
	buf_add_text(out, ".TP\n\\fB");
	man_text(out, spec, strlen(spec));
	buf_add_text(out, "\\fR\n");
	man_text(out, says, strlen(says));
	buf_add_byte(out, '\n');
}

static void man_about(struct buf *out, const char *about)
{
	while (*about) {
		struct str paragraph = next_paragraph(&about);
		bool example = paragraph.len > 0 && paragraph.at[0] == ' ';

		if (paragraph.len == 0)
			continue;
		buf_add_text(out, example ? ".PP\n.nf\n" : ".PP\n");
		man_text(out, paragraph.at, paragraph.len);
		buf_add_text(out, example ? "\n.fi\n" : "\n");
	}
}

void options_man(const struct options_set *set, const char *program, const char *usage,
		 const char *summary, const char *about, struct buf *out)
{
	struct buf spec = BUF_INIT, says = BUF_INIT;

	buf_add_text(out, ".TH ");
	for (const char *p = program; *p; p++)
		buf_add_byte(out, (char)toupper((unsigned char)*p));
	buf_add_text(out, " 1 \"\" \"Leat\" \"User Commands\"\n.SH NAME\n");
	man_text(out, program, strlen(program));
	buf_add_text(out, " \\- ");
	man_text(out, summary, strlen(summary));
	buf_add_text(out, "\n.SH SYNOPSIS\n\\fB");
	man_text(out, program, strlen(program));
	buf_add_text(out, "\\fR [OPTION...] ");
	man_text(out, usage ? usage : "", usage ? strlen(usage) : 0);
	buf_add_text(out, "\n.SH DESCRIPTION\n");
	man_about(out, about && *about ? about : summary);
	buf_add_text(out, ".SH OPTIONS\n");
	for (size_t t = 0; t < 3 && set->tables[t]; t++) {
		for (const struct option *o = set->tables[t]; o->name; o++) {
			option_spec(o, &spec);
			option_says(o, &says);
			man_row(out, buf_cstr(&spec), buf_cstr(&says));
		}
	}
	for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
		man_row(out, builtin[i].spec, builtin[i].says);
	buf_add_text(out, ".SH \"EXIT STATUS\"\n");
	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
		buf_addf(out, ".TP\n\\fB%d\\fR\n%s\n", statuses[i].code, statuses[i].says);
	buf_release(&spec);
	buf_release(&says);
}
