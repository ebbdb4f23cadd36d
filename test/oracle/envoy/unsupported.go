package envoy

import (
	"fmt"

	template "github.com/envoyproxy/go-control-plane/envoy/extensions/path/match/uri_template/v3"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/anypb"
)

// Unsupported is configuration that the oracle does not evaluate. It is thrown as a panic: an answer in spite of it
// would be a guess.
type Unsupported struct{ What string }

func (u Unsupported) Error() string { return "the oracle does not evaluate " + u.What }

func unsupported(format string, values ...any) Unsupported {
	return Unsupported{What: fmt.Sprintf(format, values...)}
}

func unmarshal(packed *anypb.Any, into proto.Message) {
	if err := packed.UnmarshalTo(into); err != nil {
		panic(unsupported("%s: %v", packed.GetTypeUrl(), err))
	}
}

type templateMatch = template.UriTemplateMatchConfig
