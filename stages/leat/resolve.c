#include "leat/resolve.h"

#include "record/flow.h"

#define XXH_INLINE_ALL
#include <stdlib.h>
#include <xxhash.h>

void resolve_add(struct resolve *resolve, const struct frame_head *head, const struct record *record)
{
	struct str id = record_get(record, FIELD_ID), dup, of;
	uint64_t hash = XXH3_64bits(id.at ? id.at : "", id.len);

	if (id.at)
		buf_add(&resolve->ids, &hash, sizeof hash);
	else if (record_value(record, FIELD_DROP, &dup) && flow_str(dup, "reason", &of))
		resolve->forgotten += str_is(of, "forgotten");
	if (!record_value(record, FIELD_DUP, &dup) || !flow_str(dup, "of", &of))
		return;
	struct resolve_name name = { XXH3_64bits(of.at, of.len), head->stream, head->seq, record->index };
	buf_add(&resolve->names, &name, sizeof name);
}

static int by_value(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

uint64_t resolve_count_lost(struct resolve *resolve, struct resolve_name *first)
{
	const struct resolve_name *names = (const void *)resolve->names.data;
	size_t ids = resolve->ids.len / sizeof(uint64_t);
	uint64_t lost = 0;

	if (ids > 0)
		qsort(resolve->ids.data, ids, sizeof(uint64_t), by_value);
	for (size_t i = 0; i < resolve->names.len / sizeof *names; i++) {
		if (ids > 0 && bsearch(&names[i].of, resolve->ids.data, ids, sizeof(uint64_t), by_value))
			continue;
		if (lost++ == 0)
			*first = names[i];
	}
	return lost;
}

void resolve_release(struct resolve *resolve)
{
	buf_release(&resolve->ids);
	buf_release(&resolve->names);
}
