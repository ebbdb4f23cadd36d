package simulate

import (
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	"cdk8s-istio/test/oracle/mesh"
)

// Configuration is what istiod tells the proxy of a workload, to find out why a request fares as it does.
func Configuration(m *mesh.Mesh, name string) (json.RawMessage, error) {
	workload := find(m, name)
	if workload == nil {
		return nil, fmt.Errorf("no workload %q", name)
	}
	proxy := m.Proxy(workload)
	written := map[string][]json.RawMessage{}
	add := func(kind string, message proto.Message) error {
		text, err := protojson.MarshalOptions{AllowPartial: true}.Marshal(message)
		if err != nil {
			text, err = json.Marshal(fmt.Sprint(message))
		}
		written[kind] = append(written[kind], text)
		return err
	}
	for _, one := range proxy.Listeners {
		if err := add("listeners", one); err != nil {
			return nil, err
		}
	}
	for _, one := range proxy.Routes {
		if err := add("routes", one); err != nil {
			return nil, err
		}
	}
	for _, one := range proxy.Clusters {
		if err := add("clusters", one); err != nil {
			return nil, err
		}
		if assignment := proxy.Endpoints(one.GetName()); assignment != nil {
			if err := add("endpoints", assignment); err != nil {
				return nil, err
			}
		}
	}
	return json.Marshal(written)
}
