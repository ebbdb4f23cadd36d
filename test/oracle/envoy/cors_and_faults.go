package envoy

import (
	route "github.com/envoyproxy/go-control-plane/envoy/config/route/v3"
	cors "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/cors/v3"
	fault "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/fault/v3"
)

func isPreflight(request *Request) bool {
	origin, _ := request.header("origin")
	method, _ := request.header("access-control-request-method")
	return request.Method == "OPTIONS" && origin != "" && method != ""
}

// answersPreflight says whether the CORS filter answers a preflight request. It leaves routes alone that forward nothing.
func answersPreflight(taken *route.Route, request *Request) bool {
	packed := taken.GetTypedPerFilterConfig()["envoy.filters.http.cors"]
	if packed == nil || taken.GetRoute() == nil {
		return false
	}
	policy := &cors.CorsPolicy{}
	unmarshal(packed, policy)
	origin, _ := request.header("origin")
	for _, pattern := range policy.GetAllowOriginStringMatch() {
		if matchString(pattern, origin) {
			return true
		}
	}
	forwards := policy.GetForwardNotMatchingPreflights()
	return forwards != nil && !forwards.GetValue()
}

// FaultOf is the fault that a route injects; nil for none.
func FaultOf(taken *route.Route) *fault.HTTPFault {
	packed := taken.GetTypedPerFilterConfig()["envoy.filters.http.fault"]
	if packed == nil {
		return nil
	}
	injected := &fault.HTTPFault{}
	unmarshal(packed, injected)
	return injected
}

// abortStatus is the status of a fault that aborts every request; 0 for none.
func abortStatus(taken *route.Route) int {
	abort := FaultOf(taken).GetAbort()
	if abort == nil || FractionPercent(abort.GetPercentage()) < 100 {
		return 0
	}
	if status := abort.GetHttpStatus(); status != 0 {
		return int(status)
	}
	return 200
}
