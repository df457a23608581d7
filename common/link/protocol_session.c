#include "link/protocol_link.h"

#include <stdio.h>
#include <stdlib.h>

enum { CODECS = 1 << CODEC_NONE | 1 << CODEC_ZLIB | 1 << CODEC_ZSTD };

/* Peers. */

bool link_peer_opened(const struct link_peer *peer)
{
	return peer->state == PEER_OPEN;
}

struct link_peer *link_peer_by_serial(struct link *link, uint32_t serial)
{
	for (size_t i = 0; i < link->npeers; i++)
		if (link->peers[i]->serial == serial)
			return link->peers[i];
	return NULL;
}

struct link_peer *link_find_peer(struct link *link, uint64_t id)
{
	for (size_t i = 0; i < link->npeers; i++)
		if (link->peers[i]->id == id)
			return link->peers[i];
	return NULL;
}

struct link_peer *link_add_peer(struct link *link, uint64_t id, bool called)
{
	struct link_peer *peer = mem_zero(1, sizeof *peer);

	link->peers = mem_grow(link->peers, (link->npeers + 1) * sizeof(struct link_peer *));
	link->peers[link->npeers++] = peer;
	peer->id = id;
	peer->serial = ++link->serials;
	peer->called = called;
	peer->state = PEER_NEW;
	peer->heard = link->now;
	return peer;
}

void link_remove_peer(struct link *link, struct link_peer *peer)
{
	for (size_t i = 0; i < link->npeers; i++)
		if (link->peers[i] == peer)
			link->peers[i] = link->peers[--link->npeers];
	buf_release(&peer->acks);
	free(peer);
}

bool link_waits_for_away(const struct link *link)
{
	return link->away > 0 && link->now - link->away_at < LINK_AWAY_MS;
}

/* Ends the session, if any: what was sent in it is uncertain. */
void link_end_session(struct link *link, struct link_peer *peer)
{
	if (peer->state == PEER_OPEN) {
		link->counters.peers_lost++;
		link->away++;
		link->away_at = link->now;
		peer->state = PEER_NEW;
	}
	if (link->config.sender)
		sender_lost(link, peer);
	peer->granted = peer->sent = peer->taken = peer->granted_told = peer->queued = 0;
	buf_reset(&peer->acks);
	peer->acks_frames = 0;
	peer->session = 0;
}

/* A peer that cannot be reached or heard. Endpoints that we call keep their place. */
void link_lose_peer(struct link *link, struct link_peer *peer, enum peer_state then)
{
	link_end_session(link, peer);
	if (peer->called) {
		if (peer->state != PEER_ENDED)
			peer->state = then;
	} else {
		link_remove_peer(link, peer);
	}
	if (!link->config.sender)
		receiver_check_end(link);
}

/* Greeting. */

static void put_greeting(struct link *link, struct link_peer *peer, struct buf *body)
{
	struct wire_greeting greeting = { .version = LINK_VERSION, .sender = link->config.sender, .codecs = CODECS };

	if (!link->config.sender)
		greeting.window = peer->granted_told = receiver_granted(link, peer);

	snprintf(greeting.stage, sizeof greeting.stage, "%s", link->config.stage);
	wire_put_greeting(body, &greeting);
}

static void greet(struct link *link, struct link_peer *peer, enum link_type type)
{
	struct buf body = BUF_INIT;

	put_greeting(link, peer, &body);
	link_tell_peer(link, peer, type, 0, buf_str(&body), link->start_part);
	buf_release(&body);
}

/* HELLO, once there is something to say; again with the same session, as it may be lost. */
void session_hello(struct link *link, struct link_peer *peer)
{
	if (link->config.sender && !link->start_part)
		return;
	if (peer->session == 0) {
		if (++link->sessions == 0)
			link->sessions = 1;
		peer->session = link->sessions;
	}
	peer->state = PEER_GREETED;
	greet(link, peer, LINK_HELLO);
}

