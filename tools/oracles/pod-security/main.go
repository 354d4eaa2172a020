// Command pod-security-oracle answers, for each line of standard input {"pod": …}, at which levels and versions the
// Kubernetes reference lets the pod pass: one line of JSON, {"restricted:v1.20": ["runAsNonRoot != true"], …}, with the
// levels that forbid it and why; {"error": …} where the pod cannot be decoded as the API server decodes it.
//
// Run it as `go run .` in this folder; conformance/pod-security-differential.ts does so.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"reflect"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
	kjson "sigs.k8s.io/json"
)

const newest = 39

func main() {
	evaluator, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		panic(err)
	}
	levels := levelVersions()
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	encoder := json.NewEncoder(out)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 1 {
			if err := encoder.Encode(judge(evaluator, levels, line)); err != nil {
				panic(err)
			}
		}
		if err != nil {
			return
		}
	}
}

func levelVersions() []api.LevelVersion {
	var all []api.LevelVersion
	for _, level := range []api.Level{api.LevelPrivileged, api.LevelBaseline, api.LevelRestricted} {
		for minor := 0; minor <= newest; minor++ {
			all = append(all, api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)})
		}
		all = append(all, api.LevelVersion{Level: level, Version: api.LatestVersion()})
	}
	return all
}

func judge(evaluator policy.Evaluator, levels []api.LevelVersion, line []byte) map[string]any {
	var question struct {
		Pod json.RawMessage `json:"pod"`
	}
	if err := json.Unmarshal(line, &question); err != nil {
		return map[string]any{"error": err.Error()}
	}
	var pod corev1.Pod
	if err := kjson.UnmarshalCaseSensitivePreserveInts(question.Pod, &pod); err != nil {
		return map[string]any{"error": err.Error()}
	}
	setDefaults(&pod)
	answer := map[string]any{}
	for _, lv := range levels {
		var forbidden []string
		for _, result := range evaluator.EvaluatePod(lv, &pod.ObjectMeta, &pod.Spec) {
			if !result.Allowed {
				forbidden = append(forbidden, fmt.Sprintf("%s (%s)", result.ForbiddenReason, result.ForbiddenDetail))
			}
		}
		if forbidden != nil {
			answer[lv.String()] = forbidden
		}
	}
	return answer
}

// setDefaults does the one thing of the API server's defaulting that a check can see: a volume without a source becomes
// an emptyDir before admission.
func setDefaults(pod *corev1.Pod) {
	for i := range pod.Spec.Volumes {
		source := &pod.Spec.Volumes[i].VolumeSource
		if reflect.ValueOf(*source).IsZero() {
			source.EmptyDir = &corev1.EmptyDirVolumeSource{}
		}
	}
}
