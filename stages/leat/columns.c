#include "leat/columns.h"

#include "base/utf8.h"
#include "leat/pretty.h"

#include <locale.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

enum { GAP = 2, WIDTH_OF_FILES = 100 };

/* Begin and end of a stretch of text in which char widths are asked for. */
static locale_t utf8_begin(locale_t *was)
{
	locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);

	*was = utf8 ? uselocale(utf8) : (locale_t)0;
	return utf8;
}

static void utf8_end(locale_t utf8, locale_t was)
{
	if (!utf8)
		return;
	uselocale(was);
	freelocale(utf8);
}

static size_t width_of(uint32_t c)
{
	int width = c < 0x80 ? 1 : wcwidth((wchar_t)c);

	return width < 0 ? 1 : (size_t)width;
}

/* Where the text has taken as much of `width` as it can; leaves in `taken` how much. */
static const char *fit(struct str text, size_t width, size_t *taken)
{
	const char *at = text.at, *end = text.at + text.len;

	for (*taken = 0; at < end;) {
		const char *next = at;
		size_t more = width_of(utf8_next(&next, end));

		if (*taken + more > width)
			break;
		*taken += more;
		at = next;
	}
	return at;
}

size_t columns_width(struct str text)
{
	locale_t was, utf8 = utf8_begin(&was);
	size_t taken;

	fit(text, SIZE_MAX, &taken);
	utf8_end(utf8, was);
	return taken;
}

static void add_cell(struct str plain, size_t width, struct buf *out)
{
	size_t taken;
	const char *end = fit(plain, width, &taken);

	if (end < plain.at + plain.len && width > 0) {
		end = fit(plain, width - 1, &taken);
		buf_add(out, plain.at, (size_t)(end - plain.at));
		buf_add_text(out, "…");
		taken++;
	} else {
		buf_add_str(out, plain);
	}
	buf_addf(out, "%*s", (int)(width - taken), "");
}

void columns_cell(struct str text, size_t width, struct buf *out)
{
	locale_t was, utf8 = utf8_begin(&was);
	struct buf plain = BUF_INIT;

	pretty_text(text, false, &plain);
	add_cell(buf_str(&plain), width, out);
	buf_release(&plain);
	utf8_end(utf8, was);
}

size_t columns_terminal(void)
{
	struct winsize size;

	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : WIDTH_OF_FILES;
}

size_t columns_fit(size_t width)
{
	size_t count = (width + GAP) / (COLUMN_NARROWEST + GAP);

	return count < 1 ? 1 : count > COLUMNS_MOST ? COLUMNS_MOST : count;
}

/* Takes a line off a text: as far as a line break or the last blank that fits, or all that fits. */
static struct str take_line(struct str *text, size_t width)
{
	const char *end = text->at + text->len, *stop, *cut;
	const char *newline = text->len ? memchr(text->at, '\n', text->len) : NULL;
	struct str line;
	size_t taken;

	stop = fit(str_from(text->at, (size_t)((newline ? newline : end) - text->at)), width, &taken);
	if (stop == text->at && stop < end && stop != newline)
		utf8_next(&stop, end); /* wider than the column */
	cut = stop;
	if (stop < end && stop != newline && *stop != ' ') {
		while (cut > text->at && cut[-1] != ' ')
			cut--;
		cut = cut > text->at ? cut : stop;
	}
	line = str_from(text->at, (size_t)(cut - text->at));
	while (cut < end && *cut == ' ')
		cut++;
	cut += cut < end && *cut == '\n';
	*text = str_from(cut, (size_t)(end - cut));
	return line;
}

void columns_add(const struct str texts[], size_t count, size_t width, unsigned lines, struct buf *out)
{
	size_t each = (width - GAP * (count - 1)) / count;
	struct buf plain[COLUMNS_MOST] = { BUF_INIT, BUF_INIT, BUF_INIT, BUF_INIT };
	struct str rest[COLUMNS_MOST];
	locale_t was, utf8 = utf8_begin(&was);
	bool more = true;

	for (size_t i = 0; i < count; i++) {
		pretty_text(texts[i], true, &plain[i]);
		for (size_t k = 0; k < plain[i].len; k++)
			if (plain[i].data[k] == '\t')
				plain[i].data[k] = ' ';
		rest[i] = buf_str(&plain[i]);
	}
	for (unsigned line = 0; more && line < lines; line++) {
		more = false;
		for (size_t i = 0; i < count; i++) {
			add_cell(take_line(&rest[i], each), each, out);
			buf_addf(out, "%*s", i + 1 < count ? GAP : 0, "");
			more |= rest[i].len > 0;
		}
		while (out->len > 0 && out->data[out->len - 1] == ' ')
			out->len--;
		buf_add_byte(out, '\n');
	}
	for (size_t i = 0; i < count; i++)
		buf_release(&plain[i]);
	utf8_end(utf8, was);
}
