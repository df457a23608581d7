/*
 * curve: keys for links that leave the machine (CurveZMQ, RFC 26). A side has a secret key
 * and a list of the public keys that it hears. The side that binds proves itself to those
 * that connect, which must hold its public key too: it is in their list.
 *
 * Files: NAME.key holds the secret and the public key (mode 0600), NAME.pub the public one;
 * a list has a public key a line (Z85, 40 characters) and maybe a name behind it; other
 * lines that begin with "#" are comments.
 */
#ifndef LEAT_LINK_CURVE_H
#define LEAT_LINK_CURVE_H

#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>

enum { CURVE_KEY = 41, CURVE_KEYS_MAX = 4096 }; /* Z85 and NUL */

struct curve {
	char public_key[CURVE_KEY], secret_key[CURVE_KEY];
	char server_key[CURVE_KEY]; /* of the side that binds; empty: this side only binds */
	const char *allowed; /* path of the list; borrowed */
};

/* Makes a pair and writes PATH.key and PATH.pub; neither may exist. */
int curve_generate(const char *path, struct err *err);
/* Reads a .key file. One that others may read is an error; but what root owns, a user who is
 * not root may share with a group: so Kubernetes mounts secrets. */
int curve_read_key(const char *path, struct curve *curve, struct err *err);
/* Reads a .pub file into *curve's server_key. */
int curve_read_server(const char *path, struct curve *curve, struct err *err);

/* A list of allowed keys. */
struct curve_list;

struct curve_list *curve_list_read(const char *path, struct err *err);
bool curve_list_has(const struct curve_list *list, const char *key);
void curve_list_free(struct curve_list *list);

#endif
