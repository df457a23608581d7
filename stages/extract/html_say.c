#include "extract/html_say.h"
#include "extract/html_weights.h"
#include "text/url.h"

#include <string.h>

struct saying {
	struct html_result *result;
	const struct html_meta *meta;
	struct arena *arena;
	struct buf *work;
	struct str base; /* what relative addresses are relative to */
};

/* The claim to believe, or NULL. */
static const struct html_claim *choose(struct html_pick *pick, const struct html_pick_view *view, enum html_pick_field field)
{
	const struct html_claims *claims = html_pick_claims(view->meta, field);
	const struct html_model *model = &html_pick_models[field];
	const struct html_claim *best = NULL;
	int32_t score = html_pick_least[field];

	html_pick_fill(pick, view, field);
	html_model_score(model, pick->rows[0], HTML_CLAIMS_MAX, claims->count, pick->scores);
	for (uint32_t i = 0; i < claims->count; i++) {
		if (claims->list[i].modified || pick->scores[i] <= score)
			continue;
		score = pick->scores[i];
		best = &claims->list[i];
	}
	return best;
}

/* An attribute's value, decoded; absent if nothing is left. */
static struct str decoded(struct saying *s, struct str raw)
{
	enum { VALUE_MAX = 4000 };

	if (raw.len == 0)
		return STR_NONE;
	raw.len = raw.len < VALUE_MAX ? raw.len : VALUE_MAX;
	while (raw.len > 0 && raw.len == VALUE_MAX && ((unsigned char)raw.at[raw.len] & 0xc0) == 0x80)
		raw.len--;
	buf_reset(s->work);
	html_collapse(raw, HTML_RCDATA, s->work);
	return s->work->len > 0 ? arena_copy(s->arena, buf_str(s->work)) : STR_NONE;
}

static struct str decoded_json(struct saying *s, struct str raw)
{
	if (raw.len == 0)
		return STR_NONE;
	buf_reset(s->work);
	html_json_decode(raw, s->work);
	struct str plain = arena_copy(s->arena, buf_str(s->work));
	return decoded(s, plain);
}

static struct str either(struct saying *s, struct str attr, struct str json)
{
	struct str value = decoded(s, attr);

	return value.at ? value : decoded_json(s, json);
}

static struct str date_text(struct saying *s, const struct html_claim *claim)
{
	struct str time = html_claim_text(s->meta, claim);

	buf_reset(s->work);
	buf_addf(s->work, "%04u-%02u-%02u", claim->day.year, claim->day.month, claim->day.day);
	/* A time without its zone is no instant: the day alone is said. */
	bool zone = time.len >= 6 && (time.at[time.len - 1] == 'Z' || time.at[time.len - 6] == '+' || time.at[time.len - 6] == '-');
	if (zone) {
		buf_add_byte(s->work, 'T');
		buf_add_str(s->work, time);
	}
	return arena_copy(s->arena, buf_str(s->work));
}

static const char *source_name(enum html_source source)
{
	switch (source) {
	case HTML_FROM_JSONLD:
	case HTML_FROM_JSONLD_CREATED:
		return "jsonld";
	case HTML_FROM_META:
	case HTML_FROM_META_WEAK:
		return "meta";
	case HTML_FROM_PROP:
		return "microdata";
	case HTML_FROM_TIME_MARKED:
	case HTML_FROM_TIME:
		return "time";
	case HTML_FROM_URL:
	case HTML_FROM_IMAGE:
		return "url";
	case HTML_FROM_CLASS:
		return "class";
	default:
		return "text";
	}
}

/* Of the claims to the same day, the one that also says the time, else the most trusted. */
static const struct html_claim *fullest(const struct html_claims *dates, const struct html_claim *chosen)
{
	const struct html_claim *best = chosen;

	for (uint32_t i = 0; i < dates->count; i++) {
		const struct html_claim *claim = &dates->list[i];

		if (claim->modified || html_day_number(claim->day) != html_day_number(chosen->day))
			continue;
		if (claim->len > 0 ? best->len == 0 || claim->source < best->source
				   : best->len == 0 && claim->source < best->source)
			best = claim;
	}
	return best;
}

/* Where a date of change stands, by its element. */
static const char *place_name(const struct html_tree *tree, const struct html_claim *claim)
{
	if (claim->has_block)
		return "text";
	if (!claim->node)
		return "jsonld";
	if (html_attr(tree, claim->node, HTML_ATTR_ITEMPROP).at)
		return "microdata";
	return tree->nodes[claim->node].tag == HTML_TAG_META ? "meta" : "time";
}

static void say_dates(struct saying *s, const struct html_pick_view *view, const struct html_claim *published)
{
	const struct html_claims *dates = &s->meta->dates;
	const struct html_claim *last = NULL;

	if (published) {
		published = fullest(dates, published);
		s->result->published = date_text(s, published);
		s->result->published_from = source_name((enum html_source)published->source);
	}
	for (uint32_t i = 0; i < dates->count; i++) {
		const struct html_claim *claim = &dates->list[i];

		if (claim->modified && (!last || html_day_number(claim->day) > html_day_number(last->day)))
			last = claim;
	}
	if (!last || (published && html_day_number(last->day) < html_day_number(published->day)))
		return;
	s->result->modified = date_text(s, last);
	s->result->modified_from = place_name(&view->page->tree, last);
}

