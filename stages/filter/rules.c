#include "filter/rules.h"

#include "base/num.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <xxhash.h>

static const char *own_text(struct rules *rules, const char *text)
{
	rules->texts = mem_grow(rules->texts, (rules->text_count + 1) * sizeof *rules->texts);
	return rules->texts[rules->text_count++] = mem_strdup(text);
}

static const struct yaml_value *map_value(const struct yaml_file *file, const struct yaml_value *map, const char *name)
{
	for (size_t i = 0; i < yaml_count(map); i++) {
		const char *key = yaml_text(yaml_key(file, map, i));

		if (key && strcmp(key, name) == 0)
			return yaml_at(file, map, i);
	}
	return NULL;
}

/* Every key of a map must be one of `names`, which are divided by spaces. */
static int check_keys(const struct yaml_file *file, const struct yaml_value *map, const char *names, struct err *err)
{
	for (size_t i = 0; i < yaml_count(map); i++) {
		const char *key = yaml_text(yaml_key(file, map, i)), *found = key && *key ? strstr(names, key) : NULL;
		size_t len = key ? strlen(key) : 0;

		if (!found || (found > names && found[-1] != ' ') || (found[len] != ' ' && found[len] != '\0'))
			return yaml_fault(file, yaml_key(file, map, i), err, "unknown key '%s': none of %s", key ? key : "?", names);
	}
	return 0;
}

/* A text among the values of a map; *out stays NULL where it is not there. */
static int get_text(struct rules *rules, const struct yaml_file *file, const struct yaml_value *map, const char *name,
		    const char **out, struct err *err)
{
	const struct yaml_value *value = map_value(file, map, name);

	*out = NULL;
	if (!value)
		return 0;
	if (!yaml_text(value) || yaml_is_null(value))
		return yaml_fault(file, value, err, "%s: needs a text", name);
	*out = own_text(rules, yaml_text(value));
	return 0;
}

static int get_bound(const struct yaml_file *file, const struct yaml_value *map, const char *name, double *out,
		     struct err *err)
{
	const struct yaml_value *value = map_value(file, map, name);

	if (!value)
		return 0;
	if (!yaml_text(value) || !num_double(str_of(yaml_text(value)), out))
		return yaml_fault(file, value, err, "%s: needs a number", name);
	return 0;
}

/* The two bounds of a rule. `above` and `below` are `min` and `max` that do not hold themselves. */
static int get_bounds(const struct yaml_file *file, const struct yaml_value *map, struct rule *rule, struct err *err)
{
	double above = NAN, below = NAN;

	if (get_bound(file, map, "min", &rule->min, err) < 0 || get_bound(file, map, "max", &rule->max, err) < 0 ||
	    get_bound(file, map, "above", &above, err) < 0 || get_bound(file, map, "below", &below, err) < 0)
		return -1;
	if (!isnan(above))
		rule->min = nextafter(above, INFINITY);
	if (!isnan(below))
		rule->max = nextafter(below, -INFINITY);
	return 0;
}

static int get_words(struct rules *rules, const struct yaml_file *file, const struct yaml_value *map, struct rule *rule,
		     struct err *err)
{
	const struct yaml_value *list = map_value(file, map, "words");
	size_t count = list && yaml_is_list(list) ? yaml_count(list) : 0;

	if (count == 0)
		return yaml_fault(file, list ? list : map, err, "words: needs a list of words");
	const char **words = mem_zero(count + 1, sizeof *words);
	rules->lists = mem_grow(rules->lists, (rules->list_count + 1) * sizeof *rules->lists);
	rules->lists[rules->list_count++] = words;
	for (size_t i = 0; i < count; i++) {
		const char *word = yaml_text(yaml_item(file, list, i));

		if (!word || !*word)
			return yaml_fault(file, yaml_item(file, list, i), err, "words: needs a list of words");
		words[i] = own_text(rules, word);
	}
	rule->words = words;
	return 0;
}

static unsigned signal_number(struct rules *rules, const char *name)
{
	for (size_t i = 0; i < rules->signal_count; i++)
		if (str_is(rules->signals[i], name))
			return (unsigned)i;
	rules->signals = mem_grow(rules->signals, (rules->signal_count + 1) * sizeof *rules->signals);
	rules->signals[rules->signal_count] = str_of(name);
	return (unsigned)rules->signal_count++;
}

