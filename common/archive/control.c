#include "archive/control.h"
#include "record/flow.h"
#include "record/pack.h"

static void pair(struct buf *out, const char *key, uint64_t value)
{
	pack_text(out, key);
	pack_uint(out, value);
}

static void add_note(struct buf *out, struct str note)
{
	if (note.len == 0)
		return;
	pack_text(out, "note");
	buf_add_str(out, note);
}

void archive_commit_pack(const struct archive_commit *commit, struct str note, struct buf *out)
{
	pack_map(out, note.len ? 6 : 5);
	pair(out, "stored", commit->stored);
	pair(out, "frames", commit->frames);
	pair(out, "bytes", commit->bytes);
	pair(out, "after", commit->after);
	pair(out, "hash", commit->hash);
	add_note(out, note);
}

bool archive_commit_read(struct str map, struct archive_commit *commit)
{
	return flow_uint(map, "stored", &commit->stored) && flow_uint(map, "frames", &commit->frames) &&
	       flow_uint(map, "bytes", &commit->bytes) && flow_uint(map, "after", &commit->after) &&
	       flow_uint(map, "hash", &commit->hash);
}

void archive_tail_pack(const struct archive_tail *tail, struct str recipes, struct str note, struct buf *out)
{
	pack_map(out, note.len ? 9 : 8);
	pair(out, "frames", tail->frames);
	pair(out, "commit_end", tail->commit_end);
	pair(out, "end", tail->end);
	pair(out, "hash", tail->hash);
	pair(out, "flow_frames", tail->flow_frames);
	pair(out, "flow_recipe", tail->flow_recipe);
	pair(out, "interrupted", tail->interrupted);
	pack_text(out, "recipes");
	buf_add_str(out, recipes);
	add_note(out, note);
}

bool archive_tail_read(struct str map, struct archive_tail *tail, struct str *recipes)
{
	uint64_t interrupted;

	if (!flow_uint(map, "frames", &tail->frames) || !flow_uint(map, "commit_end", &tail->commit_end) ||
	    !flow_uint(map, "end", &tail->end) || !flow_uint(map, "hash", &tail->hash) ||
	    !flow_uint(map, "flow_frames", &tail->flow_frames) ||
	    !flow_uint(map, "flow_recipe", &tail->flow_recipe) ||
	    !flow_uint(map, "interrupted", &interrupted) || !flow_value(map, "recipes", recipes))
		return false;
	tail->interrupted = interrupted != 0;
	return true;
}

void archive_start_pack(struct str recipe, struct str dedup_state, struct buf *out)
{
	pack_map(out, 2);
	pack_text(out, "recipe");
	pack_str(out, recipe);
	pack_text(out, "announce");
	pack_map(out, dedup_state.at ? 1 : 0);
	if (dedup_state.at) {
		pack_text(out, "dedup_state");
		pack_str(out, dedup_state);
	}
}

void archive_stop_pack(uint64_t frames, bool complete, struct buf *out)
{
	pack_map(out, 3);
	pack_text(out, "end");
	pack_text(out, complete ? "complete" : "interrupted");
	pair(out, "frames", frames);
	pack_text(out, "footer");
	pack_bool(out, true);
}
