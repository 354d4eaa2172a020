/** Reads Trivy's ignore files: `.trivyignore`, one id a line, and `.trivyignore.yaml`. */

import type { ExceptionFormat } from '../exception-format.ts';
import { parseIgnoreText } from './ignore-text.ts';
import { parseIgnoreYaml } from './ignore-yaml.ts';

export const trivyFormat = {
  id: 'trivy',
  summary: '.trivyignore and .trivyignore.yaml',
  recognises: (file, text) =>
    /trivyignore/.test(baseName(file)) || isYaml(text) || /^(?:CVE-\d{4}-\d+|(?:AVD-)?KSV-?\d+)(?:\s|$)/m.test(text),
  parse: (text, file) =>
    /\.ya?ml$/.test(file) || isYaml(text) ? parseIgnoreYaml(text, file) : parseIgnoreText(text, file),
} satisfies ExceptionFormat;

const isYaml = (text: string): boolean => /^(?:misconfigurations|vulnerabilities):[ \t]*(?:#.*)?\r?$/m.test(text);

const baseName = (file: string): string => file.split(/[/\\]/).at(-1) ?? '';
