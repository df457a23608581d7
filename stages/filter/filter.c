#include "filter/filter.h"

#include "record/pack.h"

#include <stdio.h>

/* "nb" takes "nb" and "nb-NO", not "nbx". */
static bool lang_matches(struct str lang, const char *wanted)
{
	size_t len = strlen(wanted);

	return lang.len >= len && str_eq_nocase(str_from(lang.at, len), str_from(wanted, len)) &&
	       (lang.len == len || lang.at[len] == '-');
}

static const char *test_lang(const struct filter_config *config, const struct record *record)
{
	struct str lang = record_get(record, FIELD_LANG);

	if (!lang.at)
		return "lang_unknown";
	for (size_t i = 0; i < config->lang.count; i++)
		if (lang_matches(lang, config->lang.items[i]))
			return NULL;
	return "lang_other";
}

static const char *test_lang_score(const struct filter_config *config, const struct record *record)
{
	double score;

	if (!record_number(record, FIELD_LANG_SCORE, &score))
		return "lang_score_unknown";
	return score < config->min_lang_score ? "lang_score_low" : NULL;
}

/* The tests that cannot go wrong; false where the record fails one. */
static bool test_fields(struct filter *filter, const struct record *record, struct filter_verdict *verdict,
			bool *unchecked)
{
	const struct filter_config *config = filter->config;
	const struct rule *rule;

	*verdict = (struct filter_verdict){ NULL, NULL };
	if (config->lang.count > 0 && (verdict->reason = test_lang(config, record)))
		verdict->rule = "lang";
	else if (config->min_lang_score > 0 && (verdict->reason = test_lang_score(config, record)))
		verdict->rule = "min-lang-score";
	else if (blocklist_holds(&config->hosts, record_get(record, FIELD_URL)))
		*verdict = (struct filter_verdict){ "block-hosts", "blocked_host" };
	else if (blocklist_holds(&config->urls, record_get(record, FIELD_URL)))
		*verdict = (struct filter_verdict){ "block-urls", "blocked_url" };
	else if (config->rules.count > 0 && (rule = rules_test(&config->rules, record, filter->signals, unchecked)))
		*verdict = (struct filter_verdict){ rule->set, rule->reason };
	return verdict->rule == NULL;
}

int filter_test(struct filter *filter, const struct record *record, struct filter_verdict *verdict, bool *unchecked,
		struct err *err)
{
	*unchecked = false;
	if (!test_fields(filter, record, verdict, unchecked))
		return 0;
	if (filter->where) {
		int result = where_test(filter->where, record, err);

		if (result < 0)
			return -1;
		if (result == 0)
			*verdict = (struct filter_verdict){ "where", "where" };
	}
	return 0;
}

static void set_filter(struct edit *edit, const struct filter_verdict *verdict)
{
	struct buf packed = BUF_INIT;

	pack_map(&packed, 2);
	pack_text(&packed, "rule");
	pack_text(&packed, verdict->rule);
	pack_text(&packed, "reason");
	pack_text(&packed, verdict->reason);
	edit_packed(edit, FIELD_FILTER, buf_str(&packed));
	buf_release(&packed);
}

static void redact(struct filter *filter, const struct record *record, struct edit *edit)
{
	buf_reset(&filter->changes);
	if (!record->text.at)
		return;
	size_t count = redact_find(record->text, filter->config->redact, &filter->changes);
	if (count > 0)
		edit_text_changes(edit, (const struct text_change *)(const void *)filter->changes.data, count);
}

int filter_record(void *ctx, const struct record *record, struct edit *edit, struct err *err)
{
	struct filter *filter = ctx;
	struct filter_verdict verdict;
	struct err why;
	char reason[256];
	bool unchecked;
	(void)err;

	if (filter_test(filter, record, &verdict, &unchecked, &why) < 0) {
		snprintf(reason, sizeof reason, "where: %.200s", why.text);
		return edit_reject(edit, reason);
	}
	if (unchecked) {
		edit_fault(edit, "unchecked", 1);
		filter->unchecked++;
	}
	if (verdict.rule)
		set_filter(edit, &verdict);
	if (verdict.rule && strcmp(filter->config->action, "tag") != 0)
		return edit_drop(edit, verdict.reason);
	if (filter->config->redact)
		redact(filter, record, edit);
	return RECORD_KEEP;
}
