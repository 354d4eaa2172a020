/** Tells of a pipeline whether it builds images, what scans them, and whether what is found can fail it. */

import type { PipelineFile } from './pipeline-step.ts';
import { findBuilder } from './image-builders.ts';
import { findScans, withTool, type ImageScan } from './image-scanners.ts';

export interface PipelineReading {
  /** What builds; `null` where nothing does. */
  readonly builder: string | null;
  /** The scan that counts: one that can fail the pipeline before any other. */
  readonly scan: (ImageScan & { readonly step: string }) | null;
  /** What it takes over, and nobody read. */
  readonly elsewhere: readonly string[];
}

/** `lines` are those of its text, in which the scan is looked up. */
export const judgePipeline = ({ steps, elsewhere }: PipelineFile, lines: readonly string[]): PipelineReading => {
  let builder: string | null = null;
  let scan: PipelineReading['scan'] = null;
  for (const step of steps) {
    builder ??= findBuilder(step);
    for (const found of findScans(withTool(step)))
      if (scan === null || (scan.harmless !== '' && found.harmless === '')) scan = { ...found, step: step.name };
  }
  return { builder, scan: scan === null ? null : { ...scan, line: findLine(scan, lines) }, elsewhere };
};

/** What a job extends stands somewhere else: then the job is where to look. */
const findLine = ({ line, word }: ImageScan, lines: readonly string[]): number => {
  for (let index = line - 1; index < Math.min(lines.length, line + farthest); index += 1) {
    const text = lines[index] ?? '';
    if (text.includes(word) && !/^\s*#/.test(text)) return index + 1;
  }
  return line;
};

const farthest = 500;
