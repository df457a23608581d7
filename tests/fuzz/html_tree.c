/* Any bytes as a page: the links of the tree agree with each other, and the walk ends. */
#include "text/html/tree.h"

#include <stdlib.h>

static void check(const struct html_tree *tree, uint32_t node)
{
	const struct html_node *n = &tree->nodes[node];
	uint32_t last = 0;

	for (uint32_t child = n->first; child; child = tree->nodes[child].next) {
		if (tree->nodes[child].parent != node || tree->nodes[child].prev != last || n->is_text)
			abort();
		last = child;
	}
	if (n->last != last)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct html_tree tree = HTML_TREE_INIT;
	struct buf text = BUF_INIT;
	uint32_t seen = 1;

	html_tree_parse(&tree, str_from((const char *)data, size));
	for (uint32_t node = 0; node < tree.count; node++)
		check(&tree, node);
	for (uint32_t node = html_next(&tree, 0, 0); node; node = html_next(&tree, node, 0))
		seen++;
	if (seen != tree.count)
		abort();
	html_text(&tree, 0, 100000, &text);
	buf_release(&text);
	html_tree_release(&tree);
	return 0;
}
