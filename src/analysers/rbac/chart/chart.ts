/** Draws who one is and what one may do: identities, roles, bindings, and where each leads. */

import type { Chart } from '../../chart.ts';
import { clusterAdmin, identityPlace } from '../../places.ts';
import { drawAdministrators } from './draw-administrators.ts';
import { createDrawing, type Drawing } from './drawing.ts';
import { drawKubelets } from './draw-kubelets.ts';
import { createRoleDrawer } from './draw-roles.ts';
import { drawBindings, drawSubjects } from './draw-subjects.ts';
import { drawNarrowing } from './draw-narrowing.ts';
import { drawUnbinding } from './draw-unbinding.ts';
import { tellUnknowns } from './tell-unknowns.ts';
import { drawStrangers } from './draw-strangers.ts';
import { drawUnreadNamespaces } from './draw-unread-namespaces.ts';
import { drawTogether } from './draw-together.ts';
import { listTokenAccounts, surveyGrounds, type Grounds } from './grounds.ts';
import { drawUnguardedPods } from './draw-unguarded-pods.ts';
import { createFindParts } from './holding.ts';
import { tokensHub } from './hubs.ts';
import { createFindRoleSteps } from './role-steps.ts';

export const rbacChart: Chart = {
  id: 'rbac',
  draw(snapshot) {
    const grounds = surveyGrounds(snapshot);
    const drawing = createDrawing();
    const findParts = createFindParts();
    const find = createFindRoleSteps(grounds, findParts);
    const roles = createRoleDrawer(grounds, drawing, find);
    drawing.declare(clusterAdmin);
    drawSubjects(grounds, drawing);
    drawBindings(grounds, drawing, roles);
    const joints = drawTogether(grounds, drawing, roles, findParts);
    roles.finish();
    drawAdministrators(grounds.namespaces, drawing);
    drawUnguardedPods(grounds, drawing);
    drawTokens(grounds, drawing);
    drawKubelets(grounds, drawing);
    drawStrangers(grounds, drawing, roles);
    drawUnreadNamespaces(grounds, drawing);
    drawUnbinding(grounds, drawing, roles, joints, findParts);
    drawNarrowing(grounds, drawing, roles, joints, { find, findParts });
    return {
      places: [...drawing.places.values()],
      steps: drawing.steps,
      controls: drawing.controls,
      assets: [{ place: clusterAdmin.id, kind: 'cluster-admin', type: '', weight: 10 }],
      unknowns: tellUnknowns(grounds),
    };
  },
};

/** A list of Secrets shows a token only where one is in a Secret. */
const drawTokens = ({ snapshot }: Grounds, drawing: Drawing): void => {
  for (const account of listTokenAccounts(snapshot)) {
    const hub = tokensHub(account.namespace);
    drawing.join(tokensHub(null), hub);
    drawing.join(hub, identityPlace(account));
  }
};
