/** A rule as SARIF describes it: what a person reads when they open an alert. */

import type { JsonObject } from '../../model/json.ts';
import type { RuleMetadata } from '../../model/rule.ts';
import type { Severity } from '../../model/severity.ts';
import { toLayerGroup } from '../../model/layer.ts';
import { mostTags } from './limits.ts';

export const toRuleDescriptor = (id: string, rule: RuleMetadata | undefined): JsonObject => {
  if (rule === undefined) return { id };
  const helpUri = rule.references.find((reference) => /^https?:\/\//.test(reference));
  return {
    id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.what },
    ...(helpUri === undefined ? {} : { helpUri }),
    help: { text: toHelpText(rule), markdown: toHelpMarkdown(rule) },
    defaultConfiguration: { level: toLevel(rule.severity) },
    properties: {
      'security-severity': toSecuritySeverity(rule.severity),
      precision: 'very-high',
      tags: [...new Set(['security', 'kubernetes', rule.layer, toLayerGroup(rule.layer).toLowerCase()])].slice(
        0,
        mostTags,
      ),
      ...(rule.control === null ? {} : { control: rule.control }),
    },
  };
};

const toHelpText = ({ what, why, fine, remediation, references }: RuleMetadata): string =>
  [what, `Why: ${why}`, `When it is fine: ${fine}`, `How to mend it: ${remediation}`, ...references].join('\n\n');

const toHelpMarkdown = ({ what, why, fine, remediation, references }: RuleMetadata): string =>
  [
    what,
    `**Why.** ${why}`,
    `**When it is fine.** ${fine}`,
    `**How to mend it.** ${remediation}`,
    references.map((reference) => `- ${reference}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n');

/** Section 3.27.10 knows three words for five severities. */
export const toLevel = (severity: Severity): 'error' | 'warning' | 'note' => levels[severity];

const levels = { critical: 'error', high: 'error', medium: 'warning', low: 'note', info: 'note' } as const;

/**
 * GitHub reads a number as text: above 9.0 critical, from 7.0 high, from 4.0 medium, from 0.1 low.
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const toSecuritySeverity = (severity: Severity): string => securitySeverities[severity];

const securitySeverities = { critical: '9.5', high: '8.0', medium: '5.5', low: '2.0', info: '0.0' } as const;
