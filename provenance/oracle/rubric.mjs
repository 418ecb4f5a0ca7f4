// Holds a signed file against the official asset rubrics: node rubric.mjs CRJSON_FILE SPEC_VERSION RUBRIC...
// Prints one JSON object a rubric: {"rubric", "passed": n, "failed": [id...], "warned": [id...]}.
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parseAllDocuments } from 'yaml';
import JsonFormula from '@adobe/json-formula';

/** Any type, in the words of json-formula. */
const ANY = 1;
const [crjsonFile, specVersion, ...rubrics] = process.argv.slice(2);
const data = JSON.parse(await readFile(crjsonFile, 'utf8'));

/** The named expressions of a rubric become functions over the whole document. */
function evaluator(head) {
  const globals = { ...head.variables, $expected_spec_version: specVersion };
  const functions = {};
  const evaluate = (expression, args) =>
    new JsonFormula(functions).search(expression, data, { ...globals, $args: args });
  for (const [name, expression] of Object.entries(head.expressions ?? {})) {
    functions[name] = { _func: (args) => evaluate(expression, args), _signature: [{ types: [ANY], optional: true, variadic: true }] };
  }
  return (expression) => evaluate(expression, []);
}

const isMatch = (value) => (Array.isArray(value) ? value.length > 0 : Boolean(value));

for (const rubric of rubrics) {
  const [head, rules] = parseAllDocuments(await readFile(rubric, 'utf8')).map((d) => d.toJS());
  const evaluate = evaluator(head);
  const result = { rubric: basename(rubric), passed: 0, failed: [], warned: [] };
  for (const rule of rules) {
    const matched = isMatch(evaluate(rule.expression));
    if (rule.warnIfMatched && matched) {
      result.warned.push(rule.id);
    } else if (Boolean(rule.failIfMatched || rule.warnIfMatched) === matched) {
      result.failed.push(rule.id);
    } else {
      result.passed += 1;
    }
  }
  console.log(JSON.stringify(result));
}
