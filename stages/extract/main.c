/*
 * extract: markup becomes its main text, plain text gives up its title, captions and
 * boilerplate; both get what the page says of itself, and their language. This file joins
 * html.c, plain.c and lang.c to the runner.
 */
#include "extract/apply.h"
#include "run/stage.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct config {
	bool keep_body;
	bool explain;
	bool lang;
	bool signals;
	bool lang_spans;
	const char *as;
	const char *favor;
	struct option_list keep;
	struct html_options html;
};

#define AT(field) offsetof(struct config, field)

static const struct option options[] = {
	{ "as", OPTION_CHOICE, AT(as), "FORM", "text", .choices = "text|markdown|blocks", .result = true,
	  .help = "form of the main text of markup; blocks are JSON lines of kind, level and text" },
	{ "favor", OPTION_CHOICE, AT(favor), "SIDE", "balance", .choices = "balance|precision|recall", .result = true,
	  .help = "when in doubt about a block: leave it out, or take it in" },
	{ "keep", OPTION_LIST, AT(keep), "PARTS", "tables", .result = true,
	  .help = "also keep these parts of markup: comments, links (with --as markdown), tables" },
	{ "keep-body", OPTION_FLAG, AT(keep_body), .result = true, .help = "keep the markup beside the text" },
	{ "explain", OPTION_FLAG, AT(explain), .result = true,
	  .help = "record what was cut out of markup, and by which rule" },
	{ "lang", OPTION_FLAG, AT(lang), .fallback = "true", .result = true,
	  .help = "find out the language; else what the record says of it stands" },
	{ "signals", OPTION_FLAG, AT(signals), .result = true,
	  .help = "compute quality signals by the names of RedPajama-v2: leat-filter --rules needs them" },
	{ "lang-spans", OPTION_FLAG, AT(lang_spans), .result = true,
	  .help = "record the language of each run of paragraphs, too" },
	OPTIONS_END,
};

struct scratch {
	struct html_scratch *html;
	struct arena arena;
	struct buf work;
	struct signals_scratch signals;
};

static void *scratch_new(const void *config)
{
	struct scratch *scratch = mem_zero(1, sizeof *scratch);
	(void)config;

	scratch->html = html_scratch_new();
	return scratch;
}

static void scratch_free(void *memory)
{
	struct scratch *scratch = memory;

	html_scratch_free(scratch->html);
	signals_scratch_release(&scratch->signals);
	arena_release(&scratch->arena);
	buf_release(&scratch->work);
	free(scratch);
}

static int set_html_options(struct config *config, struct err *err)
{
	struct html_options *html = &config->html;

	html->as = config->as[0] == 't' ? HTML_AS_TEXT : config->as[0] == 'm' ? HTML_AS_MARKDOWN : HTML_AS_BLOCKS;
	html->favor = config->favor[0] == 'b' ? HTML_BALANCE : config->favor[0] == 'p' ? HTML_PRECISION : HTML_RECALL;
	html->explain = config->explain;
	html->drop_tables = true;
	for (size_t i = 0; i < config->keep.count; i++) {
		const char *part = config->keep.items[i];

		if (strcmp(part, "comments") == 0)
			html->keep_comments = true;
		else if (strcmp(part, "links") == 0)
			html->keep_links = true;
		else if (strcmp(part, "tables") == 0)
			html->drop_tables = false;
		else if (part[0])
			return err_set(err, EXIT_USAGE, "--keep %s: unknown; it takes comments, links, tables", part);
	}
	return 0;
}

static int check(void *config, const struct stage_env *env, struct err *err)
{
	(void)env;
	return set_html_options(config, err);
}

/* Other learned weights give other results. */
static int recipe(const void *config, struct buf *out, struct err *err)
{
	(void)config;
	(void)err;
	buf_addf(out, " weights=%08" PRIx64, html_weights_digest() & 0xffffffff);
	return 0;
}

struct call {
	const struct config *config;
	struct scratch *scratch;
};

static bool is_markup(const struct record *record)
{
	struct str mime = record_get(record, FIELD_MIME);

	return record->body.at && (mime.len == 0 || str_find(mime, STR("html")) >= 0 || str_find(mime, STR("xml")) >= 0);
}

/* What is found out, else what the record says; "" for an unknown language. */
static const char *find_lang(struct call *call, const struct record *record, struct edit *edit, struct str text,
			     struct lang_result *lang)
{
	struct str said = record_get(record, FIELD_LANG);

	if (call->config->lang) {
		lang_detect(text, lang);
		apply_lang(edit, lang);
		return strcmp(lang->lang, "und") == 0 ? "" : lang->lang;
	}
	if (said.len >= sizeof lang->lang)
		said.len = 0;
	snprintf(lang->lang, sizeof lang->lang, "%.*s", (int)said.len, said.len ? said.at : "");
	return lang->lang;
}

/* Language and signals of the main text. */
static void describe(struct call *call, const struct record *record, struct edit *edit, struct str text)
{
	struct scratch *scratch = call->scratch;
	struct lang_result found;
	const char *lang = find_lang(call, record, edit, text, &found);

	if (call->config->lang_spans) {
		struct lang_span *spans;
		size_t count = lang_spans(&scratch->arena, text, &spans);

		apply_lang_spans(edit, spans, count, &scratch->work);
	}
	if (call->config->signals) {
		double values[SIGNAL_COUNT];

		signals_compute(&scratch->signals, text, lang, values);
		apply_signals(edit, values, &scratch->work);
	}
}

static int extract_record(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	struct call *call = ctx;
	struct scratch *scratch = call->scratch;
	struct str text = STR_NONE;
	bool found_text = true;

	arena_reset(&scratch->arena);
	if (is_markup(record)) {
		struct html_result found;

		if (html_extract(scratch->html, record->body, record_get(record, FIELD_URL), &call->config->html,
				 &found, err) < 0)
			return -1;
		apply_html(edit, record, &found, &scratch->work);
		if (!call->config->keep_body)
			edit_unset_body(edit);
		text = found.text;
	} else if (record->text.at) {
		struct plain_result found = { 0 };

		plain_extract(&scratch->arena, record->text, record_get(record, FIELD_TITLE), &found);
		apply_plain(edit, record, &found, &scratch->work);
		text = found.text;
	} else {
		found_text = false;
	}
	if (found_text)
		describe(call, record, edit, text.at ? text : STR(""));
	return RECORD_KEEP;
}

static int map(const void *config, void *scratch, struct frame *frame, struct edit *edit, struct err *err)
{
	struct call call = { config, scratch };

	return each_record(frame, edit, extract_record, &call, err);
}

int main(int argc, char **argv)
{
	static const struct stage stage = {
		.name = "extract",
		.summary = "HTML to main text and metadata; titles, dates and boilerplate of plain text; language",
		.usage = "",
		.about = "Markup (field body) becomes its main text (field text), with title, author, dates and\n"
			 "what else the page says of itself. Plain text loses menu lines, comment forms and the\n"
			 "like, which are recorded in field cut, and gives up its title, date and captions.\n"
			 "Nothing is guessed: an absent field means that the page does not say it.",
		.version = 6,
		.options = options,
		.config_size = sizeof(struct config),
		.bulk = true,
		.check = check,
		.recipe = recipe,
		.scratch_new = scratch_new,
		.scratch_free = scratch_free,
		.map = map,
	};

	return stage_main(&stage, argc, argv);
}
