// Checks Kubernetes objects against the schemas of their kinds: check.mjs FILE
// What a schema does not know it lets pass. So each value is also replaced, in turn, by one that
// has no type: under a key that the schema knows this must be wrong.
import { readFileSync } from "node:fs";
import { parseAllDocuments } from "yaml";

function problem(object) {
	try { object.validate(); } catch (error) { return error.message; }
}

function* unknownKeys(object, value, path) {
	for (const key of Object.keys(value)) {
		const kept = value[key];
		value[key] = Symbol();
		if (!problem(object)) yield `${path}/${key}: unknown`;
		value[key] = kept;
		if (kept && typeof kept == "object") yield* unknownKeys(object, kept, `${path}/${key}`);
	}
}

for (const document of parseAllDocuments(readFileSync(process.argv[2], "utf8"))) {
	const data = document.toJS();
	const kinds = await import("kubernetes-models/" + data.apiVersion);
	if (data.kind == "Secret") delete data.data; // wrapped lines, which the schema's pattern is too strict for
	const object = new kinds[data.kind](data);
	const problems = [problem(object), ...unknownKeys(object, object, "")].filter(Boolean);
	for (const text of problems) console.log(`${data.kind} ${data.metadata.name}: ${text}`);
	if (problems.length) process.exitCode = 1;
}
