package simulate

import (
	"net"
	"reflect"
	"strconv"
	"strings"

	"cdk8s-istio/test/oracle/envoy"
)

// clusterName is what the name of a cluster says: `direction|port|subset|host`.
func clusterName(name string) (host, subset string, port int) {
	parts := strings.Split(name, "|")
	if len(parts) != 4 {
		return name, "", 0
	}
	port, _ = strconv.Atoi(parts[1])
	subset = parts[2]
	if parts[0] == "inbound-vip" {
		// Waypoints write the protocol before the subset.
		_, subset, _ = strings.Cut(subset, "/")
	}
	return parts[3], subset, port
}

func hostOf(authority string) string {
	if host, _, err := net.SplitHostPort(authority); err == nil {
		return host
	}
	return authority
}

// distinct lists each workload once.
func distinct(targets []Target) []Target {
	var listed []Target
	for _, target := range targets {
		known := false
		for _, other := range listed {
			if other.Workload != target.Workload {
				continue
			}
			if !alike(other, target) {
				panic(leaveOut("two endpoints of %q fare differently", target.Workload))
			}
			known = true
		}
		if !known {
			listed = append(listed, target)
		}
	}
	return listed
}

func alike(one, other Target) bool {
	one.Port, other.Port = 0, 0
	return reflect.DeepEqual(one, other)
}

// united is one answer for a name with several addresses.
func united(answers []*Answer) *Answer {
	if len(answers) == 0 {
		return &Answer{LeftOut: "the name has no address"}
	}
	whole := answers[0]
	for _, answer := range answers[1:] {
		if answer.LeftOut != "" {
			return answer
		}
		same := answer.Outcome == whole.Outcome && answer.Status == whole.Status && answer.Location == whole.Location &&
			len(answer.Destinations) == len(whole.Destinations) && reflect.DeepEqual(answer.Route, whole.Route)
		if !same {
			return &Answer{LeftOut: "the name has several addresses with different answers"}
		}
		for i := range whole.Destinations {
			one, other := &whole.Destinations[i], answer.Destinations[i]
			if one.Host != other.Host || one.Port != other.Port || one.Subset != other.Subset || one.Percent != other.Percent {
				return &Answer{LeftOut: "the name has several addresses with different answers"}
			}
			one.Targets = distinct(append(one.Targets, other.Targets...))
		}
	}
	return whole
}

func routeOf(verdict *envoy.Verdict) *Route {
	taken := verdict.Route
	action := taken.GetRoute()
	request := verdict.Request
	route := &Route{
		VirtualHost: verdict.VirtualHost.GetName(),
		Name:        taken.GetName(),
		Path:        request.Path,
		Authority:   request.Authority,
	}
	if timeout := action.GetTimeout().AsDuration(); timeout > 0 {
		route.Timeout = timeout.String()
	}
	if policy := action.GetRetryPolicy(); policy != nil {
		retries := &Retries{
			Attempts:              int(policy.GetNumRetries().GetValue()),
			RetryOn:               policy.GetRetryOn(),
			AvoidPreviousHosts:    len(policy.GetRetryHostPredicate()) > 0,
			HostSelectionAttempts: int(policy.GetHostSelectionRetryMaxAttempts()),
		}
		for _, code := range policy.GetRetriableStatusCodes() {
			retries.RetriableStatusCodes = append(retries.RetriableStatusCodes, int(code))
		}
		if try := policy.GetPerTryTimeout().AsDuration(); try > 0 {
			retries.PerTryTimeout = try.String()
		}
		route.Retries = retries
	}
	for _, policy := range action.GetRequestMirrorPolicies() {
		host, subset, _ := clusterName(policy.GetCluster())
		percent := 100.0
		if fraction := policy.GetRuntimeFraction(); fraction != nil {
			percent = envoy.FractionPercent(fraction.GetDefaultValue())
		}
		route.Mirrors = append(route.Mirrors, Mirror{Host: host, Subset: subset, Percent: percent})
	}
	if injected := envoy.FaultOf(taken); injected != nil {
		route.Fault = &Fault{}
		if delay := injected.GetDelay(); delay != nil {
			route.Fault.Delay = &Delay{Percent: envoy.FractionPercent(delay.GetPercentage()), Fixed: delay.GetFixedDelay().AsDuration().String()}
		}
		if abort := injected.GetAbort(); abort != nil {
			route.Fault.Abort = &Abort{Percent: envoy.FractionPercent(abort.GetPercentage()), HTTPStatus: int(abort.GetHttpStatus())}
		}
	}
	return route
}
