#include "extract/html_feature.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#define ROW(NAME) html_feature_row(f, HTML_F_##NAME)

void html_groups_release(struct html_groups *groups)
{
	free(groups->groups);
	free(groups->places);
	free(groups->first_word);
	buf_release(&groups->words);
	memset(groups, 0, sizeof *groups);
}

/* The first word of the class, without the numbers that make it the element's own. */
static uint32_t shape_of(const struct html_page *page, uint32_t node)
{
	struct str class = html_attr(&page->tree, node, HTML_ATTR_CLASS);
	uint32_t hash = page->tree.nodes[node].parent * 0x9e3779b1u + page->tree.nodes[node].tag;
	size_t i = 0;

	while (i < class.len && class.at[i] == ' ')
		i++;
	for (; i < class.len && class.at[i] != ' '; i++)
		if (class.at[i] < '0' || class.at[i] > '9')
			hash = (hash ^ (unsigned char)class.at[i]) * 0x01000193u;
	return (hash ^ hash >> 15) | 1;
}

static bool is_item(const struct html_page *page, uint32_t node)
{
	enum html_tag tag = page->tree.nodes[node].tag;

	return (html_tag_is[tag] & HTML_BLOCK) && tag != HTML_TAG_P && tag != HTML_TAG_TD && tag != HTML_TAG_TH &&
	       !(tag >= HTML_TAG_H1 && tag <= HTML_TAG_H6);
}

static void count_groups(struct html_features *f, const struct html_page *page)
{
	struct html_groups *g = &f->groups;

	memset(g->groups, 0, g->slots * sizeof *g->groups);
	for (uint32_t node = page->tree.body; node && node < page->tree.count; node++) {
		const struct html_element *e = &page->elements[node];

		if (page->tree.nodes[node].is_text || e->end_block <= e->first_block || !is_item(page, node))
			continue;
		uint32_t hash = shape_of(page, node), at = hash & (g->slots - 1);
		while (g->groups[at].hash && g->groups[at].hash != hash)
			at = (at + 1) & (g->slots - 1);
		struct html_group *group = &g->groups[at];
		group->hash = hash;
		g->places[node].slot = at;
		g->places[node].index = group->count++;
		group->chars += f->sums.chars[e->end_block] - f->sums.chars[e->first_block];
		group->link_chars += f->sums.link_chars[e->end_block] - f->sums.link_chars[e->first_block];
	}
}

/* 1 + the kind of section that the element's first block names; 0: none. What holds the title is
 * no section of its kind. */
static uint8_t opener_of(const struct html_features *f, const struct html_page *page, const struct html_element *e)
{
	const uint32_t kinds = 1u << HTML_PHRASE_RELATED | 1u << HTML_PHRASE_COMMENT | 1u << HTML_PHRASE_SUBSCRIBE |
			       1u << HTML_PHRASE_RIGHTS | 1u << HTML_PHRASE_COOKIE | 1u << HTML_PHRASE_AD |
			       1u << HTML_PHRASE_CONTACT | 1u << HTML_PHRASE_DONATE | 1u << HTML_PHRASE_TOC;
	uint32_t named = f->hits[e->first_block].start & kinds;
	bool titled = f->groups.title >= e->first_block && f->groups.title < e->end_block;

	if (e->end_block - e->first_block < 2 || page->blocks[e->first_block].words > 8 || !named || titled)
		return 0;
	return (uint8_t)(1 + __builtin_ctz(named));
}

