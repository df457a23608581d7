#include "link/endpoint.h"
#include "base/num.h"

enum { PORT_MAX = 65535 };

static struct str after(struct str s, size_t count)
{
	return str_from(s.at + count, s.len - count);
}

/* Where the last ':' is, so that [::1]:7001 is cut at its port. */
static size_t last_colon(struct str s)
{
	size_t at = s.len;

	while (at > 0 && s.at[at - 1] != ':')
		at--;
	return at;
}

static bool is_loopback(struct str host)
{
	return str_starts(host, STR("127.")) || str_is(host, "localhost") || str_is(host, "[::1]");
}

static int check_tcp(const char *word, struct str rest, struct endpoint *endpoint, struct err *err)
{
	size_t colon = last_colon(rest);
	uint64_t port;

	if (colon < 2)
		return err_set(err, EXIT_USAGE, "%s: no port: write tcp://HOST:PORT", word);
	if (!num_u64(after(rest, colon), &port) || port == 0 || port > PORT_MAX)
		return err_set(err, EXIT_USAGE, "%s: the port must be 1 to %d", word, PORT_MAX);

	struct str host = str_from(rest.at, colon - 1);
	if (endpoint->kind == ENDPOINT_CONNECT && str_is(host, "*"))
		return err_set(err, EXIT_USAGE, "%s: '*' can only be bound; name the host to connect to", word);
	endpoint->remote = !is_loopback(host);
	return 0;
}

static int check_ipc(const char *word, struct str rest, struct err *err)
{
	if (rest.len == 0)
		return err_set(err, EXIT_USAGE, "%s: no path: write ipc://PATH", word);
	if (rest.len > ENDPOINT_IPC_MAX)
		return err_set(err, EXIT_USAGE, "%s: the path of a Unix socket has at most %d bytes", word,
			       ENDPOINT_IPC_MAX);
	return 0;
}

static int parse_link(const char *word, struct str address, struct endpoint *endpoint, struct err *err)
{
	endpoint->address = address.at;
	if (str_starts(address, STR("tcp://")))
		return check_tcp(word, after(address, 6), endpoint, err);
	if (str_starts(address, STR("ipc://")))
		return check_ipc(word, after(address, 6), err);
	return err_set(err, EXIT_USAGE, "%s: a link is tcp://HOST:PORT or ipc://PATH", word);
}

int endpoint_parse(const char *word, struct endpoint *endpoint, struct err *err)
{
	struct str s = str_of(word);

	*endpoint = (struct endpoint){ .kind = ENDPOINT_PATH, .address = word };
	if (s.len == 0)
		return err_set(err, EXIT_USAGE, "empty name: give -, a path, bind:ADDRESS or connect:ADDRESS");
	if (str_is(s, "-")) {
		endpoint->kind = ENDPOINT_STANDARD;
		return 0;
	}
	if (str_starts(s, STR("bind:"))) {
		endpoint->kind = ENDPOINT_BIND;
		return parse_link(word, after(s, 5), endpoint, err);
	}
	if (str_starts(s, STR("connect:"))) {
		endpoint->kind = ENDPOINT_CONNECT;
		return parse_link(word, after(s, 8), endpoint, err);
	}
	if (str_starts(s, STR("tcp:")) || str_starts(s, STR("ipc:")))
		return err_set(err, EXIT_USAGE, "%s: say which side calls: bind:%s or connect:%s", word, word, word);
	if (str_find(s, STR("://")) >= 0)
		return err_set(err, EXIT_USAGE, "%s: unknown kind of address: give -, a path, bind:ADDRESS or connect:ADDRESS",
			       word);
	return 0;
}
