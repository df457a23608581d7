#include "extract/html_feature.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

uint8_t html_scale(uint32_t x)
{
	if (x == UINT32_MAX)
		return 255;
	x++;
	unsigned log = 31 - (unsigned)__builtin_clz(x);
	unsigned part = log >= 3 ? x >> (log - 3) & 7 : x << (3 - log) & 7;

	return (uint8_t)(8 * log + part > 255 ? 255 : 8 * log + part);
}

#define ROW(NAME) html_feature_row(f, HTML_F_##NAME)

/* What kind of character begins or ends a text. */
static uint8_t sort_of(uint32_t c)
{
	if (c >= 'a' && c <= 'z')
		return 1;
	if (c >= 'A' && c <= 'Z')
		return 2;
	if (c >= '0' && c <= '9')
		return 3;
	switch (c) {
	case '.':
	case 0x3002:
		return 10;
	case '!':
	case '?':
	case 0xff01:
	case 0xff1f:
		return 9;
	case ':':
	case 0xff1a:
		return 5;
	case 0x2026:
		return 7;
	case '"':
	case '\'':
	case 0x201d:
	case 0x201c:
	case 0x2019:
	case 0x2018:
	case 0xab:
	case 0xbb:
	case 0x201e:
	case 0x300c:
	case 0x300d:
		return 8;
	case '-':
	case 0x2013:
	case 0x2014:
	case '@':
		return 13;
	case '(':
	case '[':
	case 0xa9:
		return 14;
	case ')':
	case ']':
		return 6;
	case ',':
	case ';':
		return 4;
	default:
		return c < 0x80 || (c >= 0x2000 && c < 0x2c00) ? 12 : 11;
	}
}

static void add_words(struct str text, uint64_t bits[16])
{
	const char *at = text.at, *end = text.at + text.len;

	for (uint32_t word; (word = html_next_word(&at, end)) != 0;)
		bits[word >> 28] |= (uint64_t)1 << (word >> 22 & 63);
}

/* Words of the title and of the description that the page gives itself. */
static void read_titles(struct html_features *f, const struct html_page *page)
{
	const struct html_tree *tree = &page->tree;

	memset(f->title, 0, sizeof f->title);
	memset(f->blurb, 0, sizeof f->blurb);
	for (uint32_t node = tree->head; node; node = html_next(tree, node, tree->head)) {
		buf_reset(&f->words);
		if (tree->nodes[node].tag == HTML_TAG_TITLE) {
			html_text(tree, node, 1000, &f->words);
			add_words(buf_str(&f->words), f->title);
			continue;
		}
		if (tree->nodes[node].tag != HTML_TAG_META)
			continue;
		struct str name = html_attr(tree, node, HTML_ATTR_PROPERTY);
		if (!name.at)
			name = html_attr(tree, node, HTML_ATTR_NAME);
		bool title = str_is(name, "og:title");
		if (!title && !str_eq_nocase(name, STR("description")) && !str_is(name, "og:description"))
			continue;
		struct str content = html_attr(tree, node, HTML_ATTR_CONTENT);
		content.len = content.len < 2000 ? content.len : 2000;
		html_collapse(content, HTML_RCDATA, &f->words);
		add_words(buf_str(&f->words), title ? f->title : f->blurb);
	}
}

static uint32_t pair_of(uint32_t before, uint32_t word)
{
	return (before ^ word) * 0xc2b2ae35u;
}

/* What the page gives as the text of its article tells where that is; it is often cut short,
 * or without its paragraphs, and so not the text itself. */
static void read_body(struct html_features *f, struct str json)
{
	enum { BODY_MIN = 200 };
	uint32_t before = 0;

	f->has_body = json.len >= BODY_MIN;
	if (!f->has_body)
		return;
	memset(f->body, 0, sizeof f->body);
	buf_reset(&f->words);
	html_json_decode(json, &f->words);
	const char *at = f->words.data, *end = at + f->words.len;
	for (uint32_t word; (word = html_next_word(&at, end)) != 0; before = word) {
		uint32_t pair = pair_of(before, word);

		f->body[pair >> 23] |= (uint64_t)1 << (pair >> 17 & 63);
	}
}

