/*
 * url: one address for one page, after the WHATWG URL Standard: scheme and host in lower case,
 * host in punycode, numbers of IPv4 hosts in plain form, default port gone, "\" as "/", dot
 * segments resolved, what must be escaped escaped; and beyond it: no fragment, no empty query,
 * no tracking parameters.
 */
#ifndef LEAT_TEXT_URL_H
#define LEAT_TEXT_URL_H

#include "base/buf.h"
#include "base/str.h"

#include <stdbool.h>
#include <stddef.h>

#define URL_MAX ((size_t)64 * 1024)

/* Names of query parameters; a "*" at the end of one stands for any ending. */
struct url_tracking {
	const struct str *names;
	size_t count;
};

/* configs/tracking-parameters.txt as it was when the program was built. */
extern const struct url_tracking url_tracking_default;

/* Appends the canonical form and returns true. False, and *out is as before, if `url` is not an
 * absolute URL of a scheme with a host (http, https, ftp, ws, wss), or over URL_MAX bytes:
 * other names (urn:, a path) are nobody's business here. `tracking` may be NULL. */
bool url_canonical(struct str url, const struct url_tracking *tracking, struct buf *out);

/* Appends what `reference` means on a page whose address is `base`: an absolute one as it stands,
 * another in canonical form, tracking parameters kept. False, and *out is as before, if it is
 * relative and `base` is no address of which url_canonical knows the form. */
bool url_resolve(struct str base, struct str reference, struct buf *out);

/* The host in the form of the standard ("host parsing"), appended. False if there is no such
 * host; *out may then hold a part of it. */
bool url_host(struct str host, struct buf *out);

/* The host of a URL in canonical form, between "://" (and user@) and what follows; empty where it
 * has none. */
struct str url_host_of(struct str url);
/* What `host` lies in: what stands behind its first dot; empty behind the last. */
struct str url_host_above(struct str host);

/* RFC 3492: appends the ASCII form of one label, without "xn--". `label` is UTF-8. */
bool url_punycode(struct str label, struct buf *out);

#endif
