using Imara.Tests.Shared;

namespace Imara.Aot.Tests.Evmctl;

/// <summary>Keys that openssl makes for one run of the tests, and the folder that holds them.</summary>
public sealed class EvmctlKeys : IDisposable
{
    public EvmctlKeys()
    {
        var result = Command.Run("/bin/bash", ["-c", $$"""
            set -e
            cd {{Folder}}
            openssl genrsa -out rsa.pem 2048
            openssl ecparam -genkey -name prime256v1 -noout -out ec.pem
            for key in rsa ec; do
                openssl req -new -x509 -key $key.pem -subj /CN=$key -days 3650 -out $key.crt
                openssl x509 -in $key.crt -outform DER -out $key.der
                openssl pkey -in $key.pem -pubout -out $key.pub
            done
            cat rsa.pem rsa.crt > both.pem
            openssl rsa -in rsa.pem -aes256 -passout pass:secret -out encrypted.pem
            openssl pkcs8 -topk8 -in rsa.pem -passout pass:secret -out pkcs8.pem
            openssl req -new -x509 -key rsa.pem -subj /CN=skid -days 3650 -outform DER -out skid.der \
                -config <(printf '[req]\ndistinguished_name=d\nx509_extensions=x\n[d]\n[x]\nsubjectKeyIdentifier=0102030405060708\n')
            openssl req -new -x509 -key rsa.pem -subj /CN=none -days 3650 -outform DER -out none.der \
                -config <(printf '[req]\ndistinguished_name=d\nx509_extensions=x\n[d]\n[x]\nsubjectKeyIdentifier=none\n')
            head -c 32 /dev/urandom > hmac
            ln -s {{NativeBinary.Path}} evmctl
            """]);
        Assert.True(result.Exit == 0, result.Error);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("imara-evmctl-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
