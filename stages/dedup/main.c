/* leat-dedup: options, and the glue between the runner and index.h. */
#include "draft.h"
#include "journal_file.h"
#include "paragraph.h"
#include "record/pack.h"
#include "report.h"
#include "run/stage.h"
#include "text/deny.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <xxhash.h>

struct config {
	struct option_list by;
	const char *action;
	const char *preset;
	const char *scope;
	bool site_boilerplate;
	uint64_t window;
	bool replace;
	struct deny *deny; /* what leat forget took out of the state; read at its opening */
};

#define AT(field) offsetof(struct config, field)

static const struct option options[] = {
	{ "by", OPTION_LIST, AT(by), "KIND", "exact", .result = true,
	  .help = "what makes a duplicate: exact (equal text), url, near (most of the text in common), paragraph (lines that stand in "
		  "other documents, which are taken out of the text), translated (the same in another language); "
		  "several divided by commas" },
	{ "scope", OPTION_CHOICE, AT(scope), "SCOPE", "all", .choices = "all|host", .result = true,
	  .help = "where paragraphs recur: in all documents, or in those of one host" },
	{ "preset", OPTION_CHOICE, AT(preset), "NAME", "default", .choices = "default|wide|datatrove", .result = true,
	  .help = "how near-duplicates are found: wide finds more, datatrove as datatrove does, without verification" },
	{ "site-boilerplate", OPTION_FLAG, AT(site_boilerplate), .result = true,
	  .help = "near: leave out the lines that three pages of a host in the same frame have, which are its menus and footers" },
	{ "action", OPTION_CHOICE, AT(action), "ACTION", "auto", .choices = "auto|drop|tag", .result = true,
	  .help = "drop duplicates, or only tag them with field dup; auto tags translations and drops the others" },
	{ "window", OPTION_DURATION, AT(window), "TIME", "0", .result = true,
	  .help = "forget documents that were ingested longer than this before the newest one (30d); 0: never" },
	{ "replace", OPTION_FLAG, AT(replace),
	  .help = "where a source or the chain before has changed, forget its old documents and decide anew" },
	OPTIONS_END,
};

struct state {
	const struct config *config;
	struct runner *runner;
	struct settings settings;
	struct index *index;
	struct journal_file *file; /* NULL without --state */
	bool drops; /* all but translations */
	struct buf value; /* packed `dup` */
	struct buf cuts, changes;
	struct translated_scratch *anchors; /* for the evidence */
	bool warned; /* of records without text */
	struct buf work;
};

static const char *const kind_names[ROW_KINDS] = {
	[ROW_REVISION] = "revision", [ROW_SAME] = "same", [ROW_EXACT] = "exact", [ROW_URL] = "url", [ROW_NEAR] = "near",
	[ROW_PARAGRAPH] = "paragraph", [ROW_TRANSLATED] = "translated", [ROW_TRANSLATION_DROPPED] = "translated",
};

static int read_settings(const struct config *config, struct settings *settings, struct err *err)
{
	*settings = (struct settings){ .replace = config->replace, .window_ms = config->window, .scope_host = strcmp(config->scope, "host") == 0,
		.site_boilerplate = config->site_boilerplate, .drop_translated = strcmp(config->action, "drop") == 0 };
	for (size_t i = 0; i < config->by.count; i++)
		if (!settings_add(settings, str_of(config->by.items[i]), config->preset))
			return err_set(err, EXIT_USAGE, "--by: '%s' is none of exact, url, paragraph, near, translated",
				       config->by.items[i]);
	return 0;
}

static int check(void *memory, const struct stage_env *env, struct err *err)
{
	struct config *config = memory;
	struct settings settings;

	(void)env;
	config->deny = mem_zero(1, sizeof *config->deny);
	return read_settings(config, &settings, err);
}

static void release_config(void *memory)
{
	struct config *config = memory;

	if (config->deny)
		deny_release(config->deny);
	free(config->deny);
}

static int stage_close(void *state, bool whole, struct err *err);

static void *stage_open(const void *config, const struct stage_env *env, struct err *err)
{
	struct state *state = mem_zero(1, sizeof *state);
	struct buf parameters = BUF_INIT;

	state->config = config;
	state->runner = env->runner;
	state->drops = strcmp(state->config->action, "tag") != 0;
	state->anchors = mem_alloc(sizeof *state->anchors);
	if (read_settings(config, &state->settings, err) < 0) {
		free(state->anchors);
		free(state);
		return NULL;
	}
	state->index = index_new(&state->settings);
	runner_announce(env->runner, "dedup_state", env->state_dir ? "kept" : "none");
	if (!env->state_dir)
		return state;
	settings_write(&state->settings, &parameters);
	if (deny_load(state->config->deny, env->state_dir, err) == 0)
		state->file = journal_open(env->state_dir, buf_str(&parameters), state->index, err);
	deny_sort(state->config->deny);
	buf_release(&parameters);
	if (!state->file) {
		stage_close(state, false, err);
		return NULL;
	}
	return state;
}

