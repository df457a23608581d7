#!/bin/bash
# The example in deploy/kubernetes: its form is checked, and its commands are run as processes,
# with keys, on ports of this machine. No cluster is needed; none has seen it.
. "$(dirname "$0")/lib.sh"
EXAMPLE=$ROOT/deploy/kubernetes

# The objects of all files, one JSON object a line.
objects() {
	python3 -c 'import yaml' 2>/dev/null || skip "no python3-yaml"
	python3 -c '
import json, sys, yaml
for path in sys.argv[1:]:
    for document in yaml.safe_load_all(open(path)):
        print(json.dumps(document))' "$EXAMPLE"/*.yaml >objects
}
make_keys() { (leat keygen hub && leat keygen worker && cp worker.pub allowed) >keys.out || fail keygen; }

# Whoever calls calls a service that leads to a pod that binds this port; all that is mounted is there.
case_fits_together() {
	objects
	python3 - <<'PY' || exit 1
import json, re, sys
objects = [json.loads(line) for line in open("objects")]
bad = []
services, pods, claims, files = {}, {}, {"crawl"}, set()
for o in objects:
    name = o.get("metadata", {}).get("name")
    if o["kind"] == "Service":
        services[name] = o["spec"]
    elif o["kind"] == "PersistentVolumeClaim":
        claims.add(name)
    elif o["kind"] == "Kustomization":
        secrets = {s["name"] for s in o["secretGenerator"]}
        files = set(o["resources"])
    elif o["kind"] in ("Deployment", "StatefulSet", "Job"):
        template = o["spec"]["template"]
        pods[name] = (template, o["spec"])
        if o["kind"] != "Job" and o["spec"]["selector"]["matchLabels"].items() - template["metadata"]["labels"].items():
            bad.append(name + ": selector does not match its pods")
        if o["kind"] == "StatefulSet" and o["spec"]["serviceName"] not in ("leat-dedup", "leat-store"):
            bad.append(name + ": serviceName")
bound = {}
for name, (template, spec) in pods.items():
    container = template["spec"]["containers"][0]
    ports = {p["containerPort"] for p in container["ports"]}
    bound[name] = {int(p) for a in container["args"] for p in re.findall(r"bind:tcp://0\.0\.0\.0:(\d+)", a)}
    if bound[name] - ports:
        bad.append(name + ": binds a port that it does not name")
    volumes = {v["name"] for v in template["spec"].get("volumes", [])} | {t["metadata"]["name"] for t in spec.get("volumeClaimTemplates", [])}
    for mount in container["volumeMounts"]:
        if mount["name"] not in volumes:
            bad.append(f"{name}: no volume {mount['name']}")
    for volume in template["spec"].get("volumes", []):
        if "secret" in volume and volume["secret"]["secretName"] not in secrets:
            bad.append(f"{name}: no secret {volume['secret']['secretName']}")
        if "persistentVolumeClaim" in volume and volume["persistentVolumeClaim"]["claimName"] not in claims:
            bad.append(f"{name}: no claim {volume['persistentVolumeClaim']['claimName']}")
calls = 0
for name, (template, spec) in pods.items():
    for argument in template["spec"]["containers"][0]["args"]:
        for host, port in re.findall(r"connect:tcp://([^:]+):(\d+)", argument):
            calls += 1
            service = services.get(host, {"ports": [], "selector": {"app": None}})
            to = [n for n, (t, s) in pods.items() if t["metadata"]["labels"]["app"] == service["selector"]["app"]]
            if int(port) not in {p["port"] for p in service["ports"]} or not to or int(port) not in bound[to[0]]:
                bad.append(f"{name}: nobody answers {host}:{port}")
if calls != 4:
    bad.append(f"{calls} calls")
print("\n".join("WHY " + b for b in bad))
sys.exit(bool(bad))
PY
	same "$(sed -n 's/^  - \(.*\.yaml\)$/\1/p' "$EXAMPLE/kustomization.yaml" | sort | tr '\n' ' ')" \
		"$(cd "$EXAMPLE" && ls -- *.yaml | grep -v kustomization | tr '\n' ' ')"
}

