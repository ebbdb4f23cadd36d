package envoy

import (
	"strings"

	hcm "github.com/envoyproxy/go-control-plane/envoy/extensions/filters/network/http_connection_manager/v3"
)

const (
	unreserved   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
	hexadecimal  = "0123456789ABCDEF"
	alwaysEscape = " \"#<>?^`{|}\x7f"
)

// normalizePath changes the path as a connection manager is told to; false where it answers 400 instead.
func normalizePath(request *Request, manager *hcm.HttpConnectionManager) bool {
	request.Path, _, _ = strings.Cut(request.Path, "#")
	path, query, hasQuery := strings.Cut(request.Path, "?")
	if manager.GetPathWithEscapedSlashesAction() == hcm.HttpConnectionManager_UNESCAPE_AND_FORWARD {
		path = strings.NewReplacer("%2F", "/", "%2f", "/", "%5C", `\`, "%5c", `\`).Replace(path)
	}
	valid := true
	if manager.GetNormalizePath().GetValue() {
		path, valid = canonicalPath(path)
	}
	if manager.GetMergeSlashes() && strings.Contains(path, "//") {
		path = mergeSlashes(path)
	}
	request.Path = path
	if hasQuery {
		request.Path += "?" + query
	}
	return valid
}

func mergeSlashes(path string) string {
	segments := strings.FieldsFunc(path, func(character rune) bool { return character == '/' })
	merged := strings.Join(segments, "/")
	if strings.HasPrefix(path, "/") {
		merged = "/" + merged
	}
	if strings.HasSuffix(path, "/") {
		merged += "/"
	}
	return merged
}

// canonicalPath resolves dots, turns backslashes and decodes what needs no escape, as browsers do. A NUL is an error.
func canonicalPath(path string) (string, bool) {
	var output []byte
	valid := true
	for i := 0; i < len(path); {
		character := path[i]
		if length := dotAt(path, i); length > 0 {
			afterSlash := len(output) > 0 && output[len(output)-1] == '/'
			step, up := 0, false
			if afterSlash {
				step, up = relative(path, i)
			}
			switch {
			case step == 0:
				output = append(output, '.')
				i += length
			case up:
				output = toPreviousSlash(output)
				i += step
			default:
				i += step
			}
			continue
		}
		i++
		switch {
		case character == '\\':
			output = append(output, '/')
		case character == '%' && i+1 < len(path) && unhex(path[i]) >= 0 && unhex(path[i+1]) >= 0:
			decoded := byte(unhex(path[i])<<4 | unhex(path[i+1]))
			if strings.IndexByte(unreserved, decoded) >= 0 {
				output = append(output, decoded)
			} else {
				output = append(output, path[i-1:i+2]...)
			}
			valid = valid && decoded != 0
			i += 2
		case character <= 0x1f || character >= 0x80 || strings.IndexByte(alwaysEscape, character) >= 0:
			output = append(output, '%', hexadecimal[character>>4], hexadecimal[character&15])
			valid = valid && character != 0
		default:
			output = append(output, character)
		}
	}
	return string(output), valid
}

// dotAt is the length of a dot, also an escaped one, at a place of a path; 0 where there is none.
func dotAt(path string, i int) int {
	if i < len(path) && path[i] == '.' {
		return 1
	}
	if i+2 < len(path) && strings.EqualFold(path[i:i+3], "%2e") {
		return 3
	}
	return 0
}

// relative tells how long `.` or `..` with its slash is at a place of a path, and whether it goes up; 0 for other names.
func relative(path string, i int) (int, bool) {
	end := i + dotAt(path, i)
	up := false
	if second := dotAt(path, end); second > 0 {
		end += second
		up = true
	}
	if end == len(path) {
		return end - i, up
	}
	if path[end] == '/' || path[end] == '\\' {
		return end + 1 - i, up
	}
	return 0, false
}

func toPreviousSlash(output []byte) []byte {
	i := len(output) - 1
	for i > 0 && output[i-1] != '/' {
		i--
	}
	if i == 0 {
		return output[:1]
	}
	return output[:i]
}

func unhex(digit byte) int {
	switch {
	case digit >= '0' && digit <= '9':
		return int(digit - '0')
	case digit >= 'a' && digit <= 'f':
		return int(digit-'a') + 10
	case digit >= 'A' && digit <= 'F':
		return int(digit-'A') + 10
	}
	return -1
}
