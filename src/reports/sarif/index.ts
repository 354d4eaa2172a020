/** SARIF 2.1.0: for GitHub code scanning and every other viewer of static analysis results. */

import type { JsonObject } from '../../model/json.ts';
import { mergeFindings, type MergedFinding } from '../../engine/merge/merge-findings.ts';
import type { Report, ReportFormat } from '../report.ts';
import { writeJson, writeJsonLines } from '../write-json.ts';
import { choose } from './limits.ts';
import { toNotifications } from './notifications.ts';
import { toResult } from './result.ts';
import { toRuleDescriptor } from './rule-descriptor.ts';

/** The schema's published home; section 3.13.3 asks for a link that stays. */
const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

export const sarifReport = {
  id: 'sarif',
  summary: 'SARIF 2.1.0, for code scanning on GitHub and elsewhere',
  extension: 'sarif',
  *render(report) {
    const entries = mergeFindings(report.findings, report.rules);
    const { chosen, left } = choose(entries);
    const rules = toRuleIds(chosen);
    const ranks = new Map(rules.map((rule, index) => [rule, index]));
    yield `{\n  "$schema": ${writeJson(schema)},\n  "version": "2.1.0",\n  "runs": [{\n  "tool": {"driver": {\n`;
    yield `  "name": "Vauban", "semanticVersion": ${writeJson(report.version)}, "version": ${writeJson(report.version)},\n  "rules": `;
    yield* writeJsonLines(rules, (id) => toRuleDescriptor(id, report.rules.get(id)));
    yield '}},\n  "columnKind": "utf16CodeUnits",\n';
    yield `  "originalUriBaseIds": ${writeJson(sourceRoot)},\n  "invocations": [{"executionSuccessful": true, `;
    yield `"endTimeUtc": ${writeJson(report.asOf)}, "toolExecutionNotifications": `;
    yield* writeJsonLines(toNotifications(report, left), (notification) => notification);
    yield `}],\n  "properties": ${writeJson(toProperties(report))},\n  "results": `;
    yield* writeJsonLines(chosen, (entry) => toResult(entry, report, ranks));
    yield '\n  }]\n}\n';
  },
} satisfies ReportFormat;

/** Where the root is only the reader knows: paths are given as they were to the command, which runs at the root. */
const sourceRoot: JsonObject = {
  '%SRCROOT%': { description: { text: 'The folder in which the scan was started.' } },
};

/** Rules in order of first appearance; a rule that only stands under `also` is described too. */
const toRuleIds = (entries: readonly MergedFinding[]): readonly string[] => {
  const ids = new Set<string>();
  for (const { finding, also } of entries) {
    ids.add(finding.rule);
    for (const { rule } of also) ids.add(rule);
  }
  return [...ids];
};

const toProperties = ({ policySet, cluster, complete, summary }: Report): JsonObject => {
  const { subjects, evaluated, pass, fail, error, skip } = summary;
  return { policySet, cluster, complete, summary: { subjects, evaluated, pass, fail, error, skip } };
};
