/* Rule sets of anybody's YAML: refused with a place, or usable on a record. */
#include "filter/rules.h"
#include "record/build.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
	struct err err;
	struct rules rules = { .rules = NULL };
	struct yaml_file *file = yaml_file_parse("set", str_from(data, size), &err);
	int result = file ? rules_read(&rules, "set", file, &err) : -1;

	yaml_file_close(file);
	if (result == 0) {
		struct build build = BUILD_INIT;
		struct frame *frame = frame_new();
		struct codec_state codecs = CODEC_STATE_INIT;
		double values[RULES_MAX];
		struct record record;
		bool unchecked;

		rules_finish(&rules);
		build_str(&build, FIELD_LANG, STR("zh-Hant"));
		build_str(&build, FIELD_ROBOTS, STR("noai, all"));
		build_packed(&build, STR("signals"), STR("\x82\xa5words\x03\xa4mean\xcb\x40\x08\0\0\0\0\0\0"));
		build_record(&build);
		build_finish(&build, frame);
		if (frame_open_records(frame, false, &codecs, &err) < 0 || frame_record(frame, 0, &record, &err) < 0)
			abort();
		rules_test(&rules, &record, values, &unchecked);
		frame_free(frame);
		build_release(&build);
		codec_state_release(&codecs);
	}
	rules_release(&rules);
	return 0;
}