/* Directives in small letters, each once, a comma between. */
static void say_robots(struct saying *s)
{
	struct buf *work = s->work;

	buf_reset(work);
	for (uint32_t i = 0; i < s->meta->robots_count; i++) {
		struct str rest = s->meta->robots[i];

		while (rest.len > 0 && work->len < 400) {
			const char *comma = memchr(rest.at, ',', rest.len);
			size_t len = comma ? (size_t)(comma - rest.at) : rest.len;
			struct str word = str_trim(str_from(rest.at, len));
			size_t from = work->len + (work->len > 0);

			rest = str_from(rest.at + len + (comma != NULL), rest.len - len - (comma != NULL));
			if (word.len == 0 || word.len > 60)
				continue;
			buf_add_text(work, work->len > 0 ? "," : "");
			for (size_t k = 0; k < word.len; k++)
				buf_add_byte(work, (char)(word.at[k] >= 'A' && word.at[k] <= 'Z' ? word.at[k] + 32 : word.at[k]));
			struct str before = str_from(work->data, from > 0 ? from - 1 : 0);
			ptrdiff_t seen = str_find(before, str_from(work->data + from, work->len - from));
			if (seen >= 0)
				work->len = before.len;
		}
	}
	if (work->len > 0)
		s->result->robots = arena_copy(s->arena, buf_str(work));
}

static void say_tdm(struct saying *s)
{
	struct str value = decoded(s, s->meta->tdm), policy = decoded(s, s->meta->tdm_policy);

	if (!value.at)
		return;
	buf_reset(s->work);
	buf_add_str(s->work, value);
	if (policy.at) {
		buf_add_byte(s->work, ' ');
		buf_add_str(s->work, policy);
	}
	s->result->tdm = arena_copy(s->arena, buf_str(s->work));
}

static void add_category(struct saying *s, struct str *list, struct str name)
{
	if (!name.at || name.len > 200 || s->result->category_count == HTML_CATEGORIES_MAX)
		return;
	for (size_t i = 0; i < s->result->category_count; i++)
		if (str_eq_nocase(list[i], name))
			return;
	list[s->result->category_count++] = name;
}

/* Section, tags and keywords. */
static void say_categories(struct saying *s)
{
	struct str *list = arena_alloc(s->arena, HTML_CATEGORIES_MAX * sizeof *list);
	struct str keywords = decoded(s, s->meta->keywords);

	add_category(s, list, either(s, s->meta->section, s->meta->ld.section));
	for (uint32_t i = 0; i < s->meta->tag_count; i++)
		add_category(s, list, decoded(s, s->meta->tags[i]));
	while (keywords.len > 0) {
		const char *comma = memchr(keywords.at, ',', keywords.len);
		size_t len = comma ? (size_t)(comma - keywords.at) : keywords.len;
		struct str word = str_trim(str_from(keywords.at, len));

		if (word.len > 0)
			add_category(s, list, word);
		keywords = str_from(keywords.at + len + (comma != NULL), keywords.len - len - (comma != NULL));
	}
	s->result->categories = list;
}

/* What relative addresses on the page are relative to. */
static struct str base_of(struct saying *s)
{
	struct str base = decoded(s, s->meta->base);

	buf_reset(s->work);
	if (!base.at || !url_resolve(s->meta->url, base, s->work))
		return s->meta->url;
	return arena_copy(s->arena, buf_str(s->work));
}

/* An address, made absolute where it can be. */
static struct str absolute(struct saying *s, struct str address)
{
	buf_reset(s->work);
	if (!address.at || !url_resolve(s->base, address, s->work))
		return address;
	return arena_copy(s->arena, buf_str(s->work));
}

static void say_alternates(struct saying *s)
{
	uint32_t count = s->meta->alternate_count;
	struct html_alternate *list = arena_alloc(s->arena, (count + 1) * sizeof *list);

	for (uint32_t i = 0; i < count; i++) {
		struct html_alternate *next = &list[s->result->alternate_count];

		next->lang = decoded(s, s->meta->alternates[i].lang);
		next->url = absolute(s, decoded(s, s->meta->alternates[i].url));
		s->result->alternate_count += next->lang.at && next->url.at;
	}
	s->result->alternates = list;
}

void html_say(struct html_result *result, const struct html_pick_view *view, struct html_pick *pick,
	      struct arena *arena, struct buf *work)
{
	const struct html_meta *meta = view->meta;
	const struct html_tree *tree = &view->page->tree;
	struct saying s = { result, meta, arena, work, STR_NONE };
	const struct html_claim *claim = choose(pick, view, HTML_PICK_TITLE);

	if (claim)
		result->title = html_claim_text(meta, claim);
	claim = choose(pick, view, HTML_PICK_AUTHOR);
	if (claim)
		result->author = html_claim_text(meta, claim);
	say_dates(&s, view, choose(pick, view, HTML_PICK_DATE));
	result->site = either(&s, meta->site, meta->ld.publisher);
	result->description = either(&s, meta->description, meta->ld.description);
	s.base = base_of(&s);
	result->image = absolute(&s, either(&s, meta->image, meta->ld.image));
	result->license = either(&s, meta->license, meta->ld.license);
	result->canonical = absolute(&s, decoded(&s, meta->canonical));
	struct str lang = tree->html ? html_attr(tree, tree->html, HTML_ATTR_LANG) : STR_NONE;
	if (tree->html && lang.len == 0)
		lang = html_attr(tree, tree->html, HTML_ATTR_XML_LANG);
	result->lang = either(&s, lang.len > 0 ? lang : meta->lang, meta->ld.lang);
	say_robots(&s);
	say_tdm(&s);
	say_categories(&s);
	say_alternates(&s);
}
