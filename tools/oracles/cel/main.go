// Command cel evaluates CEL as the Kubernetes API server does: the truth Vauban's own evaluator is compared with.
//
//	go run . < CASES          reads a JSON array of cases, prints it with an "answer" each (for golden files)
//	go run . lines < LINES    reads one case a line, prints one answer a line as it goes (for differential runs)
//
// A case is {"expression", "variables": {NAME: JSON}, "types": {NAME: TYPE}, "admission": true}. Variables are dyn where
// no type is given; a type is written as CEL prints it, `list(map(string, int))`. With "admission" the environment is
// the one of ValidatingAdmissionPolicy with params (object, oldObject, request, namespaceObject, params), with "patch"
// the one of MutatingAdmissionPolicy; else it is the base environment all of Kubernetes' CEL shares.
//
// In both, `authorizer` allows `get`, fails for `fail` and says as its reason what it was asked.
//
// An answer is {"type", "value", "cost"} or {"error", "phase", "cost"}: `value` as cel-go formats it, `phase` one of
// compile, program, evaluate. The golden file is src/lang/cel/cel.golden.json.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/google/cel-go/cel"
	"github.com/google/cel-go/common/types"
	"k8s.io/apimachinery/pkg/runtime/schema"
	utiljson "k8s.io/apimachinery/pkg/util/json"
	"k8s.io/apimachinery/pkg/util/version"
	plugin "k8s.io/apiserver/pkg/admission/plugin/cel"
	"k8s.io/apiserver/pkg/authentication/user"
	"k8s.io/apiserver/pkg/authorization/authorizer"
	apiservercel "k8s.io/apiserver/pkg/cel"
	"k8s.io/apiserver/pkg/cel/common"
	"k8s.io/apiserver/pkg/cel/environment"
	"k8s.io/apiserver/pkg/cel/library"
	"k8s.io/apiserver/pkg/cel/mutation"
)

type question struct {
	Name       string                     `json:"name,omitempty"`
	Expression string                     `json:"expression"`
	Variables  map[string]json.RawMessage `json:"variables,omitempty"`
	Types      map[string]string          `json:"types,omitempty"`
	Admission  bool                       `json:"admission,omitempty"`
	Patch      bool                       `json:"patch,omitempty"`
	Answer     *answer                    `json:"answer,omitempty"`
}

type answer struct {
	Type  string  `json:"type,omitempty"`
	Value *string `json:"value,omitempty"`
	Error string  `json:"error,omitempty"`
	Phase string  `json:"phase,omitempty"`
	Cost  *uint64 `json:"cost,omitempty"`
}

