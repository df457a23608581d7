#include "record/build.h"
#include "record/pack.h"

void build_str(struct build *build, const char *name, struct str value)
{
	if (!value.at)
		return;
	pack_text(&build->fields, name);
	pack_str(&build->fields, value);
	build->nfields++;
}

void build_int(struct build *build, const char *name, int64_t value)
{
	pack_text(&build->fields, name);
	pack_int(&build->fields, value);
	build->nfields++;
}

void build_packed(struct build *build, struct str name, struct str packed)
{
	pack_str(&build->fields, name);
	buf_add_str(&build->fields, packed);
	build->nfields++;
}

void build_text(struct build *build, struct str text)
{
	pack_text(&build->parts, FIELD_TEXT);
	pack_str(&build->parts, text);
	build->nparts++;
}

void build_body(struct build *build, struct str body)
{
	pack_text(&build->parts, FIELD_BODY);
	pack_bin(&build->parts, body);
	build->nparts++;
}

void build_abandon(struct build *build)
{
	buf_reset(&build->fields);
	buf_reset(&build->parts);
	build->nfields = build->nparts = 0;
}

void build_record(struct build *build)
{
	pack_map(&build->meta, build->nfields);
	buf_add_str(&build->meta, buf_str(&build->fields));
	if (build->nparts)
		pack_map(&build->bulk, build->nparts);
	else
		pack_nil(&build->bulk);
	buf_add_str(&build->bulk, buf_str(&build->parts));
	build->nrec++;
	build_abandon(build);
}

size_t build_size(const struct build *build)
{
	return build->meta.len + build->bulk.len;
}

void build_finish(struct build *build, struct frame *frame)
{
	frame->head.type = FRAME_DATA;
	frame->head.nrec = build->nrec;
	frame_set_layer(frame, LAYER_META, &build->meta);
	frame_set_layer(frame, LAYER_BULK, &build->bulk);
	build->nrec = 0;
}

void build_release(struct build *build)
{
	buf_release(&build->meta);
	buf_release(&build->bulk);
	buf_release(&build->fields);
	buf_release(&build->parts);
	*build = BUILD_INIT;
}