static int add_rule(struct rules *rules, const struct rule *rule, const struct yaml_file *file,
		    const struct yaml_value *value, struct err *err)
{
	if (rules->count == RULES_MAX)
		return yaml_fault(file, value, err, "more than %d rules", RULES_MAX);
	rules->rules = mem_grow(rules->rules, (rules->count + 1) * sizeof *rules->rules);
	rules->rules[rules->count++] = *rule;
	return 0;
}

static int read_rule(struct rules *rules, const char *set, const struct yaml_file *file, const struct yaml_value *map,
		     struct err *err)
{
	struct rule rule = { .set = set, .min = -INFINITY, .max = INFINITY };
	const char *signal;

	if (!yaml_is_map(map))
		return yaml_fault(file, map, err, "a rule must be a map with reason and signal or field");
	if (check_keys(file, map, "reason signal field min max above below words", err) < 0 ||
	    get_text(rules, file, map, "reason", &rule.reason, err) < 0 ||
	    get_text(rules, file, map, "signal", &signal, err) < 0 ||
	    get_text(rules, file, map, "field", &rule.field, err) < 0 ||
	    get_bounds(file, map, &rule, err) < 0)
		return -1;
	if (!rule.reason || !signal == !rule.field)
		return yaml_fault(file, map, err, "a rule needs a reason, and a signal or a field");
	if (signal && rule.min == -INFINITY && rule.max == INFINITY)
		return yaml_fault(file, map, err, "a rule about a signal needs a bound: min, max, above or below");
	if (signal)
		rule.signal = signal_number(rules, signal);
	else if (get_words(rules, file, map, &rule, err) < 0)
		return -1;
	return add_rule(rules, &rule, file, map, err);
}

/* {reason: off} or {reason: {min: ..., max: ...}} for one language. */
static int read_override(struct rules *rules, const char *set, const struct yaml_file *file, const char *lang,
			 const struct yaml_value *key, const struct yaml_value *value, struct err *err)
{
	const char *reason = yaml_text(key), *text = yaml_text(value);
	struct rule rule = { .reason = NULL };

	for (size_t i = 0; reason && i < rules->count; i++) {
		struct rule *general = &rules->rules[i];

		if (general->lang || general->set != set || strcmp(general->reason, reason) != 0)
			continue;
		rule = *general;
		general->varies = true;
	}
	if (!rule.reason)
		return yaml_fault(file, key, err, "no rule has the reason '%s'", reason ? reason : "?");
	rule.lang = lang;
	rule.off = text && strcmp(text, "off") == 0;
	if (!rule.off) {
		if (!yaml_is_map(value) || rule.field)
			return yaml_fault(file, value, err, "%s: needs off, or a map of bounds", reason);
		if (check_keys(file, value, "min max above below", err) < 0 || get_bounds(file, value, &rule, err) < 0)
			return -1;
	}
	return add_rule(rules, &rule, file, value, err);
}

static int read_languages(struct rules *rules, const char *set, const struct yaml_file *file,
			  const struct yaml_value *languages, struct err *err)
{
	if (!yaml_is_map(languages))
		return yaml_fault(file, languages, err, "languages: needs a map of reasons for each language");
	for (size_t i = 0; i < yaml_count(languages); i++) {
		const struct yaml_value *key = yaml_key(file, languages, i), *map = yaml_at(file, languages, i);

		if (!yaml_text(key) || !yaml_is_map(map))
			return yaml_fault(file, key, err, "languages: needs a map of reasons for each language");
		const char *lang = own_text(rules, yaml_text(key));
		for (size_t k = 0; k < yaml_count(map); k++)
			if (read_override(rules, set, file, lang, yaml_key(file, map, k), yaml_at(file, map, k), err) < 0)
				return -1;
	}
	return 0;
}

int rules_read(struct rules *rules, const char *set, const struct yaml_file *file, struct err *err)
{
	const struct yaml_value *root = yaml_file_root(file);
	const struct yaml_value *list = root && yaml_is_map(root) ? map_value(file, root, "rules") : NULL;
	const struct yaml_value *languages = list ? map_value(file, root, "languages") : NULL;

	if (!list || !yaml_is_list(list))
		return root ? yaml_fault(file, root, err, "needs `rules`: a list of rules") :
			      err_set(err, EXIT_MISMATCH, "%s: holds no rules", set);
	if (check_keys(file, root, "rules languages", err) < 0)
		return -1;
	set = own_text(rules, set);
	for (size_t i = 0; i < yaml_count(list); i++)
		if (read_rule(rules, set, file, yaml_item(file, list, i), err) < 0)
			return -1;
	return languages ? read_languages(rules, set, file, languages, err) : 0;
}

