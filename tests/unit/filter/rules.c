#include "filter/rules.h"

#include "record/build.h"
#include "record/pack.h"

#include <criterion/criterion.h>
#include <math.h>

static struct err err;
static struct codec_state codecs;

/* A frame of one record with some of: a signal, a field, a language. */
static struct frame *make(const char *signal, double value, const char *field, const char *text, const char *lang,
			  struct record *record)
{
	struct build build = BUILD_INIT;
	struct frame *frame = frame_new();
	struct buf signals = BUF_INIT;

	build_str(&build, FIELD_ID, STR("x"));
	build_str(&build, FIELD_LANG, str_of(lang));
	if (field)
		build_str(&build, field, str_of(text));
	if (signal) {
		pack_map(&signals, 2);
		pack_text(&signals, "another_signal");
		pack_int(&signals, 7);
		pack_text(&signals, signal);
		if (value == floor(value))
			pack_int(&signals, (int64_t)value);
		else
			pack_float(&signals, value);
		build_packed(&build, STR("signals"), buf_str(&signals));
	}
	build_record(&build);
	build_finish(&build, frame);
	cr_assert_eq(frame_open_records(frame, false, &codecs, &err), 0);
	cr_assert_eq(frame_record(frame, 0, record, &err), 0);
	build_release(&build);
	buf_release(&signals);
	return frame;
}

#ifdef HAVE_YAML_0_1
static void load(struct rules *rules, const char *set, struct str text)
{
	struct yaml_file *file = yaml_file_parse(set, text, &err);

	cr_assert(file, "%s", err.text);
	cr_assert_eq(rules_read(rules, set, file, &err), 0, "%s", err.text);
	yaml_file_close(file);
	rules_finish(rules);
}

static const char *verdict(const struct rules *rules, const char *signal, double value, const char *field,
			   const char *text, const char *lang)
{
	double values[RULES_MAX];
	struct record record;
	bool unchecked;
	struct frame *frame = make(signal, value, field, text, lang, &record);
	const struct rule *rule = rules_test(rules, &record, values, &unchecked);

	cr_expect_eq(unchecked, rules->signal_count > 0 && !signal);
	frame_free(frame);
	return rule ? rule->reason : "-";
}

/* The published thresholds: what lies on the bound passes, what lies beyond it fails; FineWeb's
 * first three bounds fail themselves. */
