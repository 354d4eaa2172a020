// Command yaml tells how Kubernetes itself reads YAML and JSON: the truth Vauban's own reader is compared with.
//
//	go run . cases < GOLDEN       reads [{"name","text"}], prints the same with "answer" (JSON as a text) or "refused"
//	go run . files FILE…          prints one line a document: {"file","document","answer"|"refused"}
//
// The golden file is src/lang/yaml/kubernetes-reading.golden.json: add a case with its name and text, run, and put
// the output in its place. Documents are cut by apimachinery's YAMLReader and read by sigs.k8s.io/yaml, or as JSON where they begin with `{`.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type reading struct {
	Name     string `json:"name,omitempty"`
	Text     string `json:"text"`
	File     string `json:"file,omitempty"`
	Document int    `json:"document,omitempty"`
	Answer   string `json:"answer,omitempty"`
	Refused  bool   `json:"refused,omitempty"`
	// Strict is true where the API server's strict field validation refuses what is otherwise read.
	Strict bool `json:"strict,omitempty"`
}

func main() {
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	if len(os.Args) > 2 && os.Args[1] == "files" {
		for _, file := range os.Args[2:] {
			readFile(file, out)
		}
		return
	}
	var cases []reading
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	for i := range cases {
		// YAMLReader ends every line it reads, the last one too.
		cases[i] = read(cases[i], []byte(strings.TrimSuffix(cases[i].Text, "\n")+"\n"))
	}
	out.SetIndent("", " ")
	if err := out.Encode(cases); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func readFile(file string, out *json.Encoder) {
	content, err := os.Open(file)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	defer content.Close()
	reader := utilyaml.NewYAMLReader(bufio.NewReader(content))
	for number := 0; ; number++ {
		document, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			_ = out.Encode(reading{File: file, Document: number, Refused: true})
			return
		}
		_ = out.Encode(read(reading{File: file, Document: number}, document))
	}
}

func read(into reading, text []byte) reading {
	into.Answer, into.Refused, into.Strict = "", false, false
	answer, err := toJSON(text)
	if err != nil {
		into.Refused = true
		fmt.Fprintf(os.Stderr, "%s%s %d: %v\n", into.Name, into.File, into.Document, err)
		return into
	}
	into.Answer = string(answer)
	if _, err := yaml.YAMLToJSONStrict(text); err != nil {
		into.Strict = true
	}
	return into
}

// toJSON reads JSON as JSON and falls back to YAML, as kubectl's decoder does.
func toJSON(text []byte) ([]byte, error) {
	if utilyaml.IsJSONBuffer(text) {
		var value any
		decoder := json.NewDecoder(bytes.NewReader(text))
		decoder.UseNumber()
		if err := decoder.Decode(&value); err == nil {
			return encode(value)
		}
	}
	answer, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(answer))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return encode(value)
}

func encode(value any) ([]byte, error) {
	var buffer bytes.Buffer
	encoder := json.NewEncoder(&buffer)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return nil, err
	}
	return bytes.TrimSpace(buffer.Bytes()), nil
}
