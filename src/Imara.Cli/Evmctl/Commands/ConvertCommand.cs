using System.Text;
using Imara.Cli.Evmctl.Files;
using Imara.Cli.Evmctl.Keys;
using Imara.Signatures.Keys;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`convert`: writes an RSA key in the form that the kernel takes for signatures of version 1.</summary>
internal sealed class ConvertCommand()
    : EvmctlCommand("convert", "KEY", "Write an RSA public key as KEY.bin and its keyid as KEY.keyid, for signatures of version 1.")
{
    private const string DefaultKey = "/etc/keys/pubkey_evm.pem";

    /// <inheritdoc/>
    public override int Run(EvmctlCall call)
    {
        if (call.Operands.Count > 1)
        {
            return Misused(call, "one key belongs here");
        }

        var path = call.Operands.Count == 1 ? call.Operands[0] : DefaultKey;
        if (!RsaKeyFile.TryRead(path, out var key, out var reason))
        {
            return call.Streams.Fail(reason, EvmctlStatus.Bad);
        }

        foreach (var (file, content) in new[]
        {
            (path + ".bin", KeyBlobV1.Write(key)), (path + ".keyid", Encoding.ASCII.GetBytes(KeyBlobV1.Description(key))),
        })
        {
            call.Streams.Remark("Writing to " + file);
            if (!SmallFile.TryWrite(file, content, out reason))
            {
                return call.Streams.Fail(reason);
            }
        }

        return EvmctlStatus.Good;
    }
}
