/** The kinds of the API server v1.37 and the fields of their types, written by `npm run schema`; `read-types.ts` says how a line reads. */

export const kindLines = `
/v1/Binding core/v1.Binding
/v1/ConfigMap core/v1.ConfigMap
/v1/Endpoints core/v1.Endpoints
/v1/Event core/v1.Event
/v1/LimitRange core/v1.LimitRange
/v1/Namespace core/v1.Namespace
/v1/Node core/v1.Node
/v1/PersistentVolume core/v1.PersistentVolume
/v1/PersistentVolumeClaim core/v1.PersistentVolumeClaim
/v1/Pod core/v1.Pod
/v1/PodTemplate core/v1.PodTemplate
/v1/ReplicationController core/v1.ReplicationController
/v1/ResourceQuota core/v1.ResourceQuota
/v1/Secret core/v1.Secret
/v1/Service core/v1.Service
/v1/ServiceAccount core/v1.ServiceAccount
admissionregistration.k8s.io/v1/MutatingAdmissionPolicy admissionregistration/v1.MutatingAdmissionPolicy
admissionregistration.k8s.io/v1/MutatingAdmissionPolicyBinding admissionregistration/v1.MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1/MutatingWebhookConfiguration admissionregistration/v1.MutatingWebhookConfiguration
admissionregistration.k8s.io/v1/ValidatingAdmissionPolicy admissionregistration/v1.ValidatingAdmissionPolicy
admissionregistration.k8s.io/v1/ValidatingAdmissionPolicyBinding admissionregistration/v1.ValidatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1/ValidatingWebhookConfiguration admissionregistration/v1.ValidatingWebhookConfiguration
admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicy admissionregistration/v1alpha1.MutatingAdmissionPolicy
admissionregistration.k8s.io/v1alpha1/MutatingAdmissionPolicyBinding admissionregistration/v1alpha1.MutatingAdmissionPolicyBinding
admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicy admissionregistration/v1beta1.MutatingAdmissionPolicy
admissionregistration.k8s.io/v1beta1/MutatingAdmissionPolicyBinding admissionregistration/v1beta1.MutatingAdmissionPolicyBinding
apiextensions.k8s.io/v1/CustomResourceDefinition apiextensions/v1.CustomResourceDefinition
apiregistration.k8s.io/v1/APIService apiregistration/v1.APIService
apps/v1/ControllerRevision apps/v1.ControllerRevision
apps/v1/DaemonSet apps/v1.DaemonSet
apps/v1/Deployment apps/v1.Deployment
apps/v1/ReplicaSet apps/v1.ReplicaSet
apps/v1/StatefulSet apps/v1.StatefulSet
authentication.k8s.io/v1/SelfSubjectReview authentication/v1.SelfSubjectReview
authentication.k8s.io/v1/TokenRequest authentication/v1.TokenRequest
authentication.k8s.io/v1/TokenReview authentication/v1.TokenReview
authorization.k8s.io/v1/LocalSubjectAccessReview authorization/v1.LocalSubjectAccessReview
authorization.k8s.io/v1/SelfSubjectAccessReview authorization/v1.SelfSubjectAccessReview
authorization.k8s.io/v1/SelfSubjectRulesReview authorization/v1.SelfSubjectRulesReview
authorization.k8s.io/v1/SubjectAccessReview authorization/v1.SubjectAccessReview
autoscaling/v1/HorizontalPodAutoscaler autoscaling/v1.HorizontalPodAutoscaler
autoscaling/v2/HorizontalPodAutoscaler autoscaling/v2.HorizontalPodAutoscaler
batch/v1/CronJob batch/v1.CronJob
batch/v1/Job batch/v1.Job
certificates.k8s.io/v1/CertificateSigningRequest certificates/v1.CertificateSigningRequest
certificates.k8s.io/v1/ClusterTrustBundle certificates/v1.ClusterTrustBundle
certificates.k8s.io/v1/PodCertificateRequest certificates/v1.PodCertificateRequest
certificates.k8s.io/v1beta1/ClusterTrustBundle certificates/v1beta1.ClusterTrustBundle
certificates.k8s.io/v1beta1/PodCertificateRequest certificates/v1beta1.PodCertificateRequest
coordination.k8s.io/v1/Lease coordination/v1.Lease
coordination.k8s.io/v1alpha2/LeaseCandidate coordination/v1alpha2.LeaseCandidate
coordination.k8s.io/v1beta1/LeaseCandidate coordination/v1beta1.LeaseCandidate
discovery.k8s.io/v1/EndpointSlice discovery/v1.EndpointSlice
events.k8s.io/v1/Event events/v1.Event
flowcontrol.apiserver.k8s.io/v1/FlowSchema flowcontrol/v1.FlowSchema
flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration flowcontrol/v1.PriorityLevelConfiguration
internal.apiserver.k8s.io/v1alpha1/StorageVersion apiserverinternal/v1alpha1.StorageVersion
networking.k8s.io/v1/IPAddress networking/v1.IPAddress
networking.k8s.io/v1/Ingress networking/v1.Ingress
networking.k8s.io/v1/IngressClass networking/v1.IngressClass
networking.k8s.io/v1/NetworkPolicy networking/v1.NetworkPolicy
networking.k8s.io/v1/ServiceCIDR networking/v1.ServiceCIDR
node.k8s.io/v1/RuntimeClass node/v1.RuntimeClass
policy/v1/Eviction policy/v1.Eviction
policy/v1/PodDisruptionBudget policy/v1.PodDisruptionBudget
rbac.authorization.k8s.io/v1/ClusterRole rbac/v1.ClusterRole
rbac.authorization.k8s.io/v1/ClusterRoleBinding rbac/v1.ClusterRoleBinding
rbac.authorization.k8s.io/v1/Role rbac/v1.Role
rbac.authorization.k8s.io/v1/RoleBinding rbac/v1.RoleBinding
resource.k8s.io/v1/DeviceClass resource/v1.DeviceClass
resource.k8s.io/v1/DeviceTaintRule resource/v1.DeviceTaintRule
resource.k8s.io/v1/ResourceClaim resource/v1.ResourceClaim
resource.k8s.io/v1/ResourceClaimTemplate resource/v1.ResourceClaimTemplate
resource.k8s.io/v1/ResourceSlice resource/v1.ResourceSlice
resource.k8s.io/v1alpha3/DeviceTaintRule resource/v1alpha3.DeviceTaintRule
resource.k8s.io/v1alpha3/ResourcePoolStatusRequest resource/v1alpha3.ResourcePoolStatusRequest
resource.k8s.io/v1beta1/DeviceClass resource/v1beta1.DeviceClass
resource.k8s.io/v1beta1/ResourceClaim resource/v1beta1.ResourceClaim
resource.k8s.io/v1beta1/ResourceClaimTemplate resource/v1beta1.ResourceClaimTemplate
resource.k8s.io/v1beta1/ResourceSlice resource/v1beta1.ResourceSlice
resource.k8s.io/v1beta2/DeviceClass resource/v1beta2.DeviceClass
resource.k8s.io/v1beta2/DeviceTaintRule resource/v1beta2.DeviceTaintRule
resource.k8s.io/v1beta2/ResourceClaim resource/v1beta2.ResourceClaim
resource.k8s.io/v1beta2/ResourceClaimTemplate resource/v1beta2.ResourceClaimTemplate
resource.k8s.io/v1beta2/ResourceSlice resource/v1beta2.ResourceSlice
scheduling.k8s.io/v1/PriorityClass scheduling/v1.PriorityClass
storage.k8s.io/v1/CSIDriver storage/v1.CSIDriver
storage.k8s.io/v1/CSINode storage/v1.CSINode
storage.k8s.io/v1/CSIStorageCapacity storage/v1.CSIStorageCapacity
storage.k8s.io/v1/StorageClass storage/v1.StorageClass
storage.k8s.io/v1/VolumeAttachment storage/v1.VolumeAttachment
storage.k8s.io/v1/VolumeAttributesClass storage/v1.VolumeAttributesClass
storagemigration.k8s.io/v1/StorageVersionMigration storagemigration/v1.StorageVersionMigration
storagemigration.k8s.io/v1beta1/StorageVersionMigration storagemigration/v1beta1.StorageVersionMigration
`;

