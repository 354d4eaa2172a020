// Prints the Go types behind every kind of the API server: field names, types, and what an empty field prints as.
//
// The published OpenAPI documents do not say which fields are pointers and which are left out when empty, and a policy
// sees both. `tools/schema/main.ts` joins what is printed here with those documents.
package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"strings"

	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes/scheme"
	aggregator "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

type field struct {
	Name string `json:"name"`
	// The type in one word, see tools/schema/README.md.
	Type string `json:"type"`
	// "empty", "zero" or "".
	Omit string `json:"omit"`
}

var types = map[string][]field{}

// Types with a form of their own in JSON.
var leaves = map[reflect.Type]string{
	reflect.TypeFor[resource.Quantity]():                          "quantity",
	reflect.TypeFor[metav1.Time]():                                "time",
	reflect.TypeFor[metav1.MicroTime]():                           "microtime",
	reflect.TypeFor[intstr.IntOrString]():                         "intorstring",
	reflect.TypeFor[runtime.RawExtension]():                       "raw",
	reflect.TypeFor[metav1.FieldsV1]():                            "raw",
	reflect.TypeFor[apiextensions.JSON]():                         "raw",
	reflect.TypeFor[apiextensions.JSONSchemaPropsOrArray]():       "schemaorarray",
	reflect.TypeFor[apiextensions.JSONSchemaPropsOrBool]():        "schemaorbool",
	reflect.TypeFor[apiextensions.JSONSchemaPropsOrStringArray](): "schemaorstrings",
}

func main() {
	all := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{scheme.AddToScheme, apiextensions.AddToScheme, aggregator.AddToScheme} {
		if err := add(all); err != nil {
			fail(err)
		}
	}
	object := reflect.TypeFor[metav1.ObjectMeta]()
	kinds := map[string]string{}
	for gvk, goType := range all.AllKnownTypes() {
		if gvk.Version == runtime.APIVersionInternal || goType.Kind() != reflect.Struct {
			continue
		}
		if meta, has := goType.FieldByName("ObjectMeta"); !has || meta.Type != object {
			continue
		}
		kinds[gvk.Group+"/"+gvk.Version+"/"+gvk.Kind] = nameOf(goType)
	}
	if err := json.NewEncoder(os.Stdout).Encode(map[string]any{"kinds": kinds, "types": types}); err != nil {
		fail(err)
	}
}

func nameOf(goType reflect.Type) string {
	name := strings.TrimPrefix(goType.PkgPath(), "k8s.io/api/") + "." + goType.Name()
	if _, seen := types[name]; !seen {
		types[name] = nil
		types[name] = fieldsOf(goType)
	}
	return name
}

func fieldsOf(goType reflect.Type) []field {
	fields := []field{}
	for i := range goType.NumField() {
		each := goType.Field(i)
		tag, tagged := each.Tag.Lookup("json")
		parts := strings.Split(tag, ",")
		if parts[0] == "-" || !each.IsExported() {
			continue
		}
		if !tagged || parts[0] == "" {
			if each.Type.Kind() != reflect.Struct {
				fail(fmt.Errorf("%s.%s has no name", goType, each.Name))
			}
			fields = append(fields, fieldsOf(each.Type)...)
			continue
		}
		omit := ""
		for _, option := range parts[1:] {
			switch option {
			case "omitempty":
				// encoding/json never leaves a struct out for being empty.
				if omit == "" && each.Type.Kind() != reflect.Struct {
					omit = "empty"
				}
			case "omitzero":
				omit = "zero"
			case "inline":
			default:
				fail(fmt.Errorf("%s.%s: unknown option %s", goType, each.Name, option))
			}
		}
		fields = append(fields, field{parts[0], typeOf(each.Type), omit})
	}
	return fields
}

func typeOf(goType reflect.Type) string {
	if leaf, is := leaves[goType]; is {
		return leaf
	}
	switch goType.Kind() {
	case reflect.Pointer:
		return "*" + typeOf(goType.Elem())
	case reflect.Slice:
		if goType.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + typeOf(goType.Elem())
	case reflect.Map:
		return "{}" + typeOf(goType.Elem())
	case reflect.Struct:
		if reflect.PointerTo(goType).Implements(reflect.TypeFor[json.Unmarshaler]()) ||
			reflect.PointerTo(goType).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
			fail(fmt.Errorf("%s reads its own JSON", goType))
		}
		return nameOf(goType)
	case reflect.String, reflect.Bool, reflect.Int32, reflect.Int64, reflect.Float64, reflect.Uint32, reflect.Uint64, reflect.Int:
		return goType.Kind().String()
	default:
		fail(fmt.Errorf("%s is of a kind this does not know", goType))
		return ""
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