enum { WORDS_MAX = 60 };

/* 0 without a body; else 1, and more the more of the first words stand in it. */
static uint8_t body_share(const struct html_features *f, const uint32_t *words, unsigned count)
{
	uint32_t found = 0;

	if (!f->has_body)
		return 0;
	for (unsigned k = 1; k < count; k++) {
		uint32_t pair = pair_of(words[k - 1], words[k]);

		found += (uint32_t)(f->body[pair >> 23] >> (pair >> 17 & 63) & 1);
	}
	return (uint8_t)(1 + html_share(found, count - (count > 1)) * 254 / 255);
}

/* Shares of a text's first words that stand in the title and in the description. */
static void compare_titles(struct html_features *f, const uint32_t *words, unsigned count, uint32_t i)
{
	uint32_t title = 0, blurb = 0;

	for (unsigned k = 0; k < count; k++) {
		title += f->title[words[k] >> 28] >> (words[k] >> 22 & 63) & 1;
		blurb += f->blurb[words[k] >> 28] >> (words[k] >> 22 & 63) & 1;
	}
	ROW(TITLE_SHARE)[i] = html_share(title, count);
	ROW(BLURB_SHARE)[i] = html_share(blurb, count);
}

static void own_text(struct html_features *f, const struct html_page *page,
		     const struct html_phrases *phrases, uint32_t i)
{
	const struct html_block *b = &page->blocks[i];
	struct str text = html_block_text(page, b);
	const char *at = text.at;

	ROW(KIND)[i] = b->kind;
	ROW(LEVEL)[i] = b->level;
	ROW(CHARS)[i] = html_scale(b->chars);
	ROW(WORDS)[i] = html_scale(b->words);
	ROW(LINK_SHARE)[i] = html_share(b->link_chars, b->chars);
	ROW(LINKS)[i] = html_least(b->links, 20);
	ROW(COMMAS)[i] = html_least(b->commas, 30);
	ROW(COMMA_RATE)[i] = html_share(b->commas * 4, b->words);
	ROW(STOPS)[i] = html_least(b->stops, 30);
	ROW(STOP_RATE)[i] = html_share(b->stops * 4, b->words);
	ROW(DIGIT_SHARE)[i] = html_share(b->digits, b->chars);
	ROW(UPPER_SHARE)[i] = html_share(b->uppers, b->chars);
	ROW(STRONG_SHARE)[i] = html_share(b->strong_chars, b->chars);
	ROW(SLANT_SHARE)[i] = html_share(b->slant_chars, b->chars);
	ROW(IMAGES_BEFORE)[i] = html_least(b->images, 20);
	ROW(IMAGES_BEHIND)[i] = i + 1 < page->block_count ? html_least(b[1].images, 20) : 0;
	ROW(FIRST)[i] = sort_of(utf8_next(&at, text.at + text.len));
	ROW(LAST)[i] = sort_of(utf8_last(text));
	ROW(WORD_LEN)[i] = html_least(b->words ? b->chars * 8 / b->words : 255, 255);
	uint32_t words[WORDS_MAX], count = 0;
	at = text.at;
	html_groups_next_block(&f->groups, i);
	for (const char *from = at; count < WORDS_MAX && (words[count] = html_next_word(&at, text.at + text.len)) != 0; from = at)
		html_groups_word(&f->groups, (size_t)(at - from), words[count++]);
	compare_titles(f, words, count, i);
	ROW(BODY_SHARE)[i] = body_share(f, words, count);
	html_phrases_find(phrases, words, count, &f->hits[i]);
	ROW(PHRASE_COUNT)[i] = html_least(f->hits[i].count, 20);
	for (unsigned k = 0; k < HTML_PHRASE_COUNT; k++)
		html_feature_row(f, HTML_F_PHRASE + k)[i] =
			(uint8_t)((f->hits[i].any >> k & 1) + (f->hits[i].start >> k & 1) + (f->hits[i].whole >> k & 1));
}

