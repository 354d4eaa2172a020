// Command network asks Cyclonus, which the Kubernetes network policy conformance work grew out of, whether connections
// are allowed: a truth about NetworkPolicy that shares nothing with Vauban.
//
//	go run . < LINES    reads one estate a line, prints one answer a line as it goes
//
// An estate is {"policies": [NetworkPolicy], "parties": [{namespace, namespaceLabels, labels, address, names}],
// "points": [{protocol, port}]}. A party without a namespace is an address outside; `names` gives, by "TCP/80", the names
// that a pod's ports have. The answer is {"egress": [...], "ingress": [...]}: for each pair of parties, in order of
// the first and then of the second, one digit for each point. An estate that it cannot judge gives {"error"}.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	v1 "k8s.io/api/core/v1"
	networkingv1 "k8s.io/api/networking/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
)

type party struct {
	Namespace       string              `json:"namespace"`
	NamespaceLabels map[string]string   `json:"namespaceLabels"`
	Labels          map[string]string   `json:"labels"`
	Address         string              `json:"address"`
	Names           map[string][]string `json:"names"`
}

type point struct {
	Protocol v1.Protocol `json:"protocol"`
	Port     int         `json:"port"`
}

type estate struct {
	Policies []*networkingv1.NetworkPolicy `json:"policies"`
	Parties  []party                       `json:"parties"`
	Points   []point                       `json:"points"`
}

type answer struct {
	Egress  []string `json:"egress,omitempty"`
	Ingress []string `json:"ingress,omitempty"`
	Error   string   `json:"error,omitempty"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for in.Scan() {
		if err := out.Encode(judge(in.Bytes())); err != nil {
			panic(err)
		}
	}
	if err := in.Err(); err != nil {
		panic(err)
	}
}

func judge(line []byte) (result answer) {
	// Cyclonus panics at policies that the API server would refuse.
	defer func() {
		if why := recover(); why != nil {
			result = answer{Error: fmt.Sprint(why)}
		}
	}()
	var asked estate
	if err := json.Unmarshal(line, &asked); err != nil {
		return answer{Error: err.Error()}
	}
	for _, policy := range asked.Policies {
		setDefaults(policy)
	}
	if err := decideSelectors(&asked); err != nil {
		return answer{Error: err.Error()}
	}
	policy := matcher.BuildNetworkPolicies(false, asked.Policies)
	for _, from := range asked.Parties {
		for _, to := range asked.Parties {
			egress, ingress := decide(policy, from, to, asked.Points)
			result.Egress = append(result.Egress, egress)
			result.Ingress = append(result.Ingress, ingress)
		}
	}
	return result
}

// Cyclonus reads policies as the API server stores them: SetDefaults_NetworkPolicy of k8s.io/kubernetes/pkg/apis/networking/v1.
func setDefaults(policy *networkingv1.NetworkPolicy) {
	if len(policy.Spec.PolicyTypes) > 0 {
		return
	}
	policy.Spec.PolicyTypes = []networkingv1.PolicyType{networkingv1.PolicyTypeIngress}
	if len(policy.Spec.Egress) != 0 {
		policy.Spec.PolicyTypes = append(policy.Spec.PolicyTypes, networkingv1.PolicyTypeEgress)
	}
}

// Cyclonus departs from Kubernetes where a label is absent: NotIn does not fit it, and matchLabels with an empty value does
// (labels.Requirement.Matches of k8s.io/apimachinery says the opposite of both). So Kubernetes' own library decides whom
// each selector fits: who fits gets a label for it, and the selector asks for that label. An empty selector stays.
func decideSelectors(asked *estate) error {
	known := len(asked.Parties)
	namespaces, pods := make([]map[string]string, known), make([]map[string]string, known)
	for index := range asked.Parties {
		namespaces[index], pods[index] = map[string]string{}, map[string]string{}
	}
	count := 0
	replace := func(selector *metav1.LabelSelector, isOfNamespaces bool) error {
		if selector == nil || len(selector.MatchLabels)+len(selector.MatchExpressions) == 0 {
			return nil
		}
		compiled, err := metav1.LabelSelectorAsSelector(selector)
		if err != nil {
			return err
		}
		count++
		key := fmt.Sprintf("selector-%d", count)
		for index, party := range asked.Parties {
			own, marks := party.Labels, pods[index]
			if isOfNamespaces {
				own, marks = party.NamespaceLabels, namespaces[index]
			}
			if compiled.Matches(labels.Set(own)) {
				marks[key] = "fits"
			}
		}
		*selector = metav1.LabelSelector{MatchLabels: map[string]string{key: "fits"}}
		return nil
	}
	for _, policy := range asked.Policies {
		if err := replace(&policy.Spec.PodSelector, false); err != nil {
			return err
		}
		var peers []networkingv1.NetworkPolicyPeer
		for _, rule := range policy.Spec.Ingress {
			peers = append(peers, rule.From...)
		}
		for _, rule := range policy.Spec.Egress {
			peers = append(peers, rule.To...)
		}
		for _, peer := range peers {
			if err := errors.Join(replace(peer.PodSelector, false), replace(peer.NamespaceSelector, true)); err != nil {
				return err
			}
		}
	}
	for index := range asked.Parties {
		asked.Parties[index].Labels, asked.Parties[index].NamespaceLabels = pods[index], namespaces[index]
	}
	return nil
}

func decide(policy *matcher.Policy, from, to party, points []point) (string, string) {
	egress, ingress := make([]byte, len(points)), make([]byte, len(points))
	for index, point := range points {
		egress[index], ingress[index] = '0', '0'
		// It takes one name for a port: a port with several names is asked about by each.
		names := append([]string{""}, to.Names[fmt.Sprintf("%s/%d", point.Protocol, point.Port)]...)
		for _, name := range names {
			result := policy.IsTrafficAllowed(&matcher.Traffic{
				Source:           toPeer(from),
				Destination:      toPeer(to),
				ResolvedPort:     point.Port,
				ResolvedPortName: name,
				Protocol:         point.Protocol,
			})
			if result.Egress.IsAllowed() {
				egress[index] = '1'
			}
			if result.Ingress.IsAllowed() {
				ingress[index] = '1'
			}
		}
	}
	return string(egress), string(ingress)
}

func toPeer(of party) *matcher.TrafficPeer {
	if of.Namespace == "" {
		return &matcher.TrafficPeer{IP: of.Address}
	}
	return &matcher.TrafficPeer{
		IP: of.Address,
		Internal: &matcher.InternalPeer{
			PodLabels:       of.Labels,
			NamespaceLabels: of.NamespaceLabels,
			Namespace:       of.Namespace,
		},
	}
}
