/** Reads the text of a pipeline by the form its path says it has. Untrusted: never throws; what its service would refuse runs nothing. */

import { indexFields } from '../../lang/yaml/locate-field.ts';
import { parseYaml } from '../../lang/yaml/read-yaml.ts';
import { isJsonObject } from '../../model/json.ts';
import { textAt } from '../../model/read-object.ts';
import { judgePipeline, type PipelineReading } from './judge-pipeline.ts';
import type { PipelineFile } from './pipeline-step.ts';
import { readGithub } from './read-github.ts';
import { readGitlab } from './read-gitlab.ts';
import { readLines, readOther } from './read-other.ts';
import type { TektonDocument } from './read-tekton.ts';

export type PipelineForm = 'github' | 'gitlab' | 'tekton' | 'jenkins' | 'other';

/** By where it lies below the repository. `null` for what is no pipeline. */
export const formOf = (path: string): PipelineForm | null => {
  if (/^\.github\/workflows\/[^/]+\.ya?ml$/.test(path)) return 'github';
  if (/^\.gitlab-ci\.ya?ml$/.test(path)) return 'gitlab';
  if (/^(?:Jenkinsfile|ci\/Jenkinsfile)$/.test(path)) return 'jenkins';
  if (/^(?:\.tekton|tekton|ci\/tekton|\.ci\/tekton)\/[^/]+\.ya?ml$/.test(path)) return 'tekton';
  return /^(?:\.circleci\/[^/]+|azure-pipelines[^/]*|bitbucket-pipelines|cloudbuild|\.drone|\.woodpecker(?:\/[^/]+)?|ci\/[^/]+)\.ya?ml$/.test(
    path,
  )
    ? 'other'
    : null;
};

/** `null` where the text cannot be read as that form. */
export const readPipeline = (text: string, form: Exclude<PipelineForm, 'tekton'>): PipelineReading | null => {
  const file = readFile(text, form);
  return file === null ? null : judgePipeline(file, text.split('\n'));
};

const readFile = (given: string, form: Exclude<PipelineForm, 'tekton'>): PipelineFile | null => {
  if (form === 'jenkins') return readLines(given);
  // A tag of GitLab's own before a list: what it refers to is not looked up.
  const text = form === 'gitlab' ? given.replaceAll(/!reference(?=\s*\[)/g, '') : given;
  const parsed = parseYaml(text);
  if (parsed.kind === 'defect' || !isJsonObject(parsed.value)) return null;
  const places = indexFields(text);
  if (form === 'github') return readGithub(parsed.value, places);
  return form === 'gitlab' ? readGitlab(parsed.value, places) : readOther(parsed.value, places);
};

/** The documents of Tekton in a text; a document that cannot be read is passed over. */
export const readTektonDocuments = (text: string): readonly TektonDocument[] => {
  const documents: TektonDocument[] = [];
  let line = 1;
  for (const part of text.split(/^---[^\n]*$/m).slice(0, mostDocuments)) {
    const parsed = parseYaml(part);
    if (
      parsed.kind !== 'defect' &&
      isJsonObject(parsed.value) &&
      textAt(parsed.value, 'apiVersion').startsWith('tekton.dev/')
    )
      documents.push({ object: parsed.value, line: line + (/^\s*\n/.test(part) ? 1 : 0) });
    line += part.split('\n').length - 1;
  }
  return documents;
};

const mostDocuments = 500;
