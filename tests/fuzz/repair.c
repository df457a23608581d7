/* Repair keeps text well-formed, never makes it longer, and finds the same suspects both ways. */
#include "text/charset.h"
#include "text/repair.h"
#include "text/repair_scan.h"
#include "text/utf8.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
	if (!holds)
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct repair_scratch *scratch = repair_scratch_new();
	struct buf text = BUF_INIT, out = BUF_INIT;
	struct decode_faults faults = { 0, 0 };
	struct repair_report report = { 0 };

	/* Mojibake is dense where every byte is a character of a code page. */
	if (size > 0)
		charset_decode(data[0] % CHARSET_COUNT, str_from(data + 1, size - 1), &text, &faults);
	struct str s = buf_str(&text);
	const char *end = s.at + s.len;

	for (const char *p = s.at; p < end; p++) {
		p = repair_next_suspect(p, end);
		must(p == end || (*p & 0xc0) == 0xc0);
	}
	must(repair_next_suspect(s.at, end) == repair_next_suspect_portable(s.at, end));
	if (repair_text(scratch, s, &out, &report)) {
		must(utf8_valid(buf_str(&out)));
		must(utf8_count(buf_str(&out)) <= utf8_count(s));
		must(report.rounds > 0 || report.controls > 0);
	} else {
		must(out.len == 0 && report.sequences == 0 && report.controls == 0);
	}
	buf_release(&text);
	buf_release(&out);
	repair_scratch_free(scratch);
	return 0;
}