/* How near the closest element is whose class names have each word: 8 the block's own, 7 the
 * one around it ... 3; then 2 where it holds less than two thirds of the page's text, else 1. */
static void class_words(struct html_features *f, const struct html_page *page, uint32_t i)
{
	uint32_t total = f->sums.chars[page->block_count], seen = 0;
	unsigned level = 0;

	for (unsigned k = 0; k < HTML_CLASS_COUNT; k++)
		html_feature_row(f, HTML_F_CLASS + k)[i] = 0;
	for (uint32_t node = page->blocks[i].node; node != page->tree.body && node; level++) {
		const struct html_element *e = &page->elements[node];
		uint32_t chars = f->sums.chars[e->end_block] - f->sums.chars[e->first_block];
		uint8_t near = level < 6 ? (uint8_t)(8 - level) : chars * 3 < total * 2 ? 2 : 1;

		for (uint32_t bits = e->own & ~seen; bits; bits &= bits - 1)
			html_feature_row(f, HTML_F_CLASS + (unsigned)__builtin_ctz(bits))[i] = near;
		seen |= e->own;
		if ((seen | e->above) == seen)
			break;
		node = page->tree.nodes[node].parent;
	}
}

/* The elements around a block: how much text of what kind, and in what they stand. */
static void elements_around(struct html_features *f, const struct html_page *page, uint32_t i)
{
	uint32_t node = page->blocks[i].node;
	const struct html_element *e = &page->elements[node];

	for (unsigned k = 0; k < HTML_IN_COUNT; k++)
		html_feature_row(f, HTML_F_IN + k)[i] = e->in >> k & 1;
	ROW(DEPTH)[i] = html_least(e->depth, 60);
	for (unsigned level = 0; level < 4; level++) {
		unsigned row = HTML_F_E0_CHARS + 4 * level;

		e = &page->elements[node];
		uint32_t chars = f->sums.chars[e->end_block] - f->sums.chars[e->first_block];
		uint32_t links = f->sums.link_chars[e->end_block] - f->sums.link_chars[e->first_block];
		html_feature_row(f, row)[i] = html_scale(chars);
		html_feature_row(f, row + 1)[i] = html_share(links, chars);
		html_feature_row(f, row + 2)[i] =
			html_scale(f->sums.paragraphs[e->end_block] - f->sums.paragraphs[e->first_block]);
		html_feature_row(f, row + 3)[i] = html_scale(e->end_block - e->first_block);
		if (level == 1) {
			ROW(E1_FIRST)[i] = html_least(i - e->first_block, 20);
			ROW(E1_LAST)[i] = html_least(e->end_block - 1 - i, 20);
			ROW(E1_IMAGES)[i] = html_least(e->images, 20);
		} else if (level == 2) {
			ROW(E2_IMAGES)[i] = html_least(e->images, 20);
		}
		if (page->tree.nodes[node].parent)
			node = page->tree.nodes[node].parent;
	}
}

static uint32_t make_of(const struct html_page *page, uint32_t node)
{
	uint64_t hash = 0;

	for (unsigned level = 0; level < 3 && node; level++) {
		struct str name = html_attr(&page->tree, node, HTML_ATTR_CLASS);

		hash = XXH3_64bits_withSeed(name.at ? name.at : "", name.len, hash + page->tree.nodes[node].tag);
		node = page->tree.nodes[node].parent;
	}
	return (uint32_t)(hash >> 32) | 1;
}

