package envoy

import (
	"net/netip"
	"strconv"

	xds "github.com/cncf/xds/go/xds/core/v3"
	xdsmatcher "github.com/cncf/xds/go/xds/type/matcher/v3"
	network "github.com/envoyproxy/go-control-plane/envoy/extensions/matching/common_inputs/network/v3"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// matchTree follows a matching tree to the name of a filter chain.
func matchTree(tree *xdsmatcher.Matcher, connection *Connection, read sniffed) (string, bool) {
	found := treeBranch(tree.GetMatcherTree(), connection, read)
	if found != nil {
		if name, matched := follow(found, connection, read); matched {
			return name, true
		}
	}
	return follow(tree.GetOnNoMatch(), connection, read)
}

func follow(branch *xdsmatcher.Matcher_OnMatch, connection *Connection, read sniffed) (string, bool) {
	switch kind := branch.GetOnMatch().(type) {
	case *xdsmatcher.Matcher_OnMatch_Matcher:
		return matchTree(kind.Matcher, connection, read)
	case *xdsmatcher.Matcher_OnMatch_Action:
		name := &wrapperspb.StringValue{}
		unmarshal(kind.Action.GetTypedConfig(), name)
		return name.GetValue(), true
	}
	return "", false
}

func treeBranch(tree *xdsmatcher.Matcher_MatcherTree, connection *Connection, read sniffed) *xdsmatcher.Matcher_OnMatch {
	switch kind := tree.GetTreeType().(type) {
	case *xdsmatcher.Matcher_MatcherTree_ExactMatchMap:
		value, found := treeInput(tree.GetInput(), connection, read)
		if !found {
			return nil
		}
		return kind.ExactMatchMap.GetMap()[value]
	case *xdsmatcher.Matcher_MatcherTree_CustomMatch:
		addresses := &xdsmatcher.IPMatcher{}
		unmarshal(kind.CustomMatch.GetTypedConfig(), addresses)
		return addressBranch(addresses, connection.Destination.Addr())
	}
	panic(unsupported("matching tree %T", tree.GetTreeType()))
}

// addressBranch takes the range that holds an address most closely.
func addressBranch(addresses *xdsmatcher.IPMatcher, address netip.Addr) *xdsmatcher.Matcher_OnMatch {
	var found *xdsmatcher.Matcher_OnMatch
	longest := -1
	for _, ranges := range addresses.GetRangeMatchers() {
		for _, block := range ranges.GetRanges() {
			start, err := netip.ParseAddr(block.GetAddressPrefix())
			bits := int(block.GetPrefixLen().GetValue())
			if err == nil && bits > longest && netip.PrefixFrom(start, bits).Contains(address) {
				found, longest = ranges.GetOnMatch(), bits
			}
		}
	}
	return found
}

func treeInput(input *xds.TypedExtensionConfig, connection *Connection, read sniffed) (string, bool) {
	message, err := input.GetTypedConfig().UnmarshalNew()
	if err != nil {
		panic(unsupported("%s: %v", input.GetTypedConfig().GetTypeUrl(), err))
	}
	switch kind := message.(type) {
	case *network.DestinationPortInput:
		return strconv.Itoa(int(connection.Destination.Port())), true
	case *network.DestinationIPInput:
		return connection.Destination.Addr().String(), true
	case *network.SourceIPInput:
		return connection.Source.String(), true
	case *network.ServerNameInput:
		return read.serverName, read.serverName != ""
	case *network.TransportProtocolInput:
		return read.transport, true
	case *network.ApplicationProtocolInput:
		if len(read.protocols) == 0 {
			return "", false
		}
		quoted := ""
		for i, protocol := range read.protocols {
			if i > 0 {
				quoted += ","
			}
			quoted += "'" + protocol + "'"
		}
		return quoted, true
	case *network.FilterStateInput:
		value, found := connection.FilterState[kind.GetKey()]
		return value, found
	}
	panic(unsupported("input %T of a matching tree", message))
}
