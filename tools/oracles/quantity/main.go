// Command quantity tells how Kubernetes reads, renders, compares and adds quantities.
//
//	go run . < CASES      reads ["text", …], prints one answer a text and one a pair of neighbours
//
// The golden file is src/lang/quantity/kubernetes-quantities.golden.json, one answer a line: to add a text, give this
// program all its texts and the new one, and put the output in its place.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
)

type answer struct {
	Text     string `json:"text"`
	Refused  string `json:"refused,omitempty"`
	Rendered string `json:"rendered,omitempty"`
	Copied   string `json:"copied,omitempty"`
	Integer  string `json:"integer,omitempty"`
	Float    string `json:"float,omitempty"`
	Rounded  string `json:"rounded,omitempty"`
	// With the text before it.
	Compared   int    `json:"compared"`
	Sum        string `json:"sum,omitempty"`
	Difference string `json:"difference,omitempty"`
	SumInteger string `json:"sumInteger,omitempty"`
}

func main() {
	var texts []string
	if err := json.NewDecoder(os.Stdin).Decode(&texts); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	answers := make([]answer, 0, len(texts))
	before := resource.MustParse("1")
	for _, text := range texts {
		q, err := resource.ParseQuantity(text)
		if err != nil {
			answers = append(answers, answer{Text: text, Refused: err.Error()})
			continue
		}
		answers = append(answers, tell(text, q, before))
		before = q
	}
	lines := make([]string, 0, len(answers))
	for _, each := range answers {
		line, err := json.Marshal(each)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		lines = append(lines, string(line))
	}
	fmt.Println("[\n" + strings.Join(lines, ",\n") + "\n]")
}

func tell(text string, q, before resource.Quantity) answer {
	result := answer{Text: text}
	kept := q.DeepCopy()
	result.Rendered = kept.String()
	// What the value reads without the text it came in.
	fresh := q.DeepCopy()
	fresh.Add(resource.Quantity{Format: fresh.Format})
	result.Copied = fresh.String()
	if whole, ok := q.AsInt64(); ok {
		result.Integer = strconv.FormatInt(whole, 10)
	}
	result.Float = strconv.FormatFloat(q.AsApproximateFloat64(), 'g', -1, 64)
	rounded := q.DeepCopy()
	rounded.RoundUp(resource.Milli)
	result.Rounded = rounded.String()
	left := q.DeepCopy()
	result.Compared = left.Cmp(before.DeepCopy())
	sum := q.DeepCopy()
	sum.Add(before.DeepCopy())
	result.Sum = sum.String()
	difference := q.DeepCopy()
	difference.Sub(before.DeepCopy())
	result.Difference = difference.String()
	if whole, ok := sum.AsInt64(); ok {
		result.SumInteger = strconv.FormatInt(whole, 10)
	}
	return result
}
