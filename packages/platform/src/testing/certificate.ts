/**
 * A self-signed certificate for localhost and its key, for tests of TLS. It protects nothing: everybody has the key.
 * Valid for a hundred years.
 */
export const testKey: string = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg3GDS+NMrGMP71APK
tfXnHdtaTF80lVusdYQw/1+Rai6hRANCAASP8nFDA2NpTp2RSiKJCM6Msuasa9kd
pxGlsLBamriCNnRE+DXakuGLmba0IzaiyfANNvOqZrD7+A0+0aprVxHG
-----END PRIVATE KEY-----
`

export const testCertificate: string = `-----BEGIN CERTIFICATE-----
MIIByjCCAXGgAwIBAgIUL7L9QKT37KxWqS+fSulj80kf/1YwCgYIKoZIzj0EAwIw
LDESMBAGA1UEAwwJbG9jYWxob3N0MRYwFAYDVQQKDA1PZHJhZGVrIHRlc3RzMCAX
DTI2MTEyMzE5MTQzNloYDzIxMjYxMDMwMTkxNDM2WjAsMRIwEAYDVQQDDAlsb2Nh
bGhvc3QxFjAUBgNVBAoMDU9kcmFkZWsgdGVzdHMwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAASP8nFDA2NpTp2RSiKJCM6Msuasa9kdpxGlsLBamriCNnRE+DXakuGL
mba0IzaiyfANNvOqZrD7+A0+0aprVxHGo28wbTAdBgNVHQ4EFgQUQEU2mpowmtJP
/xaake+Q6/KqrB4wHwYDVR0jBBgwFoAUQEU2mpowmtJP/xaake+Q6/KqrB4wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDRwAwRAIgKgqE6sX7Rt0uhVoBQe1Jjvyo86+ydkr28oFNdsrkU2oCIALi
eanH3k4/UIp1H8GlV7MFrLSAIRg+2cvH67kDidVM
-----END CERTIFICATE-----
`