case_kustomize_and_schema() {
	local tool=$ROOT/${B:-build}/kubernetes-schemas
	command -v kubectl >/dev/null || skip "no kubectl"
	cp "$EXAMPLE"/* .
	make_keys
	kubectl kustomize . >all.yaml 2>err || fail "$(head -n 3 err)"
	same "$(grep -c '^kind:' all.yaml)" 12
	grep -q 'image: registry.example/leat:1' all.yaml || fail "no image"
	grep -q "secretName: leat-hub-" all.yaml || fail "no secret"
	command -v npm >/dev/null || skip "kustomize is content, but no npm for the schemas"
	[ -d "$tool/node_modules" ] || [ -n "${CI:-}" ] || skip "kustomize is content; CI=1 fetches the schemas from npm"
	[ -d "$tool/node_modules" ] || timeout 120 npm install --silent --no-audit --no-fund --prefix "$tool" \
		kubernetes-models@5.1.0 yaml@2 >npm.out 2>&1 || skip "kustomize is content, but npm cannot fetch the schemas"
	cp "$ROOT/tests/e2e/bin/kubernetes_schema.mjs" "$tool/check.mjs"
	node "$tool/check.mjs" all.yaml >out || fail "$(head -n 3 out)"
	sed 's/replicas: 2/replicaz: 2/' all.yaml >wrong.yaml
	! node "$tool/check.mjs" wrong.yaml >out || fail "an unknown key is not seen"
	sed 's/replicas: 2/replicas: two/' all.yaml >wrong.yaml
	! node "$tool/check.mjs" wrong.yaml >out || fail "a wrong type is not seen"
}

# Each container's arguments, with addresses and paths of this machine.
case_commands_run() {
	local base=$((20000 + $$ % 2000 * 10)) line pids= last
	objects
	make_keys
	mkdir -p keys data/leat-source data/leat-dedup data/leat-store
	mv hub.key hub.pub worker.key allowed keys
	python3 - "$base" "$PWD" "$DATA/news" >commands <<'PY'
import json, re, shlex, sys
base, here, crawl = int(sys.argv[1]), sys.argv[2], sys.argv[3]
for order in ("leat-store", "leat-extract", "leat-dedup", "leat-normalize", "leat-source"):
    for o in map(json.loads, open("objects")):
        if o["kind"] in ("Deployment", "StatefulSet", "Job") and o["metadata"]["name"] == order:
            words = []
            for a in o["spec"]["template"]["spec"]["containers"][0]["args"]:
                if a.startswith("--metrics"):
                    continue
                a = re.sub(r"tcp://[^:]+:700(\d)", lambda m: f"tcp://127.0.0.1:{base + int(m[1])}", a)
                a = a.replace("/keys/", here + "/keys/").replace("/data/", f"{here}/data/{order}/").replace("/crawl", crawl)
                words.append(a)
            cd = f"{here}/data/{order}" if o["kind"] != "Deployment" else here
            print(f"cd {shlex.quote(cd)} && exec leat {shlex.join(words)} --quiet")
PY
	same "$(wc -l <commands)" 5
	trap 'kill -KILL $pids 2>/dev/null' EXIT
	while IFS= read -r line; do
		sh -c "$line" </dev/null &
		last=$!
		pids="$pids $last"
	done <commands
	wait $last || fail "the source ended with $?"
	leat run "$DATA/news" -o want.db -q
	same "$(sqlite3 data/leat-store/corpus.db 'select count(*) from documents')" "$(sqlite3 want.db 'select count(*) from documents')"
	kill -TERM $pids 2>/dev/null
	wait
}

# A secret that root owns and the group may read, as it is mounted for a user who is not root.
case_a_mounted_key() {
	local pid=
	[ "$(id -u)" = 0 ] || skip "needs root"
	trap 'kill -KILL "$pid" 2>/dev/null' EXIT
	make_keys
	chmod 777 . && chown root:nogroup hub.key
	use() { setpriv --reuid=nobody --regid=nogroup --clear-groups leat-store x.leat --in "bind:tcp://127.0.0.1:$((20009 + $$ % 2000 * 10))" \
		--key hub.key --allow allowed --ready-fd 3 3>ready >out 2>err &
		pid=$!; }
	chmod 440 hub.key
	use
	until_true 10 test -s ready
	kill -TERM "$pid"
	wait "$pid"
	chmod 444 hub.key
	use
	wait "$pid"
	same $? 1
	holds err 'others may read this key'
}

run_cases