/* Sums over the blocks whose elements have the same names and classes, three levels up. */
static void count_makes(struct html_features *f, const struct html_page *page)
{
	uint32_t last_node = 0, last = 0;

	memset(f->makes, 0, f->make_slots * sizeof *f->makes);
	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *b = &page->blocks[i];

		if (b->node != last_node || i == 0) {
			uint32_t hash = make_of(page, b->node);

			last = hash & (f->make_slots - 1);
			while (f->makes[last].hash && f->makes[last].hash != hash)
				last = (last + 1) & (f->make_slots - 1);
			f->makes[last].hash = hash;
			last_node = b->node;
		}
		f->same[i] = last;
		f->makes[last].count++;
		f->makes[last].chars += b->chars;
		f->makes[last].link_chars += b->link_chars;
		f->makes[last].paragraphs += html_is_paragraph(b);
	}
	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_same *make = &f->makes[f->same[i]];

		ROW(SAME_COUNT)[i] = html_scale(make->count);
		ROW(SAME_CHARS)[i] = html_scale(make->chars / make->count);
		ROW(SAME_LINKS)[i] = html_share(make->link_chars, make->chars);
		ROW(SAME_SHARE)[i] = html_share(make->paragraphs, make->count);
	}
}

/* How often the same text stands on the page. */
static void count_repeats(struct html_features *f, const struct html_page *page)
{
	uint32_t mask = f->make_slots - 1;

	memset(f->makes, 0, f->make_slots * sizeof *f->makes);
	for (int pass = 0; pass < 2; pass++) {
		for (uint32_t i = 0; i < page->block_count; i++) {
			struct str text = html_block_text(page, &page->blocks[i]);
			uint32_t hash = (uint32_t)XXH3_64bits(text.at, text.len) | 1, at = hash & mask;

			while (f->makes[at].hash && f->makes[at].hash != hash)
				at = (at + 1) & mask;
			f->makes[at].hash = hash;
			if (pass == 0)
				f->makes[at].count++;
			else
				ROW(REPEATS)[i] = html_least(f->makes[at].count, 20);
		}
	}
}

/* How many elements one has to go up from `top` to come above the block, and how deep the
 * block lies below that. */
static void climb(const struct html_page *page, uint32_t top, uint32_t node, uint8_t *up, uint8_t *down)
{
	uint32_t from_top = 0, from_node = 0;

	while (top != node) {
		if (page->elements[top].depth >= page->elements[node].depth) {
			if (!top)
				break;
			top = page->tree.nodes[top].parent;
			from_top++;
		} else {
			node = page->tree.nodes[node].parent;
			from_node++;
		}
	}
	*up = html_least(from_top, 40);
	if (down)
		*down = html_least(from_node, 40);
}

static uint8_t inside(const struct html_page *page, uint32_t candidate, uint32_t i)
{
	const struct html_element *c = &page->elements[candidate];
	const struct html_element *e = &page->elements[page->blocks[i].node];

	if (!candidate)
		return 0;
	if (i < c->first_block)
		return 1;
	if (i >= c->end_block)
		return 2;
	return html_least(3 + (e->depth > c->depth ? (uint32_t)(e->depth - c->depth) : 0), 20);
}