static int stage_close(void *at, bool whole, struct err *err)
{
	struct state *state = at;

	struct err failed;

	(void)whole;
	(void)err;
	if (state->file && journal_snapshot(state->file, &failed) < 0)
		runner_warn(state->runner, "%s (the next start will take longer)", failed.text);
	journal_close(state->file);
	index_free(state->index);
	buf_release(&state->value);
	buf_release(&state->cuts);
	buf_release(&state->changes);
	buf_release(&state->work);
	free(state->anchors);
	free(state);
	return 0;
}

/* What a thread needs. */
struct tools {
	struct settings settings;
	struct draft_scratch draft;
	struct buf work;
};

static void *scratch_new(const void *config)
{
	struct tools *tools = mem_zero(1, sizeof *tools);
	struct err err;

	read_settings(config, &tools->settings, &err); /* passed in check */
	return tools;
}

static void scratch_free(void *scratch)
{
	struct tools *tools = scratch;

	draft_scratch_release(&tools->draft);
	buf_release(&tools->work);
	free(tools);
}

/* For --site-boilerplate. */
static void learn_lines(struct tools *tools, struct frame *frame)
{
	struct err unreadable;
	struct record record;

	if (!tools->settings.near || !tools->settings.site_boilerplate)
		return;
	site_lines_reset(&tools->draft.site);
	for (uint32_t i = 0; i < frame->head.nrec; i++)
		if (frame_verdict(frame, i) == VERDICT_KEPT && frame_record(frame, i, &record, &unreadable) == 0)
			draft_learn(&tools->draft, record_get(&record, FIELD_URL), record.text);
}

static bool is_denied(const struct deny *deny, const struct record *record, struct buf *work)
{
	return deny_holds(deny, record_get(record, FIELD_ID), record_get(record, FIELD_URL), work);
}

/* Leaves the draft of the frame's journal entry in frame->aux. */
static int map(const void *memory, void *scratch, struct frame *frame, struct edit *edit, struct err *err)
{
	struct err unreadable; /* decide meets the record again, and ends there */
	const struct config *config = memory;
	struct tools *tools = scratch;

	(void)edit;
	(void)err;
	learn_lines(tools, frame);
	buf_reset(&frame->aux);
	entry_frame(&frame->aux, &frame->head);
	for (uint32_t i = 0; i < frame->head.nrec; i++) {
		struct record record;

		if (frame_verdict(frame, i) != VERDICT_KEPT || frame_record(frame, i, &record, &unreadable) < 0 ||
		    is_denied(config->deny, &record, &tools->work))
			continue;
		draft_row(&tools->settings, &tools->draft, &frame->aux, i,
			  &(struct draft_record){ .id = record_get(&record, FIELD_ID), .url = record_get(&record, FIELD_URL),
						  .lang = record_get(&record, FIELD_LANG), .text = record.text, .body = record.body });
	}
	entry_frame_end(&frame->aux);
	return 0;
}

/* The anchors that two versions of a text share, as this one has them. */
static void pack_evidence(struct state *state, const struct row *row, struct str text)
{
	struct str evidence[TRANSLATED_EVIDENCE];
	unsigned count = translated_evidence(state->anchors, row->translated.at, text, evidence);

	pack_text(&state->value, "evidence");
	pack_list(&state->value, count);
	for (unsigned i = 0; i < count; i++)
		pack_str(&state->value, evidence[i]);
}

/* Field dup. */
static void tag(struct state *state, const struct row *row, const char *kind, struct str text, struct edit *edit)
{
	struct str of = STR_NONE;
	struct row document;
	bool translated = row->kind == ROW_TRANSLATED || row->kind == ROW_TRANSLATION_DROPPED;

	if (index_row(state->index, row->of, &document))
		of = document.id;
	buf_reset(&state->value);
	pack_map(&state->value, row->kind == ROW_REVISION ? 2 : translated ? 5 : 4);
	pack_text(&state->value, "kind");
	pack_text(&state->value, kind);
	pack_text(&state->value, "of");
	pack_str(&state->value, of);
	if (row->kind != ROW_REVISION) {
		char cluster[17];

		snprintf(cluster, sizeof cluster, "%016llx", (unsigned long long)XXH3_64bits(of.at, of.len));
		pack_text(&state->value, "score");
		pack_float(&state->value, round((double)row->score * 1e4) / 1e4);
		pack_text(&state->value, "cluster");
		pack_text(&state->value, cluster);
	}
	if (translated)
		pack_evidence(state, row, text);
	edit_packed(edit, FIELD_DUP, buf_str(&state->value));
}