static void hand_down(struct html_features *f, const struct html_page *page)
{
	struct html_groups *g = &f->groups;

	for (uint32_t node = page->tree.body; node && node < page->tree.count; node++) {
		const struct html_element *e = &page->elements[node];
		struct html_place *place = &g->places[node];
		const struct html_place *up = &g->places[page->tree.nodes[node].parent];

		if (page->tree.nodes[node].is_text || e->end_block <= e->first_block)
			continue;
		place->outer = up->outer;
		place->inner = up->inner;
		place->article = up->article;
		place->opener = up->opener;
		place->opener_depth = up->opener_depth;
		if (page->tree.nodes[node].tag == HTML_TAG_ARTICLE)
			place->article = node;
		if (is_item(page, node) && g->groups[place->slot].count >= 3) {
			place->outer = place->outer ? place->outer : node;
			place->inner = node;
		}
		uint8_t opener = opener_of(f, page, e);
		if (opener) {
			place->opener = opener;
			place->opener_depth = html_least(e->depth, 60);
		}
	}
}

static void set_group(struct html_features *f, const struct html_page *page, uint32_t node, unsigned row, uint32_t i)
{
	const struct html_element *e = &page->elements[node];
	const struct html_group *group = &f->groups.groups[f->groups.places[node].slot];
	uint32_t chars = f->sums.chars[e->end_block] - f->sums.chars[e->first_block];

	html_feature_row(f, row)[i] = node ? html_scale(group->count) : 0;
	html_feature_row(f, row + 1)[i] = node ? html_scale(f->groups.places[node].index) : 0;
	html_feature_row(f, row + 2)[i] = node ? html_scale(chars) : 0;
	html_feature_row(f, row + 3)[i] = node ? html_share(chars, group->chars) : 0;
	html_feature_row(f, row + 4)[i] = node ? html_share(group->chars, f->sums.chars[page->block_count]) : 0;
	html_feature_row(f, row + 5)[i] = node ? html_share(group->link_chars, group->chars) : 0;
}

/* A short line with a year in it: over a post, a comment, a teaser. */
static bool is_date_line(const struct html_page *page, const struct html_block *b)
{
	if (b->words > 14 || b->digits < 4)
		return false;
	struct str text = html_block_text(page, b);
	for (size_t k = 0; k + 4 <= text.len; k++)
		if ((text.at[k] == '2' && text.at[k + 1] == '0') || (text.at[k] == '1' && text.at[k + 1] == '9'))
			if (text.at[k + 2] >= '0' && text.at[k + 2] <= '9' && text.at[k + 3] >= '0' && text.at[k + 3] <= '9')
				return true;
	return false;
}

static void date_lines(struct html_features *f, const struct html_page *page)
{
	uint32_t n = page->block_count, count = 0;
	int64_t last = -1;

	for (uint32_t i = 0; i < n; i++) {
		ROW(SINCE_DATE)[i] = last < 0 ? 255 : html_scale((uint32_t)(i - last));
		ROW(DATES_BEFORE)[i] = html_least(count, 40);
		if (is_date_line(page, &page->blocks[i])) {
			last = i;
			count++;
		}
	}
	last = -1;
	for (uint32_t i = n; i-- > 0;) {
		ROW(TO_DATE)[i] = last < 0 ? 255 : html_scale((uint32_t)(last - i));
		ROW(DATES_AFTER)[i] = html_least(count - ROW(DATES_BEFORE)[i], 40);
		if (is_date_line(page, &page->blocks[i]))
			last = i;
	}
}

static const uint16_t *words_of(const struct html_groups *g, uint32_t i, uint32_t *count)
{
	*count = g->first_word[i + 1] - g->first_word[i];
	return (const uint16_t *)(const void *)g->words.data + g->first_word[i];
}