func main() {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if len(os.Args) > 1 && os.Args[1] == "lines" {
		lines := bufio.NewScanner(os.Stdin)
		lines.Buffer(nil, 64<<20)
		for lines.Scan() {
			var q question
			must(json.Unmarshal(lines.Bytes(), &q))
			must(out.Encode(judge(q)))
		}
		return
	}
	var questions []question
	must(json.NewDecoder(os.Stdin).Decode(&questions))
	for i := range questions {
		questions[i].Answer = judge(questions[i])
	}
	out.SetIndent("", " ")
	must(out.Encode(questions))
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func judge(q question) *answer {
	env, err := environmentOf(q)
	must(err)
	ast, issues := env.Compile(q.Expression)
	if issues.Err() != nil {
		return &answer{Phase: "compile", Error: issues.String()}
	}
	program, err := env.Program(ast, cel.InterruptCheckFrequency(100))
	if err != nil {
		return &answer{Phase: "program", Error: err.Error(), Type: ast.OutputType().String()}
	}
	variables := map[string]any{}
	for name, text := range q.Variables {
		var value any
		must(utiljson.Unmarshal(text, &value))
		variables[name] = value
	}
	if q.Admission || q.Patch {
		asking := &user.DefaultInfo{Name: "asking", Groups: []string{"people"}}
		variables[plugin.AuthorizerVarName] = library.NewAuthorizerVal(asking, tellAttributes{})
		variables[plugin.RequestResourceAuthorizerVarName] = library.NewResourceAuthorizerVal(asking, tellAttributes{}, requestResource{})
	}
	value, details, err := program.Eval(variables)
	result := &answer{Type: ast.OutputType().String()}
	if details != nil {
		result.Cost = details.ActualCost()
	}
	if err != nil {
		result.Phase, result.Error = "evaluate", err.Error()
		return result
	}
	text := types.Format(value)
	result.Value = &text
	return result
}

// tellAttributes allows `get`, fails for `fail`, and says as its reason what it was asked.
type tellAttributes struct{}

func (tellAttributes) Authorize(_ context.Context, a authorizer.Attributes) (authorizer.Decision, string, error) {
	told := fmt.Sprintf("%s %q path %q in %q %q %q %q %q", a.GetUser().GetName(), a.GetUser().GetGroups(), a.GetPath(),
		a.GetAPIGroup(), a.GetResource(), a.GetSubresource(), a.GetNamespace(), a.GetName())
	switch a.GetVerb() {
	case "get":
		return authorizer.DecisionAllow, told, nil
	case "fail":
		return authorizer.DecisionNoOpinion, told, errors.New("it failed")
	}
	return authorizer.DecisionNoOpinion, told, nil
}

// requestResource is what a request for a Pod's log names.
type requestResource struct{}

func (requestResource) GetName() string        { return "a-pod" }
func (requestResource) GetNamespace() string   { return "a-namespace" }
func (requestResource) GetSubresource() string { return "log" }
func (requestResource) GetResource() schema.GroupVersionResource {
	return schema.GroupVersionResource{Version: "v1", Resource: "pods"}
}

func environmentOf(q question) (*cel.Env, error) {
	set := environment.MustBaseEnvSet(version.MajorMinor(1, 37))
	var options []cel.EnvOption
	var declared []*apiservercel.DeclType
	if q.Admission || q.Patch {
		namespace, request := plugin.BuildNamespaceType(), plugin.BuildRequestType()
		declared = append(declared, namespace, request)
		options = append(options,
			cel.Variable(plugin.ObjectVarName, cel.DynType),
			cel.Variable(plugin.OldObjectVarName, cel.DynType),
			cel.Variable(plugin.ParamsVarName, cel.DynType),
			cel.Variable(plugin.NamespaceVarName, namespace.CelType()),
			cel.Variable(plugin.RequestVarName, request.CelType()),
			cel.Variable(plugin.AuthorizerVarName, library.AuthorizerType),
			cel.Variable(plugin.RequestResourceAuthorizerVarName, library.ResourceCheckType))
	}
	for name := range q.Variables {
		if (q.Admission || q.Patch) && q.Types[name] == "" {
			continue
		}
		options = append(options, cel.Variable(name, parseType(q.Types[name])))
	}
	for name, text := range q.Types {
		if _, given := q.Variables[name]; !given {
			options = append(options, cel.Variable(name, parseType(text)))
		}
	}
	extended, err := set.Extend(environment.VersionedOptions{
		IntroducedVersion: version.MajorMinor(1, 0),
		EnvOptions:        options,
		DeclTypes:         declared,
	})
	if err == nil && q.Patch {
		// Apart, as the server does: declared types put in with it would hide the resolver.
		extended, err = extended.Extend(environment.VersionedOptions{
			IntroducedVersion: version.MajorMinor(1, 0),
			EnvOptions: []cel.EnvOption{
				common.ResolverEnvOption(&mutation.DynamicTypeResolver{}),
				environment.UnversionedLib(library.JSONPatch),
			},
		})
	}
	if err != nil {
		return nil, err
	}
	return extended.Env(environment.NewExpressions)
}

var simple = map[string]*cel.Type{
	"": cel.DynType, "dyn": cel.DynType, "int": cel.IntType, "uint": cel.UintType, "double": cel.DoubleType, "bool": cel.BoolType,
	"string": cel.StringType, "bytes": cel.BytesType, "null_type": cel.NullType,
	"timestamp": cel.TimestampType, "duration": cel.DurationType,
}

func parseType(text string) *cel.Type {
	text = strings.TrimSpace(text)
	if found, ok := simple[text]; ok {
		return found
	}
	if inner, ok := strings.CutPrefix(text, "list("); ok {
		return cel.ListType(parseType(strings.TrimSuffix(inner, ")")))
	}
	if inner, ok := strings.CutPrefix(text, "map("); ok {
		key, value, _ := strings.Cut(strings.TrimSuffix(inner, ")"), ",")
		return cel.MapType(parseType(key), parseType(value))
	}
	if inner, ok := strings.CutPrefix(text, "optional_type("); ok {
		return cel.OptionalType(parseType(strings.TrimSuffix(inner, ")")))
	}
	must(fmt.Errorf("there is no type %q", text))
	return nil
}