static void open_session(struct link *link, struct link_peer *peer)
{
	peer->state = PEER_OPEN;
	link->away -= link->away > 0;
	if (link->config.sender)
		sender_opened(link, peer);
}

void session_welcome(struct link *link, struct link_peer *peer)
{
	if (link->config.sender && !link->start_part)
		return;
	greet(link, peer, LINK_WELCOME);
	open_session(link, peer);
}

void link_restart(struct link *link, struct link_peer *peer)
{
	link->counters.resets++;
	if (!peer->called)
		link_tell_peer(link, peer, LINK_RESET, 0, STR_NONE, NULL);
	link_end_session(link, peer);
	if (peer->called)
		session_hello(link, peer);
}

void link_error_to(struct link *link, struct link_peer *peer, const char *reason)
{
	link_tell_peer(link, peer, LINK_ERROR, 0, str_of(reason), NULL);
	if (peer->called)
		link_fail(link, EXIT_MISMATCH, "%s: %s", link->config.name, reason);
	else
		link_note(link, "%s: a peer was turned away: %s", link->config.name, reason);
	peer->state = PEER_ENDED;
	link_end_session(link, peer);
}

/* Whether the peer fits; if not it is told so. */
static bool fits(struct link *link, struct link_peer *peer, struct str body, struct str payload)
{
	struct wire_greeting greeting;
	char why[WIRE_REASON_MAX + 1] = "";

	if (!wire_greeting(body, &greeting))
		snprintf(why, sizeof why, "its greeting cannot be read");
	else if (greeting.version > LINK_VERSION || greeting.version + 1 < LINK_VERSION)
		snprintf(why, sizeof why, "link version %llu and %d do not work together",
			 (unsigned long long)greeting.version, LINK_VERSION);
	else if (greeting.sender == link->config.sender)
		snprintf(why, sizeof why, "%s and %s are both %s on this link", link->config.stage, greeting.stage,
			 greeting.sender ? "senders" : "receivers");
	else if ((greeting.codecs & CODECS) != CODECS)
		snprintf(why, sizeof why, "it lacks a codec");
	else if (link->config.sender || receiver_start(link, payload, why, sizeof why)) {
		memcpy(peer->stage, greeting.stage, sizeof peer->stage);
		peer->granted = greeting.window < LINK_CREDIT_MAX ? greeting.window : LINK_CREDIT_MAX;
		return true;
	}
	link_error_to(link, peer, why);
	return false;
}

void session_on_hello(struct link *link, struct link_peer *peer, uint32_t session, struct str body,
		      struct str payload)
{
	if (peer->called || session == 0)
		return;
	if (peer->state == PEER_OPEN && peer->session == session) {
		greet(link, peer, LINK_WELCOME);
		return;
	}
	link_end_session(link, peer);
	peer->session = session;
	peer->finished = false;
	if (!fits(link, peer, body, payload))
		return;
	peer->state = PEER_GREETED;
	session_welcome(link, peer);
}

void session_on_welcome(struct link *link, struct link_peer *peer, struct str body, struct str payload)
{
	if (!peer->called || peer->state != PEER_GREETED || !fits(link, peer, body, payload))
		return;
	open_session(link, peer);
}

void session_on_error(struct link *link, struct link_peer *peer, struct str body)
{
	char reason[WIRE_REASON_MAX + 1];

	snprintf(reason, sizeof reason, "%.*s", (int)(body.len < WIRE_REASON_MAX ? body.len : WIRE_REASON_MAX),
		 body.at);
	if (peer->called)
		link_fail(link, EXIT_MISMATCH, "%s: the other side: %s", link->config.name, reason);
	else
		link_note(link, "%s: a peer left: %s", link->config.name, reason);
	peer->state = PEER_ENDED;
	link_end_session(link, peer);
}

void session_on_reset(struct link *link, struct link_peer *peer)
{
	if (!peer->called || peer->state == PEER_ENDED)
		return;
	link_restart(link, peer);
}
