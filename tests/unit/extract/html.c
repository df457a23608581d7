#include "extract/html.h"

#include <criterion/criterion.h>

static const char page[] =
	"<html><head><title>The mill and its leat - Valley News</title></head><body>"
	"<nav><ul><li><a href=/>Home</a><li><a href=/a>Archive</a></ul></nav>"
	"<div class=article-body><h1>The mill and its leat</h1>"
	"<p>The old mill, which stands below the village, was built in 1704, and its leat, dug by hand, still runs. "
	"Visitors who come early see the sluice being opened.</p>"
	"<h2>How the water comes</h2>"
	"<p>The water is taken from the river half a mile above, at a weir of oak, and led along the slope in a "
	"channel, so that it falls on the wheel from above.</p>"
	"<div class=share><a href=x>Share</a></div></div>"
	"<div class=comments><p>What a lovely place, we went there last year, and the children loved it!</p></div>"
	"<footer>Copyright Valley News</footer></body></html>";

Test(html, main_text)
{
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };
	struct html_result result;
	struct err err;

	for (int again = 0; again < 2; again++) {
		cr_assert_eq(html_extract(scratch, str_of(page), STR_NONE, &options, &result, &err), 0);
		cr_expect(str_find(result.text, STR("The old mill")) == 0);
		cr_expect(str_find(result.text, STR("led along the slope")) > 0);
		cr_expect(str_find(result.text, STR("Archive")) < 0);
		cr_expect(str_find(result.text, STR("lovely place")) < 0);
		cr_expect(str_find(result.text, STR("Copyright")) < 0);
		cr_expect(str_find(result.title, STR("The mill and its leat")) == 0);
	}
	html_scratch_free(scratch);
}

Test(html, nothing_to_extract)
{
	static const char *const pages[] = { "", "<", "<p>", "<html></html>", "<script>x", "\xff\xfe<p>\xff" };
	struct html_scratch *scratch = html_scratch_new();
	struct html_options options = { 0 };
	struct html_result result;
	struct err err;

	for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
		cr_expect_eq(html_extract(scratch, str_of(pages[i]), STR_NONE, &options, &result, &err), 0);
	html_scratch_free(scratch);
}
