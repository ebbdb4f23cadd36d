package envoy

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"sort"
	"strconv"
	"strings"

	jwt "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/http/jwt_authn/v3"
)

// signature of a token that a key of its issuer has signed; any other one is wrong.
const signature = "c2lnbmVk"

// EncodeToken writes a token whose signature says whether it is good. An expired one has an expiry in the past.
func EncodeToken(claims map[string]any, signed, expired bool) string {
	if expired {
		dated := map[string]any{"exp": 1}
		for name, value := range claims {
			if name != "exp" {
				dated[name] = value
			}
		}
		claims = dated
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	end := signature
	if !signed {
		end = "d3Jvbmc"
	}
	return encode([]byte(`{"alg":"RS256","kid":"k"}`)) + "." + encode(payload) + "." + end
}

// tokenStatus is what a check of tokens comes to.
type tokenStatus int

const (
	tokenGood tokenStatus = iota
	tokenMissing
	tokenUnknownIssuer
	tokenBad
	tokenWrongAudience
)

// place is where a token was found.
type place struct {
	token, header, parameter string
}

// tokenCheck runs the token filter of one connection manager over a request.
type tokenCheck struct {
	config   *jwt.JwtAuthentication
	request  *Request
	metadata map[string]any
	reroute  bool
}

// verify follows a requirement. Of several alternatives the first good one ends the check; if all fail, an error that is
// more than a missing or foreign token counts.
func (c *tokenCheck) verify(requirement *jwt.JwtRequirement) tokenStatus {
	switch kind := requirement.GetRequiresType().(type) {
	case *jwt.JwtRequirement_ProviderName:
		return c.verifyProvider(kind.ProviderName)
	case *jwt.JwtRequirement_RequiresAny:
		return c.verifyAny(kind.RequiresAny.GetRequirements())
	case *jwt.JwtRequirement_RequiresAll:
		for _, one := range kind.RequiresAll.GetRequirements() {
			if status := c.verify(one); status != tokenGood {
				return status
			}
		}
		return tokenGood
	case nil:
		return tokenGood
	}
	panic(unsupported("token requirement %T", requirement.GetRequiresType()))
}

func (c *tokenCheck) verifyAny(requirements []*jwt.JwtRequirement) tokenStatus {
	allowMissing := false
	final := tokenMissing
	for _, one := range requirements {
		if _, isBypass := one.GetRequiresType().(*jwt.JwtRequirement_AllowMissing); isBypass {
			allowMissing = true
			continue
		}
		status := c.verify(one)
		if status == tokenGood {
			return tokenGood
		}
		if status != tokenMissing && status != tokenUnknownIssuer || final == tokenMissing {
			final = status
		}
	}
	if allowMissing && final == tokenMissing {
		return tokenGood
	}
	return final
}

// verifyProvider checks all tokens in the places of a provider; each must be good.
func (c *tokenCheck) verifyProvider(name string) tokenStatus {
	provider := c.config.GetProviders()[name]
	if header := provider.GetForwardPayloadHeader(); header != "" {
		delete(c.request.Headers, strings.ToLower(header))
	}
	for _, claim := range provider.GetClaimToHeaders() {
		delete(c.request.Headers, strings.ToLower(claim.GetHeaderName()))
	}
	found := c.extract(provider)
	if len(found) == 0 {
		return tokenMissing
	}
	for i := len(found) - 1; i >= 0; i-- {
		if status := c.verifyToken(found[i], provider); status != tokenGood {
			return status
		}
	}
	return tokenGood
}

func (c *tokenCheck) verifyToken(found place, provider *jwt.JwtProvider) tokenStatus {
	parts := strings.Split(found.token, ".")
	if len(parts) != 3 {
		return tokenBad
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	claims := map[string]any{}
	if err != nil || json.Unmarshal(text, &claims) != nil {
		return tokenBad
	}
	issuer, _ := claims["iss"].(string)
	if provider.GetIssuer() != "" && issuer != provider.GetIssuer() {
		return tokenUnknownIssuer
	}
	if expiry, dated := claims["exp"].(float64); dated && expiry < 2 {
		return tokenBad
	}
	if allowed := provider.GetAudiences(); len(allowed) > 0 && !slices.ContainsFunc(allowed, func(audience string) bool {
		return slices.Contains(audiencesOf(claims["aud"]), plainAudience(audience))
	}) {
		return tokenWrongAudience
	}
	if parts[2] != signature {
		return tokenBad
	}
	c.accept(found, parts[1], claims, provider)
	return tokenGood
}

// plainAudience takes scheme and final slash off, which Envoy does not look at.
func plainAudience(audience string) string {
	audience = strings.TrimPrefix(strings.TrimPrefix(audience, "http://"), "https://")
	return strings.TrimSuffix(audience, "/")
}

func audiencesOf(claim any) []string {
	var audiences []string
	switch value := claim.(type) {
	case string:
		audiences = append(audiences, plainAudience(value))
	case []any:
		for _, one := range value {
			if text, isText := one.(string); isText {
				audiences = append(audiences, plainAudience(text))
			}
		}
	}
	return audiences
}

func (c *tokenCheck) accept(found place, encoded string, claims map[string]any, provider *jwt.JwtProvider) {
	if header := provider.GetForwardPayloadHeader(); header != "" {
		c.add(header, encoded)
	}
	for _, output := range provider.GetClaimToHeaders() {
		if value := claimText(claims, output.GetClaimName()); value != "" {
			c.add(output.GetHeaderName(), value)
		}
	}
	if !provider.GetForward() {
		if found.header != "" {
			delete(c.request.Headers, found.header)
		}
		if found.parameter != "" {
			c.removeParameter(found.parameter)
		}
	}
	if key := provider.GetPayloadInMetadata(); key != "" {
		payload, _ := c.metadata["envoy.filters.http.jwt_authn"].(map[string]any)
		if payload == nil {
			payload = map[string]any{}
			c.metadata["envoy.filters.http.jwt_authn"] = payload
		}
		payload[key] = normalizedClaims(claims, provider.GetNormalizePayloadInMetadata().GetSpaceDelimitedClaims())
	}
	c.reroute = c.reroute || provider.GetClearRouteCache()
}

func (c *tokenCheck) add(name, value string) {
	name = strings.ToLower(name)
	c.request.Headers[name] = append(c.request.Headers[name], value)
}

// removeParameter takes a parameter out of the path; Envoy writes the others sorted by name.
func (c *tokenCheck) removeParameter(name string) {
	path, text, _ := strings.Cut(c.request.Path, "?")
	parameters := map[string][]string{}
	for _, part := range strings.Split(text, "&") {
		key, value, _ := strings.Cut(part, "=")
		if decoded, err := url.PathUnescape(key); err == nil && decoded != name && key != "" {
			parameters[key] = append(parameters[key], value)
		}
	}
	var written []string
	for key, values := range parameters {
		for _, value := range values {
			written = append(written, key+"="+value)
		}
	}
	sort.Strings(written)
	c.request.Path = path
	if len(written) > 0 {
		c.request.Path += "?" + strings.Join(written, "&")
	}
}

func normalizedClaims(claims map[string]any, spaceDelimited []string) map[string]any {
	normalized := make(map[string]any, len(claims))
	for name, value := range claims {
		text, isText := value.(string)
		if isText && slices.Contains(spaceDelimited, name) {
			var list []any
			for _, one := range strings.Fields(text) {
				list = append(list, one)
			}
			value = list
		}
		normalized[name] = value
	}
	return normalized
}

func claimText(claims map[string]any, path string) string {
	var value any = claims
	for _, name := range strings.Split(path, ".") {
		fields, isMap := value.(map[string]any)
		if !isMap {
			return ""
		}
		value = fields[name]
	}
	switch kind := value.(type) {
	case string:
		return kind
	case bool:
		return strconv.FormatBool(kind)
	case float64:
		if kind >= 0 && kind == float64(uint64(kind)) {
			return strconv.FormatUint(uint64(kind), 10)
		}
		return fmt.Sprintf("%f", kind)
	case map[string]any, []any:
		text, err := json.Marshal(kind)
		if err != nil {
			return ""
		}
		return base64.StdEncoding.EncodeToString(text)
	}
	return ""
}

// extract finds the tokens in the places of a provider.
func (c *tokenCheck) extract(provider *jwt.JwtProvider) []place {
	headers := provider.GetFromHeaders()
	parameters := provider.GetFromParams()
	if len(headers)+len(parameters)+len(provider.GetFromCookies()) == 0 {
		headers = []*jwt.JwtHeader{{Name: "Authorization", ValuePrefix: "Bearer "}}
		parameters = []string{"access_token"}
	}
	var found []place
	for _, header := range headers {
		name := strings.ToLower(header.GetName())
		for _, value := range c.request.Headers[name] {
			if prefix := header.GetValuePrefix(); prefix != "" {
				at := strings.Index(value, prefix)
				if at < 0 {
					continue
				}
				value = tokenIn(value, at+len(prefix))
			}
			found = append(found, place{token: value, header: name})
		}
	}
	query := c.request.query()
	for _, name := range parameters {
		if value, present := query[name]; present {
			if decoded, err := url.PathUnescape(value); err == nil {
				value = decoded
			}
			found = append(found, place{token: value, parameter: name})
		}
	}
	for _, name := range provider.GetFromCookies() {
		if value, present := c.request.cookie(name); present {
			found = append(found, place{token: value})
		}
	}
	return found
}

// tokenIn is the rest of a header's value from the first character that a token can have.
func tokenIn(value string, from int) string {
	const allowed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."
	at := strings.IndexAny(value[from:], allowed)
	if at < 0 {
		return value
	}
	return value[from+at:]
}

func (r *Request) cookie(name string) (string, bool) {
	for _, header := range r.Headers["cookie"] {
		for _, part := range strings.Split(header, ";") {
			key, value, found := strings.Cut(strings.TrimSpace(part), "=")
			if found && key == name {
				return strings.Trim(value, `"`), true
			}
		}
	}
	return "", false
}
