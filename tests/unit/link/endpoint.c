#include "link/endpoint.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

Test(endpoint, words)
{
	static const struct {
		const char *word;
		enum endpoint_kind kind;
		const char *address;
		bool remote;
	} cases[] = {
		{ "-", ENDPOINT_STANDARD, "-", false },
		{ "a.leat", ENDPOINT_PATH, "a.leat", false },
		{ "./bind:x", ENDPOINT_PATH, "./bind:x", false },
		{ "bind:tcp://127.0.0.1:7001", ENDPOINT_BIND, "tcp://127.0.0.1:7001", false },
		{ "bind:tcp://*:7001", ENDPOINT_BIND, "tcp://*:7001", true },
		{ "bind:tcp://0.0.0.0:7001", ENDPOINT_BIND, "tcp://0.0.0.0:7001", true },
		{ "connect:tcp://[::1]:65535", ENDPOINT_CONNECT, "tcp://[::1]:65535", false },
		{ "connect:tcp://store.example:7001", ENDPOINT_CONNECT, "tcp://store.example:7001", true },
		{ "connect:ipc:///run/leat/x", ENDPOINT_CONNECT, "ipc:///run/leat/x", false },
	};

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct endpoint endpoint;
		struct err err = { 0 };

		cr_assert_eq(endpoint_parse(cases[i].word, &endpoint, &err), 0, "%s: %s", cases[i].word, err.text);
		cr_expect_eq(endpoint.kind, cases[i].kind, "%s", cases[i].word);
		cr_expect_str_eq(endpoint.address, cases[i].address);
		cr_expect_eq(endpoint.remote, cases[i].remote, "%s", cases[i].word);
		cr_expect_eq(endpoint_is_link(&endpoint), cases[i].kind >= ENDPOINT_BIND);
	}
}

Test(endpoint, mistakes)
{
	static const struct {
		const char *word, *says;
	} cases[] = {
		{ "", "empty" },
		{ "tcp://127.0.0.1:7001", "bind:tcp://127.0.0.1:7001 or connect:" },
		{ "bind:", "tcp://HOST:PORT or ipc://PATH" },
		{ "bind:7001", "tcp://HOST:PORT or ipc://PATH" },
		{ "bind:inproc://x", "tcp://HOST:PORT or ipc://PATH" },
		{ "bind:tcp://127.0.0.1", "no port" },
		{ "bind:tcp://:7001", "no port" },
		{ "bind:tcp://127.0.0.1:0", "1 to 65535" },
		{ "bind:tcp://127.0.0.1:70000", "1 to 65535" },
		{ "bind:tcp://127.0.0.1:x", "1 to 65535" },
		{ "connect:tcp://*:7001", "only be bound" },
		{ "connect:ipc://", "no path" },
		{ "redis://x", "unknown kind of address" },
	};
	char longest[5 + 6 + ENDPOINT_IPC_MAX + 2];
	struct endpoint endpoint;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct err err = { 0 };

		cr_assert_eq(endpoint_parse(cases[i].word, &endpoint, &err), -1, "%s", cases[i].word);
		cr_expect_eq(err.code, EXIT_USAGE);
		cr_expect(strstr(err.text, cases[i].says), "%s: %s", cases[i].word, err.text);
	}
	snprintf(longest, sizeof longest, "bind:ipc://%0*d", ENDPOINT_IPC_MAX, 0);
	struct err err = { 0 };
	cr_expect_eq(endpoint_parse(longest, &endpoint, &err), 0, "%s", err.text);
	snprintf(longest, sizeof longest, "bind:ipc://%0*d", ENDPOINT_IPC_MAX + 1, 0);
	cr_expect_eq(endpoint_parse(longest, &endpoint, &err), -1);
}
