# Leat. `make demo` and `make test` need a fresh Debian machine with git, make and a
# compiler, and nothing else: they install what is missing. `make help` lists the rest.
#
#   DEV=1                     warnings are errors
#   SAN=address,undefined     sanitizers, in a build folder of their own
#   V=1                       show the commands
#   T=unit/frame              run only the tests whose path holds these words in order

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:

CC := $(if $(filter default,$(origin CC)),gcc,$(CC))
CXX := $(if $(findstring clang,$(CC)),clang++,$(if $(filter default,$(origin CXX)),g++,$(CXX)))
AR := gcc-ar
comma := ,
SAN ?=
B := build$(if $(SAN),/san-$(subst $(comma),-,$(SAN)))$(if $(findstring clang,$(CC)),/clang)
Q := $(if $(V),,@)
say = $(if $(V),,@printf '  %-5s %s\n' $(1) $(2))

STAGES := $(patsubst stages/%/main.c,%,$(wildcard stages/*/main.c))
PROGRAMS := $(foreach s,$(STAGES),$(B)/bin/$(if $(filter leat,$(s)),leat,leat-$(s)))

# Optional libraries, by pkg-config name; HAVE_X is defined where one is found.
OPTIONAL := libarchive libbrotlidec expat json-c uchardet libutf8proc sqlite3 libpq yaml-0.1 libmicrohttpd libzmq
found := $(foreach p,$(OPTIONAL),$(if $(shell pkg-config --exists $(p) 2>/dev/null && echo y),$(p)))
found += $(if $(wildcard /usr/include/jq.h),jq) $(if $(wildcard /usr/include/cld2/public/compact_lang_det.h),$(if $(shell command -v $(CXX)),cld2))
feature = HAVE_$(shell echo $(1) | tr a-z A-Z | sed 's/[^A-Z0-9]/_/g')
FEATURES := $(foreach p,$(found),-D$(call feature,$(p)))
OPTIONAL_LIBS := $(foreach p,$(filter-out jq cld2,$(found)),$(shell pkg-config --libs $(p) 2>/dev/null))
OPTIONAL_LIBS += $(if $(filter jq,$(found)),-ljq) $(if $(filter cld2,$(found)),-lcld2 -lstdc++)

WARN := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wvla
CXXWARN := -Wall -Wextra -Wshadow
CPPFLAGS := -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -Icommon -Istages $(FEATURES) $(shell pkg-config --cflags-only-I libpq 2>/dev/null)
CFLAGS := -std=c17 -O2 -g -pthread $(WARN) $(if $(SAN),,$(if $(DEV),-Werror)) \
	$(if $(SAN),-fsanitize=$(SAN) -fno-omit-frame-pointer -fno-sanitize-recover=all)
CXXFLAGS := -std=c++17 -O2 -g $(CXXWARN) $(if $(SAN),,$(if $(DEV),-Werror)) $(if $(SAN),-fsanitize=$(SAN))
LDFLAGS := -pthread -Wl,--as-needed $(if $(SAN),-fsanitize=$(SAN))
LIBS := -lmsgpackc -ldeflate -lz -lzstd -lxxhash $(OPTIONAL_LIBS) -lm

common_src := $(wildcard common/*/*.c common/*/*/*.c)
stage_src = $(wildcard stages/$(1)/*.c stages/$(1)/*.cc)
obj = $(patsubst %,$(B)/obj/%.o,$(1))
all_src := $(common_src) $(foreach s,$(STAGES),$(call stage_src,$(s)))

.PHONY: all demo test check bench train train-check train-check-translated fuzz fault install uninstall deb deps check-layers check-headers help clean FORCE
all: $(PROGRAMS) $(B)/compile_commands.json

help:
	@echo 'make               build/bin'
	@echo 'make demo          set up what is missing, build, run the main job on the samples'
	@echo 'make test          set up what is missing, build, run the tests (T=unit/frame: some)'
	@echo 'make bench         figures -> tests/bench/results.md'
	@echo 'make train         learn the tables of extract and dedup anew (SHARED=DIR: pages, gold data, translations)'
	@echo 'make fuzz fault    longer campaigns (SECONDS=N)'
	@echo 'make install       PREFIX=/usr/local DESTDIR=; make uninstall'
	@echo 'make deb           build/leat_VERSION_ARCH.deb'
	@echo 'make check-layers  includes point only down; check-headers: each compiles alone'

deps:
	@deploy/install-deps.sh

# Set-up comes first, then a second make, because what is installed decides the flags. It uses all
# cores, unless the first was told how many.
all_cores = $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$(shell nproc))
demo: deps
	@+$(MAKE) --no-print-directory $(all_cores) all
	@tests/e2e/demo.sh $(B)/bin

test: deps
	@+$(MAKE) --no-print-directory $(all_cores) check

# What the compiler is asked for decides what has to be built again.
flags := $(CC) $(CXX) $(CPPFLAGS) $(CFLAGS) $(CXXFLAGS) $(LDFLAGS) $(LIBS)
$(B)/flags: FORCE
	@mkdir -p $(@D); echo '$(flags)' | cmp -s - $@ || echo '$(flags)' > $@

$(B)/obj/%.c.o: %.c $(B)/flags
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/obj/%.cc.o: %.cc $(B)/flags
	$(call say,CXX,$<)
	@mkdir -p $(@D)
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@

$(B)/libleat.a: $(call obj,$(common_src))
	$(call say,AR,$@)
	$(Q)rm -f $@ && $(AR) rcs $@ $^

define program
$(1): $(call obj,$(call stage_src,$(2))) $(B)/libleat.a
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(LDFLAGS) $$^ $$(LIBS) -o $$@
endef
$(foreach s,$(STAGES),$(eval $(call program,$(B)/bin/$(if $(filter leat,$(s)),leat,leat-$(s)),$(s))))

# Unit tests: tests/unit/AREA/NAME.c is one Criterion program; where AREA is a stage, the
# stage's sources without main.c are linked in.
unit_src := $(wildcard tests/unit/*/*.c)
unit_bin := $(patsubst %.c,$(B)/%,$(unit_src))
area = $(word 3,$(subst /, ,$(1)))
define unit_program
$(B)/$(patsubst %.c,%,$(1)): $(call obj,$(1)) $(if $(wildcard stages/$(call area,$(1))/.),$(call obj,$(filter-out %/main.c,$(call stage_src,$(call area,$(1)))))) $(B)/libleat.a
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(LDFLAGS) $$^ -lcriterion $$(LIBS) -o $$@
endef
$(foreach t,$(unit_src),$(eval $(call unit_program,$(t))))

# Small programs that tests run: tests/e2e/bin/NAME.c and tests/bench/NAME.c, linked with the
# stages whose headers they include.
tool_src := $(wildcard tests/e2e/bin/*.c)
bench_src := $(wildcard tests/bench/*.c)
used_stages = $(sort $(filter $(STAGES),$(shell sed -n 's/^\#include "\([a-z]*\)\/.*/\1/p' $(1))))
define tool_program
$(B)/$(patsubst %.c,%,$(1)): $(call obj,$(1) $(foreach s,$(call used_stages,$(1)),$(filter-out %/main.c,$(call stage_src,$(s))))) $(B)/libleat.a
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(LDFLAGS) $$^ $$(LIBS) -o $$@
endef
$(foreach t,$(tool_src) $(bench_src),$(eval $(call tool_program,$(t))))

.PHONY: tests-built
tests-built: all $(unit_bin) $(patsubst %.c,$(B)/%,$(tool_src)) $(B)/stages/extract/train/train_html

check: tests-built check-layers check-headers
	@B=$(B) T='$(T)' CC='$(CC)' tests/run.sh

bench: all $(patsubst %.c,$(B)/%,$(bench_src))
	@B=$(B) tests/bench/run.sh

# Learned tables, from what is in SHARED. Of dedup: stages/dedup/generated/translated_*.inc, but the
# one of characters. Of extract: stages/extract/generated/html_*.inc; the
# trainer reads claims with the weights of blocks that are built into it, so those come first.
# train-check learns again, and compares; train-check-translated only those of dedup.
SHARED ?= ../shared
TABLES := stages/extract/generated
trainer := $(B)/stages/extract/train/train_html
train_src := stages/extract/train/train_html.c stages/extract/train/boost.c
$(trainer): $(call obj,$(train_src) $(filter-out %/main.c,$(call stage_src,extract))) $(B)/libleat.a
	$(call say,LINK,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS) $^ $(LIBS) -o $@

learn_translated = CC='$(CC)' stages/dedup/train/translated_train.py $(SHARED)/data/translated $(B)/train/translated $(1)
learn = stages/extract/train/train_html.py $(1) $(SHARED) $(trainer) $(2)
train:
	@+$(MAKE) --no-print-directory $(trainer)
	$(call learn,blocks,$(TABLES) --judge)
	@+$(MAKE) --no-print-directory $(trainer)
	$(call learn,claims,$(TABLES) --judge)
	$(call learn_translated,stages/dedup/generated)

train-check-translated:
	@mkdir -p $(B)/train
	$(call learn_translated,$(B)/train)
	@for f in $(B)/train/translated_*.inc; do cmp $$f stages/dedup/generated/$${f##*/} || exit 1; done

train-check: $(trainer) train-check-translated
	@mkdir -p $(B)/train
	$(call learn,blocks,$(B)/train)
	$(call learn,claims,$(B)/train)
	@for f in $(B)/train/html_*.inc; do cmp $$f $(TABLES)/$${f##*/} || exit 1; done

# Fuzz targets: tests/fuzz/NAME.c, linked with the stages whose headers it includes. They need
# clang, and are built by `make fuzz` in a folder of their own with its sanitizers.
fuzz_src := $(wildcard tests/fuzz/*.c)
define fuzz_program
$(B)/$(patsubst %.c,%,$(1)): $(call obj,$(1) $(foreach s,$(call used_stages,$(1)),$(filter-out %/main.c,$(call stage_src,$(s))))) $(B)/libleat.a
	$$(call say,LINK,$$@)
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(subst fuzzer-no-link,fuzzer,$$(LDFLAGS)) $$^ $$(LIBS) -o $$@
endef
ifneq ($(filter fuzzer-no-link%,$(SAN)),)
$(foreach t,$(fuzz_src),$(eval $(call fuzz_program,$(t))))
endif
.PHONY: fuzz-built
fuzz-built: $(patsubst %.c,$(B)/%,$(fuzz_src))

fuzz:
	@command -v clang >/dev/null || { echo 'make fuzz needs clang: apt-get install clang' >&2; exit 1; }
	@+$(MAKE) --no-print-directory fuzz-built CC=clang SAN=fuzzer-no-link,address,undefined B=build/fuzz
	@SECONDS_EACH=$(or $(SECONDS),60) T='$(T)' tests/fuzz/run.sh build/fuzz

fault: tests-built
	@B=$(B) SECONDS_TOTAL=$(or $(SECONDS),60) tests/fault/run.sh

# Folders as the GNU coding standards name them. Nothing but DESTDIR is written to. Units name
# the programs by their path, so they are made for bindir.
PREFIX ?= /usr/local
bindir ?= $(PREFIX)/bin
datadir ?= $(PREFIX)/share
mandir ?= $(datadir)/man
docdir ?= $(datadir)/doc/leat
unitdir ?= $(PREFIX)/lib/systemd/system
completions = $(DESTDIR)$(datadir)/bash-completion/completions
man1 = $(DESTDIR)$(mandir)/man1
documents := README.md LICENSE common/record/FORMAT.md common/link/GUARANTEES.md $(wildcard configs/*.md deploy/*.md stages/*/train/*_sources.txt)
units := $(wildcard deploy/systemd/leat*@.*)
install: all
	install -d $(DESTDIR)$(bindir) $(man1) $(DESTDIR)$(datadir)/leat $(completions) $(DESTDIR)$(unitdir)
	rm -rf $(DESTDIR)$(docdir) && install -d $(DESTDIR)$(docdir)/examples
	install -m 755 $(PROGRAMS) $(DESTDIR)$(bindir)
	cp -R configs $(DESTDIR)$(datadir)/leat/
	install -m 644 deploy/leat.bash $(completions)/leat
	install -m 644 $(documents) $(DESTDIR)$(docdir)
	cp -R deploy/slurm deploy/kubernetes $(DESTDIR)$(docdir)/examples
	cp -R deploy/systemd/example $(DESTDIR)$(docdir)/examples/systemd
	for u in $(notdir $(units)); do sed 's|/usr/local/bin|$(bindir)|' deploy/systemd/$$u > $(DESTDIR)$(unitdir)/$$u || exit 1; done
	cd $(completions) && for p in $(filter-out leat,$(notdir $(PROGRAMS))); do ln -sf leat $$p || exit 1; done
	for p in $(notdir $(PROGRAMS)); do $(B)/bin/$$p --help=man > $(man1)/$$p.1 || exit 1; done
	for c in $$($(B)/bin/leat --help | sed -n 's/^ *leat \([a-z]*\)  .*/\1/p'); do $(B)/bin/leat $$c --help=man > $(man1)/leat-$$c.1 || exit 1; done

uninstall:
	rm -f $(addprefix $(DESTDIR)$(bindir)/,$(notdir $(PROGRAMS))) $(man1)/leat.1 $(man1)/leat-*.1
	rm -f $(addprefix $(completions)/,$(notdir $(PROGRAMS)))
	rm -f $(addprefix $(DESTDIR)$(unitdir)/,$(notdir $(units)))
	rm -rf $(DESTDIR)$(datadir)/leat $(DESTDIR)$(docdir)

deb: all
	@B=$(B) MAKE='$(MAKE)' deploy/deb.sh

check-layers:
	@tests/check-layers.sh

# Every header compiles alone.
headers := $(wildcard common/*/*.h common/*/*/*.h stages/*/*.h)
check-headers: $(patsubst %,$(B)/headers/%.ok,$(headers))
$(B)/headers/%.ok: % $(B)/flags
	@mkdir -p $(@D)
	@echo '#include "$<"' | $(CC) $(CPPFLAGS) $(CFLAGS) -I. -x c -fsyntax-only - && touch $@

$(B)/compile_commands.json: $(B)/flags Makefile
	@mkdir -p $(@D)
	@{ echo '['; sep=; for f in $(filter %.c,$(all_src)); do printf '%s{"directory":"%s","file":"%s","command":"%s"}\n' \
		"$$sep" "$(CURDIR)" "$$f" "$(CC) $(CPPFLAGS) $(filter-out -Werror,$(CFLAGS)) -c $$f"; sep=,; done; echo ']'; } > $@

clean:
	rm -rf build

-include $(patsubst %.o,%.d,$(call obj,$(all_src) $(unit_src) $(tool_src) $(bench_src) $(train_src) $(fuzz_src)))
