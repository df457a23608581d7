#include "settings.h"

#include "base/num.h"
#include "translated_anchor.h"

#include <string.h>

bool settings_add(struct settings *settings, struct str word, const char *preset)
{
	if (str_is(word, "exact"))
		settings->exact = true;
	else if (str_is(word, "url"))
		settings->url = true;
	else if (str_is(word, "paragraph"))
		settings->paragraph = true;
	else if (str_is(word, "near"))
		settings->near = near_preset(preset);
	else if (str_is(word, "translated"))
		settings->translated = true;
	else
		return false;
	return true;
}

void settings_write(const struct settings *settings, struct buf *out)
{
	buf_addf(out, "dedup by=%s%s%s%s%s", settings->exact ? "exact," : "", settings->url ? "url," : "",
		 settings->paragraph ? "paragraph," : "", settings->near ? "near," : "",
		 !settings->translated ? "" : settings->drop_translated ? "translated/drop," : "translated,");
	if (settings->paragraph)
		buf_addf(out, " scope=%s", settings->scope_host ? "host" : "all");
	if (settings->near)
		buf_addf(out, " preset=%s/%d", settings->near->name, NEAR_VERSION);
	if (settings->near && settings->site_boilerplate)
		buf_addf(out, " site-boilerplate=yes");
	if (settings->translated)
		buf_addf(out, " sketches=%d", TRANSLATED_VERSION);
	if (settings->window_ms)
		buf_addf(out, " window=%llums", (unsigned long long)settings->window_ms);
}

/* What stands before `mark` in *rest, which is moved behind it; all of it where there is none. */
static struct str cut_word(struct str *rest, char mark)
{
	const char *stop = rest->len ? memchr(rest->at, mark, rest->len) : NULL;
	struct str word = str_from(rest->at, stop ? (size_t)(stop - rest->at) : rest->len);

	*rest = str_from(rest->at + word.len + (stop != NULL), rest->len - word.len - (stop != NULL));
	return word;
}

static bool read_by(struct settings *settings, struct str value)
{
	while (value.len) {
		struct str word = cut_word(&value, ',');

		if (str_is(word, "translated/drop"))
			settings->translated = settings->drop_translated = true;
		else if (!settings_add(settings, word, "default"))
			return false;
	}
	return true;
}

/* Name and version of the sketches. */
static bool read_preset(struct settings *settings, struct str text)
{
	struct str value = cut_word(&text, '/');
	uint64_t version;
	char name[16];

	if (value.len >= sizeof name || !num_u64(text, &version) || version != NEAR_VERSION)
		return false;
	memcpy(name, value.at, value.len);
	name[value.len] = '\0';
	settings->near = near_preset(name);
	return settings->near != NULL;
}

bool settings_read(struct settings *settings, struct str text)
{
	*settings = (struct settings){ .exact = false };
	if (!str_is(cut_word(&text, ' '), "dedup"))
		return false;
	while (text.len) {
		struct str value = cut_word(&text, ' '), key = cut_word(&value, '=');
		bool good = true;

		if (str_is(key, "by"))
			good = read_by(settings, value);
		else if (str_is(key, "scope"))
			settings->scope_host = str_is(value, "host");
		else if (str_is(key, "preset"))
			good = read_preset(settings, value);
		else if (str_is(key, "site-boilerplate"))
			settings->site_boilerplate = str_is(value, "yes");
		else if (str_is(key, "window"))
			good = num_duration(value, &settings->window_ms);
		else
			good = str_is(key, "sketches"); /* of which version, of translated */
		if (!good)
			return false;
	}
	return true;
}
