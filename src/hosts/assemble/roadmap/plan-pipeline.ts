/** A pipeline that builds and scans images and fails on what it finds, for whichever the repository has; and digests for tags. */

import { parseImageName } from '../../../lang/image/parse-image-name.ts';
import { at, textAt } from '../../../model/read-object.ts';
import type { Snapshot } from '../../../model/snapshot.ts';
import { readStandingWorkloads } from '../../../analysers/standing-workloads.ts';
import { nothingPlanned, type ActionPlan, type BesideFile, type PhaseFacts } from './phase-facts.ts';

export const planPipelineScan = ({ snapshot }: PhaseFacts): ActionPlan => {
  const pipelines = snapshot.evidence.filter(
    ({ kind, value }) => kind === 'ci/workflow' && at(value, 'builds') === true,
  );
  const files = pipelines.map(({ value }) => textAt(value, 'file'));
  const made = files.some((file) => file.includes('.gitlab-ci'))
    ? gitlab
    : files.some((file) => /(?:^|\/)\.?tekton\//.test(file))
      ? tekton
      : github;
  return {
    ...nothingPlanned,
    beside: [made],
    cautions: [
      'The first run will fail: that is what it is for. Mend what has a fix, and write what has none into `.trivyignore` with a day on which it ends.',
      'A scan looks at what is built today. What runs already is looked at by an operator in the cluster: `helm install trivy-operator aqua/trivy-operator --namespace trivy-system --create-namespace`.',
    ],
  };
};

const mark = '# Made by vauban roadmap.';

/** One place to change it; its digest changes with each release, and is looked up when it is committed. */
const scanner = 'aquasec/trivy:0.65.0';

const pinning =
  'Name the scanner by its digest before you commit it: `crane digest docker.io/aquasec/trivy:0.65.0` tells it, and `aquasec/trivy@sha256:…` takes the place of the tag. A tag of a scanner has been moved by a thief before.';

const github: BesideFile = {
  name: 'image-scan.github.yaml',
  text: `${mark} For .github/workflows/image-scan.yaml.
name: image-scan
on:
  pull_request:
  push:
    branches: [main]
  schedule:
    # What was clean on Friday has a hole on Monday.
    - cron: '17 5 * * *'
permissions:
  contents: read
jobs:
  scan:
    runs-on: ubuntu-latest
    steps:
      # v4.2.2
      - uses: actions/checkout@11bd71901bbe5b1630ceea73d27597364c9af683
        with:
          persist-credentials: false
      - name: Build and scan every image of this repository
        run: |
          set -eu
          git ls-files '*Dockerfile' '*Containerfile' > images.txt
          while read -r file; do
            tag="scan/$(printf '%s' "$file" | tr 'A-Z/' 'a-z-'):pr"
            docker build --file "$file" --tag "$tag" "$(dirname "$file")"
            docker run --rm --volume /var/run/docker.sock:/var/run/docker.sock:ro --volume "$PWD:/repository:ro" --workdir /repository ${scanner} image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed "$tag"
          done < images.txt
`,
  use: [
    'A workflow for GitHub that builds every Dockerfile of the repository, scans what came out with Trivy, and fails on holes of high severity and worse that have a fix: copy it to `.github/workflows/image-scan.yaml`. `actions/checkout` is named by the digest of v4.2.2.',
    pinning,
  ].join('\n'),
};

const gitlab: BesideFile = {
  name: 'image-scan.gitlab.yaml',
  text: `${mark} For .gitlab-ci.yml, or to be named there under include.
image-scan:
  stage: test
  image:
    name: ${scanner}
    entrypoint: ['']
  variables:
    # The image that your build job pushes.
    IMAGE: $CI_REGISTRY_IMAGE:$CI_COMMIT_SHA
    TRIVY_USERNAME: $CI_REGISTRY_USER
    TRIVY_PASSWORD: $CI_REGISTRY_PASSWORD
  script:
    - trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed "$IMAGE"
`,
  use: [
    'A job for GitLab that scans what your build job pushed with Trivy, and fails on holes of high severity and worse that have a fix: copy it into `.gitlab-ci.yml`, after the stage that builds.',
    pinning,
  ].join('\n'),
};

const tekton: BesideFile = {
  name: 'image-scan.tekton.yaml',
  text: `${mark} For .tekton/, and to be named as a task of the pipeline that builds.
apiVersion: tekton.dev/v1
kind: Task
metadata:
  name: image-scan
spec:
  params:
    - name: IMAGE
      description: The image that the build pushed, by digest.
      type: string
  steps:
    - name: scan
      image: docker.io/${scanner}
      script: |
        #!/bin/sh
        set -eu
        trivy image --exit-code 1 --severity HIGH,CRITICAL --ignore-unfixed "$(params.IMAGE)"
      securityContext:
        allowPrivilegeEscalation: false
        capabilities:
          drop: [ALL]
`,
  use: [
    'A Task for Tekton that scans an image with Trivy, and fails on holes of high severity and worse that have a fix: put it into `.tekton/`, and name it as a task after the one that builds.',
    pinning,
  ].join('\n'),
};

/** A digest is asked of the registry by whoever may pull: Vauban reaches none. */
export const planDigests = ({ snapshot }: PhaseFacts): ActionPlan => {
  const images = listLoose(snapshot);
  if (images.length === 0) return nothingPlanned;
  const left = images.length - mostImages;
  const several = new Set(
    [...Map.groupBy(images, ({ repository }) => repository)].flatMap(([name, { length }]) =>
      length > 1 ? [name] : [],
    ),
  );
  return {
    ...nothingPlanned,
    beside: [
      {
        name: 'pin-images.sh',
        text: `#!/bin/sh
${mark} Run it in the folder of the kustomization that you deploy.
# Asks the registry for the digest of each tag, and writes it under images: of kustomization.yaml.
set -eu
pin() {
  kustomize edit set image "$1=$1@$(crane digest "$2")"
}
${images
  .slice(0, mostImages)
  .map(({ repository, image }) =>
    // A kustomization names one version of an image: of several, which one goes where is for a person to say.
    several.has(repository)
      ? `# by hand, since it is used in several versions: ${image}`
      : `pin '${repository}' '${image}'`,
  )
  .join('\n')}
`,
        use: `Asks the registries for the digest of every tag that is named today (${images.length} images), and writes them into the kustomization that you deploy. It needs \`crane\` and \`kustomize\`, and the right to pull.${left > 0 ? ` ${left} more images do not fit: run \`vauban roadmap --week 3\` again after these.` : ''}`,
      },
    ],
    cautions: [
      'A digest does not move: let Renovate or Dependabot raise it with a pull request, or holes that were mended stay open.',
    ],
  };
};

const mostImages = 500;

/** Only names that a shell takes as one word whatever they hold: an image's name is a stranger's text. */
const listLoose = (snapshot: Snapshot): readonly { readonly repository: string; readonly image: string }[] => {
  const found = new Map<string, string>();
  for (const { containers } of readStandingWorkloads(snapshot))
    for (const { object } of containers) {
      const image = textAt(object, 'image');
      const parsed = parseImageName(image);
      if (parsed.kind !== 'name' || parsed.name.digest !== '' || !/^[\w./:-]{1,512}$/.test(image)) continue;
      const colon = image.indexOf(':', image.lastIndexOf('/') + 1);
      found.set(image, colon < 0 ? image : image.slice(0, colon));
    }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([image, repository]) => ({ image, repository }));
};