Test(rules, thresholds)
{
	static const struct {
		const char *set, *reason, *signal;
		double passes, fails;
	} cases[] = {
		{ "gopher", "gopher_short_doc", "rps_doc_word_count", 50, 49 },
		{ "gopher", "gopher_long_doc", "rps_doc_word_count", 100000, 100001 },
		{ "gopher", "gopher_below_avg_threshold", "rps_doc_mean_word_length", 3, 2.99 },
		{ "gopher", "gopher_above_avg_threshold", "rps_doc_mean_word_length", 10, 10.01 },
		{ "gopher", "gopher_too_many_hashes", "gopher_hash_to_word_ratio", 0.1, 0.101 },
		{ "gopher", "gopher_too_many_ellipsis", "gopher_ellipsis_to_word_ratio", 0.1, 0.101 },
		{ "gopher", "gopher_too_many_bullets", "rps_lines_start_with_bulletpoint", 0.9, 0.91 },
		{ "gopher", "gopher_too_many_end_ellipsis", "rps_doc_frac_lines_end_with_ellipsis", 0.3, 0.31 },
		{ "gopher", "gopher_below_alpha_threshold", "rps_doc_frac_no_alph_words", 0.2, 0.21 },
		{ "gopher", "gopher_enough_stop_words", "gopher_stop_words", 2, 1 },
		{ "gopher-repetition", "dup_para_frac", "dup_para_frac", 0.3, 0.31 },
		{ "gopher-repetition", "dup_para_char_frac", "dup_para_char_frac", 0.2, 0.21 },
		{ "gopher-repetition", "dup_line_frac", "dup_line_frac", 0.3, 0.31 },
		{ "gopher-repetition", "dup_line_char_frac", "dup_line_char_frac", 0.2, 0.21 },
		{ "gopher-repetition", "top_2_gram", "rps_doc_frac_chars_top_2gram", 0.2, 0.21 },
		{ "gopher-repetition", "top_3_gram", "rps_doc_frac_chars_top_3gram", 0.18, 0.181 },
		{ "gopher-repetition", "top_4_gram", "rps_doc_frac_chars_top_4gram", 0.16, 0.161 },
		{ "gopher-repetition", "duplicated_5_n_grams", "rps_doc_frac_chars_dupe_5grams", 0.15, 0.151 },
		{ "gopher-repetition", "duplicated_6_n_grams", "rps_doc_frac_chars_dupe_6grams", 0.14, 0.141 },
		{ "gopher-repetition", "duplicated_7_n_grams", "rps_doc_frac_chars_dupe_7grams", 0.13, 0.131 },
		{ "gopher-repetition", "duplicated_8_n_grams", "rps_doc_frac_chars_dupe_8grams", 0.12, 0.121 },
		{ "gopher-repetition", "duplicated_9_n_grams", "rps_doc_frac_chars_dupe_9grams", 0.11, 0.111 },
		{ "gopher-repetition", "duplicated_10_n_grams", "rps_doc_frac_chars_dupe_10grams", 0.1, 0.101 },
		{ "c4", "lorem_ipsum", "c4_lorem_ipsum", 0, 1 },
		{ "c4", "curly_bracket", "c4_curly_bracket", 0, 1 },
		{ "c4", "too_few_sentences", "c4_num_sentences", 5, 4 },
		{ "mc4", "too_few_paragraphs", "mc4_long_lines", 3, 2 },
		{ "fineweb", "empty", "ccnet_nlines", 1, 0 },
		{ "fineweb", "line_punct_ratio", "rps_lines_ending_with_terminal_punctution_mark", 0.1201, 0.12 },
		{ "fineweb", "short_line_ratio", "fineweb_short_line_ratio", 0.6699, 0.67 },
		{ "fineweb", "char_dup_ratio", "fineweb_char_dup_ratio", 0.0099, 0.01 },
		{ "fineweb", "list_ratio", "fineweb_newlines_to_words", 0.3, 0.301 },
	};
	size_t count = 0, seen = sizeof cases / sizeof *cases;

	for (size_t i = 0; i < seen; i++) {
		struct rules rules = { .rules = NULL };
		struct str text = rules_builtin(cases[i].set);

		cr_assert(text.at, "%s", cases[i].set);
		load(&rules, cases[i].set, text);
		cr_expect_str_eq(verdict(&rules, cases[i].signal, cases[i].passes, NULL, NULL, "en"), "-", "%s", cases[i].reason);
		cr_expect_str_eq(verdict(&rules, cases[i].signal, cases[i].fails, NULL, NULL, "en"), cases[i].reason);
		/* what is not known fails nothing */
		cr_expect_str_eq(verdict(&rules, NULL, 0, NULL, NULL, "en"), "-");
		if (i == 0 || strcmp(cases[i].set, cases[i - 1].set) != 0)
			for (size_t k = 0; k < rules.count; k++)
				count += rules.rules[k].lang == NULL;
		rules_release(&rules);
	}
	cr_expect_eq(count, seen, "a case for every rule: %zu rules", count);
	codec_state_release(&codecs);
}