static void candidates(struct html_features *f, const struct html_page *page)
{
	const struct html_element *best = &page->elements[f->found.best];
	const uint32_t *chars = f->sums.chars;
	uint32_t from = chars[best->first_block], to = chars[best->end_block];
	uint32_t total = chars[page->block_count], last_node = 0;
	uint32_t links = f->sums.link_chars[best->end_block] - f->sums.link_chars[best->first_block];
	uint32_t paras = f->sums.paragraphs[best->end_block] - f->sums.paragraphs[best->first_block];
	uint8_t up_best = 0, up_dense = 0, down_dense = 0;

	for (uint32_t i = 0; i < page->block_count; i++) {
		uint32_t node = page->blocks[i].node;

		if (node != last_node) {
			climb(page, f->found.best, node, &up_best, NULL);
			climb(page, f->found.dense, node, &up_dense, &down_dense);
			last_node = node;
		}
		ROW(UP_BEST)[i] = up_best;
		ROW(UP_DENSE)[i] = up_dense;
		ROW(DOWN_DENSE)[i] = down_dense;
		ROW(IN_BEST)[i] = inside(page, f->found.best, i);
		ROW(IN_DENSE)[i] = inside(page, f->found.dense, i);
		ROW(IN_MARKUP)[i] = inside(page, f->found.markup, i);
		ROW(IN_ARTICLE)[i] = inside(page, f->found.article, i);
		ROW(BEST_PLACE)[i] = chars[i] <= from ? 0 : chars[i] >= to ? 255 : html_share(chars[i] - from, to - from);
		ROW(BEST_BEFORE)[i] = html_scale(chars[i] < from ? from - chars[i] : chars[i] - from);
		ROW(BEST_AFTER)[i] = html_scale(chars[i + 1] > to ? chars[i + 1] - to : to - chars[i + 1]);
		ROW(PAGE_CHARS)[i] = html_scale(total);
		ROW(PAGE_BLOCKS)[i] = html_scale(page->block_count);
		ROW(PAGE_LINKS)[i] = html_share(f->sums.link_chars[page->block_count], total);
		ROW(PAGE_PARAS)[i] = html_scale(f->sums.paragraphs[page->block_count]);
		ROW(BEST_CHARS)[i] = html_scale(to - from);
		ROW(BEST_LINKS)[i] = html_share(links, to - from);
		ROW(BEST_SHARE)[i] = html_share(to - from, total);
		ROW(BEST_PARAS)[i] = html_scale(paras);
		ROW(INDEX)[i] = html_scale(i);
		ROW(BEFORE)[i] = html_scale(chars[i]);
		ROW(AFTER)[i] = html_scale(total - chars[i + 1]);
		ROW(PLACE)[i] = html_share(chars[i], total);
	}
}

static void make_room(struct html_features *f, const struct html_page *page)
{
	uint32_t n = page->block_count;

	if (f->stride < n || !f->rows) {
		f->stride = (n + n / 2 + 256) & ~63u;
		for (f->make_cap = 256; f->make_cap < 2 * f->stride;)
			f->make_cap *= 2;
		free(f->rows);
		free(f->hits);
		free(f->same);
		free(f->makes);
		f->rows = mem_zero(HTML_F_COUNT, f->stride);
		f->hits = mem_zero(f->stride, sizeof *f->hits);
		f->same = mem_zero(f->stride, sizeof *f->same);
		f->makes = mem_zero(f->make_cap, sizeof *f->makes);
	}
	for (f->make_slots = 256; f->make_slots < 2 * n;)
		f->make_slots *= 2;
	if (f->score_cap < page->tree.count) {
		free(f->scores);
		f->score_cap = page->tree.cap;
		f->scores = mem_alloc(2 * (size_t)f->score_cap * sizeof *f->scores);
	}
}

void html_features_fill(struct html_features *f, const struct html_page *page, const struct html_ld *ld,
			const struct html_phrases *phrases)
{
	uint32_t articles = 0;

	make_room(f, page);
	html_sums_fill(&f->sums, page);
	read_titles(f, page);
	read_body(f, ld->body);
	for (uint32_t i = 0; i < page->tree.count; i++)
		articles += page->tree.nodes[i].tag == HTML_TAG_ARTICLE;
	count_repeats(f, page);
	count_makes(f, page);
	html_groups_begin(&f->groups, page);
	for (uint32_t i = 0; i < page->block_count; i++)
		own_text(f, page, phrases, i);
	html_groups_find(f, page);
	html_find_candidates(f, page);
	for (uint32_t i = 0; i < page->block_count; i++) {
		elements_around(f, page, i);
		class_words(f, page, i);
		ROW(PAGE_ARTICLES)[i] = html_least(articles, 100);
		ROW(IN_BITS)[i] = (uint8_t)__builtin_popcount(page->elements[page->blocks[i].node].in);
	}
	candidates(f, page);
	html_features_context(f, page);
	html_groups_fill(f, page);
}

void html_features_release(struct html_features *f)
{
	html_sums_release(&f->sums);
	html_groups_release(&f->groups);
	buf_release(&f->words);
	free(f->rows);
	free(f->hits);
	free(f->same);
	free(f->makes);
	free(f->scores);
	memset(f, 0, sizeof *f);
}