/* Where a name is in the table, or the free place that it would take. */
static size_t place_of(const struct rules *rules, struct str name)
{
	size_t at = (size_t)XXH3_64bits(name.at, name.len) & rules->mask;

	while (rules->table[at] != 0 && !str_eq(rules->signals[rules->table[at] - 1], name))
		at = (at + 1) & rules->mask;
	return at;
}

void rules_finish(struct rules *rules)
{
	size_t size = 64;

	while (size < rules->signal_count * 4)
		size *= 2;
	rules->table = mem_zero(size, sizeof *rules->table);
	rules->mask = size - 1;
	for (size_t i = 0; i < rules->signal_count; i++)
		rules->table[place_of(rules, rules->signals[i])] = (uint16_t)(i + 1);
}

void rules_release(struct rules *rules)
{
	for (size_t i = 0; i < rules->text_count; i++)
		free(rules->texts[i]);
	for (size_t i = 0; i < rules->list_count; i++)
		free(rules->lists[i]);
	free(rules->rules);
	free(rules->signals);
	free(rules->table);
	free(rules->texts);
	free(rules->lists);
	*rules = (struct rules){ .rules = NULL };
}

/* The signals that rules ask for; those that the record does not have are NAN. */
static bool read_signals(const struct rules *rules, const struct record *record, double *values)
{
	struct cursor cursor;
	struct value map, key, value;
	struct str packed;

	for (size_t i = 0; i < rules->signal_count; i++)
		values[i] = (double)NAN;
	if (!record_value(record, FIELD_SIGNALS, &packed))
		return false;
	cursor = cursor_of(packed);
	if (!cursor_expect(&cursor, VALUE_MAP, &map))
		return false;
	for (uint32_t n = map.count; n > 0; n--) {
		if (!cursor_expect(&cursor, VALUE_STR, &key))
			return false;
		struct cursor before = cursor;
		unsigned number = rules->table[place_of(rules, key.bytes)];

		if (!cursor_next(&cursor, &value))
			return false;
		if (value.type == VALUE_LIST || value.type == VALUE_MAP) {
			cursor = before;
			if (!cursor_skip(&cursor, NULL))
				return false;
		} else if (number > 0 && value.type == VALUE_FLOAT) {
			values[number - 1] = value.number;
		} else if (number > 0 && value.type == VALUE_INT) {
			values[number - 1] = (double)value.integer;
		}
	}
	return true;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '-';
}

static bool holds_word(struct str text, const char *const *words)
{
	for (size_t i = 0; i < text.len;) {
		size_t len = 0;

		while (i + len < text.len && is_word(text.at[i + len]))
			len++;
		for (const char *const *w = words; len > 0 && *w; w++)
			if (str_eq_nocase(str_from(text.at + i, len), str_of(*w)))
				return true;
		i += len + 1;
	}
	return false;
}

static bool fails(const struct rule *rule, const struct record *record, const double *values)
{
	if (rule->off)
		return false;
	if (rule->field)
		return holds_word(record_get(record, rule->field), rule->words);
	/* False for NAN: what is not known fails nothing. */
	return values[rule->signal] < rule->min || values[rule->signal] > rule->max;
}

/* "zh" is for "zh" and "zh-Hant". */
static bool for_language(const struct rule *rule, struct str lang)
{
	size_t len = strlen(rule->lang);

	return lang.len >= len && str_eq_nocase(str_from(lang.at, len), str_of(rule->lang)) &&
	       (lang.len == len || lang.at[len] == '-');
}

/* The rule that stands in for `rule` for this language, or itself. */
static const struct rule *of_language(const struct rules *rules, const struct rule *rule, struct str lang)
{
	for (size_t i = 0; lang.len > 0 && i < rules->count; i++) {
		const struct rule *other = &rules->rules[i];

		if (other->lang && other->set == rule->set && strcmp(other->reason, rule->reason) == 0 &&
		    for_language(other, lang))
			return other;
	}
	return rule;
}

const struct rule *rules_test(const struct rules *rules, const struct record *record, double *values, bool *unchecked)
{
	struct str lang = record_get(record, FIELD_LANG);

	*unchecked = rules->signal_count > 0 && !read_signals(rules, record, values);
	for (size_t i = 0; i < rules->count; i++) {
		const struct rule *rule = &rules->rules[i];

		if (rule->lang)
			continue;
		if (fails(rule->varies ? of_language(rules, rule, lang) : rule, record, values))
			return rule;
	}
	return NULL;
}
