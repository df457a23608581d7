/*
 * zmq_zap: who may speak on a link with CURVE. ZeroMQ asks (ZAP, RFC 27) a thread that looks
 * the caller's key up in the list of allowed keys; without one CURVE hears every key.
 */
#ifndef LEAT_LINK_ZMQ_ZAP_H
#define LEAT_LINK_ZMQ_ZAP_H

#include "link/curve.h"

struct zap;

/* Answers for all sockets of the context. `allowed` is a path, borrowed. */
struct zap *zap_start(void *context, const char *allowed, struct err *err);
/* Reads the list again; on an error the old one stays. */
int zap_reload(struct zap *zap, struct err *err);
/* Before the context is ended. NULL is fine. */
void zap_stop(struct zap *zap);

/* Sets a socket's keys, before it is bound or connected. */
int zap_secure(void *socket, bool binds, const struct curve *curve, struct err *err);

#endif
