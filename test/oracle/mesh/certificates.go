package mesh

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"math/big"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// certificateSecrets are the Secrets that listeners of the Gateway API name and that are not written: certificates are
// taken to be there and right. Other than for Gateways of Istio, istiod closes a listener without its certificate.
func certificateSecrets(objects []*unstructured.Unstructured) ([]*unstructured.Unstructured, error) {
	known := map[string]bool{}
	for _, object := range objects {
		if object.GetKind() == "Secret" {
			known[object.GetNamespace()+"/"+object.GetName()] = true
		}
	}
	var secrets []*unstructured.Unstructured
	for _, object := range objects {
		if object.GetKind() != "Gateway" || object.GroupVersionKind().Group != gatewayGroup {
			continue
		}
		listeners, _, _ := unstructured.NestedSlice(object.Object, "spec", "listeners")
		for _, listener := range listeners {
			fields, _ := listener.(map[string]any)
			references, _, _ := unstructured.NestedSlice(fields, "tls", "certificateRefs")
			for _, reference := range references {
				named, _ := reference.(map[string]any)
				name, _ := named["name"].(string)
				namespace, isOther := named["namespace"].(string)
				if !isOther {
					namespace = object.GetNamespace()
				}
				if name == "" || known[namespace+"/"+name] {
					continue
				}
				known[namespace+"/"+name] = true
				secret, err := certificateSecret(namespace, name)
				if err != nil {
					return nil, err
				}
				secrets = append(secrets, secret)
			}
		}
	}
	return secrets, nil
}

func certificateSecret(namespace, name string) (*unstructured.Unstructured, error) {
	pair, err := keyPair()
	if err != nil {
		return nil, err
	}
	return &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
		"metadata": map[string]any{"name": name, "namespace": namespace},
		"data": map[string]any{
			"tls.crt": base64.StdEncoding.EncodeToString(pair.certificate),
			"tls.key": base64.StdEncoding.EncodeToString(pair.key),
		},
	}}, nil
}

type pemPair struct{ certificate, key []byte }

// keyPair is a certificate that signs itself, with its key.
var keyPair = sync.OnceValues(func() (*pemPair, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1),
		Subject:      pkix.Name{CommonName: "test"},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(24 * time.Hour),
	}
	certificate, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	secret, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		return nil, err
	}
	return &pemPair{
		certificate: pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: certificate}),
		key:         pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: secret}),
	}, nil
})
