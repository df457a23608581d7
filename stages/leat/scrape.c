#include "leat/scrape.h"

#include "base/num.h"
#include "base/time.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { PORTS_MAX = 4096 };

static int bad_address(const char *address, struct err *err)
{
	return err_set(err, EXIT_USAGE, "%s: write HOST:PORT or HOST:FIRST-LAST, the host as an address in numbers, e.g. 127.0.0.1:9464",
		       address);
}

static int add_port(struct scrape **list, size_t *count, const char *host, uint64_t port, const char *address, struct err *err)
{
	struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV }, *found;
	char service[8];

	snprintf(service, sizeof service, "%u", (unsigned)port);
	if (*count == PORTS_MAX)
		return err_set(err, EXIT_USAGE, "%s: more than %d ports", address, PORTS_MAX);
	if (getaddrinfo(host, service, &hints, &found) != 0)
		return bad_address(address, err);
	*list = mem_grow(*list, (*count + 1) * sizeof **list);
	struct scrape *one = &(*list)[(*count)++];

	*one = (struct scrape){ .address_len = found->ai_addrlen, .fd = -1 };
	memcpy(&one->address, found->ai_addr, found->ai_addrlen);
	snprintf(one->name, sizeof one->name, strchr(host, ':') ? "[%.50s]:%s" : "%.50s:%s", host, service);
	freeaddrinfo(found);
	return 0;
}

int scrape_add(struct scrape **list, size_t *count, const char *address, struct err *err)
{
	const char *colon = strrchr(address, ':'), *dash = colon ? strchr(colon, '-') : NULL;
	size_t len = colon ? (size_t)(colon - address) : 0;
	uint64_t first, last;
	char host[64];

	if (len == 0 || len >= sizeof host)
		return bad_address(address, err);
	if (!num_u64(dash ? str_from(colon + 1, (size_t)(dash - colon - 1)) : str_of(colon + 1), &first) || first == 0 || first > 65535)
		return bad_address(address, err);
	last = first;
	if (dash && (!num_u64(str_of(dash + 1), &last) || last < first || last > 65535))
		return bad_address(address, err);
	bool brackets = address[0] == '[' && address[len - 1] == ']';
	snprintf(host, sizeof host, "%.*s", (int)(brackets ? len - 2 : len), address + brackets);
	for (uint64_t port = first; port <= last; port++)
		if (add_port(list, count, host, port, address, err) < 0)
			return -1;
	return 0;
}

static void end(struct scrape *one)
{
	close(one->fd);
	one->fd = -1;
}

static void begin(struct scrape *one)
{
	buf_reset(&one->page);
	one->answered = false;
	one->sent = 0;
	one->fd = socket(one->address.ss_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (one->fd >= 0 && connect(one->fd, (struct sockaddr *)&one->address, one->address_len) < 0 && errno != EINPROGRESS)
		end(one);
}

/* The head goes; anything but a 200 is no answer. */
static void finish(struct scrape *one)
{
	ptrdiff_t head = str_find(buf_str(&one->page), STR("\r\n\r\n"));
	struct str page = buf_str(&one->page);

	end(one);
	one->answered = head > 0 && page.len > 12 && str_starts(page, STR("HTTP/1.")) && memcmp(page.at + 8, " 200", 4) == 0;
	if (!one->answered)
		return;
	one->page.len -= (size_t)head + 4;
	memmove(one->page.data, one->page.data + head + 4, one->page.len);
}

static void send_some(struct scrape *one, struct str request)
{
	ssize_t sent = send(one->fd, request.at + one->sent, request.len - one->sent, MSG_NOSIGNAL);

	if (sent > 0)
		one->sent += (size_t)sent;
	else if (errno != EAGAIN && errno != EINTR)
		end(one);
}

static void read_some(struct scrape *one)
{
	char *room = buf_reserve(&one->page, 16384);
	ssize_t got = read(one->fd, room, 16384);

	if (got > 0)
		one->page.len += (size_t)got;
	if (got == 0)
		finish(one);
	else if ((got < 0 && errno != EAGAIN && errno != EINTR) || one->page.len > SCRAPE_PAGE_MAX)
		end(one);
}

/* Waits for whoever is ready and tends it; false where none is left. */
static bool turn(struct scrape *list, size_t count, struct pollfd *fds, struct str request, int wait_ms)
{
	bool running = false;

	for (size_t i = 0; i < count; i++) {
		fds[i] = (struct pollfd){ .fd = list[i].fd, .events = list[i].sent < request.len ? POLLOUT : POLLIN };
		running = running || list[i].fd >= 0;
	}
	if (!running || poll(fds, count, wait_ms) <= 0)
		return running;
	for (size_t i = 0; i < count; i++) {
		if (list[i].fd < 0 || !fds[i].revents)
			continue;
		if (list[i].sent < request.len)
			send_some(&list[i], request);
		else
			read_some(&list[i]);
	}
	return true;
}

void scrape_all(struct scrape *list, size_t count, const char *path)
{
	struct pollfd *fds = mem_zero(count + 1, sizeof *fds);
	uint64_t until = time_steady_ns() / 1000000 + SCRAPE_MS, now;
	struct buf request = BUF_INIT;

	buf_addf(&request, "GET %s HTTP/1.0\r\n\r\n", path);
	for (size_t i = 0; i < count; i++)
		begin(&list[i]);
	while ((now = time_steady_ns() / 1000000) < until && turn(list, count, fds, buf_str(&request), (int)(until - now)))
		;
	for (size_t i = 0; i < count; i++)
		if (list[i].fd >= 0)
			end(&list[i]);
	buf_release(&request);
	free(fds);
}

void scrape_release(struct scrape *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		buf_release(&list[i].page);
	free(list);
}
