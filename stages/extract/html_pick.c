#include "extract/html_pick.h"

#include "base/time.h"

#include <stdlib.h>
#include <string.h>

#define SET(index, value) (pick->rows[index][i] = (uint8_t)(value))

const int32_t html_pick_least[HTML_PICK_COUNT] = {
	[HTML_PICK_TITLE] = -16384,
	[HTML_PICK_AUTHOR] = -3584,
	[HTML_PICK_DATE] = -4096,
};

const struct html_claims *html_pick_claims(const struct html_meta *meta, enum html_pick_field field)
{
	return field == HTML_PICK_TITLE ? &meta->titles : field == HTML_PICK_AUTHOR ? &meta->authors : &meta->dates;
}

/* The block where a claim stands, or the first of its element; UINT32_MAX if none. */
static uint32_t block_of(const struct html_pick_view *view, const struct html_claim *claim)
{
	if (claim->has_block)
		return claim->block;
	if (!claim->node)
		return UINT32_MAX;
	const struct html_element *e = &view->page->elements[claim->node];
	if (e->depth == 0 || e->first_block >= view->page->block_count)
		return UINT32_MAX;
	return e->first_block;
}

enum place_feature {
	P_DISTANCE, P_SIDE, P_BEST, P_COMMENT, P_RELATED, P_DATE, P_AUTHOR, P_META, P_FOOTER, P_SIDEBAR, P_TITLE,
	P_CHARS, P_LINKS, P_LIST, P_TITLE_DISTANCE, P_COUNT
};

/* Where on the page a claim stands; 0 for those that stand nowhere. */
static void fill_place(struct html_pick *pick, const struct html_pick_view *view, const struct html_claim *claim, uint32_t i)
{
	uint32_t block = block_of(view, claim);
	const struct html_features *f = view->features;

	for (unsigned k = 0; k < P_COUNT; k++)
		SET(k, 0);
	if (block == UINT32_MAX)
		return;
	bool before = block < view->first_kept, behind = block >= view->end_kept;
	uint32_t distance = before ? view->first_kept - block : behind ? block - view->end_kept : block - view->first_kept;

	SET(P_DISTANCE, 1 + html_scale(distance));
	SET(P_SIDE, before ? 1 : behind ? 3 : 2);
	SET(P_BEST, html_feature_row(f, HTML_F_IN_BEST)[block] + 1);
	SET(P_COMMENT, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_COMMENT)[block]);
	SET(P_RELATED, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_RELATED)[block]);
	SET(P_DATE, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_DATE)[block]);
	SET(P_AUTHOR, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_AUTHOR)[block]);
	SET(P_META, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_META)[block]);
	SET(P_FOOTER, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_FOOTER)[block] + 10 * html_feature_row(f, HTML_F_IN + HTML_IN_FOOTER)[block]);
	SET(P_SIDEBAR, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_SIDE)[block] + 10 * html_feature_row(f, HTML_F_IN + HTML_IN_ASIDE)[block]);
	SET(P_TITLE, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_TITLE)[block]);
	SET(P_CHARS, html_feature_row(f, HTML_F_CHARS)[block]);
	SET(P_LINKS, html_feature_row(f, HTML_F_LINK_SHARE)[block]);
	SET(P_LIST, html_feature_row(f, HTML_F_CLASS + HTML_CLASS_LIST)[block]);
	SET(P_TITLE_DISTANCE, html_feature_row(f, HTML_F_TITLE_DISTANCE)[block]);
}

static int64_t days_of(struct html_day d)
{
	return time_days(d.year, d.month, d.day);
}

/* How the time of day behind a date is given: not at all, without zone, in UTC, with an offset. */
static uint8_t zone_of(struct str time)
{
	if (time.len == 0)
		return 0;
	if (str_ends(time, STR("Z")) || str_ends(time, STR("+00:00")) || str_ends(time, STR("+0000")))
		return 2;
	return time.len > 6 && (time.at[time.len - 6] == '+' || time.at[time.len - 6] == '-') ? 3 : 1;
}

