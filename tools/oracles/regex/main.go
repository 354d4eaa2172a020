// Command regex tells what Go's regexp makes of patterns and texts: the truth Vauban's compileRe2 is compared with.
//
//	go run . < GOLDEN       reads [{"pattern","texts":[…]}], prints the same with "defect" or, for each text, "answers"
//	go run . classes        prints the names \p{…} takes, each on a line
//
// The golden file is src/lang/regex/go-regexp.golden.json: add a pattern with its texts, run, and put the output in its place.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"regexp/syntax"
	"slices"
	"unicode"
)

type question struct {
	Pattern string   `json:"pattern"`
	Texts   []string `json:"texts"`
	Defect  string   `json:"defect,omitempty"`
	// Answers has one entry a text: every match, and the groups of the first.
	Answers []answer `json:"answers,omitempty"`
}

type answer struct {
	All    []string  `json:"all"`
	Groups []*string `json:"groups,omitempty"`
}

func main() {
	if len(os.Args) > 1 && os.Args[1] == "classes" {
		printClasses()
		return
	}
	var questions []question
	if err := json.NewDecoder(os.Stdin).Decode(&questions); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	fmt.Println("[")
	for i, asked := range questions {
		var line bytes.Buffer
		out := json.NewEncoder(&line)
		out.SetEscapeHTML(false)
		if err := out.Encode(ask(asked)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		end := ","
		if i == len(questions)-1 {
			end = ""
		}
		fmt.Printf(" %s%s\n", bytes.TrimSpace(line.Bytes()), end)
	}
	fmt.Println("]")
}

func ask(asked question) question {
	asked.Defect, asked.Answers = "", nil
	pattern, err := regexp.Compile(asked.Pattern)
	if err != nil {
		asked.Defect = err.Error()
		return asked
	}
	for _, text := range asked.Texts {
		found := answer{All: append([]string{}, pattern.FindAllString(text, -1)...)}
		if at := pattern.FindStringSubmatchIndex(text); at != nil {
			for i := 0; i < len(at); i += 2 {
				if at[i] < 0 {
					found.Groups = append(found.Groups, nil)
					continue
				}
				group := text[at[i]:at[i+1]]
				found.Groups = append(found.Groups, &group)
			}
		}
		asked.Answers = append(asked.Answers, found)
	}
	return asked
}

func printClasses() {
	names := []string{}
	for _, table := range []map[string]*unicode.RangeTable{unicode.Categories, unicode.Scripts} {
		for name := range table {
			names = append(names, name)
		}
	}
	for name := range unicode.CategoryAliases {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if _, err := syntax.Parse(`\p{`+name+`}`, syntax.Perl); err == nil {
			fmt.Println(name)
		} else {
			fmt.Fprintln(os.Stderr, "refused:", name)
		}
	}
}
