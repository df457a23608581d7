#include "store/identity.h"

/* A recipe is "ingest/1 root=/data | extract/2 keep-body=yes": stages divided by " | ", each
 * with its version and its options that are not at their default. */
struct part {
	struct str name, version, options;
};

static struct str take_until(struct str *rest, struct str divider)
{
	ptrdiff_t at = str_find(*rest, divider);
	struct str taken = { rest->at, at < 0 ? rest->len : (size_t)at };
	size_t step = at < 0 ? rest->len : taken.len + divider.len;

	rest->at += step;
	rest->len -= step;
	return taken;
}

static struct part take_part(struct str *rest)
{
	struct part part;

	part.options = take_until(rest, STR(" | "));
	part.version = take_until(&part.options, STR(" "));
	part.name = take_until(&part.version, STR("/"));
	return part;
}

static bool find_option(struct str options, struct str name, struct str *value)
{
	while (options.len > 0) {
		struct str word = take_until(&options, STR(" "));

		if (str_eq(take_until(&word, STR("=")), name)) {
			*value = word;
			return true;
		}
	}
	return false;
}

static bool is_flag(struct str value)
{
	return str_is(value, "yes") || str_is(value, "no");
}

/* An option that one side lacks is at its default there: for a flag the opposite. */
static void add_value(struct buf *out, bool given, struct str value, struct str other)
{
	if (given && is_flag(value))
		buf_add_text(out, str_is(value, "yes") ? "on" : "off");
	else if (given)
		buf_add_str(out, value);
	else if (is_flag(other))
		buf_add_text(out, str_is(other, "yes") ? "off" : "on");
	else
		buf_add_text(out, "the default");
}

static void add_change(struct buf *out, size_t start, struct str stage, struct str option, const struct str *before,
		       const struct str *now)
{
	struct str none = STR("");

	buf_addf(out, "%s%.*s: --%.*s was ", out->len > start ? "; " : "", STR_ARG(stage), STR_ARG(option));
	add_value(out, before != NULL, before ? *before : none, now ? *now : none);
	buf_add_text(out, ", is ");
	add_value(out, now != NULL, now ? *now : none, before ? *before : none);
}

static void compare_options(struct str stage, struct str before, struct str now, size_t start, struct buf *out)
{
	struct str value, rest = before;

	while (rest.len > 0) {
		struct str word = take_until(&rest, STR(" ")), name = take_until(&word, STR("="));

		if (!find_option(now, name, &value))
			add_change(out, start, stage, name, &word, NULL);
		else if (!str_eq(value, word))
			add_change(out, start, stage, name, &word, &value);
	}
	for (rest = now; rest.len > 0;) {
		struct str word = take_until(&rest, STR(" ")), name = take_until(&word, STR("="));

		if (!find_option(before, name, &value))
			add_change(out, start, stage, name, NULL, &word);
	}
}

static void add_chain(struct buf *out, struct str recipe)
{
	for (const char *divider = ""; recipe.len > 0; divider = " | ") {
		struct part part = take_part(&recipe);

		buf_addf(out, "%s%.*s", divider, STR_ARG(part.name));
	}
}

static bool same_chain(struct str before, struct str now)
{
	while (before.len > 0 && now.len > 0)
		if (!str_eq(take_part(&before).name, take_part(&now).name))
			return false;
	return before.len == now.len;
}

void identity_recipe(struct str before, struct str now, struct buf *out)
{
	size_t start = out->len;
	struct str rest = before, other = now;

	if (!before.at) {
		buf_add_text(out, "it was made by another recipe");
		return;
	}
	if (!same_chain(before, now)) {
		buf_add_text(out, "the chain was ");
		add_chain(out, before);
		buf_add_text(out, ", is ");
		add_chain(out, now);
		return;
	}
	while (rest.len > 0 && other.len > 0) {
		struct part a = take_part(&rest), b = take_part(&other);

		if (!str_eq(a.version, b.version))
			buf_addf(out, "%s%.*s: its version was %.*s, is %.*s", out->len > start ? "; " : "",
				 STR_ARG(a.name), STR_ARG(a.version), STR_ARG(b.version));
		compare_options(a.name, a.options, b.options, start, out);
	}
}

void identity_explain(const struct known *known, const struct frame_head *head, struct str recipe_before,
		      struct str recipe_now, struct str source, struct buf *out)
{
	if (source.at)
		buf_addf(out, "%.*s: ", STR_ARG(source));
	if (known->recipe != head->recipe)
		identity_recipe(recipe_before, recipe_now, out);
	else if (known->final && known->src_begin == head->src_begin && head->src_end > known->src_end)
		buf_add_text(out, "the file has grown since it was stored: leat-ingest --grown continue --state DIR "
				  "adds what is new");
	else
		buf_add_text(out, "the file has changed since it was stored");
}