Test(rules, optout)
{
	static const struct {
		const char *field, *text, *want;
	} cases[] = {
		{ FIELD_ROBOTS, "noindex, NoAI", "robots_noai" }, { FIELD_ROBOTS, "bot:noai", "robots_noai" },
		{ FIELD_ROBOTS, "noaid", "-" },			  { FIELD_ROBOTS, "noimageai", "-" },
		{ FIELD_ROBOTS, "no-ai", "-" },			  { FIELD_ROBOTS, "", "-" },
		{ FIELD_TDM, "1", "tdm_reserved" },		  { FIELD_TDM, "0", "-" },
		{ FIELD_TDM, "1 https://a.example/policy", "tdm_reserved" },
	};
	struct rules rules = { .rules = NULL };

	load(&rules, "optout", rules_builtin("optout"));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(verdict(&rules, NULL, 0, cases[i].field, cases[i].text, "en"), cases[i].want, "%s", cases[i].text);
	rules_release(&rules);
	codec_state_release(&codecs);
}

Test(rules, languages)
{
	static const char text[] = "rules:\n"
				   "  - {reason: short, signal: words, min: 10}\n"
				   "  - {reason: long, signal: words, max: 100}\n"
				   "languages:\n"
				   "  zh: {short: off, long: {max: 50}}\n"
				   "  de: {short: {min: 20}}\n";
	static const struct {
		const char *lang;
		double words;
		const char *want;
	} cases[] = {
		{ "en", 9, "short" }, { "zh", 9, "-" }, { "zh-Hant", 9, "-" }, { "zha", 9, "short" }, { NULL, 9, "short" },
		{ "zh", 51, "long" }, { "en", 51, "-" }, { "de", 19, "short" }, { "de", 20, "-" }, { "de", 101, "long" },
	};
	struct rules rules = { .rules = NULL };

	load(&rules, "mine", str_of(text));
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		cr_expect_str_eq(verdict(&rules, "words", cases[i].words, NULL, NULL, cases[i].lang), cases[i].want, "%s %g",
				 cases[i].lang, cases[i].words);
	rules_release(&rules);
	codec_state_release(&codecs);
}

Test(rules, refused)
{
	static const struct {
		const char *text, *want;
	} cases[] = {
		{ "", "set: holds no rules" },
		{ "[]", "set:1:1: needs `rules`: a list of rules" },
		{ "rules: {}", "set:1:1: needs `rules`: a list of rules" },
		{ "rules: [a]", "set:1:9: a rule must be a map with reason and signal or field" },
		{ "rules: []\nx: 1", "set:2:1: unknown key 'x': none of rules languages" },
		{ "rules: [{reason: a}]", "set:1:9: a rule needs a reason, and a signal or a field" },
		{ "rules: [{reason: a, signal: b}]", "set:1:9: a rule about a signal needs a bound: min, max, above or below" },
		{ "rules: [{reason: a, signal: b, min: x}]", "set:1:37: min: needs a number" },
		{ "rules: [{reason: a, signal: b, mni: 1}]", "set:1:32: unknown key 'mni': none of reason signal field min max above below words" },
		{ "rules: [{reason: a, field: b}]", "set:1:9: words: needs a list of words" },
		{ "rules: [{reason: a, signal: b, min: 1}]\nlanguages: {zh: {c: off}}", "set:2:18: no rule has the reason 'c'" },
		{ "rules: [{reason: a, signal: b, min: 1}]\nlanguages: {zh: {a: on}}", "set:2:21: a: needs off, or a map of bounds" },
		/* found by fuzzing */
		{ "rules: []\nlanguages: [{a: off}]", "set:2:12: languages: needs a map of reasons for each language" },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct rules rules = { .rules = NULL };
		struct yaml_file *file = yaml_file_parse("set", str_of(cases[i].text), &err);

		cr_assert(file, "%s", cases[i].text);
		cr_expect_eq(rules_read(&rules, "set", file, &err), -1, "%s", cases[i].text);
		cr_expect_str_eq(err.text, cases[i].want);
		yaml_file_close(file);
		rules_release(&rules);
	}
}
#endif

Test(rules, names_of_the_built_in_sets)
{
	struct buf names = BUF_INIT;

	rules_builtin_names(&names);
	cr_expect_str_eq(buf_cstr(&names), "c4, fineweb, gopher-repetition, gopher, mc4, optout");
	cr_expect_null(rules_builtin("nosuch").at);
	buf_release(&names);
}
