using System.Text;
using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Keys;
using Imara.Linux.Keyrings;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`import`: gives the kernel a key to verify signatures with.</summary>
/// <remarks>docs/reference/appraisal.md 7.</remarks>
internal sealed class ImportCommand()
    : EvmctlCommand("import", "[--rsa] [KEY [KEYRING]]", "Add a certificate, or with --rsa an RSA public key, to a keyring and print its serial number.")
{
    private const string DefaultCertificate = "/etc/keys/x509_evm.der";
    private const string DefaultKey = "/etc/keys/pubkey_evm.pem";

    /// <inheritdoc/>
    public override int Run(EvmctlCall call)
    {
        if (call.Operands.Count > 2)
        {
            return Misused(call, "a key and a keyring belong here");
        }

        var ring = call.Operands.Count == 2 ? call.Operands[1] : "@u";
        if (!KeyringName.TryParse(ring, out var keyring))
        {
            return call.Streams.Fail($"`{ring}` is no keyring: a number, or one of @t @p @s @u @us @g");
        }

        var path = call.Operands.Count > 0 ? call.Operands[0] : call.Options.Version1 ? DefaultKey : DefaultCertificate;
        if (!TryRead(call, path, out var type, out var description, out var payload, out var reason))
        {
            return call.Streams.Fail(reason, EvmctlStatus.Bad);
        }

        var error = KeyCalls.Add(Encoding.ASCII.GetBytes(type), Encoding.ASCII.GetBytes(description), payload, keyring, out var serial);
        if (error != Errno.None)
        {
            return call.Streams.Fail($"{path}: the kernel does not take it into {ring}: {ErrnoText.Of(error)}");
        }

        call.Streams.Line(serial.ToString());
        return EvmctlStatus.Good;
    }

    private static bool TryRead(EvmctlCall call, string path, out string type, out string description, out byte[] payload, out string reason)
    {
        type = "asymmetric";
        description = string.Empty;
        payload = [];
        if (call.Options.Version1)
        {
            if (!RsaKeyFile.TryRead(path, out var key, out reason))
            {
                return false;
            }

            type = "user";
            description = KeyBlobV1.Description(key);
            payload = KeyBlobV1.Write(key);
            return true;
        }

        if (!SmallFile.TryRead(path, out var content, out reason))
        {
            return false;
        }

        // The kernel takes DER only.
        payload = Pem.TryDecode(content, "CERTIFICATE", out var decoded) ? decoded : content;
        if (X509Key.TryParse(payload, out _, out var error))
        {
            return true;
        }

        reason = $"{path}: no certificate: {error}";
        return false;
    }
}
