#include "util.h"

#include <criterion/criterion.h>

static void add(struct buf *file, const char *url, const char *length)
{
	static const char block[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>x</html>";

	buf_addf(file, "%s 1.2.3.4 20140216050221 text/html %s\n%s\n", url, length, block);
}

/* A record whose length is wrong is read up to the next one. */
Test(arc, lengths)
{
	static const struct {
		const char *length;
		bool fault;
	} rows[] = {
		{ "58", false }, { "10", true }, { "99999", true }, { "-1", true }, { "x", true }, { "9223372036854775808", true },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf file = BUF_INIT;
		struct run run;

		buf_addf(&file, "filedesc://x.arc 0.0.0.0 20140216050221 text/plain 20\n1 0 x\nURL IP-address\n");
		add(&file, "http://a.example/", "58");
		add(&file, "http://a.example/x y", rows[i].length);
		add(&file, "http://a.example/", "58");
		run_bytes(&run, buf_str(&file), "x.arc");
		cr_assert_eq(run.ndocs, 3, "%s: %zu", rows[i].length, run.ndocs);
		cr_expect_str_eq(run.docs[1].url, "http://a.example/x%20y");
		cr_expect_str_eq(run.docs[1].fetched, "2014-02-16T05:02:21Z");
		cr_expect_eq(run.docs[1].status, 200);
		for (size_t k = 0; k < 3; k++)
			cr_expect_eq(memcmp(run.docs[k].content, "<html>x</html>", 14), 0, "%s", rows[i].length);
		cr_expect_eq(run.faults.count[FAULT_LENGTH], rows[i].fault, "%s", rows[i].length);
		run_release(&run);
		buf_release(&file);
	}
}