export const typeLines = `
admissionregistration/v1.ApplyConfiguration expression:string?
admissionregistration/v1.AuditAnnotation key:string! valueExpression:string!
admissionregistration/v1.ExpressionWarning fieldRef:string! warning:string!
admissionregistration/v1.JSONPatch expression:string?
admissionregistration/v1.MatchCondition name:string! expression:string!
admissionregistration/v1.MatchResources namespaceSelector:*meta/v1.LabelSelector? objectSelector:*meta/v1.LabelSelector? resourceRules:[]admissionregistration/v1.NamedRuleWithOperations? excludeResourceRules:[]admissionregistration/v1.NamedRuleWithOperations? matchPolicy:*string?
admissionregistration/v1.MutatingAdmissionPolicy kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1.MutatingAdmissionPolicySpec
admissionregistration/v1.MutatingAdmissionPolicyBinding kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1.MutatingAdmissionPolicyBindingSpec
admissionregistration/v1.MutatingAdmissionPolicyBindingSpec policyName:string? paramRef:*admissionregistration/v1.ParamRef? matchResources:*admissionregistration/v1.MatchResources?
admissionregistration/v1.MutatingAdmissionPolicySpec paramKind:*admissionregistration/v1.ParamKind? matchConstraints:*admissionregistration/v1.MatchResources? variables:[]admissionregistration/v1.Variable? mutations:[]admissionregistration/v1.Mutation? failurePolicy:*string? matchConditions:[]admissionregistration/v1.MatchCondition?#name reinvocationPolicy:string?
admissionregistration/v1.MutatingWebhook name:string! clientConfig:admissionregistration/v1.WebhookClientConfig! rules:[]admissionregistration/v1.RuleWithOperations? failurePolicy:*string? matchPolicy:*string? namespaceSelector:*meta/v1.LabelSelector? objectSelector:*meta/v1.LabelSelector? sideEffects:*string! timeoutSeconds:*int32? admissionReviewVersions:[]string! reinvocationPolicy:*string? matchConditions:[]admissionregistration/v1.MatchCondition?#name
admissionregistration/v1.MutatingWebhookConfiguration kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta webhooks:[]admissionregistration/v1.MutatingWebhook?#name
admissionregistration/v1.Mutation patchType:string! applyConfiguration:*admissionregistration/v1.ApplyConfiguration? jsonPatch:*admissionregistration/v1.JSONPatch?
admissionregistration/v1.NamedRuleWithOperations resourceNames:[]string? operations:[]string? apiGroups:[]string? apiVersions:[]string? resources:[]string? scope:*string?
admissionregistration/v1.ParamKind apiVersion:string? kind:string?
admissionregistration/v1.ParamRef name:string? namespace:string? selector:*meta/v1.LabelSelector? parameterNotFoundAction:*string?
admissionregistration/v1.RuleWithOperations operations:[]string? apiGroups:[]string? apiVersions:[]string? resources:[]string? scope:*string?
admissionregistration/v1.ServiceReference namespace:string! name:string! path:*string? port:*int32?
admissionregistration/v1.TypeChecking expressionWarnings:[]admissionregistration/v1.ExpressionWarning?
admissionregistration/v1.ValidatingAdmissionPolicy kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1.ValidatingAdmissionPolicySpec status:admissionregistration/v1.ValidatingAdmissionPolicyStatus
admissionregistration/v1.ValidatingAdmissionPolicyBinding kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec!
admissionregistration/v1.ValidatingAdmissionPolicyBindingSpec policyName:string?! paramRef:*admissionregistration/v1.ParamRef? matchResources:*admissionregistration/v1.MatchResources? validationActions:[]string?!#*
admissionregistration/v1.ValidatingAdmissionPolicySpec paramKind:*admissionregistration/v1.ParamKind? matchConstraints:*admissionregistration/v1.MatchResources? validations:[]admissionregistration/v1.Validation? failurePolicy:*string? auditAnnotations:[]admissionregistration/v1.AuditAnnotation? matchConditions:[]admissionregistration/v1.MatchCondition?#name variables:[]admissionregistration/v1.Variable?#name
admissionregistration/v1.ValidatingAdmissionPolicyStatus observedGeneration:int64? typeChecking:*admissionregistration/v1.TypeChecking? conditions:[]meta/v1.Condition?#type
admissionregistration/v1.ValidatingWebhook name:string! clientConfig:admissionregistration/v1.WebhookClientConfig! rules:[]admissionregistration/v1.RuleWithOperations? failurePolicy:*string? matchPolicy:*string? namespaceSelector:*meta/v1.LabelSelector? objectSelector:*meta/v1.LabelSelector? sideEffects:*string! timeoutSeconds:*int32? admissionReviewVersions:[]string! matchConditions:[]admissionregistration/v1.MatchCondition?#name
admissionregistration/v1.ValidatingWebhookConfiguration kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta webhooks:[]admissionregistration/v1.ValidatingWebhook?#name
admissionregistration/v1.Validation expression:string! message:string? reason:*string? messageExpression:string?
admissionregistration/v1.Variable name:string! expression:string!
admissionregistration/v1.WebhookClientConfig url:*string? service:*admissionregistration/v1.ServiceReference? caBundle:bytes?
admissionregistration/v1alpha1.ApplyConfiguration expression:string?
admissionregistration/v1alpha1.JSONPatch expression:string?
admissionregistration/v1alpha1.MatchCondition name:string! expression:string!
admissionregistration/v1alpha1.MatchResources namespaceSelector:*meta/v1.LabelSelector? objectSelector:*meta/v1.LabelSelector? resourceRules:[]admissionregistration/v1alpha1.NamedRuleWithOperations? excludeResourceRules:[]admissionregistration/v1alpha1.NamedRuleWithOperations? matchPolicy:*string?
admissionregistration/v1alpha1.MutatingAdmissionPolicy kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1alpha1.MutatingAdmissionPolicySpec
admissionregistration/v1alpha1.MutatingAdmissionPolicyBinding kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1alpha1.MutatingAdmissionPolicyBindingSpec
admissionregistration/v1alpha1.MutatingAdmissionPolicyBindingSpec policyName:string? paramRef:*admissionregistration/v1alpha1.ParamRef? matchResources:*admissionregistration/v1alpha1.MatchResources?
admissionregistration/v1alpha1.MutatingAdmissionPolicySpec paramKind:*admissionregistration/v1alpha1.ParamKind? matchConstraints:*admissionregistration/v1alpha1.MatchResources? variables:[]admissionregistration/v1alpha1.Variable? mutations:[]admissionregistration/v1alpha1.Mutation? failurePolicy:*string? matchConditions:[]admissionregistration/v1alpha1.MatchCondition?#name reinvocationPolicy:string?
admissionregistration/v1alpha1.Mutation patchType:string! applyConfiguration:*admissionregistration/v1alpha1.ApplyConfiguration? jsonPatch:*admissionregistration/v1alpha1.JSONPatch?
admissionregistration/v1alpha1.NamedRuleWithOperations resourceNames:[]string? operations:[]string? apiGroups:[]string? apiVersions:[]string? resources:[]string? scope:*string?
admissionregistration/v1alpha1.ParamKind apiVersion:string? kind:string?
admissionregistration/v1alpha1.ParamRef name:string? namespace:string? selector:*meta/v1.LabelSelector? parameterNotFoundAction:*string?
admissionregistration/v1alpha1.Variable name:string! expression:string!
admissionregistration/v1beta1.ApplyConfiguration expression:string?
admissionregistration/v1beta1.JSONPatch expression:string?
admissionregistration/v1beta1.MatchCondition name:string! expression:string!
admissionregistration/v1beta1.MatchResources namespaceSelector:*meta/v1.LabelSelector? objectSelector:*meta/v1.LabelSelector? resourceRules:[]admissionregistration/v1beta1.NamedRuleWithOperations? excludeResourceRules:[]admissionregistration/v1beta1.NamedRuleWithOperations? matchPolicy:*string?
admissionregistration/v1beta1.MutatingAdmissionPolicy kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1beta1.MutatingAdmissionPolicySpec
admissionregistration/v1beta1.MutatingAdmissionPolicyBinding kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:admissionregistration/v1beta1.MutatingAdmissionPolicyBindingSpec
admissionregistration/v1beta1.MutatingAdmissionPolicyBindingSpec policyName:string? paramRef:*admissionregistration/v1beta1.ParamRef? matchResources:*admissionregistration/v1beta1.MatchResources?
admissionregistration/v1beta1.MutatingAdmissionPolicySpec paramKind:*admissionregistration/v1beta1.ParamKind? matchConstraints:*admissionregistration/v1beta1.MatchResources? variables:[]admissionregistration/v1beta1.Variable? mutations:[]admissionregistration/v1beta1.Mutation? failurePolicy:*string? matchConditions:[]admissionregistration/v1beta1.MatchCondition?#name reinvocationPolicy:string?
admissionregistration/v1beta1.Mutation patchType:string! applyConfiguration:*admissionregistration/v1beta1.ApplyConfiguration? jsonPatch:*admissionregistration/v1beta1.JSONPatch?
admissionregistration/v1beta1.NamedRuleWithOperations resourceNames:[]string? operations:[]string? apiGroups:[]string? apiVersions:[]string? resources:[]string? scope:*string?
admissionregistration/v1beta1.ParamKind apiVersion:string? kind:string?
admissionregistration/v1beta1.ParamRef name:string? namespace:string? selector:*meta/v1.LabelSelector? parameterNotFoundAction:*string?
admissionregistration/v1beta1.Variable name:string! expression:string!
apiserverinternal/v1alpha1.ServerStorageVersion apiServerID:string?! encodingVersion:string?! decodableVersions:[]string?!#* servedVersions:[]string?#*
apiserverinternal/v1alpha1.StorageVersion kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta! spec:apiserverinternal/v1alpha1.StorageVersionSpec status:apiserverinternal/v1alpha1.StorageVersionStatus
apiserverinternal/v1alpha1.StorageVersionCondition type:string! status:string! observedGeneration:int64? lastTransitionTime:time reason:string! message:string?!
apiserverinternal/v1alpha1.StorageVersionSpec
apiserverinternal/v1alpha1.StorageVersionStatus storageVersions:[]apiserverinternal/v1alpha1.ServerStorageVersion?#apiServerID commonEncodingVersion:*string? conditions:[]apiserverinternal/v1alpha1.StorageVersionCondition?#type
apps/v1.ControllerRevision kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta data:raw! revision:int64
apps/v1.DaemonSet kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:apps/v1.DaemonSetSpec! status:apps/v1.DaemonSetStatus
apps/v1.DaemonSetCondition type:string status:string lastTransitionTime:time reason:string? message:string?
apps/v1.DaemonSetSpec selector:*meta/v1.LabelSelector! template:core/v1.PodTemplateSpec! updateStrategy:apps/v1.DaemonSetUpdateStrategy minReadySeconds:int32? revisionHistoryLimit:*int32?
apps/v1.DaemonSetStatus currentNumberScheduled:int32! numberMisscheduled:int32! desiredNumberScheduled:int32! numberReady:int32! observedGeneration:int64? updatedNumberScheduled:int32? numberAvailable:int32? numberUnavailable:int32? collisionCount:*int32? conditions:[]apps/v1.DaemonSetCondition?#type
apps/v1.DaemonSetUpdateStrategy type:string? rollingUpdate:*apps/v1.RollingUpdateDaemonSet?
apps/v1.Deployment kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:apps/v1.DeploymentSpec! status:apps/v1.DeploymentStatus
apps/v1.DeploymentCondition type:string status:string lastUpdateTime:time lastTransitionTime:time reason:string? message:string?
apps/v1.DeploymentSpec replicas:*int32? selector:*meta/v1.LabelSelector! template:core/v1.PodTemplateSpec! strategy:apps/v1.DeploymentStrategy minReadySeconds:int32? revisionHistoryLimit:*int32? paused:bool? progressDeadlineSeconds:*int32?
apps/v1.DeploymentStatus observedGeneration:int64? replicas:int32? updatedReplicas:int32? readyReplicas:int32? availableReplicas:int32? unavailableReplicas:int32? terminatingReplicas:*int32? conditions:[]apps/v1.DeploymentCondition?#type collisionCount:*int32?
apps/v1.DeploymentStrategy type:string? rollingUpdate:*apps/v1.RollingUpdateDeployment?
apps/v1.ReplicaSet kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:apps/v1.ReplicaSetSpec! status:apps/v1.ReplicaSetStatus
apps/v1.ReplicaSetCondition type:string status:string lastTransitionTime:time reason:string? message:string?
apps/v1.ReplicaSetSpec replicas:*int32? minReadySeconds:int32? selector:*meta/v1.LabelSelector! template:core/v1.PodTemplateSpec
apps/v1.ReplicaSetStatus replicas:int32! fullyLabeledReplicas:int32? readyReplicas:int32? availableReplicas:int32? terminatingReplicas:*int32? observedGeneration:int64? conditions:[]apps/v1.ReplicaSetCondition?#type
apps/v1.RollingUpdateDaemonSet maxUnavailable:*intorstring? maxSurge:*intorstring?
apps/v1.RollingUpdateDeployment maxUnavailable:*intorstring? maxSurge:*intorstring?
apps/v1.RollingUpdateStatefulSetStrategy partition:*int32? maxUnavailable:*intorstring?
apps/v1.StatefulSet kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:apps/v1.StatefulSetSpec! status:apps/v1.StatefulSetStatus
apps/v1.StatefulSetCondition type:string status:string lastTransitionTime:time reason:string? message:string?
apps/v1.StatefulSetOrdinals start:int32
apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted:string? whenScaled:string?
apps/v1.StatefulSetSpec replicas:*int32? selector:*meta/v1.LabelSelector! template:core/v1.PodTemplateSpec! volumeClaimTemplates:[]core/v1.PersistentVolumeClaim? serviceName:string podManagementPolicy:string? updateStrategy:apps/v1.StatefulSetUpdateStrategy revisionHistoryLimit:*int32? minReadySeconds:int32? persistentVolumeClaimRetentionPolicy:*apps/v1.StatefulSetPersistentVolumeClaimRetentionPolicy? ordinals:*apps/v1.StatefulSetOrdinals?
apps/v1.StatefulSetStatus observedGeneration:int64? replicas:int32! readyReplicas:int32? currentReplicas:int32? updatedReplicas:int32? currentRevision:string? updateRevision:string? collisionCount:*int32? conditions:[]apps/v1.StatefulSetCondition?#type availableReplicas:int32
apps/v1.StatefulSetUpdateStrategy type:string? rollingUpdate:*apps/v1.RollingUpdateStatefulSetStrategy?
authentication/v1.BoundObjectReference kind:string? apiVersion:string? name:string? uid:string?
authentication/v1.SelfSubjectReview kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta status:authentication/v1.SelfSubjectReviewStatus
authentication/v1.SelfSubjectReviewStatus userInfo:authentication/v1.UserInfo
authentication/v1.TokenRequest kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:authentication/v1.TokenRequestSpec status:authentication/v1.TokenRequestStatus
authentication/v1.TokenRequestSpec audiences:[]string expirationSeconds:*int64 boundObjectRef:*authentication/v1.BoundObjectReference attestations:{}[]string?
authentication/v1.TokenRequestStatus token:string expirationTimestamp:time
authentication/v1.TokenReview kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:authentication/v1.TokenReviewSpec! status:authentication/v1.TokenReviewStatus
authentication/v1.TokenReviewSpec token:string?! audiences:[]string?
authentication/v1.TokenReviewStatus authenticated:bool? user:authentication/v1.UserInfo audiences:[]string? error:string?
authentication/v1.UserInfo username:string? uid:string? groups:[]string? extra:{}[]string?
authorization/v1.FieldSelectorAttributes rawSelector:string? requirements:[]meta/v1.FieldSelectorRequirement?
authorization/v1.LabelSelectorAttributes rawSelector:string? requirements:[]meta/v1.LabelSelectorRequirement?
authorization/v1.LocalSubjectAccessReview kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:authorization/v1.SubjectAccessReviewSpec! status:authorization/v1.SubjectAccessReviewStatus
authorization/v1.NonResourceAttributes path:string? verb:string?
authorization/v1.NonResourceRule verbs:[]string! nonResourceURLs:[]string?
authorization/v1.ResourceAttributes namespace:string? verb:string? group:string? version:string? resource:string? subresource:string? name:string? fieldSelector:*authorization/v1.FieldSelectorAttributes? labelSelector:*authorization/v1.LabelSelectorAttributes?
authorization/v1.ResourceRule verbs:[]string! apiGroups:[]string? resources:[]string? resourceNames:[]string?
authorization/v1.SelfSubjectAccessReview kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:authorization/v1.SelfSubjectAccessReviewSpec! status:authorization/v1.SubjectAccessReviewStatus
authorization/v1.SelfSubjectAccessReviewSpec resourceAttributes:*authorization/v1.ResourceAttributes? nonResourceAttributes:*authorization/v1.NonResourceAttributes?
authorization/v1.SelfSubjectRulesReview kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:authorization/v1.SelfSubjectRulesReviewSpec! status:authorization/v1.SubjectRulesReviewStatus
authorization/v1.SelfSubjectRulesReviewSpec namespace:string?
authorization/v1.SubjectAccessReview kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:authorization/v1.SubjectAccessReviewSpec! status:authorization/v1.SubjectAccessReviewStatus
authorization/v1.SubjectAccessReviewSpec resourceAttributes:*authorization/v1.ResourceAttributes? nonResourceAttributes:*authorization/v1.NonResourceAttributes? user:string? groups:[]string? extra:{}[]string? uid:string?
authorization/v1.SubjectAccessReviewStatus allowed:bool! denied:bool? reason:string? evaluationError:string?
authorization/v1.SubjectRulesReviewStatus resourceRules:[]authorization/v1.ResourceRule! nonResourceRules:[]authorization/v1.NonResourceRule! incomplete:bool! evaluationError:string?
autoscaling/v1.CrossVersionObjectReference kind:string! name:string! apiVersion:string?
autoscaling/v1.HorizontalPodAutoscaler kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:autoscaling/v1.HorizontalPodAutoscalerSpec! status:autoscaling/v1.HorizontalPodAutoscalerStatus
autoscaling/v1.HorizontalPodAutoscalerSpec scaleTargetRef:autoscaling/v1.CrossVersionObjectReference! minReplicas:*int32? maxReplicas:int32! targetCPUUtilizationPercentage:*int32?
autoscaling/v1.HorizontalPodAutoscalerStatus observedGeneration:*int64? lastScaleTime:*time? currentReplicas:int32! desiredReplicas:int32! currentCPUUtilizationPercentage:*int32?
autoscaling/v2.ContainerResourceMetricSource name:string! target:autoscaling/v2.MetricTarget! container:string!
autoscaling/v2.ContainerResourceMetricStatus name:string! current:autoscaling/v2.MetricValueStatus! container:string!
autoscaling/v2.CrossVersionObjectReference kind:string! name:string! apiVersion:string?
autoscaling/v2.ExternalMetricSource metric:autoscaling/v2.MetricIdentifier! target:autoscaling/v2.MetricTarget!
autoscaling/v2.ExternalMetricStatus metric:autoscaling/v2.MetricIdentifier! current:autoscaling/v2.MetricValueStatus!
autoscaling/v2.HPAScalingPolicy type:string! value:int32! periodSeconds:int32!
autoscaling/v2.HPAScalingRules stabilizationWindowSeconds:*int32? selectPolicy:*string? policies:[]autoscaling/v2.HPAScalingPolicy? tolerance:*quantity?
autoscaling/v2.HorizontalPodAutoscaler kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:autoscaling/v2.HorizontalPodAutoscalerSpec! status:autoscaling/v2.HorizontalPodAutoscalerStatus
autoscaling/v2.HorizontalPodAutoscalerBehavior scaleUp:*autoscaling/v2.HPAScalingRules? scaleDown:*autoscaling/v2.HPAScalingRules?
autoscaling/v2.HorizontalPodAutoscalerCondition type:string! status:string! lastTransitionTime:time reason:string? message:string? observedGeneration:*int64?
autoscaling/v2.HorizontalPodAutoscalerSpec scaleTargetRef:autoscaling/v2.CrossVersionObjectReference! minReplicas:*int32? maxReplicas:int32! metrics:[]autoscaling/v2.MetricSpec? behavior:*autoscaling/v2.HorizontalPodAutoscalerBehavior?
autoscaling/v2.HorizontalPodAutoscalerStatus observedGeneration:*int64? lastScaleTime:*time? currentReplicas:int32? desiredReplicas:int32! currentMetrics:[]autoscaling/v2.MetricStatus conditions:[]autoscaling/v2.HorizontalPodAutoscalerCondition?#type
autoscaling/v2.MetricIdentifier name:string! selector:*meta/v1.LabelSelector?
autoscaling/v2.MetricSpec type:string! object:*autoscaling/v2.ObjectMetricSource? pods:*autoscaling/v2.PodsMetricSource? resource:*autoscaling/v2.ResourceMetricSource? containerResource:*autoscaling/v2.ContainerResourceMetricSource? external:*autoscaling/v2.ExternalMetricSource?
autoscaling/v2.MetricStatus type:string! object:*autoscaling/v2.ObjectMetricStatus? pods:*autoscaling/v2.PodsMetricStatus? resource:*autoscaling/v2.ResourceMetricStatus? containerResource:*autoscaling/v2.ContainerResourceMetricStatus? external:*autoscaling/v2.ExternalMetricStatus?
autoscaling/v2.MetricTarget type:string! value:*quantity? averageValue:*quantity? averageUtilization:*int32?
autoscaling/v2.MetricValueStatus value:*quantity? averageValue:*quantity? averageUtilization:*int32?
autoscaling/v2.ObjectMetricSource describedObject:autoscaling/v2.CrossVersionObjectReference! target:autoscaling/v2.MetricTarget! metric:autoscaling/v2.MetricIdentifier!
autoscaling/v2.ObjectMetricStatus metric:autoscaling/v2.MetricIdentifier! current:autoscaling/v2.MetricValueStatus! describedObject:autoscaling/v2.CrossVersionObjectReference!
autoscaling/v2.PodsMetricSource metric:autoscaling/v2.MetricIdentifier! target:autoscaling/v2.MetricTarget!
autoscaling/v2.PodsMetricStatus metric:autoscaling/v2.MetricIdentifier! current:autoscaling/v2.MetricValueStatus!
autoscaling/v2.ResourceMetricSource name:string! target:autoscaling/v2.MetricTarget!
autoscaling/v2.ResourceMetricStatus name:string! current:autoscaling/v2.MetricValueStatus!
batch/v1.CronJob kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:batch/v1.CronJobSpec! status:batch/v1.CronJobStatus
batch/v1.CronJobSpec schedule:string! timeZone:*string? startingDeadlineSeconds:*int64? concurrencyPolicy:string? suspend:*bool? jobTemplate:batch/v1.JobTemplateSpec! successfulJobsHistoryLimit:*int32? failedJobsHistoryLimit:*int32?
batch/v1.CronJobStatus active:[]core/v1.ObjectReference? lastScheduleTime:*time? lastSuccessfulTime:*time?
batch/v1.Job kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:batch/v1.JobSpec status:batch/v1.JobStatus
batch/v1.JobCondition type:string! status:string! lastProbeTime:time lastTransitionTime:time reason:string? message:string?
batch/v1.JobSchedulingConfiguration schedulingPolicy:*scheduling/v1alpha3.WorkloadPodGroupSchedulingPolicy? schedulingConstraints:*scheduling/v1alpha3.WorkloadPodGroupSchedulingConstraints? disruptionMode:*scheduling/v1alpha3.WorkloadPodGroupDisruptionMode? resourceClaims:[]scheduling/v1alpha3.WorkloadPodGroupResourceClaim?#name
batch/v1.JobSpec parallelism:*int32? completions:*int32? activeDeadlineSeconds:*int64? podFailurePolicy:*batch/v1.PodFailurePolicy? successPolicy:*batch/v1.SuccessPolicy? backoffLimit:*int32? backoffLimitPerIndex:*int32? maxFailedIndexes:*int32? selector:*meta/v1.LabelSelector? manualSelector:*bool? template:core/v1.PodTemplateSpec! ttlSecondsAfterFinished:*int32? completionMode:*string? suspend:*bool? podReplacementPolicy:*string? managedBy:*string? scheduling:*batch/v1.JobSchedulingConfiguration?
batch/v1.JobStatus conditions:[]batch/v1.JobCondition? startTime:*time? completionTime:*time? active:int32? succeeded:int32? failed:int32? terminating:*int32? completedIndexes:string? failedIndexes:*string? uncountedTerminatedPods:*batch/v1.UncountedTerminatedPods? ready:*int32?
batch/v1.JobTemplateSpec metadata:meta/v1.ObjectMeta spec:batch/v1.JobSpec
batch/v1.PodFailurePolicy rules:[]batch/v1.PodFailurePolicyRule!
batch/v1.PodFailurePolicyOnExitCodesRequirement containerName:*string? operator:string! values:[]int32!#*
batch/v1.PodFailurePolicyOnPodConditionsPattern type:string! status:string
batch/v1.PodFailurePolicyRule action:string! onExitCodes:*batch/v1.PodFailurePolicyOnExitCodesRequirement? onPodConditions:[]batch/v1.PodFailurePolicyOnPodConditionsPattern?
batch/v1.SuccessPolicy rules:[]batch/v1.SuccessPolicyRule!
batch/v1.SuccessPolicyRule succeededIndexes:*string? succeededCount:*int32?
batch/v1.UncountedTerminatedPods succeeded:[]string?#* failed:[]string?#*
certificates/v1.CertificateSigningRequest kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:certificates/v1.CertificateSigningRequestSpec! status:certificates/v1.CertificateSigningRequestStatus
certificates/v1.CertificateSigningRequestCondition type:string! status:string! reason:string? message:string? lastUpdateTime:time lastTransitionTime:time
certificates/v1.CertificateSigningRequestSpec request:bytes! signerName:string! expirationSeconds:*int32? usages:[]string? username:string? uid:string? groups:[]string? extra:{}[]string?
certificates/v1.CertificateSigningRequestStatus conditions:[]certificates/v1.CertificateSigningRequestCondition?#type certificate:bytes?
certificates/v1.ClusterTrustBundle kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:certificates/v1.ClusterTrustBundleSpec!
certificates/v1.ClusterTrustBundleSpec signerName:string? trustBundle:string!
certificates/v1.PodCertificateRequest kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:certificates/v1.PodCertificateRequestSpec! status:certificates/v1.PodCertificateRequestStatus
certificates/v1.PodCertificateRequestSpec signerName:string! podName:string! podUID:string! serviceAccountName:string! serviceAccountUID:string! nodeName:string! nodeUID:string! maxExpirationSeconds:*int32?=86400 stubPKCS10Request:bytes! unverifiedUserAnnotations:{}string?
certificates/v1.PodCertificateRequestStatus conditions:[]meta/v1.Condition?#type certificateChain:string? notBefore:*time? beginRefreshAt:*time? notAfter:*time?
certificates/v1beta1.ClusterTrustBundle kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:certificates/v1beta1.ClusterTrustBundleSpec!
certificates/v1beta1.ClusterTrustBundleSpec signerName:string? trustBundle:string!
certificates/v1beta1.PodCertificateRequest kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:certificates/v1beta1.PodCertificateRequestSpec! status:certificates/v1beta1.PodCertificateRequestStatus
certificates/v1beta1.PodCertificateRequestSpec signerName:string! podName:string! podUID:string! serviceAccountName:string! serviceAccountUID:string! nodeName:string! nodeUID:string! maxExpirationSeconds:*int32?=86400 pkixPublicKey:bytes proofOfPossession:bytes stubPKCS10Request:bytes! unverifiedUserAnnotations:{}string?
certificates/v1beta1.PodCertificateRequestStatus conditions:[]meta/v1.Condition?#type certificateChain:string? notBefore:*time? beginRefreshAt:*time? notAfter:*time?
coordination/v1.Lease kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:coordination/v1.LeaseSpec
coordination/v1.LeaseSpec holderIdentity:*string? leaseDurationSeconds:*int32? acquireTime:*microtime? renewTime:*microtime? leaseTransitions:*int32? strategy:*string? preferredHolder:*string?
coordination/v1alpha2.LeaseCandidate kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:coordination/v1alpha2.LeaseCandidateSpec!
coordination/v1alpha2.LeaseCandidateSpec leaseName:string! pingTime:*microtime? renewTime:*microtime? binaryVersion:string! emulationVersion:string? strategy:string?!
coordination/v1beta1.LeaseCandidate kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:coordination/v1beta1.LeaseCandidateSpec!
coordination/v1beta1.LeaseCandidateSpec leaseName:string! pingTime:*microtime? renewTime:*microtime? binaryVersion:string! emulationVersion:string? strategy:string?!
core/v1.AWSElasticBlockStoreVolumeSource volumeID:string! fsType:string? partition:int32? readOnly:bool?
core/v1.Affinity nodeAffinity:*core/v1.NodeAffinity? podAffinity:*core/v1.PodAffinity? podAntiAffinity:*core/v1.PodAntiAffinity?
core/v1.AppArmorProfile type:string! localhostProfile:*string?
core/v1.AttachedVolume name:string! devicePath:string!
core/v1.AzureDiskVolumeSource diskName:string! diskURI:string! cachingMode:*string?="ReadWrite" fsType:*string?="ext4" readOnly:*bool?=false kind:*string?="Shared"
core/v1.AzureFilePersistentVolumeSource secretName:string! shareName:string! readOnly:bool? secretNamespace:*string
core/v1.AzureFileVolumeSource secretName:string! shareName:string! readOnly:bool?
core/v1.Binding kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta target:core/v1.ObjectReference!
core/v1.CSIPersistentVolumeSource driver:string! volumeHandle:string! readOnly:bool? fsType:string? volumeAttributes:{}string? controllerPublishSecretRef:*core/v1.SecretReference? nodeStageSecretRef:*core/v1.SecretReference? nodePublishSecretRef:*core/v1.SecretReference? controllerExpandSecretRef:*core/v1.SecretReference? nodeExpandSecretRef:*core/v1.SecretReference?
core/v1.CSIVolumeSource driver:string! readOnly:*bool? fsType:*string? volumeAttributes:{}string? nodePublishSecretRef:*core/v1.LocalObjectReference?
core/v1.Capabilities add:[]string? drop:[]string?
core/v1.CephFSPersistentVolumeSource monitors:[]string! path:string? user:string? secretFile:string? secretRef:*core/v1.SecretReference? readOnly:bool?
core/v1.CephFSVolumeSource monitors:[]string! path:string? user:string? secretFile:string? secretRef:*core/v1.LocalObjectReference? readOnly:bool?
core/v1.CinderPersistentVolumeSource volumeID:string! fsType:string? readOnly:bool? secretRef:*core/v1.SecretReference?
core/v1.CinderVolumeSource volumeID:string! fsType:string? readOnly:bool? secretRef:*core/v1.LocalObjectReference?
core/v1.ClientIPConfig timeoutSeconds:*int32?
core/v1.ClusterTrustBundleProjection name:*string? signerName:*string? labelSelector:*meta/v1.LabelSelector? optional:*bool? path:string! user:*int64?
core/v1.ConfigMap kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta immutable:*bool? data:{}string? binaryData:{}bytes?
core/v1.ConfigMapEnvSource name:string? optional:*bool?
core/v1.ConfigMapKeySelector name:string? key:string! optional:*bool?
core/v1.ConfigMapNodeConfigSource namespace:string! name:string! uid:string? resourceVersion:string? kubeletConfigKey:string!
core/v1.ConfigMapProjection name:string? items:[]core/v1.KeyToPath? optional:*bool?
core/v1.ConfigMapVolumeSource name:string? items:[]core/v1.KeyToPath? defaultMode:*int32? optional:*bool? defaultUser:*int64?
core/v1.Container name:string! image:string? command:[]string? args:[]string? workingDir:string? ports:[]core/v1.ContainerPort?#containerPort,protocol envFrom:[]core/v1.EnvFromSource? env:[]core/v1.EnvVar?#name resources:core/v1.ResourceRequirements resizePolicy:[]core/v1.ContainerResizePolicy? restartPolicy:*string? restartPolicyRules:[]core/v1.ContainerRestartRule? volumeMounts:[]core/v1.VolumeMount?#mountPath volumeDevices:[]core/v1.VolumeDevice?#devicePath livenessProbe:*core/v1.Probe? readinessProbe:*core/v1.Probe? startupProbe:*core/v1.Probe? lifecycle:*core/v1.Lifecycle? terminationMessagePath:string? terminationMessagePolicy:string? imagePullPolicy:string? securityContext:*core/v1.SecurityContext? stdin:bool? stdinOnce:bool? tty:bool?
core/v1.ContainerExtendedResourceRequest containerName:string! resourceName:string! requestName:string!
core/v1.ContainerImage names:[]string sizeBytes:int64?
core/v1.ContainerPort name:string? hostPort:int32? containerPort:int32! protocol:string?="TCP" hostIP:string?
core/v1.ContainerResizePolicy resourceName:string! restartPolicy:string!
core/v1.ContainerRestartRule action:string?! exitCodes:*core/v1.ContainerRestartRuleOnExitCodes?
core/v1.ContainerRestartRuleOnExitCodes operator:string?! values:[]int32?#*
core/v1.ContainerState waiting:*core/v1.ContainerStateWaiting? running:*core/v1.ContainerStateRunning? terminated:*core/v1.ContainerStateTerminated?
core/v1.ContainerStateRunning startedAt:time
core/v1.ContainerStateTerminated exitCode:int32! signal:int32? reason:string? message:string? startedAt:time finishedAt:time containerID:string?
core/v1.ContainerStateWaiting reason:string? message:string?
core/v1.ContainerStatus name:string! state:core/v1.ContainerState lastState:core/v1.ContainerState ready:bool! restartCount:int32! image:string! imageID:string! containerID:string? started:*bool? allocatedResources:{}quantity? resources:*core/v1.ResourceRequirements? volumeMounts:[]core/v1.VolumeMountStatus?#mountPath user:*core/v1.ContainerUser? allocatedResourcesStatus:[]core/v1.ResourceStatus?#name stopSignal:*string?
core/v1.ContainerUser linux:*core/v1.LinuxContainerUser?
core/v1.DaemonEndpoint Port:int32!
core/v1.DownwardAPIProjection items:[]core/v1.DownwardAPIVolumeFile?
core/v1.DownwardAPIVolumeFile path:string! fieldRef:*core/v1.ObjectFieldSelector? resourceFieldRef:*core/v1.ResourceFieldSelector? mode:*int32? user:*int64?
core/v1.DownwardAPIVolumeSource items:[]core/v1.DownwardAPIVolumeFile? defaultMode:*int32? defaultUser:*int64?
core/v1.EmptyDirVolumeSource medium:string? sizeLimit:*quantity? mode:*int32?
core/v1.EndpointAddress ip:string! hostname:string? nodeName:*string? targetRef:*core/v1.ObjectReference?
core/v1.EndpointPort name:string? port:int32! protocol:string? appProtocol:*string?
core/v1.EndpointSubset addresses:[]core/v1.EndpointAddress? notReadyAddresses:[]core/v1.EndpointAddress? ports:[]core/v1.EndpointPort?
core/v1.Endpoints kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta subsets:[]core/v1.EndpointSubset?
core/v1.EnvFromSource prefix:string? configMapRef:*core/v1.ConfigMapEnvSource? secretRef:*core/v1.SecretEnvSource?
core/v1.EnvVar name:string! value:string? valueFrom:*core/v1.EnvVarSource?
core/v1.EnvVarSource fieldRef:*core/v1.ObjectFieldSelector? resourceFieldRef:*core/v1.ResourceFieldSelector? configMapKeyRef:*core/v1.ConfigMapKeySelector? secretKeyRef:*core/v1.SecretKeySelector? fileKeyRef:*core/v1.FileKeySelector?
core/v1.EphemeralContainer name:string! image:string? command:[]string? args:[]string? workingDir:string? ports:[]core/v1.ContainerPort?#containerPort,protocol envFrom:[]core/v1.EnvFromSource? env:[]core/v1.EnvVar?#name resources:core/v1.ResourceRequirements resizePolicy:[]core/v1.ContainerResizePolicy? restartPolicy:*string? restartPolicyRules:[]core/v1.ContainerRestartRule? volumeMounts:[]core/v1.VolumeMount?#mountPath volumeDevices:[]core/v1.VolumeDevice?#devicePath livenessProbe:*core/v1.Probe? readinessProbe:*core/v1.Probe? startupProbe:*core/v1.Probe? lifecycle:*core/v1.Lifecycle? terminationMessagePath:string? terminationMessagePolicy:string? imagePullPolicy:string? securityContext:*core/v1.SecurityContext? stdin:bool? stdinOnce:bool? tty:bool? targetContainerName:string?
core/v1.EphemeralVolumeSource volumeClaimTemplate:*core/v1.PersistentVolumeClaimTemplate?
core/v1.Event kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta! involvedObject:core/v1.ObjectReference! reason:string? message:string? source:core/v1.EventSource firstTimestamp:time lastTimestamp:time count:int32? type:string? eventTime:microtime series:*core/v1.EventSeries? action:string? related:*core/v1.ObjectReference? reportingComponent:string reportingInstance:string
core/v1.EventSeries count:int32? lastObservedTime:microtime
core/v1.EventSource component:string? host:string?
core/v1.EvictionResponder name:string! priority:*int32!
core/v1.ExecAction command:[]string?
core/v1.FCVolumeSource targetWWNs:[]string? lun:*int32? fsType:string? readOnly:bool? wwids:[]string?
core/v1.FileKeySelector volumeName:string! path:string! key:string! optional:*bool?=false
core/v1.FlexPersistentVolumeSource driver:string! fsType:string? secretRef:*core/v1.SecretReference? readOnly:bool? options:{}string?
core/v1.FlexVolumeSource driver:string! fsType:string? secretRef:*core/v1.LocalObjectReference? readOnly:bool? options:{}string?
core/v1.FlockerVolumeSource datasetName:string? datasetUUID:string?
core/v1.GCEPersistentDiskVolumeSource pdName:string! fsType:string? partition:int32? readOnly:bool?
core/v1.GRPCAction port:int32! service:*string="" mode:*string?
core/v1.GitRepoVolumeSource repository:string! revision:string? directory:string?
core/v1.GlusterfsPersistentVolumeSource endpoints:string! path:string! readOnly:bool? endpointsNamespace:*string?
core/v1.GlusterfsVolumeSource endpoints:string! path:string! readOnly:bool?
core/v1.HTTPGetAction path:string? port:intorstring! host:string? scheme:string? httpHeaders:[]core/v1.HTTPHeader? protocol:*string?
core/v1.HTTPHeader name:string! value:string!
core/v1.HostAlias ip:string! hostnames:[]string?
core/v1.HostIP ip:string!
core/v1.HostPathVolumeSource path:string! type:*string?
core/v1.ISCSIPersistentVolumeSource targetPortal:string! iqn:string! lun:int32! iscsiInterface:string?="default" fsType:string? readOnly:bool? portals:[]string? chapAuthDiscovery:bool? chapAuthSession:bool? secretRef:*core/v1.SecretReference? initiatorName:*string?
core/v1.ISCSIVolumeSource targetPortal:string! iqn:string! lun:int32! iscsiInterface:string?="default" fsType:string? readOnly:bool? portals:[]string? chapAuthDiscovery:bool? chapAuthSession:bool? secretRef:*core/v1.LocalObjectReference? initiatorName:*string?
core/v1.ImageVolumeSource reference:string? pullPolicy:string?
core/v1.ImageVolumeStatus imageRef:string?!
core/v1.KeyToPath key:string! path:string! mode:*int32? user:*int64?
core/v1.Lifecycle postStart:*core/v1.LifecycleHandler? preStop:*core/v1.LifecycleHandler? stopSignal:*string?
core/v1.LifecycleHandler exec:*core/v1.ExecAction? httpGet:*core/v1.HTTPGetAction? tcpSocket:*core/v1.TCPSocketAction? sleep:*core/v1.SleepAction?
core/v1.LimitRange kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.LimitRangeSpec
core/v1.LimitRangeItem type:string! max:{}quantity? min:{}quantity? default:{}quantity? defaultRequest:{}quantity? maxLimitRequestRatio:{}quantity?
core/v1.LimitRangeSpec limits:[]core/v1.LimitRangeItem!
core/v1.LinuxContainerUser uid:int64! gid:int64! supplementalGroups:[]int64?
core/v1.LoadBalancerIngress ip:string? hostname:string? ipMode:*string? ports:[]core/v1.PortStatus?
core/v1.LoadBalancerStatus ingress:[]core/v1.LoadBalancerIngress?
core/v1.LocalObjectReference name:string?
core/v1.LocalVolumeSource path:string! fsType:*string?
core/v1.ModifyVolumeStatus targetVolumeAttributesClassName:string? status:string!
core/v1.NFSVolumeSource server:string! path:string! readOnly:bool?
core/v1.Namespace kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.NamespaceSpec status:core/v1.NamespaceStatus
core/v1.NamespaceCondition type:string! status:string! lastTransitionTime:time reason:string? message:string?
core/v1.NamespaceSpec finalizers:[]string?
core/v1.NamespaceStatus phase:string? conditions:[]core/v1.NamespaceCondition?#type
core/v1.Node kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.NodeSpec status:core/v1.NodeStatus
core/v1.NodeAddress type:string! address:string!
core/v1.NodeAffinity requiredDuringSchedulingIgnoredDuringExecution:*core/v1.NodeSelector? preferredDuringSchedulingIgnoredDuringExecution:[]core/v1.PreferredSchedulingTerm?
core/v1.NodeAllocatableMappedResources name:string! quantity:*quantity!
core/v1.NodeAllocatableOverheadResources name:string! perPod:*quantity? perContainer:*quantity?
core/v1.NodeAllocatableResourceClaimStatus resourceClaimName:string! containers:[]string?#* mapping:[]core/v1.NodeAllocatableMappedResources?#name overhead:[]core/v1.NodeAllocatableOverheadResources?#name
core/v1.NodeCondition type:string! status:string! lastHeartbeatTime:time lastTransitionTime:time reason:string? message:string?
core/v1.NodeConfigSource configMap:*core/v1.ConfigMapNodeConfigSource?
core/v1.NodeConfigStatus assigned:*core/v1.NodeConfigSource? active:*core/v1.NodeConfigSource? lastKnownGood:*core/v1.NodeConfigSource? error:string?
core/v1.NodeDaemonEndpoints kubeletEndpoint:core/v1.DaemonEndpoint
core/v1.NodeFeatures supplementalGroupsPolicy:*bool?
core/v1.NodePodPreemptionPolicy disableResizePreemption:[]string?#*
core/v1.NodeRuntimeHandler name:string features:*core/v1.NodeRuntimeHandlerFeatures?
core/v1.NodeRuntimeHandlerFeatures recursiveReadOnlyMounts:*bool? userNamespaces:*bool?
core/v1.NodeSelector nodeSelectorTerms:[]core/v1.NodeSelectorTerm!
core/v1.NodeSelectorRequirement key:string! operator:string! values:[]string?
core/v1.NodeSelectorTerm matchExpressions:[]core/v1.NodeSelectorRequirement? matchFields:[]core/v1.NodeSelectorRequirement?
core/v1.NodeSpec podCIDR:string? podCIDRs:[]string?#* providerID:string? unschedulable:bool? taints:[]core/v1.Taint? configSource:*core/v1.NodeConfigSource? externalID:string? podPreemptionPolicy:*core/v1.NodePodPreemptionPolicy?
core/v1.NodeStatus capacity:{}quantity? allocatable:{}quantity? phase:string? conditions:[]core/v1.NodeCondition?#type addresses:[]core/v1.NodeAddress?#type daemonEndpoints:core/v1.NodeDaemonEndpoints nodeInfo:core/v1.NodeSystemInfo images:[]core/v1.ContainerImage? volumesInUse:[]string? volumesAttached:[]core/v1.AttachedVolume? config:*core/v1.NodeConfigStatus? runtimeHandlers:[]core/v1.NodeRuntimeHandler? features:*core/v1.NodeFeatures? declaredFeatures:[]string?
core/v1.NodeSwapStatus capacity:*int64?
core/v1.NodeSystemInfo machineID:string! systemUUID:string! bootID:string! kernelVersion:string! osImage:string! containerRuntimeVersion:string! kubeletVersion:string! kubeProxyVersion:string! operatingSystem:string! architecture:string! swap:*core/v1.NodeSwapStatus? runningInUserNamespace:*bool?
core/v1.ObjectFieldSelector apiVersion:string? fieldPath:string!
core/v1.ObjectReference kind:string? namespace:string? name:string? uid:string? apiVersion:string? resourceVersion:string? fieldPath:string?
core/v1.PersistentVolume kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.PersistentVolumeSpec status:core/v1.PersistentVolumeStatus
core/v1.PersistentVolumeClaim kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.PersistentVolumeClaimSpec status:core/v1.PersistentVolumeClaimStatus
core/v1.PersistentVolumeClaimCondition type:string! status:string! lastProbeTime:time lastTransitionTime:time reason:string? message:string?
core/v1.PersistentVolumeClaimSpec accessModes:[]string? selector:*meta/v1.LabelSelector? resources:core/v1.VolumeResourceRequirements volumeName:string? storageClassName:*string? volumeMode:*string? dataSource:*core/v1.TypedLocalObjectReference? dataSourceRef:*core/v1.TypedObjectReference? volumeAttributesClassName:*string?
core/v1.PersistentVolumeClaimStatus phase:string? accessModes:[]string? capacity:{}quantity? conditions:[]core/v1.PersistentVolumeClaimCondition?#type allocatedResources:{}quantity? allocatedResourceStatuses:{}string? currentVolumeAttributesClassName:*string? modifyVolumeStatus:*core/v1.ModifyVolumeStatus? healthStatus:*core/v1.VolumeHealthStatus?
core/v1.PersistentVolumeClaimTemplate metadata:meta/v1.ObjectMeta spec:core/v1.PersistentVolumeClaimSpec!
core/v1.PersistentVolumeClaimVolumeSource claimName:string! readOnly:bool?
core/v1.PersistentVolumeSpec capacity:{}quantity? gcePersistentDisk:*core/v1.GCEPersistentDiskVolumeSource? awsElasticBlockStore:*core/v1.AWSElasticBlockStoreVolumeSource? hostPath:*core/v1.HostPathVolumeSource? glusterfs:*core/v1.GlusterfsPersistentVolumeSource? nfs:*core/v1.NFSVolumeSource? rbd:*core/v1.RBDPersistentVolumeSource? iscsi:*core/v1.ISCSIPersistentVolumeSource? cinder:*core/v1.CinderPersistentVolumeSource? cephfs:*core/v1.CephFSPersistentVolumeSource? fc:*core/v1.FCVolumeSource? flocker:*core/v1.FlockerVolumeSource? flexVolume:*core/v1.FlexPersistentVolumeSource? azureFile:*core/v1.AzureFilePersistentVolumeSource? vsphereVolume:*core/v1.VsphereVirtualDiskVolumeSource? quobyte:*core/v1.QuobyteVolumeSource? azureDisk:*core/v1.AzureDiskVolumeSource? photonPersistentDisk:*core/v1.PhotonPersistentDiskVolumeSource? portworxVolume:*core/v1.PortworxVolumeSource? scaleIO:*core/v1.ScaleIOPersistentVolumeSource? local:*core/v1.LocalVolumeSource? storageos:*core/v1.StorageOSPersistentVolumeSource? csi:*core/v1.CSIPersistentVolumeSource? accessModes:[]string? claimRef:*core/v1.ObjectReference? persistentVolumeReclaimPolicy:string? storageClassName:string? mountOptions:[]string? volumeMode:*string? nodeAffinity:*core/v1.VolumeNodeAffinity? volumeAttributesClassName:*string?
core/v1.PersistentVolumeStatus phase:string? message:string? reason:string? lastPhaseTransitionTime:*time?
core/v1.PhotonPersistentDiskVolumeSource pdID:string! fsType:string?
core/v1.Pod kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.PodSpec status:core/v1.PodStatus
core/v1.PodAffinity requiredDuringSchedulingIgnoredDuringExecution:[]core/v1.PodAffinityTerm? preferredDuringSchedulingIgnoredDuringExecution:[]core/v1.WeightedPodAffinityTerm?
core/v1.PodAffinityTerm labelSelector:*meta/v1.LabelSelector? namespaces:[]string? topologyKey:string! namespaceSelector:*meta/v1.LabelSelector? matchLabelKeys:[]string? mismatchLabelKeys:[]string?
core/v1.PodAntiAffinity requiredDuringSchedulingIgnoredDuringExecution:[]core/v1.PodAffinityTerm? preferredDuringSchedulingIgnoredDuringExecution:[]core/v1.WeightedPodAffinityTerm?
core/v1.PodCertificateProjection signerName:string?! keyType:string?! maxExpirationSeconds:*int32? credentialBundlePath:string? keyPath:string? certificateChainPath:string? userAnnotations:{}string? user:*int64?
core/v1.PodCondition type:string! observedGeneration:int64? status:string! lastProbeTime:time lastTransitionTime:time reason:string? message:string?
core/v1.PodDNSConfig nameservers:[]string? searches:[]string? options:[]core/v1.PodDNSConfigOption?
core/v1.PodDNSConfigOption name:string? value:*string?
core/v1.PodExtendedResourceClaimStatus requestMappings:[]core/v1.ContainerExtendedResourceRequest! resourceClaimName:string!
core/v1.PodIP ip:string!
core/v1.PodOS name:string!
core/v1.PodReadinessGate conditionType:string!
core/v1.PodResourceClaim name:string! resourceClaimName:*string? resourceClaimTemplateName:*string?
core/v1.PodResourceClaimStatus name:string! resourceClaimName:*string?
core/v1.PodSchedulingGate name:string!
core/v1.PodSchedulingGroup podGroupName:*string?
core/v1.PodSecurityContext seLinuxOptions:*core/v1.SELinuxOptions? windowsOptions:*core/v1.WindowsSecurityContextOptions? runAsUser:*int64? runAsGroup:*int64? runAsNonRoot:*bool? supplementalGroups:[]int64? supplementalGroupsPolicy:*string? fsGroup:*int64? sysctls:[]core/v1.Sysctl? fsGroupChangePolicy:*string? seccompProfile:*core/v1.SeccompProfile? appArmorProfile:*core/v1.AppArmorProfile? seLinuxChangePolicy:*string?
core/v1.PodSpec volumes:[]core/v1.Volume?#name initContainers:[]core/v1.Container?#name containers:[]core/v1.Container!#name ephemeralContainers:[]core/v1.EphemeralContainer?#name restartPolicy:string? terminationGracePeriodSeconds:*int64? activeDeadlineSeconds:*int64? dnsPolicy:string? nodeSelector:{}string? serviceAccountName:string? serviceAccount:string? automountServiceAccountToken:*bool? nodeName:string? hostNetwork:bool? hostPID:bool? hostIPC:bool? shareProcessNamespace:*bool? securityContext:*core/v1.PodSecurityContext? imagePullSecrets:[]core/v1.LocalObjectReference?#name hostname:string? subdomain:string? affinity:*core/v1.Affinity? schedulerName:string? tolerations:[]core/v1.Toleration? hostAliases:[]core/v1.HostAlias?#ip priorityClassName:string? priority:*int32? dnsConfig:*core/v1.PodDNSConfig? readinessGates:[]core/v1.PodReadinessGate? runtimeClassName:*string? enableServiceLinks:*bool? preemptionPolicy:*string? overhead:{}quantity? topologySpreadConstraints:[]core/v1.TopologySpreadConstraint?#topologyKey,whenUnsatisfiable setHostnameAsFQDN:*bool? os:*core/v1.PodOS? hostUsers:*bool? schedulingGates:[]core/v1.PodSchedulingGate?#name resourceClaims:[]core/v1.PodResourceClaim?#name resources:*core/v1.ResourceRequirements? hostnameOverride:*string? schedulingGroup:*core/v1.PodSchedulingGroup? evictionResponders:[]core/v1.EvictionResponder?#name
core/v1.PodStatus observedGeneration:int64? phase:string? conditions:[]core/v1.PodCondition?#type message:string? reason:string? nominatedNodeName:string? hostIP:string? hostIPs:[]core/v1.HostIP? podIP:string? podIPs:[]core/v1.PodIP?#ip startTime:*time? initContainerStatuses:[]core/v1.ContainerStatus? containerStatuses:[]core/v1.ContainerStatus? qosClass:string? ephemeralContainerStatuses:[]core/v1.ContainerStatus? resize:string? resourceClaimStatuses:[]core/v1.PodResourceClaimStatus?#name extendedResourceClaimStatus:*core/v1.PodExtendedResourceClaimStatus? allocatedResources:{}quantity? resources:*core/v1.ResourceRequirements? nodeAllocatableResourceClaimStatuses:[]core/v1.NodeAllocatableResourceClaimStatus?#resourceClaimName volumeHealth:[]core/v1.PodVolumeHealth?#name
core/v1.PodTemplate kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta template:core/v1.PodTemplateSpec
core/v1.PodTemplateSpec metadata:meta/v1.ObjectMeta spec:core/v1.PodSpec
core/v1.PodVolumeHealth name:string! healthConditions:[]core/v1.VolumeHealthCondition?#status,reason lastTransitionTime:time
core/v1.PortStatus port:int32! protocol:string! error:*string?
core/v1.PortworxVolumeSource volumeID:string! fsType:string? readOnly:bool?
core/v1.PreferredSchedulingTerm weight:int32! preference:core/v1.NodeSelectorTerm!
core/v1.Probe exec:*core/v1.ExecAction? httpGet:*core/v1.HTTPGetAction? tcpSocket:*core/v1.TCPSocketAction? grpc:*core/v1.GRPCAction? initialDelaySeconds:int32? timeoutSeconds:int32? periodSeconds:int32? successThreshold:int32? failureThreshold:int32? terminationGracePeriodSeconds:*int64?
core/v1.ProjectedVolumeSource sources:[]core/v1.VolumeProjection defaultMode:*int32? defaultUser:*int64?
core/v1.QuobyteVolumeSource registry:string! volume:string! readOnly:bool? user:string? group:string? tenant:string?
core/v1.RBDPersistentVolumeSource monitors:[]string! image:string! fsType:string? pool:string?="rbd" user:string?="admin" keyring:string?="/etc/ceph/keyring" secretRef:*core/v1.SecretReference? readOnly:bool?
core/v1.RBDVolumeSource monitors:[]string! image:string! fsType:string? pool:string?="rbd" user:string?="admin" keyring:string?="/etc/ceph/keyring" secretRef:*core/v1.LocalObjectReference? readOnly:bool?
core/v1.ReplicationController kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.ReplicationControllerSpec status:core/v1.ReplicationControllerStatus
core/v1.ReplicationControllerCondition type:string! status:string! lastTransitionTime:time reason:string? message:string?
core/v1.ReplicationControllerSpec replicas:*int32?=1 minReadySeconds:int32? selector:{}string? template:*core/v1.PodTemplateSpec?
core/v1.ReplicationControllerStatus replicas:int32! fullyLabeledReplicas:int32? readyReplicas:int32? availableReplicas:int32? observedGeneration:int64? conditions:[]core/v1.ReplicationControllerCondition?#type
core/v1.ResourceClaim name:string! request:string?
core/v1.ResourceFieldSelector containerName:string? resource:string! divisor:quantity
core/v1.ResourceHealth resourceID:string! health:string? message:*string?
core/v1.ResourceQuota kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.ResourceQuotaSpec status:core/v1.ResourceQuotaStatus
core/v1.ResourceQuotaSpec hard:{}quantity? scopes:[]string? scopeSelector:*core/v1.ScopeSelector?
core/v1.ResourceQuotaStatus hard:{}quantity? used:{}quantity?
core/v1.ResourceRequirements limits:{}quantity? requests:{}quantity? claims:[]core/v1.ResourceClaim?#name
core/v1.ResourceStatus name:string! resources:[]core/v1.ResourceHealth?#resourceID
core/v1.SELinuxOptions user:string? role:string? type:string? level:string?
core/v1.ScaleIOPersistentVolumeSource gateway:string! system:string! secretRef:*core/v1.SecretReference! sslEnabled:bool? protectionDomain:string? storagePool:string? storageMode:string?="ThinProvisioned" volumeName:string? fsType:string?="xfs" readOnly:bool?
core/v1.ScaleIOVolumeSource gateway:string! system:string! secretRef:*core/v1.LocalObjectReference! sslEnabled:bool? protectionDomain:string? storagePool:string? storageMode:string?="ThinProvisioned" volumeName:string? fsType:string?="xfs" readOnly:bool?
core/v1.ScopeSelector matchExpressions:[]core/v1.ScopedResourceSelectorRequirement?
core/v1.ScopedResourceSelectorRequirement scopeName:string! operator:string! values:[]string?
core/v1.SeccompProfile type:string! localhostProfile:*string?
core/v1.Secret kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta immutable:*bool? data:{}bytes? stringData:{}string? type:string?
core/v1.SecretEnvSource name:string? optional:*bool?
core/v1.SecretKeySelector name:string? key:string! optional:*bool?
core/v1.SecretProjection name:string? items:[]core/v1.KeyToPath? optional:*bool?
core/v1.SecretReference name:string? namespace:string?
core/v1.SecretVolumeSource secretName:string? items:[]core/v1.KeyToPath? defaultMode:*int32? optional:*bool? defaultUser:*int64?
core/v1.SecurityContext capabilities:*core/v1.Capabilities? privileged:*bool? seLinuxOptions:*core/v1.SELinuxOptions? windowsOptions:*core/v1.WindowsSecurityContextOptions? runAsUser:*int64? runAsGroup:*int64? runAsNonRoot:*bool? readOnlyRootFilesystem:*bool? allowPrivilegeEscalation:*bool? procMount:*string? seccompProfile:*core/v1.SeccompProfile? appArmorProfile:*core/v1.AppArmorProfile?
core/v1.Service kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:core/v1.ServiceSpec status:core/v1.ServiceStatus
core/v1.ServiceAccount kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta secrets:[]core/v1.ObjectReference?#name imagePullSecrets:[]core/v1.LocalObjectReference? automountServiceAccountToken:*bool?
core/v1.ServiceAccountTokenProjection audience:string? expirationSeconds:*int64? path:string! user:*int64?
core/v1.ServicePort name:string? protocol:string?="TCP" appProtocol:*string? port:int32! targetPort:intorstring nodePort:int32?
core/v1.ServiceSpec ports:[]core/v1.ServicePort?#port,protocol selector:{}string? clusterIP:string? clusterIPs:[]string? type:string? externalIPs:[]string? sessionAffinity:string? loadBalancerIP:string? loadBalancerSourceRanges:[]string? externalName:string? externalTrafficPolicy:string? healthCheckNodePort:int32? publishNotReadyAddresses:bool? sessionAffinityConfig:*core/v1.SessionAffinityConfig? ipFamilies:[]string? ipFamilyPolicy:*string? allocateLoadBalancerNodePorts:*bool? loadBalancerClass:*string? internalTrafficPolicy:*string? trafficDistribution:*string?
core/v1.ServiceStatus loadBalancer:core/v1.LoadBalancerStatus conditions:[]meta/v1.Condition?#type
core/v1.SessionAffinityConfig clientIP:*core/v1.ClientIPConfig?
core/v1.SleepAction seconds:int64!
core/v1.StorageOSPersistentVolumeSource volumeName:string? volumeNamespace:string? fsType:string? readOnly:bool? secretRef:*core/v1.ObjectReference?
core/v1.StorageOSVolumeSource volumeName:string? volumeNamespace:string? fsType:string? readOnly:bool? secretRef:*core/v1.LocalObjectReference?
core/v1.Sysctl name:string! value:string!
core/v1.TCPSocketAction port:intorstring! host:string?
core/v1.Taint key:string! value:string? effect:string! timeAdded:*time?
core/v1.Toleration key:string? operator:string? value:string? effect:string? tolerationSeconds:*int64?
core/v1.TopologySelectorLabelRequirement key:string! values:[]string!
core/v1.TopologySelectorTerm matchLabelExpressions:[]core/v1.TopologySelectorLabelRequirement?
core/v1.TopologySpreadConstraint maxSkew:int32! topologyKey:string! whenUnsatisfiable:string! labelSelector:*meta/v1.LabelSelector? minDomains:*int32? nodeAffinityPolicy:*string? nodeTaintsPolicy:*string? matchLabelKeys:[]string?
core/v1.TypedLocalObjectReference apiGroup:*string kind:string! name:string!
core/v1.TypedObjectReference apiGroup:*string kind:string! name:string! namespace:*string?
core/v1.Volume name:string! hostPath:*core/v1.HostPathVolumeSource? emptyDir:*core/v1.EmptyDirVolumeSource? gcePersistentDisk:*core/v1.GCEPersistentDiskVolumeSource? awsElasticBlockStore:*core/v1.AWSElasticBlockStoreVolumeSource? gitRepo:*core/v1.GitRepoVolumeSource? secret:*core/v1.SecretVolumeSource? nfs:*core/v1.NFSVolumeSource? iscsi:*core/v1.ISCSIVolumeSource? glusterfs:*core/v1.GlusterfsVolumeSource? persistentVolumeClaim:*core/v1.PersistentVolumeClaimVolumeSource? rbd:*core/v1.RBDVolumeSource? flexVolume:*core/v1.FlexVolumeSource? cinder:*core/v1.CinderVolumeSource? cephfs:*core/v1.CephFSVolumeSource? flocker:*core/v1.FlockerVolumeSource? downwardAPI:*core/v1.DownwardAPIVolumeSource? fc:*core/v1.FCVolumeSource? azureFile:*core/v1.AzureFileVolumeSource? configMap:*core/v1.ConfigMapVolumeSource? vsphereVolume:*core/v1.VsphereVirtualDiskVolumeSource? quobyte:*core/v1.QuobyteVolumeSource? azureDisk:*core/v1.AzureDiskVolumeSource? photonPersistentDisk:*core/v1.PhotonPersistentDiskVolumeSource? projected:*core/v1.ProjectedVolumeSource? portworxVolume:*core/v1.PortworxVolumeSource? scaleIO:*core/v1.ScaleIOVolumeSource? storageos:*core/v1.StorageOSVolumeSource? csi:*core/v1.CSIVolumeSource? ephemeral:*core/v1.EphemeralVolumeSource? image:*core/v1.ImageVolumeSource?
core/v1.VolumeDevice name:string! devicePath:string!
core/v1.VolumeHealthCondition status:string! reason:string! message:string?
core/v1.VolumeHealthStatus healthConditions:[]core/v1.VolumeHealthCondition?#status,reason lastTransitionTime:time
core/v1.VolumeMount name:string! readOnly:bool? recursiveReadOnly:*string? mountPath:string! subPath:string? mountPropagation:*string? subPathExpr:string? bindMountOptions:[]string?#*
core/v1.VolumeMountStatus name:string! mountPath:string! readOnly:bool? recursiveReadOnly:*string? volumeStatus:*core/v1.VolumeStatus?
core/v1.VolumeNodeAffinity required:*core/v1.NodeSelector?
core/v1.VolumeProjection secret:*core/v1.SecretProjection? downwardAPI:*core/v1.DownwardAPIProjection? configMap:*core/v1.ConfigMapProjection? serviceAccountToken:*core/v1.ServiceAccountTokenProjection? clusterTrustBundle:*core/v1.ClusterTrustBundleProjection? podCertificate:*core/v1.PodCertificateProjection?
core/v1.VolumeResourceRequirements limits:{}quantity? requests:{}quantity?
core/v1.VolumeStatus image:*core/v1.ImageVolumeStatus?
core/v1.VsphereVirtualDiskVolumeSource volumePath:string! fsType:string? storagePolicyName:string? storagePolicyID:string?
core/v1.WeightedPodAffinityTerm weight:int32! podAffinityTerm:core/v1.PodAffinityTerm!
core/v1.WindowsSecurityContextOptions gmsaCredentialSpecName:*string? gmsaCredentialSpec:*string? runAsUserName:*string? hostProcess:*bool?
discovery/v1.Endpoint addresses:[]string!#* conditions:discovery/v1.EndpointConditions hostname:*string? targetRef:*core/v1.ObjectReference? deprecatedTopology:{}string? nodeName:*string? zone:*string? hints:*discovery/v1.EndpointHints?
discovery/v1.EndpointConditions ready:*bool? serving:*bool? terminating:*bool?
discovery/v1.EndpointHints forZones:[]discovery/v1.ForZone? forNodes:[]discovery/v1.ForNode?
discovery/v1.EndpointPort name:*string? protocol:*string? port:*int32? appProtocol:*string?
discovery/v1.EndpointSlice kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta addressType:string! endpoints:[]discovery/v1.Endpoint ports:[]discovery/v1.EndpointPort
discovery/v1.ForNode name:string!
discovery/v1.ForZone name:string!
events/v1.Event kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta eventTime:microtime! series:*events/v1.EventSeries? reportingController:string? reportingInstance:string? action:string? reason:string? regarding:core/v1.ObjectReference related:*core/v1.ObjectReference? note:string? type:string? deprecatedSource:core/v1.EventSource deprecatedFirstTimestamp:time deprecatedLastTimestamp:time deprecatedCount:int32?
events/v1.EventSeries count:int32! lastObservedTime:microtime!
flowcontrol/v1.ExemptPriorityLevelConfiguration nominalConcurrencyShares:*int32? lendablePercent:*int32?
flowcontrol/v1.FlowDistinguisherMethod type:string!
flowcontrol/v1.FlowSchema kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:flowcontrol/v1.FlowSchemaSpec! status:flowcontrol/v1.FlowSchemaStatus
flowcontrol/v1.FlowSchemaCondition type:string?! status:string? lastTransitionTime:time reason:string? message:string?
flowcontrol/v1.FlowSchemaSpec priorityLevelConfiguration:flowcontrol/v1.PriorityLevelConfigurationReference! matchingPrecedence:int32 distinguisherMethod:*flowcontrol/v1.FlowDistinguisherMethod? rules:[]flowcontrol/v1.PolicyRulesWithSubjects?
flowcontrol/v1.FlowSchemaStatus conditions:[]flowcontrol/v1.FlowSchemaCondition?#type
flowcontrol/v1.GroupSubject name:string!
flowcontrol/v1.LimitResponse type:string! queuing:*flowcontrol/v1.QueuingConfiguration?
flowcontrol/v1.LimitedPriorityLevelConfiguration nominalConcurrencyShares:*int32 limitResponse:flowcontrol/v1.LimitResponse! lendablePercent:*int32? borrowingLimitPercent:*int32?
flowcontrol/v1.NonResourcePolicyRule verbs:[]string!#* nonResourceURLs:[]string!#*
flowcontrol/v1.PolicyRulesWithSubjects subjects:[]flowcontrol/v1.Subject! resourceRules:[]flowcontrol/v1.ResourcePolicyRule? nonResourceRules:[]flowcontrol/v1.NonResourcePolicyRule?
flowcontrol/v1.PriorityLevelConfiguration kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:flowcontrol/v1.PriorityLevelConfigurationSpec! status:flowcontrol/v1.PriorityLevelConfigurationStatus
flowcontrol/v1.PriorityLevelConfigurationCondition type:string?! status:string? lastTransitionTime:time reason:string? message:string?
flowcontrol/v1.PriorityLevelConfigurationReference name:string!
flowcontrol/v1.PriorityLevelConfigurationSpec type:string! limited:*flowcontrol/v1.LimitedPriorityLevelConfiguration? exempt:*flowcontrol/v1.ExemptPriorityLevelConfiguration?
flowcontrol/v1.PriorityLevelConfigurationStatus conditions:[]flowcontrol/v1.PriorityLevelConfigurationCondition?#type
flowcontrol/v1.QueuingConfiguration queues:int32 handSize:int32 queueLengthLimit:int32
flowcontrol/v1.ResourcePolicyRule verbs:[]string!#* apiGroups:[]string!#* resources:[]string!#* clusterScope:bool? namespaces:[]string#*
flowcontrol/v1.ServiceAccountSubject namespace:string! name:string!
flowcontrol/v1.Subject kind:string! user:*flowcontrol/v1.UserSubject? group:*flowcontrol/v1.GroupSubject? serviceAccount:*flowcontrol/v1.ServiceAccountSubject?
flowcontrol/v1.UserSubject name:string!
apiextensions/v1.CustomResourceColumnDefinition name:string! type:string! format:string? description:string? priority:int32? jsonPath:string!
apiextensions/v1.CustomResourceConversion strategy:string! webhook:*apiextensions/v1.WebhookConversion?
apiextensions/v1.CustomResourceDefinition kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:apiextensions/v1.CustomResourceDefinitionSpec! status:apiextensions/v1.CustomResourceDefinitionStatus
apiextensions/v1.CustomResourceDefinitionCondition type:string! status:string! lastTransitionTime:time reason:string? message:string? observedGeneration:int64?
apiextensions/v1.CustomResourceDefinitionNames plural:string! singular:string? shortNames:[]string? kind:string! listKind:string? categories:[]string?
apiextensions/v1.CustomResourceDefinitionSpec group:string! names:apiextensions/v1.CustomResourceDefinitionNames! scope:string! versions:[]apiextensions/v1.CustomResourceDefinitionVersion! conversion:*apiextensions/v1.CustomResourceConversion? preserveUnknownFields:bool?
apiextensions/v1.CustomResourceDefinitionStatus conditions:[]apiextensions/v1.CustomResourceDefinitionCondition#type acceptedNames:apiextensions/v1.CustomResourceDefinitionNames storedVersions:[]string observedGeneration:int64?
apiextensions/v1.CustomResourceDefinitionVersion name:string! served:bool! storage:bool! deprecated:bool? deprecationWarning:*string? schema:*apiextensions/v1.CustomResourceValidation? subresources:*apiextensions/v1.CustomResourceSubresources? additionalPrinterColumns:[]apiextensions/v1.CustomResourceColumnDefinition? selectableFields:[]apiextensions/v1.SelectableField?
apiextensions/v1.CustomResourceSubresourceScale specReplicasPath:string! statusReplicasPath:string! labelSelectorPath:*string?
apiextensions/v1.CustomResourceSubresourceStatus
apiextensions/v1.CustomResourceSubresources status:*apiextensions/v1.CustomResourceSubresourceStatus? scale:*apiextensions/v1.CustomResourceSubresourceScale?
apiextensions/v1.CustomResourceValidation openAPIV3Schema:*apiextensions/v1.JSONSchemaProps?
apiextensions/v1.ExternalDocumentation description:string? url:string?
apiextensions/v1.JSONSchemaProps id:string? $schema:string? $ref:*string? description:string? type:string? format:string? title:string? default:*raw? maximum:*float64? exclusiveMaximum:bool? minimum:*float64? exclusiveMinimum:bool? maxLength:*int64? minLength:*int64? pattern:string? maxItems:*int64? minItems:*int64? uniqueItems:bool? multipleOf:*float64? enum:[]raw? maxProperties:*int64? minProperties:*int64? required:[]string? items:*schemaorarray? allOf:[]apiextensions/v1.JSONSchemaProps? oneOf:[]apiextensions/v1.JSONSchemaProps? anyOf:[]apiextensions/v1.JSONSchemaProps? not:*apiextensions/v1.JSONSchemaProps? properties:{}apiextensions/v1.JSONSchemaProps? additionalProperties:*schemaorbool? patternProperties:{}apiextensions/v1.JSONSchemaProps? dependencies:{}schemaorstrings? additionalItems:*schemaorbool? definitions:{}apiextensions/v1.JSONSchemaProps? externalDocs:*apiextensions/v1.ExternalDocumentation? example:*raw? nullable:bool? x-kubernetes-preserve-unknown-fields:*bool? x-kubernetes-embedded-resource:bool? x-kubernetes-int-or-string:bool? x-kubernetes-list-map-keys:[]string? x-kubernetes-list-type:*string? x-kubernetes-map-type:*string? x-kubernetes-validations:[]apiextensions/v1.ValidationRule?#rule
apiextensions/v1.SelectableField jsonPath:string!
apiextensions/v1.ServiceReference namespace:string! name:string! path:*string? port:*int32?
apiextensions/v1.ValidationRule rule:string! message:string? messageExpression:string? reason:*string? fieldPath:string? optionalOldSelf:*bool?
apiextensions/v1.WebhookClientConfig url:*string? service:*apiextensions/v1.ServiceReference? caBundle:bytes?
apiextensions/v1.WebhookConversion clientConfig:*apiextensions/v1.WebhookClientConfig? conversionReviewVersions:[]string!
meta/v1.Condition type:string! status:string! observedGeneration:int64? lastTransitionTime:time! reason:string! message:string!
meta/v1.DeleteOptions kind:string? apiVersion:string? gracePeriodSeconds:*int64? preconditions:*meta/v1.Preconditions? orphanDependents:*bool? propagationPolicy:*string? dryRun:[]string? ignoreStoreReadErrorWithClusterBreakingPotential:*bool?
meta/v1.FieldSelectorRequirement key:string! operator:string! values:[]string?
meta/v1.GroupResource group:string! resource:string!
meta/v1.LabelSelector matchLabels:{}string? matchExpressions:[]meta/v1.LabelSelectorRequirement?
meta/v1.LabelSelectorRequirement key:string! operator:string! values:[]string?
meta/v1.ManagedFieldsEntry manager:string? operation:string? apiVersion:string? time:*time? fieldsType:string? fieldsV1:*raw? subresource:string?
meta/v1.ObjectMeta name:string? generateName:string? namespace:string? selfLink:string? uid:string? resourceVersion:string? generation:int64? creationTimestamp:time~ deletionTimestamp:*time? deletionGracePeriodSeconds:*int64? labels:{}string? annotations:{}string? ownerReferences:[]meta/v1.OwnerReference?#uid finalizers:[]string?#* managedFields:[]meta/v1.ManagedFieldsEntry?
meta/v1.OwnerReference apiVersion:string! kind:string! name:string! uid:string! controller:*bool? blockOwnerDeletion:*bool?
meta/v1.Preconditions uid:*string? resourceVersion:*string?
apiregistration/v1.APIService kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:apiregistration/v1.APIServiceSpec status:apiregistration/v1.APIServiceStatus
apiregistration/v1.APIServiceCondition type:string! status:string! lastTransitionTime:time reason:string? message:string?
apiregistration/v1.APIServiceSpec service:*apiregistration/v1.ServiceReference? group:string? version:string? insecureSkipTLSVerify:bool? caBundle:bytes? groupPriorityMinimum:int32! versionPriority:int32!
apiregistration/v1.APIServiceStatus conditions:[]apiregistration/v1.APIServiceCondition?#type
apiregistration/v1.ServiceReference namespace:string? name:string? port:*int32?
networking/v1.HTTPIngressPath path:string? pathType:*string! backend:networking/v1.IngressBackend!
networking/v1.HTTPIngressRuleValue paths:[]networking/v1.HTTPIngressPath!
networking/v1.IPAddress kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:networking/v1.IPAddressSpec!
networking/v1.IPAddressSpec parentRef:*networking/v1.ParentReference?!
networking/v1.IPBlock cidr:string! except:[]string?
networking/v1.Ingress kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:networking/v1.IngressSpec status:networking/v1.IngressStatus
networking/v1.IngressBackend service:*networking/v1.IngressServiceBackend? resource:*core/v1.TypedLocalObjectReference?
networking/v1.IngressClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:networking/v1.IngressClassSpec
networking/v1.IngressClassParametersReference apiGroup:*string? kind:string! name:string! scope:*string namespace:*string?
networking/v1.IngressClassSpec controller:string? parameters:*networking/v1.IngressClassParametersReference?
networking/v1.IngressLoadBalancerIngress ip:string? hostname:string? ports:[]networking/v1.IngressPortStatus?
networking/v1.IngressLoadBalancerStatus ingress:[]networking/v1.IngressLoadBalancerIngress?
networking/v1.IngressPortStatus port:int32! protocol:string! error:*string?
networking/v1.IngressRule host:string? http:*networking/v1.HTTPIngressRuleValue?
networking/v1.IngressServiceBackend name:string! port:networking/v1.ServiceBackendPort
networking/v1.IngressSpec ingressClassName:*string? defaultBackend:*networking/v1.IngressBackend? tls:[]networking/v1.IngressTLS? rules:[]networking/v1.IngressRule?
networking/v1.IngressStatus loadBalancer:networking/v1.IngressLoadBalancerStatus
networking/v1.IngressTLS hosts:[]string? secretName:string?
networking/v1.NetworkPolicy kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:networking/v1.NetworkPolicySpec
networking/v1.NetworkPolicyEgressRule ports:[]networking/v1.NetworkPolicyPort? to:[]networking/v1.NetworkPolicyPeer?
networking/v1.NetworkPolicyIngressRule ports:[]networking/v1.NetworkPolicyPort? from:[]networking/v1.NetworkPolicyPeer?
networking/v1.NetworkPolicyPeer podSelector:*meta/v1.LabelSelector? namespaceSelector:*meta/v1.LabelSelector? ipBlock:*networking/v1.IPBlock?
networking/v1.NetworkPolicyPort protocol:*string? port:*intorstring? endPort:*int32?
networking/v1.NetworkPolicySpec podSelector:meta/v1.LabelSelector ingress:[]networking/v1.NetworkPolicyIngressRule? egress:[]networking/v1.NetworkPolicyEgressRule? policyTypes:[]string?
networking/v1.ParentReference group:string? resource:string?! namespace:string? name:string?!
networking/v1.ServiceBackendPort name:string? number:int32?
networking/v1.ServiceCIDR kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:networking/v1.ServiceCIDRSpec status:networking/v1.ServiceCIDRStatus
networking/v1.ServiceCIDRSpec cidrs:[]string?
networking/v1.ServiceCIDRStatus conditions:[]meta/v1.Condition?#type
node/v1.Overhead podFixed:{}quantity?
node/v1.RuntimeClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta handler:string! overhead:*node/v1.Overhead? scheduling:*node/v1.Scheduling?
node/v1.Scheduling nodeSelector:{}string? tolerations:[]core/v1.Toleration?
policy/v1.Eviction kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta deleteOptions:*meta/v1.DeleteOptions?
policy/v1.PodDisruptionBudget kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:policy/v1.PodDisruptionBudgetSpec status:policy/v1.PodDisruptionBudgetStatus
policy/v1.PodDisruptionBudgetSpec minAvailable:*intorstring? selector:*meta/v1.LabelSelector? maxUnavailable:*intorstring? unhealthyPodEvictionPolicy:*string?
policy/v1.PodDisruptionBudgetStatus observedGeneration:int64? disruptedPods:{}time? disruptionsAllowed:int32 currentHealthy:int32 desiredHealthy:int32 expectedPods:int32 conditions:[]meta/v1.Condition?#type
rbac/v1.AggregationRule clusterRoleSelectors:[]meta/v1.LabelSelector?
rbac/v1.ClusterRole kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta rules:[]rbac/v1.PolicyRule aggregationRule:*rbac/v1.AggregationRule?
rbac/v1.ClusterRoleBinding kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta subjects:[]rbac/v1.Subject? roleRef:rbac/v1.RoleRef!
rbac/v1.PolicyRule verbs:[]string! apiGroups:[]string? resources:[]string? resourceNames:[]string? nonResourceURLs:[]string?
rbac/v1.Role kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta rules:[]rbac/v1.PolicyRule
rbac/v1.RoleBinding kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta subjects:[]rbac/v1.Subject? roleRef:rbac/v1.RoleRef!
rbac/v1.RoleRef apiGroup:string kind:string! name:string!
rbac/v1.Subject kind:string! apiGroup:string? name:string! namespace:string?
resource/v1.AllocatedDeviceStatus driver:string! pool:string! device:string! shareID:*string? conditions:[]meta/v1.Condition#type data:*raw? networkData:*resource/v1.NetworkDeviceData?
resource/v1.AllocationResult devices:resource/v1.DeviceAllocationResult nodeSelector:*core/v1.NodeSelector? allocationTimestamp:*time?
resource/v1.CELDeviceSelector expression:string!
resource/v1.CapacityRequestPolicy default:*quantity validValues:[]quantity? validRange:*resource/v1.CapacityRequestPolicyRange?
resource/v1.CapacityRequestPolicyRange min:*quantity?! max:*quantity? step:*quantity?
resource/v1.CapacityRequirements requests:{}quantity?
resource/v1.Counter value:quantity!
resource/v1.CounterSet name:string! counters:{}resource/v1.Counter?!
resource/v1.Device name:string! attributes:{}resource/v1.DeviceAttribute? capacity:{}resource/v1.DeviceCapacity? consumesCounters:[]resource/v1.DeviceCounterConsumption? nodeName:*string? nodeSelector:*core/v1.NodeSelector? allNodes:*bool? taints:[]resource/v1.DeviceTaint? bindsToNode:*bool? bindingConditions:[]string? bindingFailureConditions:[]string? allowMultipleAllocations:*bool? nodeAllocatableResources:{}resource/v1.NodeAllocatableResource?
resource/v1.DeviceAllocationConfiguration source:string! requests:[]string? opaque:*resource/v1.OpaqueDeviceConfiguration?
resource/v1.DeviceAllocationResult results:[]resource/v1.DeviceRequestAllocationResult? config:[]resource/v1.DeviceAllocationConfiguration?
resource/v1.DeviceAttribute int:*int64? bool:*bool? string:*string? version:*string? ints:[]int64? bools:[]bool? strings:[]string? versions:[]string?
resource/v1.DeviceCapacity value:quantity! requestPolicy:*resource/v1.CapacityRequestPolicy?
resource/v1.DeviceClaim requests:[]resource/v1.DeviceRequest constraints:[]resource/v1.DeviceConstraint? config:[]resource/v1.DeviceClaimConfiguration?
resource/v1.DeviceClaimConfiguration requests:[]string? opaque:*resource/v1.OpaqueDeviceConfiguration?
resource/v1.DeviceClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1.DeviceClassSpec
resource/v1.DeviceClassConfiguration opaque:*resource/v1.OpaqueDeviceConfiguration?
resource/v1.DeviceClassSpec selectors:[]resource/v1.DeviceSelector? config:[]resource/v1.DeviceClassConfiguration? extendedResourceName:*string?
resource/v1.DeviceConstraint requests:[]string? matchAttribute:*string? distinctAttribute:*string?
resource/v1.DeviceCounterConsumption counterSet:string! counters:{}resource/v1.Counter?! compatibilityGroups:[]string?
resource/v1.DeviceDerivedAttribute name:string! expression:string!
resource/v1.DeviceRequest name:string! exactly:*resource/v1.ExactDeviceRequest? firstAvailable:[]resource/v1.DeviceSubRequest?
resource/v1.DeviceRequestAllocationResult request:string! driver:string! pool:string! device:string! adminAccess:*bool? tolerations:[]resource/v1.DeviceToleration? bindingConditions:[]string? bindingFailureConditions:[]string? shareID:*string? consumedCapacity:{}quantity? skipNodeOperations:[]string?#*
resource/v1.DeviceSelector cel:*resource/v1.CELDeviceSelector?
resource/v1.DeviceSubRequest name:string! deviceClassName:string! selectors:[]resource/v1.DeviceSelector? allocationMode:string? count:int64? tolerations:[]resource/v1.DeviceToleration? capacity:*resource/v1.CapacityRequirements? derivedAttributes:[]resource/v1.DeviceDerivedAttribute?
resource/v1.DeviceTaint key:string! value:string? effect:string! timeAdded:*time?
resource/v1.DeviceTaintRule kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1.DeviceTaintRuleSpec! status:resource/v1.DeviceTaintRuleStatus
resource/v1.DeviceTaintRuleSpec deviceSelector:*resource/v1.DeviceTaintSelector? taint:resource/v1.DeviceTaint!
resource/v1.DeviceTaintRuleStatus conditions:[]meta/v1.Condition?#type
resource/v1.DeviceTaintSelector driver:*string? pool:*string? device:*string?
resource/v1.DeviceToleration key:string? operator:string?="Equal" value:string? effect:string? tolerationSeconds:*int64?
resource/v1.ExactDeviceRequest deviceClassName:string! selectors:[]resource/v1.DeviceSelector? allocationMode:string? count:int64? adminAccess:*bool? tolerations:[]resource/v1.DeviceToleration? capacity:*resource/v1.CapacityRequirements? derivedAttributes:[]resource/v1.DeviceDerivedAttribute?
resource/v1.NetworkDeviceData interfaceName:string? ips:[]string? hardwareAddress:string?
resource/v1.NodeAllocatableMapping capacityKey:*string? capacityMultiplier:*quantity? deviceMultiplier:*quantity?
resource/v1.NodeAllocatableOverhead perPod:*quantity? perContainer:*quantity?
resource/v1.NodeAllocatableResource mapping:*resource/v1.NodeAllocatableMapping? overhead:*resource/v1.NodeAllocatableOverhead?
resource/v1.OpaqueDeviceConfiguration driver:string! parameters:raw!
resource/v1.ResourceClaim kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1.ResourceClaimSpec status:resource/v1.ResourceClaimStatus
resource/v1.ResourceClaimConsumerReference apiGroup:string? resource:string! name:string! uid:string!
resource/v1.ResourceClaimSpec devices:resource/v1.DeviceClaim
resource/v1.ResourceClaimStatus allocation:*resource/v1.AllocationResult? reservedFor:[]resource/v1.ResourceClaimConsumerReference?#uid devices:[]resource/v1.AllocatedDeviceStatus?#driver,device,pool,shareID
resource/v1.ResourceClaimTemplate kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1.ResourceClaimTemplateSpec
resource/v1.ResourceClaimTemplateSpec metadata:meta/v1.ObjectMeta spec:resource/v1.ResourceClaimSpec
resource/v1.ResourcePool name:string! generation:int64! resourceSliceCount:int64!
resource/v1.ResourceSlice kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1.ResourceSliceSpec!
resource/v1.ResourceSliceSpec driver:string! pool:resource/v1.ResourcePool! nodeName:*string? nodeSelector:*core/v1.NodeSelector? allNodes:*bool? devices:[]resource/v1.Device? perDeviceNodeSelection:*bool? sharedCounters:[]resource/v1.CounterSet? partitionTypeAttribute:*string? skipNodeOperations:[]string?#*
resource/v1alpha3.DeviceTaint key:string! value:string? effect:string! timeAdded:*time?
resource/v1alpha3.DeviceTaintRule kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1alpha3.DeviceTaintRuleSpec! status:resource/v1alpha3.DeviceTaintRuleStatus
resource/v1alpha3.DeviceTaintRuleSpec deviceSelector:*resource/v1alpha3.DeviceTaintSelector? taint:resource/v1alpha3.DeviceTaint!
resource/v1alpha3.DeviceTaintRuleStatus conditions:[]meta/v1.Condition?#type
resource/v1alpha3.DeviceTaintSelector driver:*string? pool:*string? device:*string?
resource/v1alpha3.PartitionTypeStatus attribute:string?! type:string?! total:*int32?! allocatable:*int32?!
resource/v1alpha3.PoolStatus driver:string?! poolName:string?! generation:int64! resourceSliceCount:*int32? totalDevices:*int32? allocatedDevices:*int32? availableDevices:*int32? unavailableDevices:*int32? nodeName:*string? validationError:*string? partitionSummary:[]resource/v1alpha3.PartitionTypeStatus? shareableSummary:*resource/v1alpha3.ShareableSummaryStatus?
resource/v1alpha3.ResourcePoolStatusRequest kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta! spec:resource/v1alpha3.ResourcePoolStatusRequestSpec! status:*resource/v1alpha3.ResourcePoolStatusRequestStatus?
resource/v1alpha3.ResourcePoolStatusRequestSpec driver:string! poolName:*string? limit:*int32?=100 defaultPartitionTypeAttribute:*string?
resource/v1alpha3.ResourcePoolStatusRequestStatus poolCount:*int32?! pools:[]resource/v1alpha3.PoolStatus? conditions:[]meta/v1.Condition?#type
resource/v1alpha3.ShareableCapacityStatus name:string?! total:*quantity?! consumed:*quantity?! available:*quantity?!
resource/v1alpha3.ShareableSummaryStatus fullyAvailableDevices:*int32?! partiallyAvailableDevices:*int32?! capacity:[]resource/v1alpha3.ShareableCapacityStatus?
resource/v1beta1.AllocatedDeviceStatus driver:string! pool:string! device:string! shareID:*string? conditions:[]meta/v1.Condition#type data:*raw? networkData:*resource/v1beta1.NetworkDeviceData?
resource/v1beta1.AllocationResult devices:resource/v1beta1.DeviceAllocationResult nodeSelector:*core/v1.NodeSelector? allocationTimestamp:*time?
resource/v1beta1.BasicDevice attributes:{}resource/v1beta1.DeviceAttribute? capacity:{}resource/v1beta1.DeviceCapacity? consumesCounters:[]resource/v1beta1.DeviceCounterConsumption? nodeName:*string? nodeSelector:*core/v1.NodeSelector? allNodes:*bool? taints:[]resource/v1beta1.DeviceTaint? bindsToNode:*bool? bindingConditions:[]string? bindingFailureConditions:[]string? allowMultipleAllocations:*bool? nodeAllocatableResources:{}resource/v1beta1.NodeAllocatableResource?
resource/v1beta1.CELDeviceSelector expression:string!
resource/v1beta1.CapacityRequestPolicy default:*quantity validValues:[]quantity? validRange:*resource/v1beta1.CapacityRequestPolicyRange?
resource/v1beta1.CapacityRequestPolicyRange min:*quantity?! max:*quantity? step:*quantity?
resource/v1beta1.CapacityRequirements requests:{}quantity?
resource/v1beta1.Counter value:quantity!
resource/v1beta1.CounterSet name:string! counters:{}resource/v1beta1.Counter?!
resource/v1beta1.Device name:string! basic:*resource/v1beta1.BasicDevice?
resource/v1beta1.DeviceAllocationConfiguration source:string! requests:[]string? opaque:*resource/v1beta1.OpaqueDeviceConfiguration?
resource/v1beta1.DeviceAllocationResult results:[]resource/v1beta1.DeviceRequestAllocationResult? config:[]resource/v1beta1.DeviceAllocationConfiguration?
resource/v1beta1.DeviceAttribute int:*int64? bool:*bool? string:*string? version:*string? ints:[]int64? bools:[]bool? strings:[]string? versions:[]string?
resource/v1beta1.DeviceCapacity value:quantity! requestPolicy:*resource/v1beta1.CapacityRequestPolicy?
resource/v1beta1.DeviceClaim requests:[]resource/v1beta1.DeviceRequest constraints:[]resource/v1beta1.DeviceConstraint? config:[]resource/v1beta1.DeviceClaimConfiguration?
resource/v1beta1.DeviceClaimConfiguration requests:[]string? opaque:*resource/v1beta1.OpaqueDeviceConfiguration?
resource/v1beta1.DeviceClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta1.DeviceClassSpec
resource/v1beta1.DeviceClassConfiguration opaque:*resource/v1beta1.OpaqueDeviceConfiguration?
resource/v1beta1.DeviceClassSpec selectors:[]resource/v1beta1.DeviceSelector? config:[]resource/v1beta1.DeviceClassConfiguration? extendedResourceName:*string?
resource/v1beta1.DeviceConstraint requests:[]string? matchAttribute:*string? distinctAttribute:*string?
resource/v1beta1.DeviceCounterConsumption counterSet:string! counters:{}resource/v1beta1.Counter?! compatibilityGroups:[]string?
resource/v1beta1.DeviceDerivedAttribute name:string! expression:string!
resource/v1beta1.DeviceRequest name:string! deviceClassName:string selectors:[]resource/v1beta1.DeviceSelector? allocationMode:string? count:int64? adminAccess:*bool? firstAvailable:[]resource/v1beta1.DeviceSubRequest? tolerations:[]resource/v1beta1.DeviceToleration? capacity:*resource/v1beta1.CapacityRequirements? derivedAttributes:[]resource/v1beta1.DeviceDerivedAttribute?
resource/v1beta1.DeviceRequestAllocationResult request:string! driver:string! pool:string! device:string! adminAccess:*bool? tolerations:[]resource/v1beta1.DeviceToleration? bindingConditions:[]string? bindingFailureConditions:[]string? shareID:*string? consumedCapacity:{}quantity? skipNodeOperations:[]string?#*
resource/v1beta1.DeviceSelector cel:*resource/v1beta1.CELDeviceSelector?
resource/v1beta1.DeviceSubRequest name:string! deviceClassName:string! selectors:[]resource/v1beta1.DeviceSelector? allocationMode:string? count:int64? tolerations:[]resource/v1beta1.DeviceToleration? capacity:*resource/v1beta1.CapacityRequirements? derivedAttributes:[]resource/v1beta1.DeviceDerivedAttribute?
resource/v1beta1.DeviceTaint key:string! value:string? effect:string! timeAdded:*time?
resource/v1beta1.DeviceToleration key:string? operator:string?="Equal" value:string? effect:string? tolerationSeconds:*int64?
resource/v1beta1.NetworkDeviceData interfaceName:string? ips:[]string? hardwareAddress:string?
resource/v1beta1.NodeAllocatableMapping capacityKey:*string? capacityMultiplier:*quantity? deviceMultiplier:*quantity?
resource/v1beta1.NodeAllocatableOverhead perPod:*quantity? perContainer:*quantity?
resource/v1beta1.NodeAllocatableResource mapping:*resource/v1beta1.NodeAllocatableMapping? overhead:*resource/v1beta1.NodeAllocatableOverhead?
resource/v1beta1.OpaqueDeviceConfiguration driver:string! parameters:raw!
resource/v1beta1.ResourceClaim kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta1.ResourceClaimSpec status:resource/v1beta1.ResourceClaimStatus
resource/v1beta1.ResourceClaimConsumerReference apiGroup:string? resource:string! name:string! uid:string!
resource/v1beta1.ResourceClaimSpec devices:resource/v1beta1.DeviceClaim
resource/v1beta1.ResourceClaimStatus allocation:*resource/v1beta1.AllocationResult? reservedFor:[]resource/v1beta1.ResourceClaimConsumerReference?#uid devices:[]resource/v1beta1.AllocatedDeviceStatus?#driver,device,pool,shareID
resource/v1beta1.ResourceClaimTemplate kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta1.ResourceClaimTemplateSpec
resource/v1beta1.ResourceClaimTemplateSpec metadata:meta/v1.ObjectMeta spec:resource/v1beta1.ResourceClaimSpec
resource/v1beta1.ResourcePool name:string! generation:int64! resourceSliceCount:int64!
resource/v1beta1.ResourceSlice kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta1.ResourceSliceSpec!
resource/v1beta1.ResourceSliceSpec driver:string! pool:resource/v1beta1.ResourcePool! nodeName:string? nodeSelector:*core/v1.NodeSelector? allNodes:bool? devices:[]resource/v1beta1.Device? perDeviceNodeSelection:*bool? sharedCounters:[]resource/v1beta1.CounterSet? partitionTypeAttribute:*string? skipNodeOperations:[]string?#*
resource/v1beta2.AllocatedDeviceStatus driver:string! pool:string! device:string! shareID:*string? conditions:[]meta/v1.Condition#type data:*raw? networkData:*resource/v1beta2.NetworkDeviceData?
resource/v1beta2.AllocationResult devices:resource/v1beta2.DeviceAllocationResult nodeSelector:*core/v1.NodeSelector? allocationTimestamp:*time?
resource/v1beta2.CELDeviceSelector expression:string!
resource/v1beta2.CapacityRequestPolicy default:*quantity validValues:[]quantity? validRange:*resource/v1beta2.CapacityRequestPolicyRange?
resource/v1beta2.CapacityRequestPolicyRange min:*quantity?! max:*quantity? step:*quantity?
resource/v1beta2.CapacityRequirements requests:{}quantity?
resource/v1beta2.Counter value:quantity!
resource/v1beta2.CounterSet name:string! counters:{}resource/v1beta2.Counter?!
resource/v1beta2.Device name:string! attributes:{}resource/v1beta2.DeviceAttribute? capacity:{}resource/v1beta2.DeviceCapacity? consumesCounters:[]resource/v1beta2.DeviceCounterConsumption? nodeName:*string? nodeSelector:*core/v1.NodeSelector? allNodes:*bool? taints:[]resource/v1beta2.DeviceTaint? bindsToNode:*bool? bindingConditions:[]string? bindingFailureConditions:[]string? allowMultipleAllocations:*bool? nodeAllocatableResources:{}resource/v1beta2.NodeAllocatableResource?
resource/v1beta2.DeviceAllocationConfiguration source:string! requests:[]string? opaque:*resource/v1beta2.OpaqueDeviceConfiguration?
resource/v1beta2.DeviceAllocationResult results:[]resource/v1beta2.DeviceRequestAllocationResult? config:[]resource/v1beta2.DeviceAllocationConfiguration?
resource/v1beta2.DeviceAttribute int:*int64? bool:*bool? string:*string? version:*string? ints:[]int64? bools:[]bool? strings:[]string? versions:[]string?
resource/v1beta2.DeviceCapacity value:quantity! requestPolicy:*resource/v1beta2.CapacityRequestPolicy?
resource/v1beta2.DeviceClaim requests:[]resource/v1beta2.DeviceRequest constraints:[]resource/v1beta2.DeviceConstraint? config:[]resource/v1beta2.DeviceClaimConfiguration?
resource/v1beta2.DeviceClaimConfiguration requests:[]string? opaque:*resource/v1beta2.OpaqueDeviceConfiguration?
resource/v1beta2.DeviceClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta2.DeviceClassSpec
resource/v1beta2.DeviceClassConfiguration opaque:*resource/v1beta2.OpaqueDeviceConfiguration?
resource/v1beta2.DeviceClassSpec selectors:[]resource/v1beta2.DeviceSelector? config:[]resource/v1beta2.DeviceClassConfiguration? extendedResourceName:*string?
resource/v1beta2.DeviceConstraint requests:[]string? matchAttribute:*string? distinctAttribute:*string?
resource/v1beta2.DeviceCounterConsumption counterSet:string! counters:{}resource/v1beta2.Counter?! compatibilityGroups:[]string?
resource/v1beta2.DeviceDerivedAttribute name:string! expression:string!
resource/v1beta2.DeviceRequest name:string! exactly:*resource/v1beta2.ExactDeviceRequest? firstAvailable:[]resource/v1beta2.DeviceSubRequest?
resource/v1beta2.DeviceRequestAllocationResult request:string! driver:string! pool:string! device:string! adminAccess:*bool? tolerations:[]resource/v1beta2.DeviceToleration? bindingConditions:[]string? bindingFailureConditions:[]string? shareID:*string? consumedCapacity:{}quantity? skipNodeOperations:[]string?#*
resource/v1beta2.DeviceSelector cel:*resource/v1beta2.CELDeviceSelector?
resource/v1beta2.DeviceSubRequest name:string! deviceClassName:string! selectors:[]resource/v1beta2.DeviceSelector? allocationMode:string? count:int64? tolerations:[]resource/v1beta2.DeviceToleration? capacity:*resource/v1beta2.CapacityRequirements? derivedAttributes:[]resource/v1beta2.DeviceDerivedAttribute?
resource/v1beta2.DeviceTaint key:string! value:string? effect:string! timeAdded:*time?
resource/v1beta2.DeviceTaintRule kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta2.DeviceTaintRuleSpec! status:resource/v1beta2.DeviceTaintRuleStatus
resource/v1beta2.DeviceTaintRuleSpec deviceSelector:*resource/v1beta2.DeviceTaintSelector? taint:resource/v1beta2.DeviceTaint!
resource/v1beta2.DeviceTaintRuleStatus conditions:[]meta/v1.Condition?#type
resource/v1beta2.DeviceTaintSelector driver:*string? pool:*string? device:*string?
resource/v1beta2.DeviceToleration key:string? operator:string?="Equal" value:string? effect:string? tolerationSeconds:*int64?
resource/v1beta2.ExactDeviceRequest deviceClassName:string! selectors:[]resource/v1beta2.DeviceSelector? allocationMode:string? count:int64? adminAccess:*bool? tolerations:[]resource/v1beta2.DeviceToleration? capacity:*resource/v1beta2.CapacityRequirements? derivedAttributes:[]resource/v1beta2.DeviceDerivedAttribute?
resource/v1beta2.NetworkDeviceData interfaceName:string? ips:[]string? hardwareAddress:string?
resource/v1beta2.NodeAllocatableMapping capacityKey:*string? capacityMultiplier:*quantity? deviceMultiplier:*quantity?
resource/v1beta2.NodeAllocatableOverhead perPod:*quantity? perContainer:*quantity?
resource/v1beta2.NodeAllocatableResource mapping:*resource/v1beta2.NodeAllocatableMapping? overhead:*resource/v1beta2.NodeAllocatableOverhead?
resource/v1beta2.OpaqueDeviceConfiguration driver:string! parameters:raw!
resource/v1beta2.ResourceClaim kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta2.ResourceClaimSpec status:resource/v1beta2.ResourceClaimStatus
resource/v1beta2.ResourceClaimConsumerReference apiGroup:string? resource:string! name:string! uid:string!
resource/v1beta2.ResourceClaimSpec devices:resource/v1beta2.DeviceClaim
resource/v1beta2.ResourceClaimStatus allocation:*resource/v1beta2.AllocationResult? reservedFor:[]resource/v1beta2.ResourceClaimConsumerReference?#uid devices:[]resource/v1beta2.AllocatedDeviceStatus?#driver,device,pool,shareID
resource/v1beta2.ResourceClaimTemplate kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta2.ResourceClaimTemplateSpec
resource/v1beta2.ResourceClaimTemplateSpec metadata:meta/v1.ObjectMeta spec:resource/v1beta2.ResourceClaimSpec
resource/v1beta2.ResourcePool name:string! generation:int64! resourceSliceCount:int64!
resource/v1beta2.ResourceSlice kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:resource/v1beta2.ResourceSliceSpec!
resource/v1beta2.ResourceSliceSpec driver:string! pool:resource/v1beta2.ResourcePool! nodeName:*string? nodeSelector:*core/v1.NodeSelector? allNodes:*bool? devices:[]resource/v1beta2.Device? perDeviceNodeSelection:*bool? sharedCounters:[]resource/v1beta2.CounterSet? partitionTypeAttribute:*string? skipNodeOperations:[]string?#*
scheduling/v1.PriorityClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta value:int32 globalDefault:bool? description:string? preemptionPolicy:*string?
scheduling/v1alpha3.TopologyConstraint key:string!
scheduling/v1alpha3.WorkloadPodGroupAllDisruptionMode
scheduling/v1alpha3.WorkloadPodGroupBasicSchedulingPolicy
scheduling/v1alpha3.WorkloadPodGroupDisruptionMode single:*scheduling/v1alpha3.WorkloadPodGroupSingleDisruptionMode? all:*scheduling/v1alpha3.WorkloadPodGroupAllDisruptionMode?
scheduling/v1alpha3.WorkloadPodGroupGangSchedulingPolicy minCount:*int32?
scheduling/v1alpha3.WorkloadPodGroupResourceClaim name:string! resourceClaimName:*string? resourceClaimTemplateName:*string?
scheduling/v1alpha3.WorkloadPodGroupSchedulingConstraints topology:[]scheduling/v1alpha3.TopologyConstraint?
scheduling/v1alpha3.WorkloadPodGroupSchedulingPolicy basic:*scheduling/v1alpha3.WorkloadPodGroupBasicSchedulingPolicy? gang:*scheduling/v1alpha3.WorkloadPodGroupGangSchedulingPolicy?
scheduling/v1alpha3.WorkloadPodGroupSingleDisruptionMode
storage/v1.CSIDriver kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:storage/v1.CSIDriverSpec!
storage/v1.CSIDriverSpec attachRequired:*bool? podInfoOnMount:*bool? volumeLifecycleModes:[]string?#* storageCapacity:*bool? fsGroupPolicy:*string? tokenRequests:[]storage/v1.TokenRequest? requiresRepublish:*bool? seLinuxMount:*bool? nodeAllocatableUpdatePeriodSeconds:*int64? serviceAccountTokenInSecrets:*bool? preventPodSchedulingIfMissing:*bool?
storage/v1.CSINode kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:storage/v1.CSINodeSpec! status:storage/v1.CSINodeStatus
storage/v1.CSINodeDriver name:string! nodeID:string! topologyKeys:[]string allocatable:*storage/v1.VolumeNodeResources?
storage/v1.CSINodeSpec drivers:[]storage/v1.CSINodeDriver!#name
storage/v1.CSINodeStatus storageHealth:[]storage/v1.StorageHealth?#name
storage/v1.CSIStorageCapacity kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta nodeTopology:*meta/v1.LabelSelector? storageClassName:string! capacity:*quantity? maximumVolumeSize:*quantity?
storage/v1.StorageClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta provisioner:string! parameters:{}string? reclaimPolicy:*string? mountOptions:[]string? allowVolumeExpansion:*bool? volumeBindingMode:*string? allowedTopologies:[]core/v1.TopologySelectorTerm?
storage/v1.StorageHealth name:string! healthConditions:[]storage/v1.StorageHealthCondition?
storage/v1.StorageHealthCondition status:string! reason:string! message:string? accessMode:*string? volumeMode:*string? lastTransitionTime:time
storage/v1.TokenRequest audience:string! expirationSeconds:*int64?
storage/v1.VolumeAttachment kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:storage/v1.VolumeAttachmentSpec! status:storage/v1.VolumeAttachmentStatus
storage/v1.VolumeAttachmentSource persistentVolumeName:*string? inlineVolumeSpec:*core/v1.PersistentVolumeSpec?
storage/v1.VolumeAttachmentSpec attacher:string! source:storage/v1.VolumeAttachmentSource! nodeName:string!
storage/v1.VolumeAttachmentStatus attached:bool! attachmentMetadata:{}string? attachError:*storage/v1.VolumeError? detachError:*storage/v1.VolumeError?
storage/v1.VolumeAttributesClass kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta driverName:string! parameters:{}string?
storage/v1.VolumeError time:time message:string? errorCode:*int32?
storage/v1.VolumeNodeResources count:*int32?
storagemigration/v1.StorageVersionMigration kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:storagemigration/v1.StorageVersionMigrationSpec status:storagemigration/v1.StorageVersionMigrationStatus
storagemigration/v1.StorageVersionMigrationSpec resource:meta/v1.GroupResource!
storagemigration/v1.StorageVersionMigrationStatus conditions:[]meta/v1.Condition?#type resourceVersion:string?
storagemigration/v1beta1.StorageVersionMigration kind:string? apiVersion:string? metadata:meta/v1.ObjectMeta spec:storagemigration/v1beta1.StorageVersionMigrationSpec status:storagemigration/v1beta1.StorageVersionMigrationStatus
storagemigration/v1beta1.StorageVersionMigrationSpec resource:meta/v1.GroupResource!
storagemigration/v1beta1.StorageVersionMigrationStatus conditions:[]meta/v1.Condition?#type resourceVersion:string?
`;