static uint8_t hour_of(struct str time)
{
	return time.len < 2 ? 30 : (uint8_t)((time.at[0] - '0') * 10 + (time.at[1] - '0'));
}

/* Shown to readers, before the main text or at its beginning. */
static bool is_shown(const struct html_pick_view *view, const struct html_claim *claim)
{
	return claim->has_block && claim->block < view->first_kept + 3 && claim->block + 40 > view->first_kept;
}

static void fill_date(struct html_pick *pick, const struct html_pick_view *view, uint32_t i)
{
	const struct html_claims *claims = &view->meta->dates;
	const struct html_claim *claim = &claims->list[i];
	uint32_t same = 0, sources = 0, older = 0, newer = 0, order = 0, near = 0, strong = 0, month = 0, changed = 0;
	uint32_t url_day = 0, best = HTML_FROM_COUNT, shown = 0, shown_near = 0, by_source[HTML_FROM_COUNT] = { 0 };
	int64_t day = days_of(claim->day), gap = 100000;

	for (uint32_t k = 0; k < claims->count; k++) {
		const struct html_claim *other = &claims->list[k];
		int64_t apart = days_of(other->day) - day;

		order += k < i && other->source == claim->source;
		if (!other->modified && other->source < best)
			best = other->source;
		if (k == i)
			continue;
		same += apart == 0;
		by_source[other->source] += apart == 0;
		shown += apart == 0 && is_shown(view, other);
		shown_near += (apart == 1 || apart == -1) && is_shown(view, other);
		sources |= apart == 0 ? 1u << other->source : 0;
		near += apart == 1 || apart == -1;
		older += apart < 0;
		newer += apart > 0;
		month += other->day.year == claim->day.year && other->day.month == claim->day.month;
		changed += other->modified && apart == 0;
		if (other->source == HTML_FROM_URL)
			url_day = apart == 0 ? 2 : 1;
		if (other->source <= HTML_FROM_TIME_MARKED && !other->modified) {
			strong += apart == 0;
			gap = llabs(apart) < gap ? llabs(apart) : gap;
		}
	}
	unsigned at = P_COUNT;
	uint32_t block = claim->has_block ? claim->block : UINT32_MAX;
	const struct html_phrase_hits *hits = block != UINT32_MAX ? &view->features->hits[block] : NULL;

	SET(at++, claim->source);
	SET(at++, html_least(same, 20));
	SET(at++, __builtin_popcount(sources));
	SET(at++, html_least(older, 40));
	SET(at++, html_least(newer, 40));
	SET(at++, html_least(order, 20));
	SET(at++, html_least(near, 10));
	SET(at++, html_least(strong, 10));
	SET(at++, html_least(month, 40));
	SET(at++, html_least(changed, 5));
	SET(at++, url_day);
	SET(at++, best);
	SET(at++, html_scale((uint32_t)gap));
	SET(at++, claim->unsure);
	SET(at++, claim->len > 0);
	SET(at++, html_least(claims->count, 96));
	SET(at++, hits ? 1 + (hits->start >> HTML_PHRASE_DATE & 1) * 2 + (hits->any >> HTML_PHRASE_RIGHTS & 1) : 0);
	SET(at++, hits ? html_scale(claim->at) : 255);
	SET(at++, claim->day.month == 1 && claim->day.day == 1);
	SET(at++, html_least(shown, 5));
	SET(at++, html_least(shown_near, 5));
	SET(at++, zone_of(html_claim_text(view->meta, claim)));
	SET(at++, hour_of(html_claim_text(view->meta, claim)));
	for (unsigned k = 0; k < HTML_FROM_COUNT; k++)
		SET(at++, html_least(by_source[k], 3));
	SET(at++, html_least(claim->day.year - HTML_YEAR_MIN, 60));
}

