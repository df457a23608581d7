#include "translated_anchor.h"

#include "translated_language.h"

#include <string.h>
#include <xxhash.h>

enum {
	LENGTH_OF_ONE = 20, /* of a text for each anchor: 80 letters */
	FEWEST = 5, /* anchors of a text that can be judged */
	LIGHTEST = 8, /* weight of an anchor that is kept */
	WEIGHTS = 80, /* 16 log(64.5 / 0.5) is less */
};

/* Anchors of each kind that are kept, at most, of 40; of the last one as many as there is room for. */
static const uint8_t kept[TRANSLATED_KINDS] = { 12, 13, 9, 40 };

/* Anchors that are kept of a text of that length, in the unit of positions. */
static unsigned room_of(unsigned length)
{
	unsigned room = length / LENGTH_OF_ONE;

	return room < TRANSLATED_ANCHORS_MIN ? TRANSLATED_ANCHORS_MIN : room < TRANSLATED_ANCHORS_MAX ? room : TRANSLATED_ANCHORS_MAX;
}

/* How many of a kind are kept of each weight, when the heaviest are. */
static void share_out(const struct translated_scratch *scratch, size_t count, unsigned all, uint16_t take[TRANSLATED_KINDS][WEIGHTS])
{
	unsigned room = all;

	memset(take, 0, TRANSLATED_KINDS * sizeof take[0]);
	for (size_t i = 0; i < count; i++)
		take[anchor_kind(scratch->found[i].hash)][scratch->found[scratch->found[i].first].weight]++;
	for (unsigned kind = 0; kind < TRANSLATED_KINDS; kind++) {
		unsigned most = all * kept[kind] / 40, left = most < room ? most : room;

		room -= left;

		for (unsigned weight = WEIGHTS; weight-- > LIGHTEST;) {
			if (take[kind][weight] > left)
				take[kind][weight] = (uint16_t)left;
			left -= take[kind][weight];
		}
		room += left;
		memset(take[kind], 0, LIGHTEST * sizeof take[kind][0]);
	}
}

/* Leaves what is kept in `order`, sorted by hash, and among equal ones by place: hash << 32 |
 * index. Of those that weigh the same, the first of the text are kept. */
static unsigned keep_heaviest(const struct translated_scratch *scratch, size_t count, unsigned room, uint64_t order[TRANSLATED_ANCHORS_MAX])
{
	uint16_t take[TRANSLATED_KINDS][WEIGHTS];
	unsigned n = 0, k;

	share_out(scratch, count, room, take);
	for (size_t i = 0; i < count; i++) {
		const struct anchor *anchor = &scratch->found[i];
		uint64_t key = (uint64_t)anchor->hash << 32 | i;
		uint16_t *left = &take[anchor_kind(anchor->hash)][scratch->found[anchor->first].weight];

		if (*left == 0)
			continue;
		--*left;
		for (k = n++; k > 0 && order[k - 1] > key; k--)
			order[k] = order[k - 1];
		order[k] = key;
	}
	return n;
}

/* 0 for none and "und". */
static uint32_t language_hash(struct str lang)
{
	char tag[LANGUAGE_TAG];

	translated_tag(lang, tag);
	return tag[0] ? (uint32_t)XXH3_64bits(tag, strlen(tag)) | 1 : 0;
}

bool translated_build(struct translated_scratch *scratch, struct str text, struct str lang, struct buf *out)
{
	struct anchors anchors = translated_find(scratch, text);
	uint64_t order[TRANSLATED_ANCHORS_MAX];
	unsigned count = keep_heaviest(scratch, anchors.count, room_of(anchors.length), order);
	uint32_t language = language_hash(lang);
	char *at;

	if (count < FEWEST)
		return false;
	at = buf_reserve(out, TRANSLATED_HEAD + TRANSLATED_ANCHOR * count);
	memset(at, 0, TRANSLATED_HEAD);
	num_store32(at, language ? language : language_hash(translated_language(text, anchors.main)));
	at[4] = (char)anchors.script;
	at[5] = (char)count;
	num_store16(at + 6, anchors.length);
	for (unsigned i = 0; i < count; i++) {
		const struct anchor *anchor = &scratch->found[(uint32_t)order[i]];

		memcpy(at + TRANSLATED_HEAD + 3 * i, (char[]){ (char)anchor->hash, (char)(anchor->hash >> 8), (char)(anchor->hash >> 16) }, 3);
		num_store16(at + TRANSLATED_HEAD + 3 * count + 2 * i, anchor->position);
	}
	out->len += TRANSLATED_HEAD + TRANSLATED_ANCHOR * count;
	return true;
}

bool translated_valid(struct str part)
{
	if (part.len < TRANSLATED_HEAD || part_class(part.at) >= TRANSLATED_CLASSES || part_count(part.at) > TRANSLATED_ANCHORS_MAX ||
	    part_length(part.at) == 0 || part.len != TRANSLATED_HEAD + TRANSLATED_ANCHOR * (size_t)part_count(part.at))
		return false;
	for (unsigned i = 0; i < part_count(part.at); i++)
		if (anchor_kind(part_hash(part.at, i)) >= TRANSLATED_KINDS || (i && part_hash(part.at, i) < part_hash(part.at, i - 1)))
			return false;
	for (unsigned i = 0; i < TRANSLATED_EVIDENCE; i++)
		if ((unsigned char)part.at[8 + TRANSLATED_KINDS + i] > part_count(part.at))
			return false;
	return true;
}
