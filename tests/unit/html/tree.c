#include "text/html/tree.h"

#include "base/time.h"

#include <criterion/criterion.h>

/* "body(p('text') ul(li li))": elements by name, text quoted, text in a link with *. */
static void write_node(const struct html_tree *tree, uint32_t node, struct buf *out)
{
	const struct html_node *n = &tree->nodes[node];

	if (n->is_text) {
		buf_add_text(out, n->in_link ? "*'" : "'");
		html_collapse(html_raw_text(tree, node), (enum html_content)n->content, out);
		buf_add_text(out, "'");
		return;
	}
	if (n->tag == HTML_TAG_OTHER)
		buf_add_text(out, "?");
	buf_add_str(out, html_tag_name(n->tag));
	if (!n->first)
		return;
	buf_add_text(out, "(");
	for (uint32_t child = n->first; child; child = tree->nodes[child].next) {
		if (child != n->first)
			buf_add_text(out, " ");
		write_node(tree, child, out);
	}
	buf_add_text(out, ")");
}

Test(tree, nesting)
{
	static const struct {
		const char *markup, *want;
	} cases[] = {
		{ "", "?" },
		{ "hello", "?(html(body('hello')))" },
		{ "<title>a&amp;b</title><p>x<p>y", "?(html(head(title('a&b')) body(p('x') p('y'))))" },
		{ "<html><head></head><body><p>x</body></html><p>y", "?(html(head body(p('x') p('y'))))" },
		{ "<meta charset=x><b>1<div>2</b>3</div>", "?(html(head(meta) body(b('1' div('2' '3')))))" },
		{ "<a href=x>1<div>2</a>3</div>", "?(html(body(a(*'1' div(*'2' '3')))))" },
		{ "<a href=x>1<a href=y>2</a>3", "?(html(body(a(*'1') a(*'2') '3')))" },
		{ "<a name=x>1", "?(html(body(a('1'))))" },
		{ "<ul><li>1<li>2<ul><li>3</ul><li>4</ul>5",
		  "?(html(body(ul(li('1') li('2' ul(li('3'))) li('4')) '5')))" },
		{ "<dl><dt>1<dd>2<dt>3</dl>", "?(html(body(dl(dt('1') dd('2') dt('3')))))" },
		{ "<table><tr><td>1<td>2<tr><th>3</table>4",
		  "?(html(body(table(tr(td('1') td('2')) tr(th('3'))) '4')))" },
		{ "<table>1<tr><p>2<td>3</table>", "?(html(body('1' p('2') table(tr(td('3'))))))" },
		{ "<table><td><table><td>1</table>2<td>3</table>",
		  "?(html(body(table(tr(td(table(tr(td('1'))) '2') td('3'))))))" },
		{ "<td>1</td>2", "?(html(body('1' '2')))" },
		{ "<h1>1<h2>2</h1>3", "?(html(body(h1('1') h2('2') '3')))" },
		{ "<p>1<button><p>2</button>3</p>4", "?(html(body(p('1' button(p('2')) '3') '4')))" },
		{ "1</p>2<br/>3</br>4", "?(html(body('1' p '2' br '3' br '4')))" },
		{ "<svg><title>1</title><path/><p>2</svg>3", "?(html(body(svg(title('1') ?) p('2' '3'))))" },
		{ "<script>a<b</script><style>x</style>", "?(html(head(script('a<b') style('x'))))" },
		{ "<select><option>1<p>2<option>3</select>4",
		  "?(html(body(select(option('1' '2') option('3')) '4')))" },
		{ "<form><form>1</form>2", "?(html(body(form('1') '2')))" },
		{ "<x-a>1<x-b>2</x-a>3", "?(html(body(?('1' ?('2')) '3')))" },
		{ "<p>1<table><td>2</table>3", "?(html(body(p('1') table(tr(td('2'))) '3')))" },
		{ "<head><noscript><img src=x></noscript></head><p>1", "?(html(head(noscript) body(img p('1'))))" },
	};
	struct html_tree tree = HTML_TREE_INIT;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct buf got = BUF_INIT;

		html_tree_parse(&tree, str_of(cases[i].markup));
		write_node(&tree, 0, &got);
		cr_expect_str_eq(buf_cstr(&got), cases[i].want, "%s", cases[i].markup);
		buf_release(&got);
	}
	html_tree_release(&tree);
}

Test(tree, attributes_and_text)
{
	struct html_tree tree = HTML_TREE_INIT;
	struct buf text = BUF_INIT;

	html_tree_parse(&tree, STR("<body CLASS='a b' onload=x hidden> one <b>two</b><p>th&uuml;<script>x</script> "));
	cr_expect(str_is(html_attr(&tree, tree.body, HTML_ATTR_CLASS), "a b"));
	cr_expect(html_attr(&tree, tree.body, HTML_ATTR_HIDDEN).at != NULL);
	cr_expect(html_attr(&tree, tree.body, HTML_ATTR_ID).at == NULL);
	html_text(&tree, tree.body, 1000, &text);
	cr_expect_str_eq(buf_cstr(&text), "one two thü");
	buf_release(&text);
	html_tree_release(&tree);
}

/* The tree itself is no deeper than the stack of open elements. */
Test(tree, depth_is_bounded)
{
	static const char *const pieces[] = { "<div>x", "<b>x", "<ul><li>x", "<table><td>x" };
	struct html_tree tree = HTML_TREE_INIT;

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf markup = BUF_INIT;
		unsigned deepest = 0;

		while (markup.len < 100000)
			buf_add_text(&markup, pieces[i]);
		html_tree_parse(&tree, buf_str(&markup));
		for (uint32_t node = tree.count - 1; node; node = tree.nodes[node].parent)
			deepest++;
		cr_expect_leq(deepest, HTML_DEPTH_MAX, "%s: %u", pieces[i], deepest);
		buf_release(&markup);
	}
	html_tree_release(&tree);
}

/* Each piece repeated to 20 MB is read in linear time. */
/* The sanitizer's memmem looks at the whole of its haystack first, which makes what is linear
 * quadratic: less for it. */
#if defined(__SANITIZE_ADDRESS__)
enum { HOSTILE = 1 << 19 };
#else
enum { HOSTILE = 20 << 20 };
#endif

Test(tree, hostile_nesting)
{
	static const char *const pieces[] = {
		"<div>", "<b>", "<p><button>", "<a href=x><div>", "<table><td>", "<li><ul><div>", "</x>",
		"<x><y></x>", "<table><b>", "<svg>", "<select>", "</p>", "<b><div></b>", "<!--", "<a href='",
		"</li><div>", "<td>x", "&amp",
	};
	struct html_tree tree = HTML_TREE_INIT;

	for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
		struct buf markup = BUF_INIT;

		while (markup.len < HOSTILE)
			buf_add_text(&markup, pieces[i]);
		uint64_t start = time_cpu_ns();
		html_tree_parse(&tree, buf_str(&markup));
		uint64_t took = time_cpu_ns() - start;
		cr_expect_lt(took, 4000000000u, "%s: %lu ns", pieces[i], took);
		cr_log_info("%s %lu ms %s", pieces[i], took / 1000000, tree.cut ? "cut" : "");
		buf_release(&markup);
	}
	html_tree_release(&tree);
}
