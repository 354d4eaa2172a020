/** What builds or pushes images in a pipeline: commands, actions and images of builders. */

import { textAt } from '../../model/read-object.ts';
import type { PipelineStep } from './pipeline-step.ts';
import { readCommands } from './shell-commands.ts';

/** The name of what builds: `docker/build-push-action`, `docker build`; `null` where nothing does. */
export const findBuilder = ({ uses, script, inputs, losesPipes }: PipelineStep): string | null => {
  for (const called of uses) {
    const name = called.split('@', 1)[0] ?? '';
    if (actions.some((action) => action.test(name))) return name;
    if (called.startsWith('Docker@') && /build|push|^$/i.test(textAt(inputs, 'command'))) return called;
  }
  for (const { text } of readCommands(script, losesPipes)) {
    const found = commands.exec(text);
    if (found !== null) return found[0].trim().replace(/\s+/g, ' ');
  }
  // A builder's own image runs it, whatever its arguments are.
  const builder = uses.find((called) => images.test(called));
  return builder ?? null;
};

const actions: readonly RegExp[] = [
  /^(?:docker|depot)\/(?:build-push|bake)-action$/,
  /^redhat-actions\/(?:buildah-build|push-to-registry)$/,
  /^(?:aevea|int128)\/(?:action-kaniko|kaniko-action)$/,
  /^(?:mr-smithers-excellent\/docker-build-push|elgohr\/Publish-Docker-Github-Action)$/,
  /^tekton\/(?:kaniko|buildah|buildpacks|jib|ko)(?:-|$)/,
];

const images =
  /(?:^|\/)(?:kaniko-project\/executor|kaniko|buildah\/stable|buildkit\/buildctl|cloud-builders\/docker|plugins\/(?:docker|kaniko)|plugin-docker-buildx)(?:[:@]|$)/;

const commands =
  /(?:^|[\s;&|(/"'])(?:docker\s+(?:image\s+)?(?:build|push)\b|docker\s+buildx\s+(?:build|bake)\b|docker[\s-]compose\s+(?:\S+\s+)?(?:build|push)\b|(?:podman|nerdctl|img)\s+(?:image\s+)?(?:build|push)\b|buildah\s+(?:bud|build|push)\b|buildctl(?:-daemonless\.sh)?\s+build\b|kaniko\/executor\b|ko\s+(?:build|publish|resolve|apply)\b|pack\s+build\b|jib:(?:build|dockerBuild)\b|gradlew?\s+(?:\S+\s+)*:?(?:\S+:)?(?:jib|jibDockerBuild|bootBuildImage)\b|spring-boot:build-image\b|skaffold\s+build\b|gcloud\s+builds\s+submit\b|az\s+acr\s+build\b|depot\s+(?:build|bake)\b|apko\s+(?:build|publish)\b|earthly\s+(?:\S+\s+)*--push\b|s2i\s+build\b)/;