static bool same_text(struct str a, struct str b)
{
	if (a.len == 0 || b.len == 0)
		return false;
	const char *p = a.at, *q = b.at;
	uint32_t x, y;

	do {
		x = html_next_word(&p, a.at + a.len);
		y = html_next_word(&q, b.at + b.len);
	} while (x == y && x != 0);
	return x == y;
}

static void fill_text(struct html_pick *pick, const struct html_pick_view *view, const struct html_claims *claims, uint32_t i)
{
	const struct html_claim *claim = &claims->list[i];
	struct str text = html_claim_text(view->meta, claim);
	const char *p = text.at, *end = text.at + text.len;
	uint32_t same = 0, sources = 0, inside = 0, around = 0, order = 0, words = 0, capitals = 0, digits = 0, marks = 0;
	uint32_t best = HTML_FROM_COUNT, headings = 0;

	for (uint32_t k = 0; k < claims->count; k++) {
		struct str other = html_claim_text(view->meta, &claims->list[k]);

		order += k < i && claims->list[k].source == claim->source;
		headings += claims->list[k].source == HTML_FROM_HEADING || claims->list[k].source == HTML_FROM_CLASS;
		if (claims->list[k].source < best)
			best = claims->list[k].source;
		if (k == i)
			continue;
		if (same_text(text, other)) {
			same++;
			sources |= 1u << claims->list[k].source;
		} else {
			inside += str_find(other, text) >= 0;
			around += str_find(text, other) >= 0;
		}
	}
	for (bool begins = true; p < end; p++) {
		capitals += begins && *p >= 'A' && *p <= 'Z';
		digits += *p >= '0' && *p <= '9';
		marks += memchr("|/@:#()[]&?!", *p, 12) != NULL;
		begins = *p == ' ' || *p == '-';
	}
	for (p = text.at; html_next_word(&p, end) != 0;)
		words++;
	unsigned at = P_COUNT;
	uint32_t block = claim->has_block ? claim->block : block_of(view, claim);
	const struct html_phrase_hits *hits = block != UINT32_MAX ? &view->features->hits[block] : NULL;

	SET(at++, claim->source);
	SET(at++, html_least(same, 20));
	SET(at++, __builtin_popcount(sources));
	SET(at++, html_least(inside, 20));
	SET(at++, html_least(around, 20));
	SET(at++, html_least(order, 20));
	SET(at++, html_least(words, 60));
	SET(at++, html_scale((uint32_t)text.len));
	SET(at++, words ? html_least(capitals * 20 / words, 60) : 0);
	SET(at++, html_least(digits, 20));
	SET(at++, html_least(marks, 10));
	SET(at++, best);
	SET(at++, html_least(headings, 20));
	SET(at++, html_least(claims->count, 96));
	SET(at++, hits ? 1 + html_least(hits->count, 10) : 0);
	SET(at++, hits ? (hits->start >> HTML_PHRASE_AUTHOR & 1) * 2 + (hits->any >> HTML_PHRASE_DATE & 1) : 0);
	SET(at++, same_text(text, view->meta->site));
	SET(at++, block != UINT32_MAX ? view->page->blocks[block].level : 0);
	SET(at++, block != UINT32_MAX ? html_feature_row(view->features, HTML_F_TITLE_SHARE)[block] : 0);
	SET(at++, str_find(text, STR("; ")) >= 0 ? 2 : str_find(text, STR(", ")) >= 0);
	SET(at++, claim->at);
}

void html_pick_fill(struct html_pick *pick, const struct html_pick_view *view, enum html_pick_field field)
{
	const struct html_claims *claims = html_pick_claims(view->meta, field);

	memset(pick->rows, 0, sizeof pick->rows);
	for (uint32_t i = 0; i < claims->count; i++) {
		fill_place(pick, view, &claims->list[i], i);
		if (field == HTML_PICK_DATE)
			fill_date(pick, view, i);
		else
			fill_text(pick, view, claims, i);
	}
}
