/*
 * pipe: the carrier over a descriptor: a pipe, a file, a socket. Frames lie one after the
 * other as FORMAT.md draws them. COMMIT frames of an archive are passed over.
 */
#ifndef LEAT_LINK_PIPE_H
#define LEAT_LINK_PIPE_H

#include "link/channel.h"

/* Both take the descriptor over and close it in channel_close. `name` is borrowed. */
struct channel *pipe_receiver(int fd, const char *name);
struct channel *pipe_sender(int fd, const char *name);

/* Bytes that went through so far. */
uint64_t pipe_bytes(const struct channel *channel);

#endif
