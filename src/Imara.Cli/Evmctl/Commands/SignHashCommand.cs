using System.Text;
using Imara.Cli.Evmctl.Keys;
using Imara.Cli.Evmctl.Lists;
using Imara.Cli.Output;
using Imara.Signatures;

namespace Imara.Cli.Evmctl.Commands;

/// <summary>`sign_hash`: signs digests that another program computed.</summary>
internal sealed class SignHashCommand()
    : EvmctlCommand(
        "sign_hash",
        "[-a ALGO] [-k KEY] [--veritysig]",
        "Read lines as sha256sum prints them, or `ALGO:HASH NAME` of fs-verity, and add a signature to each.")
{
    /// <inheritdoc/>
    public override int Run(EvmctlCall call)
    {
        if (call.Operands.Count > 0)
        {
            return Misused(call, "digests come from standard input");
        }

        using var input = new StreamReader(new DescriptorStream(0), Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        if (input.ReadLine() is not { } first)
        {
            return Misused(call, "standard input is empty");
        }

        using var signer = SignerReader.Read(call);
        if (signer is null)
        {
            return EvmctlStatus.Failed;
        }

        var status = EvmctlStatus.Good;
        var number = 0;
        for (var line = first; line is not null; line = input.ReadLine())
        {
            number++;
            status = Math.Max(status, Sign(call, signer, line, number));
        }

        return status;
    }

    private static int Sign(EvmctlCall call, Signer signer, string line, int number)
    {
        var type = call.Options.VeritySig ? ImaXattrType.VeritySignature : ImaXattrType.Signature;
        if (!DigestLine.TryRead(line, call.Options.GivenAlgo, call.Options.VeritySig, out var digest, out var reason)
            || !signer.TrySign(type, digest, out var value, out reason))
        {
            return call.Streams.Fail($"line {number}: {reason}");
        }

        call.Streams.Detail($"hash({HashAlgos.NameOf(digest.Algo)}): {Convert.ToHexStringLower(digest.Bytes)}");
        call.Streams.Line($"{line} {Convert.ToHexStringLower(value)}");
        return EvmctlStatus.Good;
    }
}
