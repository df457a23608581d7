#include "extract/html_output.h"

#include <xxhash.h>

/* Whether the same text was kept before, lately. */
struct written {
	uint64_t hashes[512];
};

static bool is_repeat(struct written *written, const struct html_block *block, struct str text)
{
	enum { REPEAT_MIN = 300 };

	if (block->chars < REPEAT_MIN)
		return false;
	uint64_t hash = XXH3_64bits(text.at, text.len) | 1;
	uint64_t *slot = &written->hashes[hash >> 32 & 511];
	bool repeat = *slot == hash;

	*slot = hash;
	return repeat;
}

static uint32_t ancestor(const struct html_page *page, uint32_t node, enum html_tag tag)
{
	while (node && page->tree.nodes[node].tag != tag)
		node = page->tree.nodes[node].parent;
	return node;
}

static const char *separator(const struct html_page *page, const struct html_block *before,
			     const struct html_block *block)
{
	const struct html_node *nodes = page->tree.nodes;

	if (before->kind == HTML_KIND_CELL && block->kind == HTML_KIND_CELL) {
		uint32_t row = ancestor(page, block->node, HTML_TAG_TR);

		if (row && row == ancestor(page, before->node, HTML_TAG_TR))
			return "\t";
		if (row && ancestor(page, row, HTML_TAG_TABLE) == ancestor(page, before->node, HTML_TAG_TABLE))
			return "\n";
	}
	if (before->kind == HTML_KIND_ITEM && block->kind == HTML_KIND_ITEM &&
	    nodes[before->node].parent == nodes[block->node].parent)
		return "\n";
	return "\n\n";
}

void html_write_text(const struct html_page *page, uint8_t *keep, struct buf *out)
{
	struct written written = { { 0 } };
	const struct html_block *before = NULL;

	for (uint32_t i = 0; i < page->block_count; i++) {
		const struct html_block *block = &page->blocks[i];
		struct str text = html_block_text(page, block);

		if (!keep[i])
			continue;
		if (is_repeat(&written, block, text)) {
			keep[i] = 0;
			continue;
		}
		if (before)
			buf_add_text(out, separator(page, before, block));
		buf_add_str(out, text);
		before = block;
	}
}