/* How many of a block's long words stand in other paragraphs of the best candidate. */
static void topics(struct html_features *f, const struct html_page *page)
{
	const struct html_element *best = &page->elements[f->found.best];
	struct html_groups *g = &f->groups;
	uint32_t count;

	html_groups_next_block(g, page->block_count);
	memset(g->topic, 0, sizeof g->topic);
	for (uint32_t i = best->first_block; i < best->end_block && i < page->block_count; i++) {
		const uint16_t *words = words_of(g, i, &count);

		for (uint32_t k = 0; html_is_paragraph(&page->blocks[i]) && k < count; k++)
			g->topic[words[k]] = (uint8_t)(g->topic[words[k]] + (g->topic[words[k]] < 255));
	}
	for (uint32_t i = 0; i < page->block_count; i++) {
		const uint16_t *words = words_of(g, i, &count);
		bool own = i >= best->first_block && i < best->end_block && html_is_paragraph(&page->blocks[i]);
		uint32_t found = 0;

		for (uint32_t k = 0; k < count; k++)
			found += g->topic[words[k]] > own;
		ROW(TOPIC)[i] = (uint8_t)(count ? 1 + html_share(found, count) * 254 / 255 : 0);
		ROW(LONG_WORDS)[i] = html_least(count, 60);
	}
}

/* The heading that is the title: the first of level 1, else of level 2. A linked one leads to
 * the page from a list of others. */
static uint32_t title_block(const struct html_features *f, const struct html_page *page)
{
	uint32_t second = UINT32_MAX;

	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *b = &page->blocks[i];

		if (b->words < 2 || b->link_chars * 2 > b->chars || ROW(TITLE_SHARE)[i] <= 150)
			continue;
		if (b->level == 1)
			return i;
		if (b->level == 2 && second == UINT32_MAX)
			second = i;
	}
	return second;
}

void html_groups_next_block(struct html_groups *g, uint32_t block)
{
	g->first_word[block] = (uint32_t)(g->words.len / sizeof(uint16_t));
}

void html_groups_begin(struct html_groups *g, const struct html_page *page)
{
	buf_reset(&g->words);
	if (!g->first_word || g->block_cap <= page->block_count) {
		free(g->first_word);
		g->block_cap = page->block_cap + 1;
		g->first_word = mem_alloc(g->block_cap * sizeof *g->first_word);
	}
	if (!g->places || g->place_cap < page->tree.count) {
		free(g->places);
		g->place_cap = page->tree.cap;
		g->places = mem_alloc(g->place_cap * sizeof *g->places);
	}
	for (g->slots = 256; g->slots < page->tree.count;)
		g->slots *= 2;
	if (g->slot_cap < g->slots) {
		free(g->groups);
		g->slot_cap = g->slots;
		g->groups = mem_alloc(g->slot_cap * sizeof *g->groups);
	}
}

void html_groups_find(struct html_features *f, const struct html_page *page)
{
	struct html_groups *g = &f->groups;

	memset(g->places, 0, page->tree.count * sizeof *g->places);
	g->title = title_block(f, page);
	count_groups(f, page);
	hand_down(f, page);
}

void html_groups_fill(struct html_features *f, const struct html_page *page)
{
	struct html_groups *g = &f->groups;
	uint32_t title = g->title, heading_links = 0, heading_title = 0;

	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *b = &page->blocks[i];
		const struct html_place *place = &g->places[b->node];
		const struct html_element *article = &page->elements[place->article];

		set_group(f, page, place->outer, HTML_F_OUTER_COUNT, i);
		set_group(f, page, place->inner, HTML_F_INNER_COUNT, i);
		ROW(ARTICLE_TITLE)[i] = !place->article ? 0 : title >= article->first_block && title < article->end_block ? 2 : 1;
		ROW(ARTICLE_CHARS)[i] = place->article ? html_scale(f->sums.chars[article->end_block] - f->sums.chars[article->first_block]) : 0;
		ROW(OPENER)[i] = place->opener;
		ROW(OPENER_UP)[i] = place->opener ? html_least(page->elements[b->node].depth - place->opener_depth + 1u, 40) : 0;
		ROW(HEAD_LINKS)[i] = (uint8_t)heading_links;
		ROW(HEAD_TITLE)[i] = (uint8_t)heading_title;
		if (b->kind == HTML_KIND_HEADING) {
			heading_links = html_share(b->link_chars, b->chars);
			heading_title = ROW(TITLE_SHARE)[i];
		}
	}
	date_lines(f, page);
	topics(f, page);
}