struct verdicts {
	struct state *state;
	const char *entry; /* of the frame */
	uint64_t unchecked;
};

/* Of a document that is kept, but for lines that recur. */
static void cut_lines(struct state *state, const struct row *row, const struct record *record, struct edit *edit)
{
	const struct paragraph_cut *cuts;
	size_t count;

	tag(state, row, kind_names[ROW_PARAGRAPH], STR_NONE, edit);
	if (!state->drops)
		return;
	buf_reset(&state->cuts);
	buf_reset(&state->changes);
	paragraph_cuts(record->text, row->paragraphs, &state->cuts);
	cuts = (const struct paragraph_cut *)(const void *)state->cuts.data;
	count = state->cuts.len / sizeof *cuts;
	for (size_t i = 0; i < count; i++)
		buf_add(&state->changes, &(struct text_change){ cuts[i].from, cuts[i].to, STR("") }, sizeof(struct text_change));
	edit_text_changes(edit, (const struct text_change *)(const void *)state->changes.data, count);
}

static int apply_verdict(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	struct verdicts *verdicts = ctx;
	struct row row;

	(void)err;
	if (!entry_find_row(verdicts->entry, record->index, &row)) {
		if (is_denied(verdicts->state->config->deny, record, &verdicts->state->work))
			return edit_drop(edit, "forgotten");
		verdicts->unchecked++;
		return RECORD_KEEP;
	}
	verdicts->unchecked += (verdicts->state->settings.near || verdicts->state->settings.translated) && record->text.len == 0;
	if (row.kind == ROW_KEPT) {
		if (row.score > 0)
			cut_lines(verdicts->state, &row, record, edit);
		return RECORD_KEEP;
	}
	tag(verdicts->state, &row, kind_names[row.kind], record->text, edit);
	if (row.kind == ROW_SAME || (row.kind != ROW_REVISION && row.kind != ROW_TRANSLATED && verdicts->state->drops))
		return edit_drop(edit, kind_names[row.kind]);
	return RECORD_KEEP;
}

static int decide(void *at, struct frame *frame, struct edit *edit, struct err *err)
{
	struct state *state = at;
	struct verdicts verdicts = { .state = state };

	if (index_decide(state->index, &frame->aux, runner_recipe_text(state->runner), &verdicts.entry, err) < 0 ||
	    each_record(frame, edit, apply_verdict, &verdicts, err) < 0)
		return -1;
	if (verdicts.unchecked == 0)
		return 0;
	runner_fault(state->runner, "unchecked", verdicts.unchecked);
	if (!state->warned)
		runner_warn(state->runner, "records without text are not checked for duplicates");
	state->warned = true;
	return 0;
}

static int commit(void *at, struct err *err)
{
	struct state *state = at;

	return state->file ? journal_commit(state->file, err) : 0;
}

static const struct stage dedup_stage = {
	.name = "dedup",
	.summary = "find documents that were seen before",
	.usage = "",
	.about = "Keeps the first of equal documents and drops, or with --action tag marks, the later ones. "
		 "Field dup says what it is a duplicate of: {kind, of, score, cluster}, where `of` is the id of the "
		 "document that was kept.\n\n"
		 "With --by translated a text is compared with those in other languages, by field lang (leat-extract finds it; where it is absent, script and "
		 "commonest words tell): "
		 "`of` is the earliest version, and `evidence` lists names, numbers and words that the two share.\n\n"
		 "A record with the id of an earlier document and another text is a revision of it: it is kept, and tagged "
		 "as such. With the same text it is the same document delivered again, and dropped.\n\n"
		 "With --state DIR all of this is remembered from run to run, and frames that come again get the verdicts "
		 "that they had. leat forget takes documents out of it; what DIR.deny, the list beside it, then names is dropped and "
		 "never taken for the first of its copies.\n\n"
		 "leat size says what an index will take, leat stat DIR what is in one.",
	.version = 6,
	.options = options,
	.config_size = sizeof(struct config),
	.bulk = true,
	.stateful = true,
	.check = check,
	.release = release_config,
	.open = stage_open,
	.scratch_new = scratch_new,
	.scratch_free = scratch_free,
	.map = map,
	.decide = decide,
	.commit = commit,
	.close = stage_close,
};

int main(int argc, char **argv)
{
	int status;

	return report_main(argc, argv, &status) ? status : stage_main(&dedup_stage, argc, argv);
}
