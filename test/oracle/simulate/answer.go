package simulate

// Answer is what becomes of a request. The form is that of the answers in test data for the product's simulator.
type Answer struct {
	Outcome      string        `json:"outcome"`
	Status       int           `json:"status,omitempty"`
	Location     string        `json:"location,omitempty"`
	Destinations []Destination `json:"destinations,omitempty"`
	Route        *Route        `json:"route,omitempty"`
	// LeftOut says why there is no answer: it hangs on more than the manifests say.
	LeftOut string `json:"leftOut,omitempty"`
}

// Destination is a share of the requests.
type Destination struct {
	Host        string   `json:"host"`
	Port        int      `json:"port"`
	Subset      string   `json:"subset,omitempty"`
	Percent     float64  `json:"percent"`
	Unavailable bool     `json:"unavailable,omitempty"`
	Targets     []Target `json:"targets,omitempty"`
}

// Target is a workload that can get the request.
type Target struct {
	Workload string   `json:"workload"`
	Outcome  string   `json:"outcome,omitempty"`
	Or       []string `json:"or,omitempty"`
	Status   int      `json:"status,omitempty"`
	MTLS     *bool    `json:"mtls,omitempty"`
	Port     int      `json:"port,omitempty"`
	Onward   *Answer  `json:"onward,omitempty"`
}

// Route is the route of the first proxy.
type Route struct {
	VirtualHost string   `json:"virtualHost"`
	Name        string   `json:"name"`
	Timeout     string   `json:"timeout,omitempty"`
	Retries     *Retries `json:"retries,omitempty"`
	Path        string   `json:"path"`
	Authority   string   `json:"authority"`
	Mirrors     []Mirror `json:"mirrors,omitempty"`
	Fault       *Fault   `json:"fault,omitempty"`
}

// Retries is the policy of repeating failed requests.
type Retries struct {
	Attempts              int    `json:"attempts"`
	RetryOn               string `json:"retryOn"`
	RetriableStatusCodes  []int  `json:"retriableStatusCodes,omitempty"`
	PerTryTimeout         string `json:"perTryTimeout,omitempty"`
	AvoidPreviousHosts    bool   `json:"avoidPreviousHosts"`
	HostSelectionAttempts int    `json:"hostSelectionRetryMaxAttempts,omitempty"`
}

// Mirror is a copy of a share of the requests.
type Mirror struct {
	Host    string  `json:"host"`
	Subset  string  `json:"subset,omitempty"`
	Percent float64 `json:"percent"`
}

// Fault is what a route injects.
type Fault struct {
	Delay *Delay `json:"delay,omitempty"`
	Abort *Abort `json:"abort,omitempty"`
}

// Delay of a share of the requests.
type Delay struct {
	Percent float64 `json:"percent"`
	Fixed   string  `json:"fixedDelay,omitempty"`
}

// Abort of a share of the requests.
type Abort struct {
	Percent    float64 `json:"percent"`
	HTTPStatus int     `json:"httpStatus,omitempty"`
}
