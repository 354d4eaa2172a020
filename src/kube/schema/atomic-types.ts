/** Objects that the API server takes as one: server-side apply would replace them whole, and lose what was left out. */

/** `field` is one of the type named; a list's merge keys say the same of lists. */
export const isAtomicType = (name: string): boolean => atomicTypes.has(name);

export const isAtomicField = (type: string, field: string): boolean => atomicFields.has(`${type} ${field}`);

/** `x-kubernetes-map-type: atomic` in the OpenAPI documents of v1.37, of a type … */
const atomicTypes: ReadonlySet<string> = new Set([
  'admissionregistration/v1.MatchResources',
  'admissionregistration/v1.NamedRuleWithOperations',
  'admissionregistration/v1.ParamKind',
  'admissionregistration/v1.ParamRef',
  'admissionregistration/v1.Variable',
  'admissionregistration/v1alpha1.MatchResources',
  'admissionregistration/v1alpha1.NamedRuleWithOperations',
  'admissionregistration/v1alpha1.ParamKind',
  'admissionregistration/v1alpha1.ParamRef',
  'admissionregistration/v1beta1.MatchResources',
  'admissionregistration/v1beta1.NamedRuleWithOperations',
  'admissionregistration/v1beta1.ParamKind',
  'admissionregistration/v1beta1.ParamRef',
  'admissionregistration/v1beta1.Variable',
  'autoscaling/v1.CrossVersionObjectReference',
  'core/v1.ConfigMapKeySelector',
  'core/v1.EndpointAddress',
  'core/v1.EndpointPort',
  'core/v1.EvictionResponder',
  'core/v1.FileKeySelector',
  'core/v1.LocalObjectReference',
  'core/v1.NodeSelector',
  'core/v1.NodeSelectorTerm',
  'core/v1.ObjectFieldSelector',
  'core/v1.ObjectReference',
  'core/v1.ResourceFieldSelector',
  'core/v1.ScopeSelector',
  'core/v1.SecretKeySelector',
  'core/v1.SecretReference',
  'core/v1.TopologySelectorTerm',
  'core/v1.TypedLocalObjectReference',
  'discovery/v1.EndpointPort',
  'meta/v1.LabelSelector',
  'meta/v1.OwnerReference',
  'networking/v1.ServiceBackendPort',
  'rbac/v1.RoleRef',
  'rbac/v1.Subject',
]);

/** … and of a field that is a map. */
const atomicFields: ReadonlySet<string> = new Set([
  'core/v1.PodSpec nodeSelector',
  'core/v1.ReplicationControllerSpec selector',
  'core/v1.ServiceSpec selector',
  'node/v1.Scheduling nodeSelector',
]);
